"""A register on a share: no log whose shared memory another machine cannot see; one writes, others may look."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.services.backups import back_up_register
from labordesk.services.registers import create_register
from labordesk.store import opening
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.store.encrypted import PASSWORD, open_quickly
from tests.store.register_rows import add_fund, fund_codes

Open = Callable[[Path], Register]

READER = """
import sys
from pathlib import Path
from labordesk.store import opening
opening.is_on_network = lambda path: True
with opening.open_register(Path(sys.argv[1]), read_only=True, secret=sys.argv[2] or None) as register:
    print("open", flush=True)
    seen = 0
    while "cuoi" not in (codes := {row[0] for row in register.connection().execute("SELECT code FROM fund")}):
        count = sum(code.startswith("quy-") for code in codes)
        assert count >= seen, (count, seen)
        seen = count
print("whole", flush=True)
"""

KILLED = """
import sys
from pathlib import Path
from labordesk.store import opening
from tests.store.register_rows import add_fund
opening.is_on_network = lambda path: True
register = opening.open_register(Path(sys.argv[1]), secret=sys.argv[2] or None)
number = 0
while True:
    add_fund(register, f"quy-{number}")
    print(number, flush=True)
    number += 1
"""


@pytest.fixture
def _on_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "is_on_network", lambda _path: True)


@pytest.fixture(params=["plain", "encrypted"])
def way(request: pytest.FixtureRequest, register_template: Path, tmp_path: Path) -> Iterator[tuple[Path, Open, str]]:
    """A closed register, what opens it, and its password."""
    folder = tmp_path / "may-chu"
    folder.mkdir()
    if request.param == "plain":
        yield Path(shutil.copy(register_template, folder / "a.labordesk")), open_register, ""
        return
    template, keys = request.getfixturevalue("encrypted_template")
    assert isinstance(keys, NewKeys)
    path = Path(shutil.copy(template, folder / "a.labordesk"))
    yield path, lambda one: open_quickly(one, keys), PASSWORD


def mode_of(register: Register) -> str:
    return str(register.connection().execute("PRAGMA journal_mode").fetchone()[0])


@pytest.mark.usefixtures("_on_a_share")
def test_a_register_on_a_share_is_written_without_a_log_of_one_machine(way: tuple[Path, Open, str]) -> None:
    path, open_it, _password = way
    with open_it(path) as register:
        assert mode_of(register) == "delete"
        for number in range(5):
            add_fund(register, f"quy-{number}")
            assert not path.with_name(f"{path.name}-wal").exists()
        assert back_up_register(register).file.is_good
        with register.looking() as connection:
            assert connection.execute("SELECT count(*) FROM fund").fetchone()[0] > 5
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name, "backups"]


def test_a_register_copied_from_a_share_has_its_log_again(
    way: tuple[Path, Open, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, open_it, _password = way
    with monkeypatch.context() as patch:
        patch.setattr(opening, "is_on_network", lambda _path: True)
        with open_it(path) as register:
            add_fund(register, "tren-o-mang")
    with open_it(path) as register:
        assert mode_of(register) == "wal"
        assert "tren-o-mang" in fund_codes(register)


@pytest.mark.usefixtures("_on_a_share")
def test_a_register_made_on_a_share_has_no_log(tmp_path: Path) -> None:
    with create_register(tmp_path / "a.labordesk", unit_name="Công đoàn xã Hương Sơn") as register:
        assert mode_of(register) == "delete"
        add_fund(register, "moi")


@pytest.mark.usefixtures("_on_a_share")
def test_another_program_looks_while_this_one_writes_and_sees_whole_saves(way: tuple[Path, Open, str]) -> None:
    path, open_it, password = way
    with (
        open_it(path) as register,
        subprocess.Popen(
            [sys.executable, "-c", READER, str(path), password], stdout=subprocess.PIPE, text=True
        ) as other,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        for number in range(25):
            add_fund(register, f"quy-{number}")
        add_fund(register, "cuoi")
        assert other.stdout.readline() == "whole\n"
    assert other.returncode == 0


@pytest.mark.usefixtures("_on_a_share")
def test_a_program_killed_on_a_share_keeps_what_was_acknowledged(way: tuple[Path, Open, str]) -> None:
    path, open_it, password = way
    for _round in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), password], stdout=subprocess.PIPE, text=True, env=os.environ
        ) as writer:
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _save in range(6)]
            os.kill(writer.pid, signal.SIGKILL)
        with open_it(path) as register:
            assert {f"quy-{number}" for number in acknowledged} <= fund_codes(register)
            assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            with register.writing() as session:
                session.connection().exec_driver_sql("DELETE FROM fund WHERE code LIKE 'quy-%'")


@pytest.mark.usefixtures("_on_a_share")
def test_a_backup_being_made_lets_a_save_wait_and_not_fail(
    register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Timer

    from labordesk.store import connection as connection_module

    monkeypatch.setattr(connection_module, "BUSY_MS", 50)
    with open_register(register_path) as register:
        with closing(sqlite3.connect(register_path, isolation_level=None, check_same_thread=False)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM fund").fetchone()
            timer = Timer(0.6, reader.rollback)
            timer.start()
            add_fund(register, "doi")
            timer.join()
        assert "doi" in fund_codes(register)
