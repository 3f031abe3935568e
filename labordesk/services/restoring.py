"""Khôi phục: what a backup has that the register has not, and putting deleted files back into the open register."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from labordesk.errors import RuleBroken, Unavailable
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.backups import back_up_before
from labordesk.services.changes import Changes
from labordesk.services.history_tables import changes_of
from labordesk.store import comparison
from labordesk.store.backup_names import BEFORE_RESTORE
from labordesk.store.bringing_back import NotBrought, bring_back
from labordesk.store.engine import sqlite_of
from labordesk.store.faults import told
from labordesk.store.keys_of_backups import connect_backup
from labordesk.store.origin import origin
from labordesk.store.register import Register
from labordesk.store.side_by_side import of_today, side_by_side

RESTORE = "restore"
"""The origin of what is brought back from a backup."""

SAME_FILE = N_("“{name}” chính là sổ đang dùng; hãy chọn một bản sao lưu.")
NO_BACKUP = N_("Không có bản sao lưu nào mở được của sổ “{name}”; hãy tìm ở USB hoặc máy khác.")
NOTHING_CHOSEN = N_("Hãy chọn ít nhất một hồ sơ để lấy lại.")

Comparison = comparison.Comparison
NamedRow = comparison.NamedRow


@dataclass(frozen=True)
class BroughtBack:
    """Rows put back by table, how many of the chosen files are here again, and which are not, each with its reason."""

    rows: dict[str, int]
    files: int
    refused: tuple[NotBrought, ...]
    operation_id: int | None
    changes: Changes


def compare_with(register: Register, backup: Path, secret: str | None = None) -> Comparison:
    """Compare the open register with a backup; SecretNeeded when the backup has another key than the register."""
    ensure_other(register.path, backup)
    connect = connect_backup(backup, register.connect, secret)
    with (
        told(backup, files=True),
        of_today(backup, connect, register.path) as file,
        side_by_side(register.path, register.connect, file, connect) as connection,
    ):
        return comparison.compare(connection)


def bring_back_from(
    register: Register, backup: Path, chosen: Sequence[NamedRow], secret: str | None = None
) -> BroughtBack:
    """Put deleted people and files back with all that hung on them, as one operation that Ctrl+Z takes back.

    What the register has is never overwritten. A file that would clash stays away and is named in ``refused``.
    """
    if not chosen:
        raise RuleBroken(NOTHING_CHOSEN)
    ensure_other(register.path, backup)
    ensure(register, Right.RESTORE)
    connect = connect_backup(backup, register.connect, secret)
    order = list(comparison.NAMED)
    wanted = sorted(((one.table, one.uid) for one in chosen), key=lambda key: order.index(key[0]))
    back_up_before(register, BEFORE_RESTORE)
    with (
        told(backup, files=True),
        of_today(backup, connect, register.path) as file,
        closing(connect(file, "ro")) as there,
        origin(RESTORE),
        register.writing(right=Right.RESTORE) as session,
    ):
        done = bring_back(sqlite_of(session), there, wanted)
    operation = register.last_operation if done.rows else None
    return BroughtBack(dict(done.rows), len(done.files), tuple(done.refused), operation, changes_of(done.rows))


def ensure_other(path: Path, backup: Path) -> None:
    """Refuse (Unavailable, RuleBroken) a backup that is not there or is the register itself."""
    if not backup.exists():
        raise Unavailable(NO_BACKUP, name=path.name)
    if path.exists() and path.samefile(backup):
        raise RuleBroken(SAME_FILE, name=backup.name)
