"""The year at a glance: the same sums as on paper, and what waits to be done; light, for the first screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labordesk.services.unit_tree import read_history, root_unit
from labordesk.store import figures
from labordesk.store.figures import IndicatorFigure, Quantity, Scope, Totals
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period, same_period_last_year

NEW_MEMBERS = "DV-MOI"
"""Code of the shipped indicator "Đoàn viên kết nạp mới"."""


@dataclass(frozen=True)
class ProgrammeLine:
    """One programme of the year; money in đồng, ``target`` in the programme's own unit of count."""

    programme_id: int
    name: str
    kind: str
    count_unit: str
    quantities: tuple[Quantity, ...]
    total: int
    before: int
    target: int | None

    @property
    def done(self) -> int:
        """Return the count in the unit the target is set in."""
        return next((one.count for one in self.quantities if one.count_unit == self.count_unit), 0)


@dataclass(frozen=True)
class Waiting:
    """Work waiting: ``what`` is "house_overdue", "case_waiting", "gift_planned" or "papers_missing"."""

    what: str
    count: int
    name: str = ""
    detail: str = ""
    target_id: int = 0
    days: int = 0


@dataclass(frozen=True)
class Houses:
    """Houses of the year by milestone reached, and those standing in each stage today.

    A target is met by houses whose support was paid out (``funded``), here as in the lines and on paper.
    """

    funded: int
    handed_over: int
    building: int
    overdue: int
    new_target: int | None
    new_started: int


@dataclass(frozen=True)
class Overview:
    """What the dashboard shows for one year up to a day (inclusive)."""

    period: Period
    earlier: Period
    totals: Totals
    before: Totals
    houses: Houses
    raised: int
    pledged_open: int
    raised_before: int
    members: IndicatorFigure | None
    programmes: tuple[ProgrammeLine, ...]
    waiting: tuple[Waiting, ...]


def overview(register: Register, year: int, today: date) -> Overview:
    """Return the figures from 1 January of the year to its end, or to today in the current year."""
    end = min(date(year, 12, 31), today) if year <= today.year else date(year, 12, 31)
    period = Period(date(year, 1, 1), end, f"năm {year}")
    earlier = same_period_last_year(period)
    with register.looking() as connection:
        scope = Scope(period.start, period.end)
        before = Scope(earlier.start, earlier.end)
        root = root_unit(connection)
        history = read_history(connection)
        parents = {unit: history.parent_on(unit, end) for unit in history.units}
        targets = figures.programme_targets(connection, scope, root, parents)
        raised = figures.contributions(connection, scope)
        indicators = figures.indicators(connection, scope, root, parents)
        return Overview(
            period=period,
            earlier=earlier,
            totals=figures.totals(connection, scope),
            before=figures.totals(connection, before),
            houses=_houses(connection, scope, targets, today),
            raised=sum(one.money for one in raised),
            pledged_open=sum(max(0, one.pledged - one.money) for one in raised),
            raised_before=sum(one.money for one in figures.contributions(connection, before)),
            members=next((one for one in indicators if one.code == NEW_MEMBERS), None),
            programmes=_programmes(connection, scope, before, targets),
            waiting=_waiting(connection, today),
        )


def _programmes(
    connection: sqlite3.Connection, scope: Scope, before: Scope, targets: Mapping[int, int]
) -> tuple[ProgrammeLine, ...]:
    earlier = {one.programme_id: one.total for one in figures.by_programme(connection, before)}
    houses = figures.houses(connection, scope)
    lines = []
    for one in figures.by_programme(connection, scope):
        quantities = one.quantities
        if one.kind == "house":
            quantities = (Quantity("house", houses.count("funded"), one.total),)
        target = targets.get(one.programme_id)
        past = earlier.get(one.programme_id, 0)
        lines.append(
            ProgrammeLine(one.programme_id, one.name, one.kind, one.count_unit, quantities, one.total, past, target)
        )
    return tuple(lines)


def _houses(connection: sqlite3.Connection, scope: Scope, targets: Mapping[int, int], today: date) -> Houses:
    reached = figures.houses(connection, scope)
    building, overdue = connection.execute(
        "SELECT coalesce(sum(stage IN ('started', 'inspected')), 0),"
        " coalesce(sum(stage IN ('approved', 'started', 'inspected') AND due_on < ?), 0) FROM house",
        (today.isoformat(),),
    ).fetchone()
    kinds = [row[0] for row in connection.execute("SELECT id FROM programme WHERE kind = 'house'")]
    target = sum(targets[one] for one in kinds if one in targets) or None
    return Houses(
        reached.count("funded"), reached.count("handed_over"), building, overdue, target, reached.count("started")
    )


def _waiting(connection: sqlite3.Connection, today: date) -> tuple[Waiting, ...]:
    found = [*_overdue_houses(connection, today), *_open_cases(connection, today), *_planned_gifts(connection)]
    return tuple(one for one in found if one.count)


def _overdue_houses(connection: sqlite3.Connection, today: date) -> list[Waiting]:
    rows = connection.execute(
        "SELECT h.id, p.full_name, u.name, h.due_on FROM house h JOIN person p ON p.id = h.person_id"
        " JOIN unit u ON u.id = h.unit_id WHERE h.stage IN ('approved', 'started', 'inspected') AND h.due_on < ?"
        " ORDER BY h.due_on LIMIT 3",
        (today.isoformat(),),
    ).fetchall()
    return [
        Waiting("house_overdue", 1, name, unit, house_id, (today - date.fromisoformat(due)).days)
        for house_id, name, unit, due in rows
    ]


def _open_cases(connection: sqlite3.Connection, today: date) -> list[Waiting]:
    count, oldest = connection.execute(
        "SELECT count(*), min(requested_on) FROM grant_case"
        " WHERE state IN ('received', 'verifying', 'incomplete', 'approved')"
    ).fetchone()
    days = (today - date.fromisoformat(oldest)).days if oldest else 0
    return [Waiting("case_waiting", count, days=days)]


def _planned_gifts(connection: sqlite3.Connection) -> list[Waiting]:
    """Return campaigns that handed over some gifts but not all; those not begun are plans, not work undone."""
    rows = connection.execute(
        "SELECT c.id, c.name,"
        " sum(CASE WHEN a.handover IN ('planned', 'absent') THEN a.quantity ELSE 0 END) AS left_over,"
        " count(DISTINCT CASE WHEN a.handover IN ('planned', 'absent') THEN a.unit_id END)"
        " FROM campaign c JOIN award a ON a.campaign_id = c.id GROUP BY c.id"
        " HAVING left_over > 0 AND sum(a.handover IN ('received', 'proxy')) > 0 ORDER BY c.starts_on DESC LIMIT 3"
    ).fetchall()
    return [Waiting("gift_planned", left, name, str(units), campaign) for campaign, name, left, units in rows]
