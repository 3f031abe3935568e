"""Documents as Word files: the page of the decree, its parts each with pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import assert_never

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.section import Section
from docx.shared import Mm, Pt

from labordesk.documents import decree
from labordesk.documents.chart_tables import chart_table
from labordesk.documents.fonts import paper_text, property_text
from labordesk.documents.model import (
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
    PageBreak,
    Paragraph,
    Pictures,
    Spacer,
    Table,
)
from labordesk.documents.whole_file import write_whole
from labordesk.documents.word.heads import write_addressees, write_appendix_title, write_letterhead, write_title
from labordesk.documents.word.marks import FONT, mark_copy, number_pages, speak
from labordesk.documents.word.photos import write_pictures
from labordesk.documents.word.signatures import write_closing
from labordesk.documents.word.tables import invisible_table, little_room, write_table
from labordesk.documents.word.text import (
    write_boxes,
    write_bullet,
    write_field,
    write_heading,
    write_italic,
    write_paragraph,
)

_MM_TO_PT = 72 / 25.4
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment written into the file: the same content makes the same file."""


def render_word(document: Document | Sequence[Document]) -> bytes:
    """Return one or several documents as a .docx file; each begins on a page of its own, numbered from 1."""
    documents = [document] if isinstance(document, Document) else list(document)
    if not documents:
        raise ValueError("there is no document to write")
    writer = _Writer(documents[0])
    for one in documents:
        writer.write_paper(one)
    return writer.content()


def write_word(document: Document | Sequence[Document], path: Path) -> None:
    """Write a .docx file so that ``path`` holds either the old file or the whole new one; raises ``Unavailable``."""
    write_whole(path, render_word(document))


class _Writer:
    """One Word file being written from top to bottom."""

    def __init__(self, first: Document) -> None:
        self.word: WordDocument = docx.Document()
        self.width = 0.0
        self._begun = False
        self._copy_mark = paper_text(first.copy_mark)
        normal = self.word.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(decree.TEXT_SIZE)
        speak(self.word, first.language)
        about = self.word.core_properties
        about.title, about.author, about.language = (
            property_text(first.full_title),
            property_text(first.author),
            "vi-VN",
        )
        about.comments, about.created, about.modified, about.last_modified_by = "", _MADE, _MADE, ""

    def content(self) -> bytes:
        """Return the file."""
        target = BytesIO()
        self.word.save(target)
        return target.getvalue()

    def write_paper(self, document: Document) -> None:
        """Write a paper and its appendices."""
        self._begin_part(landscape=document.landscape)
        if document.letterhead is not None:
            write_letterhead(self.word, document, document.letterhead, self.width)
        write_title(self.word, document, self.width)
        if document.addressees:
            write_addressees(self.word, document.addressees, self.width)
        little_room(self.word, 8)
        self._write_blocks(decree.with_end_mark(document.blocks) if document.closes_text else document.blocks)
        write_closing(self.word, document.signatures, document.recipients, document.signed_at, self.width)
        for appendix in document.appendices:
            self._write_appendix(appendix)

    def _write_appendix(self, appendix: Appendix) -> None:
        self._begin_part(landscape=appendix.landscape)
        write_appendix_title(self.word, appendix, self.width)
        little_room(self.word, 8)
        self._write_blocks(appendix.blocks)
        write_closing(self.word, appendix.signatures, (), appendix.signed_at, self.width)

    def _begin_part(self, *, landscape: bool) -> None:
        section = self.word.add_section(WD_SECTION.NEW_PAGE) if self._begun else self.word.sections[0]
        self._begun = True
        _set_page(section, landscape=landscape)
        number_pages(section, decree.PAGE_NUMBER_SIZE)
        long_or_short = decree.PAPER_LONG_MM if landscape else decree.PAPER_SHORT_MM
        self.width = (long_or_short - decree.MARGIN_LEFT_MM - decree.MARGIN_RIGHT_MM) * _MM_TO_PT
        if self._copy_mark:
            mark_copy(section, self._copy_mark, decree.COPY_MARK_SIZE, self.width)

    def _write_blocks(self, blocks: Sequence[Block]) -> None:
        for block in decree.with_closed_bases(blocks):
            self._write_block(block)

    def _write_block(self, block: Block) -> None:
        match block:
            case Heading():
                write_heading(self.word.add_paragraph(), block)
            case Paragraph():
                write_paragraph(self.word.add_paragraph(), block)
            case Basis() | AmountInWords():
                text = block.text if isinstance(block, Basis) else decree.amount_text(block.label, block.words)
                write_italic(self.word.add_paragraph(), text)
            case Bullet():
                write_bullet(self.word.add_paragraph(), block)
            case DottedLine() | DottedRow() | CheckBox() | CheckRow():
                self._write_form_part(block)
            case PageBreak():
                self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Spacer(height_mm=height):
                little_room(self.word, height * _MM_TO_PT)
            case Table() | Charts():
                for table in (block,) if isinstance(block, Table) else map(chart_table, block.charts):
                    write_table(self.word, table, self.width)
            case Pictures():
                write_pictures(self.word, block, self.width)
            case KeepTogether(blocks=inner):
                self._write_together(inner)
            case _:
                assert_never(block)

    def _write_form_part(self, block: DottedLine | DottedRow | CheckBox | CheckRow) -> None:
        match block:
            case DottedLine():
                write_field(self.word.add_paragraph(), block, self.width)
            case DottedRow():
                self._write_row_of_fields(block)
            case CheckBox() | CheckRow():
                write_boxes(self.word.add_paragraph(), block)
            case _:
                assert_never(block)

    def _write_row_of_fields(self, block: DottedRow) -> None:
        shares = block.shares or tuple(1.0 for _ in block.fields)
        gap = 8.0
        room = self.width - gap * (len(shares) - 1)
        widths = [room * share / sum(shares) + gap for share in shares]
        widths[-1] -= gap
        cells = invisible_table(self.word, widths).rows[0].cells
        for cell, field, width in zip(cells, block.fields, widths, strict=True):
            last = field is block.fields[-1]
            write_field(cell.paragraphs[0], field, width if last else width - gap)

    def _write_together(self, blocks: Sequence[Block]) -> None:
        before = len(self.word.paragraphs)
        self._write_blocks(blocks)
        for paragraph in self.word.paragraphs[before:-1]:
            paragraph.paragraph_format.keep_with_next = True


def _set_page(section: Section, *, landscape: bool) -> None:
    long_side, short_side = Mm(decree.PAPER_LONG_MM), Mm(decree.PAPER_SHORT_MM)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long_side, short_side) if landscape else (short_side, long_side)
    section.top_margin, section.bottom_margin = Mm(decree.MARGIN_TOP_MM), Mm(decree.MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(decree.MARGIN_LEFT_MM), Mm(decree.MARGIN_RIGHT_MM)
    section.header_distance = Mm(decree.PAGE_NUMBER_FROM_TOP_MM - decree.PAGE_NUMBER_SIZE / _MM_TO_PT)
