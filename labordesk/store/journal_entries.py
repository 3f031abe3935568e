"""What an operation wrote, in full: told from the history and the rows as they stand now, and read again.

The history notes of a row put in only that it was put in, so that its content is found by going back in time from the
row as it stands.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from labordesk.store import driver, history

_AT_A_TIME: Final = 1_000
"""Changes of an operation taken together, so that a long list needs little memory."""
_MANY: Final = 100
"""Changes from which on it pays to ask first whether they are all alike."""

_TOLD_BY_SQLITE: Final = frozenset(("INTEGER", "VARCHAR", "TEXT", "BOOLEAN", "DATE"))
"""Types of columns whose values SQLite writes as JSON just as they are kept: no bytes, no fractions."""
_MOST_COLUMNS: Final = 60
"""SQLite's functions take at most 127 arguments, two for a column."""

_NOTED: Final = "SELECT id, table_name, row_id, kind, content FROM row_change WHERE id >= ? AND id < ?"
_ALIKE: Final = f"""
SELECT iif(min(table_name) = max(table_name), min(table_name), ''), iif(min(kind) = max(kind), min(kind), ''),
    count(content), min(row_id), count(*) FROM ({_NOTED})
"""
"""The one table and the one kind of some changes, how many have content, the least row id, how many there are."""

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode

_Key: TypeAlias = tuple[str, Any]
_Change: TypeAlias = tuple[Any, ...]
"""id, table, row id, kind and content, as noted."""


@dataclass(frozen=True)
class Entry:
    """One operation: its facts as they stand in the history, and each changed row with all it needs to be repeated."""

    id: int
    chain: str
    body: bytes

    def facts(self) -> tuple[Any, ...]:
        """Return the columns of the operation, from ``id`` to ``digest``."""
        return tuple(json.loads(zlib.decompress(self.body).partition(b"\n")[0]))

    def changes(self) -> Iterator[tuple[int, str, int, str, str | None, dict[str, Any] | None]]:
        """Yield (id, table, row id, kind, content as noted, the row put in or None) of each change, in order.

        The body has the facts and then the newest change first: so they were made, going back in time.
        """
        told = zlib.decompress(self.body)
        end = len(told) - 1
        while (start := told.rfind(b"\n", 0, end)) >= 0:
            *noted, row = json.loads(told[start + 1 : end])
            end = start
            yield (*noted, None if row is None else _unpacked(row))


def entries_since(connection: sqlite3.Connection, operation_id: int) -> list[Entry]:
    """Return the entries of all operations after one, made from the history and the rows as they stand now."""
    operations = connection.execute(
        f"SELECT {history.FACTS}, chain FROM operation WHERE id > ? ORDER BY id DESC", (operation_id,)
    ).fetchall()
    past = _Past(connection)
    return [_entry(row, past) for row in operations][::-1]


def _entry(row: tuple[Any, ...], past: _Past) -> Entry:
    """Return the entry of an operation; ``past`` stands right after it, and then before it."""
    *facts, chain = row
    packer = zlib.compressobj(1)
    parts = [packer.compress(f"{_encode(facts)}\n".encode())]
    end, first = facts[5] + facts[6], facts[5]
    while end > first:
        begin = max(first, end - _AT_A_TIME)
        parts.append(packer.compress(past.told(begin, end).encode()))
        end = begin
    return Entry(facts[0], chain, b"".join((*parts, packer.flush())))


