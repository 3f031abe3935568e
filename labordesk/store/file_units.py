"""Which grassroots union a file's unit belongs to: a bộ phận or a tổ has neither letterhead nor seal of its own."""

from __future__ import annotations

import sqlite3

from labordesk.store.file_rows import row_of

PART_OF_A_UNION = 70
"""From which rank of the catalogue of unit types a unit is part of a grassroots union (công đoàn bộ phận, tổ)."""


def grassroots_of(connection: sqlite3.Connection, unit_id: int | None) -> str:
    """Return the name of the grassroots union of a unit: that of the unit itself unless it is part of one."""
    found = ""
    while unit_id is not None:
        unit = row_of(
            connection,
            "SELECT u.name, u.parent_id, coalesce(t.rank, 0) AS rank FROM unit u"
            " LEFT JOIN unit_type t ON t.id = u.type_id WHERE u.id = ?",
            unit_id,
        )
        if unit is None:
            break
        found = unit["name"]
        unit_id = unit["parent_id"] if unit["rank"] >= PART_OF_A_UNION else None
    return found


def whole_name(unit: str, grassroots: str) -> str:
    """Return "Công đoàn bộ phận Xưởng May 1, CĐCS Công ty CP May Sông Lam"; the unit alone when it is no part."""
    return f"{unit}, {grassroots}" if unit and grassroots and unit != grassroots else unit
