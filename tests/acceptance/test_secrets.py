"""After a day's work with an encrypted register no file on the machine tells a name, a number or a password."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from labordesk.cli import main

PASSWORD = "Bếp nhà ai cũng ấm 2026"
SECOND = "Một mái nhà cho mỗi người"
NAME, PLAIN_NAME, CITIZEN_ID = "Trần Thị Huỳnh Xuyến", "tran thi huynh xuyen", "042188777321"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: the folder of registers, the user's home and the folder of temporary files."""
    for name, variable in (("home", "LABORDESK_HOME"), ("temp", "TMPDIR")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    (tmp_path / "sổ").mkdir()
    return tmp_path


def work_of_the_day(path: Path, end: str) -> None:
    """Open the register in another program, do a bit of everything, and end as told."""
    program = f"""
import os, sys
from pathlib import Path
from labordesk.errors import LabordeskError
from labordesk.logs import log_bug, start_log
from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.register_keys import change_password, renew_recovery_key
from labordesk.services.registers import open_register, register_info
from labordesk.store.backup import back_up
start_log()
path = Path(sys.argv[1])
try:
    open_register(path, secret="{PASSWORD} sai")
except LabordeskError as error:
    log_bug(error)
register = open_register(path, secret={PASSWORD!r})
unit = register_info(register).unit_id
fields = PersonFields(full_name={NAME!r}, birth="1988", citizen_id={CITIZEN_ID!r}, unit_id=unit)
person = save_person(register, PersonData(fields))
assert search_people(register, PeopleQuery(text={PLAIN_NAME!r}), limit=5, year=2026).rows
assert search_people(register, PeopleQuery(text={CITIZEN_ID!r}), limit=5, year=2026).rows
back_up(path, register.connect, label="thu")
change_password(register, {PASSWORD!r}, {SECOND!r})
try:
    raise ValueError({NAME!r} + {PASSWORD!r})
except ValueError as error:
    log_bug(error)
try:
    with register.writing() as session:
        session.connection().exec_driver_sql("INSERT INTO person (full_name) VALUES (?)", ({NAME!r},))
except Exception as error:
    log_bug(error)
print(renew_recovery_key(register, {SECOND!r}))
sys.stdout.flush()
{end}
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode in (0, -9), done.stderr
    RECOVERY.append(done.stdout.strip())


RECOVERY: list[str] = []


def spellings() -> Iterator[bytes]:
    """Give what must be found nowhere, in the encodings a file could have it in."""
    recovery = RECOVERY[-1]
    texts = [
        NAME,
        PLAIN_NAME,
        "Huỳnh Xuyến",
        "huynh xuyen",
        CITIZEN_ID,
        PASSWORD,
        SECOND,
        recovery,
        recovery.replace("-", ""),
    ]
    for text in texts:
        for encoding in ("utf-8", "utf-16-le"):
            yield text.encode(encoding)


def files(machine: Path) -> list[Path]:
    return [one for one in machine.rglob("*") if one.is_file()]


@pytest.mark.parametrize("end", ["register.close()", "os.kill(os.getpid(), 9)"], ids=["closed", "power cut"])
def test_nothing_is_in_clear_after_a_day(machine: Path, end: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = machine / "sổ" / "xã.labordesk"
    secret = machine / "mật khẩu"
    secret.write_text(PASSWORD, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["new", str(path), "--unit", "Công đoàn xã Hương Sơn", "--password-file", str(secret)])
    secret.unlink()
    work_of_the_day(path, end)
    looked_at = files(machine)
    names = {one.name for one in looked_at}
    assert {"xã.labordesk", "labordesk.log", "attempts.json", "xã.labordesk.nhatky"} <= names
    assert ("xã.labordesk-wal" in names) == ("kill" in end)
    for one in looked_at:
        content = one.read_bytes()
        for text in spellings():
            assert text not in content, one
    assert capsys.readouterr().err == ""


def test_the_scan_would_find_them_in_a_plain_register(machine: Path) -> None:
    """The proof of the proof: the same words are in a file that is not encrypted."""
    from labordesk.model.person import PersonFields
    from labordesk.services.people import PersonData, save_person
    from labordesk.services.registers import create_register, register_info

    path = machine / "sổ" / "xã.labordesk"
    with create_register(path, unit_name="Công đoàn xã Hương Sơn") as register:
        unit = register_info(register).unit_id
        save_person(register, PersonData(PersonFields(full_name=NAME, citizen_id=CITIZEN_ID, unit_id=unit)))
    content = path.read_bytes()
    assert NAME.encode() in content
    assert CITIZEN_ID.encode() in content
