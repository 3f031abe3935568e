"""A register whose file is moved, deleted or replaced while it is open: told, nothing lost, gone on with."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from labordesk.errors import BadFile, Unavailable
from labordesk.services.backups import back_up_register
from labordesk.store.lock import IN_USE
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.store.disks import stick
from tests.store.encrypted import open_quickly
from tests.store.register_rows import add_fund, fund_codes

Open = Callable[[Path], Register]

linux_alone = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux lets an open file be moved and tells where"
)


@pytest.fixture(params=["plain", "encrypted"])
def way(request: pytest.FixtureRequest, register_template: Path, tmp_path: Path) -> Iterator[tuple[Path, Open]]:
    """A closed register and what opens it, without a password and with one."""
    folder = tmp_path / "sổ"
    folder.mkdir()
    if request.param == "plain":
        yield Path(shutil.copy(register_template, folder / "Hương Sơn.labordesk")), open_register
        return
    template, keys = request.getfixturevalue("encrypted_template")
    assert isinstance(keys, NewKeys)
    yield Path(shutil.copy(template, folder / "Hương Sơn.labordesk")), lambda path: open_quickly(path, keys)


def test_a_file_written_anew_is_still_ours(way: tuple[Path, Open], monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the next write would give the register free for a moment and take it again."""
    path, open_it = way
    with open_it(path) as register:
        add_fund(register, "truoc")
        register.wipe_free_pages()
        with monkeypatch.context() as patch:
            patch.setattr(Register, "_come_back", lambda _self: pytest.fail("taken for another file"))
            add_fund(register, "sau")


