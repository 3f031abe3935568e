"""Names and paths as long as Vietnamese offices make them: worked with as far as the disk goes, told beyond."""

from __future__ import annotations

import os
import shutil
from pathlib import Path, PureWindowsPath

import pytest

from labordesk.errors import LabordeskError, Unavailable
from labordesk.services.backups import back_up_register, backups_of, last_good
from labordesk.services.registers import create_register
from labordesk.store.backup_names import parse_name, short_stem
from labordesk.store.connection import file_uri
from labordesk.store.journal import journal_of, read_journal
from labordesk.store.long_paths import reachable
from labordesk.store.opening import open_register
from tests.store.register_rows import add_fund, fund_codes

LONG = "Công đoàn cơ sở Trường Tiểu học và Trung học cơ sở xã Hương Sơn – sổ chăm lo đoàn viên, người lao động năm 2026"


def named(letters: int) -> str:
    """Return a name of so many bytes at most, with the letters of Vietnamese."""
    return (LONG * 3).encode()[:letters].decode(errors="ignore").strip()


@pytest.mark.parametrize("size", [120, 180, 220])
def test_a_long_name_has_backups_and_a_journal(register_template: Path, tmp_path: Path, size: int) -> None:
    path = Path(shutil.copy(register_template, tmp_path / f"{named(size)}.labordesk"))
    with open_register(path) as register:
        add_fund(register, "moi")
        made = back_up_register(register).file
        assert made.is_good
        assert not register.journal_is_behind
        connect = register.connect
        assert list(read_journal(journal_of(path), connect))
    assert last_good(path) == backups_of(path)[0]
    assert max(len(os.fsencode(one.name)) for one in (tmp_path / "backups").iterdir()) < 240


def test_two_long_names_that_begin_alike_have_backups_of_their_own(register_template: Path, tmp_path: Path) -> None:
    first, second = (f"{named(200)}{end}" for end in ("A", "B"))
    assert short_stem(first) != short_stem(second)
    assert short_stem(short_stem(first)) == short_stem(first)
    for stem in (first, second):
        with open_register(Path(shutil.copy(register_template, tmp_path / f"{stem}.labordesk"))) as register:
            back_up_register(register)
    assert [len(backups_of(tmp_path / f"{stem}.labordesk")) for stem in (first, second)] == [1, 1]


def test_a_name_of_usual_length_is_carried_whole() -> None:
    assert short_stem("Công đoàn xã Hương Sơn") == "Công đoàn xã Hương Sơn"
    assert parse_name("Hương Sơn.tu-dong-20260102-030405.labordesk", "Hương Sơn") is not None


def test_a_name_the_disk_does_not_take_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    for size in (244, 260):
        with pytest.raises(Unavailable, match="quá dài.*tên ngắn hơn"):
            create_register(tmp_path / f"{named(size)}.labordesk", unit_name="Công đoàn xã Hương Sơn")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="SQLite's own limit on Linux")
def test_folders_too_deep_for_the_database_are_told(register_template: Path, tmp_path: Path) -> None:
    deep = tmp_path
    while len(os.fsencode(deep)) < 470:
        deep /= named(60)
    deep.mkdir(parents=True)
    path = Path(shutil.copy(register_template, deep / "Sổ chăm lo năm 2026, bản của ban nữ công.labordesk"))
    before = path.read_bytes()
    with pytest.raises(LabordeskError, match="đường dẫn ngắn hơn"):
        open_register(path)
    assert path.read_bytes() == before
    shorter = Path(shutil.copy(path, tmp_path / "a.labordesk"))
    with open_register(shorter) as register:
        assert fund_codes(register)


def test_a_path_of_260_letters_works_where_the_system_takes_it(register_template: Path, tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["thu muc cham lo doan vien"] * 9)
    deep.mkdir(parents=True)
    path = Path(shutil.copy(register_template, deep / "a.labordesk"))
    assert len(str(path)) > 260
    with open_register(path) as register:
        add_fund(register, "moi")
        assert back_up_register(register).file.is_good


@pytest.mark.parametrize(
    ("given", "long"),
    [
        (r"C:\Sổ\a.labordesk", r"C:\Sổ\a.labordesk"),
        ("C:\\" + "Công đoàn\\" * 30 + "a.labordesk", "\\\\?\\C:\\" + "Công đoàn\\" * 30 + "a.labordesk"),
        ("\\\\may-chu\\so\\" + "x\\" * 130 + "a", "\\\\?\\UNC\\may-chu\\so\\" + "x\\" * 130 + "a"),
        ("\\\\?\\C:\\" + "x\\" * 130 + "a", "\\\\?\\C:\\" + "x\\" * 130 + "a"),
    ],
)
def test_long_paths_of_windows_get_the_prefix_that_lifts_the_limit(given: str, long: str) -> None:
    assert str(reachable(PureWindowsPath(given))) == long


def test_sqlite_is_given_a_path_with_the_prefix_as_windows_wants_it() -> None:
    path = PureWindowsPath("\\\\?\\C:\\Sổ chăm lo\\a?b.labordesk")
    assert file_uri(path, "rw") == "file:%5C%5C%3F%5CC%3A%5CS%E1%BB%95%20ch%C4%83m%20lo%5Ca%3Fb.labordesk?mode=rw"
