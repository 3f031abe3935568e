from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.vietnamese.money import HIGHEST, LOWEST, MoneyReading, editable_money, parse_money
from labordesk.vietnamese.numbers import money, number, short_money

OK = {
    8_500_000: [
        "8.500.000đ",
        "8.500.000 VNĐ",
        "VND 8.500.000",
        "₫8.500.000",
        "8 500 000",
        "8'500'000",
        "8.500.000,00",
        "8.500.000 đồng chẵn",
        "8.500.000 đồng./.",
        "8.500.000.",
        "8,500,000",
        "8,500,000.00",
        "  8.500.000\xa0đ ",
    ],
    500_000: ["500.000", "500,000", "500k", "500 K", "500 nghìn", "500 ngàn đồng", "500ng", "500 ng.đ"],
    1_500_000: [
        *("1tr5", "1tr500", "1 triệu 5", "1 triệu 500", "1.5 tr", "1,5tr", "1tr500k", "1 triệu rưỡi", "1tr 500000"),
        "1 triệu 500 nghìn đồng",
    ],
    703_000_000: ["703 triệu", "703tr", "703 trđ", "703 tr.đ", "703 trieu dong", "703 TRIỆU ĐỒNG"],
    1_147_000_000: ["1,147 tỷ"],
    14_365_000_000: ["14,365 tỷ"],
    3_800_000_000: ["3,8 tỉ"],
    8_762_000_000: ["8,762 tỷ"],
    2_312_000_000: ["2,312 tỷ đồng", "2 tỷ 312", "2 tỷ 312 triệu"],
    2_300_000_000: ["2 tỷ 3"],
    1_500_000_000: ["1 tỷ 500.000.000", "1 tỷ rưỡi"],
    500_000_000: ["0.5 tỷ", "0,5 tỷ", "0.500 tỷ"],
    12_500_000_000: ["12.5 tỷ"],
    1_000_000_000: ["1.000 triệu"],
    14_365: ["14.365 đồng", "14.365đ", "VND 14.365"],
    0: ["0", "0 đồng", "không", "0 triệu"],
}
ASK = {
    "1.147 tỷ": (1_147_000_000, 1_147_000_000_000),
    "8.762 tỷ": (8_762_000_000, 8_762_000_000_000),
    "14.365 tỷ": (14_365_000_000, 14_365_000_000_000),
    "1.147 triệu": (1_147_000_000, 1_147_000),
    "1,147 triệu": (1_147_000, 1_147_000_000),
    "2.500 triệu": (2_500_000_000, 2_500_000),
    "1tr50": (1_500_000, 1_050_000),
    "1tr25": (1_250_000, 1_025_000),
    "1tr05": (1_050_000, 1_005_000),
    "2 tỷ 31": (2_310_000_000, 2_031_000_000),
    "500": (500_000, 500_000_000),
    "50": (50_000, 50_000_000, 50_000_000_000),
    "5000": (5_000_000, 5_000_000_000),
    "8,5": (8_500_000, 8_500_000_000),
    "1.5": (1_500_000, 1_500_000_000),
    "1,147": (1_147_000, 1_147_000_000),
    "1.500": (1_500_000, 1_500_000_000),
    "14.365": (14_365, 14_365_000, 14_365_000_000),
    "500.500": (500_500, 500_500_000),
    "khoảng 500 triệu": (500_000_000,),
    "~2 tỷ": (2_000_000_000,),
    "hơn 1 tỷ": (1_000_000_000,),
    "500-700 triệu": (),
    "từ 500 đến 700 triệu": (),
    "500.000đ/người": (500_000,),
    "500.000 x 2": (500_000,),
    "2 x 500.000": (),
    "500.000 + quà 300.000": (500_000,),
    "500.000đ (năm trăm nghìn đồng)": (500_000,),
    "300.000đ/tháng": (300_000,),
    "-500.000": (-500_000,),
    "(500.000)": (-500_000,),
    "900 tỷ": (900_000_000_000,),
    "5k": (5_000,),
    "8.500.000,50": (),
    "0912345678": (912_345_678,),
    "1 triệu 500 đồng": (1_500_000, 1_000_500),
}
ERROR = [
    *("8.500.00", "85.00.000", "8,500,00", "1O0.000", "l.000.000", "500 USD", "$500", "312 triệu 2 tỷ", "abc"),
    *("năm trăm", "8.500.000đ ABC", "1.5.2 tr", "1e6", "1_000", "٥٠٠.٠٠٠", "NaN", "Infinity", ".5 tr", "9" * 40),
    *("500.000đ 300.000đ", "50đ000"),
]
EMPTY = ["", None, "-", "—", " … ", "chưa có", "Chưa nhận", "không có", "\xa0"]
TEXTS = st.text(alphabet="0123456789.,' -()xtriệuđồngtỷknhàVNĐ/+", max_size=25)


