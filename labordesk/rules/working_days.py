"""Ngày làm việc: Monday to Friday without the public holidays whose day is fixed (Bộ luật Lao động 2019, Điều 112).

Giỗ Tổ, the second day of Quốc khánh and days swapped by a yearly notice are not known in advance; they make a limit at
most some days stricter.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from labordesk.vietnamese.lunar import FIRST_YEAR, LAST_YEAR, tet

_SATURDAY = 5
_DAY = timedelta(days=1)
_TET_DAYS = range(-1, 4)
"""Tết has five days off: usually the last of the old year and the first four of the new one."""


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a calendar year; those of Tết from 2000 to 2050 only."""
    fixed = {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
    if FIRST_YEAR <= year <= LAST_YEAR:
        fixed |= {tet(year) + place * _DAY for place in _TET_DAYS}
    return frozenset(fixed)


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def working_days(start: date, end: date) -> int:
    """Return how many working days lie after ``start`` up to ``end`` inclusive; 0 when ``end`` is not later."""
    return sum(is_working_day(start + place * _DAY) for place in range(1, (end - start).days + 1))


def last_late_start(today: date, limit: int) -> date:
    """Return the latest day from which more than ``limit`` working days have passed until ``today`` inclusive."""
    day, passed = today, 0
    while passed <= limit:
        passed += is_working_day(day)
        day -= _DAY
    return day
