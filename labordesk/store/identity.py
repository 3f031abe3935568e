"""Whether a file is a register and which migration it has reached, read without SQLAlchemy or Alembic."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from labordesk.errors import BadFile
from labordesk.i18n import N_
from labordesk.store.faults import NOT_A_REGISTER
from labordesk.store.migrations.head import HEAD, KNOWN

APPLICATION_ID = 0x4C42444B
"""SQLite ``application_id`` of a register ("LBDK"), so that another database is recognised as not ours."""

FORMAT = 1
"""SQLite ``user_version``: raised only if a later program keeps the migration's record elsewhere."""

NEWER = N_("Sổ “{name}” do bản Labordesk mới hơn ghi; hãy cập nhật Labordesk trên máy này rồi mở lại.")


def stamp(connection: sqlite3.Connection) -> None:
    """Mark a new, empty database as a register."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def revision_of(connection: sqlite3.Connection, path: Path) -> str:
    """Return the migration a register has reached; BadFile when it is no register or a newer one."""
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise BadFile(NOT_A_REGISTER, name=path.name)
    if _pragma(connection, "user_version") > FORMAT:
        raise BadFile(NEWER, name=path.name)
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        raise BadFile(NOT_A_REGISTER, name=path.name)
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = str(row[0]) if row else ""
    if revision in KNOWN:
        return revision
    raise BadFile(NEWER if revision > HEAD else NOT_A_REGISTER, name=path.name)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
