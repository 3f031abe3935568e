from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.money import header_unit, parse_money_cell

TRIED = [
    ("Số tiền (triệu đồng)", 10**6),
    ("ĐVT: 1.000đ", 1000),
    ("(tr.đ)", 10**6),
    ("(tỷ đồng)", 10**9),
    ("Kinh phí (tỷ đồng)", 10**9),
    ("Mức hỗ trợ (1.000.000đ)", 10**6),
    ("Trợ cấp (ngàn đồng)", 1000),
    ("Trị giá (nghìn)", 1000),
    ("ĐVT: nghìn đồng", 1000),
    ("Đơn vị tính: trđ", 10**6),
    ("Số tiền (x1000)", 1000),
    ("Thành tiền (1.000 VNĐ)", 1000),
    ("KINH PHÍ (ĐVT: TRIỆU ĐỒNG)", 10**6),
    ("Kinh phí (ĐVT: triệu)", 10**6),
    ("ĐVT: nghìn", 1000),
    ("Trị giá (Tr. đồng)", 10**6),
    ("K", None),
    ("Số tiền", None),
    ("Số tiền (đồng)", None),
    ("Tỷ lệ (%)", None),
    ("Quà 500 nghìn đồng", None),
    ("Tiền quà (300.000đ)", None),
    ("Đơn vị", None),
    ("Trưởng ban", None),
    ("", None),
    (None, None),
]


def test_every_reference_heading_and_cell_is_read_as_told(vectors: Callable[[str], Any]) -> None:
    reference = vectors("money_parse")
    assert [[heading, header_unit(heading)] for heading, _unit in reference["headers"]] == reference["headers"]
    wrong = []
    for row in reference["cells"]:
        is_date = str(row["cell"]).startswith("<datetime")
        reading = parse_money_cell(datetime(2026, 5, 1) if is_date else row["cell"], row["header_unit"])  # noqa: DTZ001
        told = row["expect"], row["value"], row["candidates"], row["notes"]
        if (reading.status, reading.value, list(reading.candidates), list(reading.notes)) != told:
            wrong.append((row, reading))
    assert wrong == []


@pytest.mark.parametrize(("heading", "unit"), TRIED)
def test_a_heading_states_its_unit(heading: str | None, unit: int | None) -> None:
    assert header_unit(heading) == unit


def test_a_number_that_excel_may_have_changed_asks() -> None:
    assert parse_money_cell(500.0).candidates == (500_000, 500_000_000)
    assert parse_money_cell(1.147).status == "ask"
    assert parse_money_cell(8_500_000.3).notes == ("số lẻ: kiểm tra dấu phân cách và đơn vị",)
    assert parse_money_cell(-500_000).candidates == (-500_000,)
    assert parse_money_cell(900_000_000_000).candidates == (900_000_000_000,)


def test_a_number_in_the_column_unit_is_exact() -> None:
    assert parse_money_cell(1.147, 10**9).value == 1_147_000_000
    assert parse_money_cell(65.25, 10**6).value == 65_250_000
    assert parse_money_cell(Decimal("30.5"), 10**6).value == 30_500_000
    assert parse_money_cell(500, 1000).value == 500_000


def test_full_dong_in_a_column_of_millions_is_offered() -> None:
    assert parse_money_cell(50_000_000, 10**6).candidates == (50_000_000,)


@pytest.mark.parametrize("cell", [True, date(2026, 5, 1), datetime(2026, 5, 1), time(8)])  # noqa: DTZ001
def test_what_excel_made_a_date_or_a_logical_is_an_error(cell: object) -> None:
    assert parse_money_cell(cell).notes == ("Excel đã đổi thành ngày/logic",)


def test_an_empty_cell_is_empty_and_a_text_is_read_as_typed() -> None:
    assert parse_money_cell(None).status == "empty"
    assert parse_money_cell("1tr5").value == 1_500_000
    assert parse_money_cell("#REF!").status == "error"


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.none(), st.text(), st.dates()))
def test_no_cell_makes_it_raise(cell: object) -> None:
    reading = parse_money_cell(cell)
    assert (reading.value is not None) == (reading.status == "ok")


@given(st.integers(10_000, 200_000_000_000))
def test_a_whole_number_in_range_is_taken_as_int_and_as_float(amount: int) -> None:
    assert parse_money_cell(amount).value == parse_money_cell(float(amount)).value == amount
