"""Writing a register anew, so that no free page, no rest of a page and no log holds what was deleted."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from labordesk.errors import Unavailable
from labordesk.store.faults import FULL
from labordesk.store.memory import free_mib
from labordesk.store.watching import watched

_STEPS = 100
_PLENTY = 2
"""How many times the register must fit into free memory to be copied there."""
_COPIES = 2
"""The whole file is written twice more for a while: as SQLite's own copy, and as the log."""


def ensure_room_to_wipe(path: Path) -> None:
    """Refuse (Unavailable) while the disk has not the room that writing a register anew takes."""
    if shutil.disk_usage(path.parent).free < path.stat().st_size * _COPIES * 11 // 10:
        raise Unavailable(FULL, name=path.name)


def wipe_free_pages(
    connection: sqlite3.Connection, path: Path, told_of: Callable[[int, int], None] | None = None
) -> None:
    """Write the file of a connection anew; ``told_of`` gets (steps done, steps) and what it raises stops the work.

    The copy SQLite makes on the way is as large as the register. It is kept in memory where there is plenty, else on
    the disk, encrypted like the register: with a million people (2,2 GiB) 52 s and 2,4 GiB against 263 s and 85 MiB.
    """
    report = told_of or (lambda _done, _steps: None)
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    size = max(1, pages * int(connection.execute("PRAGMA page_size").fetchone()[0]))
    log = path.with_name(f"{path.name}-wal")

    def look() -> None:
        written = log.stat().st_size if log.exists() else 0
        report(min(_STEPS - 1, _STEPS * written // size), _STEPS)

    connection.execute(f"PRAGMA temp_store = {'MEMORY' if _PLENTY * size < free_mib() << 20 else 'FILE'}")
    connection.execute("PRAGMA secure_delete = ON")
    look()
    with watched(connection, look):
        connection.execute("INSERT INTO person_search (person_search) VALUES ('optimize')")
        connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
