"""Passwords and recovery keys of a register: making, changing and proving them; none is kept, logged or shown again."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.closed_rights import ensure_closed
from labordesk.store import recovery_key, unlocking
from labordesk.store.cipher import CipherConnect, forget
from labordesk.store.connection import connect_plain
from labordesk.store.conversion import Told, convert
from labordesk.store.data_key import DataKey, SlotKind
from labordesk.store.faults import told
from labordesk.store.register import Register

FEWEST = 8
"""Letters of a password at least."""

TOO_SHORT = N_("Mật khẩu cần ít nhất {count} ký tự; một câu ngắn dễ nhớ là tốt nhất.")
LIKE_RECOVERY = N_("Mật khẩu không được gồm 48 chữ số như khóa dự phòng; hãy đặt mật khẩu khác.")
NOT_ENCRYPTED = N_("Sổ này chưa có mật khẩu; hãy đặt mật khẩu trước.")
ENCRYPTED = N_("Sổ này đã có mật khẩu; muốn thay thì hãy đổi mật khẩu.")

NewKeys = unlocking.NewKeys
"""What a register is made or encrypted with; ``recovery`` is to be printed once."""


def new_keys(password: str) -> NewKeys:
    """Return fresh keys for a register (0,2 s); InvalidInput when the password is too short."""
    ensure_password(password)
    return unlocking.new_keys(password)


def ensure_password(password: str, field: str = "password") -> None:
    """Refuse a password nobody should have; InvalidInput beside ``field``."""
    if len(unicodedata.normalize("NFC", password).strip()) < FEWEST:
        raise InvalidInput(TOO_SHORT, field=field, count=FEWEST)
    try:
        digits = recovery_key.parse(password) is not None
    except InvalidInput:
        digits = True
    if digits:
        raise InvalidInput(LIKE_RECOVERY, field=field)


def change_password(register: Register, secret: str, new: str) -> None:
    """Let ``new`` open the register in place of its password; the recovery key and the data stay as they are.

    ``secret`` is the password or the recovery key of now: WrongSecret when it is neither. A power cut leaves the old
    password or the new one valid, never none.
    """
    ensure_password(new, field="new")
    ensure(register, Right.SETTINGS)
    _replace(register, secret, "password", unlocking.letters(new))


def renew_recovery_key(register: Register, secret: str) -> str:
    """Return a new recovery key, to be printed; the old sheet opens only older copies from then on."""
    ensure(register, Right.SETTINGS)
    key = recovery_key.new_recovery_key()
    _replace(register, secret, "recovery", key)
    return recovery_key.shown(key)


def encrypt_register(
    path: Path, keys: NewKeys, password: str, told_of: Told | None = None, *, by: int | None = None
) -> None:
    """Encrypt a closed register with ``keys`` (made with this password); until it is proved the old file stays.

    ``told_of`` gets (steps done, steps) and may raise to stop, which leaves the register as it was. ``by`` is the user
    who had signed in, here and below; NotAllowed.
    """
    path = path.resolve()
    source = unlocking.connect_for(path, None)
    if isinstance(source, CipherConnect):
        raise RuleBroken(ENCRYPTED)
    ensure_closed(((path, source),), by, Right.SETTINGS)
    convert(path, source, keys.connect, password, told_of)


def decrypt_register(path: Path, secret: str, told_of: Told | None = None, *, by: int | None = None) -> None:
    """Take the password off a closed register; ``secret`` is its password or recovery key."""
    path = path.resolve()
    source = _opened(path, secret)
    try:
        ensure_closed(((path, source),), by, Right.SETTINGS)
        convert(path, source, connect_plain, None, told_of)
    finally:
        forget(source)


def change_data_key(
    path: Path, secret: str, keys: NewKeys, password: str, told_of: Told | None = None, *, by: int | None = None
) -> None:
    """Give a closed register another key altogether: old passwords and sheets no longer help with this file."""
    path = path.resolve()
    source = _opened(path, secret)
    try:
        ensure_closed(((path, source),), by, Right.SETTINGS)
        convert(path, source, keys.connect, password, told_of)
    finally:
        forget(source)


def _opened(path: Path, secret: str) -> CipherConnect:
    connect = unlocking.connect_for(path, secret)
    if not isinstance(connect, CipherConnect):
        raise RuleBroken(NOT_ENCRYPTED)
    return connect


def _replace(register: Register, secret: str, kind: SlotKind, new: bytes) -> None:
    connect = register.connect
    if not isinstance(connect, CipherConnect):
        raise RuleBroken(NOT_ENCRYPTED)
    key = prove(register, secret)
    try:
        with told(register.path, files=True):
            register.renew_block(connect.block.with_secret(key, kind, new))
    finally:
        key.wipe()


def prove(register: Register, secret: str) -> DataKey:
    """Return a copy of the key when the secret is right, to be wiped after use; WrongSecret slows the next attempt."""
    connect = register.connect
    if not isinstance(connect, CipherConnect):
        raise RuleBroken(NOT_ENCRYPTED)
    return unlocking.open_block(connect.block, secret, register.path)
