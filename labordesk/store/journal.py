"""Nhật ký dự phòng: what each operation wrote, appended beside the register, to rebuild it from a backup.

A database of its own, encrypted with a key derived from the register's; its triggers refuse to change an entry. It is
written after the register has kept the operation and never stands in its way: what could not be appended is made up
for from the history at the next write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from labordesk.disk import put
from labordesk.logs import LOGGER
from labordesk.store import driver, history
from labordesk.store.backup_names import FOLDER, short_stem
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import Connect, file_uri
from labordesk.store.journal_entries import Entry, entries_since

SUFFIX: Final = ".nhatky"

_SCHEMA: Final = (
    "CREATE TABLE start (operation_id INTEGER NOT NULL, chain TEXT NOT NULL)",
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, chain TEXT NOT NULL, body BLOB NOT NULL)",
    "CREATE TRIGGER entry_stays_as_it_is BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'append only'); END",
    "CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'append only'); END",
)
_LONGEST_GAP: Final = 100_000
"""Changes missing in the journal that are still made up for; beyond them a new journal begins."""


def journal_of(path: Path) -> Path:
    """Return where the journal of a register lies."""
    return path.parent / FOLDER / f"{short_stem(path.stem)}{path.suffix}{SUFFIX}"


class Journal:
    """The journal of an open register; used under the register's right to write."""

    def __init__(self, path: Path, connect: Connect) -> None:
        self._register = path
        self._connect = connect
        self._open: sqlite3.Connection | None = None
        self._last = 0
        self.is_behind = False
        """Whether something could not be appended: the disk is full or the folder cannot be written."""

    def entries_for(self, connection: sqlite3.Connection) -> list[Entry]:
        """Return what has to be appended once the work of ``connection``, still to be committed, is kept."""
        try:
            self._ready(connection)
            return entries_since(connection, self._last)
        except _faults():
            self._fell_behind()
            return []

    def append(self, entries: list[Entry]) -> None:
        """Append entries; a fault is remembered and made up for later."""
        if not entries:
            return
        try:
            if self._open is not None:
                self._open.execute("BEGIN IMMEDIATE")
                self._open.executemany(
                    "INSERT INTO entry (id, chain, body) VALUES (?, ?, ?)",
                    [(one.id, one.chain, one.body) for one in entries],
                )
                self._open.execute("COMMIT")
                self._last = entries[-1].id
                self.is_behind = False
        except _faults():
            self._fell_behind()

    def close(self) -> None:
        """Put the log back into the journal and let it go."""
        if self._open is not None:
            with suppress(*driver.database_errors()):
                self._open.close()
            self._open = None

    def _fell_behind(self) -> None:
        if not self.is_behind:
            LOGGER.warning("journal could not be appended")
        self.is_behind = True
        self.close()

    def _ready(self, connection: sqlite3.Connection) -> None:
        """Open the journal and see that it ends where the history had come before this operation."""
        if self._open is None:
            place = journal_of(self._register)
            place.parent.mkdir(exist_ok=True)
            self._open = open_journal(place, self._connect)
            if not self._follows(connection):
                self.close()
                set_aside(place)
                self._open = open_journal(place, self._connect)
                self._begin(connection)

    def _follows(self, connection: sqlite3.Connection) -> bool:
        """Tell whether the last entry is an operation of this register, not too long ago."""
        assert self._open is not None
        last = self._open.execute(
            "SELECT id, chain FROM entry UNION ALL SELECT operation_id, chain FROM start ORDER BY 1 DESC LIMIT 1"
        ).fetchone()
        if last is None:
            return False
        known = connection.execute("SELECT chain FROM operation WHERE id = ?", (last[0],)).fetchone()
        missing = connection.execute("SELECT sum(changes) FROM operation WHERE id > ?", (last[0],)).fetchone()[0]
        self._last = last[0]
        return known is not None and known[0] == last[1] and (missing or 0) <= _LONGEST_GAP

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Begin with what the register holds before its newest operation."""
        assert self._open is not None
        newest, _chain = history.head(connection)
        before = connection.execute("SELECT id, chain FROM operation WHERE id < ? ORDER BY id DESC", (newest,))
        start = before.fetchone() or (0, history.START)
        self._open.execute("INSERT INTO start (operation_id, chain) VALUES (?, ?)", start)
        self._last = start[0]


def _faults() -> tuple[type[Exception], ...]:
    """Return what keeps a journal from being written; never a reason to refuse what was saved."""
    return (*driver.database_errors(), OSError)


def open_journal(place: Path, connect: Connect) -> sqlite3.Connection:
    """Open a journal, making it when there is none; the driver's error when it cannot be read."""
    made = _connection(place, connect, "rwc")
    try:
        if made.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            made.execute("PRAGMA journal_mode = WAL").fetchall()
            for statement in _SCHEMA:
                made.execute(statement)
        # What the operating system loses with the power the register itself still holds.
        made.execute("PRAGMA synchronous = NORMAL").fetchall()
    except BaseException:
        made.close()
        raise
    return made


