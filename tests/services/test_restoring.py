"""Restoring: replace, bring back what was deleted, rebuild with the journal, on plain and encrypted registers."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from labordesk.disk import put
from labordesk.errors import BadFile, RuleBroken, SecretNeeded, Unavailable
from labordesk.model.person import PersonFields
from labordesk.services import rebuilding
from labordesk.services.backups import back_up_register, backups_of, check_backup, has_changed
from labordesk.services.checking import check_register
from labordesk.services.history import undo
from labordesk.services.people import PersonData, delete_person, save_person
from labordesk.services.plain_copies import encrypt_plain_copies, plain_copies
from labordesk.services.rebuilding import rebuild_register, rescue_of
from labordesk.services.registers import open_register
from labordesk.services.replacing import replace_register
from labordesk.services.restore_words import rebuilt_words
from labordesk.services.restoring import bring_back_from, compare_with
from labordesk.store import replacing
from labordesk.store.backup_names import BY_HAND
from labordesk.store.journal import journal_of
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.store.encrypted import PASSWORD, encrypt_template, unreadable_for_sqlite
from tests.store.register_rows import add_fund, fund_codes


@pytest.fixture(scope="module")
def encrypted(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewKeys]:
    return encrypt_template(register_template, tmp_path_factory.mktemp("encrypted"))


@pytest.fixture(params=[None, PASSWORD], ids=["plain", "encrypted"])
def secret(request: pytest.FixtureRequest) -> str | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(secret: str | None, register_path: Path, encrypted: tuple[Path, NewKeys]) -> Iterator[Path]:
    if secret is not None:
        shutil.copy(encrypted[0], register_path)
    yield register_path
    if secret is not None and register_path.exists():
        assert unreadable_for_sqlite(register_path)
        backups = list((register_path.parent / "backups").glob("*.labordesk"))
        assert all(unreadable_for_sqlite(one) for one in backups)


def add(register: Register, name: str, **more: object) -> int:
    return save_person(register, PersonData(PersonFields(full_name=name, unit_id=1, **more))).id  # type: ignore[arg-type]


def names(register: Register) -> set[str]:
    with register.looking() as connection:
        return {row[0] for row in connection.execute("SELECT full_name FROM person")}


def test_a_backup_is_due_only_after_something_was_written(path: Path, secret: str | None) -> None:
    with open_register(path, secret=secret) as register:
        add(register, "Trần Thị Mận")
        assert has_changed(register)
        made = back_up_register(register, BY_HAND)
        assert made.file.is_good
        assert made.file.held is not None
        assert made.file.held.count("person") == 1
        assert not has_changed(register)
        add(register, "Lê Văn Ổi")
        assert has_changed(register)


def test_second_place_gets_a_proved_copy_and_two_registers_of_one_name_keep_apart(
    register: Register, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    add(register, "Trần Thị Mận")
    made = back_up_register(register, second=usb)
    assert made.second is not None
    assert made.second.read_bytes() == made.file.path.read_bytes()
    assert [one.is_good for one in backups_of(register.path, made.second.parent)] == [True]
    from labordesk.services.registers import create_register

    (tmp_path / "other").mkdir()
    with create_register(tmp_path / "other" / register.path.name, unit_name="Công đoàn xã khác") as other:
        add(other, "Lê Văn Ổi")
        second = back_up_register(other, second=usb).second
    assert second is not None
    assert second.parent != made.second.parent


def test_a_missing_second_place_spoils_nothing_and_is_named(register: Register, tmp_path: Path) -> None:
    made = back_up_register(register, second=tmp_path / "không cắm")
    assert made.file.is_good
    assert made.second is None
    assert "không cắm" in str(made.problem)


def test_comparison_names_what_only_one_side_has(path: Path, secret: str | None) -> None:
    with open_register(path, secret=secret) as register:
        gone = add(register, "Trần Thị Mận")
        add(register, "Lê Văn Ổi")
        backup = back_up_register(register).file.path
        delete_person(register, gone)
        add(register, "Phạm Thị Bưởi")
        found = compare_with(register, backup)
    assert [one.name for one in found.missing] == ["Trần Thị Mận"]
    assert [one.name for one in found.extra] == ["Phạm Thị Bưởi"]
    assert (found.deeds_here.count, found.deeds_there.count) == (2, 0)
    assert not found.is_same
    people = next(one for one in found.tables if one.table == "person")
    assert (people.here, people.there, people.missing, people.extra) == (2, 2, 1, 1)


def test_what_was_deleted_comes_back_with_what_hung_on_it_and_under_a_free_number(
    path: Path, secret: str | None
) -> None:
    with open_register(path, secret=secret) as register:
        gone = add(register, "Trần Thị Mận", citizen_id="042185000123", birth="1985")
        backup = back_up_register(register).file.path
        delete_person(register, gone)
        later = add(register, "Phạm Thị Bưởi")
        assert later == gone, "SQLite gives the number of the last row out again"
        done = bring_back_from(register, backup, compare_with(register, backup).missing)
        assert (done.files, done.refused) == (1, ())
        assert done.rows["person"] == 1
        assert done.rows["membership"] == 1
        assert names(register) == {"Trần Thị Mận", "Phạm Thị Bưởi"}
        assert not compare_with(register, backup).missing
        assert check_register(register).ok
        assert done.operation_id is not None
        undo(register, done.operation_id)
        assert names(register) == {"Phạm Thị Bưởi"}


def test_a_person_whose_number_somebody_else_has_now_stays_away(register: Register) -> None:
    gone = add(register, "Trần Thị Mận", citizen_id="042185000123", birth="1985")
    backup = back_up_register(register).file.path
    delete_person(register, gone)
    add(register, "Trần Thị Mận", citizen_id="042185000123", birth="1985")
    done = bring_back_from(register, backup, compare_with(register, backup).missing)
    assert [one.why for one in done.refused] == ["number"]
    assert done.operation_id is None
    assert len(names(register)) == 1


def test_replacing_keeps_the_present_file_and_puts_its_journal_aside(path: Path, secret: str | None) -> None:
    with open_register(path, secret=secret) as register:
        add(register, "Trần Thị Mận")
        backup = back_up_register(register).file.path
        add(register, "Phạm Thị Bưởi")
    done = replace_register(path, backup, secret=secret)
    with open_register(path, secret=secret) as register:
        assert names(register) == {"Trần Thị Mận"}
        assert check_register(register).ok
        add(register, "Lê Văn Ổi")
        assert not register.journal_is_behind
    assert done.kept is not None
    with open_register(done.kept, secret=secret, read_only=True) as kept:
        assert names(kept) == {"Trần Thị Mận", "Phạm Thị Bưởi"}
    path.unlink()
    again = rebuild_register(path, secret=secret)
    with open_register(path, secret=secret) as register:
        assert names(register) == {"Trần Thị Mận", "Lê Văn Ổi"}
    assert again.is_whole


def test_a_register_that_could_not_be_replaced_keeps_its_log(
    path: Path, secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_register(path, secret=secret) as register:
        backup = back_up_register(register).file.path
        add(register, "Phạm Thị Bưởi")
        crashed = {end: path.with_name(path.name + end).read_bytes() for end in ("", "-wal")}
    for end, content in crashed.items():
        path.with_name(path.name + end).write_bytes(content)
    before = {one.name for one in path.parent.iterdir()}

    def refuse(draft: Path, target: Path) -> None:
        if target == path:
            raise PermissionError(errno.EACCES, "held")
        put(draft, target)

    with monkeypatch.context() as patch:
        patch.setattr(replacing, "put", refuse)
        with pytest.raises(Unavailable):
            replace_register(path, backup, secret=secret)
    assert {one.name for one in path.parent.iterdir()} == before
    with open_register(path, secret=secret) as register:
        assert names(register) == {"Phạm Thị Bưởi"}


def test_a_plain_backup_put_into_an_encrypted_register_is_encrypted_again(register_path: Path, tmp_path: Path) -> None:
    from labordesk.services.register_keys import encrypt_register, new_keys

    with open_register(register_path) as register:
        add(register, "Trần Thị Mận")
        backup = back_up_register(register).file.path
    encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    with open_register(register_path, secret=PASSWORD) as register:
        assert plain_copies(register) == (backup,)
        assert has_changed(register), "no backup with the new key yet"
        assert compare_with(register, backup).is_same
    replace_register(register_path, backup, secret=PASSWORD)
    assert unreadable_for_sqlite(register_path)
    with open_register(register_path, secret=PASSWORD) as register:
        assert names(register) == {"Trần Thị Mận"}


def test_readable_copies_on_the_stick_are_found_too(register_path: Path, tmp_path: Path) -> None:
    from labordesk.services.register_keys import encrypt_register, new_keys

    usb = tmp_path / "USB"
    usb.mkdir()
    with open_register(register_path) as register:
        add(register, "Trần Thị Mận")
        made = back_up_register(register, second=usb)
    encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    with open_register(register_path, secret=PASSWORD) as register:
        assert plain_copies(register) == (made.file.path,)
        assert plain_copies(register, usb) == (made.file.path, made.second)
        assert encrypt_plain_copies(register, plain_copies(register, usb), PASSWORD) == 2
        assert plain_copies(register, usb) == ()
    assert made.second is not None
    assert unreadable_for_sqlite(made.second)


@pytest.mark.parametrize("name", ["Sổ [2026]", "Sổ chăm lo đoàn viên, người lao động xã Hương Sơn " * 3])
def test_readable_copies_are_found_whatever_the_register_is_called(register_path: Path, name: str) -> None:
    from labordesk.services.register_keys import encrypt_register, new_keys

    path = register_path.rename(register_path.with_name(f"{name.strip()}.labordesk"))
    with open_register(path) as register:
        add(register, "Trần Thị Mận")
        backup = back_up_register(register).file.path
    kept = replace_register(path, backup).kept
    encrypt_register(path, new_keys(PASSWORD), PASSWORD)
    with open_register(path, secret=PASSWORD) as register:
        assert set(plain_copies(register)) == {backup, kept}


@pytest.mark.parametrize("missing", [False, True])
def test_a_damaged_or_missing_register_comes_back_up_to_the_last_deed(
    path: Path, secret: str | None, missing: bool
) -> None:
    with open_register(path, secret=secret) as register:
        add(register, "Trần Thị Mận")
        back_up_register(register)
        add(register, "Phạm Thị Bưởi")
        add(register, "Lê Văn Ổi")
    if missing:
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[4096 : len(content) // 2] = b"\x5a" * (len(content) // 2 - 4096)
        path.write_bytes(content)
        with pytest.raises((BadFile, Unavailable)), open_register(path, secret=secret) as damaged:
            names(damaged)
    rescue = rescue_of(path)
    assert rescue.backup is not None
    assert rescue.has_journal
    if secret is not None:
        with pytest.raises(SecretNeeded):
            rebuild_register(path)
    done = rebuild_register(path, secret=secret)
    assert (done.operations, done.is_whole, done.kept is None) == (2, True, missing)
    assert done.until is not None
    with open_register(path, secret=secret) as register:
        assert names(register) == {"Trần Thị Mận", "Phạm Thị Bưởi", "Lê Văn Ổi"}
        assert check_register(register).ok


def test_a_damaged_backup_is_passed_over_for_an_older_one(register_path: Path) -> None:
    with open_register(register_path) as register:
        add(register, "Trần Thị Mận")
        back_up_register(register)
        add(register, "Phạm Thị Bưởi")
        newest = back_up_register(register).file
        add(register, "Lê Văn Ổi")
    content = bytearray(newest.path.read_bytes())
    content[8192:-4096] = b"\x5a" * (len(content) - 8192 - 4096)
    newest.path.write_bytes(content)
    with pytest.raises((BadFile, Unavailable)):
        check_backup(next(one for one in backups_of(register_path) if one.path == newest.path))
    with pytest.raises((BadFile, Unavailable)):
        replace_register(register_path, newest.path)
    register_path.unlink()
    done = rebuild_register(register_path)
    assert done.backup.path != newest.path
    with open_register(register_path) as register:
        assert names(register) == {"Trần Thị Mận", "Phạm Thị Bưởi", "Lê Văn Ổi"}


@pytest.mark.parametrize("deed", ["open_journal", "read_journal"])
def test_a_disk_that_refuses_the_journal_is_told_and_no_deed_is_left_out(
    register_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    with open_register(register_path) as register:
        back_up_register(register)
        add(register, "Phạm Thị Bưởi")
    register_path.write_bytes(b"hong")

    def refuse(*_given: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    with monkeypatch.context() as failing:
        failing.setattr(rebuilding, deed, refuse)
        with pytest.raises(Unavailable):
            rebuild_register(register_path)
    assert register_path.read_bytes() == b"hong"
    assert rebuild_register(register_path).operations == 1
    with open_register(register_path) as register:
        assert "Phạm Thị Bưởi" in names(register)


def test_deeds_in_a_damaged_part_of_the_journal_are_counted_and_dated(path: Path, secret: str | None) -> None:
    deeds = 60
    with open_register(path, secret=secret) as register:
        back_up_register(register)
        for number in range(deeds):
            add_fund(register, f"quy-{number}")
    journal = journal_of(path)
    content = bytearray(journal.read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle : middle + 4096] = bytes(4096)
    journal.write_bytes(content)
    path.write_bytes(b"hong")
    done = rebuild_register(path, secret=secret)
    assert done.lost is not None
    assert done.lost.deeds == deeds - done.operations > 0
    assert done.until is not None
    assert done.lost.until is not None
    assert done.until <= done.lost.until
    told = rebuilt_words(done, datetime.now().astimezone())
    assert f"Còn {done.lost.deeds} lần ghi từ {done.until:%H:%M} đến {done.lost.until:%H:%M} không đọc lại được" in told
    with open_register(path, secret=secret) as register:
        assert sum(code.startswith("quy-") for code in fund_codes(register)) == done.operations
        assert check_register(register).ok


def test_a_journal_that_cannot_be_read_at_all_is_told(register_path: Path) -> None:
    with open_register(register_path) as register:
        back_up_register(register)
        add(register, "Phạm Thị Bưởi")
    journal_of(register_path).write_bytes(b"hong" * 4096)
    register_path.write_bytes(b"hong")
    done = rebuild_register(register_path)
    assert not done.is_whole
    told = rebuilt_words(done, datetime.now().astimezone())
    assert "nhật ký dự phòng không đọc được nên có thể thiếu những lần ghi từ" in told


def test_without_any_backup_the_sentence_says_so_and_nothing_is_touched(register_path: Path) -> None:
    register_path.write_bytes(b"hong")
    with pytest.raises(Unavailable, match="Không có bản sao lưu nào"):
        rebuild_register(register_path)
    assert register_path.read_bytes() == b"hong"


def test_a_register_is_no_backup_of_itself(register: Register) -> None:
    with pytest.raises(RuleBroken, match="chính là sổ đang dùng"):
        compare_with(register, register.path)
    with closing(open_register(register.path, read_only=True)) as other, pytest.raises(RuleBroken):
        bring_back_from(other, register.path, [])
