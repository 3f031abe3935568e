"""Making a register whole or not at all: built in a draft beside its place, then renamed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from sqlmodel import Session

from labordesk.disk import drafted, put, sync_folder
from labordesk.errors import BadFile
from labordesk.store import history
from labordesk.store.cipher import dbapi_of, finish_file
from labordesk.store.connection import WRITER_CACHE, Connect, prepare
from labordesk.store.engine import sqlite_of, writing_engine
from labordesk.store.faults import EXISTS
from labordesk.store.identity import stamp
from labordesk.store.origin import NEW
from labordesk.store.upgrade import migrate


def build(path: Path, fill: Callable[[Session], None] | None, connect: Connect) -> None:
    """Make an empty register, let ``fill`` write its first rows, and put it in place; nothing stays when it fails."""
    with drafted(path) as draft:
        with closing(connect(draft, "rwc")) as connection:
            stamp(connection)
        migrate(draft, connect)
        if fill is not None:
            _fill(draft, fill, connect)
        with closing(connect(draft, "rw")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        finish_file(draft, connect)
        put_in_place(draft, path)


def _fill(draft: Path, fill: Callable[[Session], None], connect: Connect) -> None:
    def connection() -> sqlite3.Connection:
        made = connect(draft, "rw")
        prepare(made, cache_mib=WRITER_CACHE, writes=True)
        return made

    engine = writing_engine(connection, dbapi_of(connect))
    try:
        with Session(engine, expire_on_commit=False) as session:
            fill(session)
            history.close(sqlite_of(session), officer_id=None, origin=NEW, undoes_id=None)
            session.commit()
    finally:
        engine.dispose()


def put_in_place(draft: Path, path: Path) -> None:
    """Give the draft its name unless a file has it; a hard link cannot replace one, where the disk has links."""
    with suppress(OSError, NotImplementedError):
        os.link(draft, path)
        sync_folder(path.parent)
        return
    if path.exists():
        raise BadFile(EXISTS, name=path.name)
    put(draft, path)
    sync_folder(path.parent)
