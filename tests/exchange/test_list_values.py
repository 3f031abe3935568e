"""What cells of a list mean: taken when certain, asked for when not, an error when nothing can be made of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from labordesk.exchange.cells import CellError, FormulaGap
from labordesk.exchange.lists import ColumnAnswer, ReadChoices, ReadRow
from tests.exchange.typed_lists import problems_of, read_rows

GIFT = ("DANH SÁCH TẶNG QUÀ TẾT 2026",)


def only(*cells: Any, heading: tuple[str, ...], choices: ReadChoices | None = None) -> ReadRow:
    """Read one row under a heading, beside two good ones."""
    other = ["Nguyễn Văn An" if name == "Họ tên" else None for name in heading]
    found = read_rows(GIFT, ("TT", *heading), (1, *cells), (2, *other), (3, *other), choices=choices)
    return found.rows[0]


def name_of(text: object) -> ReadRow:
    return only(text, 500_000, heading=("Họ tên", "Số tiền"))


@pytest.mark.parametrize(
    ("typed", "name", "sex", "alias"),
    [
        ("NGUYỄN THỊ HOÀ", "Nguyễn Thị Hoà", None, None),
        ("nguyễn thị hòa", "Nguyễn Thị Hòa", None, None),
        ("Nguye\u0302\u0303n Va\u0306n Qui\u0301", "Nguyễn Văn Quí", None, None),
        ("Chị  Trần\xa0Thị Lan (Tư)", "Trần Thị Lan", "female", "Tư"),
        ("Ông Nguyễn Văn A", "Nguyễn Văn A", "male", None),
        ("Ông (bà): Lê Văn Tâm", "Lê Văn Tâm", None, None),
        ("1. Đỗ Văn Mạnh", "Đỗ Văn Mạnh", None, None),
        ("H’HEN NIÊ", "H'Hen Niê", None, None),
        ("Ông Văn Cường", "Ông Văn Cường", None, None),
        ("Ông \u0301", "Ông \u0301", None, None),  # a mark alone, left of a name that was deleted
    ],
)
def test_names_are_tidied_and_never_respelled(typed: str, name: str, sex: str | None, alias: str | None) -> None:
    row = name_of(typed)
    assert (row.values["name"], row.values.get("sex"), row.values.get("alias")) == (name, sex, alias)
    assert row.is_good


@pytest.mark.parametrize("typed", ["Nguyễn Văn A1", 12345, "???", "T\ufffdi Ch\ufffdnh"])
def test_what_is_no_name_is_an_error(typed: object) -> None:
    assert [(one.field, one.kind) for one in name_of(typed).problems] == [("name", "error")]


def test_two_people_in_one_cell_are_not_made_one() -> None:
    [problem] = name_of("Nguyễn Văn An và Trần Thị Bình").problems
    assert (problem.kind, problem.candidates) == ("ask", ("Nguyễn Văn An", "Trần Thị Bình"))


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("15/8/1985", "1985-08-15"),
        ("15.8.85", "1985-08-15"),
        ("8/1985", "1985-08"),
        (1985, "1985"),
        ("00/00/1960", "1960"),
        (31274, "1985-08-15"),
        (datetime(1985, 8, 15), "1985-08-15"),  # noqa: DTZ001 - cells have no zone
        ("sinh năm 1985", "1985"),
    ],
)
def test_births_keep_the_precision_they_were_typed_with(typed: object, born: str) -> None:
    row = only("Trần Thị Bình", typed, heading=("Họ tên", "Ngày sinh"))
    assert row.values["born"] == born
    assert row.problems == ()


@pytest.mark.parametrize("typed", ["31/02/1990", "29/02/2001", "12/3/2090", 1850, "không nhớ rõ ngày", True])
def test_births_that_cannot_be_are_errors(typed: object) -> None:
    row = only("Trần Thị Bình", typed, heading=("Họ tên", "Ngày sinh"))
    assert [(one.field, one.kind) for one in row.problems] == [("born", "error")]


def test_the_citizen_number_tells_the_century_of_a_short_year() -> None:
    row = only("Trần Thị Bình", "12/3/25", "040125523456", heading=("Họ tên", "Ngày sinh", "CCCD"))
    assert (row.values["born"], row.values["sex"]) == ("1925-03-12", "female")


def test_days_that_excel_may_have_turned_round_ask_once_for_the_column() -> None:
    heading = ("TT", "Họ tên", "Ngày sinh", "Số tiền")
    days = [date(1985, month, 4) for month in (1, 2, 3, 5, 6, 7, 8)]
    rows = [(i, "Nguyễn Văn An", day, 500_000) for i, day in enumerate(days, 1)]
    rows += [
        (7, f"Trần Thị {name}", f"{day}/8/1985", 500_000) for day, name in ((15, "Bình"), (25, "Hoa"), (31, "Mai"))
    ]
    found = read_rows(GIFT, heading, *rows)
    asked = [one for row in found.rows for one in row.problems if one.kind == "ask"]
    assert asked[0].candidates == ("1985-04-01", "1985-01-04")
    assert len(asked) == 7
    answered = read_rows(
        GIFT, heading, *rows, choices=ReadChoices(column_answers={("DS", "born"): ColumnAnswer(pick=0)})
    )
    assert [row.values["born"] for row in answered.rows][:2] == ["1985-04-01", "1985-04-02"]


@pytest.mark.parametrize(
    ("cell", "cccd"),
    [("040185523456", "040185523456"), (40185523456, "040185523456"), (1085001234, "001085001234")],
)
def test_lost_zeros_of_citizen_numbers_come_back(cell: object, cccd: str) -> None:
    row = only("Trần Bình", cell, 1985, heading=("Họ tên", "CCCD", "Năm sinh"))
    assert row.values["cccd"] == cccd
    assert row.problems == ()
    assert row.values["sex"] == ("female" if cccd[3] == "1" else "male"), "the number says it"


@pytest.mark.parametrize("cell", ["04018552345", "6.6085E+10", 123, "abc", "0401855234567", 4.5])
def test_what_is_no_citizen_number_is_an_error(cell: object) -> None:
    row = only("Trần Bình", cell, 1985, heading=("Họ tên", "CCCD", "Năm sinh"))
    assert [(one.field, one.kind) for one in row.problems] == [("cccd", "error")]


def test_a_whole_citizen_number_against_the_birth_is_warned_of_and_a_mended_one_asks() -> None:
    whole = only("Trần Bình", "040185523456", 1986, heading=("Họ tên", "CCCD", "Năm sinh"))
    mended = only("Trần Bình", 40185523456, 1986, heading=("Họ tên", "CCCD", "Năm sinh"))
    assert [(one.field, one.kind) for one in whole.problems] == [("cccd", "warning")]
    assert [(one.field, one.kind, one.candidates) for one in mended.problems] == [("cccd", "ask", ("040185523456",))]


def test_an_old_id_in_the_column_of_citizen_numbers_is_kept_as_such() -> None:
    row = only("Trần Bình", "186012345", 1985, heading=("Họ tên", "CMND/CCCD", "Năm sinh"))
    assert (row.values["old_id"], "cccd" in row.values, row.is_good) == ("186012345", False, True)


@pytest.mark.parametrize(
    ("cell", "phone"), [(912345678, "0912345678"), ("+84 912 345 678", "0912345678"), ("01682345678", "0382345678")]
)
def test_phones_are_mended(cell: object, phone: str) -> None:
    row = only("Trần Bình", cell, heading=("Họ tên", "SĐT"))
    assert (row.values["phone"], row.problems) == (phone, ())


def test_accounts_that_lost_digits_are_errors() -> None:
    row = only("Trần Bình", 9704123456789012345, heading=("Họ tên", "Số tài khoản"))
    assert [(one.field, one.kind) for one in row.problems] == [("bank_account", "error")]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("500.000 + quà 300.000", {"cash": 500_000, "goods": 300_000, "amount": 800_000}),
        ("500.000đ và 1 phần quà trị giá 300.000đ", {"cash": 500_000, "goods": 300_000, "amount": 800_000}),
        ("Tiền mặt 1tr5; hiện vật 200k", {"cash": 1_500_000, "goods": 200_000, "amount": 1_700_000}),
        ("500k + 1 thùng mì", {"cash": 500_000, "goods_text": "1 thùng mì", "amount": 500_000}),
        ("500.000đ", {"amount": 500_000}),
        (1_300_000, {"amount": 1_300_000}),
        ("1,5 triệu", {"amount": 1_500_000}),
    ],
)
def test_amounts_are_taken_when_they_are_certain(cell: object, values: dict[str, Any]) -> None:
    row = only("Trần Bình", cell, heading=("Họ tên", "Số tiền"))
    assert {key: value for key, value in row.values.items() if key not in ("number", "name")} == values
    assert row.is_good


@pytest.mark.parametrize(
    ("cell", "kind", "best"),
    [
        ("1.147 triệu", "ask", 1_147_000),
        (500, "ask", 500_000),
        ("-500.000", "ask", -500_000),
        ("năm trăm nghìn đồng", "ask", 500_000),
        ("500.000 + 300.000", "ask", 800_000),
        ("8.500.00", "error", None),
        ("500 USD", "error", None),
        (FormulaGap("A1+B1"), "error", None),
        (CellError("#REF!"), "error", None),
        (None, "error", None),
    ],
)
def test_amounts_that_are_not_certain_are_never_taken(cell: object, kind: str, best: int | None) -> None:
    row = only("Trần Bình", cell, heading=("Họ tên", "Số tiền"))
    [problem] = row.problems
    assert (problem.field, problem.kind, next(iter(problem.candidates), None)) == ("amount", kind, best)
    assert "amount" not in row.values


def test_one_answer_settles_a_column_and_leaves_what_it_does_not_fit() -> None:
    heading = ("TT", "Họ tên", "Số tiền")
    rows = [(1, "Nguyễn Văn An", 500), (2, "Trần Thị Bình", "1.147 triệu"), (3, "Lê Thị Hoa", "500.000")]
    choices = ReadChoices(column_answers={("DS", "amount"): ColumnAnswer(unit=1000)})
    found = read_rows(GIFT, heading, *rows, choices=choices)
    assert [row.values.get("amount") for row in found.rows] == [500_000, None, 500_000]
    both = ReadChoices(column_answers={("DS", "amount"): ColumnAnswer(unit=1000, pick=0)})
    assert [row.values.get("amount") for row in read_rows(GIFT, heading, *rows, choices=both).rows] == [
        500_000,
        1_147_000,
        500_000,
    ]


def test_an_answer_for_one_cell_is_applied_to_it_alone() -> None:
    heading = ("TT", "Họ tên", "Số tiền", "Năm sinh")
    rows = [(1, "Nguyễn Văn An", 500, "31/02/1990"), (2, None, 500, 1985)]
    answers = {("DS", 3, "amount"): 700_000, ("DS", 3, "born"): "28/02/1990", ("DS", 4, "name"): "TRẦN THỊ BÌNH"}
    first, second = read_rows(GIFT, heading, *rows, choices=ReadChoices(answers=answers)).rows
    assert (first.values["amount"], first.values["born"], first.problems) == (700_000, "1990-02-28", ())
    assert second.values["name"] == "Trần Thị Bình"
    assert [(one.field, one.kind) for one in second.problems] == [("amount", "ask")]


def test_an_answer_that_cannot_be_read_goes_on_being_wrong() -> None:
    answers = {("DS", 3, "cccd"): "12345"}
    row = only("Trần Bình", "1", heading=("Họ tên", "CCCD"), choices=ReadChoices(answers=answers))
    assert [(one.field, one.kind) for one in row.problems] == [("cccd", "error")]


def test_an_amount_a_thousand_times_the_others_asks() -> None:
    rows = [(i, "Nguyễn Văn An", 500) for i in range(1, 7)] + [(7, "Trần Thị Bình", 40_000)]
    found = read_rows(GIFT, ("ĐVT: nghìn đồng",), ("TT", "Họ tên", "Số tiền"), *rows)
    assert problems_of(found) == []
    rows[6] = (7, "Trần Thị Bình", 500_000)
    found = read_rows(GIFT, ("ĐVT: nghìn đồng",), ("TT", "Họ tên", "Số tiền"), *rows)
    assert [kind for _row, field, kind in problems_of(found) if field == "amount"] == ["ask"]


def test_cash_and_goods_that_contradict_the_sum_ask() -> None:
    found = read_rows(
        GIFT,
        ("TT", "Họ tên", "Tiền mặt", "Hiện vật", "Cộng"),
        (1, "Nguyễn Văn An", 500_000, 300_000, 700_000),
        (2, "Trần Thị Bình", 500_000, None, FormulaGap("C4+D4")),
    )
    assert [(one.kind, one.candidates) for one in found.rows[0].problems] == [("ask", (700_000, 800_000))]
    assert found.rows[1].values["amount"] == 500_000
    assert [one.kind for one in found.rows[1].problems] == ["warning"], "a formula without a result is reported"


def test_what_0_and_1_mean_is_learned_from_the_citizen_numbers_or_asked() -> None:
    people = [("Y Moan Êban", "040085523456", 1), ("Lý Mai", "040185523457", 0), ("Hà Nga", "040185523458", 0)]
    rows = [(i, name, sex, number) for i, (name, number, sex) in enumerate([*people, ("Tô An", "040085523459", 1)], 1)]
    found = read_rows(("TT", "Họ tên", "Giới tính", "CCCD"), *rows)
    assert [row.values["sex"] for row in found.rows] == ["male", "female", "female", "male"]
    alone = read_rows(("TT", "Họ tên", "Giới tính"), (1, "Y Moan Êban", 1), (2, "Lý Mai", 0))
    assert {kind for _row, field, kind in problems_of(alone) if field == "sex"} == {"ask"}


@pytest.mark.parametrize(
    ("cell", "handed", "problem"),
    [
        ("26/06/2025", "2025-06-26", None),
        ("đang xây", None, None),
        ("Chưa bàn giao", None, None),
        ("hoàn thành ngày 26/6/2025", "2025-06-26", None),
        ("8/2025", None, "ask"),
        ("26/6", "2025-06-26", None),
        ("31/6/2025", None, "error"),
    ],
)
def test_days_of_houses(cell: str, handed: str | None, problem: str | None) -> None:
    found = read_rows(
        ("DANH SÁCH NHÀ MÁI ẤM NĂM 2025",),
        ("TT", "Họ tên", "Loại (XM/SC)", "Quỹ Mái ấm", "Ngày bàn giao"),
        (1, "Nguyễn Văn An", "XM", "50 triệu", cell),
        (2, "Trần Thị Bình", "SC", "25 triệu", "1/6/2025"),
    )
    row = found.rows[0]
    assert row.values.get("handed") == handed
    assert [one.kind for one in row.problems] == ([problem] if problem else [])
    assert [one.values["new_build"] for one in found.rows] == [True, False]


def test_a_house_of_which_nobody_knows_whether_it_is_new_asks() -> None:
    found = read_rows(
        ("DANH SÁCH NHÀ MÁI ẤM NĂM 2025",),
        ("TT", "Họ tên", "Loại nhà", "Quỹ Mái ấm"),
        (1, "Nguyễn Văn An", None, "50 triệu"),
        (2, "Trần Thị Bình", "xây mới, sửa chữa", "25 triệu"),
        (3, "Trần Thị Hoa", "XM", "25 triệu"),
    )
    assert problems_of(found) == [(3, "new_build", "ask"), (4, "new_build", "ask")]
