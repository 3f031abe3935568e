"""Keeps Python's collector from stopping the window while tens of thousands of rows are made.

A full collection walks over every object there is and stops all threads: 0,4 s with the program loaded, 0,9 s with a
list of 12.000 rows in memory, several times during one reading. Rows are freed without it; only cycles need it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

NEVER = 1_000_000_000
_lock = Lock()
_inside = 0
_usual: tuple[int, int, int] = gc.get_threshold()


@contextmanager
def many_rows() -> Iterator[None]:
    """Make many rows without full collections; what is alive at the end is left out of later ones (``let_go``)."""
    global _inside, _usual
    with _lock:
        _inside += 1
        if _inside == 1:
            _usual = gc.get_threshold()
            gc.set_threshold(_usual[0], _usual[1], NEVER)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.freeze()
                gc.set_threshold(*_usual)


def let_go() -> None:
    """Let later collections look at everything again, because the rows are no longer kept."""
    gc.unfreeze()
