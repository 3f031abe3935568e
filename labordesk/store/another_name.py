"""A register under a second name, so that it can be looked at with another log beside it, or with none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from labordesk.disk import draft_of, remove_draft

_COPIED_MOST: Final = 256 * 1024 * 1024
"""Bytes of a register that is copied to be looked at where the disk has no links (FAT, some shares)."""


@contextmanager
def under_another_name(path: Path) -> Iterator[Path]:
    """Give the same file under a name that no log lies beside; OSError when the disk takes neither link nor copy.

    What is opened there must not write: it is the register itself.
    """
    other = draft_of(path)
    try:
        try:
            os.link(path, other)
        except OSError:
            if path.stat().st_size > _COPIED_MOST:
                raise
            shutil.copyfile(path, other)
        yield other
    finally:
        remove_draft(other)
