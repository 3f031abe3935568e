"""Opening and making a register file: what the place allows, who else has it, which program wrote it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from labordesk.disk import sweep
from labordesk.errors import BadFile, Unavailable
from labordesk.i18n import N_
from labordesk.store.cipher import forget
from labordesk.store.connection import PLAIN_START, Connect, connect_plain, logs_of
from labordesk.store.faults import EXISTS, READ_ONLY, UNREACHABLE, told
from labordesk.store.identity import revision_of
from labordesk.store.lock import IN_USE, RegisterLock
from labordesk.store.long_paths import reachable
from labordesk.store.migrations.head import HEAD
from labordesk.store.places import is_on_network
from labordesk.store.register import Register
from labordesk.store.register_connections import is_frozen

if TYPE_CHECKING:
    from sqlmodel import Session

MISSING = N_("Không thấy sổ “{name}” ở “{folder}”; hãy kiểm tra ổ đĩa đã cắm và tệp còn ở đó, rồi mở lại.")
FOLDER = N_("“{name}” là một thư mục, không phải sổ; hãy chọn tệp .labordesk bên trong.")
LEFT_OVER = N_("Ở đó còn phần ghi dở “{name}” của một sổ cũ cùng tên; hãy đặt tên khác cho sổ mới.")
FOREIGN_LOG = N_(
    "Cạnh sổ “{name}” còn phần ghi dở của một tệp khác cùng tên; hãy mở sổ theo cách thường để phần ấy được cất riêng."
)
NO_FOLDER = N_("Không có thư mục “{folder}”; hãy tạo thư mục hoặc chọn chỗ khác.")
UNFINISHED = N_(
    "Sổ “{name}” lần trước chưa đóng hẳn và nằm ở nơi chỉ cho đọc; hãy chép cả thư mục sang ổ đĩa ghi được rồi mở ở đó."
)
BROKEN_SAVE = N_(
    "Sổ “{name}” còn một lần ghi dở nên chưa xem được; hãy mở sổ theo cách thường một lần để máy hoàn lại lần ghi ấy,"
    " rồi mở lại để xem."
)
ASKED = N_("Sổ “{name}” đang mở chỉ để xem; muốn ghi, hãy đóng rồi mở lại sổ theo cách thường.")
OLD_READ_ONLY = N_("Sổ “{name}” do bản Labordesk cũ ghi; hãy mở ở nơi ghi được một lần để nâng cấp.")


def open_register(
    path: Path, *, read_only: bool = False, secret: str | None = None, connect: Connect | None = None
) -> Register:
    """Open a register; on read-only media it opens read-only. BadFile, Unavailable with what to do next.

    SecretNeeded without the password or recovery key of an encrypted one (``connect`` stands for an open key).
    An older register is upgraded first, after a verified backup; a newer one is left untouched.
    """
    with told(path, files=True):
        path = _existing(path)
        given, connect = connect, connect or _driver_for(path, secret)
        try:
            return _open(path, read_only, connect)
        finally:
            if given is None:
                forget(connect)


def _driver_for(path: Path, secret: str | None) -> Connect:
    """Return what opens a register; the parts that know about keys are loaded for an encrypted one only."""
    with path.open("rb") as file:
        if file.read(len(PLAIN_START)) == PLAIN_START:
            return connect_plain
    from labordesk.store.unlocking import connect_for

    return connect_for(path, secret)


def _open(path: Path, read_only: bool, connect: Connect) -> Register:
    lock = None if read_only else _lock_if_writable(path)
    why = "" if lock else ASKED if read_only else READ_ONLY
    if lock is not None:
        sweep(path)  # what a program killed while encrypting or restoring left, readable perhaps
    try:
        aside = _foreign_log_set_aside(path, connect, lock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    register = _register(path, connect, lock, why)
    register.log_set_aside = aside
    try:
        if revision_of(_first_look(register), path) != HEAD:
            _upgrade(register, connect)
        if not register.read_only:
            register.use_log(ahead=not is_on_network(path))
            register.keep_hold()
    except BaseException:
        register.close()
        raise
    return register


def create_register(
    path: Path, *, fill: Callable[[Session], None] | None = None, connect: Connect = connect_plain
) -> Register:
    """Make a register and fill it; the file appears whole or not at all, and never replaces another.

    BadFile when there is already a file, Unavailable when the place cannot take one.
    """
    from labordesk.store.creation import build

    path = reachable(path.absolute())
    with told(path, files=True):
        if not path.parent.is_dir():
            raise Unavailable(NO_FOLDER, folder=str(path.parent))
        if path.exists():
            raise BadFile(EXISTS, name=path.name)
        _must_be_clear(path)
        lock = RegisterLock(path)
        try:
            build(path, fill, connect)
        except BaseException:
            lock.release()
            raise
        made = _register(path, connect, lock, "")
        try:
            made.use_log(ahead=not is_on_network(path))
            made.keep_hold()
        except BaseException:
            made.close()
            raise
        return made


def finish_register(draft: Path, path: Path, *, connect: Connect = connect_plain) -> Register:
    """Give a closed register that was made beside its place its name, and open it; it never replaces another.

    BadFile when there is already a file, or the log of an older one; the draft is left to the caller then.
    """
    from labordesk.store.creation import put_in_place

    path = reachable(path.absolute())
    with told(path, files=True):
        _must_be_clear(path)
        put_in_place(draft, path)
        draft.unlink(missing_ok=True)
    return open_register(path, connect=connect)


def _must_be_clear(path: Path) -> None:
    """Refuse a place where the log of an older register waits: SQLite would play it into the new one."""
    for log in logs_of(path):
        if log.exists():
            raise BadFile(LEFT_OVER, name=log.name)


def _register(path: Path, connect: Connect, lock: RegisterLock | None, why_read_only: str) -> Register:
    """Return the open register; the lock goes back when it cannot be one."""
    try:
        return Register(path, connect, lock, why_read_only=why_read_only)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _existing(path: Path) -> Path:
    path = reachable(path.absolute())
    if path.is_dir():
        raise BadFile(FOLDER, name=path.name)
    if not path.exists():
        raise Unavailable(MISSING, name=path.name, folder=str(path.absolute().parent))
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Unavailable(UNREACHABLE, name=path.name)
    return reachable(path.resolve())


def _lock_if_writable(path: Path) -> RegisterLock | None:
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return None
    try:
        return RegisterLock(path)
    except PermissionError:
        return None


def _foreign_log_set_aside(path: Path, connect: Connect, lock: RegisterLock | None) -> Path | None:
    """Keep the log of a lost file from being played into the one that lies at its place now; None when there is none.

    Who only looks leaves it where it is: Unavailable.
    """
    if not any(log.exists() and log.stat().st_size for log in logs_of(path)) or not os.access(path.parent, os.W_OK):
        return None
    from labordesk.store.left_behind import foreign_log
    from labordesk.store.left_log import set_aside

    own, kept = lock, None
    try:
        own = own or RegisterLock(path)
        while (log := foreign_log(path, connect)) is not None:
            if lock is None:
                raise Unavailable(FOREIGN_LOG, name=path.name)
            kept = set_aside(path, log)
        return kept
    except Unavailable as error:
        if lock is None and error.sentence == IN_USE:
            return None  # it is the log of the program that has the register
        raise
    finally:
        if own is not None and own is not lock:
            own.release()


def _first_look(register: Register) -> sqlite3.Connection:
    try:
        connection = register.connection()
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except Exception:
        if register.read_only and not os.access(register.path.parent, os.W_OK) and not is_frozen(register.path):
            raise Unavailable(UNFINISHED, name=register.path.name) from None
        if register.read_only and _has_broken_save(register.path):
            raise Unavailable(BROKEN_SAVE, name=register.path.name) from None
        raise
    return connection


def _has_broken_save(path: Path) -> bool:
    from labordesk.store.rollback_journal import hot_journal

    return hot_journal(path) is not None


def _upgrade(register: Register, connect: Connect) -> None:
    if register.read_only:
        raise Unavailable(OLD_READ_ONLY, name=register.path.name)
    from labordesk.store.upgrade import upgrade

    upgrade(register.path, connect)
