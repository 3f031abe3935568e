"""What is written once for several rows, in several rows for one heading, or only named by the letterhead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from labordesk.exchange.cells import Range, Sheet, Workbook
from labordesk.exchange.lists import read_list
from tests.effort import lines_run
from tests.exchange.typed_lists import fields_of, problems_of, read_rows, workbook

HEADINGS = ["STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền"]
NAMES = ("Nguyễn Thị Lan", "Trần Văn Bình", "Lê Thị Hoa", "Phạm Quốc Anh", "Đỗ Thị Tống", "Hồ Bá Hải")
MAY, SCHOOL = "CĐCS Công ty May Sông Lam", "CĐCS Trường THCS Đồng Tâm"


def listed(*units: str | None) -> list[list[Any]]:
    return [[i + 1, NAMES[i], 1980 + i, unit, 500_000] for i, unit in enumerate(units)]


def test_a_unit_in_merged_cells_is_that_of_all_their_rows() -> None:
    rows = [HEADINGS, *listed(MAY, None, None, SCHOOL, None, SCHOOL)]
    book = workbook(("DS", rows))
    sheet = Sheet("DS", book.sheets[0].rows, merged=(Range(2, 3, 4, 3), Range(5, 3, 6, 3)))
    found = read_list(type(book)(book.path, "xlsx", None, (sheet,)))
    assert [row.values["unit"] for row in found.rows] == [MAY, MAY, MAY, SCHOOL, SCHOOL, SCHOOL]
    assert not problems_of(found)


def test_merged_cells_said_over_and_over_take_no_time() -> None:
    sheet = Sheet("DS", workbook(("DS", [HEADINGS, *listed(MAY, None, None)])).sheets[0].rows)
    merged = (Range(2, 3, 4, 3), *(Range(2, 3, 1_048_576, 3) for _time in range(30)))
    found = []
    book = Workbook(Path("ds.xlsx"), "xlsx", None, (replace(sheet, merged=merged),))
    assert lines_run(lambda: found.append(read_list(book))) < 1_000_000
    assert [row.values["unit"] for row in found[0].rows] == [MAY, MAY, MAY]


def test_an_amount_in_merged_cells_is_one_amount() -> None:
    rows = [HEADINGS, *listed(MAY, MAY, MAY)]
    rows[2][4] = None
    sheet = Sheet("DS", workbook(("DS", rows)).sheets[0].rows, merged=(Range(2, 4, 3, 4),))
    book = workbook(("DS", rows))
    found = read_list(type(book)(book.path, "xlsx", None, (sheet,)))
    assert found.total == 1_000_000
    assert problems_of(found) == [(3, "amount", "error")]


def test_a_unit_named_only_in_the_first_row_of_its_people_is_taken_with_a_warning() -> None:
    found = read_rows(HEADINGS, *listed(MAY, None, None, SCHOOL, None, None))
    assert [row.values["unit"] for row in found.rows] == [MAY] * 3 + [SCHOOL] * 3
    assert problems_of(found) == [(row, "unit", "warning") for row in (3, 4, 6, 7)]


@pytest.mark.parametrize("units", [(None, MAY, None, None), (MAY, MAY, None, None, SCHOOL), (MAY, SCHOOL, MAY, None)])
def test_an_empty_unit_elsewhere_stays_empty(units: tuple[str | None, ...]) -> None:
    found = read_rows(HEADINGS, *listed(*units))
    assert [row.values.get("unit") for row in found.rows] == list(units)


@pytest.mark.parametrize("line", ["CĐCS CÔNG TY TNHH MAY SÔNG LAM", "Công đoàn Trường THCS Đồng Tâm"])
def test_a_grassroots_letterhead_names_the_unit(line: str) -> None:
    bare = ["STT", "Họ và tên", "Năm sinh", "Số tiền", "Ký nhận"]
    rows = [[i + 1, NAMES[i], 1980 + i, 500_000] for i in range(3)]
    found = read_rows(["LĐLĐ HUYỆN HƯƠNG SƠN"], [line], ["DANH SÁCH NHẬN QUÀ TẾT"], bare, *rows)
    assert {row.values["unit"] for row in found.rows} == {line}


def test_a_letterhead_of_a_higher_union_names_no_unit() -> None:
    rows = [[i + 1, NAMES[i], 1980 + i, 500_000] for i in range(3)]
    found = read_rows(
        ["LĐLĐ TỈNH"], ["CÔNG ĐOÀN XÃ HƯƠNG SƠN"], ["DANH SÁCH"], ["STT", "Họ tên", "Năm sinh", "Số tiền"], *rows
    )
    assert not any("unit" in row.values for row in found.rows)


def test_headings_typed_over_two_rows_are_read_together() -> None:
    found = read_rows(
        ["Số", "Họ và tên", "Ngày tháng", "Số căn cước", "Đơn vị", "Số tiền"],
        ["TT", None, "năm sinh", "công dân", "công tác", "(đồng)"],
        [1, "Nguyễn Thị Lan", "12/03/1985", "040185185550", MAY, 500_000],
        [2, "Trần Văn Bình", "1990", "040090185551", MAY, 500_000],
    )
    assert fields_of(found) == ["number", "name", "born", "cccd", "unit", "amount"]
    assert [row.row for row in found.rows] == [3, 4]


def test_a_first_row_of_words_only_is_no_heading() -> None:
    found = read_rows(
        ["Họ tên", "Đơn vị", "Hoàn cảnh"],
        ["Nguyễn Thị Lan", MAY, "Hộ nghèo"],
        ["Trần Văn Bình", MAY, "Bệnh hiểm nghèo"],
    )
    assert [row.values["name"] for row in found.rows] == ["Nguyễn Thị Lan", "Trần Văn Bình"]


def test_worth_under_a_heading_of_goods_is_their_worth() -> None:
    found = read_rows(
        ["STT", "Họ và tên", "Nội dung hỗ trợ", None, None, "Cộng"],
        [None, None, "Tiền mặt", "Quà", None, None],
        [None, None, None, "Tên quà", "Trị giá", None],
        [1, "Nguyễn Thị Lan", 500_000, "Túi quà", 300_000, 800_000],
        [2, "Trần Văn Bình", 500_000, None, None, 500_000],
    )
    assert [(row.values["cash"], row.values.get("goods", 0), row.values["amount"]) for row in found.rows] == [
        (500_000, 300_000, 800_000),
        (500_000, 0, 500_000),
    ]


def test_an_amount_granted_comes_before_one_asked_for() -> None:
    found = read_rows(
        ["STT", "Họ và tên", "Mức đề nghị", "Mức duyệt"],
        *([i + 1, NAMES[i], 1_000_000, 500_000] for i in range(3)),
    )
    assert found.total == 1_500_000


def test_years_under_men_born_and_women_born_tell_the_sex() -> None:
    found = read_rows(
        ["STT", "Họ & tên", "Nam sinh", "Nữ sinh"],
        [1, "Nguyễn Thị Lan", None, "1985"],
        [2, "Trần Văn Bình", "12/3/1990", None],
    )
    assert [(row.values["sex"], row.values["born"]) for row in found.rows] == [
        ("female", "1985"),
        ("male", "1990-03-12"),
    ]


def test_a_summary_of_all_people_beside_sheets_of_units_is_not_counted_again() -> None:
    one, two = listed(MAY, MAY, MAY), [[i + 1, NAMES[3 + i], 1990 + i, SCHOOL, 300_000] for i in range(3)]
    everybody = [[i + 1, *row[1:]] for i, row in enumerate([*one, *two])]
    found = read_list(
        workbook(("Tổng hợp", [HEADINGS, *everybody]), ("May", [HEADINGS, *one]), ("Trường", [HEADINGS, *two]))
    )
    assert [row.sheet for row in found.rows] == ["May"] * 3 + ["Trường"] * 3
    assert found.total == 2_400_000
    assert not problems_of(found)
    assert found.sheets[0].note


def test_two_equal_sheets_are_told_row_by_row() -> None:
    rows = [HEADINGS, *listed(MAY, MAY, MAY)]
    found = read_list(workbook(("Đợt 1", rows), ("Đợt 2", rows)))
    assert problems_of(found) == [(row, "name", "warning") for row in (2, 3, 4)]


def test_a_group_with_its_sum_in_the_same_line_is_compared() -> None:
    rows = [["I", MAY, None, None, 1_000_000], *listed(None, None), ["II", SCHOOL, None, None, 900_000]]
    rows += [[i + 1, NAMES[2 + i], 1980 + i, None, 500_000] for i in range(2)]
    headings = ["STT", "Họ và tên", "Năm sinh", "Hoàn cảnh", "Số tiền"]
    found = read_rows(headings, [None, "TỔNG CỘNG (I+II)", None, None, 2_000_000], *rows)
    assert found.file_total == found.total == 2_000_000
    assert [(one.row, one.problem.field) for one in found.sheets[0].problems] == [(6, "amount")]


def test_sums_of_groups_within_groups_are_compared_with_all_below() -> None:
    headings = ["STT", "Họ và tên", "Năm sinh", "Hoàn cảnh", "Số tiền"]
    rows = [["A", "KHỐI DOANH NGHIỆP", None, None, 2_000_000], ["I", MAY, None, None, 1_000_000], *listed(None, None)]
    rows += [["II", "CĐCS Công ty Gỗ", None, None, 1_000_000]]
    rows += [[i + 1, NAMES[2 + i], 1980 + i, None, 500_000] for i in range(2)]
    assert not read_rows(headings, *rows).sheets[0].problems
