"""What a cell that only says "as above" stands for, column by column."""

from __future__ import annotations

from typing import Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.columns import is_money
from labordesk.exchange.ditto_marks import is_ditto

_REPEATED: Final = frozenset(
    {
        "unit", "parent", "department", "circumstance", "paid", "address", "ward_code", "old_ward_code",
        "registered_address", "native_place", "job", "goods_text", "programme", "fund", "method", "instalment",
        "decision_number", "decision_date", "voucher_number", "new_build", "started", "handed", "approved", "surveyed",
        "inspected", "standing", "poverty", "housing", "bank_name", "count_unit", "level", "quantity", "ethnicity",
        "citizen_id_issued_at", "sector", "unit_type", "starts_on", "ends_on", "year", "indicator", "basis", "note",
        "sex", "structure", "progress",
    }
)  # fmt: skip
"""What a list repeats from row to row; names, births and numbers of people are nobody else's."""


def may_repeat(field: str) -> bool:
    """Tell whether a mark in a column of this field stands for the cell above."""
    return field in _REPEATED or (is_money(field) and field != "income")


class Dittos:
    """The last cell of each column of a sheet, for the marks below it."""

    def __init__(self) -> None:
        self._last: dict[int, CellValue] = {}

    def meant(self, index: int, cell: CellValue) -> CellValue:
        """Return what a cell stands for: itself, or the last one above; None for a mark under nothing."""
        if is_ditto(cell):
            return self._last.get(index)
        self._last[index] = cell
        return cell
