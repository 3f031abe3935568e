"""The command line as a user meets it: real processes' exit codes through the real entry point, one sentence each."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from labordesk.cli import main
from labordesk.model.person import PersonFields
from labordesk.model.unit import UnitFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import create_register, open_register
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit
from labordesk.services.units import save_unit
from labordesk.settings import Settings, save_settings


@dataclass(frozen=True)
class Told:
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Told]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Told:
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return Told(int(ended.value.code or 0), said.out, said.err)

    return call


def refused(told: Told) -> str:
    """Check that a command was refused in one sentence, without a traceback, and return the sentence."""
    assert told.code == 1
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    return told.err


def test_new_makes_a_register_that_check_finds_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "Sổ xã.labordesk"
    assert run("new", path, "--unit", "Công đoàn xã Hương Sơn").code == 0
    assert run("check", path).code == 0


def test_new_never_replaces_a_file(run: Run, register_path: Path) -> None:
    before = register_path.read_bytes()
    assert "hãy đặt tên khác" in refused(run("new", register_path, "--unit", "Công đoàn phường"))
    assert register_path.read_bytes() == before


def test_a_sample_where_no_folder_can_be_made_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    assert "Không tạo được thư mục" in refused(run("demo", taken / "mẫu" / "a.labordesk"))
    monkeypatch.setenv("LABORDESK_HOME", str(taken))
    assert str(taken) in refused(run("demo"))


def test_new_needs_the_name_of_the_unit(run: Run, tmp_path: Path) -> None:
    assert "tên đơn vị" in refused(run("new", tmp_path / "a.labordesk", "--unit", "  "))
    assert run("new", tmp_path / "a.labordesk").code == 2
    assert not list(tmp_path.iterdir())


def test_people_are_found_without_marks_and_told_as_json(run: Run, register_path: Path) -> None:
    with open_register(register_path) as register:
        fields = PersonFields(full_name="Trần Thị Hoà", birth="1988-01-05", citizen_id="042188001035", unit_id=1)
        save_person(register, PersonData(fields=fields))
    told = run("people", register_path, "hoa tran", "--json")
    assert [one["full_name"] for one in json.loads(told.out)] == ["Trần Thị Hoà"]
    assert "Trần Thị Hoà\t05/01/1988" in run("people", register_path, "0421880010").out
    assert "Không tìm thấy" in run("people", register_path, "Hoá").out


def test_reports_are_told_to_programs_as_json(run: Run) -> None:
    found = {one["name"]: one for one in json.loads(run("reports", "--json").out)}
    assert found["so-ket"]["texts"]["limits"] == "Hạn chế, nguyên nhân"
    assert found["ky-nhan"]["needs_campaign"] is True
    assert found["theo-nguon"]["title"] == "Kinh phí theo nguồn và cấp chi"


def test_reports_are_listed_with_their_names(run: Run) -> None:
    out = run("reports").out
    assert out.startswith("ky-nhan") or "\nky-nhan" in out
    assert "tong-hop" in out


def test_a_report_is_printed_for_any_period(run: Run, register_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "Báo cáo.pdf"
    for period in (["--period", "2020-H1"], ["--period", "tet 2026"], ["--from", "2024-01-01", "--to", "11/11/2024"]):
        assert run("report", register_path, "tong-hop", *period, "--out", out).code == 0
        document = pypdfium2.PdfDocument(out)
        assert "BÁO CÁO" in document[0].get_textpage().get_text_range()
        document.close()


def test_a_report_of_a_time_before_the_unit_tells_of_its_forerunners_unless_asked_otherwise(
    run: Run, tmp_path: Path
) -> None:
    path, out = tmp_path / "xã.labordesk", tmp_path / "o.pdf"
    founded = date(2025, 7, 1)
    with create_register(path, unit_name="Công đoàn xã Hương Sơn") as register:
        union = UnitFields(name="Công đoàn xã Hương Sơn", valid_from=founded)
        save_unit(register, union, unit_id=1)
        district = save_unit(register, UnitFields(name="LĐLĐ huyện Hương Sơn")).id
        close_unit(register, district, Decision(on=founded), successor_id=1)
    asked = ("report", path, "tong-hop", "--period", "2024", "--out", out)
    assert run(*asked).code == 0
    document = pypdfium2.PdfDocument(out)
    assert "quy về đơn vị hiện nay" in " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "thành lập ngày 01/07/2025" in refused(run(*asked, "--units", "then"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--period", "2025-Q9"], "Không hiểu kỳ"),
        (["--period", "nay"], "Không hiểu kỳ"),
        (["--period", "2199"], "chưa bắt đầu"),
        (["--from", "2025-02-30", "--to", "2025-03-01"], "không phải là ngày"),
        (["--from", "01/06/2025", "--to", "01/03/2025"], "trước khi bắt đầu"),
        (["--period", "2025", "--unit", "Không có"], "Không có đơn vị"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_leaves_no_paper(
    run: Run, register_path: Path, tmp_path: Path, options: list[str], says: str
) -> None:
    out = tmp_path / "o.pdf"
    assert says in refused(run("report", register_path, "tong-hop", *options, "--out", out))
    assert not out.exists()


@pytest.mark.parametrize("name", ["báo cáo.docx", "báo cáo.xlsx"])
def test_report_is_saved_as_word_or_excel_by_its_name(run: Run, register_path: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert run("report", register_path, "tong-hop", "--period", "2025", "--out", out).code == 0
    assert out.read_bytes()[:2] == b"PK"


def test_report_of_another_kind_of_file_is_refused(run: Run, register_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "báo cáo.txt"
    assert ".docx" in refused(run("report", register_path, "tong-hop", "--period", "2025", "--out", out))
    assert not out.exists()


def test_a_report_without_a_period_is_wrong_usage(run: Run, register_path: Path, tmp_path: Path) -> None:
    told = run("report", register_path, "tong-hop", "--out", tmp_path / "o.pdf")
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert run("report", register_path, "tong-hop", "--period", "2025").code == 2
    assert run("bogus").code == 2


def test_an_unknown_report_names_those_there_are(run: Run, register_path: Path, tmp_path: Path) -> None:
    said = refused(run("report", register_path, "khong-co", "--period", "2025", "--out", tmp_path / "o.pdf"))
    assert "tong-hop" in said


def test_a_signing_list_without_a_campaign_in_the_period_says_so(run: Run, register_path: Path, tmp_path: Path) -> None:
    told = run("report", register_path, "ky-nhan", "--period", "tet 2020", "--out", tmp_path / "o.pdf")
    assert "Không có đợt" in refused(told)


def test_a_paper_that_cannot_be_written_leaves_the_old_one(run: Run, register_path: Path, tmp_path: Path) -> None:
    told = run("report", register_path, "tong-hop", "--period", "2025", "--out", tmp_path / "không có" / "o.pdf")
    assert "Chưa ghi được" in refused(told)


def test_a_file_that_is_no_register_is_refused_by_every_command(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "thư.labordesk"
    text.write_text("không phải sổ", encoding="utf-8")
    other = tmp_path / "khác.labordesk"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE a (b)")
    database.close()
    for path in (text, other):
        before = path.read_bytes()
        refused(run("check", path))
        refused(run("people", path, "hoa"))
        assert path.read_bytes() == before
    assert "Không thấy sổ" in refused(run("check", tmp_path / "mất.labordesk"))


@pytest.mark.parametrize("command", [["check"], ["report", "tong-hop", "--period", "2025"]])
def test_a_register_open_in_the_window_is_refused_until_it_is_closed(
    run: Run, register_path: Path, tmp_path: Path, command: list[str]
) -> None:
    name, *rest = command
    more = ["--out", tmp_path / "o.pdf"] if name == "report" else []
    with open_register(register_path):
        assert "đang mở ở một cửa sổ Labordesk khác" in refused(run(name, register_path, *rest, *more))
    assert run(name, register_path, *rest, *more).code == 0


def test_check_tells_what_is_wrong_and_fails(run: Run, register_path: Path) -> None:
    with open_register(register_path) as register:
        save_person(register, PersonData(fields=PersonFields(full_name="Lê Văn Tám", unit_id=1)))
    with sqlite3.connect(register_path) as database:
        database.execute("UPDATE person SET sort_key = 'x'")
    database.close()
    told = run("check", register_path)
    assert told.code == 1
    assert told.err.strip()


def test_a_bug_shows_a_code_and_never_a_traceback(
    run: Run, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Nguyễn Văn A")

    monkeypatch.setattr("labordesk.services.people_search.search_people", broken)
    said = refused(run("people", register_path, "hoa"))
    assert "ZeroDivisionError@" in said
    assert "Nguyễn" not in said


def test_the_command_line_answers_in_the_language_of_the_settings(run: Run, tmp_path: Path) -> None:
    save_settings(Settings(language="en"))
    assert "please check that the drive" in refused(run("check", tmp_path / "mất.labordesk"))
    assert "Welfare summary" in run("reports").out


def test_the_command_line_starts_without_loading_qt() -> None:
    code = "import sys; from labordesk.cli import main\ntry: main(['reports'])\nexcept SystemExit: pass\n"
    code += "print([m for m in sys.modules if m.startswith('PySide6')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip().endswith("[]")


def test_check_repairs_what_is_derived(run: Run, register_path: Path) -> None:
    with closing(sqlite3.connect(register_path)) as connection:
        connection.execute("UPDATE unit SET sort_key = 'sai'")
        connection.commit()
    assert run("check", register_path).code == 1
    told = run("check", register_path, "--repair")
    assert told.code == 0
    assert "sửa khóa của 0 người, 1 đơn vị" in told.out
    assert run("check", register_path).code == 0


def test_check_salvages_a_damaged_register_into_a_new_one(run: Run, register_path: Path, tmp_path: Path) -> None:
    with register_path.open("r+b") as file:
        file.write(b"\0" * 100)
    damaged = register_path.read_bytes()
    refused(run("check", register_path))
    out = tmp_path / "cứu.labordesk"
    told = run("check", register_path, "--salvage", out)
    assert told.code == 0
    assert str(out) in told.out
    assert run("check", out).code == 0
    assert register_path.read_bytes() == damaged
    assert "Đã có tệp" in refused(run("check", register_path, "--salvage", out))


def test_check_repairs_or_salvages_but_not_both(run: Run, register_path: Path, tmp_path: Path) -> None:
    assert run("check", register_path, "--repair", "--salvage", tmp_path / "cứu.labordesk").code == 2
