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
from labordesk.rules.roles import Right
from labordesk.store.cipher import LOCKED, CipherConnect, cache_for, dbapi_of, keeper_of, owned
from labordesk.store.connection import LIGHT_CACHE, READER_CACHE, WRITER_CACHE, Connect, logs_of, prepare
from labordesk.store.driver import database_errors
from labordesk.store.faults import told
from labordesk.store.journal import Journal
from labordesk.store.lock import RegisterLock
from labordesk.store.origin import present_origin

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from labordesk.store.key_block import KeyBlock
    from labordesk.store.key_keeper import KeyKeeper

__all__ = ["Register", "is_frozen", "logs_of"]

CLOSED = N_("Sổ “{name}” đã đóng; hãy mở lại sổ.")

_MOST_LIGHT = 8
"""Light connections kept; threads come and go, so the oldest one is let go."""


class Register:
    """An open register; use it from any thread, and close it once nobody works with it any more."""

    def __init__(self, path: Path, connect: Connect, lock: RegisterLock | None, *, why_read_only: str = "") -> None:
        self.path = path
        self.read_only = bool(why_read_only)
        self._why_read_only = why_read_only
        self._connect = owned(connect)  # closing or locking wipes its key, not the one of a backup being made
        self._lock = lock
        self.was_left_open = lock is not None and lock.was_left
        """Whether the last program that wrote here stopped without closing the register; what it had kept is kept."""
        self._keeper: KeyKeeper | None = None if lock is None else keeper_of(path, self._connect)
        self._journal = Journal(path, self._connect)
        self._light: dict[int, sqlite3.Connection] = {}
        self._engines: dict[str, Engine] = {}
        self._engine_lock = threading.Lock()
        self._writing = threading.Lock()
        self._inside: set[int] = set()
        self._looking: set[int] = set()
        self._is_closed = False
        self.officer_id: int | None = None
        """Who works with the register now; noted with everything written (model/officer.py)."""
        self.noted: set[tuple[str, str, int | None]] = set()
        """What the user of now was noted to have looked at: once is enough (services/access.py)."""
        self.last_operation: int | None = None
        """The operation that the last unit of work was written as; None when it changed no row (model/history.py)."""

    @property
    def read_only_note(self) -> str:
        """Return the sentence that says why nothing can be written here and what to do; empty when it can."""
        return _(self._why_read_only).format(name=self.path.name)

    @property
    def connect(self) -> Connect:
        """Return what opens further connections to the register and to copies of it, with its key."""
        return self._connect

    @property
    def is_encrypted(self) -> bool:
        """Tell whether the file has a key."""
        return isinstance(self._connect, CipherConnect)

    @property
    def journal_is_behind(self) -> bool:
        """Tell whether the last writes could not be appended to the journal beside the register."""
        return self._journal.is_behind

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
            if self._light.get(me) is not connection:
                connection.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment of the register and cannot write."""
        with self._alone(), told(self.path), self._session("reading") as session:
            yield session

    @contextmanager
    def writing(self, *, undoes: int | None = None, right: Right = Right.WRITE) -> Iterator[Session]:
        """Give the session of the one writer: all of it is kept when the block ends, nothing when it fails.

        What changed is one operation of the history; ``undoes`` is the operation that the block takes back. NotAllowed
        when the user of now has not the ``right``; ``Right.LOOK`` is for the books of what people looked at.
        """
        if self.read_only:
            raise Unavailable(self._why_read_only, name=self.path.name)
        from labordesk.store import history
        from labordesk.store.engine import sqlite_of
        from labordesk.store.rights import ensure_right

        with self._alone(), self._writing, told(self.path), self._session("writing") as session:
            ensure_right(sqlite_of(session), self.officer_id, right)
            session.info["officer_id"] = self.officer_id
            history.begin(sqlite_of(session))
            yield session
            operation = history.close(
                sqlite_of(session), officer_id=self.officer_id, origin=present_origin(), undoes_id=undoes
            )
            entries = self._journal.entries_for(sqlite_of(session)) if operation else []
            session.commit()
            self._journal.append(entries)
            if self._keeper is not None:
                self._keeper.after_commit()
            self.last_operation = operation

    def forget_journal(self) -> None:
        """Remove the journal, which holds what was taken out of the register; it begins anew with the next write."""
        from labordesk.store.journal import forget_journal

        with self._writing:
            self._journal.close()
            forget_journal(self.path)

    def wipe_free_pages(self) -> None:
        """Write the file anew so that no page or log of it holds what was deleted; for a moment nobody else writes."""
        with self._writing, told(self.path), closing(self._connect(self.path, "rw")) as connection:
            prepare(connection, cache_mib=cache_for(self._connect, WRITER_CACHE), writes=True)
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("INSERT INTO person_search (person_search) VALUES ('optimize')")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Put the log back into the file, so that one file holds all, and free the register for others."""
        with self._writing:
            if self._is_closed:
                return
            self._is_closed = True
            self._hang_up()
            try:
                self._settle()
            finally:
                if isinstance(self._connect, CipherConnect):
                    self._connect.key.wipe()
                if self._lock is not None:
                    self._lock.release()

    def lock(self) -> None:
        """Wipe the key of an encrypted register and refuse all work until ``unlock``; nobody else gets the file."""
        with self._writing:
            if isinstance(self._connect, CipherConnect) and not self._is_closed:
                self._connect.key.wipe()
                self._hang_up()
                if self._keeper is not None:
                    self._keeper.restore()

    def unlock(self, secret: str) -> None:
        """Go on with a locked register; WrongSecret when it is neither its password nor its recovery key."""
        if isinstance(self._connect, CipherConnect) and self._connect.key.is_wiped:
            from labordesk.store.unlocking import open_block

            self._connect.key = open_block(self._connect.block, secret, self.path)

    @property
    def is_locked(self) -> bool:
        """Tell whether ``lock`` was called and ``unlock`` not yet."""
        return isinstance(self._connect, CipherConnect) and self._connect.key.is_wiped

    def renew_block(self, block: KeyBlock) -> None:
        """Let other secrets open the register from now on; OSError, and the old ones stay, when the disk refuses."""
        if self._keeper is None:
            raise Unavailable(self._why_read_only, name=self.path.name)
        self._keeper.renew(block)

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
        with suppress(OSError, Unavailable, *database_errors()):
            lock = RegisterLock(self.path) if self._lock is None else None
            keeper = self._keeper
            try:
                keeper = keeper or keeper_of(self.path, self._connect)
                with closing(self._connect(self.path, "rw")) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                if keeper is not None:
                    keeper.settle()
                if lock is not None:
                    lock.release()

    def _hang_up(self) -> None:
        """Close the connections nobody works with; the others close when their work is done."""
        self._journal.close()
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        for thread in tuple(self._light):
            self._drop_light(thread)

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
        if self.is_locked:
            raise Unavailable(LOCKED, name=self.path.name)

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
                    writing_engine(self._writer, dbapi_of(self._connect))
                    if purpose == "writing"
                    else reading_engine(lambda: self._reader(READER_CACHE), dbapi_of(self._connect))
                )
            return self._engines[purpose]

    def _reader(self, cache_mib: int) -> sqlite3.Connection:
        if self.read_only:
            connection = self._connect(self.path, "ro", frozen=is_frozen(self.path))
        else:
            connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=cache_for(self._connect, cache_mib), writes=False)
        return connection

    def _writer(self) -> sqlite3.Connection:
        connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=cache_for(self._connect, WRITER_CACHE), writes=True)
        return connection


def is_frozen(path: Path) -> bool:
    """Tell whether a file lies where nothing can be written and no unfinished log waits beside it."""
    log = next(logs_of(path))
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
