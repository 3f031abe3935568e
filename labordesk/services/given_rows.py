"""The awards behind a figure of spending: who was given what, when and from which fund; light, unit by unit."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from labordesk.services.overview_choice import Choice, ground_of
from labordesk.services.pages import Page
from labordesk.services.unit_tree import unit_names
from labordesk.store.figures import Quantity, Scope
from labordesk.store.figures.scope import awards_of, within
from labordesk.store.register import Register
from labordesk.store.sum_tables import is_handed_over
from labordesk.vietnamese.periods import parse_period


@dataclass(frozen=True)
class Given:
    """Which spending is looked at: of a choice, or of the same days a year before; of one programme, of one month."""

    choice: Choice
    programme_id: int | None = None
    earlier: bool = False
    month: str = ""


@dataclass(frozen=True)
class GivenRow:
    """One award handed over; money in đồng, ``page`` and ``target`` are where its file stands."""

    id: int
    paid_on: date
    unit: str
    person: str
    what: str
    quantity: int
    count_unit: str
    cash: int
    goods: int
    funds: str
    page: str
    target: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenSum:
    """What all rows come to; ``typed`` (đồng) stands beside them in typed totals, of which there are ``typed_rows``."""

    rows: int
    quantities: tuple[Quantity, ...]
    cash: int
    goods: int
    typed: int
    typed_rows: int

    @property
    def total(self) -> int:
        """Return the figure the rows were opened from, in đồng."""
        return self.cash + self.goods + self.typed


_ROWS = """
SELECT a.id, a.paid_on, coalesce(p.full_name, ''), coalesce(c.name, g.name), a.quantity, a.count_unit,
       a.house_id, a.case_id, a.campaign_id, a.person_id,
       (SELECT coalesce(sum(l.amount), 0) FROM award_line l WHERE l.award_id = a.id AND l.form = 'cash'),
       (SELECT coalesce(sum(l.amount), 0) FROM award_line l WHERE l.award_id = a.id AND l.form <> 'cash'),
       (SELECT group_concat(name, ', ') FROM
        (SELECT DISTINCT f.name FROM award_line l JOIN fund f ON f.id = l.fund_id WHERE l.award_id = a.id))
FROM award a JOIN programme g ON g.id = a.programme_id LEFT JOIN campaign c ON c.id = a.campaign_id
LEFT JOIN person p ON p.id = a.person_id
WHERE a.unit_id = :unit AND {handed} AND {when} AND (:programme IS NULL OR a.programme_id = :programme)
  AND (a.paid_on, a.id) > (:day, :id)
ORDER BY a.paid_on, a.id LIMIT :limit
"""


def list_given(
    register: Register, wanted: Given, *, after: tuple[Any, ...] | None = None, limit: int = 100
) -> Page[GivenRow]:
    """Return the awards by unit and then by day; ``after`` is (place of the unit, day, id) of the last row before."""
    with register.looking() as connection:
        scope, names = _scope(connection, wanted), unit_names(connection)
        units = _units(connection, scope, wanted.programme_id)
        place, day, last_id = after or (0, "", 0)
        found: list[GivenRow] = []
        keys: list[tuple[int, str, int]] = []
        for here in range(place, len(units)):
            values = {"unit": units[here], "day": day, "id": last_id, "limit": limit + 1 - len(found)}
            for row in connection.execute(_sql(scope), {**_values(scope, wanted), **values}):
                found.append(_row(row, names(units[here], date.fromisoformat(row[1]))))
                keys.append((here, row[1], row[0]))
            if len(found) > limit:
                return Page(tuple(found[:limit]), keys[limit - 1])
            day, last_id = "", 0
    return Page(tuple(found))


def sum_given(register: Register, wanted: Given) -> GivenSum:
    """Return what the rows and the typed totals come to, from the same sums as every other figure."""
    with register.looking() as connection:
        scope = _scope(connection, wanted)
        values = _values(scope, wanted)
        mine = "(:programme IS NULL OR {alias}.programme_id = :programme)"
        awards: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for unit, rows, quantity in connection.execute(
            "SELECT CASE WHEN s.for_house THEN 'turn' ELSE s.count_unit END, sum(s.awards), sum(s.quantity)"
            f" FROM {awards_of(scope, 'sum_award')} AND {mine.format(alias='s')} GROUP BY 1",
            values,
        ):
            awards[unit] = (rows, quantity)
        cash, goods = 0, 0
        for form, amount in connection.execute(
            f"SELECT s.form, sum(s.amount) FROM {awards_of(scope, 'sum_line')} AND {mine.format(alias='s')} GROUP BY 1",
            values,
        ):
            cash, goods = (cash + amount, goods) if form == "cash" else (cash, goods + amount)
        typed_rows, typed = connection.execute(
            "SELECT count(*), coalesce(sum(g.cash + g.goods), 0) FROM aggregate g"
            f" WHERE {within(scope)} AND {mine.format(alias='g')}",
            values,
        ).fetchone()
    if wanted.month:
        typed_rows = typed = 0
    return GivenSum(
        rows=sum(rows for rows, _quantity in awards.values()),
        quantities=tuple(Quantity(unit, quantity, 0, rows) for unit, (rows, quantity) in awards.items()),
        cash=cash,
        goods=goods,
        typed=typed,
        typed_rows=typed_rows,
    )


def _scope(connection: sqlite3.Connection, wanted: Given) -> Scope:
    ground = ground_of(connection, wanted.choice)
    scope = ground.before if wanted.earlier else ground.scope
    if wanted.month:
        month = parse_period(wanted.month)
        scope = replace(scope, start=max(scope.start, month.start), end=min(scope.end, month.end))
    return scope


def _units(connection: sqlite3.Connection, scope: Scope, programme_id: int | None) -> list[int]:
    """Return the units that gave something, in the order of their names."""
    rows = connection.execute(
        f"SELECT u.id FROM unit u WHERE u.id IN (SELECT s.unit_id FROM {awards_of(scope, 'sum_award', by_unit=True)}"
        " AND (:programme IS NULL OR s.programme_id = :programme)) ORDER BY u.sort_key, u.id",
        {**scope.parameters(), "programme": programme_id},
    )
    return [unit_id for (unit_id,) in rows]


def _sql(scope: Scope) -> str:
    when = (
        "a.paid_on BETWEEN :start AND :end"
        if scope.tet_year is None
        else "a.campaign_id IN (SELECT id FROM campaign WHERE tet_year = :tet)"
    )
    return _ROWS.format(handed=is_handed_over("a"), when=when)


def _values(scope: Scope, wanted: Given) -> dict[str, Any]:
    return {**scope.parameters(), "programme": wanted.programme_id}


def _row(row: tuple[Any, ...], unit: str) -> GivenRow:
    award_id, paid_on, person, what, quantity, count_unit, house, case, campaign, person_id, cash, goods, funds = row
    page, target = "", {}
    for page_key, name, found in (
        ("houses", "house", house),
        ("grants", "case", case),
        ("gifts", "campaign", campaign),
        ("people", "person", person_id),
    ):
        if found is not None:
            page, target = page_key, {name: found}
            break
    return GivenRow(
        award_id,
        date.fromisoformat(paid_on),
        unit,
        person,
        what,
        quantity,
        count_unit,
        cash,
        goods,
        funds or "",
        page,
        target,
    )
