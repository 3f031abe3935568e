"""Taking an operation back row by row: what stands in the way, and the rows as they were."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from labordesk.errors import RuleBroken
from labordesk.i18n import N_
from labordesk.model.base import now
from labordesk.store.history_files import later_in_file
from labordesk.store.history_triggers import BOOKS

BIN_EMPTIED = N_("Nội dung tệp này đã được dọn khỏi thùng rác nên không lấy lại được; hãy mở bản sao lưu trước đó.")


@dataclass(frozen=True)
class Change:
    """One noted row: ``kind`` i, u or d; ``content`` as in model/history.py; ``key`` where a table has no ``id``."""

    id: int
    table: str
    row_id: int
    kind: str
    content: dict[str, Any]

    @property
    def key(self) -> Any:
        """Return the key of a row kept by ``key`` and not by ``id``; None for all others."""
        value = self.content.get("key") if self.row_id == 0 else None
        return value[0] if isinstance(value, list) else value


@dataclass(frozen=True)
class Obstacle:
    """Rows of a table that were changed or added later and rest on what should be taken back."""

    table: str
    count: int


def changes_in(connection: sqlite3.Connection, operation_id: int, *, limit: int = -1) -> list[Change]:
    """Return the row changes of an operation in the order they happened; all of them without a limit."""
    found = connection.execute(
        "SELECT c.id, c.table_name, c.row_id, c.kind, c.content FROM operation o"
        " JOIN row_change c ON c.id >= o.first_change AND c.id < o.first_change + o.changes"
        " WHERE o.id = ? ORDER BY c.id LIMIT ?",
        (operation_id, limit),
    )
    return [Change(id_, table, row_id, kind, _read(content)) for id_, table, row_id, kind, content in found]


def changes_from(connection: sqlite3.Connection, first: int, count: int) -> list[Change]:
    """Return so many row changes from one on: those of an operation whose facts are known."""
    found = connection.execute(
        "SELECT id, table_name, row_id, kind, content FROM row_change WHERE id >= ? AND id < ? ORDER BY id",
        (first, first + count),
    )
    return [Change(id_, table, row_id, kind, _read(content)) for id_, table, row_id, kind, content in found]


def files_in(connection: sqlite3.Connection, operation_id: int, tables: Collection[str]) -> int:
    """Count the rows of the most touched of these tables: one file or many."""
    row = connection.execute(
        "SELECT count(DISTINCT c.row_id) AS n FROM operation o"
        " JOIN row_change c ON c.id >= o.first_change AND c.id < o.first_change + o.changes"
        " WHERE o.id = ? AND c.table_name IN (SELECT value FROM json_each(?))"
        " GROUP BY c.table_name ORDER BY n DESC LIMIT 1",
        (operation_id, json.dumps(sorted(tables))),
    ).fetchone()
    return int(row[0]) if row else 0


def stands(connection: sqlite3.Connection, operation_id: int) -> bool:
    """Tell whether an operation was not taken back, or the taking back was taken back in turn."""
    taking = connection.execute("SELECT id FROM operation WHERE undoes_id = ?", (operation_id,)).fetchall()
    return not any(stands(connection, id_) for (id_,) in taking)


def is_taking_back(connection: sqlite3.Connection, operation_id: int) -> bool:
    """Tell whether an operation takes another back (Ctrl+Z) and not a taking back (Ctrl+Y)."""
    depth, id_ = 0, operation_id
    while True:
        row = connection.execute("SELECT undoes_id FROM operation WHERE id = ?", (id_,)).fetchone()
        if row is None or row[0] is None:
            return depth % 2 == 1
        depth, id_ = depth + 1, row[0]


def is_erased(connection: sqlite3.Connection, operation_id: int) -> bool:
    """Tell whether personal data was taken out of an operation's contents."""
    return any(one.kind in ("u", "d") and not one.content for one in changes_in(connection, operation_id))


