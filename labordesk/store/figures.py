"""The sums of a register: the one definition of every figure that a screen or a paper shows.

Spending is the lines of awards handed over (received, or received by proxy) plus the typed aggregates of units
that keep no rows. Contributions, labour days and the cost of activities are never part of it (domain.md 1, 6).
Everything here reads through the light connection, so that a first screen needs no ORM.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

PERSON_UNITS = ("person", "member")
"""Units of count that count humans: distinct people, not handings-over."""


HANDED_OVER = (*PERSON_UNITS, "turn", "case", "package", "ticket", "household")
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


@dataclass(frozen=True)
class ProgrammeFigure:
    """What one programme gave: money in đồng; ``typed`` is the part that comes from aggregates."""

    programme_id: int
    name: str
    kind: str
    count_unit: str
    audience: str
    quantities: tuple[Quantity, ...] = ()
    people: int = 0
    turns: int = 0
    cash: int = 0
    goods: int = 0
    typed: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return cash and goods together."""
        return self.cash + self.goods


@dataclass(frozen=True)
class UnitFigure:
    """What was given in one unit (its own rows only); everything here may be added up over units."""

    turns: int = 0
    packages: int = 0
    houses: int = 0
    gift: int = 0
    grant: int = 0
    house: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """Return all money in đồng."""
        return self.gift + self.grant + self.house + self.other

    def __add__(self, other: UnitFigure) -> UnitFigure:
        return UnitFigure(
            self.turns + other.turns,
            self.packages + other.packages,
            self.houses + other.houses,
            self.gift + other.gift,
            self.grant + other.grant,
            self.house + other.house,
            self.other + other.other,
        )


@dataclass(frozen=True)
class HouseFigure:
    """How many houses reached each milestone in the period; a house counts once in each, on that one's date."""

    new: Mapping[str, int]
    repaired: Mapping[str, int]

    def count(self, milestone: str) -> int:
        """Return new and repaired houses together."""
        return self.new.get(milestone, 0) + self.repaired.get(milestone, 0)


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

    @property
    def money(self) -> int:
        """Return cash and goods; labour days are never money."""
        return self.cash + self.goods


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


