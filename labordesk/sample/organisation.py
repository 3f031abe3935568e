"""Write the organisation's figures, the year's targets, and totals of unions that keep no rows here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from labordesk.model.indicator import AggregateFields, IndicatorValueFields, TargetFields
from labordesk.sample import unit_list as listed
from labordesk.sample.chance import spread
from labordesk.sample.rounds import YEARS
from labordesk.sample.scene import Advance, Scene
from labordesk.sample.units import REORGANISED, newest_day
from labordesk.services.aggregates import save_aggregate
from labordesk.services.indicators import save_indicator_value
from labordesk.services.targets import save_target
from labordesk.services.unit_tree import unit_tree

_NEW_MEMBERS: Final = ((1_512, 1_500), (1_377, 1_350), (1_218, 1_250))
"""New members and their target, of this year so far, of the last one and of the one before."""

_FLOWS: Final = (
    ("DV-GIAM", (386, 512, 341), None),
    ("CDCS-KT", (9, 8, 7), (10, 8, 8)),
    ("GIAM-SAT", (5, 4, 4), (6, 4, 4)),
    ("TAP-HUAN", (45, 118, 96), (120, 110, 100)),
    ("CN-GIOI", (24, 21, 20), (24, 20, 20)),
    ("KHEN-CN", (38, 34, 31), None),
)
"""Figures of the years with their targets; too few union officers were trained this year."""

_PROGRAMME_TARGETS: Final = (("TET", 97), ("THANG-CN", 103), ("TRUNG-THU", 100))
"""Targets of gift programmes in percent of what was planned: Tết is over its target, Tháng Công nhân below."""

_HOUSES: Final = (12, 6, 5)


@dataclass(frozen=True)
class Reported:
    """What a union without rows reports of every year: how many, in money (đồng) and goods, paid by itself."""

    unit: str
    programme: str
    quantity: int
    unit_of_count: str
    cash: int
    goods: int = 0
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (6, 30)


_REPORTED: Final = (
    Reported("benh-vien", "TET", 214, "package", 107_000_000, 42_800_000, (1, 5), (2, 10)),
    Reported("thpt", "TET", 72, "package", 36_000_000, 0, (1, 5), (2, 10)),
    Reported("gdnn", "TET", 29, "package", 14_500_000, 0, (1, 5), (2, 10)),
    Reported("tin-dung", "TET", 19, "package", 19_000_000, 0, (1, 5), (2, 10)),
    Reported("benh-vien", "THAM-HOI", 31, "turn", 15_500_000),
    Reported("thpt", "THAM-HOI", 14, "turn", 7_000_000),
    Reported("benh-vien", "THAM-HOI", 24, "turn", 12_000_000, 0, (7, 1), (10, 31)),
    Reported("gdnn", "TRUNG-THU", 33, "package", 0, 4_950_000, (9, 1), (9, 30)),
)


def write_organisation(scene: Scene, advance: Advance, planned: dict[tuple[str, int], int]) -> None:
    """Write three years up to today; ``planned`` are packages by programme code and year."""
    for years_ago in reversed(range(YEARS)):
        year = scene.today.year - years_ago
        _write_flows(scene, year, years_ago)
        _write_targets(scene, year, years_ago, planned)
        _write_reported(scene, year)
        advance(1)
    _write_stocks(scene)


def _write_flows(scene: Scene, year: int, years_ago: int) -> None:
    """Write new members month by month, the others in one figure."""
    unit_of = scene.units.upper
    months = list(_months(year, scene.today))
    chance = scene.chance(f"members {year}")
    made, target = _NEW_MEMBERS[years_ago]
    for (first, last), value in zip(months, spread(chance, made, len(months)), strict=True):
        _value(scene, "DV-MOI", unit_of(first), first, last, value)
    _target(scene, "DV-MOI", year, target)
    for code, values, targets in _FLOWS:
        for first, last, value in _halves(months, values[years_ago]):
            _value(scene, code, unit_of(first), first, last, value)
        if targets:
            _target(scene, code, year, targets[years_ago])
    newest = newest_day(scene.today)
    if newest.year == year:
        _value(scene, "CDCS-MOI", unit_of(newest), newest, newest, 1)


def _halves(months: list[tuple[date, date]], value: int) -> Iterator[tuple[date, date, int]]:
    """Yield a year's figure as two: up to June and after, the way it is reported."""
    early = [one for one in months if one[0].month <= 6]
    late = [one for one in months if one[0].month > 6]
    if not late:
        yield early[0][0], early[-1][1], value
        return
    yield early[0][0], early[-1][1], value // 2
    yield late[0][0], late[-1][1], value - value // 2


