"""Where a write comes from: the screen, command or background work that is under way in this thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

NEW, OUTSIDE, SCAN, ERASING, SALVAGE = "new", "outside", "scan", "erasing", "salvage"
"""Making the register, a change by another program, search for duplicates, taking out personal data, mending rows."""

EMPTYING = "emptying"
"""Clearing the trash for good."""

_origin: ContextVar[str] = ContextVar("origin", default="")


@contextmanager
def origin(name: str) -> Iterator[None]:
    """Name the source of what is written inside: a page's key ("people"), "import", "cli" or one of the above."""
    token = _origin.set(name)
    try:
        yield
    finally:
        _origin.reset(token)


def present_origin() -> str:
    """Return the name set around the caller, empty when nobody said."""
    return _origin.get()
