"""Cần làm: what waits to be done, each kind counted by itself; every count is that of the rows its page then shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from labordesk.rules.grant_states import WAITING as WAITING_CASES
from labordesk.rules.house_stages import FINISHED
from labordesk.services.agreement_terms import expiring
from labordesk.services.fund_balances import balances
from labordesk.services.handling_time import late_since
from labordesk.services.late_lists import late_lists
from labordesk.services.overview_choice import Choice, ground_of
from labordesk.services.paper_gaps import count_lacking_cases
from labordesk.services.target_progress import target_progress
from labordesk.store.figures import Scope
from labordesk.store.register import Register

LATELY = timedelta(days=365)
"""Campaigns begun longer ago are over: what was not fetched then is nobody's work any more."""

_WAITING_CASES = ", ".join(map(repr, WAITING_CASES))

MOST_COUNTED = 300
"""Files looked through one by one are counted so far: nobody works off more in a day, and the overview must not wait.
"""

_MOST_NAMED = 3
"""Of campaigns and funds so many are named, the gravest first."""


@dataclass(frozen=True)
class Waiting:
    """Work waiting: ``count`` rows that ``page`` shows for ``target``; the words depend on ``what``.

    ``name`` is a campaign or fund, ``days`` the longest wait or the shortest time left, ``amount`` đồng; ``more`` says
    that there are more than ``count``.
    """

    what: str
    count: int
    page: str
    target: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    days: int = 0
    amount: int = 0
    units: int = 0
    more: bool = False


