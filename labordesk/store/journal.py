"""Nhật ký dự phòng: what each operation wrote, appended beside the register, to rebuild it from a backup.

A database of its own, encrypted with a key derived from the register's; its triggers refuse to change an entry. It is
written after the register has kept the operation and never stands in its way: what could not be appended is made up
for from the history at the next write.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from labordesk.disk import put
from labordesk.logs import LOGGER
from labordesk.store import driver, history
from labordesk.store.backup_names import FOLDER
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import Connect, file_uri

SUFFIX: Final = ".nhatky"

_SCHEMA: Final = (
    "CREATE TABLE start (operation_id INTEGER NOT NULL, chain TEXT NOT NULL)",
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, chain TEXT NOT NULL, body BLOB NOT NULL)",
    "CREATE TRIGGER entry_stays_as_it_is BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'append only'); END",
    "CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'append only'); END",
)
_AT_A_TIME: Final = 1_000
"""Changes of an operation taken together, so that a long list needs little memory."""

_LONGEST_GAP: Final = 100_000
"""Changes missing in the journal that are still made up for; beyond them a new journal begins."""


_States = dict[tuple[str, Any], dict[str, Any] | None]
"""Rows by table and key at one moment of going back in time; None where there was none."""


@dataclass(frozen=True)
class Entry:
    """One operation: its facts as they stand in the history, and each changed row with all it needs to be repeated."""

    id: int
    chain: str
    body: bytes

    def facts(self) -> tuple[Any, ...]:
        """Return the columns of the operation, from ``id`` to ``digest``."""
        return tuple(json.loads(self._lines()[0]))

    def changes(self) -> list[tuple[int, str, int, str, str | None, dict[str, Any] | None]]:
        """Return (id, table, row id, kind, content as noted, the row put in or None) of each change, in order."""
        changes = (json.loads(line) for line in reversed(self._lines()[1:]))
        return [(*noted, None if row is None else _unpacked(row)) for *noted, row in changes]

    def _lines(self) -> list[bytes]:
        """Return the facts and the changes, the newest first: so they were made, going back in time."""
        return zlib.decompress(self.body).splitlines()


def journal_of(path: Path) -> Path:
    """Return where the journal of a register lies."""
    return path.parent / FOLDER / f"{path.name}{SUFFIX}"


def entries_since(connection: sqlite3.Connection, operation_id: int) -> list[Entry]:
    """Return the entries of all operations after one, made from the history and the rows as they stand now."""
    operations = connection.execute(
        f"SELECT {history.FACTS}, chain FROM operation WHERE id > ? ORDER BY id DESC", (operation_id,)
    ).fetchall()
    states: _States = {}
    found = [_entry(connection, row, states) for row in operations]
    return found[::-1]


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


def read_journal(place: Path, connect: Connect) -> Iterator[Entry]:
    """Yield the entries that can be read, the oldest first; a damaged part ends them."""
    with closing(_connection(place, connect, "ro")) as opened, suppress(*driver.database_errors()):
        for id_, chain, body in opened.execute("SELECT id, chain, body FROM entry ORDER BY id"):
            yield Entry(id_, chain, body)


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


def _entry(connection: sqlite3.Connection, row: tuple[Any, ...], states: _States) -> Entry:
    """Return the entry of an operation; ``states`` holds the rows as they were right after it, and then before it."""
    *facts, chain = row
    packer = zlib.compressobj(1)
    parts = [packer.compress(_line(facts))]
    end, first = facts[5] + facts[6], facts[5]
    while end > first:
        begin = max(first, end - _AT_A_TIME)
        noted = connection.execute(
            "SELECT id, table_name, row_id, kind, content FROM row_change WHERE id >= ? AND id < ? ORDER BY id DESC",
            (begin, end),
        ).fetchall()
        ready = _rows_put_in(connection, noted, states)
        parts += [packer.compress(_line((*change, _row_put_in(connection, change, states, ready)))) for change in noted]
        end = begin
    return Entry(facts[0], chain, b"".join((*parts, packer.flush())))


def _line(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _rows_put_in(
    connection: sqlite3.Connection, noted: list[tuple[Any, ...]], states: _States
) -> dict[tuple[str, Any], dict[str, Any]]:
    """Return the rows as they stand of those put in, read a thousand at a time."""
    wanted: dict[str, list[int]] = {}
    for _id, table, row_id, kind, _content in noted:
        if kind == "i" and row_id and (table, row_id) not in states:
            wanted.setdefault(table, []).append(row_id)
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for table, ids in wanted.items():
        cursor = connection.execute(
            f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        names = [one[0] for one in cursor.description]
        place = names.index("id")
        found.update({(table, row[place]): dict(zip(names, row, strict=True)) for row in cursor})
    return found


def _row_put_in(
    connection: sqlite3.Connection,
    change: tuple[Any, ...],
    states: _States,
    ready: dict[tuple[str, Any], dict[str, Any]],
) -> dict[str, Any] | None:
    """Go one change back in time; for a row put in, return what it was then."""
    _id, table, row_id, kind, content = change
    values = json.loads(content) if content else {}
    key: tuple[str, Any] = (table, row_id or (values["key"][0] if kind == "u" else values["key"]))
    if kind == "d":
        states[key] = values | _kept_bytes(connection, table, row_id)
        return None
    now = states[key] if key in states else ready.get(key) or _row(connection, table, key[1], by_key=not row_id)
    if kind == "u":
        states[key] = None if now is None else now | {name: pair[0] for name, pair in values.items()}
        return None
    states.pop(key, None)  # before it was put in there was none; a deletion still earlier tells its own
    return None if now is None else _packed(now)


def _row(connection: sqlite3.Connection, table: str, key: Any, *, by_key: bool) -> dict[str, Any] | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {'key' if by_key else 'id'} = ?", (key,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((one[0] for one in cursor.description), row, strict=True))


def _kept_bytes(connection: sqlite3.Connection, table: str, row_id: int) -> dict[str, Any]:
    if table != "attachment_content":
        return {}
    kept = connection.execute(
        "SELECT thumbnail, content FROM kept_content WHERE row_id = ? ORDER BY id DESC LIMIT 1", (row_id,)
    ).fetchone()
    return dict(zip(("thumbnail", "content"), kept, strict=True)) if kept else {}


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
    }


def _unpacked(row: dict[str, Any]) -> dict[str, Any]:
    return {name: base64.b64decode(value["b64"]) if isinstance(value, dict) else value for name, value in row.items()}
