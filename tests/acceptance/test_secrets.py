"""After a day's work with an encrypted register no file on the machine tells a name, a number or a password."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from labordesk.cli import main
from labordesk.dumps import _leave_no_heap
from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.register_keys import new_keys
from labordesk.services.registers import create_register, open_register, register_info
from tests.faults.failing import FROM_CALL, build_shim
from tests.services.list_files import list_file

PASSWORD = "Bếp nhà ai cũng ấm 2026"
SECOND = "Một mái nhà cho mỗi người"
NAME, PLAIN_NAME, CITIZEN_ID = "Trần Thị Huỳnh Xuyến", "tran thi huynh xuyen", "042188777321"

OUT = "ra"
"""The folder of the lists and papers somebody asked for: they are in clear, and nothing else may be there."""
UNIT, GIFTS = "Công đoàn xã Hương Sơn", "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"
ASKED_FOR = {"ds.xlsx", "ds.csv", "bc.pdf", "bc.docx", "phiếu.xlsx"}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: the folder of registers, the user's home and the folder of temporary files."""
    for name, variable in (("home", "LABORDESK_HOME"), ("temp", "TMPDIR")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "temp"))
    for name in ("sổ", OUT):
        (tmp_path / name).mkdir()
    return tmp_path


@dataclass(frozen=True)
class Day:
    """The recovery key made that day, and how often something was written in the folder of temporary files."""

    recovery: str
    passed: int


def work_of_the_day(path: Path, end: str, machine: Path, elsewhere: Path, shim: Path) -> Day:
    """Open the register in another program, do a bit of everything, and end as told.

    The list that is taken in lies ``elsewhere``: what the officer was sent is his own. ``shim`` counts what is written.
    """
    usb = machine / "usb"
    usb.mkdir()
    asked = list_file(elsewhere, [(NAME, "1988", CITIZEN_ID, UNIT, "", "500.000", "")], title=GIFTS)
    program = f"""
import ctypes, os, sys
from pathlib import Path
shim = ctypes.CDLL(None)
shim.shim_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int]
shim.shim_arm(os.environb[b"TMPDIR"], {FROM_CALL}, 0, 0)
from labordesk.errors import LabordeskError
from labordesk.logs import log_bug, start_log
from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.register_keys import change_password, renew_recovery_key
from labordesk.services.registers import open_register, register_info
from labordesk.settings import load_settings, save_settings
from datetime import date
from labordesk.services.backups import back_up_register, check_backup
from labordesk.services.checking import check_register
from labordesk.services.export_records import export_records
from labordesk.services.forms import FormOrder
from labordesk.services.imports import ImportOrder, preview_import, write_import
from labordesk.services.outgoing import save_outgoing
from labordesk.services.reporting import order_by_names
from labordesk.cli.arguments import period_of
start_log()
out = Path(sys.argv[2])
path = Path(sys.argv[1])
try:
    open_register(path, secret="{PASSWORD} sai")
except LabordeskError as error:
    log_bug(error)
register = open_register(path, secret={PASSWORD!r})
settings = load_settings()
settings.remember_register(path)
assert save_settings(settings)
unit = register_info(register).unit_id
fields = PersonFields(full_name={NAME!r}, birth="1988", citizen_id={CITIZEN_ID!r}, unit_id=unit)
person = save_person(register, PersonData(fields))
assert search_people(register, PeopleQuery(text={PLAIN_NAME!r}), limit=5, year=2026).rows
assert search_people(register, PeopleQuery(text={CITIZEN_ID!r}), limit=5, year=2026).rows
check_backup(back_up_register(register, "tay", second=Path(sys.argv[3])).file, register.connect)
preview = preview_import(register, Path(sys.argv[4]), ImportOrder())
assert write_import(register, preview).written == 1, [one.problems for one in preview.rows]
for name in ("ds.xlsx", "ds.csv"):
    export_records(register, "people", out / name, lambda done, total: None)
TODAY = date(2026, 3, 2)
report = order_by_names(register, "tong-hop", period_of("2026", None, None))
for name in ("bc.pdf", "bc.docx"):
    save_outgoing(register, report, out / name, today=TODAY)
save_outgoing(register, FormOrder("de-nghi-tro-cap", None), out / "phiếu.xlsx", today=TODAY)
assert check_register(register).ok
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
print(shim.shim_calls())
sys.stdout.flush()
{end}
"""
    done = subprocess.run(
        [sys.executable, "-c", program, path, machine / OUT, usb, asked],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8", "LD_PRELOAD": str(shim)},
    )
    assert done.returncode in (0, -9), done.stderr
    assert done.stderr == ""
    recovery, passed = done.stdout.split()
    return Day(recovery, int(passed))


