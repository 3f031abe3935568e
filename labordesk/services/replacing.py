"""Thay sổ bằng bản sao lưu: a copy of a backup takes the place of a closed register.

Nothing is thrown away: the file that is replaced stays beside the register under a name with the date.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from labordesk.disk import drafted
from labordesk.errors import LabordeskError, SecretNeeded
from labordesk.logs import LOGGER
from labordesk.rules.roles import Right
from labordesk.services.closed_rights import ensure_closed
from labordesk.services.restoring import ensure_other
from labordesk.store.backup import Told, copy
from labordesk.store.cipher import CipherConnect, forget
from labordesk.store.connection import Connect
from labordesk.store.conversion import convert
from labordesk.store.faults import told
from labordesk.store.identity import revision_of
from labordesk.store.key_place import is_encrypted
from labordesk.store.keys_of_backups import connect_backup
from labordesk.store.lock import RegisterLock
from labordesk.store.migrations.head import HEAD
from labordesk.store.replacing import ensure_room, put_in_place, put_journal_aside
from labordesk.store.unlocking import connect_for
from labordesk.store.upgrade import migrate


@dataclass(frozen=True)
class Replaced:
    """The register now holds the backup; what it held lies in ``kept`` (None when there was no file)."""

    kept: Path | None


def replace_register(
    path: Path,
    backup: Path,
    *,
    secret: str | None = None,
    backup_secret: str | None = None,
    by: int | None = None,
    told_of: Told | None = None,
) -> Replaced:
    """Put a copy of a backup in the place of a closed register; until that is proved the register stays as it is.

    ``secret`` opens the register: with it an unencrypted backup becomes encrypted again. A backup with another key
    keeps that key. ``by`` is the user who had signed in. BadFile, Unavailable, SecretNeeded or NotAllowed otherwise.
    """
    path = path.absolute()
    ensure_other(path, backup)
    with told(path, files=True), drafted(path) as draft:
        lock = RegisterLock(path)
        known = connect_or_none(path, secret)
        try:
            connect = connect_backup(backup, known, backup_secret or secret)
            ensure_closed(((path, known), (backup, connect)), by, Right.RESTORE)
            ensure_room(path, backup)
            copy(backup, draft, connect, told_of)
            _bring_to_today(draft, connect)
            _encrypt_again(draft, connect, known, secret)
            kept = put_in_place(path, draft)
            put_journal_aside(path, known or connect)
        finally:
            lock.release()
            if known is not None:
                forget(known)
    LOGGER.info("register replaced by a backup")
    return Replaced(kept)


def connect_or_none(path: Path, secret: str | None) -> Connect | None:
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
