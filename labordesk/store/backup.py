"""A copy of a register that has been opened and checked, made while the register stays in use."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

from labordesk.errors import Unavailable
from labordesk.i18n import N_
from labordesk.paths import REGISTER_SUFFIX
from labordesk.store.connection import Connect
from labordesk.store.faults import told
from labordesk.store.identity import revision_of

FOLDER = "backups"

NOT_SOUND = N_("Bản sao lưu của sổ “{name}” không đọc lại được nên đã bỏ; hãy kiểm tra ổ đĩa rồi làm lại.")

_PAGES_AT_A_TIME = 4_000


def back_up(path: Path, connect: Connect, *, label: str, folder: Path | None = None) -> Path:
    """Copy a register to ``backups`` beside it and return the copy, which was read back and found sound.

    The name ends in ``label`` and the time of this machine; Unavailable when the place cannot take it.
    """
    target_folder = folder or path.parent / FOLDER
    with told(target_folder / path.name, files=True):
        target_folder.mkdir(exist_ok=True)
        target = _free_name(target_folder, f"{path.stem}.{label}-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
        draft = target.with_suffix(".new")
        try:
            copy(path, draft, connect)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return target


def copy(source: Path, target: Path, connect: Connect) -> None:
    """Copy a register page by page with SQLite's backup and read the copy back; Unavailable when it is not sound."""
    with closing(connect(source, "rw" if os.access(source, os.W_OK) else "ro")) as old:
        with closing(connect(target, "rwc")) as new:
            old.backup(new, pages=_PAGES_AT_A_TIME)
            new.execute("PRAGMA journal_mode = DELETE")
        with closing(connect(target, "ro")) as new:
            sound = new.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            same = sound and revision_of(new, target) == revision_of(old, source)
    if not same:
        raise Unavailable(NOT_SOUND, name=source.name)


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}{REGISTER_SUFFIX}"
    number = 2
    while target.exists():
        target = folder / f"{stem}-{number}{REGISTER_SUFFIX}"
        number += 1
    return target
