from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.vietnamese.dates import (
    DateReading,
    PartialDate,
    from_excel_serial,
    parse_date,
    parse_date_cell,
    short,
    show_partial,
    written,
)

TODAY = date(2026, 3, 10)
TYPED = {
    "5/1/26": "2026-01-05",
    "5-1": "2026-01-05",
    "5 tháng 1": "2026-01-05",
    "15.8.85": "1985-08-15",
    "15/8/1985": "1985-08-15",
    " 15 / 08 / 1985 .": "1985-08-15",
    "15.08.1985.": "1985-08-15",
    "6-11-2003": "2003-11-06",
    "2026-01-05": "2026-01-05",
    "2026/1/5": "2026-01-05",
    "2026-01-05 00:00:00": "2026-01-05",
    "2026-01-05T08:07:00Z": "2026-01-05",
    "ngày 05 tháng 01 năm 2026": "2026-01-05",
    "Ngày 5 tháng 1 năm 2026": "2026-01-05",
    "Đắk Lắk, ngày 10 tháng 10 năm 2023": "2023-10-10",
    "ngày 5/1/2026": "2026-01-05",
    "15081985": "1985-08-15",
    "19850815": "1985-08-15",
    "150885": "1985-08-15",
    "8/1985": "1985-08",
    "8/85": "1985-08",
    "1985-08": "1985-08",
    "tháng 8/1985": "1985-08",
    "tháng 8 năm 1985": "1985-08",
    "081985": "1985-08",
    "1985": "1985",
    "năm 1985": "1985",
    "sinh năm 1985": "1985",
    "00/00/1960": "1960",
    "0/8/1960": "1960-08",
}
FULL_DATES = st.dates(min_value=date(1, 1, 1))


def partial(day: date, precision: int) -> PartialDate:
    """Return the date known to 1 = the year, 2 = the month, 3 = the day."""
    return PartialDate(*(day.year, day.month, day.day)[:precision])


PARTIAL_DATES = st.builds(partial, FULL_DATES, st.integers(1, 3))


def test_every_reference_date_is_written_as_told(vectors: Callable[[str], Any]) -> None:
    writers = {"ngay": written, "ngay_ngan": short}
    rows = [row for row in vectors("format") if row["f"] in writers]
    assert rows
    for row in rows:
        day, *place = row["args"]
        assert writers[row["f"]](date.fromisoformat(day), *place) == row["expect"]


@pytest.mark.parametrize(("text", "iso"), TYPED.items())
def test_typed_dates_are_read_day_first(text: str, iso: str) -> None:
    reading = parse_date(text, today=TODAY)
    assert (reading.status, reading.value) == ("ok", PartialDate.from_iso(iso))
    assert parse_date(unicodedata.normalize("NFD", text), today=TODAY) == reading


def test_unknown_parts_written_as_zeros_are_noted() -> None:
    assert parse_date("00/00/1960", today=TODAY, births=True).notes == ("không rõ ngày, tháng: chỉ ghi năm",)
    assert parse_date("00/8/1960", today=TODAY, births=True).notes == ("không rõ ngày: chỉ ghi tháng, năm",)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("31/2/1990", "tháng 2 năm 1990 không có ngày 31"),
        ("29/2/2023", "tháng 2 năm 2023 không có ngày 29"),
        ("31/04/1990", "tháng 4 năm 1990 không có ngày 31"),
        ("13/13/2000", "không có tháng 13"),
        ("0000", "không có năm 0000"),
        ("đang xây", "không hiểu ngày: 'đang xây'"),
        ("1/1/1", "không hiểu ngày: '1/1/1'"),
        ("٥/1/2026", "không hiểu ngày: '٥/1/2026'"),
    ],
)
def test_an_impossible_date_is_an_error_that_says_why(text: str, note: str) -> None:
    assert parse_date(text, today=TODAY) == DateReading("error", None, (note,))


def test_an_american_date_asks() -> None:
    reading = parse_date("8/25/1985", today=TODAY)
    assert (reading.status, reading.value, reading.candidates) == ("ask", None, (PartialDate(1985, 8, 25),))


def test_digits_with_two_readings_ask() -> None:
    assert parse_date("201012", today=TODAY).candidates == (PartialDate(2012, 10, 20), PartialDate(2010, 12))
    assert parse_date("31274", today=TODAY).candidates == (PartialDate(1985, 8, 15),)


@pytest.mark.parametrize("text", ["", None, "-", "—", "chưa có", "không rõ", " … "])
def test_nothing_typed_is_empty(text: str | None) -> None:
    assert parse_date(text, today=TODAY) == DateReading("empty")


def test_two_digits_of_a_birth_year_lie_in_the_past_of_a_document_near() -> None:
    assert parse_date("1/1/30", today=TODAY, births=True).value == PartialDate(1930, 1, 1)
    assert parse_date("1/1/30", today=TODAY).value == PartialDate(2030, 1, 1)
    assert parse_date("1/1/37", today=TODAY).value == PartialDate(1937, 1, 1)
    assert parse_date("1/1/30", today=TODAY, pivot=2029).value == PartialDate(1930, 1, 1)
    assert parse_date("85", today=TODAY, births=True).value == PartialDate(1985)


def test_a_birth_needs_its_year() -> None:
    assert parse_date("5-1", today=TODAY, births=True).notes == ("thiếu năm sinh",)


