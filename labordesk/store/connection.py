"""How a register file is reached through SQLite: one function per driver, and the pragmas every connection gets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Literal, Protocol
from urllib.parse import quote

from labordesk.store.long_paths import PREFIX

Mode = Literal["ro", "rw", "rwc"]
"""Read only, read and write an existing file, or make it as well."""

BUSY_MS = 5_000
"""How long a statement waits for another program that holds the file, in milliseconds."""

LIGHT_CACHE, READER_CACHE, WRITER_CACHE = 8, 16, 32
"""Page cache of a light, a reading and the writing connection, in MiB; filled only as pages are read."""

_LOG_KEPT = 16 * 1024 * 1024
"""Bytes of write-ahead log kept after a large import, so that it does not fill a small disk."""


PLAIN_START = b"SQLite format 3\0"
"""How a database that is not encrypted begins."""


class Connect(Protocol):
    """A driver: opens a file and unlocks it; another one (SQLCipher) may take the place of ``connect_plain``.

    ``frozen`` promises that nobody changes the file meanwhile (read-only media). The connection may be used from any
    thread, one at a time, and begins no transaction of its own.
    """

    def __call__(self, path: Path, mode: Mode, *, frozen: bool = False) -> sqlite3.Connection:
        """Return a connection; sqlite3.Error when the file cannot be opened."""


def connect_plain(path: Path, mode: Mode, *, frozen: bool = False) -> sqlite3.Connection:
    """Open an unencrypted file with the SQLite that comes with Python."""
    return sqlite3.connect(
        file_uri(path, mode, frozen=frozen),
        uri=True,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )


def file_uri(path: PurePath, mode: Mode, *, frozen: bool = False) -> str:
    """Return the SQLite URI of a path, whatever letters, blanks, ``%``, ``?`` or ``#`` it has (shares included)."""
    if str(path).startswith(PREFIX):  # Windows takes it literally: no slashes for backslashes
        return f"file:{quote(str(path), safe='')}?mode={mode}{'&immutable=1' if frozen else ''}"
    posix = (path.absolute() if isinstance(path, Path) else path).as_posix()
    rooted = posix if posix.startswith("/") else f"/{posix}"
    return f"file://{quote(rooted)}?mode={mode}{'&immutable=1' if frozen else ''}"


def prepare(connection: sqlite3.Connection, *, cache_mib: int, writes: bool) -> None:
    """Set what every connection of a register has; one that does not write is refused any write by SQLite itself."""
    pragmas = [
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        f"cache_size = {-cache_mib * 1024}",
        "recursive_triggers = OFF",
    ]
    if writes:
        # Until 3.41 SQLite holds FTS5 for unsafe in triggers, and triggers keep the search index.
        pragmas += ["trusted_schema = ON", "synchronous = FULL", f"journal_size_limit = {_LOG_KEPT}"]
    else:
        pragmas += ["query_only = ON", "trusted_schema = OFF"]
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def logs_of(path: Path) -> Iterator[Path]:
    """Give the logs SQLite may keep beside a file: it would play them back into any file of that name."""
    return (path.with_name(path.name + end) for end in ("-wal", "-journal"))


def shared_of(path: Path) -> Path:
    """Return where the programs on one machine share what they know of the log."""
    return path.with_name(f"{path.name}-shm")
