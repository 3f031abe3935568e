"""What opens a backup: the key of its register as long as that is the same, whatever its password was then."""

from __future__ import annotations

from pathlib import Path

from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import Connect
from labordesk.store.key_place import find_block, is_encrypted
from labordesk.store.unlocking import connect_for


def connect_backup(path: Path, known: Connect | None, secret: str | None) -> Connect:
    """Return the driver of a backup: of ``known`` when it has its key, else SecretNeeded or by ``secret``.

    The driver seals what it writes with the block of ``known``, so that today's password opens it.
    """
    return known if known is not None and has_key_of(path, known) else connect_for(path, secret)


def has_key_of(path: Path, known: Connect) -> bool:
    """Tell whether a backup is encrypted with the key of ``known``, or both are not encrypted."""
    if not isinstance(known, CipherConnect) or not is_encrypted(path):
        return isinstance(known, CipherConnect) == is_encrypted(path)
    block = find_block(path)
    return block is not None and block.key_id == known.block.key_id
