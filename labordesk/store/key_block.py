"""The 4.096 bytes that hold a register's wrapped keys, readable without any secret and checked by their own sum."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, replace

from labordesk.store.data_key import MOST_COST, DataKey, Slot, SlotKind, unwrap, wrap

SIZE = 4_096
"""One page of SQLite, so that a file with its block still has whole pages."""

_MAGIC = b"LABORDESK-KHOA-1"
_HEAD = struct.Struct("<16sQ16sB")
_SLOT = struct.Struct("<BB16s32s32s")
_KINDS: tuple[SlotKind, ...] = ("password", "recovery")
_MOST_SLOTS = 8


@dataclass(frozen=True, repr=False)
class KeyBlock:
    """The wrapped keys of the register ``key_id``; the higher ``generation`` is the newer one."""

    key_id: bytes
    generation: int
    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, key: DataKey) -> KeyBlock:
        """Return the first block of a register, which nothing opens yet."""
        return cls(key.key_id, 0, ())

    def with_secret(self, key: DataKey, kind: SlotKind, secret: bytes) -> KeyBlock:
        """Return the next generation, in which this secret stands in place of the one of its kind."""
        kept = tuple(slot for slot in self.slots if slot.kind != kind)
        return replace(self, generation=self.generation + 1, slots=(*kept, wrap(key, kind, secret)))

    def opened(self, kind: SlotKind, secret: bytes) -> DataKey | None:
        """Return the key when the secret is the right one of its kind."""
        for slot in self.slots:
            key = unwrap(slot, secret, self.key_id) if slot.kind == kind else None
            if key is not None:
                return key
        return None

    def to_bytes(self) -> bytes:
        """Return the block as it stands in a file."""
        parts = [_HEAD.pack(_MAGIC, self.generation, self.key_id, len(self.slots))]
        parts += [_SLOT.pack(_KINDS.index(one.kind), one.cost, one.salt, one.wrapped, one.tag) for one in self.slots]
        body = b"".join(parts).ljust(SIZE - hashlib.sha256().digest_size, b"\0")
        return body + hashlib.sha256(body).digest()


def read_block(data: bytes) -> KeyBlock | None:
    """Return the block in exactly ``SIZE`` bytes; None when they are none, or damaged."""
    body, check = data[:-32], data[-32:]
    if len(data) != SIZE or not body.startswith(_MAGIC) or hashlib.sha256(body).digest() != check:
        return None
    _magic, generation, key_id, count = _HEAD.unpack_from(body)
    if count > _MOST_SLOTS:
        return None
    slots = [_SLOT.unpack_from(body, _HEAD.size + number * _SLOT.size) for number in range(count)]
    if any(kind >= len(_KINDS) or cost > MOST_COST for kind, cost, *_rest in slots):
        return None
    return KeyBlock(key_id, generation, tuple(Slot(_KINDS[kind], *rest) for kind, *rest in slots))
