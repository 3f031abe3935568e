"""What a donor gave, as the letter of thanks tells it; money in đồng."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from labordesk.store.file_rows import filled, row_of


@dataclass(frozen=True)
class GiftFile:
    """Money, goods or labour a donor gave."""

    donor: str = ""
    unit: str = ""
    fund: str = ""
    purpose: str = ""
    programme: str = ""
    received_on: date | None = None
    thanked_on: date | None = None
    cash: int = 0
    goods: int = 0
    labour_days: int = 0


def gift_file(connection: sqlite3.Connection, contribution_id: int) -> GiftFile | None:
    """Return what a donor gave, None when there is no such contribution."""
    row = row_of(
        connection,
        "SELECT c.*, u.name AS unit, f.name AS fund, p.name AS programme"
        " FROM contribution c JOIN unit u ON u.id = c.unit_id"
        " LEFT JOIN programme p ON p.id = c.programme_id"
        " LEFT JOIN fund f ON f.id = c.fund_id WHERE c.id = ?",
        contribution_id,
    )
    return filled(GiftFile, row) if row else None
