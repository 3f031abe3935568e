"""Organisation figures and targets, rolled up over the unit tree without counting anything twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from labordesk.store.figures.computed import computed_count
from labordesk.store.figures.scope import OF_UNITS, Scope, rows


@dataclass(frozen=True)
class IndicatorFigure:
    """An organisation figure of the period, its total since 1 January, and the year's target (None: none set)."""

    indicator_id: int
    code: str
    name: str
    count_unit: str
    measure: str
    phrase: str
    value: int
    since_new_year: int
    target: int | None
    computed: str = ""
    """What it is counted from ("house.handed_over"), "" for a typed one."""


def indicators(
    connection: sqlite3.Connection,
    scope: Scope,
    root_id: int,
    parents: Mapping[int, int | None],
    *,
    code: str | None = None,
) -> tuple[IndicatorFigure, ...]:
    """Return the organisation figures of a unit, or the one with a code.

    A unit's own typed figure stands for its whole subtree; only where it has none are the figures of the units
    below added up, so that nothing is counted twice. ``parents`` maps every unit of the scope to its parent.

    A computed one is what the rows say; figures typed for units without rows are added, and where rows came later
    the rows count and the typed figure does not.
    """
    if scope.tet_year is not None:
        return ()
    catalogue = rows(
        connection,
        "SELECT id, code, name, count_unit, measure, coalesce(phrase, ''), coalesce(computed, '') FROM indicator"
        " ORDER BY position, id",
        scope,
    )
    catalogue = [row for row in catalogue if code in (None, row[1])]
    year_start = replace(scope, start=date(scope.end.year, 1, 1))
    found = []
    for one in (_Indicator(*row) for row in catalogue):
        value = _value(connection, scope, one, root_id, parents)
        target = _rolled(_targets(connection, scope, "indicator_id", one.id), root_id, parents)
        since = _value(connection, year_start, one, root_id, parents)
        if value is None or (one.computed and not (value or since or target)):
            continue
        found.append(
            IndicatorFigure(
                *(one.id, one.code, one.name, one.count_unit, one.measure, one.phrase),
                value,
                since or value,
                target,
                one.computed,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class _Indicator:
    id: int
    code: str
    name: str
    count_unit: str
    measure: str
    phrase: str
    computed: str


def _value(
    connection: sqlite3.Connection, scope: Scope, one: _Indicator, root_id: int, parents: Mapping[int, int | None]
) -> int | None:
    if not one.computed:
        return _rolled(_indicator_values(connection, scope, one.id, one.measure), root_id, parents)
    typed: dict[int, int] = {}
    sql = (
        "SELECT v.unit_id, v.value, v.starts_on, v.ends_on FROM indicator_value v WHERE v.indicator_id = :indicator"
        f" AND v.starts_on >= :start AND v.ends_on <= :end AND {OF_UNITS.format(alias='v')}"
    )
    for unit_id, value, start, end in connection.execute(sql, {**scope.parameters(), "indicator": one.id}).fetchall():
        there = Scope(date.fromisoformat(start), date.fromisoformat(end), _under(unit_id, parents))
        if not computed_count(connection, there, one.computed, one.count_unit):
            typed[unit_id] = typed.get(unit_id, 0) + value
    return computed_count(connection, scope, one.computed, one.count_unit) + (_rolled(typed, root_id, parents) or 0)


def _under(unit_id: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Return the unit and all below it."""
    found = {unit_id}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def _indicator_values(connection: sqlite3.Connection, scope: Scope, indicator_id: int, measure: str) -> dict[int, int]:
    parameters = {**scope.parameters(), "indicator": indicator_id}
    units = OF_UNITS.format(alias="v")
    if measure == "stock":
        sql = (
            "SELECT v.unit_id, v.value, max(v.ends_on) FROM indicator_value v WHERE v.indicator_id = :indicator"
            f" AND v.ends_on <= :end AND {units} GROUP BY v.unit_id"
        )
    else:
        sql = (
            "SELECT v.unit_id, sum(v.value), max(v.ends_on) FROM indicator_value v WHERE v.indicator_id = :indicator"
            f" AND v.starts_on >= :start AND v.ends_on <= :end AND {units} GROUP BY v.unit_id"
        )
    return {unit_id: value for unit_id, value, _last in connection.execute(sql, parameters)}


def _targets(connection: sqlite3.Connection, scope: Scope, subject: str, subject_id: int) -> dict[int, int]:
    sql = (
        f"SELECT t.unit_id, t.value FROM target t WHERE t.{subject} = :subject AND t.year = :year"
        f" AND {OF_UNITS.format(alias='t')} ORDER BY t.id"
    )
    parameters = {**scope.parameters(), "subject": subject_id, "year": scope.end.year}
    return dict(connection.execute(sql, parameters).fetchall())


def programme_targets(
    connection: sqlite3.Connection, scope: Scope, root_id: int, parents: Mapping[int, int | None]
) -> dict[int, int]:
    """Return the year's targets of a unit by programme id, rolled up like indicators."""
    ids = [row[0] for row in connection.execute("SELECT DISTINCT programme_id FROM target WHERE programme_id NOTNULL")]
    found = {}
    for programme_id in ids:
        target = _rolled(_targets(connection, scope, "programme_id", programme_id), root_id, parents)
        if target is not None:
            found[programme_id] = target
    return found


def programmes_of_kind(connection: sqlite3.Connection, kind: str) -> frozenset[int]:
    """Return the ids of the programmes of one kind, retired ones too."""
    return frozenset(row[0] for row in connection.execute("SELECT id FROM programme WHERE kind = ?", (kind,)))


def programme_names(connection: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    """Return (id, name, kind, unit of count) of all programmes, retired ones too, in the order of the catalogue."""
    return connection.execute("SELECT id, name, kind, count_unit FROM programme ORDER BY position, id").fetchall()


def _rolled(values: Mapping[int, int], root_id: int, parents: Mapping[int, int | None]) -> int | None:
    """Return the figure of the root: its own, or else the sum of the topmost units that have one."""
    if root_id in values:
        return values[root_id]
    total: int | None = None
    for unit_id, value in values.items():
        above = parents.get(unit_id)
        while above is not None and above not in values:
            above = parents.get(above)
        if above is None:
            total = (total or 0) + value
    return total