def has_deeds(connection: sqlite3.Connection, operation_id: int, *, counters: str) -> bool:
    """Tell whether an operation changed more than books and the settings whose keys begin with ``counters``."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM operation o JOIN row_change c"
        " ON c.id >= o.first_change AND c.id < o.first_change + o.changes WHERE o.id = ?"
        " AND c.table_name NOT IN (SELECT value FROM json_each(?))"
        " AND NOT (c.table_name = 'register_setting' AND instr(c.content, ?) > 0))",
        (operation_id, json.dumps(sorted(BOOKS)), f'"{counters}'),
    ).fetchone()
    return bool(row[0])


def obstacles(connection: sqlite3.Connection, operation_id: int) -> tuple[Obstacle, ...]:
    """Return what was built on an operation, most rows first; empty when it can be taken back."""
    changes = _to_take_back(connection, operation_id)
    found: Counter[str] = Counter()
    own = {(one.table, one.row_id) for one in changes}
    for table, rows in _by_table(one for one in changes if one.kind == "i" and one.row_id).items():
        found[table] += _changed_later(connection, table, rows, changes[-1].id)
        for child, column in children_of(connection, table):
            found[child] += _resting_on(connection, child, column, rows, own)
    for (table, _row_id, _key), of_row in _by_row(changes).items():
        found[table] += not _is_as_left(connection, of_row)
    found.update(_bent_parents(connection, changes))
    if changes:
        after = changes[-1].id
        for table, count in later_in_file(connection, changes, after, marks_after(connection, after)).items():
            found[table] = max(found[table], count)
    return tuple(Obstacle(table, count) for table, count in found.most_common() if count)


def take_back(connection: sqlite3.Connection, operation_id: int) -> set[str]:
    """Put every row as it was before the operation, newest change first; return the tables touched.

    References are looked at when the unit of work ends, so that the order of rows does not matter.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    changes = _to_take_back(connection, operation_id)
    for one in reversed(changes):
        if one.kind == "i":
            _delete(connection, one)
        elif one.kind == "u":
            _set_back(connection, one)
        else:
            put_back(connection, one)
    return {one.table for one in changes}


def _to_take_back(connection: sqlite3.Connection, operation_id: int) -> list[Change]:
    """Return the changes but for those of books: that something was printed stays true."""
    return [one for one in changes_in(connection, operation_id) if one.table not in BOOKS]


def _read(content: str | None) -> dict[str, Any]:
    return json.loads(content) if content else {}


