"""Houses by milestone: a house counts once in each, on that milestone's own date (domain.md 10.6)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from labordesk.store.figures.scope import OF_UNITS, Scope, rows, within


@dataclass(frozen=True)
class HouseFigure:
    """How many houses reached each milestone in the period; a house counts once in each, on that one's date."""

    new: Mapping[str, int]
    repaired: Mapping[str, int]

    def count(self, milestone: str) -> int:
        """Return new and repaired houses together."""
        return self.new.get(milestone, 0) + self.repaired.get(milestone, 0)


def houses(connection: sqlite3.Connection, scope: Scope) -> HouseFigure:
    """Return houses by milestone reached in the period; typed aggregates count as "funded" (trao hỗ trợ)."""
    new: dict[str, int] = defaultdict(int)
    repaired: dict[str, int] = defaultdict(int)
    if scope.tet_year is None:
        for milestone, work, count in rows(
            connection,
            "SELECT m.milestone, h.work, count(*) FROM house_milestone m JOIN house h ON h.id = m.house_id"
            f" WHERE m.happened_on BETWEEN :start AND :end AND {OF_UNITS.format(alias='h')} GROUP BY 1, 2",
            scope,
        ):
            (new if work == "new" else repaired)[milestone] += count
    for typed_new, typed_repaired in rows(
        connection,
        f"SELECT coalesce(g.new_houses, 0), coalesce(g.repaired_houses, 0) FROM aggregate g WHERE {within(scope)}",
        scope,
    ):
        new["funded"] += typed_new
        repaired["funded"] += typed_repaired
    return HouseFigure(dict(new), dict(repaired))
