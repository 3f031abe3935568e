"""Bản sao chưa mã hóa: copies of an encrypted register that anybody can read, encrypted or deleted in one go.

Backups and files put aside before a restore stay what they were when the register gets its password. Only copies of
this very register count: another register in the same folder is none of its business.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from glob import escape
from pathlib import Path

from labordesk.paths import REGISTER_SUFFIX
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.store.backup_names import parse_name
from labordesk.store.cipher import forget, owned
from labordesk.store.connection import connect_plain, logs_of
from labordesk.store.conversion import Told, convert
from labordesk.store.driver import database_errors
from labordesk.store.faults import told
from labordesk.store.key_place import companion_of, copies_near, is_encrypted
from labordesk.store.keys_of_backups import connect_backup
from labordesk.store.register import Register
from labordesk.store.second_place import identity_of


def plain_copies(register: Register, second: Path | None = None) -> tuple[Path, ...]:
    """Return the copies of an encrypted register that are not encrypted: personal data in clear.

    They lie beside it and, when that is there, in the ``second`` place its backups are copied to.
    """
    return copies_to_encrypt(register, second) if register.is_encrypted else ()


def copies_to_encrypt(register: Register, second: Path | None = None) -> tuple[Path, ...]:
    """Return the readable copies of a register, also while it has no password yet."""
    with register.looking() as connection:
        identity = identity_of(connection)
    found = []
    for path in (*copies_near(register.path), *_in_second(register.path, second)):
        with suppress(OSError):
            if not is_encrypted(path) and _is_copy(path, register.path, identity):
                found.append(path)
    return tuple(found)


def remove_plain_copies(register: Register, paths: Iterable[Path]) -> int:
    """Delete readable copies with the logs beside them and return how many are gone; NotAllowed."""
    ensure(register, Right.RESTORE)
    count = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            count += 1
            for rest in (*logs_of(path), path.with_name(f"{path.name}-shm"), companion_of(path)):
                rest.unlink(missing_ok=True)
    return count


def encrypt_plain_copies(register: Register, paths: Iterable[Path], password: str, told_of: Told | None = None) -> int:
    """Encrypt readable copies with the key of the register; WrongSecret unless ``password`` opens it, NotAllowed.

    Returns how many are encrypted now; one that is damaged stays as it is and raises its own sentence.
    """
    from labordesk.services.register_keys import prove

    ensure(register, Right.RESTORE)
    prove(register, password).wipe()
    count = 0
    for path in paths:
        connect = owned(register.connect)
        try:
            with told(path, files=True):
                convert(path, connect_backup(path, None, None), connect, password, told_of)
        finally:
            forget(connect)
        count += 1
    return count


def _in_second(register: Path, second: Path | None) -> list[Path]:
    """Return the registers in the folders of this name in the second place; none when it is not there."""
    with suppress(OSError):
        if second is not None:
            return sorted(second.glob(f"{escape(register.stem)}*/*{REGISTER_SUFFIX}"))
    return []


def _is_copy(path: Path, register: Path, identity: str) -> bool:
    """Tell whether a readable file is a copy of this register: by its first deed, else by its name."""
    try:
        with closing(connect_plain(path, "ro", frozen=True)) as connection:
            return identity_of(connection) == identity
    except database_errors():  # of a form without a history, or damaged: still somebody's data in clear
        return parse_name(path.name, register.stem) is not None
