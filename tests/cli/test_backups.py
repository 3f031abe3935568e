"""labordesk backup and labordesk restore, as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_register, backups_of
from labordesk.services.people import PersonData, delete_person, save_person
from labordesk.services.registers import open_register
from tests.cli.test_cli import Told, refused, run

__all__ = ["run"]

Run = Callable[..., Told]
PASSWORD = "một câu ngắn dễ nhớ"


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "mật khẩu.txt"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return path


def add(path: Path, name: str, secret: str | None = None) -> int:
    with open_register(path, secret=secret) as register:
        return save_person(register, PersonData(PersonFields(full_name=name, unit_id=1))).id


def names(path: Path, secret: str | None = None) -> set[str]:
    with open_register(path, read_only=True, secret=secret) as register, register.looking() as connection:
        return {row[0] for row in connection.execute("SELECT full_name FROM person")}


def test_backup_works_while_the_register_is_open_and_goes_to_a_second_folder(
    run: Run, register_path: Path, tmp_path: Path
) -> None:
    usb = tmp_path / "USB"
    usb.mkdir()
    with open_register(register_path) as register:
        save_person(register, PersonData(PersonFields(full_name="Trần Thị Mận", unit_id=1)))
        told = run("backup", register_path, "--to", usb)
    assert told.code == 0
    assert "mở kiểm tra" in told.out
    assert "1 người" in told.out
    assert len(list(usb.glob("*/*.labordesk"))) == 1
    listed = run("backup", register_path, "--list")
    assert "làm bằng tay" in listed.out
    assert "đã mở kiểm tra" in listed.out


def test_a_missing_second_folder_is_an_error_after_the_backup_was_made(
    run: Run, register_path: Path, tmp_path: Path
) -> None:
    told = run("backup", register_path, "--to", tmp_path / "không cắm")
    assert told.code == 1
    assert "Không thấy nơi sao lưu thứ hai" in told.err
    assert len(backups_of(register_path)) == 1


def test_restore_asks_unless_told_yes_and_keeps_the_present_file(run: Run, register_path: Path) -> None:
    add(register_path, "Trần Thị Mận")
    run("backup", register_path)
    add(register_path, "Phạm Thị Bưởi")
    backup = backups_of(register_path)[0].path
    asked = run("restore", register_path, backup)
    assert asked.code == 0
    assert "--yes" in asked.out
    assert "1 chỉ có trong sổ" in asked.out
    assert names(register_path) == {"Trần Thị Mận", "Phạm Thị Bưởi"}
    done = run("restore", register_path, backup, "--yes")
    assert done.code == 0
    assert names(register_path) == {"Trần Thị Mận"}
    (kept,) = register_path.parent.glob("*.truoc-khoi-phuc-*.labordesk")
    assert str(kept) in done.out
    assert names(kept) == {"Trần Thị Mận", "Phạm Thị Bưởi"}


def test_merge_brings_back_what_was_deleted_and_keeps_the_rest(run: Run, register_path: Path) -> None:
    gone = add(register_path, "Trần Thị Mận")
    with open_register(register_path) as register:
        backup = back_up_register(register).file.path
        delete_person(register, gone)
    add(register_path, "Phạm Thị Bưởi")
    done = run("restore", register_path, backup, "--merge", "--yes")
    assert done.code == 0, done.err
    assert "Đã lấy lại 1 hồ sơ" in done.out
    assert names(register_path) == {"Trần Thị Mận", "Phạm Thị Bưởi"}


def test_an_encrypted_register_is_rebuilt_with_its_journal(run: Run, register_path: Path, password: Path) -> None:
    assert run("encrypt", register_path, "--new-password-file", password).code == 0
    add(register_path, "Trần Thị Mận", PASSWORD)
    assert run("backup", register_path, "--password-file", password).code == 0
    add(register_path, "Phạm Thị Bưởi", PASSWORD)
    register_path.write_bytes(b"\x5a" * 100_000)
    assert "có mật khẩu" in refused(run("restore", register_path, "--journal", "--yes"))
    done = run("restore", register_path, "--journal", "--yes", "--password-file", password)
    assert done.code == 0, done.err
    assert "1 lần ghi" in done.out
    assert names(register_path, PASSWORD) == {"Trần Thị Mận", "Phạm Thị Bưởi"}


def test_restore_without_saying_from_what_is_wrong_usage(run: Run, register_path: Path) -> None:
    assert run("restore", register_path).code == 2
    assert run("restore", register_path, register_path, "--journal").code == 2
    assert "chính là sổ" in refused(run("restore", register_path, register_path, "--yes"))
