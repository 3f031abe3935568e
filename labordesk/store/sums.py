"""Kept sums of what was handed over: made anew from the awards, compared with them, and kept by triggers."""

from __future__ import annotations

import sqlite3

from labordesk.store.sum_tables import TABLES
from labordesk.store.sum_triggers import triggers


def sums_ddl() -> tuple[str, ...]:
    """Return the statements that make the tables and their triggers."""
    return (*(one.ddl for one in TABLES), *triggers())


def rebuild_sums(connection: sqlite3.Connection) -> None:
    """Fill the tables anew from the awards; the caller holds the transaction."""
    for one in TABLES:
        connection.execute(f"DELETE FROM {one.name}")
        connection.execute(f"INSERT INTO {one.name} ({one.columns}) {one.definition}")


def remake_sums(connection: sqlite3.Connection) -> None:
    """Make tables and triggers anew and fill them, whatever state they are in; the caller holds the transaction."""
    for kind in ("trigger", "table"):
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = ? AND name LIKE 'sum\\_%' ESCAPE '\\'", (kind,)
        ).fetchall():
            connection.execute(f"DROP {kind} {name}")
    for statement in sums_ddl():
        connection.execute(statement)
    rebuild_sums(connection)


def wrong_sums(connection: sqlite3.Connection) -> int:
    """Return how many sums are missing, too many or not what the awards say, or what is missing of what keeps them."""
    there = {
        sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'sum\\_%' ESCAPE '\\'")
    }
    missing = [statement for statement in sums_ddl() if statement not in there]
    if missing:
        return len(missing)
    wrong = 0
    for one in TABLES:
        kept = f"SELECT {one.columns} FROM {one.name}"
        for odd in (
            f"SELECT * FROM ({one.definition}) EXCEPT {kept}",
            f"{kept} EXCEPT SELECT * FROM ({one.definition})",
        ):
            wrong += connection.execute(f"SELECT count(*) FROM ({odd})").fetchone()[0]
    return wrong
