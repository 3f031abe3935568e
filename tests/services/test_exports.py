"""Lists that leave the register: whole, noted with who and how many, numbers of people masked on request."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from labordesk.errors import InvalidInput, NotFound, RuleBroken, Unavailable
from labordesk.exchange.list_plan import ListColumn, ListPlan
from labordesk.exchange.lists import read_list
from labordesk.exchange.own_sheets import CATALOGUE, GUIDE
from labordesk.exchange.workbook import read_workbook
from labordesk.fields import BankAccount, CitizenId, PersonName
from labordesk.model import AccessNote
from labordesk.services.export_records import export_records
from labordesk.services.export_templates import export_template, template_kind
from labordesk.services.exports import ListOrder, export_list
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from tests.exchange.office import first_sheet, needs_office, recalculated
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]

PLAN = ListPlan(
    "Đối tượng",
    (
        ListColumn("Họ và tên", PersonName()),
        ListColumn("Số CCCD", CitizenId()),
        ListColumn("Số tài khoản", BankAccount()),
    ),
    "Đối tượng",
)
ROWS = [("Trần Thị Hoà", "042185000123", "19001234567890"), ("Lê Văn An", None, None)]


def quiet(_done: int, _total: int | None) -> None:
    """Hear nothing."""


def notes(office: Office) -> list[AccessNote]:
    from sqlmodel import select

    with office.register.reading() as session:
        return list(session.exec(select(AccessNote)).all())


def cells(path: Path, sheet: str = "") -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    found = book[sheet] if sheet else first_sheet(book)
    return [[cell.value for cell in row] for row in found.iter_rows()]


def test_masked_numbers_keep_their_ends_only(office: Office, tmp_path: Path) -> None:
    export_list(office.register, ListOrder("people", PLAN), ROWS, tmp_path / "ra.csv", quiet)
    rows = list(csv.reader((tmp_path / "ra.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1] == ["Trần Thị Hoà", "0421•••••123", "190012•••••890"]
    assert rows[2] == ["Lê Văn An", "", ""]


@pytest.mark.parametrize("masked", [True, False])
def test_each_export_is_noted_without_any_name(office: Office, tmp_path: Path, masked: bool) -> None:
    export_list(office.register, ListOrder("people", PLAN, masked), ROWS, tmp_path / "ra.xlsx", quiet)
    (note,) = notes(office)
    assert (note.kind, note.subject, note.amount, note.masked) == ("export", "people", 2, masked)
    assert note.at.endswith("Z")
    assert not any("Hoà" in str(value) or "0421" in str(value) for value in vars(note).values())


def test_without_its_note_no_list_leaves(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_more: Any) -> None:
        raise Unavailable

    monkeypatch.setattr("labordesk.services.exports.note_export", refuse)
    with pytest.raises(Unavailable):
        export_list(office.register, ListOrder("people", PLAN), ROWS, tmp_path / "ra.xlsx", quiet)
    assert not (tmp_path / "ra.xlsx").exists()


def test_another_kind_of_file_is_refused_before_anything_is_read(office: Office, tmp_path: Path) -> None:
    def rows() -> Any:
        raise AssertionError("read")
        yield

    with pytest.raises(InvalidInput, match=r"\.xlsx \(Excel\)"):
        export_list(office.register, ListOrder("people", PLAN), rows(), tmp_path / "ra.pdf", quiet)
    assert notes(office) == []


def test_people_go_out_with_every_field_and_are_read_again(office: Office, tmp_path: Path) -> None:
    office.person(
        "Trần Thị Hoà", birth="1985-03", sex="female", citizen_id="042185000123", phone="0912345678", income=1_500_000,
        bank_account="190012345678", consent=True, consent_on=date(2026, 1, 5), poverty="near_poor", note="một\nhai",
    )  # fmt: skip
    office.person("Lê Văn An", birth="1970", standing="worker")
    done = export_records(office.register, "people", tmp_path / "ra.xlsx", quiet)
    assert done.rows == 2
    read = read_list(read_workbook(tmp_path / "ra.xlsx"))
    assert (read.kind, len(read.rows)) == ("people", 2)
    assert [problem for row in read.rows for problem in row.problems] == []
    an, hoa = (row.values for row in read.rows)
    assert (an["name"], an["born"], an["standing"]) == ("Lê Văn An", "1970", "worker")
    assert (hoa["born"], hoa["sex"], hoa["cccd"], hoa["phone"]) == ("1985-03", "female", "042185000123", "0912345678")
    assert (hoa["bank_account"], hoa["income"], hoa["consent"]) == ("190012345678", 1_500_000, True)
    assert (hoa["consent_on"], hoa["poverty"]) == ("2026-01-05", "near_poor")


@pytest.fixture
def campaign(office: Office) -> int:
    """Tết 2026 with one gift handed over and one still waiting."""
    campaign_id = office.campaign("Tết Bính Ngọ 2026")
    hoa = office.person("Trần Thị Hoà", citizen_id="042185000123")
    an = office.person("Lê Văn An", office.phu_thinh, standing="worker")
    added = add_recipients(office.register, campaign_id, [RecipientEntry(hoa), RecipientEntry(an)])
    mark_received(office.register, [added.award_ids[0]], TET_DAY)
    return campaign_id


def test_a_campaign_goes_out_with_money_that_adds_up(office: Office, campaign: int, tmp_path: Path) -> None:
    export_records(office.register, "campaign", tmp_path / "ra.xlsx", quiet, campaign="tet binh ngo 2026", masked=True)
    read = read_list(read_workbook(tmp_path / "ra.xlsx"))
    assert read.kind == "gifts"
    assert {row.values["name"]: row.values["amount"] for row in read.rows} == {
        "Trần Thị Hoà": 1_300_000,
        "Lê Văn An": 800_000,
    }
    assert (read.total, read.file_total) == (2_100_000, 2_100_000)
    assert any("0421•••••123" in map(str, row) for row in cells(tmp_path / "ra.xlsx"))
    assert not any("042185000123" in map(str, row) for row in cells(tmp_path / "ra.xlsx"))
    assert notes(office)[0].masked


def test_a_campaign_that_is_not_named_is_asked_for(office: Office, campaign: int, tmp_path: Path) -> None:
    office.campaign("Trung thu 2026")
    with pytest.raises(RuleBroken, match="Tết Bính Ngọ 2026"):
        export_records(office.register, "campaign", tmp_path / "ra.xlsx", quiet)
    with pytest.raises(NotFound, match="Trung thu 2026"):
        export_records(office.register, "campaign", tmp_path / "ra.xlsx", quiet, campaign="Tết 1999")
    assert list(tmp_path.glob("ra*")) == []


@needs_office
def test_office_finds_the_same_totals_of_a_campaign(office: Office, campaign: int, tmp_path: Path) -> None:
    export_records(office.register, "campaign", tmp_path / "ra.xlsx", quiet)
    rows = [[cell.value for cell in row] for row in first_sheet(recalculated(tmp_path / "ra.xlsx")).iter_rows()]
    head = next(row for row in rows if "Tiền mặt" in row)
    last = next(row for row in rows if row[0] == "Tổng cộng")
    assert last[head.index("Tiền mặt")] == 1_500_000
    assert last[head.index("Trị giá hiện vật")] == 600_000


KINDS = ("people", "gifts", "grants", "houses", "units", "targets", "aggregates")


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_known_by_our_own_reader_without_a_question(office: Office, tmp_path: Path, kind: Any) -> None:
    export_template(office.register, kind, tmp_path / "mẫu.xlsx")
    read = read_list(read_workbook(tmp_path / "mẫu.xlsx"))
    assert read.kind == kind
    form = read.sheets[0]
    asked = [column.label for column in form.columns if column.field is None]
    assert asked == []
    assert [problem for row in read.rows for problem in row.problems] == []
    assert [sheet.layout for sheet in read.sheets[1:]] == [None, None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_locks_its_heading_and_offers_what_the_register_knows(office: Office, tmp_path: Path, kind: Any) -> None:
    export_template(office.register, kind, tmp_path / "mẫu.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mẫu.xlsx")
    assert book.sheetnames[1:] == [GUIDE, CATALOGUE]
    assert book[CATALOGUE].sheet_state == "hidden"
    sheet = first_sheet(book)
    assert sheet.protection.sheet
    head = next(row for row in sheet.iter_rows() if row[1].value is not None)
    assert all(cell.protection.locked for cell in head if cell.value)
    assert not sheet.column_dimensions["A"].protection.locked
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert any(CATALOGUE in formula for formula in offered.values())
    offered_words = {word for row in cells(tmp_path / "mẫu.xlsx", CATALOGUE) for word in row}
    assert "CĐCS Gỗ Phú Thịnh" in offered_words


def test_the_form_of_a_campaign_lists_those_still_waiting(office: Office, campaign: int, tmp_path: Path) -> None:
    export_template(office.register, "gifts", tmp_path / "mẫu.xlsx", campaign="Tết Bính Ngọ 2026")
    read = read_list(read_workbook(tmp_path / "mẫu.xlsx"))
    assert [(row.values["name"], row.values["amount"]) for row in read.rows] == [("Lê Văn An", 800_000)]
    assert [(note.subject, note.amount) for note in notes(office)] == [("template gifts", 1)]


def test_a_form_is_excel_and_its_name_is_known(office: Office, tmp_path: Path) -> None:
    assert template_kind("campaign") == "gifts"
    with pytest.raises(InvalidInput, match="people, gifts"):
        template_kind("funds")
    with pytest.raises(InvalidInput, match=r"\.xlsx"):
        export_template(office.register, "people", tmp_path / "mẫu.csv")


@needs_office
@pytest.mark.parametrize("kind", ["gifts", "units"])
def test_office_opens_a_form(office: Office, campaign: int, tmp_path: Path, kind: Any) -> None:
    export_template(office.register, kind, tmp_path / "mau.xlsx")
    assert recalculated(tmp_path / "mau.xlsx").sheetnames[1:] == [GUIDE, CATALOGUE]
