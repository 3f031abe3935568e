"""An encrypted register: nobody reads it without a secret, and its key block outlives what may happen to a file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from labordesk.disk import draft_of
from labordesk.errors import BadFile, LabordeskError, SecretNeeded, Unavailable, WrongSecret
from labordesk.services.checking import check_register
from labordesk.services.register_keys import change_password, renew_recovery_key
from labordesk.store import key_place
from labordesk.store.backup import back_up
from labordesk.store.cipher import CipherConnect
from labordesk.store.key_block import SIZE
from labordesk.store.key_place import companion_of, find_block, is_encrypted, tail_of
from labordesk.store.opening import create_register, open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys, new_keys
from tests.store.disks import fill_up, read_only, small_disk
from tests.store.encrypted import PASSWORD, open_quickly, opens, unreadable_for_sqlite
from tests.store.register_rows import add_fund, fund_codes

BIG = "x" * 1_000_000


def grow(register: Register, megabytes: int) -> None:
    """Write that much, so that the log has to be copied into the file."""
    from sqlalchemy import text

    for number in range(megabytes):
        with register.writing() as session:
            session.execute(
                text("INSERT INTO register_setting (key, value) VALUES (:key, :value)"),
                {"key": f"big-{number}", "value": BIG},
            )


def beside(path: Path) -> set[str]:
    """Return the ends of the files that lie beside a register; its journal lies with the backups."""
    return {one.name.removeprefix(path.name) for one in path.parent.iterdir() if one.is_file() and one != path}


# who can read it


def test_plain_sqlite_says_that_it_is_no_database(locked_path: Path, keys: NewKeys) -> None:
    assert unreadable_for_sqlite(locked_path)
    with open_quickly(locked_path, keys) as register:
        add_fund(register, "mới")
        assert unreadable_for_sqlite(locked_path)


def test_the_first_page_tells_nothing_but_that_it_is_ours(locked_path: Path) -> None:
    start = locked_path.read_bytes()[:4096]
    assert start.startswith(b"LBDK")
    assert b"SQLite" not in start
    assert b"CREATE" not in start


def test_a_register_asks_for_its_password(locked_path: Path) -> None:
    with pytest.raises(SecretNeeded):
        open_register(locked_path)
    with pytest.raises(WrongSecret):
        open_register(locked_path, secret="không phải")
    assert beside(locked_path) == set()


def test_password_and_recovery_key_open_the_same_register(locked_path: Path, keys: NewKeys) -> None:
    assert opens(locked_path, PASSWORD)
    assert opens(locked_path, keys.recovery)
    assert not opens(locked_path, new_keys(PASSWORD).recovery)


def test_a_register_can_be_made_encrypted_from_the_start(tmp_path: Path) -> None:
    path, keys = tmp_path / "mới.labordesk", new_keys(PASSWORD)
    create_register(path, connect=keys.connect).close()
    assert unreadable_for_sqlite(path)
    assert opens(path, PASSWORD)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_check_finds_an_encrypted_register_whole(locked: Register) -> None:
    assert check_register(locked).problems == ()


def test_sqlcipher_writes_nothing_to_the_console(locked_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = bytearray(locked_path.read_bytes())
    content[2000] ^= 1
    locked_path.write_bytes(content)
    with pytest.raises(BadFile):
        open_register(locked_path, secret=PASSWORD)
    assert capfd.readouterr() == ("", "")


# one file stays one file


def test_closed_register_is_one_file_with_its_block_at_the_end(locked_path: Path, keys: NewKeys) -> None:
    with open_quickly(locked_path, keys) as register:
        add_fund(register, "mới")
        assert "-khoa" in beside(locked_path)
    assert beside(locked_path) == set()
    assert tail_of(locked_path) == keys.connect.block
    assert locked_path.stat().st_size % SIZE == 0


def test_a_copy_under_another_name_opens(locked_path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(locked_path, tmp_path / "bản chép ở USB.labordesk"))
    assert opens(copy, PASSWORD)


def test_a_copy_made_while_the_register_is_open_opens(locked_path: Path, keys: NewKeys, tmp_path: Path) -> None:
    with open_quickly(locked_path, keys) as register:
        add_fund(register, "vua-ghi")
        copy = Path(shutil.copy(locked_path, tmp_path / "chép khi đang mở.labordesk"))
    assert opens(copy, PASSWORD)
    with open_quickly(copy, keys) as register:
        assert check_register(register).problems == ()


def test_block_is_put_back_after_the_register_has_grown(locked_path: Path, keys: NewKeys) -> None:
    before = locked_path.stat().st_size
    with open_quickly(locked_path, keys) as register:
        grow(register, 40)
        assert locked_path.stat().st_size > before + 10_000_000
        assert tail_of(locked_path) == keys.connect.block
        log = locked_path.with_name(f"{locked_path.name}-wal")
        assert log.stat().st_size < 40_000_000
    assert tail_of(locked_path) == keys.connect.block
    assert opens(locked_path, PASSWORD)
    with open_quickly(locked_path, keys) as register:
        found = register.connection().execute(
            "SELECT count(*), sum(length(value)) FROM register_setting WHERE key LIKE 'big%'"
        )
        assert found.fetchone() == (40, 40 * len(BIG))
        assert check_register(register).problems == ()


def test_a_reader_at_work_does_not_keep_the_block_away(locked_path: Path, keys: NewKeys) -> None:
    with open_quickly(locked_path, keys) as register:
        with register.looking() as connection:
            before = connection.execute("SELECT count(*) FROM register_setting").fetchone()
            grow(register, 20)
            assert connection.execute("SELECT count(*) FROM register_setting").fetchone() == before
        grow_more = threading.Thread(target=add_fund, args=(register, "sau"))
        grow_more.start()
        grow_more.join()
    assert opens(locked_path, PASSWORD)


# power cuts and damage


def killed_while_open(path: Path, work: str) -> None:
    """Open a register in another program, do some work there, and cut its power."""
    program = f"""
