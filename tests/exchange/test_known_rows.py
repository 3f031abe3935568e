"""An answer to a cell reads its row again and no other, and the list is then what a whole reading says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.exchange.cells import Workbook
from labordesk.exchange.known_rows import KnownRows
from labordesk.exchange.list_model import ColumnAnswer, ReadChoices
from labordesk.exchange.lists import read_list
from labordesk.exchange.sheet_reading import SheetReader
from tests.exchange.typed_lists import workbook

HEADINGS = ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Đơn vị", "Hoàn cảnh", "Số suất", "Số tiền", "Ngày nhận"]
MAY = "CĐCS May Sông Lam"
GIFTS = [
    ["DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT 2026"],
    HEADINGS,
    ["CĐCS Trường THCS Đồng Tâm"],
    [1, "Nguyễn Thị Lan", 1985, "042185000017", MAY, "Hộ nghèo", 1, 500_000, "25/01/2026"],
    [2, "Trần Văn Bình", 1990, "042090000025", "nt", "nt", 2, 500_000, "nt"],
    [3, "Lê Thị Hoa", 1979, "042179000011", '"', "-", 1, 500_000, '"'],
    [4, "Phạm Quốc Anh", "31/02/1988", "", "nt", "như trên", 1, 500, "nt"],
    ["CĐCS Gỗ Phú Thịnh"],
    [1, "Đỗ Thị Mai", 1991, "042185000017", None, "Bệnh hiểm nghèo", 1, 500_000, "26/01/2026"],
    [2, "Hồ Bá Hải", 1983, "04218300", None, "nt", 1, 500_000, None],
    [None, None, None, None, None, "nt", None, None, None],
    [3, "Nguyễn Thị Lan", 1985, "", MAY, "nt", 1, 500_000_000, "31/02/2026"],
    [4, "Võ Thị Sáu", 1983, "", MAY, "nt", 1, 500_000, "26/01/2026"],
    ["Cộng", None, None, None, None, None, 9, 4_000_000],
]
MORE = [HEADINGS, *([at, f"Bùi Văn {name}", 1980, "", "nt", "", 1, 300_000, ""] for at, name in enumerate("ABCD", 1))]
SHEETS = {"DS": range(4, 14), "Thêm": range(2, 6)}
FIELDS: dict[str, list[Any]] = {
    "name": ["Lê Thị Mới", "Nguyễn Thị Lan", ""],
    "born": ["1990", "1985", None],
    "cccd": ["042185000017", None],
    "unit": ["CĐCS Mới", "nt", MAY],
    "amount": [500_000, 7, "1 triệu", None],
    "quantity": [2, 1],
    "paid": ["2026-01-27", None],
}
ANSWER = st.sampled_from([(sheet, row, field) for sheet, rows in SHEETS.items() for row in rows for field in FIELDS])


def book() -> Workbook:
    return workbook(("DS", GIFTS), ("Thêm", MORE))


@st.composite
def answers(draw: st.DrawFn) -> dict[tuple[str, int, str], Any]:
    places = draw(st.lists(ANSWER, max_size=4, unique=True))
    return {place: draw(st.sampled_from(FIELDS[place[2]])) for place in places}


@settings(max_examples=60, deadline=None)
@given(given_one_after_another=st.lists(answers(), min_size=1, max_size=4))
def test_rows_known_change_nothing_in_what_is_read(
    given_one_after_another: list[dict[tuple[str, int, str], Any]],
) -> None:
    file, known = book(), KnownRows()
    for said in [{}, *given_one_after_another, {}]:
        choices = ReadChoices(answers=said)
        assert read_list(file, choices, known=known) == read_list(file, choices)


@pytest.mark.parametrize(
    "other",
    [
        {"columns": {"DS": {5: "note"}}},
        {"sheets": ("DS",)},
        {"kind": "grants"},
        {"money_units": {"DS": {7: 1000}}},
        {"column_answers": {("DS", "amount"): ColumnAnswer(pick=0)}},
    ],
)
def test_any_other_choice_reads_the_file_anew(other: dict[str, Any]) -> None:
    file, known = book(), KnownRows()
    read_list(file, known=known)
    choices = ReadChoices(**other)
    assert read_list(file, choices, known=known) == read_list(file, choices)
    assert read_list(file, known=known) == read_list(book())


def test_one_answer_reads_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = SheetReader._draft

    def watched(self: SheetReader, line: Any, *more: Any) -> Any:
        read.append(line.row)
        return real(self, line, *more)

    monkeypatch.setattr(SheetReader, "_draft", watched)
    file, known = book(), KnownRows()
    read_list(file, known=known)
    assert len(read) == 12
    read.clear()
    one = ReadChoices(answers={("DS", 5, "name"): "Trần Văn Bính"})
    read_list(file, one, known=known)
    assert read == [5]
    read_list(file, ReadChoices(answers={**one.answers, ("DS", 7, "born"): "1988"}), known=known)
    assert read == [5, 7]
    read_list(file, one, known=known)
    assert read == [5, 7, 7]
