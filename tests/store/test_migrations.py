"""Migrations: the steps give today's tables, an older register is upgraded whole or left as it was."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from labordesk.errors import BadFile, Unavailable
from labordesk.model import Unit
from labordesk.store import identity, opening
from labordesk.store import upgrade as upgrade_module
from labordesk.store.migrations.head import HEAD, KNOWN
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.search import search_ddl
from tests.store.disks import fill_up, small_disk

TABLES = Unit.metadata
NEXT = f"{int(HEAD) + 1:04}"
AFTER_NEXT = f"{int(HEAD) + 2:04}"

ADD_COLUMN = """
def upgrade():
    op.add_column("unit", sa.Column("nickname", sa.String()))
    op.execute("UPDATE unit SET nickname = 'xã nhà'")
"""
REBUILD_TABLE = """
def upgrade():
    with op.batch_alter_table("unit") as batch:
        batch.alter_column("note", new_column_name="remark")
"""
FAIL_AFTERWARDS = """
def upgrade():
    op.add_column("unit", sa.Column("second", sa.String()))
    op.execute("UPDATE unit SET no_such_column = 1")
"""
ORPHAN = """
def upgrade():
    op.execute("UPDATE unit SET parent_id = 4711")
"""


def test_the_steps_give_the_tables_of_the_models(register: Register) -> None:
    engine = create_engine(f"sqlite:///{register.path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _not_derived})
        assert compare_metadata(context, TABLES) == []
    engine.dispose()


def test_the_steps_give_the_checks_and_deletions_of_the_models(register: Register, tmp_path: Path) -> None:
    modelled = create_engine(f"sqlite:///{tmp_path / 'modelled.db'}")
    TABLES.create_all(modelled)
    migrated = create_engine(f"sqlite:///{register.path}")
    assert _rules(migrated) == _rules(modelled)
    modelled.dispose()
    migrated.dispose()


def test_the_steps_give_the_search_index_and_its_triggers(register: Register) -> None:
    rows = register.connection().execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    there = {" ".join(sql.split()) for (sql,) in rows}
    assert {" ".join(statement.split()) for statement in search_ddl()} <= there


def test_the_list_of_steps_is_the_folder_of_steps(register: Register) -> None:
    engine = create_engine(f"sqlite:///{register.path}")
    with engine.connect() as connection:
        found = ScriptDirectory.from_config(upgrade_module.scripts(connection)).walk_revisions()
        assert tuple(step.revision for step in found)[::-1] == KNOWN
    engine.dispose()


def test_a_new_register_has_reached_the_last_step(register: Register) -> None:
    assert identity.revision_of(register.connection(), register.path) == HEAD


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make this program a later one with further steps, given as the text of their ``upgrade``."""

    def add_steps(*steps: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(upgrade_module._SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        known = KNOWN
        for step, revision in zip(steps, (NEXT, AFTER_NEXT), strict=False):
            head = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = {revision!r}\n"
            (folder / "versions" / f"{revision}_later.py").write_text(f"{head}down_revision = {known[-1]!r}\n{step}")
            known = (*known, revision)
        monkeypatch.setattr(upgrade_module, "_SCRIPTS", folder)
        monkeypatch.setattr(identity, "KNOWN", known)
        for module in (identity, opening, upgrade_module):
            monkeypatch.setattr(module, "HEAD", known[-1])

    return add_steps


def test_older_register_is_upgraded_and_keeps_its_rows(register_path: Path, later_program: Callable[..., None]) -> None:
    later_program(ADD_COLUMN, REBUILD_TABLE)
    with open_register(register_path) as register:
        row = register.connection().execute("SELECT name, nickname, remark FROM unit").fetchone()
        assert row == ("Công đoàn xã Hương Sơn", "xã nhà", None)
        assert identity.revision_of(register.connection(), register.path) == AFTER_NEXT
        with register.reading() as session:
            assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert register.connection().execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_backup_before_an_upgrade_is_the_older_register(
    register_path: Path, later_program: Callable[..., None]
) -> None:
    later_program(ADD_COLUMN)
    open_register(register_path).close()
    (backup,) = (register_path.parent / "backups").glob("*.labordesk")
    assert backup.name.startswith(f"{register_path.stem}.truoc-nang-cap-{HEAD}-")
    assert backup.suffix == ".labordesk"
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert connection.execute("SELECT name FROM unit").fetchall() == [("Công đoàn xã Hương Sơn",)]
        columns = {row[1] for row in connection.execute("PRAGMA table_info(unit)")}
        assert "nickname" not in columns


def test_no_backup_is_made_when_nothing_is_pending(register: Register) -> None:
    assert not (register.path.parent / "backups").exists()


def test_failing_step_takes_back_the_steps_before_it(register_path: Path, later_program: Callable[..., None]) -> None:
    before = _content(register_path)
    later_program(ADD_COLUMN, FAIL_AFTERWARDS)
    with pytest.raises(Exception, match="no_such_column"):
        open_register(register_path)
    assert _content(register_path) == before
    assert len(list((register_path.parent / "backups").glob("*.labordesk"))) == 1


def test_step_that_leaves_orphans_is_taken_back(register_path: Path, later_program: Callable[..., None]) -> None:
    before = _content(register_path)
    later_program(ORPHAN)
    with pytest.raises(BadFile, match="chưa nâng cấp được"):
        open_register(register_path)
    assert _content(register_path) == before


def test_no_room_for_the_backup_leaves_the_register_as_it_was(
    register_template: Path, tmp_path: Path, later_program: Callable[..., None]
) -> None:
    with small_disk(tmp_path / "usb", kilobytes=3000) as disk:
        path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
        before = _content(path)
        fill_up(disk, leaving=300_000)
        later_program(ADD_COLUMN)
        with pytest.raises(Unavailable, match="đã đầy"):
            open_register(path)
        assert _content(path) == before
        assert list((disk / "backups").iterdir()) == []


def test_two_upgrades_in_one_second_keep_both_backups(register_path: Path, later_program: Callable[..., None]) -> None:
    later_program(FAIL_AFTERWARDS)
    for _attempt in range(2):
        with pytest.raises(Exception, match="no_such_column"):
            open_register(register_path)
    assert len(list((register_path.parent / "backups").glob("*.labordesk"))) == 2


def _not_derived(name: str | None, kind: str, _parents: Any) -> bool:
    return not (kind == "table" and (name or "").startswith(("person_search", "sum_")))


def _rules(engine: Any) -> dict[str, Any]:
    inspector = inspect(engine)
    return {
        table: (
            sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)),
            sorted(
                (key["constrained_columns"], key["referred_table"], key["options"].get("ondelete", ""))
                for key in inspector.get_foreign_keys(table)
            ),
            sorted(tuple(unique["column_names"]) for unique in inspector.get_unique_constraints(table)),
            sorted(
                (index["name"], tuple(index["column_names"]), str(index["dialect_options"].get("sqlite_where")))
                for index in inspector.get_indexes(table)
            ),
        )
        for table in TABLES.tables
    }


def _content(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        tables = [*TABLES.tables, "alembic_version"]
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    return repr((schema, rows))
