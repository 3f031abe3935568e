"""Two programs on one register, and a program that dies in the middle of a write (real processes)."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.store import connection as connection_module
from labordesk.store.backup_names import FOLDER
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from tests.store.register_rows import add_fund, fund_codes

LABORDESK = """
import sys
from pathlib import Path
from labordesk.store.opening import open_register
register = open_register(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
"""

ANOTHER_PROGRAM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE unit SET note = 'khác'")
print("open", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
connection.close()
"""

DIES_WHILE_WRITING = """
import sys
from pathlib import Path
from labordesk.model import Fund
from labordesk.store.opening import open_register
register = open_register(Path(sys.argv[1]))
with register.writing() as session:
    session.add(Fund(code="tron-ven", name="Quỹ"))
with register.writing() as session:
    session.add(Fund(code="dang-do", name="Quỹ"))
    session.flush()
    session.connection().exec_driver_sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
        " INSERT INTO register_setting SELECT 'k' || i, hex(zeroblob(100)) FROM n"
    )
    print("open", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def program(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program until it has said that it has the register open; it ends when the block does."""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "open\n"
            yield process
        finally:
            if process.poll() is None:
                process.communicate("\n", timeout=30)


def test_second_program_is_refused_and_told_which_register(register_path: Path) -> None:
    with program(LABORDESK, register_path), pytest.raises(Unavailable) as refusal:
        open_register(register_path)
    assert register_path.name in str(refusal.value)
    assert "hãy đóng sổ ở đó" in str(refusal.value)
    open_register(register_path).close()


def test_second_opening_in_the_same_program_is_refused(register: Register) -> None:
    with pytest.raises(Unavailable, match="đang mở"):
        open_register(register.path)
    add_fund(register, "van-ghi-duoc")
    assert "van-ghi-duoc" in fund_codes(register)


def test_program_that_was_killed_leaves_the_register_free_and_without_half_a_write(register_path: Path) -> None:
    with program(DIES_WHILE_WRITING, register_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with open_register(register_path) as register:
        codes = fund_codes(register)
        assert "tron-ven" in codes
        assert "dang-do" not in codes
        assert register.connection().execute("SELECT 1 FROM register_setting WHERE key LIKE 'k%'").fetchone() is None
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        add_fund(register, "sau")
    assert [one.name for one in register_path.parent.iterdir() if one.name != FOLDER] == [register_path.name]


def test_a_register_left_open_by_a_killed_program_says_so_once(register_path: Path) -> None:
    with open_register(register_path) as register:
        assert not register.was_left_open
    with program(LABORDESK, register_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with open_register(register_path) as register:
        assert register.was_left_open
    with open_register(register_path) as register:
        assert not register.was_left_open


def test_file_held_by_a_database_tool_is_told_and_works_afterwards(
    register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "BUSY_MS", 200)
    with open_register(register_path) as register:
        with program(ANOTHER_PROGRAM, register_path):
            with pytest.raises(Unavailable, match="chương trình khác giữ"):
                add_fund(register, "cho")
            assert "cho" not in fund_codes(register)
        add_fund(register, "xong")
        assert "xong" in fund_codes(register)


def test_file_locked_whole_by_a_database_tool_cannot_be_opened(
    register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "BUSY_MS", 200)
    with closing(sqlite3.connect(register_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="chương trình khác giữ"):
            open_register(register_path)
    open_register(register_path).close()
