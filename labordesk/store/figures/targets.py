"""Organisation figures and targets, rolled up over the unit tree without counting anything twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

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
        target = indicator_target(connection, scope, one.id, root_id, parents)
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
    typed = _typed_rows(connection, scope, one, root_id, parents)
    told = sum(value for _id, value in typed)
    if one.computed:
        return computed_count(connection, scope, one.computed, one.count_unit) + told
    return told if typed else None


def typed_values(
    connection: sqlite3.Connection, scope: Scope, indicator_id: int, root_id: int, parents: Mapping[int, int | None]
) -> tuple[str, str, list[int]]:
    """Return what an indicator is counted from, its unit of count, and the ids of the typed figures that count."""
    [row] = connection.execute(
        "SELECT id, code, name, count_unit, measure, coalesce(phrase, ''), coalesce(computed, '') FROM indicator"
        " WHERE id = ?",
        (indicator_id,),
    )
    one = _Indicator(*row)
    return (
        one.computed,
        one.count_unit,
        [row_id for row_id, _value in _typed_rows(connection, scope, one, root_id, parents)],
    )


def _typed_rows(
    connection: sqlite3.Connection, scope: Scope, one: _Indicator, root_id: int, parents: Mapping[int, int | None]
) -> list[tuple[int, int]]:
    """Return (id, value) of the typed figures that count for the root."""
    found = _indicator_values(connection, scope, one)
    if one.computed:
        found = [row for row in found if not _has_rows(connection, row, one, parents)]
    counting = _counting({row.unit_id for row in found}, root_id, parents)
    return [(row.id, row.value) for row in found if row.unit_id in counting]


def _has_rows(
    connection: sqlite3.Connection, typed: _Typed, one: _Indicator, parents: Mapping[int, int | None]
) -> bool:
    """Tell whether the register itself counts something where and when a figure was typed."""
    there = Scope(
        date.fromisoformat(typed.starts_on), date.fromisoformat(typed.ends_on), _under(typed.unit_id, parents)
    )
    return bool(computed_count(connection, there, one.computed, one.count_unit))


def _under(unit_id: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Return the unit and all below it."""
    found = {unit_id}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


class _Typed(NamedTuple):
    unit_id: int
    id: int
    value: int
    starts_on: str
    ends_on: str


def _indicator_values(connection: sqlite3.Connection, scope: Scope, one: _Indicator) -> list[_Typed]:
    """Return the typed figures of the period; of a stock the last one of each unit up to its end."""
    parameters = {**scope.parameters(), "indicator": one.id}
    columns, units = "v.unit_id, v.id, v.value, v.starts_on", OF_UNITS.format(alias="v")
    if one.measure == "stock" and not one.computed:
        sql = (
            f"SELECT {columns}, max(v.ends_on) FROM indicator_value v WHERE v.indicator_id = :indicator"
            f" AND v.ends_on <= :end AND {units} GROUP BY v.unit_id"
        )
    else:
        sql = (
            f"SELECT {columns}, v.ends_on FROM indicator_value v WHERE v.indicator_id = :indicator"
            f" AND v.starts_on >= :start AND v.ends_on <= :end AND {units}"
        )
    return [_Typed(*row) for row in connection.execute(sql, parameters).fetchall()]


def target_rows(
    connection: sqlite3.Connection,
    scope: Scope,
    subject: Literal["programme_id", "indicator_id"],
    subject_id: int,
    root_id: int,
    parents: Mapping[int, int | None],
) -> list[tuple[int, int]]:
    """Return (id, value) of the year's targets that count for the root."""
    sql = (
        f"SELECT t.unit_id, t.id, t.value FROM target t WHERE t.{subject} = :subject AND t.year = :year"
        f" AND {OF_UNITS.format(alias='t')} ORDER BY t.id"
    )
    parameters = {**scope.parameters(), "subject": subject_id, "year": scope.end.year}
    own = {unit_id: (row_id, value) for unit_id, row_id, value in connection.execute(sql, parameters)}
    counting = _counting(set(own), root_id, parents)
    return [row for unit_id, row in own.items() if unit_id in counting]


def _target(
    connection: sqlite3.Connection,
    scope: Scope,
    subject: Literal["programme_id", "indicator_id"],
    subject_id: int,
    root_id: int,
    parents: Mapping[int, int | None],
) -> int | None:
    found = target_rows(connection, scope, subject, subject_id, root_id, parents)
    return sum(value for _id, value in found) if found else None


def programme_targets(
    connection: sqlite3.Connection, scope: Scope, root_id: int, parents: Mapping[int, int | None]
) -> dict[int, int]:
    """Return the year's targets of a unit by programme id, rolled up like indicators."""
    ids = [row[0] for row in connection.execute("SELECT DISTINCT programme_id FROM target WHERE programme_id NOTNULL")]
    targets = {one: _target(connection, scope, "programme_id", one, root_id, parents) for one in ids}
    return {one: target for one, target in targets.items() if target is not None}


def indicator_target(
    connection: sqlite3.Connection, scope: Scope, indicator_id: int, root_id: int, parents: Mapping[int, int | None]
) -> int | None:
    """Return the year's target of a unit for an indicator, None where none was set."""
    return _target(connection, scope, "indicator_id", indicator_id, root_id, parents)


def programmes_of_kind(connection: sqlite3.Connection, kind: str) -> frozenset[int]:
    """Return the ids of the programmes of one kind, retired ones too."""
    return frozenset(row[0] for row in connection.execute("SELECT id FROM programme WHERE kind = ?", (kind,)))


def programme_names(connection: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    """Return (id, name, kind, unit of count) of all programmes, retired ones too, in the order of the catalogue."""
    return connection.execute("SELECT id, name, kind, count_unit FROM programme ORDER BY position, id").fetchall()


def _counting(units: Set[int], root_id: int, parents: Mapping[int, int | None]) -> Set[int]:
    """Return the units whose figures make that of the root: itself, or else the topmost ones that have a figure."""
    if root_id in units:
        return {root_id}
    topmost = set()
    for unit_id in units:
        above = parents.get(unit_id)
        while above is not None and above not in units:
            above = parents.get(above)
        if above is None:
            topmost.add(unit_id)
    return topmost
