from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.vietnamese.periods import Period, parse_period, same_period_last_year

NAMED = {
    "2020-H1": ("2020-01-01", "2020-06-30", "6 tháng đầu năm 2020"),
    "2020-H2": ("2020-07-01", "2020-12-31", "6 tháng cuối năm 2020"),
    "2023-Q3": ("2023-07-01", "2023-09-30", "quý III/2023"),
    "2024-Q1": ("2024-01-01", "2024-03-31", "quý I/2024"),
    "2025": ("2025-01-01", "2025-12-31", "năm 2025"),
    "2025-06": ("2025-06-01", "2025-06-30", "tháng 6/2025"),
    "2026-01": ("2026-01-01", "2026-01-31", "tháng 01/2026"),
    "2024-02": ("2024-02-01", "2024-02-29", "tháng 02/2024"),
    "2026-12": ("2026-12-01", "2026-12-31", "tháng 12/2026"),
    "2021-9M": ("2021-01-01", "2021-09-30", "9 tháng đầu năm 2021"),
    "2025-TCN": ("2025-05-01", "2025-05-31", "Tháng Công nhân năm 2025"),
    "2025-TK-H1": ("2024-12-01", "2025-05-31", "6 tháng đầu năm 2025 (số liệu tính đến ngày 31/05/2025)"),
    "2025-TK": ("2024-12-01", "2025-11-30", "năm 2025 (số liệu tính đến ngày 30/11/2025)"),
    "TET 2026": ("2025-12-01", "2026-02-28", "Tết Bính Ngọ 2026"),
    "2020-01-01..2020-06-30": ("2020-01-01", "2020-06-30", "từ ngày 01/01/2020 đến ngày 30/06/2020"),
    "2020-02-05..2020-02-05": ("2020-02-05", "2020-02-05", "ngày 05/02/2020"),
}


def test_every_reference_period_is_named_as_told(vectors: Callable[[str], Any]) -> None:
    codes = {
        "thang": lambda year, month: f"{year}-{month:02d}",
        "quy": lambda year, quarter: f"{year}-Q{quarter}",
        "ky": lambda year, part: f"{year}-{ {'6dau': 'H1', '6cuoi': 'H2'}.get(part, f'{part}M') }",
        "tu_den": lambda start, end: f"{start}..{end}",
    }
    rows = [row for row in vectors("format") if row["f"] in codes]
    assert rows
    assert [parse_period(codes[row["f"]](*row["args"])).label for row in rows] == [row["expect"] for row in rows]


@pytest.mark.parametrize("code", NAMED)
def test_a_code_names_its_days(code: str) -> None:
    period = parse_period(code)
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == NAMED[code]
    assert parse_period(period.code) == parse_period(code.lower()) == period


def test_tet_is_a_campaign_over_two_years() -> None:
    tet = parse_period("tết 2022")
    assert (tet.label, tet.tet_year) == ("Tết Nhâm Dần 2022", 2022)
    assert tet.holds(date(2021, 12, 25))
    assert not tet.holds(date(2022, 3, 1))
    assert same_period_last_year(tet) == parse_period("TET 2021")


@pytest.mark.parametrize("code", [code for code in NAMED if ".." not in code])
def test_the_same_period_last_year_is_of_the_same_kind(code: str) -> None:
    year = next(part for part in code.replace("-", " ").split() if part.isdecimal())
    assert same_period_last_year(parse_period(code)) == parse_period(code.replace(year, str(int(year) - 1), 1))


def test_free_days_move_back_one_year_and_february_ends_where_it_ends() -> None:
    assert same_period_last_year(parse_period("2024-01-01..2024-11-11")).code == "2023-01-01..2023-11-11"
    assert same_period_last_year(parse_period("2024-01-01..2024-02-29")).code == "2023-01-01..2023-02-28"
    assert same_period_last_year(parse_period("2025-01-01..2025-02-28")).code == "2024-01-01..2024-02-29"
    unnamed = Period(date(2025, 12, 1), date(2026, 2, 28), "Tết", tet_year=2026)
    assert same_period_last_year(unnamed).label == "Tết Ất Tỵ 2025"


@pytest.mark.parametrize("code", ["", "abc", "2020-H3", "2020-13", "2020-Q5", "0000", "2020-8M", "0001-TK", "2020-1-1"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput, match="Không hiểu kỳ báo cáo"):
        parse_period(code)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput, match="trước khi bắt đầu"):
        Period.between(date(2026, 2, 1), date(2026, 1, 31))
    with pytest.raises(InvalidInput):
        parse_period("2026-02-01..2026-01-31")


@given(st.integers(1, 9999), st.sampled_from(["Q1", "Q2", "Q3", "Q4"]))
def test_quarters_follow_one_another_without_a_gap(year: int, quarter: str) -> None:
    period = parse_period(f"{year:04d}-{quarter}")
    assert period.start.day == 1
    assert (period.end - period.start).days in range(89, 92)
    assert period.holds(period.start)
    assert period.holds(period.end)


@given(st.text())
def test_any_text_is_a_period_or_refused(code: str) -> None:
    try:
        period = parse_period(code)
    except InvalidInput:
        return
    assert period.start <= period.end


@given(st.dates(min_value=date(2, 1, 1)), st.integers(0, 4000))
def test_last_year_never_ends_before_it_begins(start: date, days: int) -> None:
    ordinal = min(start.toordinal() + days, date.max.toordinal())
    before = same_period_last_year(Period.between(start, date.fromordinal(ordinal)))
    assert before.start.year == start.year - 1
