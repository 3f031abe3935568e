"""Khôi phục: what a backup has that the register has not, and putting back the one or the other.

Nothing is thrown away: the file that is replaced stays beside the register under a name with the date.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from labordesk.errors import BadFile, LabordeskError, RuleBroken, SecretNeeded, Unavailable
from labordesk.i18n import N_
from labordesk.logs import LOGGER
from labordesk.paths import REGISTER_SUFFIX
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.backups import back_up_before, backups_of
from labordesk.services.changes import Changes
from labordesk.services.history_tables import changes_of
from labordesk.store import comparison
from labordesk.store.backup import Told, copy
from labordesk.store.backup_list import BackupFile
from labordesk.store.backup_names import BEFORE_RESTORE
from labordesk.store.bringing_back import NotBrought, bring_back
from labordesk.store.cipher import CipherConnect, forget
from labordesk.store.connection import Connect
from labordesk.store.conversion import convert
from labordesk.store.driver import database_errors
from labordesk.store.engine import sqlite_of
from labordesk.store.faults import FULL, told
from labordesk.store.identity import revision_of
from labordesk.store.journal import Entry, journal_of, open_journal, read_journal, set_aside
from labordesk.store.key_place import companion_of, is_encrypted, sync_folder
from labordesk.store.keys_of_backups import connect_backup
from labordesk.store.lock import RegisterLock
from labordesk.store.migrations.head import HEAD
from labordesk.store.origin import origin
from labordesk.store.rebuilding import rebuild
from labordesk.store.register import Register
from labordesk.store.side_by_side import of_today, side_by_side
from labordesk.store.unlocking import connect_for
from labordesk.store.upgrade import migrate

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


@dataclass(frozen=True)
class Replaced:
    """The register now holds the backup; what it held lies in ``kept`` (None when there was no file)."""

    kept: Path | None


@dataclass(frozen=True)
class Rebuilt:
    """A register made of a backup and the journal; ``until`` is the moment of the last deed it holds."""

    kept: Path | None
    backup: BackupFile
    operations: int
    until: datetime | None
    is_whole: bool


@dataclass(frozen=True)
class Rescue:
    """What a register that cannot be opened can be made again from."""

    backup: BackupFile | None
    has_journal: bool


# looking


def compare_with(register: Register, backup: Path, secret: str | None = None) -> Comparison:
    """Compare the open register with a backup; SecretNeeded when the backup has another key than the register."""
    _ensure_other(register.path, backup)
    connect = connect_backup(backup, register.connect, secret)
    with (
        told(backup, files=True),
        of_today(backup, connect, register.path) as file,
        side_by_side(register.path, register.connect, file, connect) as connection,
    ):
        return comparison.compare(connection)


# bringing back what was deleted


def bring_back_from(
    register: Register, backup: Path, chosen: Sequence[NamedRow], secret: str | None = None
) -> BroughtBack:
    """Put deleted people and files back with all that hung on them, as one operation that Ctrl+Z takes back.

    What the register has is never overwritten. A file that would clash stays away and is named in ``refused``.
    """
    if not chosen:
        raise RuleBroken(NOTHING_CHOSEN)
    _ensure_other(register.path, backup)
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


# replacing a closed register


def replace_register(
    path: Path,
    backup: Path,
    *,
    secret: str | None = None,
    backup_secret: str | None = None,
    told_of: Told | None = None,
) -> Replaced:
    """Put a copy of a backup in the place of a closed register; until that is proved the register stays as it is.

    ``secret`` opens the register: with it an unencrypted backup becomes encrypted again. A backup with another key
    keeps that key. BadFile, Unavailable or SecretNeeded otherwise.
    """
    path = path.absolute()
    _ensure_other(path, backup)
    draft = _draft_of(path)
    with told(path, files=True):
        lock = RegisterLock(path)
        known = _connect_or_none(path, secret)
        try:
            connect = connect_backup(backup, known, backup_secret or secret)
            _ensure_room(path, backup)
            copy(backup, draft, connect, told_of)
            _bring_to_today(draft, connect)
            _encrypt_again(draft, connect, known, secret)
            kept = _put_in_place(path, draft)
            _put_journal_aside(path, known or connect)
        finally:
            _remove(draft)
            lock.release()
            if known is not None:
                forget(known)
    LOGGER.info("register replaced by a backup")
    return Replaced(kept)


def rescue_of(path: Path) -> Rescue:
    """Tell what is there to make a damaged or missing register again: the newest backup, and a journal."""
    found = backups_of(path)
    newest = next((one for one in found if one.is_good), next(iter(found), None))
    return Rescue(newest, newest is not None and journal_of(path).exists())


def rebuild_register(path: Path, *, secret: str | None = None, told_of: Told | None = None) -> Rebuilt:
    """Make a damaged or missing register again: the newest backup that opens, and from the journal what came after.

    The damaged file is kept beside. Unavailable when there is no backup that opens, SecretNeeded without its password.
    """
    path = path.absolute()
    with told(path, files=True):
        lock = RegisterLock(path)
        draft = _draft_of(path)
        try:
            for backup in _best_first(path):
                _remove(draft)
                try:
                    with told(backup.path, files=True):
                        return _rebuilt(path, backup, draft, secret, told_of)
                except SecretNeeded:
                    raise
                except (BadFile, Unavailable) as error:
                    LOGGER.warning("a backup could not be used: %s", type(error).__name__)
            raise Unavailable(NO_BACKUP, name=path.name)
        finally:
            _remove(draft)
            lock.release()


def _rebuilt(path: Path, backup: BackupFile, draft: Path, secret: str | None, told_of: Told | None) -> Rebuilt:
    connect = connect_for(backup.path, secret)
    try:
        _ensure_room(path, backup.path)
        if told_of is not None:
            told_of(0, 0)
        done = rebuild(backup.path, _entries(path, connect), draft, connect)
        with closing(connect(draft, "ro")) as connection:
            row = connection.execute("SELECT at FROM operation ORDER BY id DESC LIMIT 1").fetchone()
        kept = _put_in_place(path, draft)
    finally:
        forget(connect)
    until = datetime.fromisoformat(str(row[0])).astimezone() if row else None
    return Rebuilt(kept, backup, done.operations, until, done.is_whole)


def _entries(path: Path, connect: Connect) -> list[Entry]:
    """Return what the journal holds; a journal that cannot be read, or of another key, holds nothing."""
    place = journal_of(path)
    if not place.exists():
        return []
    with suppress(*database_errors()):
        open_journal(place, connect).close()  # takes the last entries out of its log
    try:
        return list(read_journal(place, connect))
    except database_errors():
        return []


def _best_first(path: Path) -> list[BackupFile]:
    """Return the backups in the order they are tried: those opened before, then the rest, the newest first."""
    found = backups_of(path)
    return [one for one in found if one.is_good] + [one for one in found if not one.is_good]


# files


def _ensure_other(path: Path, backup: Path) -> None:
    if not backup.exists():
        raise Unavailable(NO_BACKUP, name=path.name)
    if path.exists() and path.samefile(backup):
        raise RuleBroken(SAME_FILE, name=backup.name)


def _connect_or_none(path: Path, secret: str | None) -> Connect | None:
    """Return what opens the register that is to be replaced; None when it is missing or nothing opens it any more."""
    if not path.exists():
        return None
    try:
        return connect_for(path, secret)
    except SecretNeeded:
        raise
    except (LabordeskError, OSError):
        return None


def _bring_to_today(draft: Path, connect: Connect) -> None:
    with closing(connect(draft, "ro")) as connection:
        is_older = revision_of(connection, draft) != HEAD
    if is_older:
        migrate(draft, connect)


def _encrypt_again(draft: Path, connect: Connect, known: Connect | None, secret: str | None) -> None:
    if isinstance(known, CipherConnect) and not is_encrypted(draft):
        convert(draft, connect, known, secret)


def _put_in_place(path: Path, draft: Path) -> Path | None:
    """Give the draft the name of the register in one step; what was there gets a name with the time, and is returned.

    A log left beside the old file goes with it: SQLite would play it back into the new one.
    """
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    kept = None
    if path.exists():
        kept = _kept_name(path)
        try:
            kept.hardlink_to(path)
        except OSError:  # FAT, exFAT
            shutil.copy2(path, kept)
    for end in ("-wal", "-journal"):
        log = path.with_name(path.name + end)
        if log.exists():
            log.replace((kept or _kept_name(path)).with_name((kept or _kept_name(path)).name + end))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    block = companion_of(path)
    if block.exists():
        block.replace(companion_of(kept or _kept_name(path)))
    draft.replace(path)
    sync_folder(path.parent)
    return kept


def _kept_name(path: Path) -> Path:
    stamp = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    number, target = 1, path.with_name(f"{path.stem}.truoc-khoi-phuc-{stamp}{REGISTER_SUFFIX}")
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}.truoc-khoi-phuc-{stamp}-{number}{REGISTER_SUFFIX}")
    return target


def _put_journal_aside(path: Path, connect: Connect) -> None:
    """Keep the journal apart: it tells of what the register no longer holds."""
    place = journal_of(path)
    with suppress(OSError, *database_errors()):
        if place.exists():
            open_journal(place, connect).close()
    with suppress(OSError):
        set_aside(place)


def _ensure_room(path: Path, backup: Path) -> None:
    if shutil.disk_usage(path.parent).free < backup.stat().st_size * 11 // 10:
        raise Unavailable(FULL, name=path.name)


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")


def _remove(draft: Path) -> None:
    for rest in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + rest).unlink(missing_ok=True)
    companion_of(draft).unlink(missing_ok=True)
