"""The file under an open register: its lock, its log, its key, and where it lies when it is moved."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from labordesk.disk import beside
from labordesk.errors import BadFile, Unavailable
from labordesk.i18n import N_, _
from labordesk.store import history
from labordesk.store.cipher import LOCKED, CipherConnect, keeper_of, owned
from labordesk.store.connection import Connect, Mode, shared_of
from labordesk.store.driver import database_errors
from labordesk.store.faults import BROKEN_DISK, EXISTS, PULLED_OUT, UNREACHABLE, told
from labordesk.store.faults import LOCKED as HELD
from labordesk.store.holding import REPLACED, Hold, missing
from labordesk.store.identity import revision_of
from labordesk.store.journal import Journal
from labordesk.store.lock import RegisterLock
from labordesk.store.migrations.head import HEAD
from labordesk.store.register_connections import Connections, is_frozen

if TYPE_CHECKING:
    from labordesk.store.key_block import KeyBlock
    from labordesk.store.key_keeper import KeyKeeper

CLOSED = N_("Sổ “{name}” đã đóng; hãy mở lại sổ.")

_SHAKING = (BROKEN_DISK, PULLED_OUT, UNREACHABLE)
"""What a disk says that is pulled out; the same may be in again when it is asked next."""


class RegisterFile:
    """What a register does with its file; ``Register`` adds the units of work."""

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
        self._connections = Connections(path, self._connect, read_only=self.read_only)
        self._is_shaken = False
        """Whether the disk failed: it may be another one by now, under the same name."""
        self._writing = threading.Lock()
        self._is_closed = False
        self.log_set_aside: Path | None = None
        """Where the log of a lost file was put that lay beside this one when it was opened (store/left_behind.py)."""

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
        with told(self.path):
            return self._connections.light()

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """Give the light connection one snapshot for several statements; inside another one, the same snapshot."""
        self._must_be_open()
        with told(self.path), self._connections.looking() as connection:
            yield connection

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # the file in its place

    def use_log(self, *, ahead: bool) -> None:
        """Write through a log ahead of the file, or straight into the file with a journal for the way back.

        Readers wait for the writer then and the other way round, so both are given a minute. Only while nobody works.
        """
        self._connections.are_patient = not ahead
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
        from labordesk.store.left_behind import foreign_log
        from labordesk.store.rollback_journal import hot_journal

        if hold is not None and not hold.is_same_file():
            with suppress(OSError):
                shared_of(self.path).unlink(missing_ok=True)  # it tells of the file that was there
        with told(self.path, files=True):
            try:
                if foreign_log(self.path, self._connect) is not None:
                    raise Unavailable(REPLACED, name=self.path.name)
                # A save broken off on a share is taken back by SQLite, but not for one who cannot write.
                mode: Mode = "ro" if hot_journal(self.path) is None else "rw"
                with closing(self._connect(self.path, mode)) as connection:
                    if revision_of(connection, self.path) != HEAD or history.head(connection) != self._head:
                        raise Unavailable(REPLACED, name=self.path.name)
            except BadFile:
                raise Unavailable(REPLACED, name=self.path.name) from None
            self._hang_up()
            self._go_on_with(self.path)

    def _go_on_with(self, place: Path) -> None:
        """Take hold of the file at ``place`` in the stead of the one that was open; nobody else may have it."""
        self._is_shaken = True  # until it is in hand again: else nobody would look where the next save goes
        if self._hold is not None:
            self._hold.close()
            self._hold = None
        if self._keeper is not None:
            self._keeper.settle()
            self._keeper = None  # it closed its file: another may have the number by the next attempt
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self.path = self._connections.path = place
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
        self._connections.hang_up()

    def _must_be_open(self) -> None:
        if self._is_closed:
            raise Unavailable(CLOSED, name=self.path.name)
        if self.is_locked:
            raise Unavailable(LOCKED, name=self.path.name)
