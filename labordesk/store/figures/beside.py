"""What stands beside spending and is never added to it: activities and money raised."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from labordesk.store.figures.scope import Quantity, Scope, dated, rows


@dataclass(frozen=True)
class ActivityFigure:
    """Head counts of a programme in one unit of count; ``cost`` in đồng is not welfare spending."""

    programme_id: int
    name: str
    count_unit: str
    count: int
    cost: int
    events: int
    audience: str = ""
    beside: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class ContributionFigure:
    """Money, goods (đồng) and labour days raised for one programme, fund and purpose."""

    programme: str
    fund: str
    purpose: str
    cash: int
    goods: int
    labour_days: int
    pledged: int
    programme_id: int | None = None
    fund_id: int | None = None

    @property
    def money(self) -> int:
        """Return cash and goods; labour days are never money."""
        return self.cash + self.goods


def activities(connection: sqlite3.Connection, scope: Scope) -> tuple[ActivityFigure, ...]:
    """Return head counts by programme and unit of count, never added across units of count."""
    where = dated(scope, "v", "happened_on")
    beside: dict[tuple[int, str], list[Quantity]] = defaultdict(list)
    for programme_id, unit, second_unit, count in rows(
        connection,
        "SELECT v.programme_id, v.count_unit, v.second_unit, sum(v.second_count) FROM activity v"
        f" WHERE {where} AND v.second_count IS NOT NULL AND v.second_unit IS NOT NULL GROUP BY 1, 2, 3",
        scope,
    ):
        beside[programme_id, unit].append(Quantity(second_unit, count))
    return tuple(
        ActivityFigure(programme_id, name, unit, count, cost, events, audience or "", tuple(beside[programme_id, unit]))
        for programme_id, name, unit, count, cost, events, audience in rows(
            connection,
            "SELECT p.id, p.name, v.count_unit, sum(v.count), coalesce(sum(v.cost), 0), count(*), p.audience"
            f" FROM activity v JOIN programme p ON p.id = v.programme_id WHERE {where}"
            " GROUP BY p.id, v.count_unit ORDER BY p.position, p.id, v.count_unit",
            scope,
        )
    )


def contributions(connection: sqlite3.Connection, scope: Scope) -> tuple[ContributionFigure, ...]:
    """Return what was raised, by programme, fund and purpose; empty for a Tết scope, which has no such label."""
    if scope.tet_year is not None:
        return ()
    return tuple(
        ContributionFigure(*row)
        for row in rows(
            connection,
            "SELECT coalesce(p.name, ''), coalesce(f.name, ''), coalesce(c.purpose, ''), sum(c.cash), sum(c.goods),"
            " sum(c.labour_days), sum(c.pledged), p.id, f.id FROM contribution c"
            " LEFT JOIN programme p ON p.id = c.programme_id"
            f" LEFT JOIN fund f ON f.id = c.fund_id WHERE {dated(scope, 'c', 'received_on')}"
            " GROUP BY p.id, f.id, 3 ORDER BY p.position, f.position, c.purpose",
            scope,
        )
    )
