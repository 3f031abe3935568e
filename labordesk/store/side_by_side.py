"""A register and a copy of it seen through one connection: ``main`` and ``other``, both read only, one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from labordesk.disk import drafted
from labordesk.store import driver
from labordesk.store.backup import copy
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import BUSY_MS, READER_CACHE, Connect, connect_plain, file_uri, prepare
from labordesk.store.identity import revision_of
from labordesk.store.migrations.head import HEAD
from labordesk.store.upgrade import migrate


@contextmanager
def side_by_side(register: Path, connect: Connect, other: Path, other_connect: Connect) -> Iterator[sqlite3.Connection]:
    """Give a connection with both; the other is a file of today's tables (``of_today``)."""
    with closing(_opened(register, connect, other_connect)) as connection:
        if _ciphers(connect, other_connect):
            key = other_connect.key.spec() if isinstance(other_connect, CipherConnect) else ""
            connection.execute("ATTACH DATABASE ? AS other KEY ?", (file_uri(other, "ro"), key))
        else:
            connection.execute("ATTACH DATABASE ? AS other", (file_uri(other, "ro"),))
        prepare(connection, cache_mib=READER_CACHE, writes=False)
        connection.execute("BEGIN")
        yield connection


@contextmanager
def of_today(backup: Path, connect: Connect, beside: Path) -> Iterator[Path]:
    """Give a backup as a file with today's tables: itself, or a copy beside the register that is upgraded and goes."""
    with closing(connect(backup, "ro")) as connection:
        is_older = revision_of(connection, backup) != HEAD
    if not is_older:
        yield backup
        return
    with drafted(beside) as draft:
        copy(backup, draft, connect)
        migrate(draft, connect)
        yield draft


def _ciphers(*connects: Connect) -> bool:
    return any(isinstance(one, CipherConnect) for one in connects)


def _opened(register: Path, connect: Connect, other: Connect) -> sqlite3.Connection:
    """Open the register with the driver that can read both files."""
    if isinstance(connect, CipherConnect):
        return connect(register, "rw")
    if not _ciphers(other):
        return connect_plain(register, "rw")
    made = driver.cipher().connect(
        file_uri(register, "rw"), uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    made.execute("PRAGMA cipher_log_level = NONE").fetchall()
    return cast(sqlite3.Connection, made)