def _months(year: int, today: date) -> Iterator[tuple[date, date]]:
    for month in range(1, 13):
        first = date(year, month, 1)
        if first > today:
            return
        yield first, min(today, date(year, month, monthrange(year, month)[1]))


def _write_targets(scene: Scene, year: int, years_ago: int, planned: dict[tuple[str, int], int]) -> None:
    for code, percent in _PROGRAMME_TARGETS:
        reported = sum(one.quantity for one in _REPORTED if one.programme == code)
        packages = planned.get((code, year), 0) + reported
        if packages:
            value = max(1, packages * percent // 100 // 10 * 10)
            _save_target(scene, year, value, programme_id=scene.codes.programmes[code])
    _save_target(scene, year, scene.many(_HOUSES[years_ago]), programme_id=scene.codes.programmes["MAI-AM"])


def _write_reported(scene: Scene, year: int) -> None:
    for one in _REPORTED:
        first, last = date(year, *one.first), date(year, *one.last)
        if last > scene.today:
            continue
        save_aggregate(
            scene.register,
            AggregateFields(
                unit_id=scene.units.ids[one.unit],
                programme_id=scene.codes.programmes[one.programme],
                starts_on=first,
                ends_on=last,
                quantity=one.quantity,
                count_unit=one.unit_of_count,
                cash=one.cash,
                goods=one.goods,
                level="grassroots",
                fund_id=scene.codes.funds["TCCD"],
                source_note=f"{12 + last.month:02d}/BC-CĐCS ngày {last.day:02d}/{last.month:02d}/{year}",
            ),
        )


def _write_stocks(scene: Scene) -> None:
    """Write members, workers and unions as of today, so that they agree with the units of the register."""
    today, own = scene.today, scene.units.own
    plans = (*listed.LIVING, *listed.FROM_THE_START, listed.NEWEST)
    below = [node for node in unit_tree(scene.register, on=today) if node.parent_id == own]
    by_enterprise = sum(plan.trade.sector == "enterprise" for plan in plans)
    for code, value in (
        ("DV", sum(plan.members for plan in plans)),
        ("LD", sum(plan.workers for plan in plans)),
        ("CDCS", len(below)),
        ("CDCS-DN", by_enterprise),
        ("CDCS-HCSN", len(below) - by_enterprise),
    ):
        _value(scene, code, own, max(REORGANISED, date(today.year, 1, 1)), today, value)


def _value(scene: Scene, code: str, unit_id: int, first: date, last: date, value: int) -> None:
    save_indicator_value(
        scene.register,
        IndicatorValueFields(
            indicator_id=scene.codes.indicators[code], unit_id=unit_id, starts_on=first, ends_on=last, value=value
        ),
    )


def _target(scene: Scene, code: str, year: int, value: int) -> None:
    _save_target(scene, year, value, indicator_id=scene.codes.indicators[code])


def _save_target(
    scene: Scene, year: int, value: int, *, indicator_id: int | None = None, programme_id: int | None = None
) -> None:
    """Set a target of the commune union, or of the district in the years it was there alone."""
    unit_id = scene.units.own if year >= REORGANISED.year else scene.units.district
    save_target(
        scene.register,
        TargetFields(
            unit_id=unit_id,
            year=year,
            indicator_id=indicator_id,
            programme_id=programme_id,
            value=value,
            basis=f"Chương trình công tác năm {year}",
        ),
    )
