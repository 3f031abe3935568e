"""The command that takes lists out: whole lists, forms to fill in, one sentence when it cannot."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from labordesk.cli import main
from labordesk.services.registers import open_register
from tests.services.welfare_office import Office, office

__all__ = ["office"]


@pytest.fixture
def register(office: Office) -> Path:
    """A closed register with one person."""
    office.person("Trần Thị Hoà", citizen_id="042185123759", phone="0912345678")
    office.register.close()
    return office.register.path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    return int(ended.value.code or 0)


def test_people_go_out_and_it_is_noted(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", register, "people", tmp_path / "ra.csv", "--masked") == 0
    assert "Đã xuất 1 dòng" in capsys.readouterr().out
    (row,) = csv.DictReader((tmp_path / "ra.csv").read_text("utf-8-sig").splitlines())
    assert (row["Họ và tên"], row["Số CCCD"], row["Điện thoại"]) == ("Trần Thị Hoà", "0421•••••759", "09•••••678")
    with open_register(register) as opened, opened.looking() as connection:
        found = connection.execute("SELECT kind, subject, amount, masked FROM access_note").fetchall()
    assert found == [("export", "people", 1, 1)]


@pytest.mark.parametrize("what", ["people", "campaign", "grants", "houses", "units", "targets", "aggregates"])
def test_a_form_of_every_kind_is_written(register: Path, tmp_path: Path, what: str) -> None:
    assert run("export", register, what, tmp_path / "mẫu.xlsx", "--template") == 0
    assert len(openpyxl.load_workbook(tmp_path / "mẫu.xlsx").sheetnames) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("people", "ra.pdf"), ".xlsx (Excel)"),
        (("units", "ra.xlsx"), "--template"),
        (("people", "ra.csv", "--template"), ".xlsx"),
        (("campaign", "ra.xlsx"), "đợt tặng quà"),
        (("campaign", "ra.xlsx", "--campaign", "Tết 1999"), "Tết 1999"),
    ],
)
def test_what_cannot_go_out_is_one_sentence_and_no_file(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    what, name, *more = arguments
    assert run("export", register, what, tmp_path / name, *more) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / name).exists()
