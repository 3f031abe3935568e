"""Lists as Excel and CSV: real dates, numbers of people as text, live totals, nothing a spreadsheet runs."""

import csv
import errno
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import Unavailable
from labordesk.exchange.csv_writer import write_csv
from labordesk.exchange.guard import guarded, is_run, unguarded
from labordesk.exchange.list_plan import ListColumn, ListPlan
from labordesk.exchange.sheet_writer import sheet_name, write_list
from labordesk.exchange.workbook import read_workbook
from labordesk.fields import Area, Choice, CitizenId, Count, Day, Flag, LongText, Money, PartialDay, PersonName, Phone
from labordesk.fields.choices import SEXES
from tests.exchange.office import first_sheet, needs_office, recalculated

COLUMNS = (
    ListColumn("STT", Count()),
    ListColumn("Họ và tên", PersonName()),
    ListColumn("Ngày sinh", PartialDay()),
    ListColumn("Giới tính", Choice(options=SEXES)),
    ListColumn("Số CCCD", CitizenId()),
    ListColumn("Điện thoại", Phone()),
    ListColumn("Ngày trao", Day()),
    ListColumn("Số tiền", Money(), added_up=True),
    ListColumn("Diện tích", Area()),
    ListColumn("Đã ký", Flag()),
    ListColumn("Ghi chú", LongText()),
)
PLAN = ListPlan("Nhận quà", COLUMNS, "DANH SÁCH NHẬN QUÀ", ("Đơn vị: May Sông Lam", "ĐVT: đồng"), "Tổng cộng")
ROWS: list[Sequence[Any]] = [
    (1, "Trần Thị Hoà", "1985-03-12", "female", "042185000123", "0912345678", "2026-01-28", 500_000, 5980, True, None),
    (2, "Lê Văn An", "1985", "male", "001085000124", None, date(2026, 1, 5), 1_300_000, None, False, "hai\ndòng"),
    (3, "Vũ Tấn", "1985-03", None, None, None, None, 0, None, None, "=1+1"),
    (4, "Cụ Bảy", "1900-01-15", "male", None, None, None, None, None, None, "<r>chữ</r>"),
]
MARCH, JANUARY = datetime(1985, 3, 12), datetime(2026, 1, 28)  # noqa: DTZ001 - cells have no zone
HEAD = 5
"""Row of the headings: a title, two lines and an empty row stand above."""


def quiet(_done: int, _total: int | None) -> None:
    """Hear nothing."""


def written(tmp_path: Path, plan: ListPlan = PLAN, rows: Sequence[Sequence[Any]] = ROWS) -> Path:
    assert write_list(tmp_path / "ra.xlsx", plan, rows, quiet) == len(rows)
    return tmp_path / "ra.xlsx"


def test_days_are_days_years_are_numbers_and_numbers_of_people_are_text(tmp_path: Path) -> None:
    sheet = first_sheet(openpyxl.load_workbook(written(tmp_path)))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + 4)]
    assert rows[0][:8] == [
        *(1, "Trần Thị Hoà", MARCH, "Nữ", "042185000123", "0912345678"),
        *(JANUARY, 500_000),
    ]
    assert [row[2] for row in rows] == [MARCH, 1985, "03/1985", "15/01/1900"]
    assert rows[1][4] == "001085000124"
    assert rows[0][8:10] == [59.8, "có"]
    assert rows[1][10] == "hai\ndòng"
    place = sheet.cell(HEAD + 1, 3)
    assert place.number_format == "dd/mm/yyyy"
    assert sheet.cell(HEAD + 1, 5).number_format == "@"
    assert sheet.cell(HEAD + 2, 3).number_format == "0"


def test_the_heading_stays_in_sight_and_can_be_filtered(tmp_path: Path) -> None:
    sheet = first_sheet(openpyxl.load_workbook(written(tmp_path)))
    assert sheet["A1"].value == "DANH SÁCH NHẬN QUÀ"
    assert [cell.value for cell in sheet[HEAD]] == [column.heading for column in COLUMNS]
    assert sheet.freeze_panes == f"A{HEAD + 1}"
    assert sheet.auto_filter.ref == f"A{HEAD}:K{HEAD + 4}"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"


