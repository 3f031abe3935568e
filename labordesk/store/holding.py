"""Keeping an open register's file in hand: whether it is still the one at its path, and where it went when it is not.

SQLite goes on writing into a file that was moved or deleted, but puts its log back only under the old name: what was
saved last would then be missing in the moved file (docs/decisions/0014). One connection of ours sees to that.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from labordesk.errors import Unavailable
from labordesk.i18n import N_
from labordesk.store.connection import BUSY_MS, Connect, logs_of, shared_of
from labordesk.store.driver import database_errors

MOVED = N_(
    "Tệp sổ “{name}” vừa được chuyển sang “{place}” nên chưa ghi tiếp được;"
    " hãy làm tiếp ở chỗ mới hoặc đưa tệp về chỗ cũ rồi ghi lại."
)
GONE = N_(
    "Không còn thấy tệp sổ “{name}” ở “{folder}” nên chưa ghi tiếp được;"
    " hãy cắm lại ổ đĩa hoặc đưa tệp về chỗ cũ rồi ghi lại."
)
REPLACED = N_(
    "Tệp sổ “{name}” vừa bị một tệp khác thay vào chỗ nên chưa ghi tiếp được;"
    " hãy lưu phần đang mở ra tệp mới rồi mở lại sổ."
)

_OPEN_FILES = Path("/proc/self/fd")
_DELETED = " (deleted)"

Mark = tuple[int, int]
"""Device and number of a file, the same under every name."""


def mark_of(path: Path) -> Mark | None:
    """Return what tells a file from any other; None when it cannot be reached."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _state_of(path: Path) -> Mark | None:
    """Return size and time of a file; Windows tells the time late, and lets nobody write over an open file."""
    if os.name != "posix":
        return None
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns


def missing(path: Path, hold: Hold | None) -> Unavailable:
    """Return the refusal to write while nothing lies at the path of an open register."""
    place = hold.new_place() if hold is not None else None
    if place is not None:
        return Unavailable(MOVED, name=path.name, place=str(place))
    return Unavailable(GONE, name=path.name, folder=str(path.parent))


class Hold:
    """A connection that reads and was opened while the file was in its place; ``close`` it with the others."""

    def __init__(self, path: Path, connect: Connect) -> None:
        self._path = path
        self._mark = mark_of(path)
        self._state = _state_of(path)
        self._connection = connect(path, "rw")
        try:
            # Only what was read once is open as well when its name is gone: the file, its log, its shared memory. This
            # reads the first page and nothing else; the tables, which take SQLite longest, are read when needed.
            for pragma in ("query_only = ON", f"busy_timeout = {BUSY_MS}", "schema_version"):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
        except BaseException:
            self._connection.close()
            raise

    def is_in_place(self) -> bool:
        """Tell whether the file at the path is the one that was opened, as we left it; some microseconds."""
        return self.is_same_file() and _state_of(self._path) == self._state

    def is_same_file(self) -> bool:
        """Tell whether the file at the path is the one that was opened, whatever it holds."""
        return mark_of(self._path) == self._mark

    def note_state(self) -> None:
        """Take the file as it is now for what we wrote: only a checkpoint of ours changes it."""
        self._state = _state_of(self._path)

    def new_place(self) -> Path | None:
        """Return where the file is now, None when it was deleted or the system does not tell (it does on Linux)."""
        with suppress(OSError):
            for one in _OPEN_FILES.iterdir():
                with suppress(OSError):
                    place = one.readlink()
                    if not place.name.endswith(_DELETED) and mark_of(place) == self._mark is not None:
                        return place if place != self._path else None
        return None

    def put_log_back(self) -> bool:
        """Write the log into the file wherever it is now; True when all of it stands there."""
        try:
            busy, _frames, _written = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except database_errors():
            return False
        return not busy

    def clear_old_name(self) -> None:
        """Remove what the log left under the old name once it is empty: it would be taken for another file's."""
        with suppress(OSError):
            if all(log.stat().st_size == 0 for log in logs_of(self._path) if log.exists()):
                for one in (*logs_of(self._path), shared_of(self._path)):
                    one.unlink(missing_ok=True)

    def copy_to(self, target: Path, connect: Connect) -> None:
        """Copy what can still be read to a new place and compare the copy; Unavailable when it is not sound."""
        from labordesk.store.backup import copy_open

        copy_open(self._connection, self._path, target, connect)

    def close(self) -> None:
        """Let the file go."""
        with suppress(*database_errors()):
            self._connection.close()
