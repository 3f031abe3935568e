"""Units of work: all or nothing, one writer, snapshots for readers."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import JSON, Column, MetaData, Table, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from labordesk.errors import NotFound, Unavailable
from labordesk.model import Fund
from labordesk.store import connection as connection_module
from labordesk.store.backup_names import FOLDER
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from tests.store.register_rows import add_fund, fund_codes


def test_finished_unit_of_work_is_kept(register: Register) -> None:
    add_fund(register, "moi")
    assert "moi" in fund_codes(register)
    register.close()
    with open_register(register.path) as again:
        assert "moi" in fund_codes(again)


def test_refusal_inside_a_unit_of_work_leaves_nothing(register: Register) -> None:
    def add_and_refuse() -> None:
        with register.writing() as session:
            session.add(Fund(code="dang-do", name="Quỹ dang dở"))
            session.flush()
            session.add(Fund(code="dang-do-2", name="Quỹ dang dở"))
            raise NotFound

    before = fund_codes(register)
    with pytest.raises(NotFound):
        add_and_refuse()
    assert fund_codes(register) == before
    add_fund(register, "sau")
    assert fund_codes(register) == before | {"sau"}


def test_row_that_refers_to_nothing_is_refused_whole(register: Register) -> None:
    def add_and_misplace() -> None:
        with register.writing() as session:
            session.add(Fund(code="truoc", name="Quỹ"))
            session.flush()
            session.connection().exec_driver_sql("UPDATE unit SET parent_id = 4711")

    before = fund_codes(register)
    with pytest.raises(IntegrityError):
        add_and_misplace()
    assert fund_codes(register) == before


def test_check_of_a_table_is_enforced(register: Register) -> None:
    with pytest.raises(IntegrityError), register.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO indicator_value SELECT 1, 'x', 1, '', '', i.id, u.id, '2026-02-01', '2026-01-01', 5, NULL"
            " FROM indicator i, unit u LIMIT 1"
        )


@pytest.mark.parametrize("outer", ["reading", "writing"])
@pytest.mark.parametrize("inner", ["reading", "writing"])
def test_unit_of_work_inside_another_is_refused(register: Register, outer: str, inner: str) -> None:
    with pytest.raises(RuntimeError, match="inside"), getattr(register, outer)(), getattr(register, inner)():
        pass
    add_fund(register, "sau")
    assert "sau" in fund_codes(register)


def test_reading_session_cannot_write(register: Register) -> None:
    before = fund_codes(register)
    with pytest.raises(Unavailable), register.reading() as session:
        session.connection().exec_driver_sql("UPDATE operation SET origin = 'lén lút'")
    # The triggers of the history would be refused first on other tables: a reader does not trust the schema.
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        register.connection().execute("DELETE FROM operation")
    with pytest.raises(sqlite3.OperationalError):
        register.connection().execute("DELETE FROM fund")
    assert fund_codes(register) == before


def test_reader_sees_one_moment_while_another_thread_writes(register: Register) -> None:
    with register.reading() as session, register.looking() as light:
        before = set(session.exec(select(Fund.code)))
        light_before = light.execute("SELECT count(*) FROM fund").fetchone()
        writer = threading.Thread(target=add_fund, args=(register, "xen-vao"))
        writer.start()
        writer.join()
        session.expire_all()
        assert set(session.exec(select(Fund.code))) == before
        assert light.execute("SELECT count(*) FROM fund").fetchone() == light_before
    assert fund_codes(register) == before | {"xen-vao"}


def test_writers_of_many_threads_follow_one_another(register: Register) -> None:
    before = fund_codes(register)

    def write(number: int) -> None:
        for step in range(5):
            add_fund(register, f"quy-{number}-{step}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fund_codes(register) - before) == 30


def test_each_thread_has_its_own_light_connection_and_dead_threads_do_not_pile_up(register: Register) -> None:
    seen: list[sqlite3.Connection] = []
    waiting = threading.Barrier(3)

    def look() -> None:
        waiting.wait()
        seen.append(register.connection())
        assert register.connection() is seen[-1] or len(seen) > 1
        waiting.wait()

    for _round in range(8):
        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(one) for one in seen[-3:]}) == 3
    assert len(register._connections._light) <= 8
    assert register.connection().execute("SELECT count(*) FROM unit").fetchone() == (1,)


def test_looking_inside_looking_is_the_same_snapshot(register: Register) -> None:
    with register.looking() as outer, register.looking() as inner:
        assert inner is outer
        assert inner.in_transaction
    assert not register.connection().in_transaction


def test_vietnamese_text_in_json_is_stored_as_letters(register: Register) -> None:
    scratch = Table("scratch", MetaData(), Column("value", JSON))
    with register.writing() as session:
        scratch.create(session.connection())
        session.execute(insert(scratch).values(value={"Đợt": "Tết Bính Ngọ"}))
    stored = register.connection().execute("SELECT value FROM scratch").fetchone()[0]
    assert "Đợt" in stored
    assert json.loads(stored) == {"Đợt": "Tết Bính Ngọ"}


def test_every_connection_keeps_the_rules_of_the_register(register: Register) -> None:
    def pragmas(connection: sqlite3.Connection) -> dict[str, object]:
        names = ("foreign_keys", "journal_mode", "synchronous", "temp_store", "query_only", "busy_timeout")
        return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    common = {"foreign_keys": 1, "journal_mode": "wal", "temp_store": 2, "busy_timeout": connection_module.BUSY_MS}
    light = pragmas(register.connection())
    assert light.items() >= {**common, "query_only": 1}.items()
    with register.writing() as session:
        raw = session.connection().connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        assert pragmas(raw).items() >= {**common, "query_only": 0, "synchronous": 2}.items()
    with register.reading() as session:
        raw = session.connection().connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        assert pragmas(raw).items() >= {**common, "query_only": 1}.items()


def test_closing_leaves_one_file_that_holds_all(register: Register, tmp_path: Path) -> None:
    add_fund(register, "cuoi")
    register.close()
    assert [one.name for one in register.path.parent.iterdir() if one.name != FOLDER] == [register.path.name]
    alone = tmp_path / "usb"
    alone.mkdir()
    register.path.rename(alone / "chép.labordesk")
    with closing(sqlite3.connect(alone / "chép.labordesk")) as connection:
        assert connection.execute("SELECT 1 FROM fund WHERE code = 'cuoi'").fetchone()


def test_reader_of_another_thread_may_finish_after_closing(register: Register) -> None:
    inside, go_on = threading.Event(), threading.Event()
    counted: list[int] = []

    def look() -> None:
        with register.looking() as connection:
            inside.set()
            go_on.wait(5)
            counted.extend(connection.execute("SELECT count(*) FROM unit").fetchone())

    thread = threading.Thread(target=look)
    thread.start()
    inside.wait(5)
    register.close()
    go_on.set()
    thread.join()
    assert counted == [1]


def test_writer_has_the_right_to_write_from_the_beginning(register: Register) -> None:
    with (
        closing(sqlite3.connect(register.path, isolation_level=None, timeout=0)) as other,
        register.writing() as session,
    ):
        session.connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_closing_waits_for_the_write_under_way(register: Register) -> None:
    inside, closing_begun = threading.Event(), threading.Event()

    def write() -> None:
        with register.writing() as session:
            session.add(Fund(code="kip", name="Quỹ"))
            inside.set()
            closing_begun.wait(5)
            time.sleep(0.05)

    thread = threading.Thread(target=write)
    thread.start()
    inside.wait(5)
    closing_begun.set()
    register.close()
    with open_register(register.path) as again:
        assert "kip" in fund_codes(again)
    thread.join()
