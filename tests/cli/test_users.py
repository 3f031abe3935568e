"""Users on the command line: ``--user`` with a PIN; without it a register with users may only be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from labordesk.cli import main
from labordesk.model.officer import OfficerFields
from labordesk.model.person import PersonFields
from labordesk.services import officers
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import open_register

KEEPER = "Nguyễn Thị Thu Hương"


@pytest.fixture
def staffed(register_path: Path) -> Path:
    """A closed register with a keeper, a viewer and one person."""
    with open_register(register_path) as register:
        officers.add_officer(register, OfficerFields(name=KEEPER, role="approver"), "4821")
        officers.add_officer(register, OfficerFields(name="Lê Nga", role="viewer"), "2846")
        save_person(register, PersonData(PersonFields(full_name="Hồ Thị Mận", citizen_id="042185000125", unit_id=1)))
    return register_path


def pin(folder: Path, digits: str) -> str:
    file = folder / f"pin-{digits}.txt"
    file.write_text(f"{digits}\n", encoding="utf-8")
    return str(file)


def run(*arguments: str) -> int:
    """Run a command and return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_without_a_name_numbers_are_masked_and_lists_stay_inside(
    staffed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("people", str(staffed), "Mận") == 0
    assert "0421•••••125" in capsys.readouterr().out
    out = tmp_path / "người.xlsx"
    assert run("export", str(staffed), "people", str(out)) == 1
    assert "--user" in capsys.readouterr().err
    assert not out.exists()


def test_with_name_and_pin_the_work_is_done_under_that_name(
    staffed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ("--user", KEEPER.upper(), "--pin-file", pin(tmp_path, "4821"))
    assert run("people", str(staffed), "Mận", *who) == 0
    assert "042185000125" in capsys.readouterr().out
    out = tmp_path / "người.xlsx"
    assert run("export", str(staffed), "people", str(out), *who) == 0
    assert out.exists()
    with open_register(staffed) as register, register.looking() as connection:
        noted = connection.execute("SELECT a.kind, o.name FROM access_note a JOIN officer o ON o.id = a.officer_id")
        assert noted.fetchall() == [("export", KEEPER)]


@pytest.mark.parametrize(("name", "digits", "told"), [(KEEPER, "0000", "chưa đúng"), ("Ai Đó", "4821", "Lê Nga")])
def test_a_wrong_pin_or_name_is_one_sentence(
    staffed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, digits: str, told: str
) -> None:
    assert run("people", str(staffed), "Mận", "--user", name, "--pin-file", pin(tmp_path, digits)) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def test_without_a_terminal_the_pin_comes_from_a_file(staffed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("people", str(staffed), "Mận", "--user", KEEPER) == 1
    assert "--pin-file" in capsys.readouterr().err


def test_a_closed_register_asks_for_the_keeper_before_it_is_changed(
    staffed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    password = tmp_path / "mật khẩu.txt"
    password.write_text("bốn mùa chè xanh vẫn đợi\n", encoding="utf-8")
    encrypt = ("encrypt", str(staffed), "--new-password-file", str(password))
    backup = tmp_path / "bản sao.labordesk"
    backup.write_bytes(staffed.read_bytes())
    restore = ("restore", str(staffed), str(backup), "--yes")
    salvage = ("check", str(staffed), "--salvage", str(tmp_path / "cứu.labordesk"))
    before = staffed.read_bytes()
    for command in (encrypt, restore, salvage):
        assert run(*command) == 1
        assert "--user" in capsys.readouterr().err
        assert run(*command, "--user", "Lê Nga", "--pin-file", pin(tmp_path, "2846")) == 1
        assert KEEPER in capsys.readouterr().err
        assert staffed.read_bytes() == before
    who = ("--user", KEEPER, "--pin-file", pin(tmp_path, "4821"))
    assert run(*salvage, *who) == 0
    assert run(*restore, *who) == 0
    assert run(*encrypt, *who) == 0
    given = ("--password-file", str(password))
    assert run("decrypt", str(staffed), *given) == 1
    assert run("decrypt", str(staffed), *given, *who) == 0
