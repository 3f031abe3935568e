"""An open register: one file, many readers, one writer; light until the first session is asked for."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from labordesk.errors import Unavailable
from labordesk.i18n import N_, _
from labordesk.store.connection import LIGHT_CACHE, READER_CACHE, WRITER_CACHE, Connect, prepare
from labordesk.store.faults import told
from labordesk.store.lock import RegisterLock

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

CLOSED = N_("Sổ “{name}” đã đóng; hãy mở lại sổ.")

_MOST_LIGHT = 8
"""Light connections kept; threads come and go, so the oldest one is let go."""


class Register:
    """An open register; use it from any thread, and close it once nobody works with it any more."""

    def __init__(self, path: Path, connect: Connect, lock: RegisterLock | None, *, why_read_only: str = "") -> None:
        self.path = path
        self.read_only = bool(why_read_only)
        self._why_read_only = why_read_only
        self._connect = connect
        self._lock = lock
        self._light: dict[int, sqlite3.Connection] = {}
        self._engines: dict[str, Engine] = {}
        self._engine_lock = threading.Lock()
        self._writing = threading.Lock()
        self._inside: set[int] = set()
        self._looking: set[int] = set()
        self._is_closed = False

    @property
    def read_only_note(self) -> str:
        """Return the sentence that says why nothing can be written here and what to do; empty when it can."""
        return _(self._why_read_only).format(name=self.path.name)

    def connection(self) -> sqlite3.Connection:
        """Return this thread's light read connection; ``looking`` is the same one with a snapshot and told faults."""
        self._must_be_open()
        me = threading.get_ident()
        found = self._light.get(me)
        if found is None:
            with told(self.path):
                found = self._reader(LIGHT_CACHE)
            self._let_go_of_old()
            self._light[me] = found
        return found

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """Give the light connection one snapshot for several statements; inside another one, the same snapshot."""
        connection = self.connection()
        me = threading.get_ident()
        if me in self._looking:
            yield connection
            return
        self._looking.add(me)
        try:
            with told(self.path):
                connection.execute("BEGIN")
                yield connection
        finally:
            self._looking.discard(me)
            connection.rollback()
            if self._is_closed:
                connection.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment of the register and cannot write."""
        with self._alone(), told(self.path), self._session("reading") as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give the session of the one writer: all of it is kept when the block ends, nothing when it fails."""
        if self.read_only:
            raise Unavailable(self._why_read_only, name=self.path.name)
        with self._alone(), self._writing, told(self.path), self._session("writing") as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Put the log back into the file, so that one file holds all, and free the register for others."""
        with self._writing:
            if self._is_closed:
                return
            self._is_closed = True
            for engine in self._engines.values():
                engine.dispose()
            for thread in tuple(self._light):
                self._drop_light(thread)
            try:
                self._settle()
            finally:
                if self._lock is not None:
                    self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _settle(self) -> None:
        """Leave one file; if that fails (disk full, pulled stick), the log stays beside and is read next time."""
        if self.read_only and is_frozen(self.path):
            return
        with suppress(sqlite3.Error, OSError, Unavailable):
            lock = RegisterLock(self.path) if self._lock is None else None
            try:
                with closing(self._connect(self.path, "rw")) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                if lock is not None:
                    lock.release()

    def _let_go_of_old(self) -> None:
        """Forget the oldest connections; one that is still in use closes when its thread is done with it."""
        while len(self._light) >= _MOST_LIGHT:
            self._light.pop(next(iter(self._light)), None)

    def _drop_light(self, thread: int) -> None:
        """Close a thread's light connection, or let ``looking`` do it when the thread is at work."""
        connection = self._light.pop(thread, None)
        if connection is not None and thread not in self._looking:
            connection.close()

    def _must_be_open(self) -> None:
        if self._is_closed:
            raise Unavailable(CLOSED, name=self.path.name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Refuse a unit of work inside another one of the same thread: it would not see what the outer one did."""
        me = threading.get_ident()
        if me in self._inside:
            raise RuntimeError("a unit of work inside another; pass the session down instead")
        self._must_be_open()
        self._inside.add(me)
        try:
            yield
        finally:
            self._inside.discard(me)

    def _session(self, purpose: str) -> Session:
        from sqlmodel import Session

        return Session(self._engine(purpose), expire_on_commit=False)

    def _engine(self, purpose: str) -> Engine:
        from labordesk.store.engine import reading_engine, writing_engine

        with self._engine_lock:
            if purpose not in self._engines:
                self._engines[purpose] = (
                    writing_engine(self._writer)
                    if purpose == "writing"
                    else reading_engine(lambda: self._reader(READER_CACHE))
                )
            return self._engines[purpose]

    def _reader(self, cache_mib: int) -> sqlite3.Connection:
        if self.read_only:
            connection = self._connect(self.path, "ro", frozen=is_frozen(self.path))
        else:
            connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=cache_mib, writes=False)
        return connection

    def _writer(self) -> sqlite3.Connection:
        connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=WRITER_CACHE, writes=True)
        return connection


def is_frozen(path: Path) -> bool:
    """Tell whether a file lies where nothing can be written and no unfinished log waits beside it."""
    log = next(logs_of(path))
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def logs_of(path: Path) -> Iterator[Path]:
    """Give the logs SQLite may keep beside a file: it would play them back into any file of that name."""
    return (path.with_name(path.name + end) for end in ("-wal", "-journal"))
