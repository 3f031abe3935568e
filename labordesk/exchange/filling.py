"""What is written once for several rows: a unit in cells merged downwards, or only in the first row of its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from labordesk.exchange.cells import CellValue, Range
from labordesk.exchange.decoding import Decoded
from labordesk.exchange.layout import BodyRow, Layout
from labordesk.exchange.list_model import Column

_SHARED: Final = frozenset(
    {"unit", "department", "address", "circumstance", "fund", "paid", "decision_number", "standing"}
)
"""Fields that several people may share. A sum in merged cells is one sum: it is never given to each of them."""


def filled_down(found: Decoded, columns: Sequence[Column], merged: Iterable[Range]) -> Decoded:
    """Return the rows with what merged cells say put into each of the rows they reach over."""
    fields = {column.index: column.field for column in columns if column.field in _SHARED}
    given: dict[tuple[int, int], int] = {}
    for block in merged:
        if block.bottom > block.top and block.left in fields:
            given |= {(row, block.left): block.top for row in range(block.top + 1, block.bottom + 1)}
    return replace(found, layout=_filled(found.layout, given)) if given else found


def _filled(layout: Layout, given: Mapping[tuple[int, int], int]) -> Layout:
    """Put the cell of the row that ``given`` names into each cell, by row (as the officer numbers it) and column."""
    columns = sorted({column for _row, column in given})
    cells = {line.row: line.cells for line in layout.body}

    def filled(line: BodyRow) -> BodyRow:
        own = [column for column in columns if (line.row, column) in given]
        if not own or line.kind != "row":
            return line
        row: list[CellValue] = list(line.cells)
        for column in own:
            above = cells.get(given[line.row, column])
            if above is not None and column < len(row) and row[column] is None:
                row[column] = above[column]
        return replace(line, cells=row)

    return replace(layout, body=tuple(map(filled, layout.body)))
