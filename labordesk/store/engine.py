"""The SQLAlchemy side of an open register: a pool of readers and one writer (imports sqlalchemy, about 0,5 s)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from labordesk.store.driver import PLAIN

_to_json = partial(json.dumps, ensure_ascii=False)


def reading_engine(connect: Callable[[], sqlite3.Connection], dbapi: ModuleType = PLAIN) -> Engine:
    """Return an engine whose transactions are snapshots of one moment."""
    return _engine(connect, dbapi, "BEGIN", size=2, overflow=6)


def writing_engine(connect: Callable[[], sqlite3.Connection], dbapi: ModuleType = PLAIN) -> Engine:
    """Return an engine with one connection whose transactions take the right to write at once."""
    return _engine(connect, dbapi, "BEGIN IMMEDIATE", size=1, overflow=0)


def _engine(
    connect: Callable[[], sqlite3.Connection], dbapi: ModuleType, begin: str, *, size: int, overflow: int
) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi,
        creator=connect,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=overflow,
        json_serializer=_to_json,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def sqlite_of(session: Session) -> sqlite3.Connection:
    """Return SQLite's own connection under a session, in the same transaction, for work without the ORM.

    What the session holds is written first, so that the statements see it.
    """
    session.flush()
    return cast(sqlite3.Connection, session.connection().connection.dbapi_connection)
