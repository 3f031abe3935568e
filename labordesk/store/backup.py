"""A copy of a register that has been opened, checked and compared, made while the register stays in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from labordesk.disk import beside, make_durable
from labordesk.errors import Unavailable
from labordesk.i18n import N_
from labordesk.store.backup_names import FOLDER, free_name
from labordesk.store.cipher import finish_file
from labordesk.store.connection import Connect
from labordesk.store.faults import FULL, told
from labordesk.store.identity import revision_of
from labordesk.store.register_connections import is_frozen
from labordesk.store.tally import Tally, tally_of
from labordesk.store.watching import watched

NOT_SOUND = N_("Bản sao lưu của sổ “{name}” không đọc lại được nên đã bỏ; hãy kiểm tra ổ đĩa rồi làm lại.")

Told = Callable[[int, int], None]
"""Gets (steps done, steps) and may raise to stop; nothing is left of the copy then."""

_PAGES_AT_A_TIME = 2_000
_STEPS, _COPIED, _READ, _COMPARED = 100, 60, 80, 95
_LOOKED_THROUGH = 192 * 1024 * 1024
"""Bytes up to which every index entry is compared with its row as well; the pages of larger files are read."""


def back_up(
    path: Path, connect: Connect, *, label: str, folder: Path | None = None, told_of: Told | None = None
) -> Path:
    """Copy a register to ``backups`` beside it and return the copy, which was read back and found sound.

    The name ends in ``label`` and the time of this machine; Unavailable when the place cannot take it.
    """
    return take(path, connect, label=label, folder=folder, told_of=told_of)[0]


def take(
    path: Path, connect: Connect, *, label: str, folder: Path | None = None, told_of: Told | None = None
) -> tuple[Path, Tally]:
    """Make a backup as ``back_up`` does and return with it what it was found to hold."""
    target_folder = folder or path.parent / FOLDER
    with told(target_folder / path.name, files=True):
        target_folder.mkdir(exist_ok=True)
        _ensure_room(path, target_folder)
        target = free_name(target_folder, path.stem, label, datetime.now().astimezone())
        with beside(target) as draft:
            held = copy(path, draft, connect, told_of)
    return target, held


def copy(source: Path, target: Path, connect: Connect, told_of: Told | None = None) -> Tally:
    """Copy one moment of a register while others write, read the copy back and compare it; Unavailable if unsound.

    Returns what the copy holds. The source's snapshot is held to the end: nobody is kept from writing by that, and
    a copy begun is never begun again.
    """
    writable = os.access(source, os.W_OK) and os.access(source.parent, os.W_OK)
    with closing(connect(source, "rw" if writable else "ro", frozen=not writable and is_frozen(source))) as old:
        return copy_open(old, source, target, connect, told_of)


def copy_open(
    old: sqlite3.Connection, source: Path, target: Path, connect: Connect, told_of: Told | None = None
) -> Tally:
    """Copy as ``copy`` does what a connection at rest has open, whether or not the file still lies at ``source``."""
    report = told_of or (lambda _done, _steps: None)
    old.execute("PRAGMA query_only = ON")
    old.execute("BEGIN")
    try:
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _copy_pages(old, target, connect, report)
        finish_file(target, connect)
        make_durable(target)
        with closing(connect(target, "ro")) as new:
            held = _proved(old, new, source, target, report)
    finally:
        old.rollback()
    report(_STEPS, _STEPS)
    return held


def _copy_pages(old: sqlite3.Connection, target: Path, connect: Connect, report: Told) -> None:
    def look(_status: int, remaining: int, total: int) -> None:
        report(_COPIED * (total - remaining) // max(1, total), _STEPS)

    with closing(connect(target, "rwc")) as new:
        # A draft that a power cut leaves half written is thrown away; it is made durable once, at the end.
        new.execute("PRAGMA synchronous = OFF")
        old.backup(new, pages=_PAGES_AT_A_TIME, progress=look)
        new.execute("PRAGMA journal_mode = DELETE").fetchall()


def _proved(old: sqlite3.Connection, new: sqlite3.Connection, source: Path, target: Path, report: Told) -> Tally:
    """Return what the copy holds once every page was read and it holds what the source did at that moment."""
    check = "integrity_check" if target.stat().st_size <= _LOOKED_THROUGH else "quick_check"
    with watched(new, lambda: report(_COPIED, _STEPS)):
        sound = new.execute(f"PRAGMA {check}(1)").fetchone() == ("ok",)
        sound = sound and revision_of(new, target) == revision_of(old, source)
    with watched(new, lambda: report(_READ, _STEPS)):
        broken = _broken_links(new) if sound else 0
        held = tally_of(new) if sound else None
    with watched(old, lambda: report(_COMPARED, _STEPS)):
        sound = sound and (broken == 0 or broken == _broken_links(old))
        if not sound or held is None or held != tally_of(old):
            raise Unavailable(NOT_SOUND, name=source.name)
    return held


def _broken_links(connection: sqlite3.Connection) -> int:
    return sum(1 for _row in connection.execute("PRAGMA foreign_key_check"))


def _ensure_room(path: Path, folder: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    needed = path.stat().st_size + (log.stat().st_size if log.exists() else 0)
    if shutil.disk_usage(folder).free < needed:
        raise Unavailable(FULL, name=path.name)