import os, sys
from pathlib import Path
from labordesk.store.opening import open_register
from tests.store.encrypted import PASSWORD
from tests.store.register_rows import add_fund
register = open_register(Path(sys.argv[1]), secret=PASSWORD)
{work}
os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.returncode == -9


def test_after_a_power_cut_the_register_opens_with_all_that_was_saved(locked_path: Path) -> None:
    killed_while_open(locked_path, "add_fund(register, 'da-ghi')")
    assert {"-wal", "-khoa"} <= beside(locked_path)
    with open_register(locked_path, secret=PASSWORD) as register:
        assert "da-ghi" in fund_codes(register)
    assert beside(locked_path) == set()


def test_after_a_power_cut_the_file_alone_still_opens(locked_path: Path, tmp_path: Path) -> None:
    killed_while_open(locked_path, "add_fund(register, 'da-ghi')")
    assert opens(Path(shutil.copy(locked_path, tmp_path / "chỉ một tệp.labordesk")), PASSWORD)


def test_power_cut_after_the_block_was_moved_away_leaves_the_one_beside(locked_path: Path, keys: NewKeys) -> None:
    register = open_quickly(locked_path, keys)
    try:
        copy = locked_path.parent / "lúc mất điện.labordesk"
        shutil.copy(locked_path, copy)
        shutil.copy(companion_of(locked_path), companion_of(copy))
    finally:
        register.close()
    os.truncate(copy, copy.stat().st_size - SIZE)  # what the end of a checkpoint does
    assert tail_of(copy) is None
    assert opens(copy, PASSWORD)
    with open_quickly(copy, keys):
        pass
    assert tail_of(copy) == keys.connect.block
    assert not companion_of(copy).exists()


@pytest.mark.parametrize("written", [0, 1, 100, 2048, 4095, 4096])
@pytest.mark.parametrize("renamed", [False, True], ids=["before the rename", "after the rename"])
def test_power_cut_while_the_password_changes_leaves_the_old_one_or_the_new_one(
    locked_path: Path, keys: NewKeys, written: int, renamed: bool
) -> None:
    """The block beside is written first and renamed into place; then the one inside is written over."""
    new = keys.connect.block.with_secret(keys.connect.key, "password", "mật khẩu mới".encode())
    data = new.to_bytes()
    if renamed:
        companion_of(locked_path).write_bytes(data)
        with locked_path.open("r+b") as file:
            file.seek(-SIZE, os.SEEK_END)
            file.write(data[:written])
    else:
        draft_of(companion_of(locked_path)).write_bytes(data[:written])
    block = find_block(locked_path)
    assert block is not None
    is_new = block.opened("password", "mật khẩu mới".encode()) is not None
    is_old = block.opened("password", PASSWORD.encode()) is not None
    assert (is_old, is_new) == ((False, True) if renamed else (True, False))


def test_old_block_beside_does_not_bring_an_old_password_back(locked_path: Path, keys: NewKeys) -> None:
    old = keys.connect.block.to_bytes()
    with open_quickly(locked_path, keys) as register:
        change_password(register, PASSWORD, "một mật khẩu khác")
    companion_of(locked_path).write_bytes(old)
    assert not opens(locked_path, PASSWORD)
    assert opens(locked_path, "một mật khẩu khác")


