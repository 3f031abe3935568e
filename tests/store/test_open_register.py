"""Opening a register: what a person may point at by mistake, and what each refusal says."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.errors import BadFile, Unavailable
from labordesk.store import identity, opening
from labordesk.store.backup_names import FOLDER
from labordesk.store.opening import create_register, finish_register, open_register
from labordesk.store.register import Register
from tests.store.register_rows import fund_names


def test_text_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    letter = tmp_path / "Thư mời.labordesk"
    letter.write_text("Kính gửi: các đồng chí\n" * 400, encoding="utf-8")
    before = letter.read_bytes()
    with pytest.raises(BadFile, match="không phải là sổ của Labordesk"):
        open_register(letter)
    assert letter.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [letter.name]


def test_empty_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "trống.labordesk"
    empty.touch()
    with pytest.raises(BadFile, match="không phải là sổ"):
        open_register(empty)
    assert empty.stat().st_size == 0


def test_database_of_another_program_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    other = tmp_path / "khác.labordesk"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    before = other.read_bytes()
    with pytest.raises(BadFile, match="không phải là sổ"):
        open_register(other)
    assert other.read_bytes() == before


def test_marked_database_without_a_record_of_migrations_is_refused(tmp_path: Path) -> None:
    hollow = tmp_path / "rỗng.labordesk"
    with closing(sqlite3.connect(hollow, isolation_level=None)) as connection:
        identity.stamp(connection)
    with pytest.raises(BadFile, match="không phải là sổ"):
        open_register(hollow)


def test_truncated_register_is_refused_with_the_way_to_the_backup(register_path: Path) -> None:
    whole = register_path.read_bytes()
    register_path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFile, match="bản sao lưu"):
        open_register(register_path)


def test_register_with_an_overwritten_beginning_is_refused(register_path: Path) -> None:
    content = bytearray(register_path.read_bytes())
    content[:512] = b"\xff" * 512
    register_path.write_bytes(content)
    with pytest.raises(BadFile, match="không phải là sổ của Labordesk hoặc đã hỏng"):
        open_register(register_path)


def test_page_damaged_inside_is_told_when_it_is_read(register_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'fund'").fetchone()[0]
    content = bytearray(register_path.read_bytes())
    content[(root - 1) * size : root * size] = b"\x07" * size
    register_path.write_bytes(content)
    with open_register(register_path) as opened:
        with pytest.raises(BadFile, match="hỏng một phần.*bản sao lưu"), opened.looking() as connection:
            connection.execute("SELECT * FROM fund").fetchall()
        with pytest.raises(BadFile, match="hỏng một phần"):
            fund_names(opened)


def test_newer_register_is_refused_with_the_way_to_update_and_left_as_it_was(register_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    before = register_path.read_bytes()
    with pytest.raises(BadFile, match="cập nhật Labordesk"):
        open_register(register_path)
    assert register_path.read_bytes() == before
    assert [one.name for one in register_path.parent.iterdir() if one.name != FOLDER] == [register_path.name]


def test_register_of_a_newer_format_is_refused_with_the_way_to_update(register_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        connection.execute(f"PRAGMA user_version = {identity.FORMAT + 1}")
    with pytest.raises(BadFile, match="cập nhật Labordesk"):
        open_register(register_path)


def test_missing_file_is_refused_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        open_register(tmp_path / "usb" / "Hương Sơn.labordesk")
    assert "Hương Sơn.labordesk" in str(refusal.value)
    assert str(tmp_path / "usb") in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "Hương Sơn.labordesk"
    folder.mkdir()
    with pytest.raises(BadFile, match="là một thư mục"):
        open_register(folder)


@pytest.mark.parametrize(
    "name",
    [
        "Sổ chăm lo 2026.labordesk",
        "100% đoàn viên.labordesk",
        "%41%2F.labordesk",
        "ai? ở đâu?.labordesk",
        "quý #1.labordesk",
        "a&mode=ro;b=c.labordesk",
        "'ngoặc' “kép”.labordesk",
        "không đuôi",
    ],
)
def test_any_letters_in_the_path_reach_the_same_file(register_path: Path, name: str) -> None:
    folder = register_path.parent / f"Công đoàn xã {name}"
    folder.mkdir()
    path = Path(shutil.copy(register_path, folder / name))
    with open_register(path) as opened:
        assert opened.path == path
        with opened.writing() as session:
            session.connection().exec_driver_sql("UPDATE unit SET name = 'Công đoàn phường Đức Thuận'")
    assert [one.name for one in folder.iterdir() if one.name != FOLDER] == [name]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM unit").fetchall() == [("Công đoàn phường Đức Thuận",)]


def test_register_reached_through_a_link_has_the_same_lock(register: Register, tmp_path: Path) -> None:
    link = tmp_path / "lối tắt.labordesk"
    link.symlink_to(register.path)
    with pytest.raises(Unavailable, match="đang mở"):
        open_register(link)


def test_opening_imports_neither_orm_nor_migrations(register_path: Path) -> None:
    import subprocess

    code = (
        "import sys; from pathlib import Path; from labordesk.services.registers import open_register, register_info\n"
        f"register = open_register(Path({str(register_path)!r})); print(register_info(register).unit_name)\n"
        "register.close(); print(sorted({'sqlalchemy', 'sqlmodel', 'alembic', 'pydantic'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["Công đoàn xã Hương Sơn", "[]"]


def test_closed_register_refuses_further_work(register: Register) -> None:
    register.close()
    register.close()
    with pytest.raises(Unavailable, match="đã đóng"), register.reading():
        pass
    with pytest.raises(Unavailable, match="đã đóng"), register.writing():
        pass
    with pytest.raises(Unavailable, match="đã đóng"):
        register.connection()


def test_failed_opening_leaves_the_register_free(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opening, "HEAD", "0000")
        patch.setattr(opening, "_upgrade", lambda *_: (_ for _ in ()).throw(Unavailable()))
        with pytest.raises(Unavailable):
            open_register(register_path)
    open_register(register_path).close()


def test_a_sample_is_not_put_where_the_log_of_an_older_register_waits(register_path: Path, tmp_path: Path) -> None:
    place = tmp_path / "cũ.labordesk"
    log = place.with_name(f"{place.name}-wal")
    log.write_bytes(b"of another register")
    with pytest.raises(BadFile, match="ghi dở"):
        finish_register(register_path, place)
    assert register_path.exists()
    assert not place.exists()


def test_a_new_register_whose_disk_fails_at_the_end_leaves_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_register: Register) -> None:
        raise OSError(errno.EIO, "read")

    monkeypatch.setattr(Register, "keep_hold", fail)
    with pytest.raises(Unavailable):
        create_register(tmp_path / "mới.labordesk")
    assert not list(tmp_path.glob("*.lock"))
