"""Each house of a period with its days, its value and what the union gave: the rows behind the house figures."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from labordesk.rules.house_stages import FINISHED, stage_of
from labordesk.store.figures.scope import OF_UNITS, Scope, rows
from labordesk.store.sum_tables import is_handed_over


@dataclass(frozen=True)
class ListedHouse:
    """A house as it stood on the last day of the scope; money in đồng.

    ``given`` is what the union handed over in the period, ``given_so_far`` up to its end; ``others`` is what other
    funders brought, ``labour_days`` never money.
    """

    id: int
    person: str
    unit_id: int
    unit_name: str
    ward_code: str
    work: str
    area: int
    total_value: int
    approved_amount: int
    stage: str
    milestones: dict[str, date]
    given: int
    given_so_far: int
    others: int
    labour_days: int


_HOUSES = f"""
SELECT h.id, p.full_name, h.unit_id, coalesce(u.short_name, u.name), coalesce(h.ward_code, ''), h.work,
       coalesce(h.area, 0), coalesce(h.total_value, 0), coalesce(h.approved_amount, 0)
FROM house h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = h.unit_id
WHERE {OF_UNITS.format(alias="h")} ORDER BY u.sort_key, p.sort_key, h.id
"""
_GIVEN = f"""
SELECT a.house_id, sum(CASE WHEN a.paid_on >= :start THEN l.amount ELSE 0 END), sum(l.amount)
FROM award a JOIN award_line l ON l.award_id = a.id
WHERE a.house_id IS NOT NULL AND {is_handed_over("a")} AND a.paid_on <= :end GROUP BY a.house_id
"""
_OTHERS = """
SELECT r.house_id, sum(CASE WHEN f.union_money THEN 0 ELSE r.received END), sum(r.labour_days)
FROM house_funder r JOIN fund f ON f.id = r.fund_id GROUP BY r.house_id
"""


def house_list(connection: sqlite3.Connection, scope: Scope) -> tuple[ListedHouse, ...]:
    """Return the houses under way in the period: something happened in it, or they were not finished before it.

    A house has no Tết label, so that of a Tết scope its days count.
    """
    scope = replace(scope, tet_year=None)
    days: dict[int, dict[str, date]] = defaultdict(dict)
    later: set[int] = set()
    for house_id, code, day in rows(
        connection, "SELECT house_id, milestone, happened_on FROM house_milestone ORDER BY happened_on", scope
    ):
        happened = date.fromisoformat(day)
        if happened <= scope.end:
            days[house_id][code] = happened
        else:
            later.add(house_id)
    given = {row[0]: row[1:] for row in rows(connection, _GIVEN, scope)}
    others = {row[0]: row[1:] for row in rows(connection, _OTHERS, scope)}
    found = []
    for house_id, *facts in rows(connection, _HOUSES, scope):
        reached = days.get(house_id, {})
        in_period, so_far = given.get(house_id, (0, 0))
        if not reached and house_id in later and not so_far:
            continue
        stage = stage_of(reached)
        touched = in_period or any(day >= scope.start for day in reached.values())
        if stage in FINISHED and not touched:
            continue
        brought, labour_days = others.get(house_id, (0, 0))
        listed = (house_id, *facts, stage, reached, in_period, so_far, brought, labour_days)
        found.append(ListedHouse(*listed))
    return tuple(found)