def test_block_of_another_register_beside_is_not_used(locked_path: Path) -> None:
    companion_of(locked_path).write_bytes(new_keys(PASSWORD).connect.block.to_bytes())
    assert opens(locked_path, PASSWORD)


def test_register_whose_end_was_cut_off_takes_the_block_of_its_backup(locked_path: Path, keys: NewKeys) -> None:
    with open_quickly(locked_path, keys) as register:
        backup = back_up(locked_path, register.connect, label="thu")
    os.truncate(locked_path, locked_path.stat().st_size - SIZE)
    assert opens(locked_path, PASSWORD)
    backup.unlink()
    with open_quickly(locked_path, keys):
        pass
    assert opens(locked_path, PASSWORD)


def test_register_without_any_block_says_what_to_do(locked_path: Path) -> None:
    os.truncate(locked_path, locked_path.stat().st_size - SIZE)
    assert is_encrypted(locked_path)
    with pytest.raises(BadFile, match="phần khóa ở cuối tệp đã mất"):
        open_register(locked_path, secret=PASSWORD)


def test_wrong_password_and_damaged_file_are_told_apart(locked_path: Path) -> None:
    content = bytearray(locked_path.read_bytes())
    content[3000] ^= 0xFF
    locked_path.write_bytes(content)
    with pytest.raises(WrongSecret):
        open_register(locked_path, secret="không phải")
    with pytest.raises(BadFile, match="hỏng một phần"):
        open_register(locked_path, secret=PASSWORD)


@pytest.mark.parametrize("place", [0, 7, 15])
def test_damaged_identity_in_front_does_not_matter(locked_path: Path, place: int) -> None:
    content = bytearray(locked_path.read_bytes())
    content[place] ^= 0x40
    locked_path.write_bytes(content)
    assert opens(locked_path, PASSWORD)


