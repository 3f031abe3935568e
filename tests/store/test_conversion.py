"""Encrypting, decrypting and re-encrypting: the old file or the new one, whole, whatever happens in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.disk import is_draft
from labordesk.errors import LabordeskError, RuleBroken, Unavailable, WrongSecret
from labordesk.services.checking import check_register
from labordesk.services.plain_copies import plain_copies
from labordesk.services.register_keys import (
    change_data_key,
    decrypt_register,
    encrypt_register,
    new_keys,
)
from labordesk.services.registers import create_register
from labordesk.store import conversion
from labordesk.store.backup import back_up
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import connect_plain
from labordesk.store.contents import Contents, contents_of
from labordesk.store.journal import journal_of
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.store.disks import fill_up, small_disk
from tests.store.encrypted import PASSWORD, open_quickly, opens, unreadable_for_sqlite
from tests.store.register_rows import add_fund, fund_codes

PAGE = 4096
PLENTY = shutil._ntuple_diskusage(1 << 40, 0, 1 << 40)  # type: ignore[attr-defined]


class Stopped(Exception):
    """Raised as Cancel does."""


def plain_contents(path: Path) -> Contents:
    with closing(connect_plain(path, "ro")) as connection:
        return contents_of(connection)


def files(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if one.is_file())


def test_encrypted_and_decrypted_register_holds_the_same(register_path: Path) -> None:
    with open_register(register_path) as register:
        add_fund(register, "truoc")
        schema = register.connection().execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    before = plain_contents(register_path)
    keys = new_keys(PASSWORD)
    encrypt_register(register_path, keys, PASSWORD)
    assert unreadable_for_sqlite(register_path)
    assert files(register_path) == [register_path.name]
    with open_register(register_path, secret=keys.recovery) as register:
        assert contents_of(register.connection()) == before
        assert check_register(register).problems == ()
        add_fund(register, "trong-khi-ma-hoa")
    decrypt_register(register_path, keys.recovery)
    with open_register(register_path) as register:
        assert {"truoc", "trong-khi-ma-hoa"} <= fund_codes(register)
        assert check_register(register).problems == ()
        now = register.connection().execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    assert now == schema


def test_search_index_finds_the_same_after_encrypting(register_path: Path) -> None:
    from labordesk.model.person import PersonFields
    from labordesk.services.people import PersonData, save_person
    from labordesk.services.people_search import PeopleQuery, search_people
    from labordesk.services.registers import register_info

    keys = new_keys(PASSWORD)
    with open_register(register_path) as register:
        unit = register_info(register).unit_id
        save_person(register, PersonData(PersonFields(full_name="Nguyễn Thị Đào", birth="1985", unit_id=unit)))
    encrypt_register(register_path, keys, PASSWORD)
    with open_register(register_path, secret=PASSWORD) as register:
        rows = search_people(register, PeopleQuery(text="nguyen dao"), limit=5, year=2026).rows
        assert [row.full_name for row in rows] == ["Nguyễn Thị Đào"]


def test_progress_goes_from_none_to_all(register_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    encrypt_register(register_path, new_keys(PASSWORD), PASSWORD, lambda done, steps: seen.append((done, steps)))
    shares = [done / steps for done, steps in seen]
    assert shares == sorted(shares)
    assert shares[0] < 0.6
    assert 0.85 <= shares[-1] <= 1


@pytest.mark.parametrize("share", [0.0, 0.6, 0.75, 0.85])
def test_stopping_on_the_way_leaves_the_register_as_it_was(register_path: Path, share: float) -> None:
    before, seen = plain_contents(register_path), []

    def stop(done: int, steps: int) -> None:
        seen.append(done)
        if done / steps >= share:
            raise Stopped

    with pytest.raises(Stopped):
        encrypt_register(register_path, new_keys(PASSWORD), PASSWORD, stop)
    assert seen
    assert files(register_path) == [register_path.name]
    assert plain_contents(register_path) == before


@pytest.mark.parametrize("to", ["decrypt", "another key"])
def test_stopping_leaves_an_encrypted_register_with_its_secrets(locked_path: Path, keys: NewKeys, to: str) -> None:
    def stop(_done: int, _steps: int) -> None:
        raise Stopped

    def work() -> None:
        if to == "decrypt":
            decrypt_register(locked_path, PASSWORD, stop)
        else:
            change_data_key(locked_path, PASSWORD, new_keys("mật khẩu khác"), "mật khẩu khác", stop)

    with pytest.raises(Stopped):
        work()
    assert files(locked_path) == [locked_path.name]
    assert opens(locked_path, PASSWORD)
    assert opens(locked_path, keys.recovery)


def test_new_file_that_is_not_the_same_is_thrown_away(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plain_contents(register_path)
    copy = conversion._copy

    def lose_a_row(path: Path, draft: Path, source: object, target: CipherConnect, report: object) -> None:
        copy(path, draft, source, target, report)  # type: ignore[arg-type]
        with closing(target(draft, "rw")) as connection:
            connection.execute("DELETE FROM programme WHERE id = (SELECT max(id) FROM programme)")

    monkeypatch.setattr(conversion, "_copy", lose_a_row)
    with pytest.raises(Unavailable, match="không khớp nên đã bỏ"):
        encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    assert files(register_path) == [register_path.name]
    assert plain_contents(register_path) == before


def test_one_changed_figure_is_seen_by_the_comparison(register: Register) -> None:
    before = contents_of(register.connection())
    with register.writing() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE register_setting SET value = value || 'x' WHERE key = 'own_unit_id'"))
    after = contents_of(register.connection())
    assert after["register_setting"] != before["register_setting"]


def test_damaged_register_is_not_encrypted(register_path: Path) -> None:
    content = bytearray(register_path.read_bytes())
    content[5 * PAGE : 6 * PAGE] = b"\xff" * PAGE
    register_path.write_bytes(content)
    with pytest.raises(LabordeskError, match="hỏng"):
        encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    assert register_path.read_bytes()[5 * PAGE : 6 * PAGE] == b"\xff" * PAGE
    assert files(register_path) == [register_path.name]


def test_full_disk_leaves_the_register_as_it_was(
    register_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found out before anything is written, or while it is written because somebody else fills the disk."""
    size = register_template.stat().st_size
    with small_disk(tmp_path / "đĩa", kilobytes=4 * size // 1024) as disk:
        path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
        for room, looks_first in ((0, True), (size, True), (size // 4, False), (size * 3 // 4, False)):
            if not looks_first:
                monkeypatch.setattr(conversion.shutil, "disk_usage", lambda _folder: PLENTY)
            fill_up(disk, leaving=room)
            with pytest.raises(Unavailable, match="đã đầy"):
                encrypt_register(path, new_keys(PASSWORD), PASSWORD)
            assert files(path) == ["filler", "sổ.labordesk"]
            (disk / "filler").unlink()
        encrypt_register(path, new_keys(PASSWORD), PASSWORD)
        assert opens(path, PASSWORD)


def test_wrong_password_decrypts_nothing(locked_path: Path) -> None:
    before = locked_path.read_bytes()
    with pytest.raises(WrongSecret):
        decrypt_register(locked_path, "không phải")
    assert locked_path.read_bytes() == before


def test_register_in_use_is_not_converted(register: Register, locked: Register) -> None:
    with pytest.raises(Unavailable, match="cửa sổ Labordesk khác"):
        encrypt_register(register.path, new_keys(PASSWORD), PASSWORD)
    with pytest.raises(Unavailable, match="cửa sổ Labordesk khác"):
        decrypt_register(locked.path, PASSWORD)
    add_fund(locked, "van-ghi-duoc")


def test_encrypting_twice_and_decrypting_a_plain_register_are_refused(register_path: Path, locked_path: Path) -> None:
    with pytest.raises(LabordeskError):
        encrypt_register(locked_path, new_keys(PASSWORD), PASSWORD)
    with pytest.raises(RuleBroken, match="chưa có mật khẩu"):
        decrypt_register(register_path, PASSWORD)


def test_another_key_shuts_the_old_secrets_out(locked_path: Path, keys: NewKeys) -> None:
    with open_quickly(locked_path, keys) as register:
        before = contents_of(register.connection())
    new = new_keys("mật khẩu khác")
    change_data_key(locked_path, keys.recovery, new, "mật khẩu khác")
    assert [opens(locked_path, one) for one in (PASSWORD, keys.recovery)] == [False, False]
    assert opens(locked_path, new.recovery)
    with open_register(locked_path, secret="mật khẩu khác") as register:
        assert contents_of(register.connection()) == before


def test_journal_of_the_old_key_does_not_stay_beside(register_path: Path) -> None:
    with open_register(register_path) as register:
        add_fund(register, "co-nhat-ky")
    assert journal_of(register_path).exists()
    encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    assert not journal_of(register_path).exists()


def test_copies_that_are_still_readable_are_told(register_path: Path) -> None:
    backup = back_up(register_path, connect_plain, label="thu")
    beside = Path(shutil.copy(register_path, register_path.with_name(f"{register_path.stem} - Copy.labordesk")))
    keys = new_keys(PASSWORD)
    encrypt_register(register_path, keys, PASSWORD)
    other = register_path.with_name(f"{register_path.stem} 2.labordesk")
    create_register(other, unit_name="Công đoàn xã Hương Sơn 2").close()
    of_other = back_up(other, connect_plain, label="thu")
    with open_quickly(register_path, keys) as register:
        back_up(register_path, register.connect, label="sau")
        assert set(plain_copies(register)) == {backup, beside}, "another register in the folder is left alone"
    assert other.exists()
    assert of_other.exists()


@pytest.mark.parametrize("step", ["_copy", "finish_file", "_prove", "make_durable", "forget_journal", "sync_folder"])
def test_power_cut_while_converting_leaves_the_one_or_the_other(register_path: Path, step: str) -> None:
    """The program dies right after each step; nothing has to be put right by hand."""
    before = plain_contents(register_path)
    program = f"""
import os, sys
from pathlib import Path
from labordesk.store import conversion
from labordesk.services.register_keys import encrypt_register, new_keys
step = conversion.{step}
def then_die(*arguments):
    step(*arguments)
    os.kill(os.getpid(), 9)
conversion.{step} = then_die
encrypt_register(Path(sys.argv[1]), new_keys({PASSWORD!r}), {PASSWORD!r})
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(register_path)], check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.returncode == -9
    is_new = unreadable_for_sqlite(register_path)
    assert is_new == (step == "sync_folder")
    with open_register(register_path, secret=PASSWORD if is_new else None) as register:
        assert contents_of(register.connection()) == before
        assert check_register(register).problems == ()
    assert [one for one in register_path.parent.iterdir() if is_draft(one)] == []
