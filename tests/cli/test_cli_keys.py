"""Passwords on the command line: from a file or asked for, in one sentence when they are missing or wrong."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from labordesk.cli import _application, main
from labordesk.services.backups import back_up_register
from labordesk.services.registers import open_register
from labordesk.settings import Settings, save_settings
from tests.cli.test_cli import Told, refused, run
from tests.store.encrypted import encrypt_template, opens, unreadable_for_sqlite

__all__ = ["run"]

Run = Callable[..., Told]
FIRST, SECOND = "mật khẩu thứ nhất", "mật khẩu thứ hai"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return password_file(tmp_path / "một", FIRST)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return password_file(tmp_path / "hai", SECOND)


def password_file(path: Path, password: str) -> Path:
    path.write_text(f"{password}\r\ndòng sau không đọc\n", encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def locked_template(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encrypt_template(register_template, tmp_path_factory.mktemp("locked"), FIRST)[0]


@pytest.fixture
def locked(locked_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(locked_template, tmp_path))


def recovery_in(text: str) -> str:
    found = re.search(r"\d{6}(-\d{6}){7}", text)
    assert found
    return found.group()


def test_register_is_encrypted_and_tells_its_recovery_key_once(run: Run, register_path: Path, first: Path) -> None:
    told = run("encrypt", register_path, "--new-password-file", first)
    assert told.code == 0
    assert unreadable_for_sqlite(register_path)
    assert opens(register_path, recovery_in(told.out))
    assert opens(register_path, FIRST)
    assert FIRST not in told.out + told.err


def test_recovery_key_goes_to_a_sheet_and_not_to_the_screen(
    run: Run, register_path: Path, first: Path, tmp_path: Path
) -> None:
    import pypdfium2

    sheet = tmp_path / "phiếu.pdf"
    told = run("encrypt", register_path, "--new-password-file", first, "--sheet", sheet)
    assert told.code == 0
    assert re.search(r"\d{6}", told.out.replace(str(tmp_path), "")) is None
    document = pypdfium2.PdfDocument(sheet)
    text = document[0].get_textpage().get_text_range()
    document.close()
    groups = re.findall(r"\b\d{6}\b", text)
    assert len(groups) == 8
    assert opens(register_path, "-".join(groups))
    assert "PHIẾU KHÓA DỰ PHÒNG" in text


def test_sheet_of_an_unknown_kind_is_refused_before_anything_is_changed(
    run: Run, register_path: Path, first: Path, tmp_path: Path
) -> None:
    before = register_path.read_bytes()
    refused(run("encrypt", register_path, "--new-password-file", first, "--sheet", tmp_path / "phiếu.txt"))
    assert register_path.read_bytes() == before


@pytest.mark.parametrize(
    "command", [("check",), ("people", "nguyen"), ("decrypt",), ("rekey",), ("report", "tong-hop")]
)
def test_a_command_without_the_password_says_how_to_give_it(run: Run, locked: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    more = ["--out", "a.pdf", "--period", "2026"] if name == "report" else []
    assert "--password-file TỆP" in refused(run(name, locked, *rest, *more))


def test_every_command_about_a_register_takes_a_password_file() -> None:
    commands = {
        one.name or (one.callback.__name__ if one.callback else ""): one for one in _application().registered_commands
    }
    with_register = {
        name for name, one in commands.items() if one.callback and "register" in one.callback.__annotations__
    }
    taking = {
        name for name, one in commands.items() if one.callback and "password_file" in one.callback.__annotations__
    }
    assert with_register == taking
    assert {"check", "people", "report", "form", "new", "encrypt", "decrypt", "rekey", "demo"} <= taking


def test_no_command_opens_a_register_past_the_password() -> None:
    """Only the one place may call ``open_register``; the commands about keys know the password they open with."""
    folder = Path(main.__code__.co_filename).parent
    opening = {one.name for one in folder.glob("*.py") if "open_register" in one.read_text(encoding="utf-8")}
    assert opening <= {"secrets.py", "keys.py"}


def test_password_file_opens_the_register(run: Run, locked: Path, first: Path) -> None:
    told = run("check", locked, "--password-file", first)
    assert (told.code, told.out) == (0, "Sổ nguyên vẹn.\n")
    assert json.loads(run("people", locked, "ai", "--json", "--password-file", first).out) == []


def test_wrong_password_missing_file_and_empty_file_are_told(
    run: Run, locked: Path, second: Path, tmp_path: Path
) -> None:
    assert "Mật khẩu chưa đúng" in refused(run("check", locked, "--password-file", second))
    assert "Không đọc được tệp mật khẩu" in refused(run("check", locked, "--password-file", tmp_path / "không có"))
    empty = tmp_path / "trống"
    empty.write_text("\n", encoding="utf-8")
    assert "trống" in refused(run("check", locked, "--password-file", empty))


def test_slip_in_a_recovery_key_names_its_group(run: Run, register_path: Path, first: Path, tmp_path: Path) -> None:
    recovery = recovery_in(run("encrypt", register_path, "--new-password-file", first).out)
    wrong = str((int(recovery[15]) + 1) % 10)
    file = password_file(tmp_path / "khóa", recovery[:15] + wrong + recovery[16:])
    assert "Nhóm số thứ 3 " in refused(run("check", register_path, "--password-file", file))


def test_password_is_changed_and_the_sheet_stays_good(run: Run, register_path: Path, first: Path, second: Path) -> None:
    recovery = recovery_in(run("encrypt", register_path, "--new-password-file", first).out)
    assert run("rekey", register_path, "--password-file", first, "--new-password-file", second).code == 0
    assert [opens(register_path, one) for one in (FIRST, SECOND, recovery)] == [False, True, True]


def test_new_sheet_and_new_key_shut_the_old_ones_out(run: Run, register_path: Path, first: Path, second: Path) -> None:
    old = recovery_in(run("encrypt", register_path, "--new-password-file", first).out)
    new = recovery_in(run("rekey", register_path, "--recovery", "--password-file", first).out)
    assert [opens(register_path, one) for one in (FIRST, old, new)] == [True, False, True]
    told = run("rekey", register_path, "--data-key", "--password-file", first, "--new-password-file", second)
    assert [opens(register_path, one) for one in (FIRST, new, SECOND, recovery_in(told.out))] == [
        False,
        False,
        True,
        True,
    ]


def test_decrypted_register_is_a_plain_one_again(run: Run, locked: Path, first: Path) -> None:
    assert run("decrypt", locked, "--password-file", first).code == 0
    with open_register(locked) as register:
        assert not register.is_encrypted
    assert run("check", locked).code == 0
    assert "chưa có mật khẩu" in refused(run("decrypt", locked))


def test_what_cannot_be_encrypted_is_refused(run: Run, locked: Path, first: Path, tmp_path: Path) -> None:
    assert "đã có mật khẩu" in refused(run("encrypt", locked, "--new-password-file", first))
    text = tmp_path / "thư.labordesk"
    text.write_text("không phải sổ" * 1000, encoding="utf-8")
    assert "không phải là sổ" in refused(run("encrypt", text, "--new-password-file", first))
    refused(run("encrypt", tmp_path / "không có.labordesk", "--new-password-file", first))
    assert text.read_text(encoding="utf-8") == "không phải sổ" * 1000


def test_short_password_is_refused_and_changes_nothing(run: Run, register_path: Path, tmp_path: Path) -> None:
    before = register_path.read_bytes()
    short = password_file(tmp_path / "ngắn", "1234567")
    assert "ít nhất 8" in refused(run("encrypt", register_path, "--new-password-file", short))
    assert register_path.stat().st_size == len(before)
    with open_register(register_path) as register:
        assert not register.is_encrypted


def test_new_register_is_encrypted_when_a_password_is_given(run: Run, tmp_path: Path, first: Path) -> None:
    path = tmp_path / "mới.labordesk"
    told = run("new", path, "--unit", "Công đoàn xã Sơn Giang", "--password-file", first)
    assert told.code == 0
    assert unreadable_for_sqlite(path)
    assert opens(path, recovery_in(told.out))
    plain = tmp_path / "thường.labordesk"
    assert run("new", plain, "--unit", "Công đoàn xã Sơn Giang").code == 0
    assert not unreadable_for_sqlite(plain)


def test_password_is_asked_for_at_a_terminal_and_not_shown(locked: Path) -> None:
    told, code = at_a_terminal(["check", str(locked)], ["sai mật khẩu", FIRST])
    assert code == 0
    assert "Mật khẩu hoặc khóa dự phòng của sổ" in told
    assert "Mật khẩu chưa đúng" in told
    assert "Sổ nguyên vẹn." in told
    assert FIRST not in told
    assert "sai mật khẩu" not in told


def test_new_password_is_asked_for_twice(register_path: Path) -> None:
    told, code = at_a_terminal(["encrypt", str(register_path)], [FIRST, SECOND])
    assert code == 1
    assert "không giống nhau" in told
    told, code = at_a_terminal(["encrypt", str(register_path)], [FIRST, FIRST])
    assert code == 0
    assert opens(register_path, recovery_in(told))


def at_a_terminal(arguments: list[str], typed: list[str]) -> tuple[str, int]:
    """Run the program at a real terminal, type an answer at each question and return what stood there."""
    ours, theirs = pty.openpty()
    program = "import sys; from labordesk.cli import main; main(sys.argv[1:])"
    child = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"},
    )
    os.close(theirs)
    seen, answered, answers, end = b"", 0, list(typed), time.monotonic() + 60
    while time.monotonic() < end:
        ready, _w, _x = select.select([ours], [], [], 0.2)
        if ready:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
            if answers and seen.count(b": ") > answered and seen.rstrip(b" ").endswith(b":"):
                answered = seen.count(b": ")
                time.sleep(0.1)  # until the echo is off
                os.write(ours, f"{answers.pop(0)}\n".encode())
        elif child.poll() is not None:
            break
    child.wait(20)
    os.close(ours)
    return seen.decode("utf-8", "replace"), child.returncode


def test_a_weak_password_is_taken_with_a_word(run: Run, register_path: Path, tmp_path: Path) -> None:
    told = run("encrypt", register_path, "--new-password-file", password_file(tmp_path / "yếu", "12345678"))
    assert told.code == 0
    assert "yếu, đoán được ngay" in told.err
    assert opens(register_path, "12345678")


def test_a_weak_password_typed_is_asked_about(register_path: Path) -> None:
    told, code = at_a_terminal(["encrypt", str(register_path)], ["12345678", "12345678", "n", FIRST, FIRST])
    assert code == 0
    assert "Vẫn dùng mật khẩu này?" in told
    assert opens(register_path, FIRST)


@pytest.mark.parametrize("wish", ["encrypt", "delete", "keep"])
def test_copies_made_before_are_seen_to_in_the_same_go(run: Run, register_path: Path, first: Path, wish: str) -> None:
    stick = register_path.parent / "usb"
    stick.mkdir()
    save_settings(Settings(second_backup_folder=str(stick)))
    with open_register(register_path) as register:
        made = back_up_register(register, second=stick)
    assert made.second is not None
    told = run("encrypt", register_path, "--new-password-file", first, "--copies", wish)
    assert told.code == 0
    for copy in (made.file.path, made.second):
        if wish == "keep":
            assert str(copy) in told.out
        assert copy.exists() == (wish != "delete")
        assert wish != "encrypt" or unreadable_for_sqlite(copy)


def test_a_first_password_comes_from_the_usual_file_too(run: Run, register_path: Path, first: Path) -> None:
    assert run("encrypt", register_path, "--password-file", first).code == 0
    assert opens(register_path, FIRST)
    assert "đã có mật khẩu" in refused(run("encrypt", register_path, "--password-file", first))
