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
    """Return (row, column) -> the rows it adds up, for each heading of a group, sub-total and total that is their sum.

    A figure that is not the sum of its rows (distinct people, a total with "of which" rows) stays a number. Smaller
    sums are left out of larger ones by the spreadsheet itself (SUBTOTAL), so that a sum over one that stayed a number
    stays a number too.
    """
    found: dict[tuple[int, int], Sum] = {}
    for place in reversed(range(len(rows))):
        if rows[place].kind is RowKind.GROUP:
            found |= _group_sums(rows, place)
    begins = 0
    for place, row in enumerate(rows):
        if row.kind in (RowKind.SUBTOTAL, RowKind.TOTAL):
            first = begins if row.kind is RowKind.SUBTOTAL else 0
            for column, cell in enumerate(row.cells):
                is_sum = isinstance(cell, int) and place > first and cell == _added(rows[first:place], column)
                if is_sum and _smaller_sums(rows, first, place, column) <= found.keys():
                    found[place, column] = Sum(first, place - 1)
        begins = begins if row.kind is RowKind.NORMAL else place + 1
    return found


def _group_sums(rows: Sequence[Row], place: int) -> dict[tuple[int, int], Sum]:
    """Return the figures of a group's heading as sums of the fewest rows below it that come to all of them."""
    wanted = {column: cell for column, cell in enumerate(rows[place].cells) if isinstance(cell, int)}
    so_far = dict.fromkeys(wanted, 0)
    for end in range(place + 1, len(rows) if wanted else 0):
        if rows[end].kind is RowKind.TOTAL:
            break
        so_far = {column: added + _added(rows[end : end + 1], column) for column, added in so_far.items()}
        if so_far == wanted:
            return {(place, column): Sum(place + 1, end) for column in wanted}
    return {}


def _smaller_sums(rows: Sequence[Row], first: int, stop: int, column: int) -> set[tuple[int, int]]:
    """Return the figures between two rows that are no figures of ordinary rows."""
    places = (place for place in range(first, stop) if rows[place].kind is not RowKind.NORMAL)
    return {(place, column) for place in places if isinstance(rows[place].cells[column], int)}


def _added(rows: Sequence[Row], column: int) -> int:
    cells = (row.cells[column] for row in rows if row.kind is RowKind.NORMAL)
    return sum(cell for cell in cells if isinstance(cell, int))
