"""What a register holds in figures: rows and sums of every table, by which a copy is proved to be one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

Contents = dict[str, tuple[int, ...]]
"""By table: its rows, then one sum of each column: of numbers their remainders, of text and bytes their lengths."""

_REMAINDER = 1_000_000_007
"""Numbers are added up by their remainder, so that no sum of money, however wrong, overflows 64 bits."""


def contents_of(connection: sqlite3.Connection, told: Callable[[int, int], None] | None = None) -> Contents:
    """Return the figures of all tables in one moment; ``told`` gets (tables done, tables) and may raise to stop.

    The search index is compared through the tables it keeps its words in.
    """
    tables = list(_tables(connection))
    found: Contents = {}
    for done, table in enumerate(tables):
        if told is not None:
            told(done, len(tables))
        columns = [row[1] for row in connection.execute(f"PRAGMA table_xinfo({_quoted(table)})")]
        sums = ", ".join(_sum(_quoted(column)) for column in columns)
        found[table] = tuple(connection.execute(f"SELECT count(*), {sums} FROM {_quoted(table)}").fetchone())
    return found


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall():
        yield name


def _sum(column: str) -> str:
    return (
        f"coalesce(sum(CASE typeof({column}) WHEN 'integer' THEN {column} % {_REMAINDER} + 1"
        f" WHEN 'null' THEN 0 ELSE length(CAST({column} AS BLOB)) + 1 END), 0)"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
