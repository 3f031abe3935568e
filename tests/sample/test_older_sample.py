"""The sample as a register of the first release: the upgrade keeps every row and every sum, and leaves it sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command

from labordesk.services.checking import check_register
from labordesk.services.registers import open_register
from labordesk.store import figures, identity
from labordesk.store.connection import connect_plain
from labordesk.store.engine import writing_engine
from labordesk.store.figures import Scope
from labordesk.store.register import Register
from labordesk.store.upgrade import scripts

ALL_YEARS = Scope(date(2020, 1, 1), date(2026, 12, 31))
DERIVED = ("person_search", "sum_", "sqlite_", "alembic_")


def tables(connection: sqlite3.Connection, schema: str) -> list[str]:
    rows = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if not name.startswith(DERIVED)]


@pytest.fixture
def older(tmp_path: Path, sample: Register) -> tuple[Path, dict[str, int]]:
    """The path of a register at 0001 with the sample's rows, as far as it had room for them, and how many they are."""
    path = tmp_path / "cũ.labordesk"
    with closing(connect_plain(path, "rwc")) as connection:
        identity.stamp(connection)
    engine = writing_engine(lambda: connect_plain(path, "rw"))
    with engine.begin() as connection:
        command.upgrade(scripts(connection), "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS today", (str(sample.path),))
        counts = {}
        for table in tables(connection, "main"):
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")
            counts[table] = connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]
        connection.commit()
    return path, counts


def test_a_full_register_of_the_first_release_is_upgraded_whole_and_sound(
    older: tuple[Path, dict[str, int]], sample: Register
) -> None:
    path, counts = older
    assert counts["award"] > 1000
    with open_register(path) as register:
        assert check_register(register).problems == ()
        with register.looking() as connection, sample.looking() as today:
            found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in counts}
            assert found == counts
            assert figures.totals(connection, ALL_YEARS) == figures.totals(today, ALL_YEARS)
            assert figures.by_programme(connection, ALL_YEARS) == figures.by_programme(today, ALL_YEARS)
            assert figures.by_unit(connection, ALL_YEARS) == figures.by_unit(today, ALL_YEARS)
