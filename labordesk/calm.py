"""Keeps the window moving while tens of thousands of rows are made away from it.

A full collection walks over every object there is and stops all threads: 0,4 s with the program loaded, 0,9 s with a
list of 12.000 rows in memory, several times during one reading. Rows are freed without it; only cycles need it.

The window needs Python's lock for each of the many small things it does in one step (a signal, a cell drawn), and waits
for it each time as long as the other thread may keep it: 5 ms as usual, which adds up to tenths of a second.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

NEVER = 1_000_000_000
BRIEF_S = 0.0005
"""How long a thread may keep Python's lock while another one wants it."""
_lock = Lock()
_inside = 0
_usual: tuple[int, int, int] = gc.get_threshold()
_usual_turn = sys.getswitchinterval()


@contextmanager
def many_rows(*, kept: bool = True) -> Iterator[None]:
    """Make many rows without full collections, which take a fifth of the time when a long list is read.

    ``kept``: what is alive at the end is left out of later ones, until ``let_go``.
    """
    global _inside, _usual, _usual_turn
    with _lock:
        _inside += 1
        if _inside == 1:
            _usual, _usual_turn = gc.get_threshold(), sys.getswitchinterval()
            sys.setswitchinterval(BRIEF_S)
            gc.set_threshold(_usual[0], _usual[1], NEVER)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                if kept:
                    gc.freeze()
                gc.set_threshold(*_usual)
                sys.setswitchinterval(_usual_turn)


def let_go() -> None:
    """Let later collections look at everything again, because the rows are no longer kept."""
    gc.unfreeze()
