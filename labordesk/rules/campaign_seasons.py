"""When a gift programme is usually given, told by its name, so that programmes an officer adds are known as well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.periods import Period, parse_period

_LAST_MONTH_OF_TET = 3
"""Until the end of March a new Tết campaign is that of this year: late lists are still entered."""

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
    if "trung thu" in key:
        # The 15th day of the 8th lunar month falls between 7 September and 8 October.
        return Season(f"Trung thu năm {today.year}", date(today.year, 9, 1), date(today.year, 10, 10))
    if re.search(r"\btet\b", key):
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
    return Period.between(anniversary - timedelta(days=21), anniversary + timedelta(days=7))