@dataclass(frozen=True)
class JournalRead:
    """What can be read of a journal, the oldest first; entries in a damaged part are missing, those behind it are not.

    ``ends_well``: its last entry was read, so that the number of what is missing is known.
    """

    entries: tuple[Entry, ...]
    ends_well: bool

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def read_journal(place: Path, connect: Connect) -> JournalRead:
    """Read a journal, around a damaged part from both ends; a disk that refuses is raised as the driver says it."""
    entries: list[Entry] = []
    behind: list[Entry] = []
    try:
        with closing(_connection(place, connect, "ro")) as opened:
            if _read(opened, "ORDER BY id", entries):
                return JournalRead(tuple(entries), ends_well=True)
        last = entries[-1].id if entries else 0
        with closing(_connection(place, connect, "ro")) as opened:  # SQLCipher reads no more after a fault
            _read(opened, f"WHERE id > {last} ORDER BY id DESC", behind)
    except driver.database_errors() as error:
        _raise_of_the_disk(error)
    return JournalRead((*entries, *reversed(behind)), ends_well=bool(behind))


def _read(opened: sqlite3.Connection, which: str, found: list[Entry]) -> bool:
    """Add the entries up to the first that cannot be read; tell whether there was none."""
    try:
        for id_, chain, body in opened.execute(f"SELECT id, chain, body FROM entry {which}"):
            found.append(Entry(id_, chain, body))
    except driver.database_errors() as error:
        _raise_of_the_disk(error)
        return False
    return True


def _raise_of_the_disk(error: Exception) -> None:
    if driver.is_of_the_disk(error):
        raise error


def forget_journal(path: Path) -> None:
    """Remove the journals of a register that is gone, or whose key changes: they would be readable in another way."""
    for place in (journal_of(path), _older(journal_of(path))):
        for end in ("", "-wal", "-shm", "-journal"):
            place.with_name(place.name + end).unlink(missing_ok=True)
    with suppress(OSError):  # others are in it, or there is none
        journal_of(path).parent.rmdir()


def _connection(place: Path, connect: Connect, mode: Any) -> sqlite3.Connection:
    """Open the journal with the driver of its register."""
    module = driver.cipher() if isinstance(connect, CipherConnect) else driver.PLAIN
    made: sqlite3.Connection = module.connect(
        file_uri(place, mode), uri=True, timeout=1, isolation_level=None, check_same_thread=False
    )
    if isinstance(connect, CipherConnect):
        made.set_key(f"x'{connect.key.derived('journal').hex()}'")  # type: ignore[attr-defined]
        made.execute("PRAGMA cipher_log_level = NONE").fetchall()
    return made


def _older(place: Path) -> Path:
    return place.with_name(f"{place.stem}.cu{SUFFIX}")


def set_aside(place: Path) -> None:
    """Keep one journal that does not follow on: of the register before a restore, or before its tables changed."""
    if place.exists() and place.stat().st_size:
        for end in ("-wal", "-shm"):
            place.with_name(place.name + end).unlink(missing_ok=True)
        put(place, _older(place))
