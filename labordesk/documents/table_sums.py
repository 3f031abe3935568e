"""Sums carried from page to page: "Cộng trang", "Cộng dồn", "Mang sang"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from labordesk.documents.model import Cell, Column, Row, RowKind

PAGE_SUM = "Cộng trang"
RUNNING_SUM = "Cộng dồn"
BROUGHT_FORWARD = "Mang sang"


class CarriedSums:
    """Running sums of the carried columns over the normal rows of a table."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self._carried = [index for index, column in enumerate(columns) if column.carried]
        self._width = len(columns)
        self._running = {
            index: list(accumulate((_value(row, index) for row in rows), initial=0)) for index in self._carried
        }

    def __bool__(self) -> bool:
        return bool(self._carried)

    def between(self, start: int, stop: int) -> dict[int, int]:
        """Return the sum of each carried column over the rows from ``start`` up to, not including, ``stop``."""
        return {index: sums[stop] - sums[start] for index, sums in self._running.items()}

    def row(self, label: str, start: int, stop: int) -> Row:
        """Return a printed row of sums, its label over the columns before the first sum."""
        sums = self.between(start, stop)
        first = self._carried[0]
        after = tuple[Cell, ...](sums.get(index, "") for index in range(first, self._width))
        return Row((label, *(None for _ in range(1, first)), *after), RowKind.SUBTOTAL)


def _value(row: Row, index: int) -> int:
    cell = row.cells[index]
    return cell if row.kind is RowKind.NORMAL and isinstance(cell, int) else 0
