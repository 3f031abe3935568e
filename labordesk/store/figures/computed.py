"""Indicators counted from the register: each from its own event, in its own unit of count (kinds/*)."""

from __future__ import annotations

import json
import sqlite3

from labordesk.kinds import AGREEMENT, HOUSE, Counting, computed_by
from labordesk.store.figures.building import houses
from labordesk.store.figures.scope import HANDED_OVER, OF_UNITS, Scope, awards_of, helped_in, rows, settled, within
from labordesk.store.sum_tables import PERSON_UNITS


def computed_count(connection: sqlite3.Connection, scope: Scope, computed: str, count_unit: str) -> int:
    """Return what the choice of an indicator ("gift.people") comes to in the scope, typed totals included.

    Quantities are those in ``count_unit`` only; people are distinct over all programmes of the kind.
    """
    kind_code = computed.partition(".")[0]
    rule = computed_by(computed)
    if kind_code == HOUSE.code:
        return houses(connection, scope).count(rule.event.code)
    if kind_code == AGREEMENT.code:
        return _agreements(connection, scope) if rule.counting is Counting.RECORDS else _uses(connection, scope)
    if rule.counting is Counting.PEOPLE:
        return _people(connection, scope, kind_code) + _typed(connection, scope, kind_code, PERSON_UNITS)
    if rule.counting is Counting.TURNS:
        turns = _sum(connection, scope, kind_code, "s.named + s.unnamed")
        return turns + _typed(connection, scope, kind_code, HANDED_OVER)
    quantity = _sum(connection, scope, kind_code, "CASE WHEN s.count_unit = :unit THEN s.quantity END", count_unit)
    return quantity + _typed(connection, scope, kind_code, (count_unit,))


_OF_KIND = "{alias}.programme_id IN (SELECT id FROM programme WHERE kind = :kind)"


def _sum(connection: sqlite3.Connection, scope: Scope, kind: str, counted: str, count_unit: str = "") -> int:
    """Add up a column of the kept sums over the awards of a kind."""
    scope = settled(connection, scope)
    sql = (
        f"SELECT sum({counted}) FROM {awards_of(scope, 'sum_award')}"
        f" AND NOT s.for_house AND {_OF_KIND.format(alias='s')}"
    )
    [(count,)] = connection.execute(sql, {**scope.parameters(), "kind": kind, "unit": count_unit}).fetchall()
    return count or 0


def _people(connection: sqlite3.Connection, scope: Scope, kind: str) -> int:
    """Count who was helped under any programme of the kind, from the awards themselves: people do not add up."""
    scope = settled(connection, scope)
    sql = (
        f"SELECT count(DISTINCT a.person_id) FROM {helped_in(scope)} AND a.house_id IS NULL"
        f" AND {_OF_KIND.format(alias='a')}"
    )
    [(named,)] = connection.execute(sql, {**scope.parameters(), "kind": kind}).fetchall()
    return int(named) + _sum(connection, scope, kind, "s.unnamed")


def _typed(connection: sqlite3.Connection, scope: Scope, kind: str, units: tuple[str, ...]) -> int:
    sql = (
        f"SELECT sum(g.quantity) FROM aggregate g WHERE {_OF_KIND.format(alias='g')}"
        f" AND g.count_unit IN (SELECT value FROM json_each(:listed)) AND {within(scope)}"
    )
    parameters = {**scope.parameters(), "kind": kind, "listed": json.dumps(units)}
    [(count,)] = connection.execute(sql, parameters).fetchall()
    return count or 0


def _agreements(connection: sqlite3.Connection, scope: Scope) -> int:
    sql = f"SELECT count(*) FROM agreement g WHERE g.signed_on BETWEEN :start AND :end AND {OF_UNITS.format(alias='g')}"
    return int(rows(connection, sql, scope)[0][0])


def _uses(connection: sqlite3.Connection, scope: Scope) -> int:
    """Return turns of members; those not told by unit belong to the unit that signed."""
    [(count,)] = rows(
        connection,
        "SELECT sum(members) FROM (SELECT coalesce(u.unit_id, g.unit_id) AS unit_id, u.members FROM agreement_use u"
        " JOIN agreement g ON g.id = u.agreement_id WHERE u.ends_on BETWEEN :start AND :end) s"
        f" WHERE {OF_UNITS.format(alias='s')}",
        scope,
    )
    return count or 0
