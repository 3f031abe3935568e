"""What the lines between the people say about those below: unit, department, cause, amount for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from labordesk.exchange import check_sums
from labordesk.exchange.drafts import Draft
from labordesk.exchange.groups import amount_each, group_values
from labordesk.exchange.list_model import Column
from tests.exchange.typed_lists import problems_of, read_rows

NAMES = ("Nguyễn Thị Lan", "Trần Văn Bình", "Lê Thị Hoa", "Phạm Quốc Anh", "Đỗ Thị Tống", "Hồ Bá Hải")
UNIT = "CĐCS Công ty May Sông Lam"


def people(first: int, count: int, *more: Any) -> list[list[Any]]:
    return [[i + 1, NAMES[first + i], 1980 + i, *more] for i in range(count)]


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("Đơn vị: CĐCS Trường THCS Đồng Tâm", {"unit": "CĐCS Trường THCS Đồng Tâm"}),
        ("CĐCS May - Thêu Hương Sơn", {"unit": "CĐCS May - Thêu Hương Sơn"}),
        ("Bệnh hiểm nghèo", {"circumstance": "Bệnh hiểm nghèo"}),
        ("Con khuyết tật", {"circumstance": "Con khuyết tật"}),
        ("Tai nạn lao động: 05 người", {"circumstance": "Tai nạn lao động"}),
        ("Mức 500.000 đồng/suất", {}),
    ],
)
def test_a_group_row_says_one_thing_of_its_people(group: str, values: dict[str, str]) -> None:
    assert group_values(group, is_house=False) == values


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Mức 1.000.000 đồng/suất", 1_000_000),
        ("mỗi suất trị giá 500.000 đồng", 500_000),
        ("I. Mức quà: 500 nghìn đồng", 500_000),
        ("DANH SÁCH NHẬN QUÀ (300.000đ/người)", 300_000),
        ("Tổng trị giá 25.000.000 đồng", None),
        ("Mức 500.000 đồng/suất và mức 300.000 đồng/suất", None),
        ("Mức 2", None),
        ("DANH SÁCH NHẬN QUÀ TẾT 2026", None),
    ],
)
def test_an_amount_for_each_is_known_by_its_words(text: str, amount: int | None) -> None:
    assert amount_each(text) == amount


def test_an_amount_said_of_a_group_is_given_to_each_where_no_column_says_it() -> None:
    found = read_rows(
        ["DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT 2026"],
        ["STT", "Họ và tên", "Năm sinh", "Đơn vị", "Ký nhận"],
        ["I", "Mức 1.000.000 đồng/suất"],
        *people(0, 3, UNIT),
        ["II", "Mức 500.000 đồng/suất"],
        *people(3, 3, UNIT),
    )
    assert [row.values["amount"] for row in found.rows] == [1_000_000] * 3 + [500_000] * 3
    assert {(field, kind) for _row, field, kind in problems_of(found)} == {("amount", "warning")}


def test_an_amount_said_above_gives_nothing_where_a_column_says_it() -> None:
    found = read_rows(
        ["DANH SÁCH NHẬN QUÀ TẾT (mỗi suất trị giá 500.000 đồng)"],
        ["STT", "Họ và tên", "Năm sinh", "Số tiền"],
        *people(0, 2, 500_000),
        [3, NAMES[2], 1990, None],
    )
    assert found.total == 1_000_000
    assert problems_of(found) == [(5, "amount", "error")]


def test_departments_below_a_unit_keep_it() -> None:
    found = read_rows(
        ["STT", "Họ và tên", "Năm sinh", "Số tiền", "Ghi chú"],
        ["I", UNIT, None, 2_500_000],
        [1, "Chuyền may 1", None, 1_500_000],
        *people(0, 3, 500_000),
        [2, "Chuyền may 2", None, 1_000_000],
        *people(3, 2, 500_000),
    )
    assert [(row.values["unit"], row.values["department"]) for row in found.rows] == [
        *[(UNIT, "Chuyền may 1")] * 3,
        *[(UNIT, "Chuyền may 2")] * 2,
    ]
    assert not found.sheets[0].problems


def test_headings_cut_short_with_a_stroke_or_a_dot_are_known() -> None:
    found = read_rows(
        ["TT", "Họ&tên", "N.sinh", "H/cảnh", "T.tiền"],
        *([i + 1, NAMES[i], 1980 + i, "Hộ nghèo", 500_000] for i in range(3)),
    )
    assert {row.values["circumstance"] for row in found.rows} == {"Hộ nghèo"}
    assert found.total == 1_500_000


def test_groups_whose_sums_are_wrong_are_not_added_up_again_at_each_group(monkeypatch: pytest.MonkeyPatch) -> None:
    added = 0
    real = check_sums._sum

    def counted(column: Column, drafts: Sequence[Draft]) -> int:
        nonlocal added
        added += len(drafts)
        return real(column, drafts)

    monkeypatch.setattr(check_sums, "_sum", counted)
    groups, each = 60, 5
    rows: list[list[Any]] = []
    for group in range(groups):
        rows.append(["", f"CĐCS Công ty số {group + 1}", None, 7_000_000])
        rows += [[i + 1, NAMES[i], 1980 + i, 500_000] for i in range(each)]
    read = read_rows(["TT", "Họ và tên", "Năm sinh", "Số tiền"], *rows)
    assert len(read.rows) == groups * each
    assert added < 4 * groups * groups * each
