"""A backup is one moment of a register others write into, and counts only when it was read back."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.store import backup as backup_module
from labordesk.store.backup import copy, take
from labordesk.store.backup_list import BackupList
from labordesk.store.backup_names import is_backup_name, parse_name
from labordesk.store.connection import connect_plain
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.tally import tally_of
from labordesk.store.unlocking import NewKeys
from tests.store.disks import read_only
from tests.store.encrypted import key_of, open_quickly
from tests.store.register_rows import add_fund, fund_codes


def pairs(path: Path, connect: object = connect_plain) -> tuple[int, int]:
    """Return how many funds each of the two halves of a unit of work left in a file."""
    with closing(connect(path, "ro")) as connection:  # type: ignore[operator]
        count = "SELECT count(*) FROM fund WHERE code LIKE ?"
        return tuple(connection.execute(count, (f"{half}%",)).fetchone()[0] for half in "AB")  # type: ignore[return-value]


def add_pair(register: Register, number: int) -> None:
    from labordesk.model import Fund

    with register.writing() as session:
        for half in "AB":
            session.add(Fund(code=f"{half}-{number}", name="x" * 2000))
            session.flush()


@pytest.mark.parametrize("locked", [False, True])
def test_backup_while_a_thread_writes_is_one_moment_and_nobody_waits(
    locked: bool, register_path: Path, locked_path: Path, keys: NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "_PAGES_AT_A_TIME", 5)
    path = locked_path if locked else register_path
    connect = key_of(keys) if locked else connect_plain
    with open_quickly(path, keys) if locked else open_register(path) as register:
        for number in range(20):
            add_pair(register, number)
        stop, wrote = threading.Event(), []

        def write() -> None:
            number = 20
            while not stop.is_set():
                add_pair(register, number)
                wrote.append(number)
                number += 1

        writer = threading.Thread(target=write)
        during: list[int] = []
        made: list[Path] = []
        writer.start()
        try:
            for _round in range(4):
                before = len(wrote)
                made.append(take(path, connect, label="thu")[0])
                during.append(len(wrote) - before)
        finally:
            stop.set()
            writer.join()
        assert max(during) > 0, "the writer was kept waiting through every backup"
        halves = [pairs(one, connect) for one in made]
        assert all(first == second for first, second in halves)
        assert halves == sorted(halves)
        assert halves[0][0] >= 20


def test_what_a_backup_holds_is_what_the_register_held(register: Register) -> None:
    add_fund(register, "vua-ghi")
    path, held = take(register.path, connect_plain, label="thu")
    with register.looking() as connection:
        assert held == tally_of(connection)
    with closing(connect_plain(path, "ro")) as connection:
        assert held == tally_of(connection)
    assert held.rows["fund"] == len(fund_codes(register))


def test_a_copy_that_lost_a_row_is_thrown_away(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page written wrongly that still makes sense is found by the figures alone."""
    add_fund(register, "mot")
    whole = backup_module._copy_pages

    def losing(old: sqlite3.Connection, target: Path, *rest: object) -> None:
        whole(old, target, *rest)  # type: ignore[arg-type]
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("PRAGMA trusted_schema = ON")
            connection.execute("DELETE FROM fund WHERE code = 'mot'")
            connection.commit()

    monkeypatch.setattr(backup_module, "_copy_pages", losing)
    with pytest.raises(Unavailable, match="không đọc lại được"):
        take(register.path, connect_plain, label="thu")
    assert list((register.path.parent / "backups").glob("*.labordesk")) == []
    assert list((register.path.parent / "backups").glob("*.new")) == []


def test_stopping_a_backup_leaves_nothing(register: Register) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, _steps: int) -> None:
        if done >= 60:
            raise Stopped

    with pytest.raises(Stopped):
        take(register.path, connect_plain, label="thu", told_of=stop)
    assert [one for one in (register.path.parent / "backups").iterdir() if not one.name.endswith(".nhatky")] == []


def test_backup_into_a_folder_that_cannot_be_written_says_so(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    with read_only(folder), pytest.raises(Unavailable, match="chỉ cho đọc"):
        take(register.path, connect_plain, label="thu", folder=folder)


def test_a_wrong_link_in_the_register_does_not_cost_the_backup(register_path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        connection.execute("UPDATE unit SET type_id = 999999")
        connection.commit()
    target = tmp_path / "copy.labordesk"
    copy(register_path, target, connect_plain)
    with closing(connect_plain(target, "ro")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is not None


def test_the_list_forgets_what_it_knew_of_a_file_that_was_changed(register: Register) -> None:
    path, held = take(register.path, connect_plain, label="tu-dong")
    backups = BackupList(register.path)
    backups.note(path, held)
    (one,) = backups.all()
    assert one.is_good
    assert one.held == held
    with path.open("ab") as file:
        file.write(b"\0" * 4096)
    assert not backups.all()[0].is_good


def test_a_damaged_book_loses_only_the_words_opened_and_checked(register: Register) -> None:
    path, held = take(register.path, connect_plain, label="tu-dong")
    backups = BackupList(register.path)
    backups.note(path, held)
    (path.parent / "Hương Sơn.saoluu.json").write_text('{"x": [')
    (one,) = backups.all()
    assert (one.path, one.is_good, one.name.reason) == (path, False, "tu-dong")


def test_a_pinned_backup_keeps_its_pin_and_its_check(register: Register) -> None:
    path, held = take(register.path, connect_plain, label="tu-dong")
    backups = BackupList(register.path)
    backups.note(path, held)
    pinned = backups.pin(backups.all()[0], True)
    assert pinned.name.endswith(".giu.labordesk")
    (one,) = backups.all()
    assert one.name.pinned
    assert one.is_good
    assert backups.pin(one, False) == path


def test_names_tell_registers_apart() -> None:
    name = "Hương Sơn.truoc-nang-cap-0001-20260302-081500-2.labordesk"
    found = parse_name(name, "Hương Sơn")
    assert found is not None
    assert (found.reason, found.number, f"{found.made:%d/%m/%Y %H:%M}") == (
        "truoc-nang-cap-0001",
        2,
        "02/03/2026 08:15",
    )
    assert str(found) == name
    assert parse_name(name, "Hương") is None
    assert parse_name("a.b.tu-dong-20260302-081500.labordesk", "a") is None
    assert parse_name("a.tu-dong-20261302-081500.labordesk", "a") is None
    assert is_backup_name(Path(name))
    assert not is_backup_name(Path("Hương Sơn.labordesk"))