def late_houses(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the houses not handed over on their day."""
    finished = ", ".join(map(repr, FINISHED))
    sql = (
        "SELECT count(*), min(h.due_on) FROM house h"
        f" WHERE h.due_on < :start AND h.stage NOT IN ({finished}) AND {_OURS}"
    )
    with register.looking() as connection:
        [(count, oldest)] = connection.execute(sql, _standing(connection, choice).parameters()).fetchall()
    days = (choice.today - date.fromisoformat(oldest)).days if count else 0
    return _some(Waiting("houses_late", count, "houses", _at(choice, flag="overdue"), days=days))


def house_papers(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the houses whose files lack something."""
    from labordesk.services.house_filter import HouseFilter
    from labordesk.services.house_lists import house_summary

    with register.looking() as connection:
        units = ground_of(connection, choice).standing
    count = house_summary(register, HouseFilter(unit_ids=units), today=choice.today).missing_papers
    return _some(Waiting("houses_papers", count, "houses", _at(choice, flag="papers")))


def late_cases(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the requests for help that wait longer than the register allows."""
    sql = (
        "SELECT count(*), min(h.requested_on) FROM grant_case h"
        f" WHERE h.state IN ({_WAITING_CASES}) AND h.requested_on <= :start AND {_OURS}"
    )
    limit = late_since(register, choice.today)
    with register.looking() as connection:
        values = _standing(connection, choice).parameters() | {"start": limit.isoformat()}
        [(count, oldest)] = connection.execute(sql, values).fetchall()
    days = (choice.today - date.fromisoformat(oldest)).days if count else 0
    return _some(Waiting("cases_late", count, "grants", _at(choice, flag="late"), days=days))


def case_papers(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the requests, waiting or settled, whose files lack a paper."""
    with register.looking() as connection:
        units = ground_of(connection, choice).standing
        count = count_lacking_cases(connection, units, most=MOST_COUNTED)
    more, target = count > MOST_COUNTED, _at(choice, flag="papers")
    return _some(Waiting("cases_papers", min(count, MOST_COUNTED), "grants", target, more=more))


def waiting_gifts(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return campaigns that handed over some gifts but not all; those not begun are plans, not work undone."""
    sql = (
        "SELECT c.id, c.name, count(*), count(DISTINCT h.unit_id), sum(h.quantity) FROM campaign c JOIN award h"
        " ON h.campaign_id = c.id AND h.handover IN ('planned', 'absent')"
        f" WHERE c.starts_on BETWEEN :end AND :start AND {_OURS}"
        " AND c.id IN (SELECT s.campaign_id FROM sum_award s)"
        " GROUP BY c.id ORDER BY c.starts_on DESC, c.id DESC LIMIT :most"
    )
    with register.looking() as connection:
        rows = connection.execute(sql, standing_values(connection, choice)).fetchall()
    return tuple(
        Waiting("gifts", count, "gifts", _at(choice, campaign=campaign_id, state="waiting"), name, 0, gifts, units)
        for campaign_id, name, count, units, gifts in rows
    )


EMPTY_UNITS = """
FROM campaign c JOIN allocation h ON h.campaign_id = c.id AND h.packages > 0 JOIN unit u ON u.id = h.unit_id
WHERE c.starts_on BETWEEN :end AND :start AND (:units IS NULL OR h.unit_id IN (SELECT value FROM json_each(:units)))
  AND NOT EXISTS (SELECT 1 FROM award a WHERE a.campaign_id = c.id AND a.unit_id = h.unit_id)
  AND NOT EXISTS (SELECT 1 FROM allocation b JOIN unit v ON v.id = b.unit_id
                  WHERE b.campaign_id = c.id AND v.parent_id = h.unit_id AND b.packages > 0)
"""
"""Units that have a share of a campaign to hand over themselves and nobody on their list."""


def empty_units(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return campaigns begun in which units have a share but nobody on their list."""
    with register.looking() as connection:
        rows = connection.execute(
            f"SELECT c.id, c.name, count(*) {EMPTY_UNITS}"
            " GROUP BY c.id ORDER BY c.starts_on DESC, c.id DESC LIMIT :most",
            standing_values(connection, choice),
        ).fetchall()
    return tuple(
        Waiting("units_empty", count, "overview", {"rows": "units_empty", "campaign": campaign_id}, name)
        for campaign_id, name, count in rows
    )


def lists_late(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return by campaign the units whose lists should have come in."""
    with register.looking() as connection:
        units = ground_of(connection, choice).standing
        late = [one for one in late_lists(connection, choice.today) if units is None or one.unit_id in units]
    found: dict[int, list[Any]] = {}
    for one in late:
        found.setdefault(one.campaign_id, []).append(one)
    return tuple(
        Waiting(
            "lists_late",
            len(lists),
            "overview",
            {"rows": "lists_late", "campaign": campaign_id},
            lists[0].campaign_name,
            (choice.today - lists[0].due_on).days,
        )
        for campaign_id, lists in list(found.items())[:_MOST_NAMED]
    )


def ending_agreements(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the agreements that end soon and are not followed by another; they belong to the whole register."""
    with register.looking() as connection:
        found = expiring(connection, choice.today)
    days = min((one.days for one in found), default=0)
    return _some(Waiting("agreements", len(found), "activities", {"expiring": True}, days=days))


def short_funds(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the funds below zero or nearly empty today, the emptiest first; they belong to the whole register."""
    with register.looking() as connection:
        low = sorted((one for one in balances(connection, choice.today) if one.is_low), key=lambda one: one.left)
    return tuple(
        Waiting("fund_below" if one.left < 0 else "fund_low", 1, "funds", {"fund": one.fund_id}, one.name, 0, one.left)
        for one in low[:_MOST_NAMED]
    )


def targets_behind(register: Register, choice: Choice) -> tuple[Waiting, ...]:
    """Return the targets of the year that less was done for than the days passed ask for."""
    year = choice.end.year
    unit = None if choice.unit_id is None else frozenset({choice.unit_id})
    rows = target_progress(register, year, unit_ids=unit, today=choice.today)
    count = sum(row.behind for row in rows)
    return _some(Waiting("targets", count, "targets", _at(choice, year=year, state="behind")))


KINDS: tuple[Callable[[Register, Choice], tuple[Waiting, ...]], ...] = (
    late_houses,
    late_cases,
    short_funds,
    waiting_gifts,
    lists_late,
    empty_units,
    ending_agreements,
    targets_behind,
    house_papers,
    case_papers,
)
"""What is looked for, in the order it is shown."""

_OURS = "(:units IS NULL OR h.unit_id IN (SELECT value FROM json_each(:units)))"


def _standing(connection: sqlite3.Connection, choice: Choice) -> Scope:
    """Return today and the units whose work is meant."""
    return Scope(choice.today, choice.today, ground_of(connection, choice).standing)


def standing_values(connection: sqlite3.Connection, choice: Choice) -> dict[str, Any]:
    """Return the values for campaigns lately begun (from ``end`` to ``start``) in the units whose work is meant."""
    values = _standing(connection, choice).parameters()
    return values | {"end": (choice.today - LATELY).isoformat(), "most": _MOST_NAMED}


def _at(choice: Choice, **target: Any) -> dict[str, Any]:
    """Return a target narrowed to the chosen unit."""
    return target if choice.unit_id is None else {**target, "unit": choice.unit_id}


def _some(one: Waiting) -> tuple[Waiting, ...]:
    return (one,) if one.count else ()
