"""A working copy of a damaged register that SQLite opens; the original is not touched.

The first page holds the header and the root of the table of tables. Where it is hurt, the header is written anew, or
the whole page is taken from a backup: backups are copied page by page, so their tables begin at the same pages.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from labordesk.errors import BadFile
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import LIGHT_CACHE, Connect, logs_of, prepare
from labordesk.store.driver import database_errors
from labordesk.store.faults import NOT_A_REGISTER
from labordesk.store.identity import APPLICATION_ID, FORMAT

_HEADER_SIZE = 100
_USUAL_PAGE = 4_096
_HEADER = struct.Struct(">16sH6B12I20x2I")
"""The database header (https://sqlite.org/fileformat2.html, 1.3)."""


class DamagedCopy:
    """An open copy of a damaged register; after each fault ``recover`` makes it readable again."""

    def __init__(self, path: Path, connect: Connect) -> None:
        self._path = path
        self._connect = connect
        self.connection = _lenient(path, connect)

    def recover(self) -> None:
        """Open the file anew where it is encrypted: SQLCipher reads nothing more after a page that was changed."""
        if isinstance(self._connect, CipherConnect):
            self.connection.close()
            self.connection = _lenient(self._path, self._connect)

    @property
    def is_slow_after_faults(self) -> bool:
        """Tell whether each fault costs some milliseconds."""
        return isinstance(self._connect, CipherConnect)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


@contextmanager
def opened_copy(damaged: Path, copy: Path, connect: Connect, donors: Iterable[Path]) -> Iterator[DamagedCopy]:
    """Copy a damaged register to ``copy`` and open what can be opened of it; BadFile when nothing of it can.

    ``donors`` are sound backups with the same key, the best first. The caller removes ``copy``.
    """
    opened = _opened(damaged, copy, connect, donors)
    if opened is None:
        raise BadFile(NOT_A_REGISTER, name=damaged.name)
    with closing(opened):
        yield opened


def _opened(damaged: Path, copy: Path, connect: Connect, donors: Iterable[Path]) -> DamagedCopy | None:
    for _attempt in _attempts(damaged, copy, connect, donors):
        with suppress(*database_errors()):
            return DamagedCopy(copy, connect)
    return None


def _attempts(damaged: Path, copy: Path, connect: Connect, donors: Iterable[Path]) -> Iterator[None]:
    """Make the copy as it is, then with another header, then with the first page of each donor."""
    _take(damaged, copy)
    yield
    if not isinstance(connect, CipherConnect):
        _take(damaged, copy)
        _write_start(copy, _header(copy.stat().st_size))
        yield
    for donor in donors:
        with suppress(OSError):
            with donor.open("rb") as file:
                first = file.read(_USUAL_PAGE)
            _take(damaged, copy)
            if not isinstance(connect, CipherConnect):
                first = _header(copy.stat().st_size) + first[_HEADER_SIZE:]
            _write_start(copy, first)
            yield


def _take(damaged: Path, copy: Path) -> None:
    """Copy the file with the log that belongs to it."""
    for log in (copy.with_name(f"{copy.name}-shm"), *logs_of(copy)):
        log.unlink(missing_ok=True)
    shutil.copyfile(damaged, copy)
    for log, its_copy in zip(logs_of(damaged), logs_of(copy), strict=True):
        if log.exists():
            shutil.copyfile(log, its_copy)


def _write_start(path: Path, start: bytes) -> None:
    with path.open("r+b") as file:
        file.write(start)


def _header(size: int) -> bytes:
    """Return the header every register has; its page count is marked as stale, so that the size of the file counts."""
    pages = size // _USUAL_PAGE
    counter, stale = 1, 0
    return _HEADER.pack(
        b"SQLite format 3\0",
        _USUAL_PAGE,
        *(2, 2, 0, 64, 32, 32),
        *(counter, pages, 0, 0, 1, 4, 0, 0, 1, FORMAT, 0, APPLICATION_ID),
        *(stale, 0),
    )


def _lenient(path: Path, connect: Connect) -> sqlite3.Connection:
    """Open a file that SQLite would refuse: one cut off, or whose table of tables is hurt in part."""
    connection = connect(path, "rw")
    try:
        connection.execute("PRAGMA writable_schema = ON").fetchall()
        connection.execute("PRAGMA cell_size_check = ON").fetchall()
        prepare(connection, cache_mib=LIGHT_CACHE, writes=False)
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if not table_names(connection):
            raise sqlite3.DatabaseError("no tables left")
    except BaseException:
        connection.close()
        raise
    return connection


def table_names(connection: sqlite3.Connection) -> set[str]:
    """Return the tables SQLite knows of after reading what it could of the table of tables."""
    listed = connection.execute("PRAGMA table_list").fetchall()
    return {name for schema, name, *_rest in listed if schema == "main" and not name.startswith("sqlite_")}
