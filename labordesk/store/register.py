"""An open register: one file, many readers, one writer; light until the first session is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from labordesk.errors import Unavailable
from labordesk.rules.roles import Right
from labordesk.store import history
from labordesk.store.cipher import cache_for
from labordesk.store.connection import WRITER_CACHE, Connect, prepare
from labordesk.store.faults import told
from labordesk.store.lock import RegisterLock
from labordesk.store.origin import present_origin
from labordesk.store.register_file import RegisterFile
from labordesk.store.wiping import wipe_free_pages

if TYPE_CHECKING:
    from sqlmodel import Session


class Register(RegisterFile):
    """An open register; use it from any thread, and close it once nobody works with it any more."""

    def __init__(self, path: Path, connect: Connect, lock: RegisterLock | None, *, why_read_only: str = "") -> None:
        super().__init__(path, connect, lock, why_read_only=why_read_only)
        self._inside: set[int] = set()
        self.officer_id: int | None = None
        """Who works with the register now; noted with everything written (model/officer.py)."""
        self.noted: set[tuple[str, str, int | None]] = set()
        """What the user of now was noted to have looked at: once is enough (services/access.py)."""
        self.last_operation: int | None = None
        """The operation that the last unit of work was written as; None when it changed no row (model/history.py)."""

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

        return Session(self._connections.engine(purpose), expire_on_commit=False)
