"""A register of every past schema opens, is brought to today's, and every row and sum of then is still there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.services.checking import check_register
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.store.backup_list import BackupList
from labordesk.store.identity import revision_of
from labordesk.store.migrations.head import HEAD, KNOWN
from tests.store.past_registers import past_register, revisions

PASSWORD = "Tết này đủ đầy, 40 nhà"
MONEY_BY_YEAR = (
    "SELECT a.programme_id, substr(a.paid_on, 1, 4), count(DISTINCT a.id), sum(l.amount) FROM award a"
    " JOIN award_line l ON l.award_id = a.id GROUP BY 1, 2 ORDER BY 1, 2"
)
Figures = dict[str, dict[str, int]]


def raw_figures(path: Path) -> Figures:
    """Return by table the rows, and of every column the sum of its numbers or of the lengths of its texts.

    Read with SQLite alone, so that neither program's own counting is trusted; what follows from other rows is left out.
    """
    found: Figures = {}
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        for (table,) in tables:
            if table.startswith(("person_search", "sum_", "sqlite_", "alembic_")):
                continue
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            sums = ", ".join(
                f"sum(CASE typeof({one}) WHEN 'integer' THEN {one} WHEN 'null' THEN 0 ELSE length({one}) END)"
                for one in columns
            )
            count, *rest = connection.execute(f"SELECT count(*), {sums} FROM {table}").fetchone()
            found[table] = {"rows": count, **dict(zip(columns, rest, strict=True))}
    return found


def money_by_year(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(MONEY_BY_YEAR).fetchall()


def test_every_schema_there_has_been_is_kept() -> None:
    """Fails with each new migration until its register is made, as ``past_registers`` says."""
    assert revisions() == list(KNOWN)


@pytest.mark.parametrize("revision", KNOWN)
def test_a_register_of_a_past_schema_opens_with_the_same_rows_and_totals(revision: str, tmp_path: Path) -> None:
    path = past_register(revision, tmp_path)
    before, money = raw_figures(path), money_by_year(path)
    assert before["person"]["rows"] >= 20
    assert before["award_line"]["amount"] > 100_000_000
    with open_register(path) as register:
        assert revision_of(register.connection(), path) == HEAD
        assert check_register(register).problems == ()
        assert search_people(register, PeopleQuery(text="nguyen"), limit=5, year=2026).rows
    after = raw_figures(path)
    kept = {table: {name: after[table][name] for name in columns} for table, columns in before.items()}
    assert kept == before
    assert money_by_year(path) == money
    backups = BackupList(path).all()
    assert [one.is_good for one in backups] == [True] * (revision != HEAD)
    assert [raw_figures(one.path) for one in backups] == [before] * len(backups)


@pytest.mark.parametrize("revision", KNOWN[:1])
def test_a_register_of_a_past_schema_can_be_encrypted(revision: str, tmp_path: Path) -> None:
    path = past_register(revision, tmp_path)
    money = money_by_year(path)
    keys = new_keys(PASSWORD)
    encrypt_register(path, keys, PASSWORD)
    with open_register(path, secret=PASSWORD) as register:
        assert check_register(register).problems == ()
        assert register.connection().execute(MONEY_BY_YEAR).fetchall() == money
