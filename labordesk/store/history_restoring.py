"""One deleted record alone, with the rows that went with it: put back without touching the rest of its operation."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from labordesk.store.history_undo import Change, changes_in, children_of, parents_of, put_back, still_there


@dataclass(frozen=True)
class Missing:
    """What a deleted row pointed at and is not in the register any more."""

    table: str
    row_id: int


def deleted_with(connection: sqlite3.Connection, operation_id: int, table: str, row_id: int) -> list[Change]:
    """Return the deletion of a row and of everything below it in the same operation, the row itself first."""
    gone = {(one.table, one.row_id): one for one in changes_in(connection, operation_id) if one.kind == "d"}
    found: dict[tuple[str, int], Change] = {}
    waiting = [(table, row_id)]
    while waiting:
        place = waiting.pop()
        if place not in gone or place in found:
            continue
        found[place] = gone[place]
        for child, column in children_of(connection, place[0]):
            waiting += [key for key, one in gone.items() if key[0] == child and one.content.get(column) == place[1]]
    return list(found.values())


def missing_parents(connection: sqlite3.Connection, rows: list[Change]) -> tuple[Missing, ...]:
    """Return what these rows point at that neither is in the register nor comes back with them."""
    back = {(one.table, one.row_id) for one in rows}
    found: dict[Missing, None] = {}
    for one in rows:
        for column, parent in parents_of(connection, one.table):
            value = one.content.get(column)
            if value is not None and (parent, value) not in back and not still_there(connection, parent, value, one.id):
                found[Missing(parent, int(value))] = None
    return tuple(found)


def put_all_back(connection: sqlite3.Connection, rows: list[Change]) -> set[str]:
    """Put deleted rows back; sqlite3.IntegrityError when another row has taken what must be theirs alone.

    SQLite gives the number of the last row out again, so a row whose number another one has now gets the next free one.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    ids = _new_ids(connection, rows)
    for one in rows:
        put_back(connection, _renumbered(connection, one, ids))
    return {one.table for one in rows}


def is_gone(connection: sqlite3.Connection, table: str, row_id: int, content: dict[str, Any]) -> bool:
    """Tell whether a deleted row is not in the register: known by its ``uid``, because its number may be another's."""
    uid = content.get("uid")
    column, value = ("uid", uid) if uid is not None else ("rowid", row_id)
    return connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (value,)).fetchone() is None


def _new_ids(connection: sqlite3.Connection, rows: list[Change]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    highest: dict[str, int] = {}
    for one in rows:
        if connection.execute(f"SELECT 1 FROM {one.table} WHERE rowid = ?", (one.row_id,)).fetchone() is None:
            continue
        if one.table not in highest:
            (top,) = connection.execute(f"SELECT max(rowid) FROM {one.table}").fetchone()
            highest[one.table] = max(top, *(other.row_id for other in rows if other.table == one.table))
        highest[one.table] += 1
        found[one.table, one.row_id] = highest[one.table]
    return found


def _renumbered(connection: sqlite3.Connection, one: Change, ids: dict[tuple[str, int], int]) -> Change:
    content = dict(one.content)
    if (one.table, one.row_id) in ids:
        content["id"] = ids[one.table, one.row_id]
    for column, parent in parents_of(connection, one.table):
        value = content.get(column)
        if value is not None:
            content[column] = ids.get((parent, int(value)), value)
    return replace(one, content=content)


def empty_bin(connection: sqlite3.Connection, before: str) -> int:
    """Take the bytes of files deleted before a moment (UTC text) for good; return how many files."""
    operations = "SELECT id FROM operation WHERE at < ?"
    standing = (
        "SELECT k.id FROM kept_content k WHERE k.operation_id IN"
        f" ({operations}) AND NOT EXISTS (SELECT 1 FROM attachment_content c WHERE c.id = k.row_id)"
    )
    ids = [id_ for (id_,) in connection.execute(standing, (before,))]
    connection.execute("DELETE FROM kept_content WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    return len(ids)
