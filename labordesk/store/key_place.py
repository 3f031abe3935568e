"""Where the key block lies: after the last page of the register, and beside it while the register is open.

SQLite does not look past its last page, but moves it when the register grows; so the block beside is written first
and removed last, and at any moment one of the two is whole (docs/decisions/0011).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from labordesk.disk import beside
from labordesk.paths import REGISTER_SUFFIX
from labordesk.store.backup_names import FOLDER, short_stem
from labordesk.store.connection import PLAIN_START
from labordesk.store.data_key import ID_SIZE, KEY_ID_MARK
from labordesk.store.key_block import SIZE, KeyBlock, read_block


def companion_of(path: Path) -> Path:
    """Return where the block lies beside an open register, as SQLite's log does."""
    return path.with_name(f"{path.name}-khoa")


def is_encrypted(path: Path) -> bool:
    """Tell a register with a key from a plain file; OSError when it cannot be read."""
    start = _start(path)
    return start != PLAIN_START and (start.startswith(KEY_ID_MARK) or tail_of(path) is not None)


def key_id_of(path: Path) -> bytes | None:
    """Return which key a register is encrypted with; None for a plain file, OSError when it cannot be read."""
    start = _start(path)
    return start if start.startswith(KEY_ID_MARK) else None


def find_block(path: Path) -> KeyBlock | None:
    """Return the newest block of a register; when its own are lost, that of a copy with the same key nearby."""
    tail = tail_of(path)
    key_id = tail.key_id if tail else _start(path)
    found = [block for block in (tail, _read(companion_of(path))) if block and block.key_id == key_id]
    found = found or [block for block in _nearby(path) if block.key_id == key_id]
    return max(found, key=lambda block: block.generation, default=None)


def tail_of(path: Path) -> KeyBlock | None:
    """Return the block at the end of a file."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) < SIZE:
            return None
        file.seek(-SIZE, os.SEEK_END)
        return read_block(file.read(SIZE))


def seal(path: Path, block: KeyBlock) -> None:
    """Write the block at the end of a closed file, durably, and remove the one beside it."""
    with path.open("r+b", buffering=0) as file:
        write_tail(file.fileno(), block)
    companion_of(path).unlink(missing_ok=True)


def write_tail(file: int, block: KeyBlock) -> None:
    """Put the block at the end of an open file, in place of an older one, unless it is there already."""
    end = os.lseek(file, 0, os.SEEK_END)
    start = max(0, end - SIZE)
    os.lseek(file, start, os.SEEK_SET)
    data = block.to_bytes()
    there = os.read(file, SIZE)
    if there == data:
        return
    os.lseek(file, end if read_block(there) is None else start, os.SEEK_SET)
    _write_all(file, data)
    os.fsync(file)


def write_companion(path: Path, block: KeyBlock) -> None:
    """Write the block beside a register, whole or not at all, and durably: from then on it is the one that counts."""
    target = companion_of(path)
    data = block.to_bytes()
    with suppress(OSError):
        if target.read_bytes() == data:
            return
    with beside(target) as draft:
        draft.write_bytes(data)


def _write_all(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(ID_SIZE)


def _read(path: Path) -> KeyBlock | None:
    with suppress(OSError):
        return read_block(path.read_bytes())
    return None


def copies_near(path: Path) -> Iterator[Path]:
    """Give the registers in the folder of this one whose name begins alike, and all backups."""
    for folder, begins in ((path.parent, (path.stem, short_stem(path.stem))), (path.parent / FOLDER, ("",))):
        with suppress(OSError):
            found = sorted(folder.glob(f"*{REGISTER_SUFFIX}"))  # a name may have brackets: no part of a pattern
            yield from (one for one in found if one != path and one.name.startswith(begins))


def _nearby(path: Path) -> Iterator[KeyBlock]:
    """Give the blocks of the copies beside a register whose own block was cut off."""
    for folder in (path.parent, path.parent / FOLDER):
        with suppress(OSError):
            for other in folder.glob(f"*{REGISTER_SUFFIX}"):
                with suppress(OSError):
                    block = tail_of(other) if other != path else None
                    if block is not None:
                        yield block
