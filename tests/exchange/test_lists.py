"""Files as a whole: groups, several sheets, sums, repeated people, kinds of list."""

from __future__ import annotations

from labordesk.exchange.lists import ReadChoices, read_list
from tests.exchange.typed_lists import fields_of, problems_of, read_rows, workbook

HEAD = ("TT", "Họ và tên", "Năm sinh", "Số tiền")
AN, BINH, HOA = ("Nguyễn Văn An", 1970), ("Trần Thị Bình", 1975), ("Lê Thị Hoa", 1980)


def test_group_rows_name_the_unit_of_those_below() -> None:
    found = read_rows(
        ("DANH SÁCH NHẬN QUÀ TẾT",),
        HEAD,
        ("I", "CĐCS Công ty May Sông Lam: 2 người"),
        (1, *AN, 500_000),
        (2, *BINH, 500_000),
        ("II", "CĐCS Trường THCS Đồng Tâm"),
        (1, *HOA, 300_000),
    )
    assert [row.values["unit"] for row in found.rows] == [
        "CĐCS Công ty May Sông Lam",
        "CĐCS Công ty May Sông Lam",
        "CĐCS Trường THCS Đồng Tâm",
    ]


def test_a_line_above_the_table_names_the_unit_of_a_list_without_one() -> None:
    def units(line: str) -> list[object]:
        rows = read_rows((line,), ("DANH SÁCH NHẬN QUÀ",), ("TT", "Họ và tên", "Số tiền"), (1, "Trần Văn An", 500_000))
        return [row.values.get("unit") for row in rows.rows]

    assert units("Tên đơn vị: CĐCS Công ty May Sông Lam") == ["CĐCS Công ty May Sông Lam"]
    assert units("Đơn vị: đồng") == [None]


def test_group_rows_of_houses_may_say_new_or_repaired() -> None:
    found = read_rows(
        ("DANH SÁCH NHÀ MÁI ẤM",),
        ("TT", "Họ tên", "Đơn vị", "Số tiền (trđ)"),
        ("I", "Xây mới"),
        (1, AN[0], "CĐCS May Sông Lam", 50),
        ("II", "Sửa chữa"),
        (1, BINH[0], "CĐCS May Sông Lam", 25),
        (None, "Tổng cộng", None, 75),
        ("Bằng chữ: Bảy mươi lăm triệu đồng",),
    )
    assert [(row.values["new_build"], row.values["unit"]) for row in found.rows] == [
        (True, "CĐCS May Sông Lam"),
        (False, "CĐCS May Sông Lam"),
    ]
    assert found.total == found.file_total == 75_000_000
    assert found.sheets[0].problems == ()


def test_sheets_named_after_units_give_the_unit_and_a_summary_is_not_counted_twice() -> None:
    summary = [("TỔNG HỢP QUÀ TẾT",), ("TT", "Đơn vị", "Số suất", "Số tiền"), (1, "CĐCS May", 2, 1_000_000)]
    summary += [(2, "CĐCS Đồng Tâm", 1, 300_000)]  # type: ignore[list-item]
    one = [("DANH SÁCH QUÀ TẾT",), HEAD, (1, *AN, 500_000), (2, *BINH, 500_000)]
    other = [("DANH SÁCH QUÀ TẾT",), HEAD, (1, *HOA, 300_000)]
    book = workbook(
        ("Tổng hợp", summary), ("May Sông Lam", one), ("Đồng Tâm", other), ("Ghi chú", [("Liên hệ: chị Hoa",)])
    )
    found = read_list(book)
    assert found.kind == "gifts"
    assert [row.values["unit"] for row in found.rows] == ["May Sông Lam", "May Sông Lam", "Đồng Tâm"]
    assert found.total == 1_300_000
    assert [bool(sheet.note) for sheet in found.sheets] == [True, False, False, True]


def test_only_the_sheets_the_officer_chose_are_read() -> None:
    rows = [HEAD, (1, *AN, 500_000)]
    found = read_list(workbook(("A", rows), ("B", rows)), ReadChoices(sheets=("B",)))
    assert [(row.sheet, row.row) for row in found.rows] == [("B", 2)]


def test_a_total_that_does_not_add_up_is_told_at_its_row() -> None:
    found = read_rows(HEAD, (1, *AN, 500_000), (2, *BINH, 500_000), (None, "Tổng cộng", None, 1_100_000))
    assert [(one.row, one.problem.field, one.problem.kind) for one in found.sheets[0].problems] == [
        (4, "amount", "warning")
    ]
    assert (found.total, found.file_total) == (1_000_000, 1_100_000)


