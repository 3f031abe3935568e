"""The right to do something with a register that is closed, asked of its file: who worked with it until then.

Replacing, rebuilding, salvaging and rewriting happen on a closed file, so the window or the command line hands over
which user had signed in (``by``). A register without users asks nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from labordesk.rules.roles import Right
from labordesk.store.connection import Connect, logs_of
from labordesk.store.driver import database_errors
from labordesk.store.rights import ensure_right

Place = tuple[Path, Connect | None]
"""A file, and what opens it; None when nothing does any more."""


def ensure_closed(places: Iterable[Place], by: int | None, right: Right) -> None:
    """Refuse what the user ``by`` may not do with a closed register; NotAllowed names who may.

    The first place that can still tell its users decides: the register itself, else the backup it is made from. When
    none can, nobody is left who could be asked.
    """
    for path, connect in places:
        if connect is not None and _was_asked(path, connect, by, right):
            return


def _was_asked(path: Path, connect: Connect, by: int | None, right: Right) -> bool:
    try:
        with closing(connect(path, "ro", frozen=not _has_log(path))) as connection:
            if _knows_users(connection):
                ensure_right(connection, by, right)
            return True
    except database_errors():
        return False


def _has_log(path: Path) -> bool:
    """Tell whether a log waits to be read; without one the file is read as it lies, and nothing is left beside it."""
    return any(log.exists() and log.stat().st_size for log in logs_of(path))


def _knows_users(connection: sqlite3.Connection) -> bool:
    """Tell whether the register is of a form that has users; older ones have none."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'officer'").fetchone() is not None
