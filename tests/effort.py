"""How much a piece of work does, counted instead of timed: a clock on a busy machine tells nothing about the code."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_HELD_UP = 120.0


def lines_run(work: Callable[[], object]) -> int:
    """Return how many lines of Python a piece of work runs; the same each time, on any machine.

    What a library does in C is not counted: for that there are the benchmarks.
    """
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@contextmanager
def not_held_up() -> Iterator[None]:
    """Fail when a file keeps the program busy for two minutes of processor time: a guard against hanging."""
    start = time.process_time()
    yield
    assert time.process_time() - start < _HELD_UP
