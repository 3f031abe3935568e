"""Documents as Excel workbooks: one sheet for a paper with one table, else one for the text and one for each table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from labordesk.documents import decree
from labordesk.documents.chart_tables import chart_table
from labordesk.documents.excel.looks import Looks
from labordesk.documents.excel.page import Page
from labordesk.documents.fonts import paper_text, property_text
from labordesk.documents.model import (
    Align,
    AmountInWords,
    Appendix,
    Basis,
    Block,
    Bullet,
    Charts,
    CheckBox,
    CheckRow,
    Document,
    DottedLine,
    DottedRow,
    Heading,
    KeepTogether,
    Paragraph,
    Pictures,
    PlaceDate,
    SignatureBlock,
    Table,
    plain,
)
from labordesk.documents.whole_file import write_whole

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST_NAME = 31
_TEXT = 13


def render_excel(document: Document | Sequence[Document]) -> bytes:
    """Return one or several documents as an .xlsx file."""
    documents = [document] if isinstance(document, Document) else list(document)
    if not documents:
        raise ValueError("there is no document to write")
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": property_text(documents[0].full_title),
            "author": property_text(documents[0].author),
            "created": _MADE.replace(tzinfo=None),
        }
    )
    writer = _Writer(book, paper_text(documents[0].copy_mark))
    for one in documents:
        writer.write_paper(one)
    book.close()
    return target.getvalue()


def write_excel(document: Document | Sequence[Document], path: Path) -> None:
    """Write an .xlsx file so that ``path`` holds either the old file or the whole new one; raises ``Unavailable``."""
    write_whole(path, render_excel(document))


class _Writer:
    """One workbook being written, part by part."""

    def __init__(self, book: Workbook, copy_mark: str) -> None:
        self._book = book
        self._copy_mark = copy_mark
        self._looks = Looks(book)
        self._names: set[str] = set()

    def write_paper(self, document: Document) -> None:
        """Write a paper and its appendices."""
        tables = list(_tables(document.blocks))
        page = self._page(document.kind or "Văn bản", tables, landscape=document.landscape)
        _write_head(page, document)
        blocks = decree.with_end_mark(document.blocks) if document.closes_text else document.blocks
        later = self._write_blocks(page, blocks, single=len(tables) == 1)
        _write_closing(page, document.signatures, document.recipients, document.signed_at)
        self._write_tables(later, landscape=document.landscape)
        for appendix in document.appendices:
            self._write_appendix(appendix)

    def _write_appendix(self, appendix: Appendix) -> None:
        tables = list(_tables(appendix.blocks))
        page = self._page(appendix.label, tables, landscape=appendix.landscape)
        page.line(appendix.label, 13, Align.CENTER, bold=True)
        page.line(decree.capitals(appendix.title), 13, Align.CENTER, bold=True)
        if appendix.attached_to:
            page.line(f"({appendix.attached_to})", 13, Align.CENTER, italic=True)
        page.gap()
        later = self._write_blocks(page, appendix.blocks, single=len(tables) == 1)
        _write_closing(page, appendix.signatures, (), appendix.signed_at)
        self._write_tables(later, landscape=appendix.landscape)

    def _page(self, name: str, tables: Sequence[Table], *, landscape: bool) -> Page:
        shape = tables[0] if len(tables) == 1 else None
        return Page(
            self._book.add_worksheet(self._name(name)),
            self._looks,
            shape,
            landscape=landscape,
            copy_mark=self._copy_mark,
        )

    def _name(self, wanted: str) -> str:
        """Return a name a sheet may have: at most 31 characters, without the forbidden ones, not yet taken."""
        clean = re.sub(r"[\[\]:*?/\\]", " ", " ".join(wanted.split())).strip("' ") or "Trang"
        name, count = clean[:_LONGEST_NAME].strip(), 1
        while name.casefold() in self._names:
            count += 1
            ending = f" ({count})"
            name = clean[: _LONGEST_NAME - len(ending)].strip() + ending
        self._names.add(name.casefold())
        return name

    def _write_blocks(self, page: Page, blocks: Sequence[Block], *, single: bool) -> list[tuple[str, Table]]:
        """Write the blocks; return the tables that get sheets of their own, each with its title."""
        later: list[tuple[str, Table]] = []
        title = ""
        for block in decree.with_closed_bases(list(_flat(blocks))):
            if isinstance(block, Heading):
                title = block.text
            if isinstance(block, Table) and not single:
                name = block.caption or title or "Bảng"
                later.append((name, block))
                page.line(f"(Bảng số liệu ở trang tính “{name[:_LONGEST_NAME]}”)", _TEXT, italic=True)
            elif isinstance(block, Table):
                page.table(block)
            else:
                _write_block(page, block)
        return later

    def _write_tables(self, tables: Sequence[tuple[str, Table]], *, landscape: bool) -> None:
        for name, table in tables:
            page = self._page(name, [table], landscape=landscape)
            if not table.caption:
                page.line(name, 13, Align.CENTER, bold=True)
            page.table(table)


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, KeepTogether):
            yield from _flat(block.blocks)
        elif isinstance(block, Charts):
            yield from map(chart_table, block.charts)
        else:
            yield block


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    return (block for block in _flat(blocks) if isinstance(block, Table))


def _write_block(page: Page, block: Block) -> None:
    match block:
        case Heading(text=text, level=level):
            page.line(decree.capitals(text) if level == 1 else text, _TEXT, bold=level < 3)
        case Paragraph(text=text, align=align):
            page.line(plain(text), _TEXT, Align.LEFT if align is Align.JUSTIFY else align)
        case Basis(text=text):
            page.line(text, _TEXT, italic=True)
        case Bullet(text=text, level=level):
            page.line(f"{'-' if level == 1 else '+'} {plain(text)}", _TEXT)
        case AmountInWords(words=words, label=label):
            page.line(decree.amount_text(label, words), _TEXT, italic=True)
        case DottedLine() as field:
            page.line(_field(field), _TEXT)
        case DottedRow(fields=fields):
            page.line("     ".join(map(_field, fields)), _TEXT)
        case CheckBox() as box:
            page.line(_box(box), _TEXT)
        case CheckRow(label=label, boxes=boxes):
            page.line(f"{decree.label_text(label)}:  {'     '.join(map(_box, boxes))}", _TEXT)
        case Pictures():
            page.pictures(block)
        case _:
            page.gap()


def _field(field: DottedLine) -> str:
    return f"{decree.label_text(field.label)}: {field.value.strip() or '.' * 40}"


def _box(box: CheckBox) -> str:
    return f"{'☒' if box.checked else '☐'} {box.label}"


def _write_head(page: Page, document: Document) -> None:
    halves = (decree.LEFT_HALF, 1 - decree.LEFT_HALF)
    head = document.letterhead
    if head is not None and head.issuing_body:
        superior, own = decree.capitals(head.superior_body), decree.capitals(head.issuing_body)
        left = [(superior, 12.0, False, False), (own, 12.0, True, False)] if superior else [(own, 12.0, True, False)]
        right = [(decree.NATION, 12.0, True, False), (decree.MOTTO, 13.0, True, False)]
        left += [("", 12.0, False, False)] * (2 - len(left))
        for one, other in zip(left, right, strict=True):
            page.side_by_side([one, other], halves)
    number = decree.number_text(document.number) if document.number is not None else ""
    place = decree.place_date_text(document.place_date) if document.place_date is not None else ""
    if number or place:
        page.side_by_side([(number, 13, False, False), (place, 13, False, True)], halves)
    page.gap()
    if document.kind:
        page.line(decree.capitals(document.kind), 14, Align.CENTER, bold=True)
    if document.abstract:
        subject = document.abstract if document.kind else decree.subject_text(document.abstract)
        page.line(subject, 14, Align.CENTER, bold=bool(document.kind))
    if document.note:
        page.line(document.note, _TEXT, Align.CENTER, italic=True)
    if document.addressees:
        page.line(f"Kính gửi: {'; '.join(document.addressees)}", _TEXT, Align.CENTER)
    page.gap()


def _write_closing(
    page: Page, signatures: Sequence[SignatureBlock], recipients: Sequence[str], signed_at: PlaceDate | None
) -> None:
    if not signatures and not recipients:
        return
    page.gap()
    if signed_at is not None:
        page.line(decree.place_date_text(signed_at), _TEXT, Align.RIGHT, italic=True)
    if signatures:
        blank = [("", 13.0, True, False)] * (len(signatures) == 1)
        shares = (decree.LEFT_HALF, 1 - decree.LEFT_HALF) if blank else (1 / len(signatures),) * len(signatures)
        offices = ["\n".join(decree.capitals(one) for one in (s.authority, s.title) if one) for s in signatures]
        page.side_by_side(blank + [(office, 13.0, True, False) for office in offices], shares)
        for _row in range(4):
            page.gap()
        page.side_by_side(blank + [(one.name, 13.0, True, False) for one in signatures], shares)
    if recipients:
        page.gap()
        page.line("Nơi nhận:", decree.RECIPIENTS_HEAD_SIZE, bold=True, italic=True)
        for line in decree.recipient_lines(recipients):
            page.line(line, decree.RECIPIENTS_SIZE)
