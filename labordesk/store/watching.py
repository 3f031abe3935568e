"""Looking at a long statement now and then: to tell how far it is, and to stop it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from labordesk.store import driver

_INSTRUCTIONS = 20_000
"""SQLite instructions between two looks."""


@contextmanager
def watched(connection: sqlite3.Connection, look: Callable[[], None]) -> Iterator[None]:
    """Let ``look`` see a long statement now and then; what it raises stops the statement and comes out here."""
    stopped: list[BaseException] = []

    def ask() -> int:
        try:
            look()
        except BaseException as error:
            stopped.append(error)
        return len(stopped)

    connection.set_progress_handler(ask, _INSTRUCTIONS)
    try:
        yield
    except driver.database_errors():
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