@linux_alone
def test_a_register_another_program_has_for_a_moment_is_gone_on_with(
    way: tuple[Path, Open], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, open_it = way

    def in_use(_path: Path) -> None:
        raise Unavailable(IN_USE, name=path.name)

    with open_it(path) as register:
        add_fund(register, "truoc")
        os.utime(path, ns=(1, 1))  # as a program that wrote into it
        with monkeypatch.context() as patch:
            patch.setattr("labordesk.store.register_file.RegisterLock", in_use)
            for _attempt in range(2):
                with pytest.raises(Unavailable, match="cửa sổ Labordesk khác"):
                    add_fund(register, "sau")
        add_fund(register, "sau")
    with open_it(path) as register:
        assert {"truoc", "sau"} <= set(fund_codes(register))


@linux_alone
def test_a_file_that_could_not_be_taken_in_hand_again_is_looked_at_before_the_next_save(
    way: tuple[Path, Open], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, open_it = way
    other = path.with_name("khác.labordesk")
    with open_it(path) as register:
        backup = back_up_register(register).file.path
        add_fund(register, "truoc")
        os.utime(path, ns=(1, 1))  # as a program that wrote into it
        with monkeypatch.context() as patch:
            patch.setattr("labordesk.store.register_file.Hold", _refused)
            with pytest.raises(Unavailable):
                add_fund(register, "sau")
        shutil.move(path, other)
        shutil.copy(backup, path)
        with pytest.raises(Unavailable, match="bị một tệp khác thay vào chỗ"):
            add_fund(register, "sau")


def _refused(*_args: object) -> None:
    raise PermissionError(errno.EACCES, "held")


@linux_alone
def test_a_moved_file_is_not_written_to_unseen_and_the_place_is_named(way: tuple[Path, Open]) -> None:
    path, open_it = way
    elsewhere = path.parent.parent / "Hương Sơn cũ.labordesk"
    with open_it(path) as register:
        add_fund(register, "truoc")
        path.rename(elsewhere)
        with pytest.raises(Unavailable, match="chuyển sang “.*Hương Sơn cũ.*làm tiếp ở chỗ mới"):
            add_fund(register, "sau")
        assert register.new_place() == elsewhere
        assert not path.exists()
    with open_it(elsewhere) as register:
        assert "truoc" in fund_codes(register)
        assert "sau" not in fund_codes(register)
    assert sorted(one.name for one in path.parent.iterdir()) == ["backups"]


@linux_alone
def test_a_moved_file_is_gone_on_with_at_its_new_place(way: tuple[Path, Open]) -> None:
    path, open_it = way
    elsewhere = path.parent.parent / "Chuyển đi" / "Hương Sơn.labordesk"
    elsewhere.parent.mkdir()
    with open_it(path) as register:
        add_fund(register, "truoc")
        path.rename(elsewhere)
        assert register.follow() == elsewhere
        add_fund(register, "sau")
        assert register.path == elsewhere
        with pytest.raises(Unavailable, match="đang mở"):
            open_it(elsewhere)
    with open_it(elsewhere) as register:
        assert {"truoc", "sau"} <= fund_codes(register)
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sorted(one.name for one in path.parent.iterdir()) == ["backups"]


def test_a_file_moved_away_and_back_is_written_again(way: tuple[Path, Open]) -> None:
    path, open_it = way
    elsewhere = path.parent.parent / "tạm.labordesk"
    with open_it(path) as register:
        add_fund(register, "truoc")
        path.rename(elsewhere)
        with pytest.raises(Unavailable):
            add_fund(register, "khong")
        elsewhere.rename(path)
        add_fund(register, "sau")
    with open_it(path) as register:
        assert {"truoc", "sau"} <= fund_codes(register)
        assert "khong" not in fund_codes(register)


def test_a_file_moved_away_and_copied_back_is_written_again_with_all_that_was_saved(way: tuple[Path, Open]) -> None:
    path, open_it = way
    with open_it(path) as register:
        add_fund(register, "truoc")
        path.rename(path.parent.parent / "tạm.labordesk")
        shutil.copy(path.parent.parent / "tạm.labordesk", path)
        add_fund(register, "sau")
        assert {"truoc", "sau"} <= fund_codes(register)
    with open_it(path) as register:
        assert {"truoc", "sau"} <= fund_codes(register)
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_deleted_file_is_told_and_all_of_it_can_be_saved_elsewhere(way: tuple[Path, Open]) -> None:
    path, open_it = way
    rescued = path.parent.parent / "cứu.labordesk"
    with open_it(path) as register:
        add_fund(register, "truoc")
        for one in path.parent.glob("Hương Sơn*"):
            one.unlink()
        with pytest.raises(Unavailable, match="Không còn thấy tệp sổ.*đưa tệp về chỗ cũ"):
            add_fund(register, "sau")
        assert register.new_place() is None
        register.save_copy(rescued)
        with pytest.raises(BadFile, match="Đã có tệp"):
            register.save_copy(rescued)
    with open_it(rescued) as register:
        assert "truoc" in fund_codes(register)
        add_fund(register, "tiep")
    assert [one.name for one in path.parent.iterdir() if one.name != "backups"] == []


def test_work_goes_on_in_the_new_file_of_a_deleted_one(way: tuple[Path, Open]) -> None:
    path, open_it = way
    rescued = path.parent.parent / "cứu.labordesk"
    with open_it(path) as register:
        add_fund(register, "truoc")
        path.unlink()
        register.move_to(rescued)
        add_fund(register, "sau")
        assert {"truoc", "sau"} <= fund_codes(register)
    assert [one.name for one in path.parent.iterdir() if one.name != "backups"] == []
    with open_it(rescued) as register:
        assert {"truoc", "sau"} <= fund_codes(register)
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_replaced_by_another_is_told_and_neither_gets_pages_of_the_other(way: tuple[Path, Open]) -> None:
    path, open_it = way
    other = Path(shutil.copy(path, path.parent.parent / "khác.labordesk"))
    with open_it(other) as register:
        add_fund(register, "cua-to-khac")
    rescued = path.parent.parent / "cứu.labordesk"
    with open_it(path) as register:
        add_fund(register, "truoc")
        other.replace(path)
        for _again in range(2):
            with pytest.raises(Unavailable, match="tệp khác thay vào chỗ.*tệp mới rồi mở lại"):
                add_fund(register, "sau")
        register.save_copy(rescued)
    with open_it(path) as register:
        codes = fund_codes(register)
        assert "cua-to-khac" in codes
        assert not {"truoc", "sau"} & codes
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_it(rescued) as register:
        assert "truoc" in fund_codes(register)


def put_over(copy: Path, path: Path) -> None:
    """Give a copy the name of another file, as a synchronising program does."""
    shutil.copy(copy, path.with_name("mới"))
    path.with_name("mới").replace(path)


def test_a_file_replaced_by_its_own_older_backup_is_told(way: tuple[Path, Open]) -> None:
    path, open_it = way
    with open_it(path) as register:
        add_fund(register, "truoc")
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
        register.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        add_fund(register, "cuoi")
        put_over(backup, path)
        with pytest.raises(Unavailable, match="tệp khác thay vào chỗ"):
            add_fund(register, "sau")
        register.save_copy(path.parent.parent / "cứu.labordesk")
    with open_it(path.parent.parent / "cứu.labordesk") as register:
        assert {"truoc", "giua", "cuoi"} <= fund_codes(register)
    with open_it(path) as register:
        assert {"giua", "cuoi", "sau"}.isdisjoint(fund_codes(register))
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_written_over_in_place_is_told(way: tuple[Path, Open]) -> None:
    path, open_it = way
    with open_it(path) as register:
        add_fund(register, "truoc")
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
        register.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        add_fund(register, "cuoi")
        shutil.copy(backup, path)
        with pytest.raises(Unavailable, match="tệp khác thay vào chỗ"):
            add_fund(register, "sau")


def test_a_large_list_written_meanwhile_is_no_reason_to_stop(way: tuple[Path, Open]) -> None:
    """Our own checkpoints change size and time of the file."""
    path, open_it = way
    with open_it(path) as register:
        for round_ in range(3):
            with register.writing() as session:
                session.connection().exec_driver_sql(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
                    f" INSERT INTO register_setting SELECT 'k{round_}-' || i, hex(zeroblob(100)) FROM n"
                )
            before = register.connection()
            add_fund(register, f"quy-{round_}")
            assert register.connection() is before, "the register was not opened anew"
        register.look_after()


def test_an_older_backup_that_the_log_makes_whole_is_gone_on_with(way: tuple[Path, Open]) -> None:
    path, open_it = way
    with open_it(path) as register:
        add_fund(register, "truoc")
        backup = back_up_register(register).file.path
        add_fund(register, "giua")
        put_over(backup, path)
        add_fund(register, "sau")
    with open_it(path) as register:
        assert {"truoc", "giua", "sau"} <= fund_codes(register)
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@linux_alone
def test_a_locked_register_that_is_moved_keeps_what_was_saved(
    encrypted_template: tuple[Path, NewKeys], tmp_path: Path
) -> None:
    folder = tmp_path / "sổ"
    folder.mkdir()
    path = Path(shutil.copy(encrypted_template[0], folder / "a.labordesk"))
    with open_quickly(path, encrypted_template[1]) as register:
        add_fund(register, "truoc")
        path.rename(tmp_path / "b.labordesk")
        register.lock()
    with open_quickly(tmp_path / "b.labordesk", encrypted_template[1]) as register:
        assert "truoc" in fund_codes(register)


def test_a_stick_pulled_out_is_told_and_gone_on_with_when_it_is_in_again(
    register_template: Path, tmp_path: Path
) -> None:
    """A disk of its own that is taken away while the program has files open on it, and put in again."""
    image, folder = tmp_path / "stick.img", tmp_path / "usb"
    with stick(image, folder) as put_in:
        path = Path(shutil.copy(register_template, folder / "Hương Sơn.labordesk"))
        with open_register(path) as register:
            add_fund(register, "truoc")
            subprocess.run(["umount", "-l", str(folder)], check=True)
            with pytest.raises(Unavailable, match="Không còn thấy.*cắm lại ổ đĩa"):
                add_fund(register, "giua")
            put_in()
            add_fund(register, "sau")
        with open_register(path) as register:
            assert {"truoc", "sau"} <= fund_codes(register)
            assert "giua" not in fund_codes(register)


def add_until_refused(register: Register) -> None:
    for number in range(200):
        add_fund(register, f"giua-{number}" + "x" * 3000)


def test_a_stick_that_answers_with_errors_is_told_and_gone_on_with_when_it_is_in_again(
    register_template: Path, tmp_path: Path
) -> None:
    """The disk under the open files is gone: the system itself says "input/output error" to every new block."""
    image, folder, kept = tmp_path / "stick.img", tmp_path / "usb", tmp_path / "kept.img"
    with stick(image, folder) as put_in:
        path = Path(shutil.copy(register_template, folder / "Hương Sơn.labordesk"))
        with open_register(path) as register:
            add_fund(register, "truoc")
            os.sync()
            shutil.copy(image, kept)
            os.truncate(image, 0)
            device = subprocess.run(["losetup", "-j", str(image)], check=True, capture_output=True, text=True).stdout
            subprocess.run(["losetup", "-c", device.partition(":")[0]], check=True)
            with pytest.raises(Unavailable) as refusal:
                add_until_refused(register)
            assert any(words in str(refusal.value) for words in ("Ổ đĩa báo lỗi", "Không còn thấy", "chỉ cho đọc"))
            subprocess.run(["umount", "-l", str(folder)], check=True)
            kept.replace(image)
            put_in()
            add_fund(register, "sau")
            assert {"truoc", "sau"} <= fund_codes(register)
        with open_register(path) as register:
            assert {"truoc", "sau"} <= fund_codes(register)
            assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_folder_taken_away_and_put_back_is_gone_on_with(way: tuple[Path, Open]) -> None:
    """The same where no disk can be mounted: the folder of the register vanishes and comes back as a copy."""
    path, open_it = way
    away = path.parent.parent / "rút ra"
    with open_it(path) as register:
        add_fund(register, "truoc")
        path.parent.rename(away)
        with pytest.raises(Unavailable, match=r"Không còn thấy|chuyển sang"):
            add_fund(register, "giua")
        shutil.copytree(away, path.parent)
        add_fund(register, "sau")
    with open_it(path) as register:
        assert {"truoc", "sau"} <= fund_codes(register)
        assert "giua" not in fund_codes(register)
        assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
