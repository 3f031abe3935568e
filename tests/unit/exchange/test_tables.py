"""Several tables on one sheet: below each other, side by side, or one table over several pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labordesk.errors import BadFile
from labordesk.exchange.cells import Sheet, Workbook
from labordesk.exchange.lists import ReadChoices, ReadList, read_list
from labordesk.exchange.tables import tables_of
from tests.effort import lines_run

HEADINGS = ["STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền"]
OTHERS = ["STT", "Họ và tên", "Đơn vị", "Số CCCD", "Năm sinh", "Số tiền"]
NAMES = ("Nguyễn Thị Lan", "Trần Văn Bình", "Lê Thị Hoa", "Phạm Quốc Anh", "Đỗ Thị Tống", "Hồ Bá Hải")
UNIT = "CĐCS Trạm Y tế Hương Sơn"


def people(first: int, count: int) -> list[list[Any]]:
    return [[i + 1, NAMES[first + i], 1980 + i, UNIT, 500_000] for i in range(count)]


def sheet(rows: list[list[Any]]) -> Sheet:
    width = max(map(len, rows))
    return Sheet("DS", [(*row, *(None,) * (width - len(row))) for row in rows])


def read(rows: list[list[Any]], choices: ReadChoices | None = None) -> ReadList:
    book = Workbook(Path("ds.xlsx"), "xlsx", None, tables_of(sheet(rows)))
    return read_list(book, choices or ReadChoices())


def two_tables(*, between: list[list[Any]], above: list[list[Any]] | None = None) -> list[list[Any]]:
    second = [[i + 1, NAMES[3 + i], UNIT, f"04018{i}185550", 1990 + i, 300_000] for i in range(3)]
    return [*(above or [["DANH SÁCH NHẬN QUÀ TẾT"]]), HEADINGS, *people(0, 3), *between, OTHERS, *second]


def test_a_second_table_is_read_by_its_own_headings() -> None:
    found = read(two_tables(between=[[None, "Cộng", None, None, 1_500_000], [], ["II. BỆNH HIỂM NGHÈO"]]))
    assert [row.values["name"] for row in found.rows] == list(NAMES)
    assert [row.values["born"] for row in found.rows] == ["1980", "1981", "1982", "1990", "1991", "1992"]
    assert found.total == 2_400_000
    assert [(one.name, one.tab) for one in found.sheets] == [("DS", "DS"), ("DS (bảng 2)", "DS")]
    assert [row.row for row in found.rows] == [3, 4, 5, 10, 11, 12]


def test_the_unit_of_money_above_the_first_table_holds_for_the_second() -> None:
    rows = two_tables(between=[[]], above=[["DANH SÁCH NHẬN QUÀ TẾT"], ["ĐVT: nghìn đồng"]])
    for row in rows:
        if row and isinstance(row[-1], int):
            row[-1] //= 1000
    assert read(rows).total == 2_400_000


def test_a_total_of_both_tables_below_the_last_is_known() -> None:
    rows = [*two_tables(between=[[]]), [None, "Tổng cộng", None, None, None, 2_400_000]]
    found = read(rows)
    assert found.file_total == found.total == 2_400_000
    assert not [problem for one in found.sheets for problem in one.problems]


def test_many_tables_on_one_sheet_take_no_more_time_for_each() -> None:
    def effort(count: int) -> int:
        rows = [row for _table in range(count) for row in ([UNIT], HEADINGS, *people(0, 3), ["Cộng"], [])]
        found: list[ReadList] = []
        lines = lines_run(lambda: found.append(read(rows)))
        assert len(found[0].sheets) == count
        return lines

    effort(1)
    assert effort(120) < 5 * effort(30)


def test_a_wrong_total_of_both_tables_is_told() -> None:
    found = read([*two_tables(between=[[]]), [None, "Tổng cộng", None, None, None, 2_900_000]])
    assert [problem.problem.field for one in found.sheets for problem in one.problems] == ["amount"]


def test_the_same_headings_under_another_title_begin_another_table() -> None:
    bare = ["STT", "Họ và tên", "Năm sinh", "Số tiền", "Ký nhận"]
    rows: list[list[Any]] = [["DANH SÁCH NHẬN QUÀ TẾT"]]
    for at, unit in enumerate(("CĐCS Trường THCS Đồng Tâm", "CĐCS Công ty May Sông Lam")):
        listed = [[i + 1, NAMES[3 * at + i], 1980 + i, 500_000] for i in range(3)]
        rows += [[f"Biểu {at + 1}: {unit}"], bare, *listed, [None, "Tổng cộng", None, 1_500_000], []]
    found = read(rows)
    assert [row.values["unit"] for row in found.rows] == [
        *["CĐCS Trường THCS Đồng Tâm"] * 3,
        *["CĐCS Công ty May Sông Lam"] * 3,
    ]
    assert found.file_total == 3_000_000


def test_headings_on_a_new_page_begin_no_table() -> None:
    rows = [HEADINGS, *people(0, 3), [None, "Cộng trang", None, None, 1_500_000], HEADINGS, *people(3, 3)]
    assert tables_of(sheet(rows)) == (sheet(rows),)


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    part = ["STT", "Họ và tên", "Năm sinh", "Số tiền"]
    rows: list[list[Any]] = [["DANH SÁCH NHẬN QUÀ TRUNG THU"], [*part, None, *part]]
    rows += [[i + 1, NAMES[i], 1980 + i, 300_000, None, i + 4, NAMES[i + 3], 1990 + i, 500_000] for i in range(3)]
    rows.append([None, "Cộng", None, 900_000, None, None, "Cộng", None, 1_500_000])
    found = read(rows)
    assert [(row.values["name"], row.values["amount"]) for row in found.rows] == [
        *((name, 300_000) for name in NAMES[:3]),
        *((name, 500_000) for name in NAMES[3:]),
    ]
    assert found.file_total == 2_400_000


def test_hundreds_of_tables_side_by_side_are_refused_before_they_fill_the_memory() -> None:
    with pytest.raises(BadFile):
        tables_of(sheet([["STT", "Họ và tên"] * 400, *([[1, NAMES[0]] * 400] * 130)]))


def test_the_chosen_sheet_means_all_its_tables() -> None:
    found = read(two_tables(between=[[]]), ReadChoices(sheets=("DS",)))
    assert len(found.rows) == 6


@pytest.mark.parametrize("heading", ["TT", "Stt", "Số TT", "No."])
def test_tables_are_known_by_any_heading_of_numbers(heading: str) -> None:
    rows = two_tables(between=[[]])
    rows = [[heading if cell == "STT" else cell for cell in row] for row in rows]
    assert len(tables_of(sheet(rows))) == 2


def test_a_sheet_with_one_table_stays_as_it_is() -> None:
    one = sheet([["DANH SÁCH"], HEADINGS, *people(0, 4)])
    assert tables_of(one)[0] is one
