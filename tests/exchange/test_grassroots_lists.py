"""Lists as secretaries of schools, factories and communes made them, each with what was once misread in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from labordesk.exchange.cells import Range, Sheet
from labordesk.exchange.headings import heading_fields
from labordesk.exchange.lists import ReadChoices, ReadList, read_list
from labordesk.exchange.workbook import read_workbook
from tests.exchange.typed_lists import Rows, fields_of, problems_of, read_rows, workbook

MAY, SCHOOL = "CĐCS Công ty CP May Đại Phát", "CĐCS Trường Tiểu học Lê Lợi"
NAMES = ("Vũ Quốc Khánh", "Trịnh Ngọc Thắm", "Dương Hữu Sơn", "Lê Thị Bưởi", "Hồ Đức Toàn", "Mai Hồng Yến")
GIFTS = ("DANH SÁCH NHẬN QUÀ TẾT",)


def merged(rows: Rows, *blocks: Range) -> ReadList:
    """Read one sheet with merged cells."""
    book = workbook(("DS", rows))
    return read_list(replace(book, sheets=(Sheet("DS", book.sheets[0].rows, merged=blocks),)))


def values(found: ReadList, field: str) -> list[Any]:
    return [row.values.get(field) for row in found.rows]


def warned(found: ReadList, field: str) -> list[int]:
    return [row for row, name, kind in problems_of(found) if (name, kind) == (field, "warning")]


def test_an_amount_with_its_words_in_brackets_is_no_line_of_words() -> None:
    rows = [(i, name, MAY, 500_000) for i, name in enumerate(NAMES[:3], 1)]
    rows[1] = (2, NAMES[1], MAY, "500.000đ (bằng chữ: năm trăm nghìn đồng)")  # type: ignore[assignment]
    found = read_rows(GIFTS, ("STT", "Họ và tên", "Đơn vị", "Số tiền"), *rows, (None, "Bằng chữ: Một triệu rưỡi"))
    assert values(found, "name") == list(NAMES[:3])


@pytest.mark.parametrize("cash", ["Tiền (nghìn đồng)", "Tiền mặt", "Số tiền"])
def test_money_under_gifts_is_the_cash_beside_goods(cash: str) -> None:
    rows: Rows = [
        GIFTS,
        ("ĐVT: nghìn đồng",),
        ("TT", "Họ tên", "Quà tặng", None, "Ghi chú"),
        (None, None, cash, "Hiện vật (trị giá, nghìn đồng)", None),
        *[(i, name, 500, 200 if i != 2 else None, None) for i, name in enumerate(NAMES[:4], 1)],
    ]
    found = merged(rows, Range(3, 2, 3, 3))
    assert values(found, "cash") == [500_000] * 4
    assert values(found, "amount") == [700_000, 500_000, 700_000, 700_000]


def test_three_rows_of_headings_are_read_though_one_column_has_its_own() -> None:
    rows: Rows = [
        GIFTS,
        ("STT", "Họ và tên", "Giá trị (nghìn đồng)", None, None),
        (None, None, "Công đoàn", None, "Doanh nghiệp"),
        (None, None, "Tiền mặt", "Quà", "Tiền mặt"),
        *[(i, name, 500, 300, 200) for i, name in enumerate(NAMES[:4], 1)],
    ]
    found = merged(rows, Range(2, 2, 2, 4), Range(3, 2, 3, 3))
    layout = found.sheets[0].layout
    assert layout is not None
    assert (layout.header_rows, values(found, "name")) == (3, list(NAMES[:4]))
    assert fields_of(found)[2:4] == ["cash", "goods"]
    assert not any(row.is_good for row in found.rows), "what the enterprise gives is asked, never left out unsaid"


def test_poor_households_in_a_shortened_column_are_no_names() -> None:
    rows = [(i, name, "Hộ nghèo", "500k") for i, name in enumerate(NAMES, 1)]
    found = read_rows(("DS TRỢ CẤP",), ("T.T", "H.tên", "H.cảnh", "S.tiền"), *rows)
    assert fields_of(found) == ["number", "name", "circumstance", "amount"]
    assert values(found, "name") == list(NAMES)


def test_an_address_below_each_name_is_of_nobody_and_no_unit() -> None:
    rows: list[Sequence[Any]] = []
    for i, name in enumerate(NAMES[:4], 1):
        rows += [(i, name, 300_000), (None, f"Thôn {i}, xã Hải Lâm", None)]
    found = read_rows(GIFTS, ("STT", "Họ và tên / Địa chỉ", "Số tiền"), *rows)
    assert values(found, "name") == list(NAMES[:4])
    assert values(found, "unit") == [None] * 4


@pytest.mark.parametrize(
    ("heading", "never"),
    [("Hệ số lương", "quantity"), ("Hệ số lương", "income"), ("Tổng số ĐV", "amount"), ("Tổng số lao động", "amount")],
)
def test_headings_with_words_of_others_mean_something_else(heading: str, never: str) -> None:
    assert never not in heading_fields(heading)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ngày tháng năm nhận", "paid"),
        ("Giá trị ngôi nhà", "total_value"),
        ("Tổng chi phí", "total_value"),
        ("Loại hỗ trợ", "new_build"),
        ("Ngày sinh/Năm sinh", "born"),
        ("Số CMND (CCCD)", "cccd"),
        ("Mức đề xuất", "amount"),
        ("Họ và chữ lót", "family_name"),
        ("Người lao động", "name"),
        ("D.O.B", "born"),
    ],
)
def test_headings_of_other_offices_are_known(heading: str, field: str) -> None:
    found = heading_fields(heading)
    assert found[field] == max(found.values())


def test_a_salary_coefficient_is_no_day() -> None:
    rows = [(i, name, "3,33", 3_000_000) for i, name in enumerate(NAMES, 1)]
    found = read_rows(("DANH SÁCH TRỢ CẤP",), ("STT", "Họ tên", "Hệ số lương", "Số tiền"), *rows)
    assert (fields_of(found)[2], problems_of(found)) == (None, [])


def test_targets_under_their_short_heading_are_counted() -> None:
    rows = [(i, unit, 450, 45) for i, unit in enumerate((MAY, SCHOOL), 1)]
    found = read_rows(("PHÂN BỔ CHỈ TIÊU QUÀ TẾT",), ("TT", "Đơn vị", "Tổng số ĐV", "Chỉ tiêu (suất)"), *rows)
    assert (found.kind, values(found, "target")) == ("targets", [45, 45])


def test_instalments_of_a_house_are_no_other_funders() -> None:
    title = ("THEO DÕI HỖ TRỢ MÁI ẤM CÔNG ĐOÀN 2025",)
    headings = ("STT", "Họ và tên", "Loại hình", "Tổng mức hỗ trợ", "Tạm ứng đợt 1", "Đợt 2")
    rows = [(i, name, "Xây mới", 60_000_000, 30_000_000, 30_000_000) for i, name in enumerate(NAMES[:3], 1)]
    found = read_rows(title, headings, *rows)
    assert values(found, "amount") == [60_000_000] * 3
    assert values(found, "funders") == [None] * 3


@pytest.mark.parametrize("title", ["DANH SÁCH NHẬN QUÀ (số tiền tính bằng nghìn đồng)", "Tính theo nghìn đồng"])
def test_the_unit_of_money_may_stand_in_the_title(title: str) -> None:
    found = read_rows(
        ("DANH SÁCH NHẬN QUÀ",),
        (title,),
        ("STT", "Họ tên", "Tiền mặt", "Quà"),
        (1, NAMES[0], 300, 200),
        (2, NAMES[1], 300, 200),
    )
    assert values(found, "amount") == [500_000] * 2


def test_what_each_gets_by_the_title_makes_a_list_of_gifts() -> None:
    title = ("DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ (mỗi suất trị giá 500.000 đồng)",)
    found = read_rows(title, ("STT", "Họ và tên", "Đơn vị"), *[(i, name, MAY) for i, name in enumerate(NAMES, 1)])
    assert (found.kind, found.total) == ("gifts", 500_000 * len(NAMES))
    assert warned(found, "amount")


def test_each_table_of_a_sheet_is_of_the_unit_named_above_it() -> None:
    rows: list[Sequence[Any]] = [("DANH SÁCH TRỢ CẤP",)]
    for unit in (MAY, SCHOOL):
        rows += [(f"Đơn vị: {unit}",), ("STT", "Họ và tên", "Số tiền")]
        rows += [(i, name, 1_000_000) for i, name in enumerate(NAMES[:3], 1)]
        rows += [(None, "Cộng:", 3_000_000), (None,)]
    found = read_rows(*rows, sheet="Khối xã")
    assert values(found, "unit") == [MAY] * 3 + [SCHOOL] * 3
    assert found.total == 6_000_000


def test_the_file_names_the_unit_where_nothing_else_does() -> None:
    rows = [("STT", "Họ tên", "Số tiền"), (1, NAMES[0], 300_000), (2, NAMES[1], 300_000)]
    for file, unit in (
        ("Danh sách quà Tết 2026 - CĐCS Công ty Hải Âu.xlsx", "CĐCS Công ty Hải Âu"),
        ("qua_tet_Trường MN Hoa Sen.xlsx", "Trường MN Hoa Sen"),
        ("danh sach qua.xlsx", None),
    ):
        found = read_list(workbook(("Sheet1", rows), file=file))
        assert values(found, "unit") == [unit] * 2
        assert warned(found, "unit") == ([2, 3] if unit else [])


def test_rows_that_may_count_no_more_are_told() -> None:
    notes = ("Không nhận (đã nghỉ việc)", "Rút tên", "không nhận lương 3 tháng", "hộ nghèo", None, None)
    rows = [(i, name, 500_000, "x" if i == 6 else None, notes[i - 1]) for i, name in enumerate(NAMES, 1)]
    book = workbook(("DS", [("STT", "Họ tên", "Số tiền", "Chưa nhận", "Ghi chú"), *rows]))
    sheet = replace(book.sheets[0], hidden_rows=frozenset({6}))
    found = read_list(replace(book, sheets=(sheet,)))
    assert len(found.rows) == len(NAMES)
    assert warned(found, "note") == [2, 3]
    assert warned(found, "name") == [6, 7]


def test_rows_struck_through_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    with xlsxwriter.Workbook(path) as book:
        struck, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet = book.add_worksheet("DS")
        sheet.write_row(0, 0, ("STT", "Họ tên", "Năm sinh", "Số tiền"), bold)
        for i, name in enumerate(NAMES, 1):
            sheet.write_row(i, 0, (i, name, 1980 + i, 500_000), struck if i == 3 else None)
        sheet.write(5, 2, 1990, struck)
    found = read_list(read_workbook(path))
    assert values(found, "name") == list(NAMES)
    assert warned(found, "name") == [4], "one cell struck through is a slip mended beside it"


@pytest.mark.parametrize("heading", ["Ký nhận", "Tình trạng chi", "Xác nhận"])
def test_who_got_nothing_yet_is_told_by_the_words_in_the_column(heading: str) -> None:
    rows = [(i, name, 500_000, "Chưa nhận" if i == 2 else "Đã nhận") for i, name in enumerate(NAMES, 1)]
    found = read_rows(GIFTS, ("STT", "Họ tên", "Số tiền", heading), *rows)
    assert warned(found, "name") == [4]


def test_who_got_nothing_yet_is_no_question_where_the_days_say_so() -> None:
    rows = [
        (i, name, 500_000, *((None, "Chưa nhận") if i == 2 else ("28/01/2026", "Đã nhận")))
        for i, name in enumerate(NAMES, 1)
    ]
    found = read_rows(GIFTS, ("STT", "Họ tên", "Số tiền", "Ngày nhận", "Tình trạng"), *rows)
    assert warned(found, "name") == []
    assert [bool(row.values.get("paid")) for row in found.rows][:3] == [True, False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_an_amount_in_dong_in_a_column_of_thousands_is_asked(count: int) -> None:
    rows = [(i, name, 500 if i > 1 else 500_000) for i, name in enumerate(NAMES[:count], 1)]
    found = read_rows(("DANH SÁCH TRỢ CẤP",), ("STT", "Họ tên", "Mức trợ cấp (nghìn đồng)"), *rows)
    [problem] = found.rows[0].problems
    assert (problem.kind, problem.candidates) == ("ask", (500_000, 500_000_000))
    assert all(row.is_good for row in found.rows[1:])


@pytest.mark.parametrize(
    "typed", ["1.000.000 (đ)", "1.000.000 (chuyển khoản)", "1.000.000đ (bằng chữ: một triệu đồng)"]
)
def test_words_that_change_nothing_behind_an_amount_are_passed_over(typed: str) -> None:
    found = read_rows(GIFTS, ("STT", "Họ tên", "Số tiền"), (1, NAMES[0], typed), (2, NAMES[1], 1_000_000))
    assert (found.total, problems_of(found)) == (2_000_000, [])


DAY = [date(2025, 4, 1), date(2025, 4, 9), date(2025, 5, 20), date(2025, 6, 3), date(2025, 7, 14), date(2025, 8, 30)]
ENTERED = [date(2005, 3, day) for day in range(1, 7)]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Ngày nhập viện", DAY),
        ("Ngày tai nạn", DAY),
        ("Ngày vào làm", ENTERED),
        ("Nơi điều trị", ["Bệnh viện TW Huế"] * 6),
        ("Cán bộ phụ trách", ["Lê Văn Phụ"] * 6),
        ("SĐT người thân", [f"091234567{at}" for at in range(6)]),
        ("Họ tên vợ (chồng)", ["Hồ Thị Mơ"] * 6),
        ("Năm sinh con", [2016] * 6),
        ("CCCD của con", [f"04021600000{at}" for at in range(6)]),
        ("Thiệt hại ước tính (triệu đồng)", [35] * 6),
        ("Mã hồ sơ", [f"04401234567{at}" for at in range(6)]),
    ],
)
def test_columns_of_other_things_are_not_taken_by_their_look(heading: str, cells: list[Any]) -> None:
    rows = [(i, name, cells[i - 1], 500_000) for i, name in enumerate(NAMES, 1)]
    found = read_rows(("DANH SÁCH THĂM HỎI",), ("STT", "Họ tên đoàn viên", heading, "Số tiền"), *rows)
    assert fields_of(found) == ["number", "name", None, "amount"]
    assert (values(found, "name"), found.total) == (list(NAMES), 500_000 * len(NAMES))


def test_a_union_card_of_twelve_digits_is_no_citizen_number() -> None:
    rows = [(i, f"04401234567{i}", name, 300_000) for i, name in enumerate(NAMES, 1)]
    found = read_rows(GIFTS, ("STT", "Mã thẻ ĐV", "Họ tên", "Số tiền"), *rows)
    assert values(found, "cccd") == [None] * 6


@pytest.mark.parametrize("heading", ["Thời gian trợ cấp", "Hôm nào chi", "Ngày giờ phát quà"])
def test_days_under_words_of_giving_are_those_of_payment(heading: str) -> None:
    rows = [(i, name, DAY[i - 1], 300_000) for i, name in enumerate(NAMES, 1)]
    found = read_rows(GIFTS, ("STT", "Họ tên", heading, "Số tiền"), *rows)
    assert values(found, "paid") == [day.isoformat() for day in DAY]


def test_children_listed_themselves_keep_their_birth() -> None:
    rows = [(i, name, 2014 + i, "Nguyễn Văn Bố", MAY, 200_000) for i, name in enumerate(NAMES, 1)]
    headings = ("STT", "Họ tên cháu", "Năm sinh", "Họ tên bố (mẹ)", "Đơn vị bố (mẹ) công tác", "Mức quà")
    found = read_rows(("DANH SÁCH CON ĐOÀN VIÊN NHẬN QUÀ TRUNG THU",), headings, *rows)
    assert values(found, "name") == list(NAMES)
    assert values(found, "born") == [str(2014 + i) for i in range(1, 7)]
    assert values(found, "unit") == [MAY] * 6


@pytest.mark.parametrize("asked", ["CĐCS đề nghị", "Số tiền đề nghị"])
def test_what_was_granted_counts_and_not_what_was_asked_for(asked: str) -> None:
    rows = [(i, name, 2_000_000, 1_500_000) for i, name in enumerate(NAMES, 1)]
    found = read_rows(("DANH SÁCH XÉT TRỢ CẤP",), ("STT", "Họ tên", asked, "CĐ cấp trên duyệt"), *rows)
    assert values(found, "amount") == [1_500_000] * 6


def test_the_unit_after_a_merger_comes_before_the_former_one() -> None:
    rows = [(i, name, SCHOOL, MAY, 300_000) for i, name in enumerate(NAMES, 1)]
    headings = ("STT", "Họ tên", "Đơn vị cũ", "Đơn vị mới (sau sáp nhập)", "Số tiền")
    assert values(read_rows(GIFTS, headings, *rows), "unit") == [MAY] * 6


def test_hundreds_of_millions_for_each_are_asked() -> None:
    rows = [(i, name, 500) for i, name in enumerate(NAMES[:3], 1)]
    found = read_rows(("DANH SÁCH TRỢ CẤP",), ("STT", "Họ tên", "Số tiền (triệu đồng)"), *rows)
    assert [one.candidates for row in found.rows for one in row.problems] == [(500_000, 500_000_000)] * 3


def test_how_many_members_got_something_is_no_name() -> None:
    rows = [(i, unit, 45 * i, 13_500_000 * i) for i, unit in enumerate((MAY, SCHOOL), 1)]
    headings = ("STT", "Tên công đoàn cơ sở", "Số đoàn viên được nhận", "Kinh phí (đồng)")
    found = read_rows(("TỔNG HỢP SỐ LƯỢNG QUÀ TẾT",), headings, *rows)
    assert (found.kind, fields_of(found)[2]) == ("aggregates", "quantity")
    assert found.total == 13_500_000 * 3


def test_money_given_to_a_fund_is_not_read_as_given_to_people() -> None:
    title = ("DANH SÁCH CÁ NHÂN ỦNG HỘ QUỸ VÌ NGƯỜI LAO ĐỘNG",)
    headings = ("STT", "Họ tên người ủng hộ", "Đơn vị", "Số tiền ủng hộ")
    rows = [(i, name, MAY, 200_000) for i, name in enumerate(NAMES, 1)]
    found = read_rows(title, headings, *rows)
    assert (found.rows, found.total) == ((), 0)
    assert "ủng hộ" in found.sheets[0].note
    chosen = read_rows(title, headings, *rows, choices=ReadChoices(kind="gifts"))
    assert len(chosen.rows) == len(NAMES)


def test_who_receives_what_others_gave_is_read() -> None:
    title = ("DANH SÁCH ĐOÀN VIÊN NHẬN TIỀN ỦNG HỘ BÃO LỤT",)
    rows = [(i, name, 200_000) for i, name in enumerate(NAMES, 1)]
    assert read_rows(title, ("STT", "Họ tên", "Số tiền ủng hộ"), *rows).total == 200_000 * len(NAMES)
