"""How many different people were helped: from the kept days of help, or from the awards where those cannot tell.

The kept days know all units together and days of handing over. For some units only, or for a campaign's label, the
awards themselves are counted, which takes as long as they are many.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from labordesk.store.figures.scope import Scope, dated, handed_over, rows
from labordesk.store.sums import PERSON_UNITS, is_paid

_NEW_IN_PERIOD = "s.paid_on BETWEEN :start AND :end AND s.before_on < :start"
"""Condition that a day of help ``s`` is the person's first one of the period."""


def people(connection: sqlite3.Connection, scope: Scope) -> int:
    """Return how many different people were helped under any programme; those of houses are told with the houses."""
    if _is_whole(connection, scope):
        sql = f"SELECT coalesce(sum(s.people), 0) FROM sum_person s WHERE s.programme_id = 0 AND {_NEW_IN_PERIOD}"
    else:
        sql = f"SELECT count(DISTINCT a.person_id) FROM award a WHERE {_helped(scope)} AND a.house_id IS NULL"
    return int(rows(connection, sql, scope)[0][0])


def people_by_programme(connection: sqlite3.Connection, scope: Scope) -> dict[int, tuple[int, int]]:
    """Return different people and handings-over to named people of each programme, houses included."""
    humans = _by_family(connection, scope, [""])
    turns = rows(
        connection,
        f"SELECT s.programme_id, sum(s.named) FROM sum_award s WHERE {handed_over(scope)} GROUP BY s.programme_id",
        scope,
    )
    return {programme_id: (humans.get((programme_id, ""), 0), named) for programme_id, named in turns}


def people_by_count_unit(connection: sqlite3.Connection, scope: Scope) -> dict[tuple[int, str], int]:
    """Return different people by (programme, unit of count), of the units that count people, without houses."""
    return _by_family(connection, scope, list(PERSON_UNITS))


def _by_family(connection: sqlite3.Connection, scope: Scope, count_units: list[str]) -> dict[tuple[int, str], int]:
    """Return different people by (programme, unit of count); "" is any unit of count, houses included."""
    wanted = ", ".join(f"('{unit}')" for unit in count_units)
    if _is_whole(connection, scope):
        sql = (
            f"SELECT s.programme_id, s.count_unit, sum(s.people) FROM programme p CROSS JOIN (VALUES {wanted}) k"
            " CROSS JOIN sum_person s ON s.programme_id = p.id AND s.count_unit = k.column1"
            f" WHERE {_NEW_IN_PERIOD} GROUP BY 1, 2"
        )
    elif count_units == [""]:
        sql = (
            "SELECT a.programme_id, '', count(DISTINCT a.person_id) FROM award a"
            f" WHERE {_helped(scope)} GROUP BY a.programme_id"
        )
    else:
        sql = (
            "SELECT a.programme_id, a.count_unit, count(DISTINCT a.person_id) FROM award a"
            f" WHERE {_helped(scope)} AND a.house_id IS NULL AND a.count_unit IN (VALUES {wanted}) GROUP BY 1, 2"
        )
    found: dict[tuple[int, str], int] = defaultdict(int)
    for programme_id, unit, count in rows(connection, sql, scope):
        found[programme_id, unit] = count
    return found


def _helped(scope: Scope) -> str:
    return f"{is_paid('a')} AND {dated(scope, 'a', 'paid_on')}"


def _is_whole(connection: sqlite3.Connection, scope: Scope) -> bool:
    """Tell whether the kept days answer: a period, and no unit outside the scope gave anything in it."""
    if scope.tet_year is not None:
        return False
    if scope.unit_ids is None:
        return True
    outside = (
        "SELECT EXISTS (SELECT 1 FROM sum_award s WHERE s.paid_on BETWEEN :start AND :end"
        " AND s.unit_id NOT IN (SELECT value FROM json_each(:units)))"
    )
    return not rows(connection, outside, scope)[0][0]
