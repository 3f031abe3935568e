"""A log that waits beside a register after a crash: whether it is the register's own, or that of a file lost since.

SQLite plays any log of the right name into any file. A register that was replaced by hand (a backup copied over it)
would so get pages of another one, unseen. The history tells: every operation is numbered and chained, so a log fits a
file that holds what stood before the log's first operation and nothing beyond its last (docs/decisions/0014).
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from labordesk.disk import put, sync_folder
from labordesk.store.another_name import under_another_name
from labordesk.store.backup_names import free_name
from labordesk.store.connection import Connect, logs_of, shared_of
from labordesk.store.driver import database_errors

LEFT: Final = "ghi-do"
"""How the name of a log that was set aside is marked."""

_HEADER, _FRAME_HEADER = 32, 24
"""Bytes before the frames of a log and before the page of each (https://sqlite.org/fileformat2.html#walformat)."""


@dataclass(frozen=True)
class Known:
    """How many operations a file knows, 0 for none, and the chain of the one asked for ("" when it is not there)."""

    operations: int
    chain: str


def fits(path: Path, connect: Connect) -> bool:
    """Tell whether the log beside a register that nobody has open may be played into it; true when there is none."""
    log = next(logs_of(path))
    end = _end_of_first_commit(log)
    if end is None:
        return True
    with closing(connect(path, "ro", frozen=True)) as alone:
        try:
            base = known(alone)
        except database_errors():
            base = None  # torn while the log was being put into it, or of an older program
        try:
            with closing(connect(path, "ro")) as both:
                whole = known(both, None if base is None else base.operations)
        except database_errors():
            # The two do not go together; a file that is whole without the log is not the log's.
            return not _is_sound(alone)
    if base is None:
        return True
    if base.operations > whole.operations or (base.chain and base.chain != whole.chain):
        return False
    return _operations_after_first_commit(path, connect, end) <= base.operations + 1


def set_aside(path: Path, log: Path) -> Path:
    """Keep the log or the journal of another file under a name of its own and return it."""
    now, end = datetime.now().astimezone(), log.name.removeprefix(path.name)
    aside = free_name(path.parent, path.stem, LEFT, now, ending=end)
    put(log, aside)
    shared_of(path).unlink(missing_ok=True)
    sync_folder(path.parent)
    return aside


def known(connection: sqlite3.Connection, operation: int | None = None) -> Known:
    """Return what a file knows; the count is one row on a page of its own, right even in a file that is torn."""
    count = int(connection.execute("SELECT operation_id FROM history_now").fetchone()[0]) - 1
    asked = count if operation is None else operation
    row = None
    with suppress(*database_errors()):
        row = connection.execute("SELECT chain FROM operation WHERE id = ?", (asked,)).fetchone()
    return Known(count, str(row[0]) if row else "")


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except database_errors():
        return False


def _end_of_first_commit(log: Path) -> int | None:
    """Return how many bytes of a log its first unit of work takes; None when it holds none."""
    try:
        with log.open("rb") as file:
            header = file.read(_HEADER)
            if len(header) < _HEADER:
                return None
            page = struct.unpack(">I", header[8:12])[0] or 65536
            salts, end = header[16:24], _HEADER
            while len(frame := file.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
                end += _FRAME_HEADER + page
                if frame[4:8] != b"\0\0\0\0":
                    return end
                file.seek(end)
    except OSError:
        return None
    return None


def _operations_after_first_commit(path: Path, connect: Connect, end: int) -> int:
    """Return how many operations are known once the first unit of work of the log is played; 0 when none can tell."""
    try:
        with under_another_name(path) as other:
            _copy_beginning(next(logs_of(path)), next(logs_of(other)), end)
            with closing(connect(other, "ro")) as first:
                return known(first).operations
    except OSError:
        return 0
    except database_errors():
        return 0


def _copy_beginning(log: Path, target: Path, end: int) -> None:
    with log.open("rb") as whole, target.open("wb") as beginning:
        left = end
        while left and (piece := whole.read(min(left, 1 << 20))):
            beginning.write(piece)
            left -= len(piece)