def test_a_date_without_its_year_may_be_of_last_year() -> None:
    assert parse_date("28-12", today=TODAY).value == PartialDate(2026, 12, 28)
    assert parse_date("28-12", today=TODAY, past_bias=True).value == PartialDate(2025, 12, 28)
    assert parse_date("10-3", today=TODAY, past_bias=True).value == PartialDate(2026, 3, 10)


def test_excel_cells_hold_dates_years_or_serial_numbers() -> None:
    assert parse_date_cell(datetime(1985, 8, 15, 9, 30), today=TODAY).value == PartialDate(1985, 8, 15)  # noqa: DTZ001
    assert parse_date_cell(date(1985, 8, 15), today=TODAY).value == PartialDate(1985, 8, 15)
    assert parse_date_cell(1985.0, today=TODAY).value == PartialDate(1985)
    assert parse_date_cell(31274, today=TODAY).value == PartialDate(1985, 8, 15)
    assert parse_date_cell(31274.4, today=TODAY).notes == ("đã đổi từ số ngày của Excel",)
    assert parse_date_cell("15/8/1985", today=TODAY).value == PartialDate(1985, 8, 15)
    assert parse_date_cell(None, today=TODAY).status == "empty"
    assert parse_date_cell(True, today=TODAY).status == parse_date_cell(time(8), today=TODAY).status == "error"


def test_excel_counts_a_day_that_never_was() -> None:
    assert from_excel_serial(1) == PartialDate(1900, 1, 1)
    assert from_excel_serial(59) == PartialDate(1900, 2, 28)
    assert from_excel_serial(60) is None
    assert from_excel_serial(61) == PartialDate(1900, 3, 1)
    assert from_excel_serial(0) is from_excel_serial(2_958_466) is None


def test_days_and_the_first_two_months_take_a_zero_on_paper() -> None:
    assert written(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert written(date(2026, 3, 5)) == "ngày 05 tháng 3 năm 2026"
    assert written(date(2026, 12, 17), "Đắk Lắk") == "Đắk Lắk, ngày 17 tháng 12 năm 2026"
    assert written(date(2026, 3, 5), nbsp=True) == "ngày\xa005 tháng\xa03 năm\xa02026"


def test_partial_dates_know_their_first_and_last_day() -> None:
    assert (PartialDate(1984).first(), PartialDate(1984).last()) == (date(1984, 1, 1), date(1984, 12, 31))
    assert (PartialDate(1984, 2).first(), PartialDate(1984, 2).last()) == (date(1984, 2, 1), date(1984, 2, 29))
    assert [PartialDate.from_iso(text).precision for text in ("1985", "1985-03", "1985-03-12")] == [
        "year",
        "month",
        "day",
    ]


@pytest.mark.parametrize("parts", [(1990, 2, 31), (1990, 0, 1), (0,), (10000,), (1990, None, 5), (1990, 13)])
def test_a_date_in_no_calendar_cannot_be_made(parts: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInput):
        PartialDate(*parts)


@pytest.mark.parametrize("text", ["", "85", "1985-3", "1985-02-30", "12/03/1985", "1985-03-12T00:00"])
def test_only_iso_texts_are_stored(text: str) -> None:
    with pytest.raises(InvalidInput):
        PartialDate.from_iso(text)


@given(PARTIAL_DATES, st.booleans())
def test_what_is_shown_reads_back(day: PartialDate, births: bool) -> None:
    assert parse_date(show_partial(day), today=TODAY, births=births).value == day
    assert parse_date(day.iso(), today=TODAY, births=births).value == day
    assert PartialDate.from_iso(day.iso()) == day


@given(FULL_DATES)
def test_what_is_written_on_paper_reads_back(day: date) -> None:
    if day.year >= 1000:
        assert parse_date(written(day, "Hà Nội"), today=TODAY).value == PartialDate.from_date(day)
    assert parse_date(short(day), today=TODAY).value == PartialDate.from_date(day)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_partial_dates_order_as_their_stored_texts(a: PartialDate, b: PartialDate) -> None:
    assert (a < b) is (a.iso() < b.iso())
    assert (a >= b) is (a.iso() >= b.iso())
    assert a.first() <= a.last()


@given(st.integers(61, 2_958_465))
def test_serial_numbers_count_days(serial: int) -> None:
    day = from_excel_serial(serial)
    assert day is not None
    assert day.first() == date(1900, 3, 1) + timedelta(days=serial - 61)


@given(st.one_of(st.text(), st.text(alphabet="0123456789/-. ngàythánăm", max_size=24)), st.booleans(), st.booleans())
def test_no_text_makes_it_raise(text: str, births: bool, past_bias: bool) -> None:
    reading = parse_date(text, today=TODAY, births=births, past_bias=past_bias)
    assert (reading.value is not None) == (reading.status == "ok")
    assert (reading.notes != ()) or reading.status in ("ok", "empty")


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.text(), st.dates(), st.times()))
def test_no_cell_makes_it_raise(cell: object) -> None:
    assert parse_date_cell(cell, today=TODAY).status in ("ok", "ask", "error", "empty")


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2100))
def test_a_date_is_read_exactly_when_the_calendar_has_it(day: int, month: int, year: int) -> None:
    reading = parse_date(f"{day}/{month}/{year}", today=TODAY)
    assert (reading.status == "ok") is (day <= monthrange(year, month)[1])