def test_one_wrong_bit_anywhere_is_told_or_changes_nothing(locked_path: Path, keys: NewKeys, tmp_path: Path) -> None:
    """A page whose sum does not fit is refused; no bit changes a figure unseen."""
    content = locked_path.read_bytes()
    size = len(content) - SIZE
    with open_quickly(locked_path, keys) as register:
        expected = register.connection().execute("SELECT count(*), sum(length(name)) FROM programme").fetchone()
    copy = tmp_path / "bit.labordesk"
    for place in range(16, size, size // 40):
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        copy.write_bytes(damaged)
        assert outcome(copy, keys, expected) == "told", place


def outcome(path: Path, keys: NewKeys, expected: tuple[int, int]) -> str:
    """Return how a damaged register is found out: "told", or "unseen"."""
    try:
        with open_register(path, connect=keys.connect) as register:
            with register.looking() as connection:
                found = connection.execute("SELECT count(*), sum(length(name)) FROM programme").fetchone()
            return "told" if found == expected and not check_register(register).ok else "unseen"
    except LabordeskError as error:
        return "told" if "hỏng" in str(error) else str(error)


def test_full_disk_while_the_password_changes_leaves_the_old_one(
    encrypted_template: tuple[Path, NewKeys], tmp_path: Path
) -> None:
    template, keys = encrypted_template
    with small_disk(tmp_path / "đĩa", kilobytes=4000) as disk:
        path = Path(shutil.copy(template, disk / "Hương Sơn.labordesk"))
        with open_quickly(path, keys) as register:
            fill_up(disk, leaving=0)
            with pytest.raises(Unavailable, match="đã đầy"):
                change_password(register, PASSWORD, "một mật khẩu khác")
            (disk / "filler").unlink()
        assert opens(path, PASSWORD)
        assert not opens(path, "một mật khẩu khác")


# working with it


def test_locked_register_answers_nobody_and_goes_on_after_the_password(locked_path: Path, keys: NewKeys) -> None:
    with open_register(locked_path, secret=PASSWORD) as register:
        add_fund(register, "truoc")
        register.lock()
        assert register.is_locked
        for work in (register.looking, register.reading, register.writing):
            with pytest.raises(Unavailable, match="đang khóa"), work():
                pass
        with pytest.raises(Unavailable, match="cửa sổ Labordesk khác"):
            open_register(locked_path, secret=PASSWORD)
        with pytest.raises(WrongSecret):
            register.unlock("không phải")
        assert register.is_locked
        register.unlock(keys.recovery)
        add_fund(register, "sau")
        assert {"truoc", "sau"} <= set(fund_codes(register))


def test_register_closed_while_locked_keeps_everything(locked_path: Path) -> None:
    register = open_register(locked_path, secret=PASSWORD)
    add_fund(register, "truoc")
    register.lock()
    register.close()
    assert beside(locked_path) == set()
    with open_register(locked_path, secret=PASSWORD) as again:
        assert "truoc" in fund_codes(again)


def test_locking_while_another_thread_reads_harms_neither(locked: Register) -> None:
    inside, go = threading.Event(), threading.Event()
    found: list[object] = []

    def read() -> None:
        with locked.looking() as connection:
            inside.set()
            go.wait(10)
            found.append(connection.execute("SELECT count(*) FROM programme").fetchone())

    reader = threading.Thread(target=read)
    reader.start()
    inside.wait(10)
    locked.lock()
    go.set()
    reader.join()
    assert found
    with pytest.raises(Unavailable, match="đang khóa"):
        locked.connection()


def test_key_is_wiped_when_the_register_closes(locked_path: Path) -> None:
    register = open_register(locked_path, secret=PASSWORD)
    connect = register.connect
    assert isinstance(connect, CipherConnect)
    register.close()
    assert connect.key.is_wiped


def test_closing_a_backup_does_not_take_the_key_of_the_register(locked: Register) -> None:
    backup = back_up(locked.path, locked.connect, label="thu")
    assert unreadable_for_sqlite(backup)
    with open_register(backup, connect=locked.connect) as opened:
        assert check_register(opened).problems == ()
    add_fund(locked, "sau")
    assert "sau" in fund_codes(locked)


def test_backup_opens_with_both_secrets(locked: Register, keys: NewKeys) -> None:
    backup = back_up(locked.path, locked.connect, label="thu")
    assert opens(backup, PASSWORD)
    assert opens(backup, keys.recovery)


def test_new_password_and_new_sheet_hold_after_closing(locked_path: Path, keys: NewKeys) -> None:
    with open_quickly(locked_path, keys) as register:
        change_password(register, keys.recovery, "mật khẩu thứ hai")
        recovery = renew_recovery_key(register, "mật khẩu thứ hai")
        add_fund(register, "sau")
    assert [opens(locked_path, one) for one in (PASSWORD, keys.recovery)] == [False, False]
    assert [opens(locked_path, one) for one in ("mật khẩu thứ hai", recovery)] == [True, True]


def test_encrypted_register_on_read_only_media_can_be_read(locked_path: Path, keys: NewKeys) -> None:
    with read_only(locked_path.parent), open_register(locked_path, secret=PASSWORD) as register:
        assert register.read_only
        assert fund_codes(register)


def test_second_program_may_look_without_moving_the_block(locked: Register, keys: NewKeys) -> None:
    add_fund(locked, "mới")
    with open_register(locked.path, connect=keys.connect, read_only=True) as other:
        assert "mới" in fund_codes(other)
    assert companion_of(locked.path).exists()
    add_fund(locked, "sau")
    assert {"mới", "sau"} <= set(fund_codes(locked))


def test_block_that_is_there_is_not_written_again(locked_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = tail_of(locked_path)
    assert block is not None
    before = locked_path.stat().st_mtime_ns
    key_place.seal(locked_path, block)
    assert locked_path.stat().st_mtime_ns == before


def test_older_encrypted_register_is_upgraded_with_its_key(locked_path: Path, keys: NewKeys) -> None:
    """What an upgrade does to a plain register is tested elsewhere: here that it passes through the key."""
    from labordesk.store.upgrade import migrate

    with closing(keys.connect(locked_path, "rw")) as connection:
        connection.execute("DROP TABLE IF EXISTS alembic_version_kept")
    migrate(locked_path, keys.connect)
    key_place.seal(locked_path, keys.connect.block)
    assert opens(locked_path, PASSWORD)


def test_missing_driver_is_told_in_a_sentence(locked_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(Unavailable, match="thiếu phần mã hóa"):
        open_register(locked_path, secret=PASSWORD)


def test_plain_register_never_loads_the_driver(register_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from labordesk.store.opening import open_register
with open_register(Path(sys.argv[1])) as register:
    register.connection().execute("SELECT count(*) FROM fund").fetchone()
print("sqlcipher3" in sys.modules)
"""
    told = subprocess.run(
        [sys.executable, "-c", program, str(register_path)], check=True, capture_output=True, text=True
    )
    assert told.stdout == "False\n"


def test_plain_sqlite_class_is_not_asked_for(locked: Register) -> None:
    """Both drivers have the same methods; no code may ask for the class of one."""
    assert not isinstance(locked.connection(), sqlite3.Connection)
    with locked.reading() as session:
        assert session.connection().dialect.name == "sqlite"
