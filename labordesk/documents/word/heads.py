"""The head of a paper in Word: bodies, nation and motto with their lines, number, place and date, title, receivers."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from labordesk.documents import decree
from labordesk.documents.fonts import BOLD, REGULAR
from labordesk.documents.model import Appendix, Document, Letterhead
from labordesk.documents.word.marks import rule_under, set_borders, set_widths, tight
from labordesk.documents.word.text import write_runs
from labordesk.documents.wrapping import Setter

_GAP = 6
"""Points between the two halves of the head, as on the PDF."""


class Column:
    """Centred lines one under the other in a cell or in the page; ``width`` in points."""

    def __init__(self, add: Callable[[], Paragraph], width: float, first: Paragraph | None = None) -> None:
        self._add = add
        self._first = first
        self.width = width

    def next(self) -> Paragraph:
        """Return a new paragraph; a cell comes with its first one."""
        if self._first is not None:
            paragraph, self._first = self._first, None
            return paragraph
        return self._add()

    def line(self, text: str, size: float, *, bold: bool = False, italic: bool = False, gap: float = 0) -> float:
        """Write a centred text and return the width of its longest line."""
        paragraph = tight(self.next(), before=gap)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        lines = Setter(BOLD if bold else REGULAR, size).balanced(text, self.width)
        for place, part in enumerate(lines):
            if place:
                paragraph.add_run().add_break()
            write_runs(paragraph, part, size, bold=bold, italic=italic)
        setter = Setter(BOLD if bold else REGULAR, size)
        return max(map(setter.width, lines))

    def rule(self, length: float) -> None:
        """Draw a line under what was written last."""
        rule_under(self.next(), length, self.width)


def in_cell(cell: _Cell, width: float) -> Column:
    """Return the lines of a cell."""
    return Column(cell.add_paragraph, width, cell.paragraphs[0])


def write_letterhead(word: WordDocument, document: Document, letterhead: Letterhead, width: float) -> None:
    """Write the pair of bodies and the nation; a paper by a person has the nation alone in the middle."""
    if not letterhead.issuing_body:
        page = Column(word.add_paragraph, width)
        _write_nation(page)
        _write_place(page, document)
        return
    left_width = width * decree.LEFT_HALF
    has_second_row = document.number is not None or document.place_date is not None or not document.kind
    table = word.add_table(rows=1 + has_second_row, cols=2)
    set_borders(table, "nil")
    set_widths(table, [left_width, width - left_width], side=0)
    left, right = (
        in_cell(table.cell(0, 0), left_width - _GAP),
        in_cell(table.cell(0, 1), width - left_width),
    )
    if letterhead.superior_body:
        left.line(_body_name(letterhead.superior_body), decree.BODY_NAME_SIZE)
    longest = left.line(_body_name(letterhead.issuing_body), decree.BODY_NAME_SIZE, bold=True)
    left.rule(longest * decree.UNDERLINE_SHARE)
    _write_nation(right)
    if not has_second_row:
        return
    left, right = (
        in_cell(table.cell(1, 0), left_width - _GAP),
        in_cell(table.cell(1, 1), width - left_width),
    )
    if document.number is not None:
        left.line(decree.number_text(document.number), decree.NUMBER_SIZE)
    if not document.kind and document.abstract:
        left.line(decree.subject_text(document.abstract), decree.SUBJECT_SIZE)
    _write_place(right, document)


def _body_name(name: str) -> str:
    return decree.unbroken_terms(decree.capitals(name))


def _write_nation(column: Column) -> None:
    column.line(decree.NATION, decree.NATION_SIZE, bold=True)
    column.rule(column.line(decree.MOTTO, decree.MOTTO_SIZE, bold=True))


def _write_place(column: Column, document: Document) -> None:
    if document.place_date is not None:
        column.line(decree.place_date_text(document.place_date), decree.PLACE_DATE_SIZE, italic=True)


def write_title(word: WordDocument, document: Document, width: float) -> None:
    """Write kind, abstract with its line, and note; nothing for a letter (công văn), which has no title."""
    if not document.kind:
        return
    page = Column(word.add_paragraph, width)
    page.line(decree.capitals(document.kind), decree.TITLE_SIZE, bold=True, gap=12)
    if document.abstract:
        longest = page.line(decree.unbroken_terms(document.abstract), decree.TITLE_SIZE, bold=True)
        page.rule(longest * decree.UNDERLINE_SHARE)
    _write_note(page, document.note)


def write_appendix_title(word: WordDocument, appendix: Appendix, width: float) -> None:
    """Write "Phụ lục I", the title in capitals and the paper it belongs to."""
    page = Column(word.add_paragraph, width)
    page.line(appendix.label, decree.TITLE_SIZE, bold=True)
    page.line(decree.unbroken_terms(decree.capitals(appendix.title)), decree.TITLE_SIZE, bold=True)
    _write_note(page, appendix.attached_to)


def _write_note(page: Column, note: str) -> None:
    if note:
        bare = note.strip().removeprefix("(").removesuffix(")")
        page.line(f"({bare})", decree.TEXT_SIZE, italic=True)


def write_addressees(word: WordDocument, addressees: tuple[str, ...], width: float) -> None:
    """Write "Kính gửi:", one receiver behind the colon or several as a list aligned there."""
    setter = Setter(REGULAR, decree.TEXT_SIZE)
    lead = "Kính gửi: "
    lines = decree.addressee_lines(addressees)
    widest = max(setter.natural_width(line) for line in lines)
    left = max(0.0, (width - setter.width(lead) - widest) / 2)
    for place, line in enumerate(lines):
        paragraph = tight(word.add_paragraph(), before=6 if place == 0 else 3)
        shape = paragraph.paragraph_format
        shape.left_indent = Pt(left + setter.width(lead))
        if place == 0:
            shape.first_line_indent = Pt(-setter.width(lead))
        write_runs(paragraph, f"{lead}{line}" if place == 0 else line, decree.TEXT_SIZE)
