"""Backups: taken while the register is in use, read back before they count."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.store.backup import back_up
from labordesk.store.connection import connect_plain
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from tests.store.disks import fill_up, small_disk
from tests.store.register_rows import add_fund, fund_codes


def test_backup_of_a_register_in_use_holds_what_was_just_written(register: Register) -> None:
    add_fund(register, "vua-ghi")
    backup = back_up(register.path, connect_plain, label="truoc-khi-gop")
    add_fund(register, "sau-do")
    assert backup.parent == register.path.parent / "backups"
    assert backup.name.startswith("Hương Sơn.truoc-khi-gop-")
    assert [one.name for one in backup.parent.glob("*.labordesk")] == [backup.name]
    with open_register(backup) as opened:
        assert "vua-ghi" in fund_codes(opened)
        assert "sau-do" not in fund_codes(opened)


def test_opened_backup_lets_readers_and_the_writer_work_at_the_same_time(register: Register) -> None:
    backup = back_up(register.path, connect_plain, label="thu")
    with open_register(backup) as opened, opened.looking() as connection:
        before = connection.execute("SELECT count(*) FROM fund").fetchone()
        add_fund(opened, "trong-khi-doc")
        assert connection.execute("SELECT count(*) FROM fund").fetchone() == before


def test_backup_goes_to_the_folder_asked_for(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "USB"
    folder.mkdir()
    assert back_up(register.path, connect_plain, label="thu", folder=folder).parent == folder
    assert not (register.path.parent / "backups").exists()


def test_backup_that_is_not_sound_is_thrown_away(register_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_fund_%'")
        index = (root.fetchone()[0] - 1) * size
    content = bytearray(register_path.read_bytes())
    content[index + 3 : index + 5] = b"\0\0"  # the page of an index says that it holds no entry
    register_path.write_bytes(content)
    with pytest.raises(Unavailable, match="không đọc lại được nên đã bỏ"):
        back_up(register_path, connect_plain, label="thu")
    assert list((register_path.parent / "backups").iterdir()) == []


def test_backup_without_room_leaves_nothing(register: Register, tmp_path: Path) -> None:
    with small_disk(tmp_path / "usb", kilobytes=200) as disk:
        fill_up(disk, leaving=100_000)
        with pytest.raises(Unavailable, match="đã đầy"):
            back_up(register.path, connect_plain, label="thu", folder=disk)
        assert [one.name for one in disk.iterdir()] == ["filler"]
