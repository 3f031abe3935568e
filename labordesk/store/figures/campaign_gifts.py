"""The gifts of one or several campaigns up to a day: planned, allocated, listed, handed over, and who got nothing.

Typed totals are handed over without a list: they count as given, never as listed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from labordesk.store.sum_tables import is_handed_over


@dataclass(frozen=True)
class CampaignPlan:
    """What a campaign set out to give in the unit of count of its programme; 0 where nobody wrote it down.

    ``unit_id`` is the unit that holds the campaign, None for the one that keeps the register.
    """

    id: int
    name: str
    planned: int
    count_unit: str
    unit_id: int | None = None


@dataclass(frozen=True)
class GiftFigure:
    """Counts of one unit of count and money (đồng) of one unit in one campaign; counts of one kind may be added up."""

    listed: int = 0
    given: int = 0
    amount: int = 0
    typed: int = 0
    named: int = 0
    """Those of ``given`` that stand on a list: typed totals have none."""

    @property
    def waiting(self) -> int:
        """Return what is listed and not yet handed over."""
        return self.listed - self.named

    def __add__(self, other: GiftFigure) -> GiftFigure:
        return GiftFigure(
            self.listed + other.listed,
            self.given + other.given,
            self.amount + other.amount,
            self.typed + other.typed,
            self.named + other.named,
        )


@dataclass(frozen=True)
class CampaignScope:
    """Which gifts count: of these campaigns and units (None: all), handed over up to a day inclusive."""

    campaigns: tuple[int, ...]
    units: frozenset[int] | None
    until: date

    def parameters(self) -> dict[str, Any]:
        """Return the values bound into every query."""
        units = None if self.units is None else json.dumps(sorted(self.units))
        return {"campaigns": json.dumps(self.campaigns), "units": units, "until": self.until.isoformat()}


OF_CAMPAIGNS = (
    "{alias}.campaign_id IN (SELECT value FROM json_each(:campaigns))"
    " AND (:units IS NULL OR {alias}.unit_id IN (SELECT value FROM json_each(:units)))"
)
"""Condition that a row of the table ``alias`` belongs to the campaigns and units of the scope."""
IS_GIVEN = f"({is_handed_over('a')} AND a.paid_on <= :until)"
"""Condition that an award ``a`` was handed over by the day of the scope."""


ON_A_LIST = (
    "SELECT a.person_id FROM award a WHERE a.campaign_id IN (SELECT value FROM json_each(:campaigns))"
    " AND a.person_id IS NOT NULL AND a.handover IN ('planned', 'received', 'proxy')"
)
"""The ids of those who are on a list of the campaigns."""

GOT = f"got AS MATERIALIZED (SELECT p.id AS person_id, p.citizen_id FROM person p WHERE p.id IN ({ON_A_LIST}))"
"""Who is on a list of the campaigns."""

WITHOUT = (
    "p.standing = 'member' AND p.unit_id IS NOT NULL"
    " AND (:units IS NULL OR p.unit_id IN (SELECT value FROM json_each(:units)))"
    " AND p.id NOT IN (SELECT person_id FROM got) AND (p.citizen_id IS NULL OR p.citizen_id NOT IN"
    " (SELECT citizen_id FROM got WHERE citizen_id IS NOT NULL))"
)
"""Members ``p`` who are not among them."""


_BY_ANOTHER_FILE = (
    "WITH shared AS MATERIALIZED (SELECT citizen_id FROM person WHERE citizen_id IS NOT NULL"
    " GROUP BY citizen_id HAVING count(*) > 1),"
    " twin AS MATERIALIZED (SELECT p.id, p.citizen_id, p.standing, p.unit_id,"
    f" p.id IN ({ON_A_LIST}) AS listed FROM shared s JOIN person p ON p.citizen_id = s.citizen_id)"
    " SELECT t.unit_id, count(*) FROM twin t WHERE NOT t.listed AND t.standing = 'member' AND t.unit_id IS NOT NULL"
    " AND (:units IS NULL OR t.unit_id IN (SELECT value FROM json_each(:units)))"
    " AND t.citizen_id IN (SELECT citizen_id FROM twin WHERE listed) GROUP BY 1"
)
"""Members on no list themselves, whose number stands in another file that is."""


def plans(connection: sqlite3.Connection, campaigns: Iterable[int]) -> tuple[CampaignPlan, ...]:
    """Return the campaigns asked for, the earliest first."""
    found = connection.execute(
        "SELECT c.id, c.name, coalesce(c.planned_packages, 0), p.count_unit, c.unit_id FROM campaign c"
        " JOIN programme p ON p.id = c.programme_id WHERE c.id IN (SELECT value FROM json_each(?))"
        " ORDER BY c.starts_on, c.id",
        (json.dumps(list(campaigns)),),
    )
    return tuple(CampaignPlan(*row) for row in found)


def gifts_by_unit(connection: sqlite3.Connection, scope: CampaignScope) -> dict[tuple[int, int, str], GiftFigure]:
    """Return the figures by (campaign, unit, unit of count) of their own lists and typed totals.

    What was handed over is read from the kept sums; only those still waiting or absent are looked up line by line.
    """
    found: dict[tuple[int, int, str], GiftFigure] = defaultdict(GiftFigure)
    bound = scope.parameters()
    for campaign, unit, counted, listed, given in connection.execute(
        "SELECT s.campaign_id, s.unit_id, s.count_unit, sum(s.quantity),"
        " sum(CASE WHEN s.paid_on <= :until THEN s.quantity ELSE 0 END)"
        f" FROM sum_award_unit s WHERE {OF_CAMPAIGNS.format(alias='s')} GROUP BY 1, 2, 3",
        bound,
    ):
        found[campaign, unit, counted] += GiftFigure(listed, given, named=given)
    for campaign, unit, counted, amount in connection.execute(
        "SELECT s.campaign_id, s.unit_id, s.count_unit, sum(s.amount)"
        f" FROM sum_line_unit s WHERE s.paid_on <= :until AND {OF_CAMPAIGNS.format(alias='s')} GROUP BY 1, 2, 3",
        bound,
    ):
        found[campaign, unit, counted] += GiftFigure(amount=amount)
    for campaign, unit, counted, waiting in connection.execute(
        "SELECT a.campaign_id, a.unit_id, a.count_unit, sum(a.quantity) FROM award a"
        f" WHERE a.handover IN ('planned', 'absent') AND {OF_CAMPAIGNS.format(alias='a')} GROUP BY 1, 2, 3",
        bound,
    ):
        found[campaign, unit, counted] += GiftFigure(waiting)
    for campaign, unit, counted, count, amount in connection.execute(
        "SELECT g.campaign_id, g.unit_id, g.count_unit, sum(coalesce(g.quantity, 0)), sum(g.cash + g.goods)"
        f" FROM aggregate g WHERE g.ends_on <= :until AND {OF_CAMPAIGNS.format(alias='g')} GROUP BY 1, 2, 3",
        bound,
    ):
        found[campaign, unit, counted] += GiftFigure(0, count, amount, amount)
    return dict(found)


def allocated(connection: sqlite3.Connection, scope: CampaignScope) -> dict[int, dict[int, int]]:
    """Return campaign -> unit -> packages allocated to it, of which it hands on to those below."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for campaign, unit, packages in connection.execute(
        f"SELECT l.campaign_id, l.unit_id, l.packages FROM allocation l WHERE {OF_CAMPAIGNS.format(alias='l')}",
        scope.parameters(),
    ):
        found[campaign][unit] = packages
    return dict(found)


