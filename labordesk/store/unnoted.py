"""Rows that are otherwise than in a backup though the history tells of no change: bytes of the file that turned.

A register with a password needs none of this: each of its pages is signed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from labordesk.store.history_triggers import KEPT_BY_EVERY_SAVE, noted_columns, noted_tables


def follows(connection: sqlite3.Connection, last: int, chain: str) -> bool:
    """Tell whether the history of a register goes on from this operation, the last of a backup with today's tables."""
    row = connection.execute("SELECT chain FROM main.operation WHERE id = ?", (last,)).fetchone()
    here, there = (
        connection.execute(f"SELECT version_num FROM {db}.alembic_version").fetchone() for db in ("main", "other")
    )
    return row is not None and row[0] == chain and here == there


def unnoted_rows(connection: sqlite3.Connection, last: int) -> Iterator[tuple[str, list[int]]]:
    """Yield by table the ids of rows that changed, came or went unnoted since ``last``, the backup's last operation.

    ``connection`` is one of ``side_by_side``, and both have the same tables.
    """
    for table in noted_tables(connection):
        columns = noted_columns(connection, table)
        if "id" in columns:
            rows = [row for (row,) in connection.execute(_differing(table, columns), (last, last))]
            if rows:
                yield table, rows


def _differing(table: str, columns: list[str]) -> str:
    compared = [name for name in columns if name not in KEPT_BY_EVERY_SAVE]
    here, there = (", ".join(f'{db}."{name}"' for name in compared) for db in ("m", "o"))
    noted = (
        f"SELECT row_id FROM main.row_change WHERE table_name = '{table}' AND id >="
        " (SELECT first_change + changes FROM main.operation WHERE id = ?)"
    )
    return (
        f"SELECT m.id FROM main.{table} m LEFT JOIN other.{table} o ON o.id = m.id"
        f" WHERE ({here}) IS NOT ({there}) AND m.id NOT IN ({noted})"
        f" UNION ALL SELECT o.id FROM other.{table} o WHERE o.id NOT IN (SELECT id FROM main.{table})"
        f" AND o.id NOT IN ({noted}) ORDER BY 1"
    )