def _by_table(changes: Iterable[Change]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in changes:
        found.setdefault(one.table, set()).add(one.row_id)
    return found


def _by_row(changes: Iterable[Change]) -> dict[tuple[str, int, Any], list[Change]]:
    found: dict[tuple[str, int, Any], list[Change]] = {}
    for one in changes:
        found.setdefault((one.table, one.row_id, one.key), []).append(one)
    return found


def _within(rows: set[int]) -> str:
    return json.dumps(sorted(rows))


def _changed_later(connection: sqlite3.Connection, table: str, rows: set[int], after: int) -> int:
    """Count the rows that a later operation which stands has touched."""
    later = connection.execute(
        "SELECT DISTINCT row_id, operation_id FROM row_change WHERE table_name = ? AND id > ?"
        " AND row_id IN (SELECT value FROM json_each(?))",
        (table, after, _within(rows)),
    ).fetchall()
    standing = {operation: _counts(connection, operation, after) for operation in {one[1] for one in later}}
    return len({row for row, operation in later if standing[operation]})


def marks_after(connection: sqlite3.Connection, after: int) -> Callable[[int], bool]:
    """Return what tells whether an operation later than the change ``after`` left a mark; each is asked once."""
    known: dict[int, bool] = {}

    def counts(operation_id: int) -> bool:
        if operation_id not in known:
            known[operation_id] = _counts(connection, operation_id, after)
        return known[operation_id]

    return counts


def _counts(connection: sqlite3.Connection, operation_id: int, after: int) -> bool:
    """Tell whether a later operation left a mark: it stands, and is not the taking back of one that is later too."""
    if not stands(connection, operation_id):
        return False
    row = connection.execute(
        "SELECT undone.first_change FROM operation JOIN operation undone ON undone.id = operation.undoes_id"
        " WHERE operation.id = ?",
        (operation_id,),
    ).fetchone()
    return row is None or row[0] <= after


def children_of(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that point at a table."""
    yield from connection.execute(
        'SELECT m.name, f."from" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f'
        " WHERE m.type = 'table' AND f.\"table\" = ?",
        (table,),
    ).fetchall()


def _resting_on(
    connection: sqlite3.Connection, child: str, column: str, rows: set[int], own: set[tuple[str, int]]
) -> int:
    """Count the rows that point at what goes and do not go with it."""
    if child in BOOKS:
        return 0
    pointing = connection.execute(
        f"SELECT rowid FROM {child} WHERE {column} IN (SELECT value FROM json_each(?))", (_within(rows),)
    )
    return sum((child, row_id) not in own for (row_id,) in pointing)


def _is_as_left(connection: sqlite3.Connection, of_row: list[Change]) -> bool:
    """Tell whether a row still holds what the operation left in it; rows it made are looked at elsewhere."""
    last = of_row[-1]
    if last.kind == "d":
        return not (last.row_id and _exists(connection, last.table, last.row_id))
    left: dict[str, Any] = {}
    for one in of_row:
        left |= {name: pair[1] for name, pair in one.content.items()} if one.kind == "u" else {}
    if not left or of_row[0].kind == "i":
        return True
    columns = ", ".join(f'"{name}"' for name in left)
    row = connection.execute(f"SELECT {columns} FROM {last.table} WHERE {_where(last)}", _which(last)).fetchone()
    return row is not None and tuple(row) == tuple(left.values())


def _bent_parents(connection: sqlite3.Connection, changes: list[Change]) -> Counter[str]:
    """Count the rows whose taking back would point at a row that is gone."""
    found: Counter[str] = Counter()
    back = {(one.table, one.row_id) for one in changes if one.kind == "d"}
    for one in changes:
        if one.kind == "i":
            continue
        for column, parent in parents_of(connection, one.table):
            value = one.content.get(column)
            value = value[0] if isinstance(value, list) else value
            if value is not None and (parent, value) not in back and not still_there(connection, parent, value, one.id):
                found[parent] += 1
    return found


def still_there(connection: sqlite3.Connection, table: str, row_id: int, since: int) -> bool:
    """Tell whether a row that stood at the change ``since`` is in the register, and not another with its number."""
    if not _exists(connection, table, row_id):
        return False
    gone = connection.execute(
        "SELECT json_extract(content, '$.uid') FROM row_change"
        " WHERE table_name = ? AND row_id = ? AND +kind = 'd' AND id > ? ORDER BY id LIMIT 1",
        (table, row_id, since),
    ).fetchone()
    if gone is None:
        return True
    return (
        connection.execute(f"SELECT 1 FROM {table} WHERE rowid = ? AND uid = ?", (row_id, gone[0])).fetchone()
        is not None
    )


def parents_of(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Return (column, table pointed at) of a table."""
    rows = connection.execute(f'SELECT "from", "table" FROM pragma_foreign_key_list(\'{table}\')').fetchall()
    return [(column, parent) for column, parent in rows]


def _exists(connection: sqlite3.Connection, table: str, row_id: int) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", (row_id,)).fetchone() is not None


def _where(change: Change) -> str:
    return "id = ?" if change.row_id else "key = ?"


def _which(change: Change) -> tuple[Any]:
    return (change.row_id or change.key,)


def _delete(connection: sqlite3.Connection, change: Change) -> None:
    connection.execute(f"DELETE FROM {change.table} WHERE {_where(change)}", _which(change))


def _set_back(connection: sqlite3.Connection, change: Change) -> None:
    values = {name: pair[0] for name, pair in change.content.items() if name != "key" or change.row_id}
    version = ", row_version = row_version + 1, updated_at = ?" if change.row_id else ""
    sets = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(
        f"UPDATE {change.table} SET {sets}{version} WHERE {_where(change)}",
        (*values.values(), *((now(),) if change.row_id else ()), *_which(change)),
    )


def put_back(connection: sqlite3.Connection, change: Change) -> None:
    """Insert a deleted row as it was, under its own key."""
    row = dict(change.content)
    if "row_version" in row:
        row |= {"row_version": row["row_version"] + 1, "updated_at": now()}
    if change.table == "attachment_content":
        kept = connection.execute(
            "SELECT thumbnail, content FROM kept_content WHERE row_id = ? ORDER BY id DESC LIMIT 1", (change.row_id,)
        ).fetchone()
        if kept is None:
            raise RuleBroken(BIN_EMPTIED)
        row |= dict(zip(("thumbnail", "content"), kept, strict=True))
    columns = ", ".join(f'"{name}"' for name in row)
    connection.execute(
        f"INSERT INTO {change.table} ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
