"""From what a person types to the driver that opens the register: a password or the recovery key, either of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from labordesk.errors import BadFile, SecretNeeded, WrongSecret
from labordesk.i18n import N_
from labordesk.store import attempts, recovery_key
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import Connect, connect_plain
from labordesk.store.data_key import DataKey
from labordesk.store.key_block import KeyBlock
from labordesk.store.key_place import find_block, is_encrypted

NO_BLOCK = N_(
    "Sổ “{name}” có mật khẩu nhưng phần khóa ở cuối tệp đã mất (tệp bị cắt, hoặc được chép khi sổ đang mở);"
    " hãy chép lại tệp ấy khi sổ đã đóng, hoặc để một bản sao lưu của sổ vào cùng thư mục rồi mở lại."
)
WRONG_RECOVERY = N_("Khóa dự phòng này không phải của sổ “{name}”, hoặc đã được thay; hãy tìm phiếu mới nhất.")


@dataclass(frozen=True, repr=False)
class NewKeys:
    """The keys of a register about to be made or encrypted; the recovery key is shown once and kept nowhere."""

    connect: CipherConnect
    recovery: str


def new_keys(password: str) -> NewKeys:
    """Return a fresh key wrapped by this password and by a fresh recovery key (takes 0,2 s)."""
    key = DataKey.new()
    recovery = recovery_key.new_recovery_key()
    block = KeyBlock.of(key).with_secret(key, "recovery", recovery).with_secret(key, "password", letters(password))
    return NewKeys(CipherConnect(key, block), recovery_key.shown(recovery))


def letters(password: str) -> bytes:
    """Return the bytes of a password: the same whether its marks were typed composed or apart (UniKey does both)."""
    return unicodedata.normalize("NFC", password).encode()


def connect_for(path: Path, secret: str | None) -> Connect:
    """Return what opens a register; SecretNeeded or WrongSecret when it is encrypted, OSError when unreadable."""
    if not is_encrypted(path):
        return connect_plain
    block = find_block(path)
    if block is None:
        raise BadFile(NO_BLOCK, name=path.name)
    if not secret:
        raise SecretNeeded(name=path.name)
    return CipherConnect(open_block(block, secret, path), block)


def open_block(block: KeyBlock, secret: str, path: Path) -> DataKey:
    """Return the key; WrongSecret, InvalidInput for a slip in a recovery key. Each wrong attempt slows the next."""
    attempts.ensure_may_try(block.key_id)
    recovery = recovery_key.parse(secret)
    key = block.opened("password", letters(secret)) if recovery is None else block.opened("recovery", recovery)
    if key is None:
        wait = attempts.note_failure(block.key_id)
        raise WrongSecret(None if recovery is None else WRONG_RECOVERY, wait=wait, name=path.name)
    attempts.note_success(block.key_id)
    return key
