"""Bringing an older register to today's tables: a verified backup first, then all steps in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from labordesk.errors import BadFile
from labordesk.i18n import N_
from labordesk.logs import LOGGER
from labordesk.store.backup import take
from labordesk.store.backup_list import BackupList
from labordesk.store.backup_names import BEFORE_UPGRADE
from labordesk.store.cipher import dbapi_of
from labordesk.store.connection import WRITER_CACHE, Connect, prepare
from labordesk.store.engine import writing_engine
from labordesk.store.history_triggers import drop_history, remake_history
from labordesk.store.identity import revision_of
from labordesk.store.journal import journal_of, set_aside
from labordesk.store.migrations.head import HEAD

ORPHANS = N_("Sổ “{name}” có dòng không khớp nhau nên chưa nâng cấp được; hãy mở bản sao lưu gần nhất.")

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(path: Path, connect: Connect) -> Path:
    """Upgrade a register to ``HEAD`` and return its backup; on any failure the register is as it was."""
    with closing(connect(path, "ro")) as connection:
        revision = revision_of(connection, path)
    backup, held = take(path, connect, label=f"{BEFORE_UPGRADE}-{revision}")
    with suppress(OSError):
        BackupList(path).note(backup, held, is_new=True)
    migrate(path, connect)
    set_aside(journal_of(path))
    LOGGER.info("register upgraded from %s to %s", revision, HEAD)
    return backup


def migrate(path: Path, connect: Connect) -> None:
    """Run the pending steps and their record as one transaction; BadFile when rows then refer to missing rows."""
    engine = writing_engine(lambda: _for_tables(path, connect), dbapi_of(connect))
    try:
        with engine.begin() as connection:
            raw = cast(sqlite3.Connection, connection.connection.dbapi_connection)
            drop_history(raw)
            command.upgrade(scripts(connection), HEAD)
            remake_history(raw)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise BadFile(ORPHANS, name=path.name)
    finally:
        engine.dispose()


def scripts(connection: Connection) -> Config:
    """Return Alembic's settings for the steps kept in this package, to be run in the transaction of ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _for_tables(path: Path, connect: Connect) -> sqlite3.Connection:
    """Return a writing connection without foreign keys: SQLite rebuilds a table by copying and dropping it."""
    connection = connect(path, "rwc")
    prepare(connection, cache_mib=WRITER_CACHE, writes=True)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection
