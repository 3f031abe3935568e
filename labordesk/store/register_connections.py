"""The connections of an open register: a light one for each thread that reads, a pool of readers, one writer."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from labordesk.store.cipher import cache_for, dbapi_of
from labordesk.store.connection import LIGHT_CACHE, READER_CACHE, WRITER_CACHE, Connect, logs_of, prepare

if TYPE_CHECKING:
    from sqlalchemy import Engine

_PATIENCE_MS = 60_000
"""How long one who writes straight into the file waits for those who read, a backup being made among them."""

_MOST_LIGHT = 8
"""Light connections kept; threads come and go, so the oldest one is let go."""


class Connections:
    """Opens what is asked for and keeps it; ``hang_up`` lets all of it go, and it is opened anew when needed."""

    def __init__(self, path: Path, connect: Connect, *, read_only: bool) -> None:
        self.path = path
        self.are_patient = False
        """Whether readers and the writer wait for each other, as they must without a log."""
        self._connect = connect
        self._read_only = read_only
        self._light: dict[int, sqlite3.Connection] = {}
        self._looking: set[int] = set()
        self._engines: dict[str, Engine] = {}
        self._engine_lock = threading.Lock()

    def light(self) -> sqlite3.Connection:
        """Return this thread's light read connection."""
        me = threading.get_ident()
        found = self._light.get(me)
        if found is None:
            found = self._reader(LIGHT_CACHE)
            self._let_go_of_old()
            self._light[me] = found
        return found

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """Give the light connection one snapshot for several statements; inside another one, the same snapshot."""
        connection = self.light()
        me = threading.get_ident()
        if me in self._looking:
            yield connection
            return
        self._looking.add(me)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            self._looking.discard(me)
            connection.rollback()
            if self._light.get(me) is not connection:
                connection.close()

    def hang_up(self) -> None:
        """Close the connections nobody works with; the others close when their work is done."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        for thread in tuple(self._light):
            self._drop_light(thread)

    def engine(self, purpose: str) -> Engine:
        """Return the engine for "reading" or for "writing"."""
        from labordesk.store.engine import reading_engine, writing_engine

        with self._engine_lock:
            if purpose not in self._engines:
                self._engines[purpose] = (
                    writing_engine(self._writer, dbapi_of(self._connect))
                    if purpose == "writing"
                    else reading_engine(lambda: self._reader(READER_CACHE), dbapi_of(self._connect))
                )
            return self._engines[purpose]

    def _reader(self, cache_mib: int) -> sqlite3.Connection:
        if self._read_only:
            connection = self._connect(self.path, "ro", frozen=is_frozen(self.path))
        else:
            connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=cache_for(self._connect, cache_mib), writes=False)
        return self._with_patience(connection)

    def _writer(self) -> sqlite3.Connection:
        connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=cache_for(self._connect, WRITER_CACHE), writes=True)
        return self._with_patience(connection)

    def _with_patience(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        if self.are_patient:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        return connection

    def _let_go_of_old(self) -> None:
        """Forget the oldest connections; one that is still in use closes when its thread is done with it."""
        while len(self._light) >= _MOST_LIGHT:
            self._light.pop(next(iter(self._light)), None)

    def _drop_light(self, thread: int) -> None:
        """Close a thread's light connection, or let ``looking`` do it when the thread is at work."""
        connection = self._light.pop(thread, None)
        if connection is not None and thread not in self._looking:
            connection.close()


def is_frozen(path: Path) -> bool:
    """Tell whether a file lies where nothing can be written and nothing unfinished waits beside it."""
    waiting = any(log.exists() and log.stat().st_size for log in logs_of(path))
    return not waiting and not os.access(path.parent, os.W_OK)
