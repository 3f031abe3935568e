"""Columns are known by their headings, by their cells, and by both when they disagree."""

from __future__ import annotations

import pytest

from labordesk.exchange.column_content import contents_of
from labordesk.exchange.headings import folded_heading, heading_fields
from labordesk.exchange.lists import FUNDER, ReadChoices
from tests.exchange.typed_lists import fields_of, problems_of, read_rows

PEOPLE = (
    ("Nguyễn Thị Lan", "1985", "040185523456", "0912345678", 500_000),
    ("Trần Văn Hùng", "12/3/1990", "038090123457", "0912345679", 300_000),
    ("Lê Đức Toàn", "8/1988", "042088223458", "0912345670", 500_000),
    ("Hồ Thu Quyên", "1972", "044172323459", "0912345671", 500_000),
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("HỌ VÀ TÊN", "name"),
        ("Ho va ten", "name"),
        ("Họ và tênn", "name"),
        ("Ngày, tháng, năm sinh", "born"),
        ("Số CCCD/CMND", "cccd"),
        ("Số tiền (nghìn đồng)", "amount"),
        ("Số tiền ĐVT: 1.000đ", "amount"),
        ("Thành tiền (VNĐ)", "amount"),
        ("Đơn vị (CĐCS)", "unit"),
        ("Năm sinh / Nữ", "born_female"),
        ("Giá trị quà / Tiền mặt", "cash"),
        ("Ngày cấp CCCD", "citizen_id_issued_on"),
        ("Số tài khoản", "bank_account"),
        ("Họ tên người nhận thay", "recipient"),
        ("Loại (XM/SC)", "new_build"),
        ("Diện tích (m2)", "area"),
        ("Ký nhận (3)", "signature"),
    ],
)
def test_headings_are_known_in_many_spellings(heading: str, field: str) -> None:
    found = heading_fields(heading)
    assert max(found, key=lambda name: found[name]) == field


def test_a_unit_of_money_and_signs_are_no_part_of_a_heading() -> None:
    assert folded_heading("Số tiền (đ)") == folded_heading("SỐ TIỀN:") == folded_heading("Số tiền ĐVT: nghìn đồng")
    assert "lao dong" in folded_heading("Người lao động"), "the last word is not a currency"


def test_citizen_numbers_are_known_under_the_heading_of_notes() -> None:
    found = read_rows(
        ("STT", "Họ tên", "Ghi chú", "Số tiền"), *[(i, p[0], p[2], p[4]) for i, p in enumerate(PEOPLE, 1)]
    )
    assert fields_of(found) == ["number", "name", "cccd", "amount"]


def test_headings_that_say_nothing_are_told_by_the_cells() -> None:
    found = read_rows(("TT", "Cột 1", "Cột 2", "Cột 3", "Cột 4"), *[(i, *p[:3], p[4]) for i, p in enumerate(PEOPLE, 1)])
    assert fields_of(found) == ["number", "name", "born", "cccd", "amount"]
    assert all(column.confidence < 0.9 for column in found.sheets[0].columns[1:]), "the officer should look"


def test_swapped_headings_give_way_to_what_stands_below_them() -> None:
    rows = [(i, p[0], p[2], p[3], p[4]) for i, p in enumerate(PEOPLE, 1)]
    found = read_rows(("TT", "Họ tên", "Số điện thoại", "Số CCCD", "Số tiền"), *rows)
    assert fields_of(found) == ["number", "name", "cccd", "phone", "amount"]
    assert problems_of(found) == []


def test_a_name_in_two_columns_is_put_together() -> None:
    rows = [(1, "NGUYỄN THỊ", "LAN", 500_000), (2, "Trần Văn", "Hùng", 300_000)]
    found = read_rows(("TT", "Họ đệm", "Tên", "Số tiền"), *rows)
    assert [row.values["name"] for row in found.rows] == ["Nguyễn Thị Lan", "Trần Văn Hùng"]


def test_one_heading_over_both_parts_of_a_name_is_understood() -> None:
    rows = [(1, "Nguyễn Thị", "Lan", 500_000), (2, "Trần Văn", "Hùng", 300_000), (3, "Lê Đức", "Toàn", 300_000)]
    found = read_rows(("TT", "Họ và tên", None, "Số tiền"), *rows)
    assert [row.values["name"] for row in found.rows] == ["Nguyễn Thị Lan", "Trần Văn Hùng", "Lê Đức Toàn"]


def test_marks_under_men_and_women_give_the_sex() -> None:
    found = read_rows(
        ("TT", "Họ tên", "Nam", "Nữ", "Số tiền"), (1, "Y Moan Êban", "x", None, 1), (2, "Lý Mai", None, "x", 1)
    )
    assert [row.values["sex"] for row in found.rows] == ["male", "female"]


def test_years_under_men_and_women_give_birth_and_sex() -> None:
    found = read_rows(("TT", "Họ tên", "Nam", "Nữ"), (1, "Y Moan Êban", 1970, None), (2, "Lý Mai", None, 1980))
    assert [(row.values["born"], row.values["sex"]) for row in found.rows] == [("1970", "male"), ("1980", "female")]


