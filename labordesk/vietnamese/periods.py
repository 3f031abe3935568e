"""Reporting periods and their names on paper. Both ends belong to the period.

Besides the calendar there are the union's statistical periods (cut-offs 31/5 and 30/11: Mẫu 1- and 2-HĐCĐ, QĐ
1454/QĐ-TLĐ 2014), Tháng Công nhân (1-31 May) and the Tết campaign, which spans two calendar years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.vietnamese.dates import short, written_month
from labordesk.vietnamese.lunar import tet_label

_ROMAN: Final = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """``label`` as in running text ("quý III/2023"); ``code`` is what ``parse_period`` reads back.

    ``tet_year`` is the year of the Tết campaign the period is about. InvalidInput if it ends before it begins.
    """

    start: date
    end: date
    label: str
    tet_year: int | None = None
    code: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidInput(
                N_("Kỳ báo cáo kết thúc ({end}) trước khi bắt đầu ({start}); hãy chọn lại ngày."),
                start=short(self.start),
                end=short(self.end),
            )

    @classmethod
    def between(cls, start: date, end: date) -> Period:
        """Return "từ ngày 01/01/2020 đến ngày 30/06/2020", or the one day."""
        label = f"từ ngày {short(start)} đến ngày {short(end)}" if start != end else f"ngày {short(start)}"
        return cls(start, end, label, code=f"{start.isoformat()}..{end.isoformat()}")

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to the period."""
        return self.start <= day <= self.end


def parse_period(code: str) -> Period:
    """Return the period of a code; InvalidInput for any other text.

    2025, 2025-06, 2023-Q3, 2020-H1, 2020-H2, 2021-9M, TET 2026, 2025-TCN (Tháng Công nhân), 2025-TK-H1 and 2025-TK
    (union statistics), 2024-01-01..2024-11-11.
    """
    tidy = " ".join(code.upper().replace("TẾT", "TET").split())
    try:
        if match := _BETWEEN.fullmatch(tidy):
            return Period.between(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
        for pattern, make in _SHAPES:
            if match := pattern.fullmatch(tidy):
                return make(*map(int, match.groups()))
    except ValueError:  # a month 13, a year 0
        pass
    raise InvalidInput(N_("Không hiểu kỳ báo cáo “{code}”; hãy chọn lại kỳ."), code=code)


def same_period_last_year(period: Period) -> Period:
    """Return "cùng kỳ năm trước": the same days one year earlier, the last day of February staying the last."""
    year = _YEAR.search(period.code)
    if year and ".." not in period.code:
        return parse_period(_YEAR.sub(f"{int(year[0]) - 1:04d}", period.code, count=1))
    if period.tet_year is not None:
        return _tet(period.tet_year - 1)
    return Period.between(_year_earlier(period.start), _year_earlier(period.end))


def _year_earlier(day: date) -> date:
    last = monthrange(day.year, day.month)[1]
    last_before = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=last_before if day.day == last else day.day)


def _months(year: int, first: int, last: int, label: str, code: str) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), label, code=code)


def _year(year: int) -> Period:
    return _months(year, 1, 12, f"năm {year}", f"{year:04d}")


def _month(year: int, month: int) -> Period:
    return _months(year, month, month, f"tháng {written_month(month)}/{year}", f"{year:04d}-{month:02d}")


def _quarter(year: int, quarter: int) -> Period:
    label = f"quý {_ROMAN[quarter - 1]}/{year}"
    return _months(year, 3 * quarter - 2, 3 * quarter, label, f"{year:04d}-Q{quarter}")


def _half(year: int, half: int) -> Period:
    label = f"6 tháng {('đầu', 'cuối')[half - 1]} năm {year}"
    return _months(year, 6 * half - 5, 6 * half, label, f"{year:04d}-H{half}")


def _first_months(year: int, count: int) -> Period:
    return _months(year, 1, count, f"{count} tháng đầu năm {year}", f"{year:04d}-{count}M")


def _workers_month(year: int) -> Period:
    return _months(year, 5, 5, f"Tháng Công nhân năm {year}", f"{year:04d}-TCN")


def _statistics(year: int, last_month: int, name: str, code: str) -> Period:
    end = date(year, last_month, monthrange(year, last_month)[1])
    return Period(date(year - 1, 12, 1), end, f"{name} (số liệu tính đến ngày {short(end)})", code=code)


def _tet(year: int) -> Period:
    end = date(year, 2, monthrange(year, 2)[1])
    return Period(date(year - 1, 12, 1), end, tet_label(year), tet_year=year, code=f"TET {year:04d}")


_YEAR: Final = re.compile("[0-9]{4}")
_BETWEEN: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
_SHAPES: Final[tuple[tuple[re.Pattern[str], Callable[..., Period]], ...]] = (
    (re.compile(r"([0-9]{4})"), _year),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), _month),
    (re.compile(r"([0-9]{4})-Q([1-4])"), _quarter),
    (re.compile(r"([0-9]{4})-H([12])"), _half),
    (re.compile(r"([0-9]{4})-([369])M"), _first_months),
    (re.compile(r"([0-9]{4})-TCN"), _workers_month),
    (
        re.compile(r"([0-9]{4})-TK-H1"),
        lambda year: _statistics(year, 5, f"6 tháng đầu năm {year}", f"{year:04d}-TK-H1"),
    ),
    (re.compile(r"([0-9]{4})-TK"), lambda year: _statistics(year, 11, f"năm {year}", f"{year:04d}-TK")),
    (re.compile(r"TET ([0-9]{4})"), _tet),
)
