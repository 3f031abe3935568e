"""Which cells of a table are sums of the rows above: written as formulas, so that a corrected cell corrects them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from labordesk.documents.model import Row, RowKind


class Sum(NamedTuple):
    """The sum of the rows from ``first`` to ``last`` (inclusive, counted from 0) of one column."""

    first: int
    last: int


def sums_of(rows: Sequence[Row]) -> dict[tuple[int, int], Sum]:
    """Return (row, column) -> the rows it adds up, for each sub-total and total that is their sum.

    A figure that is not the sum of what stands above it (distinct people, a total with "of which" rows) stays a
    number. Sub-totals are left out of larger sums by the spreadsheet itself (SUBTOTAL).
    """
    found: dict[tuple[int, int], Sum] = {}
    begins = 0
    for place, row in enumerate(rows):
        if row.kind is RowKind.GROUP:
            begins = place + 1
        elif row.kind is not RowKind.NORMAL:
            first = begins if row.kind is RowKind.SUBTOTAL else 0
            for column, cell in enumerate(row.cells):
                if isinstance(cell, int) and place > first and cell == _added(rows[first:place], column):
                    found[place, column] = Sum(first, place - 1)
            begins = place + 1
    return found


def _added(rows: Sequence[Row], column: int) -> int:
    cells = (row.cells[column] for row in rows if row.kind is RowKind.NORMAL)
    return sum(cell for cell in cells if isinstance(cell, int))