def spellings(recovery: str) -> Iterator[bytes]:
    """Give what must be found nowhere, in the encodings a file could have it in."""
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
def test_nothing_is_in_clear_after_a_day(
    machine: Path, end: str, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = machine / "sổ" / "xã.labordesk"
    secret = machine / "mật khẩu"
    secret.write_text(PASSWORD, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["new", str(path), "--unit", UNIT, "--password-file", str(secret)])
    secret.unlink()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    day = work_of_the_day(path, end, machine, elsewhere, build_shim(elsewhere))
    assert {one.name for one in files(machine / OUT)} == ASKED_FOR
    assert files(machine / "temp") == []
    assert day.passed == 0, "what passes through there stays on the disk after it is deleted"
    looked_at = [one for one in files(machine) if one.parent.name != OUT]
    names = {one.name for one in looked_at}
    assert {"xã.labordesk", "labordesk.log", "attempts.json", "xã.labordesk.nhatky", "xã.saoluu.json"} <= names
    assert "settings.json" in names
    assert len([one for one in names if ".tay-" in one]) == 1, "the backup and its copy have one name"
    assert ("xã.labordesk-wal" in names) == ("xã.labordesk-shm" in names) == ("kill" in end)
    for one in looked_at:
        content = one.read_bytes()
        for text in spellings(day.recovery):
            assert text not in content, one
    assert capsys.readouterr().err == ""


def test_what_a_register_on_a_share_writes_to_go_back_is_not_in_clear(machine: Path) -> None:
    """There the pages as they were are kept beside the register until the save is whole; the power is cut before."""
    path = machine / "sổ" / "xã.labordesk"
    with create_register(path, unit_name=UNIT, keys=new_keys(PASSWORD)) as register:
        unit = register_info(register).unit_id
        person = save_person(register, PersonData(PersonFields(full_name=NAME, citizen_id=CITIZEN_ID, unit_id=unit)))
    program = """
import os, sys
from pathlib import Path
from labordesk.store import opening
opening.is_on_network = lambda path: True
register = opening.open_register(Path(sys.argv[1]), secret=sys.argv[2])
with register.writing() as session:
    session.connection().exec_driver_sql("UPDATE person SET note = full_name || citizen_id")
    os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, path, PASSWORD], check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.returncode == -9
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0, "the test would prove nothing"
    for one in files(machine):
        content = one.read_bytes()
        assert not any(text.encode() in content for text in (NAME, PLAIN_NAME, CITIZEN_ID, PASSWORD)), one
    with open_register(path, secret=PASSWORD) as register:
        assert load_person(register, person.id).fields.note is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")
def test_a_crash_leaves_no_picture_of_the_memory(machine: Path) -> None:
    program = """
import ctypes, resource, sys
from labordesk.cli import main
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
try:
    main(["--help"])
except SystemExit:
    pass
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert done.stderr.split() == ["0", "0"], "no file of it, and nothing for a program that collects crashes"


def test_a_crash_report_of_windows_is_left_without_the_heap() -> None:
    told: list[int] = []

    class Kernel:
        def WerSetFlags(self, flags: int) -> None:
            told.append(flags)

    _leave_no_heap(Kernel())
    assert told == [1]


def test_a_decryption_that_was_killed_leaves_nothing_readable_once_the_register_is_opened(machine: Path) -> None:
    """The new file beside the register is in clear from its first page on; the power is cut before it counts."""
    path = machine / "sổ" / "xã.labordesk"
    keys = new_keys(PASSWORD)
    with create_register(path, unit_name=UNIT, keys=keys) as register:
        unit = register_info(register).unit_id
        save_person(register, PersonData(PersonFields(full_name=NAME, citizen_id=CITIZEN_ID, unit_id=unit)))
    program = """
import os, sys
from pathlib import Path
from labordesk.services.register_keys import decrypt_register
from labordesk.store import conversion
conversion._prove = lambda *arguments: os.kill(os.getpid(), 9)
decrypt_register(Path(sys.argv[1]), sys.argv[2])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, path, PASSWORD], check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.returncode == -9
    assert any(NAME.encode() in one.read_bytes() for one in files(machine)), "the test would prove nothing"
    open_register(path, secret=PASSWORD).close()
    assert not any(NAME.encode() in one.read_bytes() for one in files(machine))


def test_the_scan_would_find_them_in_a_plain_register(machine: Path) -> None:
    """The proof of the proof: the same words are in a file that is not encrypted."""
    path = machine / "sổ" / "xã.labordesk"
    with create_register(path, unit_name=UNIT) as register:
        unit = register_info(register).unit_id
        save_person(register, PersonData(PersonFields(full_name=NAME, citizen_id=CITIZEN_ID, unit_id=unit)))
    content = path.read_bytes()
    assert NAME.encode() in content
    assert CITIZEN_ID.encode() in content
