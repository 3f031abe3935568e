"""Writing a file so that its name stands for the old file or the whole new one: the one place that names files.

It is written beside its place as a draft, made durable and renamed. What a killed program left of a draft is removed
when the same file is written again, when a register is opened, or by the next draft in the folder a day later.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

WAITS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts, 1,5 in all: a scanner lets a small file go in well under one."""

_HELD_WINDOWS: Final = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED (what a scanner causes on a rename), ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_HELD_POSIX: Final = frozenset({errno.EBUSY, errno.ETXTBSY})

_DRAFT: Final = re.compile(r"\.[0-9a-f]{8}-[0-9a-f]{8}\.new")
"""A draft's name: what its target is called, as a number, and a mark of its own; short, because paths are limited."""
_BESIDE_DRAFT: Final = ("-wal", "-shm", "-journal", "-khoa", ".lock")
"""What may lie beside a draft: SQLite's logs, a key block, a lock; and a folder of parts, whose name ends in "-d"."""
_STALE_SECONDS: Final = 24 * 3600


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give a draft to write; it gets the name ``target``, durably, when the block ends well, and goes when it fails.

    OSError when the disk refuses; the old file is then as it was.
    """
    with drafted(target) as draft:
        yield draft
        make_durable(draft)
        put(draft, target)
        sync_folder(target.parent)


@contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """Give an empty draft of ``target``; nothing of it is left when the block ends, unless it was renamed.

    OSError when the place takes no file: said by the system, which knows why, and not later by SQLite, which does not.
    """
    _sweep_stale(target.parent)
    draft = draft_of(target)
    try:
        draft.touch(exist_ok=False)
        yield draft
    finally:
        remove_draft(draft)


@contextmanager
def parts_of(draft: Path) -> Iterator[Path]:
    """Give a folder for the parts a draft is put together from; it goes with it."""
    folder = draft.with_name(f"{draft.name}-d")
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def draft_of(target: Path) -> Path:
    """Return a new name beside ``target``; whoever takes it removes the draft."""
    return target.with_name(f".{_number(target)}-{uuid4().hex[:8]}.new")


def is_draft(path: Path) -> bool:
    """Tell a draft's name from others."""
    return _DRAFT.fullmatch(path.name) is not None


def remove_draft(draft: Path) -> None:
    """Remove what is left of a draft and of what lies beside it; a disk that refuses is swept later."""
    for rest in ("", *_BESIDE_DRAFT):
        with suppress(OSError):
            draft.with_name(draft.name + rest).unlink(missing_ok=True)
    shutil.rmtree(draft.with_name(f"{draft.name}-d"), ignore_errors=True)


def sweep(target: Path) -> None:
    """Remove the drafts of ``target`` that a killed program left; only for who alone may write it now."""
    for draft in _drafts_in(target.parent):
        if draft.name.startswith(f".{_number(target)}-"):
            remove_draft(draft)


def make_durable(path: Path) -> None:
    """Wait until the bytes of a closed file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be opened (Windows does not need it)."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put(draft: Path, target: Path) -> None:
    """Give ``draft`` the name ``target`` in one step, replacing what had it; waits for whoever holds either.

    OSError when it stays held or the disk refuses; ``draft`` and the old file are then as they were.
    """
    for wait in WAITS:
        try:
            draft.replace(target)
        except OSError as error:
            if not is_held(error):
                raise
            time.sleep(wait)
        else:
            return
    draft.replace(target)


def is_held(error: OSError) -> bool:
    """Tell whether another program holds the file for now, rather than that the place refuses for good."""
    code = getattr(error, "winerror", None)
    return code in _HELD_WINDOWS if code is not None else error.errno in _HELD_POSIX


def _number(target: Path) -> str:
    return f"{zlib.crc32(os.fsencode(target.name)):08x}"


def _drafts_in(folder: Path) -> list[Path]:
    """Return the drafts of a folder, also those of which only a log or a folder of parts is left."""
    found = set()
    with suppress(OSError):
        for one in os.scandir(folder):
            name = _DRAFT.match(one.name)
            if name is not None:
                found.add(folder / name[0])
    return sorted(found)


def _sweep_stale(folder: Path) -> None:
    """Remove drafts so old that no program can still be writing them; a clock set back keeps them."""
    for draft in _drafts_in(folder):
        with suppress(OSError):
            if time.time() - _touched(draft) > _STALE_SECONDS:
                remove_draft(draft)


def _touched(draft: Path) -> float:
    """Return when a draft, or what lies beside it, was last written; now, when somebody has just finished it."""
    places = [draft.with_name(draft.name + rest) for rest in ("", "-d", *_BESIDE_DRAFT)]
    return max((one.stat().st_mtime for one in places if one.exists()), default=time.time())