def test_each_source_of_a_house_is_a_column_and_their_sum_is_its_value() -> None:
    found = read_rows(
        ("DANH SÁCH NHÀ MÁI ẤM NĂM 2025",),
        ("TT", "Chủ hộ", "Loại nhà", "LĐLĐ tỉnh", "Công ty", "Gia đình", "Tổng cộng", "Khởi công"),
        (1, "Nguyễn Văn An", "XM", "50 triệu", "20 triệu", "30,5 triệu", "100,5 triệu", "15/3/2025"),
        (2, "Trần Thị Bình", "SC", "25 triệu", None, "10 triệu", "35 triệu", "16/3/2025"),
    )
    assert [field for field in fields_of(found) if field and field.startswith(FUNDER)] == [
        "funder:LĐLĐ tỉnh",
        "funder:Công ty",
        "funder:Gia đình",
    ]
    assert [row.values["amount"] for row in found.rows] == [50_000_000, 25_000_000], "only the union's money"
    assert [row.values["total_value"] for row in found.rows] == [100_500_000, 35_000_000]


def test_cash_beside_goods_and_their_sum_are_told_apart() -> None:
    found = read_rows(
        ("TT", "Họ tên", "Số tiền", "Quà", "Cộng"),
        (1, "Nguyễn Văn An", 500_000, 300_000, 800_000),
        (2, "Trần Thị Bình", 300_000, None, 300_000),
    )
    assert fields_of(found)[2:] == ["cash", "goods", "amount"]


def test_the_officers_columns_stand_over_the_proposals() -> None:
    rows = [(i, p[0], p[1], p[4]) for i, p in enumerate(PEOPLE, 1)]
    choices = ReadChoices(columns={"DS": {2: None, 3: "goods"}}, money_units={"DS": {3: 1}})
    found = read_rows(("TT", "Họ tên", "Năm sinh", "Số tiền"), *rows, choices=choices)
    assert fields_of(found) == ["number", "name", None, "goods"]
    assert all("born" not in row.values for row in found.rows)


def test_the_same_headings_have_the_same_pattern_whatever_their_capitals() -> None:
    one = read_rows(("TT", "Họ tên", "Số tiền (đồng)"), (1, "Nguyễn Văn An", 500_000))
    other = read_rows(("Danh sách quà",), ("TT", "HỌ TÊN", "Số tiền"), (1, "Trần Thị Bình", 1))
    assert one.sheets[0].pattern == other.sheets[0].pattern != ""


def test_a_lone_y_at_the_end_of_a_heading_may_be_an_i() -> None:
    found = read_rows(["STT", "Họ tên", "Lí do", "Kí nhận"], [1, "Nguyễn Thị Lan", "Hộ nghèo", None])
    assert fields_of(found) == ["number", "name", "circumstance", "signature"]


def test_names_under_members_and_workers_are_names() -> None:
    found = read_rows(
        ["STT", "Đoàn viên, người lao động", "Năm sinh", "Số tiền"],
        [1, "Nguyễn Thị Lan", 1985, 500_000],
        [2, "Trần Văn Bình", 1990, 500_000],
    )
    assert fields_of(found) == ["number", "name", "born", "amount"]


@pytest.mark.parametrize("name", ["Dương Hữu Thắng", "Trương Thị Lan", "Vương Bá Hải", "Tống Thị Phượng", "Lê Hoa"])
def test_a_form_of_address_inside_a_family_name_is_none(name: str) -> None:
    assert "name" in contents_of(name)


def test_a_list_without_headings_is_read_by_its_cells_and_asked_about() -> None:
    rows = [[i + 1, *one, "CĐCS Trường THCS Đồng Tâm"] for i, one in enumerate(PEOPLE)]
    found = read_rows(["DANH SÁCH NHẬN QUÀ TẾT"], *rows)
    assert fields_of(found) == ["number", "name", "born", "cccd", "phone", "amount", "unit"]
    assert [row.values["name"] for row in found.rows] == [one[0] for one in PEOPLE]
    assert [(one.row, one.problem.kind) for one in found.sheets[0].problems] == [(2, "ask")]
    assert found.sheets[0].pattern == ""


def test_a_year_beside_a_column_of_men_and_women_is_no_column_of_men() -> None:
    found = read_rows(
        ["STT", "Họ và tên", "Ngày sinh", None, None, "Nam (Nữ)", "Số tiền"],
        [None, None, "Ngày", "Tháng", "Năm", None, None],
        [1, "Nguyễn Thị Lan", 12, 3, 1985, "Nữ", 500_000],
        [2, "Trần Văn Bình", 5, 11, 1990, "Nam", 500_000],
    )
    assert [(row.values["born"], row.values["sex"]) for row in found.rows] == [
        ("1985-03-12", "female"),
        ("1990-11-05", "male"),
    ]


def test_one_heading_typed_over_both_parts_of_a_name_may_differ_in_capitals() -> None:
    found = read_rows(
        ["STT", "Họ và tên", "HỌ VÀ TÊN", "Năm sinh"],
        [1, "Nguyễn Thị", "Lan", 1985],
        [2, "Trần Văn", "Bình", 1990],
    )
    assert [row.values["name"] for row in found.rows] == ["Nguyễn Thị Lan", "Trần Văn Bình"]


def test_given_names_that_are_also_forms_of_address_are_given_names() -> None:
    found = read_rows(
        ["STT", "Họ và tên", None, "Năm sinh"],
        [1, "Nguyễn Thị", "Ánh", 1985],
        [2, "Trần Văn", "Nam", 1990],
        [3, "Lê Thị", "Hoa", 1991],
    )
    assert [row.values["name"] for row in found.rows] == ["Nguyễn Thị Ánh", "Trần Văn Nam", "Lê Thị Hoa"]
