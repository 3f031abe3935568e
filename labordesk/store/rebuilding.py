"""A register made anew from a backup and what its journal holds since."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labordesk.store import history
from labordesk.store.backup import copy
from labordesk.store.cipher import finish_file
from labordesk.store.connection import WRITER_CACHE, Connect, prepare
from labordesk.store.driver import database_errors, is_of_the_disk
from labordesk.store.history_triggers import drop_history, remake_history
from labordesk.store.identity import revision_of
from labordesk.store.journal_entries import Entry
from labordesk.store.migrations.head import HEAD
from labordesk.store.upgrade import migrate


@dataclass(frozen=True)
class Rebuilt:
    """How many operations of the journal came back, and the last one the new register holds."""

    operations: int
    last: int
    is_whole: bool
    """Whether every entry after the backup could be repeated."""


def rebuild(backup: Path, entries: Iterable[Entry], target: Path, connect: Connect) -> Rebuilt:
    """Copy a backup to ``target`` and repeat the entries after it; stops at the first that does not follow on.

    Each operation is repeated whole or not at all, and proved by the chain of the history.
    """
    copy(backup, target, connect)
    with closing(connect(target, "ro")) as connection:
        is_older = revision_of(connection, target) != HEAD
    if is_older:
        migrate(target, connect)
    done, is_whole = 0, True
    with closing(connect(target, "rw")) as connection:
        prepare(connection, cache_mib=WRITER_CACHE, writes=True)
        connection.execute("PRAGMA foreign_keys = OFF").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        drop_history(connection)
        last, chain = history.head(connection)
        for entry in _after(entries, last):
            if not _repeated(connection, entry, last, chain):
                is_whole = False
                break
            done, last, chain = done + 1, entry.id, entry.chain
        connection.execute("UPDATE history_now SET operation_id = ?", (last + 1,))
        remake_history(connection)
        connection.execute("COMMIT")
    finish_file(target, connect)
    return Rebuilt(done, last, is_whole)


def _after(entries: Iterable[Entry], last: int) -> Iterator[Entry]:
    return (one for one in entries if one.id > last)


def _repeated(connection: sqlite3.Connection, entry: Entry, last: int, chain: str) -> bool:
    """Repeat one operation; False, and nothing of it stays, when it does not follow on or does not fit."""
    faults: tuple[type[Exception], ...] = (ValueError, KeyError, zlib.error, *database_errors())
    connection.execute("SAVEPOINT operation")
    try:
        facts = entry.facts()
        if facts[0] == last + 1 and history.link(chain, facts) == entry.chain:
            for id_, table, row_id, kind, content, row in entry.changes():
                _repeat(connection, facts[0], table, row_id, kind, content, row)
                connection.execute(
                    "INSERT INTO row_change (id, operation_id, table_name, row_id, kind, content)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (id_, facts[0], table, row_id, kind, content),
                )
            connection.execute(
                f"INSERT INTO operation ({history.FACTS}, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*facts, entry.chain),
            )
            if history.digest(connection, facts[5], facts[5] + facts[6]) == facts[7]:
                connection.execute("RELEASE operation")
                return True
    except faults as error:
        if is_of_the_disk(error):
            raise  # no fault of the entry: taken for one, everything after it would be left out unsaid
    connection.execute("ROLLBACK TO operation")
    connection.execute("RELEASE operation")
    return False


def _repeat(
    connection: sqlite3.Connection,
    operation_id: int,
    table: str,
    row_id: int,
    kind: str,
    content: str | None,
    row: dict[str, Any] | None,
) -> None:
    values: dict[str, Any] = json.loads(content) if content else {}
    if kind == "i" and row is not None:
        columns = ", ".join(f'"{name}"' for name in row)
        connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    elif kind == "u":
        key = row_id or values["key"][0]
        after = {name: pair[1] for name, pair in values.items() if row_id or name != "key"}
        sets = [f'"{name}" = ?' for name in after]
        version = ["row_version = row_version + 1"] if row_id and _has_version(connection, table) else []
        connection.execute(
            f"UPDATE {table} SET {', '.join(sets + version)} WHERE {'id' if row_id else 'key'} = ?",
            (*after.values(), key),
        )
    elif kind == "d":
        if table == "attachment_content":
            connection.execute(
                "INSERT INTO kept_content (operation_id, row_id, thumbnail, content)"
                " SELECT ?, id, thumbnail, content FROM attachment_content WHERE id = ?",
                (operation_id, row_id),
            )
        connection.execute(f"DELETE FROM {table} WHERE {'id' if row_id else 'key'} = ?", (row_id or values.get("key"),))


def _has_version(connection: sqlite3.Connection, table: str) -> bool:
    return any(name == "row_version" for _place, name, *_rest in connection.execute(f"PRAGMA table_info({table})"))
