"""Ruled tables in Word: the PDF's widths and letters, headings that repeat, rows that are never cut."""

from __future__ import annotations

from itertools import pairwise

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell

from labordesk.documents import decree
from labordesk.documents.model import Align, Row, RowKind, Table
from labordesk.documents.spans import cell_align, head_spans, row_spans
from labordesk.documents.table_widths import PAD_X, fit
from labordesk.documents.word.marks import (
    centre_upright,
    keep_whole,
    repeat_as_heading,
    set_borders,
    set_widths,
    tight,
)
from labordesk.documents.word.text import ALIGNMENT, set_body, write_runs
from labordesk.vietnamese.numbers import number

_PAD_Y = 2.2
_SLACK = 0.5
"""Points by which a cell is wider inside than on the PDF: Word breaks a word that fits exactly."""


def write_table(word: WordDocument, table: Table, width: float) -> None:
    """Write a table with its caption and the unit of its figures; sums carried from page to page stay on the PDF."""
    edges, size = fit(table, width)
    if table.caption:
        paragraph = set_body(word.add_paragraph(), align=Align.CENTER, indented=False)
        paragraph.paragraph_format.keep_with_next = True
        write_runs(paragraph, table.caption, decree.TEXT_SIZE, bold=True)
    if table.unit_note:
        paragraph = set_body(word.add_paragraph(), align=Align.RIGHT, indented=False, size=table.size)
        paragraph.paragraph_format.keep_with_next = True
        write_runs(paragraph, table.unit_note, table.size, italic=True)
    upper = 2 if any(column.group for column in table.columns) else 1
    rows = table.rows or (Row((table.when_empty, *[None] * (len(table.columns) - 1)), RowKind.GROUP),)
    grid = word.add_table(rows=upper + len(rows), cols=len(table.columns))
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_borders(grid, "single")
    set_widths(grid, [right - left for left, right in pairwise(edges)], side=PAD_X - _SLACK)
    _write_head(grid, table, upper, size)
    cells = [list(row.cells) for row in grid.rows[upper:]]  # asked for once: python-docx walks the table each time
    for place, row in enumerate(rows):
        _write_row(cells[place], row, table, size)
        grid_row = grid.rows[upper + place]
        keep_whole(grid_row)
        if table.min_row_mm and row.kind is RowKind.NORMAL:
            grid_row.height, grid_row.height_rule = Mm(table.min_row_mm), WD_ROW_HEIGHT_RULE.AT_LEAST


def _write_head(grid: WordTable, table: Table, upper: int, size: float) -> None:
    for span in head_spans(table.columns):
        if not span.group:
            cell = grid.cell(0, span.first).merge(grid.cell(upper - 1, span.first))
            _write_cell(cell, table.columns[span.first].heading, size, Align.CENTER, bold=True)
            continue
        cell = grid.cell(0, span.first).merge(grid.cell(0, span.stop - 1))
        _write_cell(cell, span.group, size, Align.CENTER, bold=True)
        for index in range(span.first, span.stop):
            _write_cell(grid.cell(1, index), table.columns[index].heading, size, Align.CENTER, bold=True)
    for row in grid.rows[:upper]:
        repeat_as_heading(row)
        keep_whole(row)


def _write_row(cells: list[_Cell], row: Row, table: Table, size: float) -> None:
    bold = row.kind is not RowKind.NORMAL
    for span in row_spans(row):
        cell = cells[span.first]
        if span.stop - span.first > 1:
            cell = cell.merge(cells[span.stop - 1])
        text = number(span.content) if isinstance(span.content, int) else span.content or ""
        _write_cell(cell, text, size, cell_align(row.kind, span, table.columns[span.first]), bold=bold)


def _write_cell(cell: _Cell, text: str, size: float, align: Align, *, bold: bool) -> None:
    paragraph = tight(cell.paragraphs[0], before=_PAD_Y, after=_PAD_Y)
    paragraph.alignment = ALIGNMENT[align]
    write_runs(paragraph, text, size, bold=bold)
    centre_upright(cell)


def invisible_table(word: WordDocument, widths: list[float]) -> WordTable:
    """Return a row without rules, for fields or signatures that stand beside each other; widths in points."""
    table: WordTable = word.add_table(rows=1, cols=len(widths))
    set_borders(table, "nil")
    set_widths(table, widths, side=0)
    keep_whole(table.rows[0])
    return table


def little_room(word: WordDocument, height: float) -> None:
    """Leave an empty height in points; Word needs a paragraph between two tables anyhow."""
    shape = tight(word.add_paragraph()).paragraph_format
    shape.line_spacing = Pt(max(1.0, height))