@dataclass(frozen=True)
class Totals:
    """Spending of the scope: distinct people named, handings-over (lượt), money in đồng by paying level."""

    people: int
    turns: int
    cash: int
    goods: int
    typed: int
    levels: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return everything given, in đồng."""
        return self.cash + self.goods


_UNITS = "(:units IS NULL OR {alias}.unit_id IN (SELECT value FROM json_each(:units)))"

_PAID_BY_DATE = "a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :start AND :end AND " + _UNITS.format(
    alias="a"
)
_PAID_BY_TET = (
    "a.handover IN ('received', 'proxy') AND a.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet) AND "
    + _UNITS.format(alias="a")
)


_TYPED_TURNS = "CASE WHEN g.count_unit IN ({}) THEN coalesce(g.quantity, 0) ELSE 0 END".format(
    ", ".join(f"'{unit}'" for unit in HANDED_OVER)
)


def _paid(scope: Scope) -> str:
    """Return the condition under which an award ``a`` is spending of the scope."""
    return _PAID_BY_DATE if scope.tet_year is None else _PAID_BY_TET


def _dated(scope: Scope, alias: str, column: str) -> str:
    """Return the condition for a row with one date; with a Tết year the label of its campaign decides."""
    units = _UNITS.format(alias=alias)
    if scope.tet_year is None:
        return f"{alias}.{column} BETWEEN :start AND :end AND {units}"
    return f"{alias}.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet) AND {units}"


def _within(scope: Scope) -> str:
    """Return the condition for an aggregate ``g``: wholly inside the period, since it cannot be divided."""
    units = _UNITS.format(alias="g")
    if scope.tet_year is None:
        return f"g.starts_on >= :start AND g.ends_on <= :end AND {units}"
    return f"g.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet) AND {units}"


def _rows(connection: sqlite3.Connection, sql: str, scope: Scope) -> list[tuple[Any, ...]]:
    return connection.execute(sql, scope.parameters()).fetchall()


def totals(connection: sqlite3.Connection, scope: Scope) -> Totals:
    """Return the grand total; people are distinct over all programmes, so they do not add up from the rows."""
    paid = _paid(scope)
    [(people, turns)] = _rows(
        connection,
        "SELECT count(DISTINCT a.person_id), coalesce(sum(CASE WHEN a.person_id IS NULL THEN a.quantity ELSE 1 END), 0)"
        f" FROM award a WHERE {paid} AND a.house_id IS NULL",
        scope,
    )
    cash = goods = typed = 0
    levels: dict[str, int] = defaultdict(int)
    for form, level, amount in _rows(
        connection,
        "SELECT l.form, l.level, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
        f" WHERE {paid} GROUP BY l.form, l.level",
        scope,
    ):
        cash, goods = (cash + amount, goods) if form == "cash" else (cash, goods + amount)
        levels[level] += amount
    for level, more_cash, more_goods, more_turns in _rows(
        connection,
        f"SELECT g.level, sum(g.cash), sum(g.goods), sum({_TYPED_TURNS}) FROM aggregate g"
        f" WHERE {_within(scope)} GROUP BY g.level",
        scope,
    ):
        turns += more_turns
        cash, goods, typed = cash + more_cash, goods + more_goods, typed + more_cash + more_goods
        levels[level] += more_cash + more_goods
    return Totals(people, turns, cash, goods, typed, dict(levels))


def by_programme(connection: sqlite3.Connection, scope: Scope) -> tuple[ProgrammeFigure, ...]:
    """Return the programmes that gave something, in the order of the catalogue."""
    figures = {
        row[0]: ProgrammeFigure(row[0], row[1], row[2], row[3], row[4] or "")
        for row in _rows(
            connection, "SELECT id, name, kind, count_unit, audience FROM programme ORDER BY position, id", scope
        )
    }
    counted: dict[int, dict[str, Quantity]] = defaultdict(dict)
    for programme_id, unit, quantity in _programme_counts(connection, scope):
        _put(counted[programme_id], unit, quantity)
    for programme_id, unit, form, level, amount in _programme_money(connection, scope):
        _put(counted[programme_id], unit, Quantity(unit, 0, amount))
        figures[programme_id] = _with_money(figures[programme_id], form, level, amount)
    for programme_id, unit, count, level, cash, goods in _typed_rows(connection, scope):
        _put(counted[programme_id], unit, Quantity(unit, count or 0, cash + goods))
        figure = _with_money(_with_money(figures[programme_id], "cash", level, cash), "goods", level, goods)
        figures[programme_id] = replace(figure, typed=figure.typed + cash + goods)
    for programme_id, people, turns in _programme_people(connection, scope):
        figures[programme_id] = replace(figures[programme_id], people=people, turns=turns)
    return tuple(
        replace(figure, quantities=tuple(counted[figure.programme_id].values()))
        for figure in figures.values()
        if counted.get(figure.programme_id)
    )


def _put(quantities: dict[str, Quantity], unit: str, more: Quantity) -> None:
    old = quantities.get(unit, Quantity(unit, 0))
    quantities[unit] = Quantity(unit, old.count + more.count, old.amount + more.amount, old.turns + more.turns)


def _with_money(figure: ProgrammeFigure, form: str, level: str, amount: int) -> ProgrammeFigure:
    if not amount:
        return figure
    levels = {**figure.levels, level: figure.levels.get(level, 0) + amount}
    if form == "cash":
        return replace(figure, cash=figure.cash + amount, levels=levels)
    return replace(figure, goods=figure.goods + amount, levels=levels)


def _programme_counts(connection: sqlite3.Connection, scope: Scope) -> Iterable[tuple[int, str, Quantity]]:
    """Yield counts of awards; a house paid in instalments is counted by ``houses``, not here."""
    for programme_id, unit, quantity, people, unnamed, turns in _rows(
        connection,
        "SELECT a.programme_id, a.count_unit, sum(a.quantity), count(DISTINCT a.person_id),"
        " sum(CASE WHEN a.person_id IS NULL THEN a.quantity ELSE 0 END), count(*)"
        f" FROM award a WHERE {_paid(scope)} AND a.house_id IS NULL GROUP BY a.programme_id, a.count_unit",
        scope,
    ):
        count = people + unnamed if unit in PERSON_UNITS else quantity
        yield programme_id, unit, Quantity(unit, count, turns=turns)


def _programme_money(connection: sqlite3.Connection, scope: Scope) -> list[tuple[Any, ...]]:
    return _rows(
        connection,
        "SELECT a.programme_id, CASE WHEN a.house_id IS NULL THEN a.count_unit ELSE 'house' END, l.form, l.level,"
        " sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
        f" WHERE {_paid(scope)} GROUP BY 1, 2, 3, 4",
        scope,
    )


def _typed_rows(connection: sqlite3.Connection, scope: Scope) -> list[tuple[Any, ...]]:
    return _rows(
        connection,
        "SELECT g.programme_id, CASE WHEN p.kind = 'house' THEN 'house' ELSE g.count_unit END,"
        " CASE WHEN p.kind = 'house' THEN 0 ELSE g.quantity END, g.level, g.cash, g.goods"
        f" FROM aggregate g JOIN programme p ON p.id = g.programme_id WHERE {_within(scope)}",
        scope,
    )


def _programme_people(connection: sqlite3.Connection, scope: Scope) -> list[tuple[Any, ...]]:
    return _rows(
        connection,
        "SELECT a.programme_id, count(DISTINCT a.person_id), count(a.person_id)"
        f" FROM award a WHERE {_paid(scope)} GROUP BY a.programme_id",
        scope,
    )


def by_unit(connection: sqlite3.Connection, scope: Scope) -> dict[int, UnitFigure]:
    """Return the figures of each unit with rows or aggregates of its own; roll them up with the unit tree."""
    found: dict[int, UnitFigure] = defaultdict(UnitFigure)
    for unit_id, turns, packages in _rows(
        connection,
        "SELECT a.unit_id, sum(CASE WHEN a.person_id IS NULL THEN a.quantity ELSE 1 END),"
        " sum(CASE WHEN a.count_unit = 'package' THEN a.quantity ELSE 0 END)"
        f" FROM award a WHERE {_paid(scope)} AND a.house_id IS NULL GROUP BY a.unit_id",
        scope,
    ):
        found[unit_id] += UnitFigure(turns=turns, packages=packages)
    for unit_id, kind, amount in _rows(
        connection,
        "SELECT a.unit_id, p.kind, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
        f" JOIN programme p ON p.id = a.programme_id WHERE {_paid(scope)} GROUP BY a.unit_id, p.kind",
        scope,
    ):
        found[unit_id] += _money_of(kind, amount)
    for unit_id, kind, turns, packages, built, amount in _rows(
        connection,
        f"SELECT g.unit_id, p.kind, {_TYPED_TURNS},"
        " CASE WHEN g.count_unit = 'package' THEN coalesce(g.quantity, 0) ELSE 0 END,"
        " coalesce(g.new_houses, 0) + coalesce(g.repaired_houses, 0), g.cash + g.goods"
        f" FROM aggregate g JOIN programme p ON p.id = g.programme_id WHERE {_within(scope)}",
        scope,
    ):
        found[unit_id] += _money_of(kind, amount) + UnitFigure(turns=turns, packages=packages, houses=built)
    if scope.tet_year is None:
        for unit_id, count in _rows(
            connection,
            "SELECT h.unit_id, count(*) FROM house h JOIN house_milestone m ON m.house_id = h.id"
            " WHERE m.milestone = 'funded' AND m.happened_on BETWEEN :start AND :end"
            f" AND {_UNITS.format(alias='h')} GROUP BY h.unit_id",
            scope,
        ):
            found[unit_id] += UnitFigure(houses=count)
    return dict(found)


def _money_of(kind: str, amount: int) -> UnitFigure:
    if kind == "gift":
        return UnitFigure(gift=amount)
    if kind == "grant":
        return UnitFigure(grant=amount)
    if kind == "house":
        return UnitFigure(house=amount)
    return UnitFigure(other=amount)


def houses(connection: sqlite3.Connection, scope: Scope) -> HouseFigure:
    """Return houses by milestone reached in the period; typed aggregates count as "funded" (trao hỗ trợ)."""
    new: dict[str, int] = defaultdict(int)
    repaired: dict[str, int] = defaultdict(int)
    if scope.tet_year is None:
        for milestone, work, count in _rows(
            connection,
            "SELECT m.milestone, h.work, count(*) FROM house_milestone m JOIN house h ON h.id = m.house_id"
            f" WHERE m.happened_on BETWEEN :start AND :end AND {_UNITS.format(alias='h')} GROUP BY 1, 2",
            scope,
        ):
            (new if work == "new" else repaired)[milestone] += count
    for typed_new, typed_repaired in _rows(
        connection,
        f"SELECT coalesce(g.new_houses, 0), coalesce(g.repaired_houses, 0) FROM aggregate g WHERE {_within(scope)}",
        scope,
    ):
        new["funded"] += typed_new
        repaired["funded"] += typed_repaired
    return HouseFigure(dict(new), dict(repaired))


def activities(connection: sqlite3.Connection, scope: Scope) -> tuple[ActivityFigure, ...]:
    """Return head counts by programme and unit of count, never added across units of count."""
    where = _dated(scope, "v", "happened_on")
    beside: dict[tuple[int, str], list[Quantity]] = defaultdict(list)
    for programme_id, unit, second_unit, count in _rows(
        connection,
        "SELECT v.programme_id, v.count_unit, v.second_unit, sum(v.second_count) FROM activity v"
        f" WHERE {where} AND v.second_count IS NOT NULL AND v.second_unit IS NOT NULL GROUP BY 1, 2, 3",
        scope,
    ):
        beside[programme_id, unit].append(Quantity(second_unit, count))
    return tuple(
        ActivityFigure(programme_id, name, unit, count, cost, events, audience or "", tuple(beside[programme_id, unit]))
        for programme_id, name, unit, count, cost, events, audience in _rows(
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
        for row in _rows(
            connection,
            "SELECT coalesce(p.name, ''), coalesce(f.name, ''), coalesce(c.purpose, ''), sum(c.cash), sum(c.goods),"
            " sum(c.labour_days), sum(c.pledged) FROM contribution c LEFT JOIN programme p ON p.id = c.programme_id"
            f" LEFT JOIN fund f ON f.id = c.fund_id WHERE {_dated(scope, 'c', 'received_on')}"
            " GROUP BY p.id, f.id, c.purpose ORDER BY p.position, f.position, c.purpose",
            scope,
        )
    )


def indicators(
    connection: sqlite3.Connection, scope: Scope, root_id: int, parents: Mapping[int, int | None]
) -> tuple[IndicatorFigure, ...]:
    """Return the organisation figures of a unit.

    A unit's own typed figure stands for its whole subtree; only where it has none are the figures of the units
    below added up, so that nothing is counted twice. ``parents`` maps every unit of the scope to its parent.
    """
    if scope.tet_year is not None:
        return ()
    catalogue = _rows(
        connection,
        "SELECT id, code, name, count_unit, measure, coalesce(phrase, '') FROM indicator ORDER BY position, id",
        scope,
    )
    year_start = replace(scope, start=date(scope.end.year, 1, 1))
    found = []
    for indicator_id, code, name, count_unit, measure, phrase in catalogue:
        value = _rolled(_indicator_values(connection, scope, indicator_id, measure), root_id, parents)
        if value is None:
            continue
        since = _rolled(_indicator_values(connection, year_start, indicator_id, measure), root_id, parents)
        target = _rolled(_targets(connection, scope, "indicator_id", indicator_id), root_id, parents)
        found.append(
            IndicatorFigure(indicator_id, code, name, count_unit, measure, phrase, value, since or value, target)
        )
    return tuple(found)


def _indicator_values(connection: sqlite3.Connection, scope: Scope, indicator_id: int, measure: str) -> dict[int, int]:
    parameters = {**scope.parameters(), "indicator": indicator_id}
    units = _UNITS.format(alias="v")
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
        f" AND {_UNITS.format(alias='t')} ORDER BY t.id"
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
