"""Handings-over (lượt) by programme: they add up to those of ``totals``; houses are counted as houses."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from labordesk.store.figures.scope import HANDED_OVER, Scope, awards_of, rows, settled, within


def turns_by_programme(connection: sqlite3.Connection, scope: Scope) -> dict[int, int]:
    """Return handings-over by programme id, typed totals included, without those for houses."""
    found: dict[int, int] = defaultdict(int)
    given = settled(connection, scope)
    for programme_id, turns in rows(
        connection,
        "SELECT s.programme_id, sum(s.named + s.unnamed)"
        f" FROM {awards_of(given, 'sum_award')} AND NOT s.for_house GROUP BY 1",
        given,
    ):
        found[programme_id] += turns
    units = ", ".join(f"'{unit}'" for unit in HANDED_OVER)
    for programme_id, turns in rows(
        connection,
        f"SELECT g.programme_id, sum(coalesce(g.quantity, 0)) FROM aggregate g WHERE g.count_unit IN ({units})"
        f" AND {within(scope)} GROUP BY 1",
        scope,
    ):
        found[programme_id] += turns
    return dict(found)
