"""A table measured for a width: its headings, and its rows broken into lines; nothing is drawn here.

Lengths in points. Rows are laid out once, however many pages the table takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from labordesk.documents.fonts import BOLD, REGULAR
from labordesk.documents.model import Align, Cell, Column, Row, RowKind, Table
from labordesk.documents.spans import Span, cell_align, head_spans, row_spans
from labordesk.documents.table_widths import PAD_X, fit
from labordesk.documents.wrapping import Setter
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.store.figure_rows.meaning import Rows

PAD_Y = 2.2
LEADING = 1.2
_PIECE_LINES = 6
"""Lines in a piece of a row that is higher than a page."""


class LaidCell(NamedTuple):
    """A text from column ``first`` up to, not including, column ``stop``; ``counts`` is what a figure counts."""

    first: int
    stop: int
    lines: tuple[str, ...]
    align: Align
    counts: Rows | None = None


class LaidRow(NamedTuple):
    """A row, or a piece of a row higher than a page; ``joined`` to the piece above, it has no rule between.

    ``name`` tells a row that holds figures with something behind them.
    """

    cells: tuple[LaidCell, ...]
    height: float
    kind: RowKind
    bold: bool
    joined: bool = False
    name: str = ""


class HeadCell(NamedTuple):
    """A heading from column ``first`` up to ``stop``, its top and bottom below the top of the table."""

    first: int
    stop: int
    top: float
    bottom: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """The edges of the columns and the letters of a table."""

    edges: tuple[float, ...]
    regular: Setter
    bold: Setter
    single: dict[tuple[int, Cell], LaidCell] = field(default_factory=dict, compare=False, repr=False)
    """Cells of ordinary rows laid out before, by column and content: lists repeat them over thousands of rows."""

    @classmethod
    def of(cls, table: Table, width: float) -> Measure:
        """Share the width among the columns, with smaller letters where the words ask for more."""
        edges, size = fit(table, width)
        return cls(edges, Setter(REGULAR, size), Setter(BOLD, size))

    def inner_width(self, first: int, stop: int) -> float:
        """Return the room for text between two edges."""
        return self.edges[stop] - self.edges[first] - 2 * PAD_X

    def height(self, line_count: int) -> float:
        """Return the height of a row with so many lines."""
        return line_count * self.regular.size * LEADING + 2 * PAD_Y

    def setter(self, *, bold: bool) -> Setter:
        """Return the letters of a row."""
        return self.bold if bold else self.regular


def lay_head(columns: Sequence[Column], measure: Measure) -> tuple[tuple[HeadCell, ...], float]:
    """Return the headings, in two rows where columns are grouped, and their height."""
    spans = head_spans(columns)
    upper = max((_head_height(group, i, j, measure) for group, i, j in spans if group), default=0.0)
    lower = max(
        (_head_height(columns[k].heading, k, k + 1, measure) for group, i, j in spans if group for k in range(i, j)),
        default=0.0,
    )
    single = max((_head_height(columns[i].heading, i, j, measure) for group, i, j in spans if not group), default=0.0)
    height = max(upper + lower, single)
    cells: list[HeadCell] = []
    for group, first, stop in spans:
        if not group:
            cells.append(_head_cell(columns[first].heading, first, stop, 0, height, measure))
            continue
        cells.append(_head_cell(group, first, stop, 0, upper, measure))
        cells += [_head_cell(columns[k].heading, k, k + 1, upper, height, measure) for k in range(first, stop)]
    return tuple(cells), height


def _head_height(text: str, first: int, stop: int, measure: Measure) -> float:
    return measure.height(len(measure.bold.balanced(text, measure.inner_width(first, stop))))


def _head_cell(text: str, first: int, stop: int, top: float, bottom: float, measure: Measure) -> HeadCell:
    return HeadCell(first, stop, top, bottom, measure.bold.balanced(text, measure.inner_width(first, stop)))


def lay_row(row: Row, columns: Sequence[Column], measure: Measure, min_height: float = 0) -> LaidRow:
    """Break the cells of a row into lines; group, subtotal and total rows are bold and join their empty cells."""
    if row.kind is RowKind.NORMAL:
        cells = _single_cells(row, columns, measure)
        return LaidRow(cells, max(measure.height(_tallest(cells)), min_height), row.kind, bold=False)
    cells = tuple(_laid(span, row.kind, columns, measure) for span in row_spans(row))
    cells = tuple(_noted(cell, row.counts[cell.first]) for cell in cells) if row.counts else cells
    return LaidRow(cells, measure.height(_tallest(cells)), row.kind, bold=True)


def _single_cells(row: Row, columns: Sequence[Column], measure: Measure) -> tuple[LaidCell, ...]:
    """Return the cells of an ordinary row, each in a column of its own."""
    known = measure.single
    cells: list[LaidCell] = []
    for key in enumerate(row.cells):
        cell = known.get(key)
        if cell is None:
            place, content = key
            cell = known[key] = _laid(Span(place, place + 1, content), row.kind, columns, measure)
        cells.append(cell)
    if row.counts:
        return tuple(map(_noted, cells, row.counts))
    return tuple(cells)


def _laid(span: Span, kind: RowKind, columns: Sequence[Column], measure: Measure) -> LaidCell:
    first, stop, content = span
    if content is None or content == "":
        return LaidCell(first, stop, (), Align.LEFT)
    text = number(content) if isinstance(content, int) else content
    setter = measure.setter(bold=kind is not RowKind.NORMAL)
    lines = setter.lines(text, measure.inner_width(first, stop))
    return LaidCell(first, stop, lines, cell_align(kind, span, columns[first]))


def _noted(cell: LaidCell, counts: Rows | None) -> LaidCell:
    """Return a cell with what its figure counts; an empty one has none."""
    return cell if counts is None or not cell.lines else cell._replace(counts=counts)


def _tallest(cells: Sequence[LaidCell]) -> int:
    return max(1, *(len(cell.lines) for cell in cells)) if cells else 1


def pieces(row: LaidRow, measure: Measure, capacity: float) -> list[LaidRow]:
    """Return the row, or a row higher than ``capacity`` cut between its lines into joined pieces."""
    if row.height <= capacity:
        return [row]
    cut: list[LaidRow] = []
    longest = max(len(cell.lines) for cell in row.cells)
    for start in range(0, longest, _PIECE_LINES):
        part = tuple(cell._replace(lines=cell.lines[start : start + _PIECE_LINES]) for cell in row.cells)
        tallest = max(len(cell.lines) for cell in part)
        cut.append(LaidRow(part, measure.height(tallest), row.kind, row.bold, start > 0, row.name))
    return cut


def empty_row(words: str, measure: Measure) -> LaidRow:
    """Return the one row of a table without rows."""
    last = len(measure.edges) - 1
    lines = measure.regular.lines(words, measure.inner_width(0, last))
    cell = LaidCell(0, last, lines, Align.CENTER)
    return LaidRow((cell,), measure.height(len(lines)), RowKind.NORMAL, bold=False)
