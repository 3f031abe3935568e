"""What was given: in all, by programme and by unit. Money raised, labour days and activities are never in here.

Spending is the lines of awards handed over (received, or received by proxy) plus the typed aggregates of units that
keep no rows (domain.md 6). The rows are read as the sums kept of them (``store/sums.py``).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from labordesk.store.figures.people import people, people_by_count_unit, people_by_programme, turns_of_people
from labordesk.store.figures.scope import (
    HANDED_OVER,
    OF_UNITS,
    Quantity,
    Scope,
    awards_of,
    rows,
    settled,
    within,
)
from labordesk.store.sum_tables import PERSON_UNITS


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


_TYPED_TURNS = "CASE WHEN g.count_unit IN ({}) THEN coalesce(g.quantity, 0) ELSE 0 END".format(
    ", ".join(f"'{unit}'" for unit in HANDED_OVER)
)


def totals(connection: sqlite3.Connection, scope: Scope) -> Totals:
    """Return the grand total; people are distinct over all programmes, so they do not add up from the rows."""
    given = settled(connection, scope)
    [(turns,)] = rows(
        connection,
        f"SELECT coalesce(sum(s.named + s.unnamed), 0) FROM {awards_of(given, 'sum_award')} AND NOT s.for_house",
        given,
    )
    cash = goods = typed = 0
    levels: dict[str, int] = defaultdict(int)
    for form, level, amount in rows(
        connection,
        f"SELECT s.form, s.level, sum(s.amount) FROM {awards_of(given, 'sum_line')} GROUP BY s.form, s.level",
        given,
    ):
        cash, goods = (cash + amount, goods) if form == "cash" else (cash, goods + amount)
        levels[level] += amount
    for level, more_cash, more_goods, more_turns in rows(
        connection,
        f"SELECT g.level, sum(g.cash), sum(g.goods), sum({_TYPED_TURNS}) FROM aggregate g"
        f" WHERE {within(scope)} GROUP BY g.level",
        scope,
    ):
        turns += more_turns
        cash, goods, typed = cash + more_cash, goods + more_goods, typed + more_cash + more_goods
        levels[level] += more_cash + more_goods
    return Totals(people(connection, given), turns, cash, goods, typed, dict(levels))


def left_out(connection: sqlite3.Connection, scope: Scope) -> tuple[int, int]:
    """Return how many typed totals reach beyond the period, and their money: they cannot be divided, so none counts."""
    if scope.tet_year is not None:
        return 0, 0
    [(count, amount)] = rows(
        connection,
        "SELECT count(*), coalesce(sum(g.cash + g.goods), 0) FROM aggregate g"
        " WHERE g.starts_on <= :end AND g.ends_on >= :start AND NOT (g.starts_on >= :start AND g.ends_on <= :end)"
        f" AND {OF_UNITS.format(alias='g')}",
        scope,
    )
    return count, amount


def by_programme(connection: sqlite3.Connection, scope: Scope) -> tuple[ProgrammeFigure, ...]:
    """Return the programmes that gave something, in the order of the catalogue."""
    figures = {
        row[0]: ProgrammeFigure(row[0], row[1], row[2], row[3], row[4] or "")
        for row in rows(
            connection, "SELECT id, name, kind, count_unit, audience FROM programme ORDER BY position, id", scope
        )
    }
    counted: dict[int, dict[str, Quantity]] = defaultdict(dict)
    given = settled(connection, scope)
    helped = people_by_programme(connection, given)
    for programme_id, unit, quantity in _programme_counts(connection, given, helped):
        _put(counted[programme_id], unit, quantity)
    for programme_id, unit, form, level, amount in _programme_money(connection, given):
        _put(counted[programme_id], unit, Quantity(unit, 0, amount))
        figures[programme_id] = _with_money(figures[programme_id], form, level, amount)
    for programme_id, unit, count, level, cash, goods in _typed_rows(connection, scope):
        _put(counted[programme_id], unit, Quantity(unit, count or 0, cash + goods))
        figure = _with_money(_with_money(figures[programme_id], "cash", level, cash), "goods", level, goods)
        figures[programme_id] = replace(figure, typed=figure.typed + cash + goods)
    for programme_id, turns in turns_of_people(connection, given).items():
        figures[programme_id] = replace(figures[programme_id], people=helped.get(programme_id, 0), turns=turns)
    return tuple(
        replace(figure, quantities=tuple(counted[figure.programme_id].values()))
        for figure in figures.values()
        if counted.get(figure.programme_id)
    )


def total_by_programme(connection: sqlite3.Connection, scope: Scope) -> dict[int, int]:
    """Return the money of each programme (đồng) without counting anybody, for a comparison."""
    found: dict[int, int] = defaultdict(int)
    for programme_id, _unit, _form, _level, amount in _programme_money(connection, settled(connection, scope)):
        found[programme_id] += amount
    for programme_id, _unit, _count, _level, cash, goods in _typed_rows(connection, scope):
        found[programme_id] += cash + goods
    return dict(found)


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


def _programme_counts(
    connection: sqlite3.Connection, scope: Scope, helped: Mapping[int, int]
) -> Iterable[tuple[int, str, Quantity]]:
    """Yield counts of awards; a house paid in instalments is counted by ``houses``, not here."""
    humans = people_by_count_unit(connection, scope, helped)
    for programme_id, unit, quantity, unnamed, turns in rows(
        connection,
        "SELECT s.programme_id, s.count_unit, sum(s.quantity), sum(s.unnamed), sum(s.awards)"
        f" FROM {awards_of(scope, 'sum_award')} AND NOT s.for_house GROUP BY s.programme_id, s.count_unit",
        scope,
    ):
        count = humans.get((programme_id, unit), 0) + unnamed if unit in PERSON_UNITS else quantity
        yield programme_id, unit, Quantity(unit, count, turns=turns)


def _programme_money(connection: sqlite3.Connection, scope: Scope) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        "SELECT s.programme_id, CASE WHEN s.for_house THEN 'house' ELSE s.count_unit END, s.form, s.level,"
        f" sum(s.amount) FROM {awards_of(scope, 'sum_line')} GROUP BY 1, 2, 3, 4",
        scope,
    )


def _typed_rows(connection: sqlite3.Connection, scope: Scope) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        "SELECT g.programme_id, CASE WHEN p.kind = 'house' THEN 'house' ELSE g.count_unit END,"
        " CASE WHEN p.kind = 'house' THEN 0 ELSE g.quantity END, g.level, g.cash, g.goods"
        f" FROM aggregate g JOIN programme p ON p.id = g.programme_id WHERE {within(scope)}",
        scope,
    )


def by_unit(connection: sqlite3.Connection, scope: Scope) -> dict[int, UnitFigure]:
    """Return the figures of each unit with rows or aggregates of its own; roll them up with the unit tree."""
    found: dict[int, UnitFigure] = defaultdict(UnitFigure)
    kinds = dict(connection.execute("SELECT id, kind FROM programme").fetchall())
    for unit_id, turns, packages in rows(
        connection,
        "SELECT s.unit_id, sum(s.named + s.unnamed),"
        " sum(CASE WHEN s.count_unit = 'package' THEN s.quantity ELSE 0 END)"
        f" FROM {awards_of(scope, 'sum_award', by_unit=True)} AND NOT s.for_house GROUP BY s.unit_id",
        scope,
    ):
        found[unit_id] += UnitFigure(turns=turns, packages=packages)
    for unit_id, programme_id, amount in rows(
        connection,
        "SELECT s.unit_id, s.programme_id, sum(s.amount)"
        f" FROM {awards_of(scope, 'sum_line', by_unit=True)} GROUP BY s.unit_id, s.programme_id",
        scope,
    ):
        found[unit_id] += _money_of(kinds[programme_id], amount)
    for unit_id, kind, turns, packages, built, amount in rows(
        connection,
        f"SELECT g.unit_id, p.kind, {_TYPED_TURNS},"
        " CASE WHEN g.count_unit = 'package' AND p.kind <> 'house' THEN coalesce(g.quantity, 0) ELSE 0 END,"
        " coalesce(g.new_houses, 0) + coalesce(g.repaired_houses, 0), g.cash + g.goods"
        f" FROM aggregate g JOIN programme p ON p.id = g.programme_id WHERE {within(scope)}",
        scope,
    ):
        found[unit_id] += _money_of(kind, amount) + UnitFigure(turns=turns, packages=packages, houses=built)
    if scope.tet_year is None:
        for unit_id, count in rows(
            connection,
            "SELECT h.unit_id, count(*) FROM house h JOIN house_milestone m ON m.house_id = h.id"
            " WHERE m.milestone = 'funded' AND m.happened_on BETWEEN :start AND :end"
            f" AND {OF_UNITS.format(alias='h')} GROUP BY h.unit_id",
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
