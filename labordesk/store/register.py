"""An open register: one file, many readers, one writer; light until the first session is asked for."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from labordesk.disk import beside
from labordesk.errors import BadFile, Unavailable
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.store import history
from labordesk.store.cipher import LOCKED, CipherConnect, cache_for, dbapi_of, keeper_of, owned
from labordesk.store.connection import LIGHT_CACHE, READER_CACHE, WRITER_CACHE, Connect, logs_of, prepare, shared_of
from labordesk.store.driver import database_errors
from labordesk.store.faults import BROKEN_DISK, EXISTS, PULLED_OUT, UNREACHABLE, told
from labordesk.store.faults import LOCKED as HELD
from labordesk.store.holding import REPLACED, Hold, missing
from labordesk.store.identity import revision_of
from labordesk.store.journal import Journal
from labordesk.store.lock import RegisterLock
from labordesk.store.migrations.head import HEAD
from labordesk.store.origin import present_origin
from labordesk.store.wiping import wipe_free_pages

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from labordesk.store.key_block import KeyBlock
    from labordesk.store.key_keeper import KeyKeeper

__all__ = ["Register", "is_frozen", "logs_of"]

CLOSED = N_("Sổ “{name}” đã đóng; hãy mở lại sổ.")

_SHAKING = (BROKEN_DISK, PULLED_OUT, UNREACHABLE)
"""What a disk says that is pulled out; the same may be in again when it is asked next."""

_PATIENCE_MS = 60_000
"""How long one who writes straight into the file waits for those who read, a backup being made among them."""

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
        self._hold: Hold | None = None
        self._head: tuple[int, str] | None = None
        """The last operation known to be kept: what another file at the same path must hold to be gone on with."""
        self._is_patient = False
        self._is_shaken = False
        """Whether the disk failed: it may be another one by now, under the same name."""
        self._light: dict[int, sqlite3.Connection] = {}
        self._engines: dict[str, Engine] = {}
        self._engine_lock = threading.Lock()
        self._writing = threading.Lock()
        self._inside: set[int] = set()
        self._looking: set[int] = set()
        self._is_closed = False
        self.log_set_aside: Path | None = None
        """Where the log of a lost file was put that lay beside this one when it was opened (store/left_log.py)."""
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
        from labordesk.store.engine import sqlite_of
        from labordesk.store.rights import ensure_right

        with self._alone(), self._writing, self._at_its_place(), self._session("writing") as session:
            ensure_right(sqlite_of(session), self.officer_id, right)
            session.info["officer_id"] = self.officer_id
            history.begin(sqlite_of(session))
            yield session
            operation = history.close(
                sqlite_of(session), officer_id=self.officer_id, origin=present_origin(), undoes_id=undoes
            )
            entries = self._journal.entries_for(sqlite_of(session)) if operation else []
            kept = history.head(sqlite_of(session))
            session.commit()
            self._head = kept
            self._journal.append(entries)
            if self._keeper is not None:
                self._keeper.after_commit()
            if self._hold is not None:
                self._hold.note_state()
            self.last_operation = operation

    def forget_journal(self) -> None:
        """Remove the journal, which holds what was taken out of the register; it begins anew with the next write."""
        from labordesk.store.journal import forget_journal

        with self._writing:
            self._journal.close()
            forget_journal(self.path)

    def wipe_free_pages(self, told_of: Callable[[int, int], None] | None = None) -> None:
        """Write the file anew so that no page or log of it holds what was deleted; meanwhile nobody else writes.

        ``told_of`` gets (pages written, pages) now and then.
        """
        with self._writing, told(self.path), closing(self._connect(self.path, "rw")) as connection:
            prepare(connection, cache_mib=cache_for(self._connect, WRITER_CACHE), writes=True)
            wipe_free_pages(connection, self.path, told_of)
            if self._hold is not None:
                self._hold.note_state()

    def close(self) -> None:
        """Put the log back into the file, so that one file holds all, and free the register for others."""
        with self._writing:
            if self._is_closed:
                return
            self._is_closed = True
            is_in_place = self._let_go()
            try:
                if is_in_place:
                    self._settle()
                elif self._keeper is not None:
                    self._keeper.settle()
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
                self._let_go()
                if self._keeper is not None:
                    self._keeper.restore()

    def unlock(self, secret: str) -> None:
        """Go on with a locked register; WrongSecret when it is neither its password nor its recovery key."""
        if isinstance(self._connect, CipherConnect) and self._connect.key.is_wiped:
            from labordesk.store.unlocking import open_block

            self._connect.key = open_block(self._connect.block, secret, self.path)
            with self._writing:
                try:
                    self.keep_hold()
                except (Unavailable, BadFile):
                    self._is_shaken = True  # whoever writes next is told

    @property
    def is_locked(self) -> bool:
        """Tell whether ``lock`` was called and ``unlock`` not yet."""
        return isinstance(self._connect, CipherConnect) and self._connect.key.is_wiped

    # the file under the register

    def use_log(self, *, ahead: bool) -> None:
        """Write through a log ahead of the file, or straight into the file with a journal for the way back.

        Readers wait for the writer then and the other way round, so both are given a minute. Only while nobody works.
        """
        self._is_patient = not ahead
        wanted = "wal" if ahead else "delete"
        if self.connection().execute("PRAGMA journal_mode").fetchone() == (wanted,):
            return
        self._hang_up()  # a log is given up only by the last one who reads
        with closing(self._connect(self.path, "rw")) as connection:
            connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
        if self._keeper is not None:
            self._keeper.restore()

    def keep_hold(self) -> None:
        """Keep the file in hand from now on, so that it is known when it is moved; only for one who writes."""
        if not self.read_only and self._hold is None:
            with told(self.path, files=True):
                head = history.head(self.connection())
                if self._head not in (None, head):
                    raise Unavailable(REPLACED, name=self.path.name)
                self._hold, self._head = Hold(self.path, self._connect), head

    def look_after(self) -> None:
        """See whether the file is still in its place, and go on with it when it came back there; Unavailable if not."""
        if self.read_only or self.is_locked or self._is_closed:
            return
        with self._writing, self._at_its_place():
            pass

    def new_place(self) -> Path | None:
        """Return where the file was moved to while it is open, None when it is in its place or nobody knows."""
        hold = self._hold
        return None if hold is None or hold.is_in_place() else hold.new_place()

    def follow(self) -> Path:
        """Go on with the file where it was moved to, and return that place; Unavailable when it is not to be found."""
        with self._writing, told(self.path, files=True):
            self._must_be_open()
            place = self.new_place()
            if place is None or self._hold is None:
                raise Unavailable(PULLED_OUT, name=self.path.name)
            self._hang_up()
            if not self._hold.put_log_back():
                raise Unavailable(HELD, name=self.path.name)
            self._hold.clear_old_name()
            self._go_on_with(place)
            return place

    def save_copy(self, target: Path) -> None:
        """Write all that is saved to a new file while the register's own has lost its place; it replaces no file.

        BadFile when there is a file already, Unavailable when nothing can be read or written any more.
        """
        with self._writing:
            self._save_copy(target)

    def move_to(self, target: Path) -> None:
        """Write all that is saved to a new file and go on there; errors as of ``save_copy``, nothing changes then."""
        with self._writing:
            hold = self._save_copy(target)
            with told(target, files=True):
                self._hang_up()
                hold.put_log_back()
                hold.clear_old_name()
                self._go_on_with(target)

    def _save_copy(self, target: Path) -> Hold:
        with told(target, files=True):
            self._must_be_open()
            if target.exists():
                raise BadFile(EXISTS, name=target.name)
            if self._hold is None:
                raise Unavailable(PULLED_OUT, name=self.path.name)
            with beside(target) as draft:
                self._hold.copy_to(draft, self._connect)
            return self._hold

    @contextmanager
    def _at_its_place(self) -> Iterator[None]:
        """Refuse to write where the file no longer lies, and remember a fault of the disk."""
        try:
            with told(self.path):
                if self._is_shaken or self._lock is None or (self._hold is not None and not self._hold.is_in_place()):
                    self._come_back()
                yield
        except Unavailable as error:
            self._is_shaken = self._is_shaken or error.sentence in _SHAKING
            raise

    def _come_back(self) -> None:
        """Go on with the file at the path when it holds what was saved last: the stick is in, the share is back."""
        if not self.path.exists():
            raise missing(self.path, self._hold)
        hold = self._hold
        if hold is not None and self._is_shaken:
            self._hang_up()  # dead connections share with new ones what they know of the same file number
            hold.close()
            self._hold = None
        from labordesk.store.left_log import fits

        if hold is not None and not hold.is_same_file():
            with suppress(OSError):
                shared_of(self.path).unlink(missing_ok=True)  # it tells of the file that was there
        with told(self.path, files=True):
            try:
                if not fits(self.path, self._connect):
                    raise Unavailable(REPLACED, name=self.path.name)
                with closing(self._connect(self.path, "ro")) as connection:
                    if revision_of(connection, self.path) != HEAD or history.head(connection) != self._head:
                        raise Unavailable(REPLACED, name=self.path.name)
            except BadFile:
                raise Unavailable(REPLACED, name=self.path.name) from None
            self._hang_up()
            self._go_on_with(self.path)

    def _go_on_with(self, place: Path) -> None:
        """Take hold of the file at ``place`` in the stead of the one that was open; nobody else may have it."""
        if self._hold is not None:
            self._hold.close()
            self._hold = None
        if self._keeper is not None:
            self._keeper.settle()
            self._keeper = None  # it closed its file: another may have the number by the next attempt
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self.path = place
        self._lock = RegisterLock(place)
        self._keeper = keeper_of(place, self._connect)
        self._journal = Journal(place, self._connect)
        self.keep_hold()
        self._is_shaken = False

    def _let_go(self) -> bool:
        """Close all connections and tell whether the file is in its place; one that was moved gets its log first."""
        self._hang_up()
        hold, self._hold = self._hold, None
        if hold is None:
            return True
        is_in_place = hold.is_in_place()
        if not is_in_place and hold.new_place() is not None and hold.put_log_back():
            hold.clear_old_name()
        hold.close()
        return is_in_place

    def renew_block(self, block: KeyBlock) -> None:
        """Let other secrets open the register from now on; OSError, and the old ones stay, when the disk refuses."""
        if self._keeper is None:
            raise Unavailable(self._why_read_only, name=self.path.name)
        self._keeper.renew(block)
        if self._hold is not None:
            self._hold.note_state()

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
        return self._with_patience(connection)

    def _writer(self) -> sqlite3.Connection:
        connection = self._connect(self.path, "rw")
        prepare(connection, cache_mib=cache_for(self._connect, WRITER_CACHE), writes=True)
        return self._with_patience(connection)

    def _with_patience(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        if self._is_patient:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        return connection


def is_frozen(path: Path) -> bool:
    """Tell whether a file lies where nothing can be written and no unfinished log waits beside it."""
    log = next(logs_of(path))
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
