"""A register from before the checklist gets it with the upgrade, the same entries as a new register."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from labordesk.store import identity
from labordesk.store.connection import connect_plain
from labordesk.store.engine import writing_engine
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.upgrade import scripts

PAPERS = (
    "SELECT t.uid, t.name, t.kind, t.step, t.work, t.proof, t.mandatory, t.position, t.active, c.code"
    " FROM paper_type t LEFT JOIN circumstance c ON c.id = t.circumstance_id ORDER BY t.uid"
)


@pytest.fixture
def older(tmp_path: Path, register_path: Path) -> Path:
    """A register of the first release with its unit and the circumstances of today's catalogue."""
    path = tmp_path / "cũ.labordesk"
    with closing(connect_plain(path, "rwc")) as connection:
        identity.stamp(connection)
    engine = writing_engine(lambda: connect_plain(path, "rw"))
    with engine.begin() as connection:
        command.upgrade(scripts(connection), "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS today", (str(register_path),))
        for table in ("unit_type", "unit", "circumstance", "register_setting"):
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")
        connection.commit()
    return path


def test_an_older_register_gets_the_papers_of_a_new_one(
    older: Path, another_register: Callable[[str], Register]
) -> None:
    with open_register(older) as register:
        found = register.connection().execute(PAPERS).fetchall()
    assert found == another_register("mới").connection().execute(PAPERS).fetchall()
    assert len(found) > 30


def test_papers_for_a_circumstance_that_was_deleted_are_left_out(older: Path) -> None:
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("DELETE FROM circumstance WHERE code = 'TNLD'")
        connection.commit()
    with open_register(older) as register:
        rows = register.connection().execute(PAPERS).fetchall()
    assert not [row for row in rows if row[-1] == "TNLD"]
    assert sum(row[1] == "Biên bản điều tra tai nạn lao động" for row in rows) == 1  # for deaths at work
    assert sum(row[2] == "grant" and row[-1] is None for row in rows) == 4
