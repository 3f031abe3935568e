"""Giving a finished file its name: the one place, because virus scanners and indexers hold files for moments."""

from __future__ import annotations

import errno
import time
from pathlib import Path
from typing import Final

WAITS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts, 1,5 in all: a scanner lets a small file go in well under one."""

_HELD_WINDOWS: Final = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED (what a scanner causes on a rename), ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_HELD_POSIX: Final = frozenset({errno.EBUSY, errno.ETXTBSY})


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
