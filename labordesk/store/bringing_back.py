"""Rows of a backup put back into a register: a person or file with what hangs on it, tied together anew by ``uid``.

Numbers of rows mean nothing between two files, so every reference is followed to the ``uid`` it stands for. What the
register has, stays as it is: nothing is overwritten.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from labordesk.store.comparison import LEFT_OUT, tables_with_uid
from labordesk.store.driver import database_errors

Key = tuple[str, str]
"""Table and uid."""

_WITH_CONTENTS = frozenset(("attachment_content",))


@dataclass(frozen=True)
class NotBrought:
    """A person or file that stays away, and why: "merged", "number" (of somebody else now), "taken", "gone"."""

    table: str
    uid: str
    why: str


@dataclass
class Brought:
    """Rows put back by table, the files asked for that are here again, and those that are not."""

    rows: Counter[str] = field(default_factory=Counter)
    files: list[Key] = field(default_factory=list)
    refused: list[NotBrought] = field(default_factory=list)


def bring_back(here: sqlite3.Connection, there: sqlite3.Connection, wanted: Sequence[Key]) -> Brought:
    """Put each wanted row and all that belongs to it into ``here``, each whole or not at all.

    ``here`` is in a transaction that notes the history; ``there`` has the tables of today.
    """
    here.execute("PRAGMA defer_foreign_keys = ON")
    done = Brought()
    for table, uid in wanted:
        if _id_of(here, table, uid) is not None:  # came along with another one
            done.files.append((table, uid))
            continue
        gathered = _Gathered(here, there)
        why = gathered.take(table, uid) or _obstacle(here, gathered)
        if not why:
            why = _put(here, gathered)
        if why:
            done.refused.append(NotBrought(table, uid, why))
            continue
        done.files.append((table, uid))
        done.rows.update(key[0] for key in gathered.rows)
    return done


class _Gathered:
    """The rows of one file: those it rests on, itself, and those that rest on it, as far as the register lacks them."""

    def __init__(self, here: sqlite3.Connection, there: sqlite3.Connection) -> None:
        self.here = here
        self.there = there
        self.rows: dict[Key, dict[str, Any]] = {}
        self._whole: set[Key] = set()
        self.references = cache(lambda table: _references(there, table))
        self.children = cache(lambda table: tuple(_children(there, table)))

    def take(self, table: str, uid: str) -> str:
        """Gather a file by its uid; return why that is impossible, or nothing."""
        row = self._row(table, "uid", uid)
        if row is None:
            return "gone"
        self._add(table, row)
        return ""

    def _add(self, table: str, row: dict[str, Any]) -> None:
        waiting = [(table, row, True)]
        while waiting:
            table, row, with_children = waiting.pop()
            key = (table, str(row["uid"]))
            if key in self._whole or (key in self.rows and not with_children):
                continue
            if _id_of(self.here, table, key[1]) is not None:
                continue
            self.rows[key] = row
            for column, parent in self.references(table):
                above = self._row(parent, "id", row[column]) if row[column] is not None else None
                if above is not None:
                    waiting.append((parent, above, False))  # a unit comes back for one person, not with all of its own
            if with_children:
                self._whole.add(key)
                for child, column in self.children(table):
                    waiting.extend((child, below, True) for below in self._rows(child, column, row["id"]))

    def _row(self, table: str, column: str, value: Any) -> dict[str, Any] | None:
        return next(iter(self._rows(table, column, value)), None)

    def _rows(self, table: str, column: str, value: Any) -> list[dict[str, Any]]:
        cursor = self.there.execute(f'SELECT * FROM "{table}" WHERE "{column}" = ?', (value,))
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _obstacle(here: sqlite3.Connection, gathered: _Gathered) -> str:
    """Return why the people among the rows must not come back by themselves."""
    for (table, uid), row in gathered.rows.items():
        if table != "person":
            continue
        merged = here.execute("SELECT 1 FROM person_merge WHERE gone_uid = ? AND undone_on IS NULL", (uid,)).fetchone()
        if merged:
            return "merged"
        for column in ("citizen_id", "old_id"):
            if row[column] and here.execute(f"SELECT 1 FROM person WHERE {column} = ?", (row[column],)).fetchone():
                return "number"
    return ""


def _put(here: sqlite3.Connection, gathered: _Gathered) -> str:
    """Insert the gathered rows; on a refusal by the tables none of them, and why."""
    here.execute("SAVEPOINT bringing")
    try:
        ids = {key: _free_id(here, key[0], row["id"], taken) for key, row, taken in _with_taken(gathered.rows)}
        for (table, uid), row in gathered.rows.items():
            values = {**row, "id": ids[(table, uid)]}
            for column, parent in gathered.references(table):
                if row[column] is not None:
                    values[column] = _new_id(here, gathered.there, parent, row[column], ids)
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" * len(values))
            here.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values()))
    except database_errors() as error:
        here.execute("ROLLBACK TO bringing")
        here.execute("RELEASE bringing")
        if "constraint" not in str(error).lower():
            raise
        return "taken"
    here.execute("RELEASE bringing")
    return ""


def _with_taken(rows: dict[Key, dict[str, Any]]) -> Iterator[tuple[Key, dict[str, Any], set[tuple[str, int]]]]:
    taken: set[tuple[str, int]] = set()
    for key, row in rows.items():
        yield key, row, taken


def _free_id(here: sqlite3.Connection, table: str, wanted: int, taken: set[tuple[str, int]]) -> int:
    """Return the number a row had when nobody else has it now, else the next one."""
    used = here.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (wanted,)).fetchone()
    id_ = int(wanted)
    if used or (table, id_) in taken:
        highest = int(here.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()[0])
        id_ = max([highest, *(number for name, number in taken if name == table)]) + 1
    taken.add((table, id_))
    return id_


def _new_id(here: sqlite3.Connection, there: sqlite3.Connection, table: str, id_: int, ids: dict[Key, int]) -> int:
    uid = str(there.execute(f'SELECT uid FROM "{table}" WHERE id = ?', (id_,)).fetchone()[0])
    known = ids.get((table, uid))
    found = known if known is not None else _id_of(here, table, uid)
    assert found is not None, "what a row rests on was gathered before it"
    return found


def _id_of(connection: sqlite3.Connection, table: str, uid: str) -> int | None:
    row = connection.execute(f'SELECT id FROM "{table}" WHERE uid = ?', (uid,)).fetchone()
    return None if row is None else int(row[0])


def _references(connection: sqlite3.Connection, table: str) -> tuple[tuple[str, str], ...]:
    found = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    return tuple((str(row[3]), str(row[2])) for row in found)


def _children(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield (table, column) of what refers to ``table``: with what an attachment holds, without books."""
    tables: Collection[str] = {*tables_with_uid(connection), *(_WITH_CONTENTS & LEFT_OUT)}
    for child in sorted(tables):
        yield from ((child, column) for column, parent in _references(connection, child) if parent == table)
