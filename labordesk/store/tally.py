"""What a register holds in round figures, quick to count: rows of every table, sums of every number, the last deed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from labordesk.store import history

_PART = 1_000_000_000
"""Numbers are added up in two halves, so that no sum of money, however wrong, overflows 64 bits."""

_NOT_SUMMED = frozenset(("id", "row_version", "pgno", "segid", "block", "k"))


@dataclass(frozen=True)
class Tally:
    """Rows by table; sums by "table.column" of whole numbers (money in đồng); id and chain of the last operation."""

    rows: dict[str, int]
    sums: dict[str, int]
    last: int
    chain: str

    def to_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads again."""
        return {"rows": self.rows, "sums": self.sums, "last": self.last, "chain": self.chain}

    @classmethod
    def from_json(cls, stored: Any) -> Tally | None:
        """Return a tally that was kept; None when it is none."""
        try:
            rows = {str(name): int(count) for name, count in stored["rows"].items()}
            sums = {str(name): int(total) for name, total in stored["sums"].items()}
            return cls(rows, sums, int(stored["last"]), str(stored["chain"]))
        except (TypeError, KeyError, ValueError, AttributeError):
            return None

    def count(self, table: str) -> int:
        """Return the rows of a table, 0 when the register has none of that name."""
        return self.rows.get(table, 0)


def tally_of(connection: sqlite3.Connection, db: str = "main") -> Tally:
    """Return the figures of a database in the snapshot of ``connection``."""
    rows: dict[str, int] = {}
    sums: dict[str, int] = {}
    for table in _tables(connection, db):
        columns = _numbers(connection, db, table)
        parts = "".join(f", {_sum(column, '/')}, {_sum(column, '%')}" for column in columns)
        count, *halves = connection.execute(f'SELECT count(*){parts} FROM {db}."{table}"').fetchone()
        rows[table] = count
        for place, column in enumerate(columns):
            sums[f"{table}.{column}"] = halves[2 * place] * _PART + halves[2 * place + 1]
    last, chain = _head(connection, db) if "operation" in rows else (0, history.START)
    return Tally(rows, sums, last, chain)


def _head(connection: sqlite3.Connection, db: str) -> tuple[int, str]:
    row = connection.execute(f"SELECT id, chain FROM {db}.operation ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, history.START)


def _tables(connection: sqlite3.Connection, db: str) -> list[str]:
    found = connection.execute(
        f"SELECT name FROM {db}.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return [str(name) for (name,) in found.fetchall()]


def _numbers(connection: sqlite3.Connection, db: str, table: str) -> list[str]:
    """Return the columns that hold amounts and counts, not the numbers of other rows."""
    found = connection.execute(f'PRAGMA {db}.table_info("{table}")').fetchall()
    return [
        str(name)
        for _place, name, kind, *_rest in found
        if "INT" in str(kind).upper() and name not in _NOT_SUMMED and not str(name).endswith("_id")
    ]


def _sum(column: str, half: str) -> str:
    return f'coalesce(sum(CASE typeof("{column}") WHEN \'integer\' THEN "{column}" {half} {_PART} ELSE 0 END), 0)'
