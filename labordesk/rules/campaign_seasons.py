"""When a gift programme is usually given, told by its name, so that programmes an officer adds are known as well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.lunar import FIRST_YEAR, LAST_YEAR, mid_autumn, tet_label
from labordesk.vietnamese.periods import Period, parse_period

_LAST_MONTH_OF_TET = 3
"""Until the end of March a new Tết campaign is that of this year: late lists are still entered."""

_WEEKS_BEFORE, _DAYS_AFTER = timedelta(days=21), timedelta(days=7)
"""Gifts for a feast are handed over in the three weeks before it; late ones in the week after."""

_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")


@dataclass(frozen=True)
class Season:
    """The suggested name and days of a campaign, both inclusive."""

    name: str
    starts_on: date
    ends_on: date
    tet_year: int | None = None


def season_of(programme_name: str, today: date) -> Season:
    """Return the next usual campaign of a programme: Tết, Tháng Công nhân, Trung thu, 28/7 …, or else this month."""
    key = plain_key(programme_name)
    if _is_mid_autumn(key):
        return _mid_autumn(today)
    if _is_tet(key):
        return _tet(today)
    if "thang cong nhan" in key:
        period = parse_period(f"{today.year}-TCN")
        return Season(f"Tháng Công nhân {today.year}", period.start, period.end)
    day = _DAY.search(programme_name)
    if day and (found := _around(int(day[1]), int(day[2]), today.year)):
        dated = programme_name.endswith(day[0])
        name = f"{programme_name}/{today.year}" if dated else f"{programme_name} năm {today.year}"
        return Season(name, found.start, found.end)
    month = parse_period(f"{today.year}-{today.month:02d}")
    return Season(f"{programme_name} {month.label}", today, month.end)


def season_between(programme_name: str, starts_on: date, ends_on: date) -> Season | None:
    """Return how a campaign of these days is called when the lunar year names it, None for any other programme.

    A round of December belongs to the Tết that follows, one of March to the Tết just past.
    """
    key = plain_key(programme_name)
    if _is_mid_autumn(key):
        return Season(_mid_autumn_name(starts_on.year), starts_on, ends_on)
    if not _is_tet(key):
        return None
    year = starts_on.year if starts_on.month <= _LAST_MONTH_OF_TET else starts_on.year + 1
    return Season(tet_label(year), starts_on, ends_on, year)


def _is_mid_autumn(key: str) -> bool:
    return "trung thu" in key


def _is_tet(key: str) -> bool:
    return re.search(r"\btet\b", key) is not None


def _mid_autumn(today: date) -> Season:
    """Return the Trung thu of the year; rằm tháng tám falls between 7 September and 8 October."""
    if not FIRST_YEAR <= today.year <= LAST_YEAR:
        return Season(_mid_autumn_name(today.year), date(today.year, 9, 1), date(today.year, 10, 10))
    day = mid_autumn(today.year)
    return Season(_mid_autumn_name(today.year), day - _WEEKS_BEFORE, day + _DAYS_AFTER)


def _mid_autumn_name(year: int) -> str:
    return f"Trung thu năm {year}"


def _tet(today: date) -> Season:
    year = today.year if today.month <= _LAST_MONTH_OF_TET else today.year + 1
    period = parse_period(f"TET {year}")
    return Season(period.label, period.start, period.end, year)


def _around(day: int, month: int, year: int) -> Period | None:
    """Return the four weeks that end some days after an anniversary."""
    try:
        anniversary = date(year, month, day)
    except ValueError:
        return None
    return Period.between(anniversary - _WEEKS_BEFORE, anniversary + _DAYS_AFTER)
