"""The key of one register, and how a password or a recovery key wraps it (docs/decisions/0011).

A secret is stretched to 64 bytes: 32 are laid over the key, 32 sign what is kept. Each wrapping has its own salt, so
no pad is ever used twice.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Literal, NoReturn

SlotKind = Literal["password", "recovery"]

KEY_ID_MARK = b"LBDK\x01"
"""How the first bytes of an encrypted register begin, so that it is recognised without its key."""

ID_SIZE, SALT_SIZE, KEY_SIZE, TAG_SIZE = 16, 16, 32, 32

PASSWORD_COST = 16
"""log2 of scrypt's N for a password: 64 MiB and about 0,2 s on the machine of technology.md."""

MOST_COST = 18
"""The highest cost a file may ask for (256 MiB): a made-up file must not take the whole memory."""

_BLOCK, _PARALLEL = 8, 1


class DataKey:
    """The 256 random bits all pages of one register are encrypted with; ``key_id`` stands in clear in the file."""

    __slots__ = ("_secret", "key_id")

    def __init__(self, secret: bytes, key_id: bytes) -> None:
        self._secret = bytearray(secret)
        self.key_id = key_id

    @classmethod
    def new(cls) -> DataKey:
        """Return a fresh key with a fresh identity."""
        return cls(os.urandom(KEY_SIZE), KEY_ID_MARK + os.urandom(ID_SIZE - len(KEY_ID_MARK)))

    def copy(self) -> DataKey:
        """Return the key anew, so that each owner wipes his own."""
        return DataKey(self._bytes(), self.key_id)

    def spec(self) -> str:
        """Return what SQLCipher takes as a raw key and the first 16 bytes of the file; RuntimeError when wiped."""
        return f"x'{self._bytes().hex()}{self.key_id.hex()}'"

    def derived(self, purpose: str) -> bytes:
        """Return 32 bytes for another file that belongs to the register, such as its journal."""
        return hmac.digest(self._bytes(), b"labordesk:" + purpose.encode(), "sha256")

    def wipe(self) -> None:
        """Overwrite the key; what Python copied meanwhile is beyond reach, which is why the copies are short-lived."""
        self._secret[:] = bytes(len(self._secret))
        self._secret.clear()

    @property
    def is_wiped(self) -> bool:
        """Tell whether ``wipe`` was called."""
        return not self._secret

    def _bytes(self) -> bytes:
        if self.is_wiped:
            raise RuntimeError("the key was wiped")
        return bytes(self._secret)

    def __repr__(self) -> str:
        return "DataKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is never written anywhere")


@dataclass(frozen=True, repr=False)
class Slot:
    """A data key wrapped by one secret; ``cost`` is log2 of scrypt's N, 0 for a secret that is random itself."""

    kind: SlotKind
    cost: int
    salt: bytes
    wrapped: bytes
    tag: bytes


def wrap(key: DataKey, kind: SlotKind, secret: bytes) -> Slot:
    """Wrap a key with a secret: the letters of a password, or the 16 random bytes of a recovery key."""
    salt = os.urandom(SALT_SIZE)
    cost = PASSWORD_COST if kind == "password" else 0
    pad, signing = _stretched(secret, salt, cost)
    wrapped = _laid_over(key._bytes(), pad)  # the one other place that may see the bytes
    return Slot(kind, cost, salt, wrapped, _tag(signing, kind, cost, salt, key.key_id, wrapped))


def unwrap(slot: Slot, secret: bytes, key_id: bytes) -> DataKey | None:
    """Return the key when the secret is the right one."""
    pad, signing = _stretched(secret, slot.salt, slot.cost)
    expected = _tag(signing, slot.kind, slot.cost, slot.salt, key_id, slot.wrapped)
    return DataKey(_laid_over(slot.wrapped, pad), key_id) if hmac.compare_digest(expected, slot.tag) else None


def _stretched(secret: bytes, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    if cost:
        n = 1 << cost
        room = 2 * 128 * _BLOCK * n
        both = hashlib.scrypt(secret, salt=salt, n=n, r=_BLOCK, p=_PARALLEL, maxmem=room, dklen=64)
    else:
        both = hmac.digest(secret, b"labordesk:recovery" + salt, "sha512")
    return both[:KEY_SIZE], both[KEY_SIZE:]


def _laid_over(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _tag(signing: bytes, kind: SlotKind, cost: int, salt: bytes, key_id: bytes, wrapped: bytes) -> bytes:
    return hmac.digest(signing, b"|".join((kind.encode(), bytes([cost]), salt, key_id, wrapped)), "sha256")
