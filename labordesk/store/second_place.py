"""Copying a good backup to another disk: whole or not at all, and compared byte by byte with the one it was made of."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from labordesk.disk import beside
from labordesk.errors import Unavailable
from labordesk.i18n import N_
from labordesk.store.backup import Told
from labordesk.store.backup_list import BackupFile, BackupList
from labordesk.store.faults import told

MISSING = N_("Không thấy nơi sao lưu thứ hai “{folder}”; hãy cắm USB hoặc ổ đĩa ấy vào rồi sao lưu lại.")
NO_ROOM = N_("Nơi sao lưu thứ hai “{folder}” không đủ chỗ trống; hãy dọn bớt hoặc chọn nơi khác.")
DIFFERENT = N_("Bản chép sang “{folder}” đọc lại không khớp nên đã bỏ; hãy thay USB hoặc ổ đĩa ấy rồi sao lưu lại.")

_OWNER: Final = "so.txt"
"""Names the register a folder belongs to: two registers of one name keep apart."""
NO_DEED: Final = "0"
"""The identity of a register in which nothing was ever written."""
_PIECE = 4 * 1024 * 1024


def place_in(chosen: Path, register: Path, identity: str) -> Path:
    """Return the folder of a register inside the chosen place, making it; Unavailable when the place is not there.

    ``identity`` is the same for all copies of one register.
    """
    if not chosen.is_dir():
        raise Unavailable(MISSING, folder=str(chosen))
    with told(chosen / register.name, files=True):
        for number in range(1, 1000):
            folder = chosen / (register.stem if number == 1 else f"{register.stem}-{number}")
            folder.mkdir(exist_ok=True)
            owner = folder / _OWNER
            if not owner.exists():
                with beside(owner) as draft:
                    draft.write_text(identity, encoding="utf-8")
                return folder
            if owner.read_text(encoding="utf-8", errors="replace").strip() == identity:
                return folder
    raise Unavailable(MISSING, folder=str(chosen))


def identity_of(connection: sqlite3.Connection) -> str:
    """Return what all copies of a register have in common: the chain of its first deed, when it was made."""
    row = connection.execute("SELECT chain FROM operation ORDER BY id LIMIT 1").fetchone()
    return str(row[0])[:16] if row else NO_DEED


def copy_to(backup: BackupFile, folder: Path, now: datetime, told_of: Told | None = None) -> Path:
    """Copy a good backup into ``folder``, thinning it; Unavailable, with nothing half written, when that fails."""
    report = told_of or (lambda _done, _steps: None)
    there = BackupList(Path(backup.name.stem), folder)
    target = folder / backup.path.name
    with told(target, files=True):
        if shutil.disk_usage(folder).free < backup.size:
            there.thin(now)
        if shutil.disk_usage(folder).free < backup.size:
            raise Unavailable(NO_ROOM, folder=str(folder))
        with beside(target) as draft:
            written = _copied(backup, draft, report)
            if _digest(draft) != written:
                raise Unavailable(DIFFERENT, folder=str(folder))
        if backup.held is not None:
            there.note(target, backup.held, is_new=True)
        there.thin(now)
    return target


def _copied(backup: BackupFile, draft: Path, report: Told) -> bytes:
    digest, done = hashlib.sha256(), 0
    with backup.path.open("rb") as source, draft.open("wb") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
            digest.update(piece)
            done += len(piece)
            report(min(99, 100 * done // max(1, backup.size)), 100)
        target.flush()
        os.fsync(target.fileno())
    _forget_pages(draft)
    return digest.digest()


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.digest()


def _forget_pages(path: Path) -> None:
    """Let the copy be read back from the disk and not from memory, where the system can be asked for it."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with suppress(OSError), closing(path.open("rb")) as file:
            advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
