"""One deleted record alone, with the rows that went with it: put back without touching the rest of its operation."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from labordesk.store.history_undo import Change, changes_in, children_of, parents_of, put_back


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
            if value is None or (parent, value) in back:
                continue
            if connection.execute(f"SELECT 1 FROM {parent} WHERE rowid = ?", (value,)).fetchone() is None:
                found[Missing(parent, int(value))] = None
    return tuple(found)


def put_all_back(connection: sqlite3.Connection, rows: list[Change]) -> set[str]:
    """Put deleted rows back; sqlite3.IntegrityError when another row has taken what must be theirs alone."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for one in rows:
        put_back(connection, one)
    return {one.table for one in rows}


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
