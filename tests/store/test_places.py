"""Full disks and places that cannot be written: what still works, and that nothing is left half written."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.services.registers import create_register
from labordesk.store.backup_names import FOLDER
from labordesk.store.connection import Mode, connect_plain
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from tests.store.disks import fill_up, read_only, read_only_file, small_disk
from tests.store.register_rows import add_fund, fund_codes


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB of this test alone."""
    with small_disk(tmp_path / "usb", kilobytes=3000) as mounted:
        yield mounted


def test_full_disk_while_making_a_register_leaves_nothing(disk: Path) -> None:
    fill_up(disk, leaving=200_000)
    with pytest.raises(Unavailable, match="đã đầy"):
        create_register(disk / "mới.labordesk", unit_name="Công đoàn xã Hương Sơn")
    assert [one.name for one in disk.iterdir()] == ["filler"]


def test_full_disk_while_writing_keeps_what_was_there(register_template: Path, disk: Path) -> None:
    def write_until_full(register: Register) -> None:
        for number in range(2000):
            add_fund(register, f"quy-{number}")

    path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
    with open_register(path) as register:
        add_fund(register, "truoc")
        before = fund_codes(register)
        filler = fill_up(disk)
        with pytest.raises(Unavailable, match="đã đầy"):
            write_until_full(register)
        kept = fund_codes(register)
        assert kept >= before
        filler.unlink()
        add_fund(register, "sau-khi-don")
        assert fund_codes(register) == kept | {"sau-khi-don"}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_large_write_that_does_not_fit_leaves_nothing_of_itself(register_template: Path, disk: Path) -> None:
    path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
    with open_register(path) as register:
        before = fund_codes(register)
        with pytest.raises(Unavailable, match="đã đầy"), register.writing() as session:
            session.connection().exec_driver_sql(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
                " INSERT INTO register_setting SELECT 'k' || i, hex(zeroblob(100)) FROM n"
            )
        assert fund_codes(register) == before
        assert register.connection().execute("SELECT 1 FROM register_setting WHERE key LIKE 'k%'").fetchone() is None
        add_fund(register, "nho")


def test_opening_on_a_full_disk_says_so(register_template: Path, disk: Path) -> None:
    path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
    fill_up(disk)
    with pytest.raises(Unavailable, match="đã đầy"):
        open_register(path)


def test_register_that_may_not_grow_keeps_what_was_there(register_path: Path) -> None:
    """The same as on a full disk, where none can be mounted: SQLite itself refuses another page."""

    def connect(path: Path, mode: Mode, *, frozen: bool = False) -> sqlite3.Connection:
        connection = connect_plain(path, mode, frozen=frozen)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    with open_register(register_path, connect=connect) as register:
        before = fund_codes(register)
        with pytest.raises(Unavailable, match="đã đầy"), register.writing() as session:
            session.connection().exec_driver_sql("CREATE TABLE filler AS SELECT hex(zeroblob(5000000)) AS text")
        assert fund_codes(register) == before


def test_register_on_a_read_only_disk_opens_for_reading(register_template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "đĩa CD"
    folder.mkdir()
    path = Path(shutil.copy(register_template, folder / "sổ.labordesk"))
    with read_only(folder), open_register(path) as register:
        assert register.read_only
        assert "chép sổ sang ổ đĩa ghi được" in register.read_only_note
        assert fund_codes(register)
        assert register.connection().execute("SELECT name FROM unit").fetchone() == ("Công đoàn xã Hương Sơn",)
        with pytest.raises(Unavailable, match="chép sổ sang ổ đĩa ghi được"):
            add_fund(register, "khong-duoc")
        with open_register(path) as second:
            assert second.read_only
    assert [one.name for one in folder.iterdir() if one.name != FOLDER] == ["sổ.labordesk"]


def test_making_a_register_on_a_read_only_disk_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "đĩa CD"
    folder.mkdir()
    with read_only(folder), pytest.raises(Unavailable, match="chỉ cho đọc"):
        create_register(folder / "mới.labordesk", unit_name="Công đoàn xã Hương Sơn")
    assert list(folder.iterdir()) == []


def test_read_only_file_in_a_writable_folder_opens_for_reading(register_path: Path) -> None:
    with read_only_file(register_path), open_register(register_path) as register:
        assert register.read_only
        assert fund_codes(register)
        with pytest.raises(Unavailable, match="chép sổ"):
            add_fund(register, "khong-duoc")


def test_unfinished_register_on_a_read_only_disk_says_to_copy_the_folder(
    register_template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "đĩa CD"
    folder.mkdir()
    path = Path(shutil.copy(register_template, folder / "sổ.labordesk"))
    code = (
        "import os; from pathlib import Path; from labordesk.store.opening import open_register\n"
        f"register = open_register(Path({str(path)!r}))\n"
        "with register.writing() as session: session.connection().exec_driver_sql(\"UPDATE unit SET note = 'x'\")\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    log = folder / f"{path.name}-wal"
    assert log.stat().st_size
    (folder / f"{path.name}-shm").unlink()
    with read_only(folder), pytest.raises(Unavailable, match="chép cả thư mục"):
        open_register(path)
    with open_register(path) as register:
        assert register.connection().execute("SELECT note FROM unit").fetchone() == ("x",)


def test_register_asked_for_reading_only_stays_as_it_was(register_path: Path) -> None:
    before = register_path.read_bytes()
    with open_register(register_path, read_only=True) as register:
        assert register.read_only
        assert fund_codes(register)
        assert "mở lại sổ theo cách thường" in register.read_only_note
        with pytest.raises(Unavailable, match="chỉ để xem"):
            add_fund(register, "khong-duoc")
    assert register_path.read_bytes() == before
    assert [one.name for one in register_path.parent.iterdir() if one.name != FOLDER] == [register_path.name]


def test_register_in_use_may_be_read_by_another_opening(register: Register) -> None:
    with open_register(register.path, read_only=True) as second:
        add_fund(register, "moi")
        assert "moi" in fund_codes(second)
    add_fund(register, "sau")
    assert "sau" in fund_codes(register)


def test_old_register_on_a_read_only_disk_says_where_to_upgrade(register_path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    import labordesk.store.identity as identity

    known = identity.KNOWN
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "KNOWN", ("0000", *known))
        with pytest.raises(Unavailable, match="nâng cấp"):
            open_register(register_path, read_only=True)
