"""A figure of a register without a password that changed on the disk, and not through the program, is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_register
from labordesk.services.checking import check_register
from labordesk.services.checking_backups import unnoted_changes
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.registers import open_register
from labordesk.store.history_triggers import noted_columns, noted_tables
from labordesk.store.migrations.head import HEAD
from tests.store.past_registers import past_register


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A closed sample register with a backup of today's tables."""
    path = past_register(HEAD, tmp_path)
    with open_register(path) as register:
        assert back_up_register(register, "tay").file.is_good
    return path


def turn(path: Path, values: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Change values as a bad disk does, behind the back of all triggers; return the row by table."""
    rows = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for table, column in values:
            (row,) = connection.execute(f"SELECT max(id) FROM {table} WHERE typeof({column}) = 'integer'").fetchone()
            connection.execute(f"UPDATE {table} SET {column} = {column} + 1 WHERE id = ?", (row,))
            rows[table] = int(row)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    return rows


def problems_of(path: Path) -> list[str]:
    with open_register(path) as register:
        return [str(one) for one in check_register(register).problems]


def figures(path: Path) -> dict[str, list[str]]:
    """Return by table the columns of a sample that hold whole numbers, but for ids and the count of saves."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in noted_tables(connection):
            for column in noted_columns(connection, table):
                is_figure = column not in ("id", "row_version") and not column.endswith("_id")
                if (
                    is_figure
                    and connection.execute(f"SELECT 1 FROM {table} WHERE typeof({column}) = 'integer'").fetchone()
                ):
                    found.setdefault(table, []).append(column)
    return found


def test_any_figure_that_turned_on_the_disk_is_told(sample: Path) -> None:
    """One figure of each table at a time, until each had its turn."""
    whole, found = sample.read_bytes(), figures(sample)
    assert {"contribution", "fund_opening", "house", "aggregate", "indicator_value", "award_line"} <= found.keys()
    assert problems_of(sample) == []
    for place in range(max(map(len, found.values()))):
        turned = [(table, columns[place]) for table, columns in found.items() if place < len(columns)]
        sample.write_bytes(whole)
        rows = turn(sample, turned)
        with open_register(sample) as register:
            told = {one.table: one.rows for one in unnoted_changes(register, lambda: None)}
        assert told == {table: (row,) for table, row in rows.items()}, turned


def test_the_row_is_named_and_what_was_saved_since_is_not(sample: Path) -> None:
    rows = turn(sample, [("contribution", "cash")])
    with open_register(sample) as register:
        person = load_person(register, 1)
        save_person(
            register,
            PersonData(PersonFields.model_validate({**person.fields.model_dump(), "note": "đã gặp"})),
            person_id=1,
            row_version=person.row_version,
        )
        (problem,) = check_register(register).problems
    assert (problem.table, problem.rows) == ("contribution", (rows["contribution"],))


def test_a_row_that_is_gone_without_a_note_is_told(sample: Path) -> None:
    with closing(sqlite3.connect(sample, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'history_of_fund_opening%'"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM fund_opening")
    with open_register(sample) as register:
        assert "fund_opening" in [one.table for one in check_register(register).problems]


def test_a_backup_of_another_past_says_nothing(sample: Path) -> None:
    """The register was replaced by another one, whose history does not go on from the backup."""
    other = past_register(HEAD, sample.parent / "backups")
    with open_register(other) as register:
        save_person(register, PersonData(PersonFields(full_name="Nguyễn Văn An", birth="1980", unit_id=1)))
    with open_register(sample) as register:
        save_person(register, PersonData(PersonFields(full_name="Lê Thị Bình", birth="1981", unit_id=1)))
        back_up_register(register, "tay")
    for backup in (sample.parent / "backups").glob("*.tay-1*"):
        backup.unlink()
    sample.write_bytes(other.read_bytes())
    assert problems_of(sample) == []
