"""Thỏa thuận sắp hết hạn, và hiệu quả: which agreements end soon, which were used how much; light."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from labordesk.rules.agreement_terms import NOTICE_DAYS
from labordesk.store.register import Register


@dataclass(frozen=True)
class Expiring:
    """An agreement that ends soon; ``days`` until its last day, 0 on that day itself."""

    id: int
    partner: str
    last_on: date
    days: int


@dataclass(frozen=True)
class YearOfUse:
    """How often members used an agreement in the periods that ended in a year, and what they saved, in đồng."""

    year: int
    members: int
    saved: int


@dataclass(frozen=True)
class Effect:
    """One agreement's use by year, the latest first; saving is never spending."""

    agreement_id: int
    years: tuple[YearOfUse, ...]

    @property
    def members(self) -> int:
        """Return all turns of all years."""
        return sum(one.members for one in self.years)

    @property
    def saved(self) -> int:
        """Return what was saved in all years, in đồng."""
        return sum(one.saved for one in self.years)


_EXPIRING = """
SELECT g.id, g.partner, coalesce(g.ended_on, g.expires_on) AS last_on FROM agreement g
WHERE g.signed_on <= :today AND last_on BETWEEN :today AND :until
  AND NOT EXISTS (SELECT 1 FROM agreement n WHERE n.partner = g.partner AND n.unit_id = g.unit_id AND n.id <> g.id
                    AND coalesce(n.ended_on, n.expires_on, '9999') > last_on)
ORDER BY last_on, g.id
"""


def expiring(connection: sqlite3.Connection, today: date, days: int = NOTICE_DAYS) -> tuple[Expiring, ...]:
    """Return the agreements whose last day is within so many days, the nearest first.

    One that the same unit has renewed with the partner already is settled and not told.
    """
    until = today + timedelta(days=days)
    rows = connection.execute(_EXPIRING, {"today": today.isoformat(), "until": until.isoformat()}).fetchall()
    found = [(row_id, partner, date.fromisoformat(last)) for row_id, partner, last in rows]
    return tuple(Expiring(row_id, partner, last, (last - today).days) for row_id, partner, last in found)


def effects(register: Register) -> dict[int, Effect]:
    """Return the use of every agreement that was used at all, by agreement id; a period counts in its last year."""
    years: dict[int, list[YearOfUse]] = defaultdict(list)
    with register.looking() as connection:
        for agreement_id, year, members, saved in connection.execute(
            "SELECT agreement_id, CAST(substr(ends_on, 1, 4) AS INTEGER), sum(members), sum(saved) FROM agreement_use"
            " GROUP BY 1, 2 ORDER BY 1, 2 DESC"
        ):
            years[agreement_id].append(YearOfUse(year, members, saved))
    return {agreement_id: Effect(agreement_id, tuple(found)) for agreement_id, found in years.items()}
