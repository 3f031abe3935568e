"""What is written once for several rows: a unit in cells merged downwards, or only in the first row of its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from labordesk.exchange.cells import CellValue, Range
from labordesk.exchange.decoding import Decoded
from labordesk.exchange.layout import BodyRow, Layout
from labordesk.exchange.layout_text import is_filled
from labordesk.exchange.list_model import Column

Place = tuple[int, int]
"""Row as the officer numbers it, column from 0."""

_SHARED: Final = frozenset(
    {"unit", "department", "address", "circumstance", "fund", "paid", "decision_number", "standing"}
)
"""Fields that several people may share. A sum in merged cells is one sum: it is never given to each of them."""
_FEW: Final = 0.6
_LEAST: Final = 3


def filled_down(found: Decoded, columns: Sequence[Column], merged: Iterable[Range]) -> Decoded:
    """Return the rows with what merged cells say put into each of the rows they reach over.

    No cell lies in two blocks: what a mangled file says again of rows that were reached is passed over.
    """
    fields = {column.index for column in columns if column.field in _SHARED}
    last = max((line.row for line in found.layout.body), default=0)
    reached: dict[int, int] = {}
    given: dict[Place, int] = {}
    for block in sorted((one for one in merged if one.left in fields), key=lambda one: one.top):
        column, end = block.left, min(block.bottom, last)
        given |= {(row, column): block.top for row in range(max(block.top, reached.get(column, 0)) + 1, end + 1)}
        reached[column] = max(end, reached.get(column, 0))
    return replace(found, layout=_filled(found.layout, given)) if given else found


def given_once(found: Decoded, columns: Sequence[Column]) -> tuple[Decoded, frozenset[int]]:
    """Return the rows with the unit of the row above where only the first one of each unit names it, and which.

    So is a list only when no unit is named twice running; otherwise the empty cells are left as they are.
    """
    column = next((one.index for one in columns if one.field == "unit"), None)
    if column is None:
        return found, frozenset()
    last: tuple[int, CellValue] | None = None
    given: dict[Place, int] = {}
    rows = written = 0
    for line in found.layout.body:
        if line.kind == "group":
            last = None
        elif line.kind == "row":
            rows += 1
            cell = line.cells[column] if column < len(line.cells) else None
            if is_filled(cell):
                written += 1
                if last is not None and last[1] == cell:
                    return found, frozenset()
                last = line.row, cell
            elif last is not None:
                given[line.row, column] = last[0]
            elif not given:
                return found, frozenset()
    if rows < _LEAST or written > rows * _FEW or not given:
        return found, frozenset()
    return replace(found, layout=_filled(found.layout, given)), frozenset(row for row, _column in given)


def _filled(layout: Layout, given: Mapping[Place, int]) -> Layout:
    """Put the cell of the row that ``given`` names into each empty cell, by row and column."""
    columns = sorted({column for _row, column in given})
    cells = {line.row: line.cells for line in layout.body}

    def filled(line: BodyRow) -> BodyRow:
        own = [column for column in columns if (line.row, column) in given]
        if not own or line.kind != "row":
            return line
        row: list[CellValue] = [*line.cells, *[None] * (columns[-1] + 1 - len(line.cells))]
        for column in own:
            above = cells.get(given[line.row, column])
            if above is not None and column < len(above) and not is_filled(row[column]):
                row[column] = above[column]
        return replace(line, cells=row)

    return replace(layout, body=tuple(map(filled, layout.body)))