def money_by_source(connection: sqlite3.Connection, scope: CampaignScope) -> dict[str, int]:
    """Return source -> đồng of what was handed over, typed totals included ("" where they name no fund)."""
    found: dict[str, int] = defaultdict(int)
    for source, amount in connection.execute(
        "SELECT f.source, sum(s.amount) FROM sum_line_unit s JOIN fund f ON f.id = s.fund_id"
        f" WHERE s.paid_on <= :until AND {OF_CAMPAIGNS.format(alias='s')} GROUP BY 1"
        " UNION ALL SELECT coalesce(f.source, ''), sum(g.cash + g.goods) FROM aggregate g"
        " LEFT JOIN fund f ON f.id = g.fund_id WHERE g.ends_on <= :until"
        f" AND {OF_CAMPAIGNS.format(alias='g')} GROUP BY 1",
        scope.parameters(),
    ):
        found[source] += amount
    return {source: amount for source, amount in found.items() if amount}


def members_without(connection: sqlite3.Connection, scope: CampaignScope) -> Mapping[int, int]:
    """Return how many members of each unit are on no list of these campaigns; another file with their number counts.

    Whoever waits for the hand-over is thought of; whoever was absent or gave it back is not.
    """
    bound = scope.parameters()
    missed = dict(
        connection.execute(
            "SELECT p.unit_id, count(*) FROM person p WHERE p.standing = 'member' AND p.unit_id IS NOT NULL"
            " AND (:units IS NULL OR p.unit_id IN (SELECT value FROM json_each(:units)))"
            f" AND p.id NOT IN ({ON_A_LIST}) GROUP BY 1",
            bound,
        ).fetchall()
    )
    for unit, count in connection.execute(_BY_ANOTHER_FILE, bound):
        missed[unit] -= count
    return {unit: count for unit, count in missed.items() if count}