class _Past:
    """The rows of a register while one goes back in time, change by change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._deleted: dict[_Key, dict[str, Any]] = {}
        """Rows as they were before they were deleted."""
        self._changed: dict[_Key, dict[str, Any]] = {}
        """Columns that are otherwise now than they were, as they were."""
        self._later: defaultdict[str, set[Any]] = defaultdict(set)
        """Rows of each table that stand otherwise now, or no longer."""

    def told(self, first: int, end: int) -> str:
        """Return the lines of the changes from ``first`` to before ``end``, the newest first."""
        text = self._put_in(first, end) if end - first >= _MANY else None
        if text is not None:
            return text
        noted = self._connection.execute(f"{_NOTED} ORDER BY id DESC", (first, end)).fetchall()
        return "".join(self.lines(noted))

    def _put_in(self, first: int, end: int) -> str | None:
        """Return the same from SQLite when all are rows put into one table and as they were then; else None."""
        table, kinds, told, least, count = self._connection.execute(_ALIKE, (first, end)).fetchone()
        sql = _lines_of(table, self._columns(table)) if table and kinds == "i" and not told and least else None
        if sql is None:
            return None
        try:
            found = self._connection.execute(sql, (first, end)).fetchall()
        except driver.database_errors():
            return None  # another program put bytes where there should be none: told one by one
        if len(found) != count or not self._later[table].isdisjoint([row_id for row_id, _line in found]):
            return None
        return "".join([line for _row_id, line in found])

    def lines(self, noted: list[_Change]) -> Iterator[str]:
        """Yield a line for each change, the newest first: as noted, and with a row put in what it was then."""
        ready = self._texts(noted)
        for change in noted:
            id_, table, row_id, kind, content = change
            text = ready.get((table, row_id)) if kind == "i" else None
            if text is None or content is not None or self._is_known((table, row_id)):
                yield f"{_encode((*change, self._row_put_in(change)))}\n"
            else:
                yield f'[{id_}, "{table}", {row_id}, "i", null, {text}]\n'

    def _is_known(self, key: _Key) -> bool:
        return key in self._changed or key in self._deleted

    def _texts(self, noted: list[_Change]) -> dict[_Key, str]:
        """Return the rows put in as they stand, as JSON, of the tables whose rows SQLite itself can tell."""
        wanted: dict[str, list[int]] = {}
        for _id, table, row_id, kind, _content in noted:
            if kind == "i" and row_id and not self._is_known((table, row_id)):
                wanted.setdefault(table, []).append(row_id)
        found: dict[_Key, str] = {}
        for table, ids in wanted.items():
            if (sql := _json_of(table, self._columns(table))) is not None:
                try:
                    found.update(
                        {(table, one): text for one, text in self._connection.execute(sql, (json.dumps(ids),))}
                    )
                except driver.database_errors():
                    continue  # another program put bytes where there should be none: told one by one
        return found

    def _columns(self, table: str) -> tuple[tuple[str, str], ...]:
        return tuple((row[1], row[2]) for row in self._connection.execute(f"PRAGMA table_info({table})"))

    def _row_put_in(self, change: _Change) -> dict[str, Any] | None:
        """Go one change back in time; for a row put in, return what it was then."""
        _id, table, row_id, kind, content = change
        values = json.loads(content) if content else {}
        key: _Key = (table, row_id or (values["key"][0] if kind == "u" else values["key"]))
        self._later[table].add(key[1])
        if kind == "d":
            self._deleted[key] = values | self._kept_bytes(table, row_id)
            self._changed.pop(key, None)
            return None
        if kind == "u":
            later = self._deleted[key] if key in self._deleted else self._changed.setdefault(key, {})
            later.update((name, pair[0]) for name, pair in values.items())
            return None
        # Before it was put in there was none; a deletion still earlier tells its own.
        deleted, changed = self._deleted.pop(key, None), self._changed.pop(key, {})
        row = self._row(table, key[1], by_key=not row_id) if deleted is None else deleted
        return None if row is None else _packed(row | changed)

    def _row(self, table: str, key: Any, *, by_key: bool) -> dict[str, Any] | None:
        cursor = self._connection.execute(f"SELECT * FROM {table} WHERE {'key' if by_key else 'id'} = ?", (key,))
        row = cursor.fetchone()
        return None if row is None else dict(zip((one[0] for one in cursor.description), row, strict=True))

    def _kept_bytes(self, table: str, row_id: int) -> dict[str, Any]:
        if table != "attachment_content":
            return {}
        kept = self._connection.execute(
            "SELECT thumbnail, content FROM kept_content WHERE row_id = ? ORDER BY id DESC LIMIT 1", (row_id,)
        ).fetchone()
        return dict(zip(("thumbnail", "content"), kept, strict=True)) if kept else {}


@lru_cache(maxsize=128)
def _lines_of(table: str, columns: tuple[tuple[str, str], ...]) -> str | None:
    """Return the query for (row id, line) of rows put in, the newest first; None as ``_json_of``."""
    if not _fits_json(columns):
        return None
    head = f"""'[' || c.id || ', "{table}", ' || c.row_id || ', "i", null, '"""
    return (
        f"SELECT c.row_id, {head} || json_object({_pairs(columns, 't.')}) || ']' || char(10)"
        f" FROM row_change c CROSS JOIN {table} t ON t.id = c.row_id WHERE c.id >= ? AND c.id < ? ORDER BY c.id DESC"
    )


def _fits_json(columns: tuple[tuple[str, str], ...]) -> bool:
    return len(columns) <= _MOST_COLUMNS and all(type_.partition("(")[0] in _TOLD_BY_SQLITE for _name, type_ in columns)


def _pairs(columns: tuple[tuple[str, str], ...], of: str = "") -> str:
    return ", ".join(f"'{name}', {of}\"{name}\"" for name, _type in columns)


@lru_cache(maxsize=128)
def _json_of(table: str, columns: tuple[tuple[str, str], ...]) -> str | None:
    """Return the query for (id, JSON object) of some rows; None for a table with columns JSON cannot hold."""
    if not _fits_json(columns):
        return None
    return f"SELECT id, json_object({_pairs(columns)}) FROM {table} WHERE id IN (SELECT value FROM json_each(?))"


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
    }


def _unpacked(row: dict[str, Any]) -> dict[str, Any]:
    return {name: base64.b64decode(value["b64"]) if isinstance(value, dict) else value for name, value in row.items()}
