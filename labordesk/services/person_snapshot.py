"""Moving all that hangs on one person to another row, and back: what was moved, taken away or changed is noted.

Every column of the register that points at a person is found in the model, so that a new table is moved like the rest.
Row versions rise both ways: a form opened before learns that its file is another's now.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlmodel import SQLModel

from labordesk.model import Person
from labordesk.model.base import new_uid

Values = dict[str, Any]

SINGLE: Final = ("person_pair", "person_health")
"""Tables in which a person can stand only once with the same partner: their rows are not simply moved."""
DETAILS: Final = ("household_member", "person_circumstance", "membership")
"""Rows of a file of which the other file may hold the same."""
_OWN: Final = frozenset({"id", "uid", "row_version", "created_at", "updated_at"})


@dataclass
class Trace:
    """What a merge did beside the two rows themselves; JSON in the register."""

    moved: dict[str, list[int]] = field(default_factory=dict)
    """"table.column" -> ids of the rows that now point at the kept person."""
    taken: dict[str, list[Values]] = field(default_factory=dict)
    """Rows taken away because the kept person has the same, whole."""
    changed: list[Values] = field(default_factory=list)
    """Cells changed: table, id, and before and after by column."""
    added: dict[str, list[int]] = field(default_factory=dict)
    """Rows made by the merge."""


@cache
def references() -> tuple[tuple[str, str], ...]:
    """Return every (table, column) that points at a person."""
    return tuple(
        (table.name, key.parent.name)
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == Person.__tablename__
    )


def move(connection: sqlite3.Connection, gone: int, kept: int) -> Trace:
    """Move everything of one person to another; the row itself is the caller's to delete."""
    trace = Trace()
    _take_pairs(connection, trace, gone, kept)
    _join_health(connection, trace, gone, kept)
    _unlink_selves(connection, trace, gone, kept)
    for table in DETAILS:
        for row in _repeated(connection, table, gone, kept):
            _take(connection, trace, table, row)
    for table, column in references():
        if table not in SINGLE:
            _move_column(connection, trace, table, column, gone, kept)
    return trace


def put_back(connection: sqlite3.Connection, trace: Trace, gone: int, kept: int, stored: int) -> None:
    """Give a person who is back everything that was theirs; ``stored`` is the id they had when it was written down.

    A row deleted or moved on since stays as it is now.
    """
    for table, ids in trace.added.items():
        connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    for place, ids in trace.moved.items():
        table, column = place.split(".")
        connection.execute(
            f"UPDATE {table} SET {column} = ?, row_version = row_version + 1"
            f" WHERE id IN (SELECT value FROM json_each(?)) AND {column} = ?",
            (gone, json.dumps(ids), kept),
        )
    for table, rows in trace.taken.items():
        columns = [column for owner, column in references() if owner == table]
        for row in rows:
            back = {**row, **{column: gone for column in columns if row[column] == stored}}
            if all(back[column] is None or _exists(connection, "person", back[column]) for column in columns):
                insert_row(connection, table, _ordered(back) if table == "person_pair" else back)
    for cell in reversed(trace.changed):
        before = {
            name: gone if value == stored and name.endswith("_id") else value for name, value in cell["before"].items()
        }
        change(connection, cell["table"], cell["id"], before, only_if=cell["after"])


