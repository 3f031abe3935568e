"""Working days without weekends, Tết and the fixed holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.working_days import is_working_day, last_late_start, working_days

DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 6), 4),
        (date(2026, 3, 6), date(2026, 3, 9), 1),  # over a weekend
        (date(2026, 2, 13), date(2026, 2, 23), 1),  # Tết Bính Ngọ begins on 17 February
        (date(2026, 4, 29), date(2026, 5, 4), 1),  # 30 April and 1 May
        (date(2025, 12, 31), date(2026, 1, 2), 1),
        (date(2026, 3, 9), date(2026, 3, 2), 0),
    ],
)
def test_weekends_and_holidays_are_no_working_days(start: date, end: date, count: int) -> None:
    assert working_days(start, end) == count


@given(first=DAYS, middle=st.integers(0, 60), last=st.integers(0, 60))
def test_two_periods_one_after_the_other_add_up(first: date, middle: int, last: int) -> None:
    cut, end = first + timedelta(days=middle), first + timedelta(days=middle + last)
    assert working_days(first, end) == working_days(first, cut) + working_days(cut, end)


@given(today=DAYS, limit=st.integers(0, 30))
def test_the_latest_late_day_is_late_and_the_day_after_it_is_not(today: date, limit: int) -> None:
    day = last_late_start(today, limit)
    assert working_days(day, today) > limit
    assert working_days(day + timedelta(days=1), today) <= limit


def test_the_week_of_tet_is_off_and_the_one_before_is_not() -> None:
    assert not any(is_working_day(date(2026, 2, day)) for day in (16, 17, 18, 19, 20))
    assert is_working_day(date(2026, 2, 13))
