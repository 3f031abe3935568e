"""Lập lại sổ: a damaged or missing register is made again from the newest backup that opens and the journal."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labordesk.disk import drafted
from labordesk.errors import BadFile, SecretNeeded, Unavailable
from labordesk.logs import LOGGER
from labordesk.rules.roles import Right
from labordesk.services.backups import backups_of
from labordesk.services.closed_rights import ensure_closed
from labordesk.services.restoring import NO_BACKUP
from labordesk.store.backup import Told
from labordesk.store.backup_list import BackupFile
from labordesk.store.cipher import forget
from labordesk.store.connection import Connect
from labordesk.store.driver import database_errors, is_of_the_disk
from labordesk.store.faults import told
from labordesk.store.journal import journal_of, open_journal, read_journal
from labordesk.store.journal_entries import Entry
from labordesk.store.lock import RegisterLock
from labordesk.store.rebuilding import rebuild
from labordesk.store.replacing import ensure_room, put_in_place
from labordesk.store.unlocking import connect_for


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


def rescue_of(path: Path) -> Rescue:
    """Tell what is there to make a damaged or missing register again: the newest backup, and a journal."""
    found = backups_of(path)
    newest = next((one for one in found if one.is_good), next(iter(found), None))
    return Rescue(newest, newest is not None and journal_of(path).exists())


def rebuild_register(
    path: Path, *, secret: str | None = None, by: int | None = None, told_of: Told | None = None
) -> Rebuilt:
    """Make a damaged or missing register again: the newest backup that opens, and from the journal what came after.

    The damaged file is kept beside. ``by`` is the user who signed in, to the backup when the register tells of none.
    Unavailable when there is no backup that opens, SecretNeeded without its password, NotAllowed.
    """
    path = path.absolute()
    refused: Unavailable | None = None
    with told(path, files=True):
        lock = RegisterLock(path)
        try:
            for backup in _best_first(path):
                try:
                    with told(backup.path, files=True), drafted(path) as draft:
                        return _rebuilt(path, backup, draft, secret, by, told_of)
                except SecretNeeded:
                    raise
                except (BadFile, Unavailable) as error:
                    LOGGER.warning("a backup could not be used: %s", type(error).__name__)
                    refused = error if isinstance(error, Unavailable) else refused
            # A full disk is no fault of the backups.
            raise refused or Unavailable(NO_BACKUP, name=path.name)
        finally:
            lock.release()


def _rebuilt(
    path: Path, backup: BackupFile, draft: Path, secret: str | None, by: int | None, told_of: Told | None
) -> Rebuilt:
    connect = connect_for(backup.path, secret)
    try:
        ensure_closed(((path, connect), (backup.path, connect)), by, Right.RESTORE)
        ensure_room(path, backup.path)
        if told_of is not None:
            told_of(0, 0)
        done = rebuild(backup.path, _entries(path, connect), draft, connect)
        with closing(connect(draft, "ro")) as connection:
            row = connection.execute("SELECT at FROM operation ORDER BY id DESC LIMIT 1").fetchone()
        kept = put_in_place(path, draft)
    finally:
        forget(connect)
    until = datetime.fromisoformat(str(row[0])).astimezone() if row else None
    return Rebuilt(kept, backup, done.operations, until, done.is_whole)


def _entries(path: Path, connect: Connect) -> list[Entry]:
    """Return what the journal holds; a damaged journal, or one of another key, holds nothing.

    A disk that refuses is told: a register without its last deeds would else pass for the whole one.
    """
    place = journal_of(path)
    if not place.exists():
        return []
    try:
        open_journal(place, connect).close()  # takes the last entries out of its log
    except database_errors() as error:
        if is_of_the_disk(error):
            raise
    return list(read_journal(place, connect))


def _best_first(path: Path) -> list[BackupFile]:
    """Return the backups in the order they are tried: those opened before, then the rest, the newest first."""
    found = backups_of(path)
    return [one for one in found if one.is_good] + [one for one in found if not one.is_good]