def test_a_total_is_a_formula_that_knows_its_result(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert first_sheet(openpyxl.load_workbook(path))[f"H{HEAD + 5}"].value == f"=SUBTOTAL(9,H{HEAD + 1}:H{HEAD + 4})"
    assert first_sheet(openpyxl.load_workbook(path, data_only=True))[f"H{HEAD + 5}"].value == 1_800_000


@needs_office
def test_office_works_out_the_same_totals(tmp_path: Path) -> None:
    sheet = first_sheet(recalculated(written(tmp_path)))
    assert sheet[f"H{HEAD + 5}"].value == 1_800_000
    assert sheet[f"C{HEAD + 1}"].value == MARCH
    assert sheet[f"E{HEAD + 2}"].value == "001085000124"


@pytest.mark.parametrize(
    "text", ["=1+1", "+84912", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", "{=1}", "<r>x</r>", "<r><b>"]
)
def test_a_text_is_never_run(tmp_path: Path, text: str) -> None:
    plan = ListPlan(text, (ListColumn(text), ListColumn("Tên", PersonName())), text, (text,))
    path = written(tmp_path, plan, [(text, text)])
    book = openpyxl.load_workbook(path)
    cells = [cell for row in first_sheet(book).iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if cell.value != "Tên"} == {"s"}
    texts = {str(cell.value).replace("_x000D_", "\r").strip() for cell in cells}  # escaped as Excel itself does
    assert texts == {text.strip(), "Tên"}


@given(st.text(max_size=12))
def test_a_mark_put_before_a_text_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert guarded(text) == text or is_run(text)


def test_csv_is_utf8_with_its_mark_and_nothing_in_it_is_run(tmp_path: Path) -> None:
    assert write_csv(tmp_path / "ra.csv", PLAN, ROWS, quiet) == 4
    content = (tmp_path / "ra.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 5
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[1] == [
        *("1", "Trần Thị Hoà", "12/03/1985", "Nữ", "042185000123", "0912345678", "28/01/2026", "500000", "59,8"),
        *("có", ""),
    ]
    assert rows[2][10].splitlines() == ["hai", "dòng"]
    assert rows[3][2] == "03/1985"
    assert rows[3][10] == "'=1+1"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40),
            st.integers(0, 10**12),
            st.dates(date(1900, 3, 1), date(2099, 12, 31)),
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_again(tmp_path: Path, rows: list[tuple[str, int, date]]) -> None:
    plan = ListPlan("Bảng", (ListColumn("Chữ"), ListColumn("Tiền", Money()), ListColumn("Ngày", Day())))
    write_list(tmp_path / "ra.xlsx", plan, rows, quiet)
    read = read_workbook(tmp_path / "ra.xlsx").sheets[0]
    found = [list(read.row(number)) for number in range(2, 2 + len(rows))]
    for (text, amount, day), (one, other, third) in zip(rows, found, strict=True):
        assert str(one or "").strip() == text.strip() or text.isspace()
        assert (other, third) == (amount, day)


def test_sheets_get_names_excel_takes() -> None:
    assert sheet_name("Quà Tết 2026: đợt 1/2 [dự kiến]?") == "Quà Tết 2026 đợt 1 2 dự kiến"
    assert sheet_name("'") == "Danh sách"
    assert sheet_name("History") == "History (2)"
    assert sheet_name("Xã Đông", ["xã đông"]) == "Xã Đông (2)"
    assert len(sheet_name("rất dài " * 9, ["rất dài rất dài rất dài rất dài"])) <= 31


class Stopped(Exception):
    """What ``told`` raises after Cancel."""


def many(count: int) -> Iterator[Sequence[Any]]:
    for number in range(count):
        yield (number, *ROWS[0][1:])


@pytest.mark.parametrize("write", [write_list, write_csv])
def test_stopping_leaves_the_old_file_and_no_traces(tmp_path: Path, write: Any) -> None:
    heard: list[int] = []

    def stop(done: int, total: int | None) -> None:
        heard.append(done)
        assert total == 5000
        if done >= 1500:
            raise Stopped

    (tmp_path / "ra").write_bytes(b"old")
    with pytest.raises(Stopped):
        write(tmp_path / "ra", PLAN, many(5000), stop, 5000)
    assert heard == [500, 1000, 1500]
    assert [one.name for one in tmp_path.iterdir()] == ["ra"]
    assert (tmp_path / "ra").read_bytes() == b"old"


@pytest.mark.parametrize("write", [write_list, write_csv])
def test_a_full_disk_is_one_sentence(tmp_path: Path, write: Any) -> None:
    def full(done: int, _total: int | None) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Unavailable, match=r"Chưa ghi được tệp ra\.xlsx"):
        write(tmp_path / "ra.xlsx", PLAN, many(600), full)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_while_the_file_is_packed_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.write", full)
    with pytest.raises(Unavailable, match=r"Chưa ghi được tệp ra\.xlsx"):
        write_list(tmp_path / "ra.xlsx", PLAN, ROWS, quiet)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_list_longer_than_a_sheet_is_refused_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labordesk.exchange.sheet_writer._MOST_ROWS", 50)
    with pytest.raises(Unavailable, match=r"lưu thành \.csv"):
        write_list(tmp_path / "ra.xlsx", PLAN, many(60), quiet)
    assert list(tmp_path.iterdir()) == []