def wrong_rows(rows: list[dict[str, Any]], read: Callable[[dict[str, Any]], MoneyReading]) -> list[Any]:
    """Return the rows that are read otherwise than told, each with its reading."""
    wrong = []
    for row in rows:
        reading = read(row)
        told = row["candidates"] is None or list(reading.candidates) == row["candidates"]
        if not told or (reading.status, reading.value, list(reading.notes)) != (
            row["expect"],
            row["value"],
            row["notes"],
        ):
            wrong.append((row, reading))
    return wrong


def test_every_reference_text_is_read_as_told(vectors: Callable[[str], Any]) -> None:
    rows = vectors("money_parse")["vectors"]
    assert wrong_rows(rows, lambda row: parse_money(row["input"])) == []


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in OK.items() for text in texts])
def test_a_text_with_one_reading_is_taken(value: int, text: str) -> None:
    reading = parse_money(text)
    assert (reading.status, reading.value, reading.candidates) == ("ok", value, (value,))
    assert parse_money(unicodedata.normalize("NFD", text)) == reading


@pytest.mark.parametrize(("text", "candidates"), ASK.items())
def test_a_doubtful_text_asks_with_the_likeliest_amount_first(text: str, candidates: tuple[int, ...]) -> None:
    reading = parse_money(text)
    assert (reading.status, reading.value, reading.candidates) == ("ask", None, candidates)
    assert reading.notes


@pytest.mark.parametrize("text", ERROR)
def test_what_is_no_amount_is_an_error_with_a_reason(text: str) -> None:
    reading = parse_money(text)
    assert (reading.status, reading.value, reading.candidates) == ("error", None, ())
    assert len(reading.notes) == 1


@pytest.mark.parametrize("text", EMPTY)
def test_nothing_typed_is_empty(text: str | None) -> None:
    assert parse_money(text) == MoneyReading("empty")


def test_foreign_grouping_is_taken_with_a_note() -> None:
    assert parse_money("8,500,000").notes == ("định dạng không chuẩn VN",)
    assert parse_money("8.500.000").notes == ()


def test_the_range_of_the_field_decides_between_readings() -> None:
    assert parse_money("1.147 triệu", hi=500_000_000).candidates == (1_147_000, 1_147_000_000)
    assert parse_money("1,147 triệu", hi=500_000_000).value == 1_147_000
    assert parse_money("600.000.000", hi=500_000_000).status == "ask"
    assert parse_money("5.000", lo=1_000).value == 5_000


def test_the_unit_of_the_column_counts_for_figures_without_one() -> None:
    assert parse_money("1,147", header_unit=10**9).value == 1_147_000_000
    assert parse_money("8.500", header_unit=1000).value == 8_500_000
    assert parse_money("703 triệu", header_unit=1000).value == 703_000_000
    assert parse_money("500.000đ", header_unit=1000).value == 500_000
    assert parse_money("50.000.000", header_unit=10**6).candidates[0] == 50_000_000


@given(st.one_of(st.text(), TEXTS))
def test_no_text_makes_it_raise_and_only_plausible_amounts_are_taken(text: str) -> None:
    reading = parse_money(text)
    if reading.status == "ok":
        assert reading.value is not None
        assert reading.value == 0 or LOWEST <= reading.value <= HIGHEST
        assert reading.candidates == (reading.value,)
    else:
        assert reading.value is None
        assert (reading.notes == ()) == (reading.status == "empty")


@given(st.integers(LOWEST, HIGHEST))
def test_every_amount_reads_back_from_paper_and_from_its_field(amount: int) -> None:
    assert parse_money(money(amount)).value == amount
    assert parse_money(editable_money(amount)).value == amount
    if amount % 1000 == 0 or amount >= 10**6:
        assert editable_money(amount) == number(amount)


@given(st.integers(1, 200_000))
def test_a_shortened_sum_reads_back_or_asks(millions: int) -> None:
    amount = millions * 10**6
    reading = parse_money(short_money(amount))
    assert reading.value == amount or amount in reading.candidates
