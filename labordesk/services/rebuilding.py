"""Lập lại sổ: a damaged or missing register is made again from the newest backup that opens and the journal."""

from __future__ import annotations

import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labordesk.disk import drafted
from labordesk.errors import BadFile, SecretNeeded, Unavailable
from labordesk.logs import LOGGER
from labordesk.rules.roles import Right
from labordesk.services.backups import backups_of, check_backup
from labordesk.services.closed_rights import ensure_closed
from labordesk.services.registers import has_password
from labordesk.services.restoring import NO_BACKUP
from labordesk.store.backup import Told
from labordesk.store.backup_list import BackupFile
from labordesk.store.cipher import forget
from labordesk.store.connection import Connect, connect_plain
from labordesk.store.driver import database_errors, is_of_the_disk
from labordesk.store.faults import told
from labordesk.store.journal import JournalRead, journal_of, open_journal, read_journal
from labordesk.store.journal_entries import Entry
from labordesk.store.key_place import key_id_of
from labordesk.store.lock import RegisterLock
from labordesk.store.rebuilding import rebuild
from labordesk.store.replacing import ensure_room, put_in_place
from labordesk.store.second_place import NO_DEED, identity_of
from labordesk.store.unlocking import connect_for


@dataclass(frozen=True)
class Lost:
    """Deeds of the journal that did not come back: how many, and when the last was; None where nobody knows."""

    deeds: int | None
    until: datetime | None


@dataclass(frozen=True)
class Rebuilt:
    """A register made of a backup and the journal; ``until`` is the moment of the last deed it holds."""

    kept: Path | None
    backup: BackupFile
    operations: int
    until: datetime | None
    lost: Lost | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether everything the journal noted came back."""
        return self.lost is None


@dataclass(frozen=True)
class Rescue:
    """What a register that cannot be opened can be made again from."""

    backup: BackupFile | None
    has_journal: bool
    is_there: bool
    """Whether the damaged file itself can be reached."""
    encrypted: bool
    """Whether a password is needed for either of them."""


def rescue_of(path: Path, told_of: Told | None = None) -> Rescue:
    """Tell what is there to make a damaged or missing register again: a good backup, and a journal.

    The backup is the newest of this register that was opened and found sound; where none was, those that need no
    password are opened now. ``told_of`` gets (backups looked at, backups) and may raise to stop.
    """
    backup = _best(path, told_of or (lambda _done, _all: None))
    encrypted = has_password(path) or (backup is not None and backup.encrypted)
    return Rescue(backup, backup is not None and journal_of(path).exists(), path.is_file(), encrypted)


def _best(path: Path, report: Told) -> BackupFile | None:
    """Return the backup to begin with; one that needs a password is taken unopened."""
    found = _best_first(path)
    for done, one in enumerate(found):
        report(done, len(found))
        if one.is_good or one.encrypted:
            return one
        with suppress(BadFile, Unavailable):
            return check_backup(one)
    return None


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
        journal = _journal(path, connect)
        done = rebuild(backup.path, journal, draft, connect)
        with closing(connect(draft, "ro")) as connection:
            row = connection.execute("SELECT at FROM operation ORDER BY id DESC LIMIT 1").fetchone()
        kept = put_in_place(path, draft)
    finally:
        forget(connect)
    until = datetime.fromisoformat(str(row[0])).astimezone() if row else None
    return Rebuilt(kept, backup, done.operations, until, _lost(journal, done.last))


def _lost(journal: JournalRead, last: int) -> Lost | None:
    """Return what the journal noted after the last deed that came back; None when there is nothing."""
    beyond = [one for one in journal if one.id > last]
    if beyond:
        moments = (_moment(one) for one in reversed(beyond))
        return Lost(beyond[-1].id - last, next((one for one in moments if one is not None), None))
    return None if journal.ends_well else Lost(None, None)


def _moment(entry: Entry) -> datetime | None:
    try:
        return datetime.fromisoformat(str(entry.facts()[1])).astimezone()
    except (ValueError, IndexError, zlib.error):
        return None


def _journal(path: Path, connect: Connect) -> JournalRead:
    """Return what can be read of the journal; one of another key cannot be read at all.

    A disk that refuses is told: a register without its last deeds would else pass for the whole one.
    """
    place = journal_of(path)
    if not place.exists():
        return JournalRead((), ends_well=True)
    try:
        open_journal(place, connect).close()  # takes the last entries out of its log
    except database_errors() as error:
        if is_of_the_disk(error):
            raise
    return read_journal(place, connect)


def _best_first(path: Path) -> list[BackupFile]:
    """Return the backups in the order they are tried: those opened before, then the rest, each the newest first.

    What another register of the same name left in the folder comes after its own in either part.
    """
    mark = _mark_of(path)

    def rank(one: BackupFile) -> tuple[bool, bool]:
        other = _mark_of(one.path) if mark is not None else None
        return not one.is_good, mark is not None and other is not None and mark[0] == other[0] and mark != other

    return sorted(backups_of(path), key=rank)


def _mark_of(path: Path) -> tuple[str, str] | None:
    """Return what tells the copies of a register from those of another; None when it cannot be read.

    The first deed of a plain one; the key of an encrypted one, which changes when its backups are to be useless.
    """
    with suppress(OSError, *database_errors()):
        if (key_id := key_id_of(path)) is not None:
            return "key", key_id.hex()
        with closing(connect_plain(path, "ro", frozen=True)) as connection:
            first = identity_of(connection)
            return ("deed", first) if first != NO_DEED else None
    return None
