"""Which rows count: the period, the units, and the conditions every sum shares."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from labordesk.store.sum_tables import PERSON_UNITS, is_handed_over

HANDED_OVER = (*PERSON_UNITS, "turn", "case", "package", "ticket", "fare", "household")
"""Units of count of a typed total in which each one counted is one handing-over (lượt)."""


@dataclass(frozen=True)
class Scope:
    """Which rows count: both dates inclusive; ``unit_ids`` None is every unit.

    With ``tet_year`` awards, activities and aggregates count by the label of their campaign, whatever the date
    (an award paid on 25/12/2021 belongs to "Tết 2022"; domain.md 10.5), and nothing else counts.
    """

    start: date
    end: date
    unit_ids: frozenset[int] | None = None
    tet_year: int | None = None

    def parameters(self) -> dict[str, Any]:
        """Return the values bound into every query."""
        units = None if self.unit_ids is None else json.dumps(sorted(self.unit_ids))
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "tet": self.tet_year, "units": units}


@dataclass(frozen=True)
class Quantity:
    """A count in one unit of count, with the money that went with it (đồng)."""

    count_unit: str
    count: int
    amount: int = 0
    turns: int = 0


OF_UNITS = "(:units IS NULL OR {alias}.unit_id IN (SELECT value FROM json_each(:units)))"
"""Condition that a row of the table ``alias`` belongs to the units of the scope."""


def dated(scope: Scope, alias: str, column: str) -> str:
    """Return the condition for a row with one date; with a Tết year the label of its campaign decides."""
    units = OF_UNITS.format(alias=alias)
    if scope.tet_year is None:
        return f"{alias}.{column} BETWEEN :start AND :end AND {units}"
    return f"{alias}.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet) AND {units}"


def awards_of(scope: Scope, table: str, *, by_unit: bool = False) -> str:
    """Return FROM and WHERE for the kept sums ``s`` of awards in the scope; ``table`` is "sum_award" or "sum_line".

    The sums of the whole register are a hundred times fewer than those by unit.
    """
    if scope.unit_ids is None and not by_unit:
        return f"{table} s WHERE {happened(scope, 's')}"
    units = "SELECT id FROM unit" if scope.unit_ids is None else "SELECT value FROM json_each(:units)"
    return f"{table}_unit s WHERE s.unit_id IN ({units}) AND {happened(scope, 's')}"


def helped_in(scope: Scope) -> str:
    """Return FROM and WHERE for the awards ``a`` themselves that were handed over in the scope."""
    where = f"{is_handed_over('a')} AND {happened(scope, 'a')}"
    if scope.unit_ids is not None:
        where += " AND a.unit_id IN (SELECT value FROM json_each(:units))"
    return f"award a WHERE {where}"


def settled(connection: sqlite3.Connection, scope: Scope) -> Scope:
    """Return the scope without its units when no other unit gave anything in it; for sums of awards only."""
    if scope.unit_ids is None:
        return scope
    outside = (
        "SELECT EXISTS (SELECT 1 FROM unit u WHERE u.id NOT IN (SELECT value FROM json_each(:units))"
        f" AND EXISTS (SELECT 1 FROM sum_award_unit s WHERE s.unit_id = u.id AND {happened(scope, 's')}))"
    )
    return scope if rows(connection, outside, scope)[0][0] else replace(scope, unit_ids=None)


def happened(scope: Scope, alias: str) -> str:
    """Return the condition for awards ``alias``, or sums of them, that count in the period or under the Tết label."""
    if scope.tet_year is None:
        return f"{alias}.paid_on BETWEEN :start AND :end"
    return f"{alias}.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet)"


def within(scope: Scope) -> str:
    """Return the condition for an aggregate ``g``: wholly inside the period, since it cannot be divided."""
    units = OF_UNITS.format(alias="g")
    if scope.tet_year is None:
        return f"g.starts_on >= :start AND g.ends_on <= :end AND {units}"
    return f"g.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet) AND {units}"


def rows(connection: sqlite3.Connection, sql: str, scope: Scope) -> list[tuple[Any, ...]]:
    """Return the rows of a query over the scope."""
    return connection.execute(sql, scope.parameters()).fetchall()
