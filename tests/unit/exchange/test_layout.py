"""Where the table of a sheet is and what each of its rows is, on layouts as grassroots unions send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from labordesk.exchange.cells import FormulaGap, Range, Sheet
from labordesk.exchange.layout import Layout, find_layout

LETTERHEAD: list[list[Any]] = [
    ["LIÊN ĐOÀN LAO ĐỘNG TỈNH", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["CÔNG ĐOÀN XÃ HƯƠNG SƠN", None, None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
]
HEADINGS = ["STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền", "Ký nhận"]
NAMES = (
    "Nguyễn Thị Lan",
    "Trần Văn Bình",
    "Lê Thị Hoa",
    "Phạm Quốc Anh",
    "Đỗ Thị Tống",
    "Tống Văn Công",
    "Công Thị Cộng",
)


def sheet_of(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = (), **more: Any) -> Sheet:
    width = max(map(len, rows))
    full = [(*row, *(None,) * (width - len(row))) for row in rows]
    return Sheet("Trang 1", full, merged=tuple(Range(*block) for block in merged), **more)


def layout_of(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = (), **more: Any) -> Layout:
    found = find_layout(sheet_of(rows, merged, **more))
    assert found is not None
    return found


def people(count: int, unit: str = "CĐCS May Sông Lam", *, start: int = 1, amount: Any = 500000) -> list[list[Any]]:
    return [[start + i, NAMES[i % len(NAMES)], 1980 + i, unit, amount, None] for i in range(count)]


def kinds(layout: Layout) -> list[str]:
    return [row.kind for row in layout.body]


def listed(layout: Layout) -> list[int]:
    return [row.row for row in layout.body if row.kind == "row"]


def of_kind(layout: Layout, kind: str) -> list[int]:
    return [row.row for row in layout.body if row.kind == kind]


def test_heading_is_found_under_a_letterhead() -> None:
    layout = layout_of(
        [*LETTERHEAD, ["DANH SÁCH TẶNG QUÀ TẾT SUM VẦY 2026"], ["(Kèm theo Tờ trình số 05)"], [], HEADINGS, *people(4)]
    )
    assert (layout.header_row, layout.header_rows) == (7, 1)
    assert layout.labels == tuple(HEADINGS)
    assert layout.title == "DANH SÁCH TẶNG QUÀ TẾT SUM VẦY 2026"
    assert listed(layout) == [8, 9, 10, 11]


def test_heading_on_the_first_row_needs_no_letterhead() -> None:
    layout = layout_of([["Họ tên", "Năm sinh", "Số tiền"], ["Trần Văn A", 1980, 500000], ["Lê Thị B", 1990, 300000]])
    assert layout.header_row == 1
    assert kinds(layout) == ["row", "row"]
    assert layout.title == ""


def test_blank_columns_to_the_left_keep_their_place() -> None:
    layout = layout_of([[None, None, *row] for row in [HEADINGS, *people(3)]])
    assert layout.labels[:3] == ("", "", "STT")
    assert listed(layout) == [2, 3, 4]


def test_merged_headings_of_two_rows_are_joined() -> None:
    top = ["STT", "Họ và tên", "Năm sinh", None, "Số tiền", None, "Ghi chú"]
    low = [None, None, "Nam", "Nữ", "Tiền mặt", "Hiện vật", None]
    rows = [top, low, [1, "Trần Văn A", 1980, None, 500, 300, None], [2, "Lê Thị B", None, 1985, 500, None, None]]
    merged = [(1, 2, 1, 3), (1, 4, 1, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 6, 2, 6)]
    layout = layout_of(rows, merged)
    assert layout.header_rows == 2
    assert layout.labels == (
        "STT", "Họ và tên", "Năm sinh / Nam", "Năm sinh / Nữ", "Số tiền / Tiền mặt", "Số tiền / Hiện vật", "Ghi chú",
    )  # fmt: skip
    assert listed(layout) == [3, 4]


def test_headings_of_two_rows_are_joined_without_merged_cells_too() -> None:
    top = ["STT", "Họ và tên", "Năm sinh", None, "Số tiền", None, "Ghi chú"]
    low = [None, None, "Nam", "Nữ", "Tiền mặt", "Hiện vật", None]
    layout = layout_of(
        [top, low, [1, "Trần Văn A", 1980, None, 500, 300, None], [2, "Lê B", None, 1985, 500, None, None]]
    )
    assert layout.labels[2:6] == ("Năm sinh / Nam", "Năm sinh / Nữ", "Số tiền / Tiền mặt", "Số tiền / Hiện vật")
    assert listed(layout) == [3, 4]


def test_headings_of_three_rows_are_joined() -> None:
    top = ["STT", "Họ và tên", "Năm sinh", None, "Mức hỗ trợ", None, None, "Ghi chú"]
    mid = [None, None, "Nam", "Nữ", "Tiền mặt", "Quà", None, None]
    low = [None, None, None, None, None, "Số lượng", "Trị giá", None]
    merged = [
        (1, 0, 3, 0),
        (1, 1, 3, 1),
        (1, 2, 1, 3),
        (2, 2, 3, 2),
        (2, 3, 3, 3),
        (1, 4, 1, 6),
        (2, 4, 3, 4),
        (2, 5, 2, 6),
        (1, 7, 3, 7),
    ]
    rows = [
        top,
        mid,
        low,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        [1, "Trần Văn A", 1980, None, 500, 1, 300, None],
    ]
    layout = layout_of(rows, merged)
    assert layout.header_rows == 3
    assert layout.labels[4:7] == ("Mức hỗ trợ / Tiền mặt", "Mức hỗ trợ / Quà / Số lượng", "Mức hỗ trợ / Quà / Trị giá")
    assert kinds(layout) == ["note", "row"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, 2, 3, 4, 5, 6],
        ["1", "2", "3", "4", "5=3+4", "6"],
        ["A", "B", 1, 2, 3, 4],
        ["A", "B", "C", "1", "2", None],
        ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]"],
    ],
)
def test_numbers_of_columns_are_no_person(numbers: list[Any]) -> None:
    layout = layout_of([HEADINGS, numbers, *people(3)])
    assert kinds(layout) == ["note", "row", "row", "row"]


def test_first_person_with_figures_only_is_no_row_of_column_numbers() -> None:
    layout = layout_of([["STT", "Số lượng", "Số tiền"], [1, 2, 5], [2, 3, 9]])
    assert kinds(layout) == ["row", "row"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["I", "CĐCS Công ty May"], ["II", "CĐCS Trường THCS"]),
        (["I. CĐCS Công ty May"], ["II. CĐCS Trường THCS"]),
        ([None, "1. CĐCS Công ty May"], [None, "2. CĐCS Trường THCS"]),
        (["CĐCS Công ty May"], ["CĐCS Trường THCS"]),
        ([None, "CĐCS Công ty May"], [None, "CĐCS Trường THCS"]),
        (["A", "CĐCS Công ty May"], ["B", "CĐCS Trường THCS"]),
        (["A. CĐCS Công ty May:"], ["B. CĐCS Trường THCS:"]),
        ([1, "CĐCS Công ty May"], [2, "CĐCS Trường THCS"]),
        (["- CĐCS Công ty May"], ["- CĐCS Trường THCS"]),
        (["I/", "CĐCS Công ty May"], ["II/", "CĐCS Trường THCS"]),
        (["I", "CĐCS Công ty May", None, None, 1500000], ["II", "CĐCS Trường THCS", None, None, 1000000]),
    ],
)
def test_group_rows_name_the_unit_of_those_below(first: list[Any], second: list[Any]) -> None:
    layout = layout_of([HEADINGS, first, *people(3, ""), second, *people(2, "")])
    assert kinds(layout) == ["group", "row", "row", "row", "group", "row", "row"]
    assert [row.group for row in layout.body] == ["CĐCS Công ty May"] * 4 + ["CĐCS Trường THCS"] * 3


def test_merged_group_without_any_known_word_is_a_group_when_people_follow() -> None:
    rows = [HEADINGS, ["Minh Long"], *people(2, ""), ["Hoàng Gia"], *people(2, "")]
    layout = layout_of(rows, [(2, 0, 2, 5), (5, 0, 5, 5)])
    assert kinds(layout) == ["group", "row", "row", "group", "row", "row"]


def test_subtotals_of_groups_and_the_total_are_told_apart() -> None:
    rows = [
        HEADINGS,
        ["I", "CĐCS Công ty May"], *people(2, ""), [None, "Cộng", None, None, 1000000],
        ["II", "CĐCS Trường THCS"], *people(3, ""), [None, "Cộng", None, None, 1500000],
        [None, "Tổng cộng", None, None, 2500000],
        [None, "Bằng chữ: Hai triệu năm trăm nghìn đồng"],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert of_kind(layout, "subtotal") == [5, 10]
    assert of_kind(layout, "total") == [11]
    assert of_kind(layout, "words") == [12]


def test_last_sum_of_a_group_is_no_total_of_the_list() -> None:
    rows = [
        HEADINGS,
        ["I", "CĐCS Công ty May"], *people(2, ""), [None, "Cộng", None, None, 1000000],
        ["II", "CĐCS Trường THCS"], *people(3, ""), [None, "Cộng", None, None, 1500000],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert of_kind(layout, "subtotal") == [5, 10]
    assert of_kind(layout, "total") == []


@pytest.mark.parametrize(
    "words",
    [
        "Tổng cộng", "TỔNG CỘNG", "Tổng cộng:", "Tổng cộng: 25 người", "Tổng số", "Cộng", "CỘNG:", "Tổng",
        "Tong cong", "tong so",
        "Tổng cộng (I+II)", "Tổng số tiền", "Cộng chung", "Tổng cộng toàn huyện", "Tổng số: 4 suất quà",
        "TỔNG CỘNG A + B",
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 1])
def test_total_is_known_by_its_words(words: str, column: int) -> None:
    total: list[Any] = [None] * 6
    total[column], total[4] = words, 2000000
    layout = layout_of([HEADINGS, *people(4), total])
    assert kinds(layout) == ["row"] * 4 + ["total"]


@pytest.mark.parametrize(
    "name", ["Tống Văn Công", "TỐNG THỊ CỘNG", "Tong Van Cong", "Công Thị Tổng", "Cong Thi Hoa", "Toàn Thị Tổng"]
)
def test_people_whose_names_are_like_totals_stay_people(name: str) -> None:
    layout = layout_of(
        [HEADINGS, *people(3), [4, name, 1980, "CĐCS May", 500000, None], [None, "Tổng cộng", None, None, 2000000]]
    )
    assert kinds(layout) == ["row"] * 4 + ["total"]
    without_numbers = layout_of(
        [["Họ tên", "Năm sinh", "Số tiền"], ["Lê Thị A", 1980, 5], [name, 1981, 5], ["Lê B", 1990, 5]]
    )
    assert kinds(without_numbers) == ["row"] * 3


def test_signatures_never_become_people() -> None:
    rows = [
        *LETTERHEAD, HEADINGS, *people(3),
        ["Tổng cộng", None, None, None, 1500000],
        ["Bằng chữ: Một triệu năm trăm nghìn đồng chẵn./."],
        [],
        [None, None, None, "Hương Sơn, ngày 12 tháng 01 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "TM. BAN THƯỜNG VỤ"],
        [None, "(Ký, ghi rõ họ tên)", None, None, "CHỦ TỊCH"],
        [], [],
        [None, "Nguyễn Thị Thu Hà", None, None, "Trần Văn Bình"],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert listed(layout) == [5, 6, 7]
    assert of_kind(layout, "total") == [8]


def test_signatures_without_a_total_never_become_people() -> None:
    rows = [
        HEADINGS,
        *people(3),
        [],
        [None, "Người lập", None, None, "Chủ tịch"],
        [],
        [None, "Lê Thị Hoa", None, None, "Trần Nam"],
    ]
    assert listed(layout_of(rows)) == [2, 3, 4]


def test_headings_repeated_on_each_page_and_carried_sums_are_no_people() -> None:
    rows = [
        HEADINGS, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], *people(3),
        [None, "Cộng trang 1", None, None, 1500000],
        HEADINGS, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [None, "Trang trước chuyển sang", None, None, 1500000],
        *people(2, start=4),
        [None, "Cộng trang 2", None, None, 1000000],
        [None, "Tổng cộng", None, None, 2500000],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert len(listed(layout)) == 5
    assert of_kind(layout, "total") == [len(rows)]
    assert len(of_kind(layout, "subtotal")) == 3


def test_several_tables_below_each_other_have_totals_of_their_own() -> None:
    rows = [
        HEADINGS, *people(3), ["Tổng cộng", None, None, None, 1500000], [],
        [None, "NGƯỜI LẬP", None, None, "CHỦ TỊCH"], [None, "Lê Thị Hoa", None, None, "Trần Nam"], [],
        ["DANH SÁCH CÔNG TY THỨ HAI"], HEADINGS, *people(2), ["Tổng cộng", None, None, None, 1000000],
        [None, "NGƯỜI LẬP", None, None, "CHỦ TỊCH"], [None, "Võ Thị Na", None, None, "Trần Nam"],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert len(listed(layout)) == 5
    assert len(of_kind(layout, "total")) == 2


def test_total_over_several_tables_is_the_only_total() -> None:
    rows = [
        HEADINGS, *people(3), ["Tổng cộng", None, None, None, 1500000],
        HEADINGS, *people(2), ["Tổng cộng", None, None, None, 1000000],
        ["Tổng cộng cả hai bảng", None, None, None, 2500000],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert of_kind(layout, "total") == [len(rows)]


def test_lines_numbered_in_advance_are_nobody() -> None:
    layout = layout_of([HEADINGS, *people(2), [3], [4, None, None, None, FormulaGap("C4*2")], [5, None, None, None, 0]])
    assert kinds(layout) == ["row", "row", "note", "note", "note"]


def test_person_without_a_name_is_still_a_row() -> None:
    layout = layout_of([HEADINGS, *people(2), [3, None, 1990, "CĐCS May", 500000, None], *people(1, start=4)])
    assert kinds(layout) == ["row"] * 4


def test_short_list_of_numbers_and_names_is_read() -> None:
    layout = layout_of([["STT", "Họ và tên"], [1, "Nguyễn Thị Lan"], [2, "Trần Văn Bình"], [3, "Tổ Văn Đội"]])
    assert kinds(layout) == ["row"] * 3


def test_list_of_names_only_is_read() -> None:
    layout = layout_of([["Họ và tên", "Ký nhận"], ["Nguyễn Thị Lan"], ["Trần Văn Bình"], ["Lê Thị Hoa"]])
    assert kinds(layout) == ["row"] * 3


def test_units_in_a_list_of_units_are_rows() -> None:
    rows = [
        ["TT", "Tên đơn vị", "Số người", "Số tiền"],
        [1, "CĐCS Công ty May", 20, 10000000], [2, "CĐCS Trường THCS", 5, 2500000], [3, "CĐCS Trạm Y tế", 3, 1500000],
        [None, "Tổng cộng", 28, 14000000],
    ]  # fmt: skip
    assert kinds(layout_of(rows)) == ["row"] * 3 + ["total"]


def test_groups_in_a_list_of_units_are_no_units() -> None:
    rows = [
        ["TT", "Tên đơn vị", "Số người", "Số tiền"],
        ["I", "Khối doanh nghiệp", 20, 10000000], [1, "CĐCS Công ty May", 15, 7500000], [2, "CĐCS Gỗ", 5, 2500000],
        ["II", "Khối hành chính", 5, 2500000], [1, "CĐCS Trường THCS", 5, 2500000],
        [None, "Tổng cộng", 25, 12500000],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert kinds(layout) == ["group", "row", "row", "group", "row", "total"]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("ĐVT: đồng", 1), ("ĐVT: nghìn đồng", 1000), ("Đơn vị tính: triệu đồng", 10**6), ("(ĐVT: 1.000đ)", 1000),
        ("Đvt: ngàn đồng", 1000), ("Đơn vị: triệu đồng", 10**6), ("(Đơn vị tính: 1.000 đồng)", 1000),
        ("DVT: trieu dong", 10**6),
        ("(triệu đồng)", 10**6), ("Mỗi suất quà 500 nghìn đồng", 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 5])
def test_money_unit_is_read_above_the_headings(words: str, unit: int, column: int) -> None:
    row: list[Any] = [None] * 6
    row[column] = words
    assert layout_of([*LETTERHEAD, ["DANH SÁCH NHẬN QUÀ"], row, HEADINGS, *people(3)]).money_unit == unit


def test_headings_without_marks_in_capitals_are_known() -> None:
    layout = layout_of(
        [["stt", "HO VA TEN", "NAM SINH", "SO TIEN"], [1, "NGUYEN THI LAN", 1980, 500000], [2, "LE B", 1990, 5]]
    )
    assert layout.header_row == 1
    assert kinds(layout) == ["row", "row"]


def test_sheets_without_a_table_have_no_layout() -> None:
    assert find_layout(sheet_of([[None]])) is None
    assert find_layout(Sheet("Trống", [])) is None
    assert find_layout(sheet_of([["Ghi chú của văn phòng"], ["Gọi lại cho cô Lan sau Tết"]])) is None
    assert find_layout(sheet_of([*LETTERHEAD, ["GIẤY MỜI"], ["Kính gửi: Công đoàn cơ sở"]])) is None
    assert find_layout(sheet_of([[1, 2, 3], [4, 5, 6]])) is None


def test_officer_may_say_where_the_headings_are() -> None:
    sheet = sheet_of([["Mã", "Cột lạ", "Cột khác"], ["x", "y", "z"], HEADINGS, *people(2)])
    asked = find_layout(sheet, 1)
    assert asked is not None
    assert asked.header_row == 1
    assert asked.labels[1] == "Cột lạ"
    assert find_layout(sheet, 99) is None


def test_headings_in_an_old_font_are_decoded() -> None:
    rows = [
        ["DANH S¸CH HOµN C¶NH KHã KH¡N"],
        ["STT", "Hä vµ tªn", "N¨m sinh", "§¬n vÞ", "Sè tiÒn"],
        ["I", "C§CS C«ng ty May"],
        [1, "NguyÔn ThÞ Hoµ", 1980, None, 500000],
        [2, "TrÇn V¨n §øc", 1985, None, 500000],
        [None, "Tæng céng", None, None, 1000000],
    ]
    layout = layout_of(rows)
    assert layout.labels == ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền")
    assert layout.title == "DANH SÁCH HOÀN CẢNH KHÓ KHĂN"
    assert kinds(layout) == ["group", "row", "row", "total"]
    assert layout.body[0].group == "CĐCS Công ty May"


def test_lower_case_looking_headings_of_capital_fonts_are_read() -> None:
    rows = [["stt", "hä vµ tªn", "n¨m sinh"], [1, "NguyÔn ThÞ Hoµ", 1980], [2, "TrÇn V¨n §øc", 1985]]
    layout = layout_of(rows, fonts={1: ".VnTime"}, capital_fonts=frozenset({(1, 0), (1, 1), (1, 2)}))
    assert layout.labels == ("STT", "HỌ VÀ TÊN", "NĂM SINH")


def test_line_breaks_in_headings_become_blanks() -> None:
    layout = layout_of([["STT", "Họ và\n tên", "Năm\r\nsinh"], [1, "Lê Thị A", 1980], [2, "Lê Thị B", 1981]])
    assert layout.labels == ("STT", "Họ và tên", "Năm sinh")


def test_notes_below_the_table_are_notes() -> None:
    rows = [
        HEADINGS,
        *people(3),
        ["Ghi chú: mỗi suất quà 500.000 đồng"],
        ["(Danh sách này có 03 người)"],
        ["* Người nhận thay ký tên"],
    ]
    assert kinds(layout_of(rows)) == ["row"] * 3 + ["note"] * 3


def test_person_of_a_list_without_numbers_after_a_group_is_a_row() -> None:
    rows = [
        ["Họ tên", "Năm sinh", "Số tiền"],
        ["CĐCS Công ty May"],
        ["Lê Thị A", 1980, 5],
        ["Lê B", 1981, 5],
        ["Tổ 3"],
        ["Lê C", 1982, 5],
    ]
    layout = layout_of(rows)
    assert kinds(layout) == ["group", "row", "row", "group", "row"]


def test_total_written_above_the_rows_is_the_total() -> None:
    rows = [
        ["TT", "Đơn vị", "Số người", "Số tiền"],
        [None, "TỔNG CỘNG", 8, 4000000],
        [1, "CĐCS May", 5, 2500000],
        [2, "CĐCS Gỗ", 3, 1500000],
    ]
    assert kinds(layout_of(rows)) == ["total", "row", "row"]


@pytest.mark.parametrize(
    "words",
    ["Cộng nhóm I", "Cộng CĐCS Công ty May", "Tổng CĐCS Công ty May", "Cộng I", "Tổng cộng đơn vị", "Cộng mục A"],
)
def test_sum_of_a_group_may_repeat_its_name(words: str) -> None:
    rows = [
        HEADINGS,
        ["I", "CĐCS Công ty May"], *people(2, ""), [None, words, None, None, 1000000],
        ["II", "CĐCS Trường THCS"], *people(3, ""),
        [None, "Tổng cộng", None, None, 2500000],
    ]  # fmt: skip
    layout = layout_of(rows)
    assert of_kind(layout, "subtotal") == [5]
    assert of_kind(layout, "total") == [10]


def test_sum_may_stand_in_any_column() -> None:
    layout = layout_of([HEADINGS, *people(3), [None, None, None, "Tổng cộng:", 1500000]])
    assert kinds(layout) == ["row"] * 3 + ["total"]


def test_headings_in_vni_are_decoded() -> None:
    rows = [
        ["Coâng ñoaøn xaõ"],
        ["STT", "Hoï vaø teân", "Naêm sinh", "Soá tieàn"],
        [1, "Nguyeãn Thò Hoaø", 1980, 5],
        [2, "Leâ Höõu Phöôùc", 1990, 5],
    ]
    assert layout_of(rows).labels == ("STT", "Họ và tên", "Năm sinh", "Số tiền")


def test_notes_beside_the_table_do_not_move_it() -> None:
    rows: list[list[Any]] = [[*HEADINGS], *people(3)]
    rows[2] = [*rows[2], None, "đã gọi điện"]
    layout = layout_of(rows)
    assert layout.header_row == 1
    assert kinds(layout) == ["row"] * 3


def test_letterhead_in_three_columns_is_no_heading() -> None:
    top = [
        ["Mẫu số 01", None, "ĐƠN VỊ: CĐCS MAY", None, "Năm 2026"],
        ["Số: 05/DS", None, "Địa chỉ: xã A", None, "Điện thoại: 02623"],
    ]
    layout = layout_of([*top, [], ["BẢNG KÊ CHI TRỢ CẤP"], HEADINGS, *people(5)])
    assert layout.header_row == 5
    assert layout.title == "BẢNG KÊ CHI TRỢ CẤP"


def test_unknown_headings_over_a_full_table_are_found() -> None:
    layout = layout_of(
        [["Xin lưu ý"], [], ["Alpha", "Beta", "Gamma", "Delta"], *[[f"x{i}", i, i * 2, "z"] for i in range(5)]]
    )
    assert layout.header_row == 3
    assert len(listed(layout)) == 5


def test_signing_words_in_the_data_of_a_person_end_nothing() -> None:
    rows = [["STT", "Họ tên", "Chức vụ"], [1, "Lê A", "Chủ tịch"], [2, "Lê B", "Kế toán"], [3, "Lê C", "Thủ quỹ"]]
    assert kinds(layout_of(rows)) == ["row"] * 3
    rows = [["Họ tên", "Chức vụ"], ["Lê A", "Kế toán"], ["Lê B", "Chủ tịch CĐCS"], ["Lê C", "Thủ quỹ"]]
    assert kinds(layout_of(rows)) == ["row"] * 3


def test_bare_name_over_numbered_people_is_a_group() -> None:
    rows: list[list[Any]] = [["STT", "Họ tên", "Năm sinh", "Số CCCD", "Số tiền"]]
    for first, name in ((1, "May Sông Lam"), (4, "Gỗ Phú Thịnh")):
        rows.append([None, name])
        rows += [[first + i, NAMES[i], 1980 + i, f"04018018555{i}", 500000] for i in range(3)]
        rows.append([None, "Cộng", None, None, 1500000])
    layout = layout_of(rows)
    assert of_kind(layout, "group") == [2, 7]
    assert [row.group for row in layout.body if row.kind == "row"] == ["May Sông Lam"] * 3 + ["Gỗ Phú Thịnh"] * 3


def test_person_of_whom_nothing_is_known_but_the_name_is_no_group() -> None:
    rows = [["STT", "Họ tên", "Năm sinh", "Số CCCD", "Số tiền"], [None, "Lê Văn Thanh"]]
    rows += [[1 + i, NAMES[i], 1980 + i, f"04018018555{i}", 500000] for i in range(3)]
    assert listed(layout_of(rows)) == [2, 3, 4, 5]


def test_numbered_unit_with_the_sum_of_its_people_is_a_group() -> None:
    rows: list[list[Any]] = [["TT", "Đơn vị/ Họ và tên", "Năm sinh", "Số tiền", "Ghi chú"]]
    for at, unit in enumerate(("CĐCS Công ty May Sông Lam", "CĐCS Trường THCS Đồng Tâm"), start=1):
        rows.append([at, unit, None, 1500000])
        rows += [[f"{at}.{i + 1}", NAMES[i], 1980 + i, 500000] for i in range(3)]
    layout = layout_of(rows)
    assert of_kind(layout, "group") == [2, 6]
    assert len(listed(layout)) == 6


@pytest.mark.parametrize(
    "words", ["Cộng chuyển trang sau", "Cộng mang sang", "Số trang trước chuyển qua", "Tổng cộng chuyển sang trang 2"]
)
def test_sums_carried_over_are_nobody(words: str) -> None:
    layout = layout_of([HEADINGS, *people(3), [None, words, None, None, 1500000], *people(3, start=4)])
    assert len(listed(layout)) == 6
    assert of_kind(layout, "subtotal") == [5]


@pytest.mark.parametrize("words", ["TC", "T/C", "T.Cộng", "TC:"])
def test_total_may_be_abbreviated(words: str) -> None:
    layout = layout_of([HEADINGS, *people(3), [None, words, None, None, 1500000]])
    assert of_kind(layout, "total") == [5]


@pytest.mark.parametrize(
    "words", ["Tổng số tiền hỗ trợ", "Toàn đơn vị", "Tổng cộng đợt 1", "Tổng mức chi cho 3 người", "Tổng trị giá"]
)
def test_any_line_that_begins_with_total_is_nobody(words: str) -> None:
    layout = layout_of([HEADINGS, *people(3), [None, words, None, None, 1500000]])
    assert of_kind(layout, "total") == [5]


def test_a_corporation_is_a_group_and_no_total() -> None:
    layout = layout_of([HEADINGS, [None, "Tổng công ty Dệt may"], *people(3)])
    assert [row.group for row in layout.body if row.kind == "row"] == ["Tổng công ty Dệt may"] * 3


@pytest.mark.parametrize("group", ["DNTN Hoà Bình", "Mầm non Hoa Sen", "a) Công ty Hoà Bình", "Sao Mai"])
def test_group_in_the_column_of_numbers_keeps_its_spelling(group: str) -> None:
    layout = layout_of([HEADINGS, [group], *people(3)])
    assert [row.group for row in layout.body if row.kind == "row"] == [group.removeprefix("a) ")] * 3


def test_givers_and_takers_who_sign_are_nobody() -> None:
    rows = [HEADINGS, *people(3), [None, "Bên giao", None, None, "Bên nhận"], [], [None, "Lê Thị Hoa"]]
    assert listed(layout_of(rows)) == [2, 3, 4]


def test_list_without_headings_is_known_by_its_rows() -> None:
    rows = [["DANH SÁCH NHẬN QUÀ"], [], *people(4), [None, "Tổng cộng", None, None, 2000000]]
    layout = layout_of(rows)
    assert (layout.header_row, layout.header_rows) == (3, 0)
    assert layout.labels[:2] == ("Cột A", "Cột B")
    assert listed(layout) == [3, 4, 5, 6]
    assert of_kind(layout, "total") == [7]


def test_first_person_of_words_only_is_no_heading() -> None:
    rows = [[name, "CĐCS Trường THCS Đồng Tâm", "Bệnh hiểm nghèo"] for name in NAMES]
    assert find_layout(sheet_of(rows)) is None


def test_group_right_below_merged_headings_is_no_lower_heading() -> None:
    rows: list[list[Any]] = [["TT", "Họ và tên", None, "Năm sinh", "Số tiền"], [None, "CĐCS May Sông Lam"]]
    rows += [[i + 1, *NAMES[i].rsplit(" ", 1), 1980 + i, 500000] for i in range(4)]
    layout = layout_of(rows, [(1, 1, 1, 2)])
    assert layout.header_rows == 1
    assert of_kind(layout, "group") == [2]