def test_words_that_say_another_sum_are_told() -> None:
    rows = [HEAD, (1, *AN, 500_000), (None, "Tổng cộng", None, 500_000), ("Bằng chữ: Năm trăm năm mươi nghìn đồng",)]
    found = read_rows(*rows)
    assert [one.row for one in found.sheets[0].problems] == [4]


def test_sub_totals_are_compared_with_their_group() -> None:
    rows = [("I", "CĐCS Công ty May"), (1, *AN, 500_000), (None, "Cộng", None, 500_000)]
    rows += [("II", "CĐCS Trường Đồng Tâm"), (1, *BINH, 300_000), (None, "Cộng", None, 400_000)]
    found = read_rows(("DANH SÁCH NHẬN QUÀ",), HEAD, *rows, (None, "Tổng cộng", None, 800_000))
    assert [one.row for one in found.sheets[0].problems] == [8]
    assert found.file_total == 800_000


def test_the_same_person_again_is_warned_of_across_sheets() -> None:
    head = ("TT", "Họ và tên", "CCCD", "Số tiền")
    one = [head, (1, "Nguyễn Văn An", "040070523456", 500_000)]
    other = [head, (1, "NGUYEN VAN AN", "040070523456", 500_000), (2, "Võ Văn Xuân", "040070523456", 500_000)]
    found = read_list(workbook(("A", one), ("B", other)))
    assert problems_of(found) == [(2, "cccd", "warning"), (3, "cccd", "ask")]


def test_namesakes_of_the_same_birth_and_unit_are_warned_of() -> None:
    head = ("TT", "Họ và tên", "Năm sinh", "Đơn vị", "Số tiền")
    rows = [(1, "Lê Thị Hoà", 1980, "CĐCS May", 1_000_000), (2, "LÊ THỊ HÒA", 1980, "CĐCS May", 1_000_000)]
    assert problems_of(read_rows(head, *rows)) == [(3, "name", "warning")]
    rows[1] = (2, "LÊ THỊ HÒA", 1981, "CĐCS May", 1_000_000)
    assert problems_of(read_rows(head, *rows)) == []


def test_lines_that_wait_for_a_name_are_nobody() -> None:
    found = read_rows(HEAD, (1, *AN, 500_000), (2,), (3, None, None, 0))
    assert len(found.rows) == 1


def test_money_without_a_name_is_not_passed_over() -> None:
    found = read_rows(HEAD, (1, *AN, 500_000), (2, None, None, 500_000))
    assert problems_of(found) == [(3, "name", "error")]


def test_units_targets_and_typed_totals_are_lists_too() -> None:
    units = read_rows(
        ("DANH SÁCH CÔNG ĐOÀN CƠ SỞ",),
        ("TT", "Tên CĐCS", "Số đoàn viên", "Địa chỉ"),
        (1, "CĐCS Công ty May", 120, "Xã Hương Sơn"),
    )
    assert (units.kind, fields_of(units)[1:]) == ("units", ["unit", "member_count", "locality"])
    targets = read_rows(
        ("GIAO CHỈ TIÊU PHÁT TRIỂN ĐOÀN VIÊN NĂM 2026",),
        ("TT", "Đơn vị", "Chỉ tiêu giao"),
        (1, "CĐCS Công ty May", 120),
    )
    assert (targets.kind, targets.rows[0].values["target"]) == ("targets", 120)
    totals = read_rows(
        ("TỔNG HỢP KẾT QUẢ CHĂM LO TẾT 2026",),
        ("TT", "Đơn vị", "Số người", "Số tiền (triệu đồng)"),
        (1, "CĐCS Công ty May", 120, "22,5"),
    )
    assert (totals.kind, totals.rows[0].values["quantity"], totals.total) == ("aggregates", 120, 22_500_000)


def test_a_list_of_numbers_and_names_alone_is_one_of_people() -> None:
    found = read_rows(("TT", "Họ tên"), (1, "Nguyễn Văn An"), (2, "Trần Thị Bình"))
    assert (found.kind, len(found.rows), problems_of(found)) == ("people", 2, [])


def test_a_file_without_any_list_is_empty_and_says_so() -> None:
    found = read_list(workbook(("Ghi chú", [("Liên hệ chị Hoa",)])))
    assert (found.rows, found.total, found.file_total) == ((), 0, None)
    assert found.sheets[0].note