def rows_of(connection: sqlite3.Connection, table: str, where: str, bound: Iterable[Any]) -> list[Values]:
    """Return whole rows by column."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id", tuple(bound))
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def insert_row(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> int:
    """Insert a stored row under its own id, or under a new one when another row has taken that since."""
    known = {one[1] for one in connection.execute(f"PRAGMA table_info({table})")}
    values = {name: value for name, value in row.items() if name in known}
    if _exists(connection, table, values["id"]):
        del values["id"]
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
    return int(cursor.lastrowid or 0)


def change(
    connection: sqlite3.Connection, table: str, row_id: int, values: Mapping[str, Any], *, only_if: Mapping[str, Any]
) -> None:
    """Change cells of a row unless somebody has changed one of them since."""
    sets = ", ".join(f"{name} = ?" for name in values)
    same = " AND ".join(f"{name} IS ?" for name in only_if)
    connection.execute(
        f"UPDATE {table} SET {sets}, row_version = row_version + 1 WHERE id = ? AND {same}",
        (*values.values(), row_id, *only_if.values()),
    )


def _take_pairs(connection: sqlite3.Connection, trace: Trace, gone: int, kept: int) -> None:
    """Take the pairs of the gone file away; what was decided about them holds for the kept one too."""
    for row in rows_of(connection, "person_pair", "? IN (first_id, second_id)", (gone,)):
        _take(connection, trace, "person_pair", row)
        other = row["second_id"] if row["first_id"] == gone else row["first_id"]
        if row["decision"] == "open" or other == kept:
            continue
        first, second = sorted((kept, other))
        if connection.execute(
            "SELECT 1 FROM person_pair WHERE first_id = ? AND second_id = ?", (first, second)
        ).fetchone():
            continue
        copy = {**row, "id": row["id"], "uid": new_uid(), "first_id": first, "second_id": second}
        trace.added.setdefault("person_pair", []).append(insert_row(connection, "person_pair", copy))


def _join_health(connection: sqlite3.Connection, trace: Trace, gone: int, kept: int) -> None:
    """Move what is known about health, or write it under what the kept file says."""
    theirs = rows_of(connection, "person_health", "person_id = ?", (gone,))
    ours = rows_of(connection, "person_health", "person_id = ?", (kept,))
    if theirs and ours:
        _take(connection, trace, "person_health", theirs[0])
        if theirs[0]["detail"] not in ours[0]["detail"]:
            both = f"{ours[0]['detail']}\n{theirs[0]['detail']}"
            change_noted(connection, trace, "person_health", ours[0], {"detail": both})
    elif theirs:
        _move_column(connection, trace, "person_health", "person_id", gone, kept)


def _unlink_selves(connection: sqlite3.Connection, trace: Trace, gone: int, kept: int) -> None:
    """Cut links between the two: nobody is a relative of themselves."""
    for row in rows_of(
        connection, "household_member", "(person_id, relative_id) IN (VALUES (?, ?), (?, ?))", (gone, kept, kept, gone)
    ):
        change_noted(connection, trace, "household_member", row, {"relative_id": None})


def _repeated(connection: sqlite3.Connection, table: str, gone: int, kept: int) -> Iterator[Values]:
    """Yield the rows of the gone file of which the kept one has each already: they say nothing new."""
    known = rows_of(connection, table, "person_id = ?", (kept,))
    for row in rows_of(connection, table, "person_id = ?", (gone,)):
        told = {name: value for name, value in row.items() if name not in _OWN and name != "person_id"}
        twin = next((one for one in known if all(one[name] == value for name, value in told.items())), None)
        if twin is not None:
            known.remove(twin)
            yield row


def _move_column(connection: sqlite3.Connection, trace: Trace, table: str, column: str, gone: int, kept: int) -> None:
    ids = [row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id", (gone,))]
    if ids:
        trace.moved[f"{table}.{column}"] = ids
        connection.execute(
            f"UPDATE {table} SET {column} = ?, row_version = row_version + 1 WHERE {column} = ?", (kept, gone)
        )


def _take(connection: sqlite3.Connection, trace: Trace, table: str, row: Values) -> None:
    trace.taken.setdefault(table, []).append(row)
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))


def change_noted(connection: sqlite3.Connection, trace: Trace, table: str, row: Values, after: Values) -> None:
    """Change cells of a row and write down what they were."""
    before = {name: row[name] for name in after}
    trace.changed.append({"table": table, "id": row["id"], "before": before, "after": after})
    change(connection, table, row["id"], after, only_if=before)


def _ordered(pair: Values) -> Values:
    first, second = sorted((pair["first_id"], pair["second_id"]))
    return {**pair, "first_id": first, "second_id": second}


def _exists(connection: sqlite3.Connection, table: str, row_id: int) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)).fetchone() is not None
