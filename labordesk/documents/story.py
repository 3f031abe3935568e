"""The blocks of a document in reading order, with what must stay together bound together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import assert_never

from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Spacer as EmptyHeight

from labordesk.documents import decree
from labordesk.documents.binding import Bound, Whole, stacked
from labordesk.documents.charts import ChartRow
from labordesk.documents.drawing import DrawnBlock
from labordesk.documents.fonts import BOLD, ITALIC, markup
from labordesk.documents.form_lines import CheckBoxes, FormLine, FormRow
from labordesk.documents.hot_spots import Spots
from labordesk.documents.model import (
    Align,
    AmountInWords,
    Basis,
    Block,
    Bullet,
    Charts,
    CheckBox,
    CheckRow,
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
from labordesk.documents.page import Sheet
from labordesk.documents.photos import PhotoRow
from labordesk.documents.table import PaperTable, TableLayout
from labordesk.documents.text import (
    Outline,
    TextParagraph,
    body_style,
    bullet_paragraph,
    form_paragraph,
    heading_paragraph,
    italic_paragraph,
    text_paragraph,
)


class Role(Enum):
    """How a piece holds on to its neighbours."""

    LEADS = auto()
    """Stays with what follows (a heading)."""
    STANDS = auto()
    """Holds on to nothing by itself (a paragraph, a table)."""
    TRAILS = auto()
    """Stays with what came before (an amount in words, a signature)."""
    BREAKS = auto()
    """Begins a new page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A laid-out block and how it holds on to its neighbours."""

    flowable: Flowable
    role: Role = Role.STANDS


class StoryTeller:
    """Lays out the blocks of one part for its sheet."""

    def __init__(self, sheet: Sheet, outline: Outline, spots: Spots | None = None) -> None:
        self._sheet = sheet
        self._outline = outline
        self._spots = spots

    def tell(self, front: Iterable[DrawnBlock], blocks: Sequence[Block], closing: DrawnBlock | None) -> list[Flowable]:
        """Return head, blocks and signatures of a part, ready to be set page by page."""
        pieces = list(self._pieces(blocks))
        while pieces and pieces[-1].role is Role.BREAKS:
            pieces.pop()
        if closing is not None:
            pieces = [*self._with_short_ending(pieces), Piece(closing, Role.TRAILS)]
        return [*front, *self._bound(pieces)]

    def _with_short_ending(self, pieces: list[Piece]) -> list[Piece]:
        """Let a last line of text hold on to the paragraph before it: a signature stands under two lines or more."""
        if len(pieces) < 2 or pieces[-1].role is not Role.STANDS or pieces[-2].role is not Role.STANDS:
            return pieces
        last = pieces[-1].flowable
        if isinstance(last, TextParagraph) and last.line_count(self._sheet.text_width) == 1:
            return [*pieces[:-1], Piece(last, Role.TRAILS)]
        return pieces

    def _pieces(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        for block in decree.with_closed_bases(blocks):
            yield from self._piece(block)

    def _piece(self, block: Block) -> Iterator[Piece]:
        match block:
            case Heading():
                yield Piece(heading_paragraph(block, self._outline), Role.LEADS)
            case Paragraph():
                yield Piece(text_paragraph(block))
            case Basis(text=text):
                yield Piece(italic_paragraph(text))
            case Bullet(text=text, level=level):
                yield Piece(bullet_paragraph(text, level))
            case AmountInWords(words=words, label=label):
                yield Piece(italic_paragraph(decree.amount_text(label, words)), Role.TRAILS)
            case DottedLine() | DottedRow() | CheckBox() | CheckRow():
                yield from self._form_piece(block)
            case PageBreak():
                yield Piece(NewPage(), Role.BREAKS)
            case Spacer(height_mm=height):
                yield Piece(EmptyHeight(0, height * mm), Role.TRAILS)
            case Table():
                yield from self._table(block)
            case Pictures() | Charts():
                yield Piece(PhotoRow(block) if isinstance(block, Pictures) else ChartRow(block, self._spots))
            case KeepTogether(blocks=inner):
                yield from self._together(inner)
            case _:
                assert_never(block)

    def _form_piece(self, block: DottedLine | DottedRow | CheckBox | CheckRow) -> Iterator[Piece]:
        match block:
            case DottedLine():
                yield self._field(block)
            case DottedRow():
                yield from self._fields(block)
            case CheckBox() | CheckRow():
                yield Piece(CheckBoxes.of(block))
            case _:
                assert_never(block)

    def _field(self, field: DottedLine) -> Piece:
        """A value may run over pages like any text; dots may not, and are no more than a page holds."""
        if field.value.strip():
            return Piece(form_paragraph(decree.label_text(field.label), field.value))
        line = FormLine(field)
        _, height = line.wrap(self._sheet.text_width, self._sheet.text_height)
        if height <= self._sheet.text_height:
            return Piece(line)
        room = int(self._sheet.text_height / decree.FORM_LEADING)
        label_only = FormLine(replace(field, lines=1))
        _, needed = label_only.wrap(self._sheet.text_width, self._sheet.text_height)
        left = room - round(needed / decree.FORM_LEADING)
        if left < 0:
            return Piece(form_paragraph(decree.label_text(field.label), ""))
        return Piece(FormLine(replace(field, lines=1 + left)))

    def _fields(self, block: DottedRow) -> Iterator[Piece]:
        """Set fields side by side, or one under the other when their values are longer than a page."""
        row = FormRow(block)
        _, height = row.wrap(self._sheet.text_width, self._sheet.text_height)
        if height > self._sheet.text_height:
            yield from (self._field(field) for field in block.fields)
        else:
            yield Piece(row)

    def _table(self, table: Table) -> Iterator[Piece]:
        if table.caption:
            style = body_style(face=BOLD, align=Align.CENTER, indented=False)
            yield Piece(TextParagraph(markup(table.caption), style), Role.LEADS)
        if table.unit_note:
            style = body_style(face=ITALIC, align=Align.RIGHT, indented=False, size=table.size)
            yield Piece(TextParagraph(markup(table.unit_note), style), Role.LEADS)
        layout = TableLayout(table, self._sheet.text_width, self._sheet.text_height, self._spots)
        yield Piece(PaperTable(layout))

    def _together(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Bind blocks to one page; blocks that no page can hold follow one another as usual."""
        pieces = list(self._pieces(blocks))
        flowables = [piece.flowable for piece in pieces]
        _, height = stacked(flowables, self._sheet.text_width, self._sheet.text_height)
        if not pieces or height > self._sheet.text_height or any(piece.role is Role.BREAKS for piece in pieces):
            yield from pieces
        else:
            yield Piece(Whole(flowables, self._sheet.text_height))

    def _bound(self, pieces: Sequence[Piece]) -> Iterator[Flowable]:
        """Join each standing piece with the pieces that lead to it and those that trail it."""
        index = 0
        while index < len(pieces):
            if pieces[index].role is Role.BREAKS:
                yield pieces[index].flowable
                index += 1
                continue
            start = index
            while (
                index + 1 < len(pieces)
                and pieces[index].role is Role.LEADS
                and pieces[index + 1].role is not Role.BREAKS
            ):
                index += 1
            core = index
            index += 1
            while index < len(pieces) and pieces[index].role is Role.TRAILS:
                index += 1
            parts = [piece.flowable for piece in pieces[start:index]]
            core -= start
            if len(parts) == 1:
                yield parts[0]
            else:
                yield Bound(parts[core], self._sheet.text_height, before=parts[:core], after=parts[core + 1 :])
