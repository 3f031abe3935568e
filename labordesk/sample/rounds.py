"""The gift campaigns of three years, the present one last: when, for whom, how much (amounts of domain.md 2.2, 3.2)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from labordesk.vietnamese.lunar import can_chi, tet

YEARS: Final = 3
GROWTH: Final = (100, 92, 85)
"""What was given this year, in the last one and in the one before, in percent of this year."""

_BEFORE_TET: Final = (24, 5)
"""Gifts are handed over from so many days before Tết until so many."""


@dataclass(frozen=True)
class Group:
    """People of a unit who get the gift without being listed by name; ``cash`` in đồng for each."""

    unit: str
    quantity: int
    cash: int


@dataclass(frozen=True)
class Round:
    """A campaign: handed over from ``first`` to ``last``, so many ``people`` where the register has 1.200; đồng.

    ``suggested_on`` is the day it was opened; ``name`` None keeps the suggested one.
    """

    programme: str
    suggested_on: date
    first: date
    last: date
    people: int
    cash: int = 0
    goods: int = 0
    worker_cash: int | None = None
    items: str | None = None
    name: str | None = None
    fund: str = "TCCD"
    level: str = "upper"
    basis: str | None = None
    groups: tuple[Group, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    is_latest: bool = False


def rounds(today: date) -> list[Round]:
    """Return the campaigns opened by a day, in the order of their hand-over; the last one is under way."""
    years = range(today.year - YEARS + 1, today.year + 2)
    found = [_scaled(one, today.year - year) for year in years for one in _of_year(year)]
    opened = sorted((one for one in found if one.suggested_on <= today), key=lambda one: (one.first, one.programme))
    return [*opened, *_of_this_month(today)]


def _scaled(one: Round, years_ago: int) -> Round:
    percent = GROWTH[max(0, years_ago)]
    groups = tuple(replace(group, quantity=group.quantity * percent // 100) for group in one.groups)
    return replace(one, people=max(1, one.people * percent // 100), groups=groups)


def _of_year(year: int) -> Iterator[Round]:
    yield from _tet(year)
    yield Round(
        "THANG-CN",
        date(year, 5, 1),
        date(year, 5, 6),
        date(year, 5, 29),
        people=190,
        cash=500_000,
        worker_cash=300_000,
        basis=f"Kế hoạch số 18/KH-LĐLĐ ngày 28/3/{year} của Liên đoàn Lao động tỉnh",
        groups=(Group("da-giay", 64, 300_000), Group("may-song-lam", 80, 300_000)),
    )
    yield Round(
        "NGAY-27-7",
        date(year, 7, 12),
        date(year, 7, 20),
        date(year, 7, 26),
        people=46,
        cash=500_000,
        items="Hoa quả, bánh",
        goods=100_000,
        fund="QXH",
    )
    yield Round(
        "TRUNG-THU",
        date(year, 9, 2),
        date(year, 9, 12),
        date(year, 9, 24),
        people=120,
        goods=150_000,
        items="Bánh trung thu, đèn lồng, vở viết",
        fund="XHH",
    )


def _tet(year: int) -> Iterator[Round]:
    day = tet(year)
    first, last = (day - timedelta(days=days) for days in _BEFORE_TET)
    main = Round(
        "TET",
        date(year - 1, 12, 8),
        first,
        last,
        people=430,
        cash=1_000_000,
        goods=300_000,
        worker_cash=500_000,
        items="Bánh, mứt, dầu ăn, hạt nêm",
        basis=f"Kế hoạch số 41/KH-LĐLĐ ngày 20/11/{year - 1} của Liên đoàn Lao động tỉnh",
        groups=(Group("may-song-lam", 150, 500_000), Group("da-giay", 110, 500_000)),
    )
    yield main
    yield replace(
        main,
        people=34,
        name=f"Tết {can_chi(year)} {year}: suất của LĐLĐ tỉnh",
        worker_cash=None,
        fund="QXH",
        level="province",
        groups=(),
        first=first - timedelta(days=2),
        last=first,
    )
    yield replace(
        main,
        programme="CHO-TET",
        people=75,
        name=f"Chợ Tết công đoàn {can_chi(year)} {year}",
        cash=0,
        goods=300_000,
        worker_cash=None,
        items="Phiếu mua hàng tại Chợ Tết công đoàn",
        fund="DN",
        groups=(),
        first=last - timedelta(days=3),
        last=last,
    )
    yield replace(
        main,
        programme="VE-TET",
        people=26,
        name=f"Vé xe về quê đón Tết {can_chi(year)} {year}",
        cash=0,
        goods=450_000,
        worker_cash=None,
        items="Vé xe khách về quê",
        groups=(),
        first=last - timedelta(days=6),
        last=last - timedelta(days=4),
    )


def _of_this_month(today: date) -> Iterator[Round]:
    """Yield the gifts of this month: last year's, done, and this year's, half handed over today."""
    for year in (today.year - 1, today.year):
        end = date(year, today.month, monthrange(year, today.month)[1])
        day = min(end, today.replace(year=year, day=min(today.day, end.day)))
        start = max(day.replace(day=1), day - timedelta(days=4))
        latest = Round(
            "QUA-KK",
            start,
            start,
            day,
            people=156,
            cash=500_000,
            goods=200_000,
            worker_cash=300_000,
            items="Gạo, dầu ăn, sữa",
            starts_on=start,
            ends_on=end,
            is_latest=year == today.year,
        )
        yield _scaled(latest, today.year - year)
