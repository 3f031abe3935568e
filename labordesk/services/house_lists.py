"""The houses as a table and as a board by stage: where each stands, what is late, what its file lacks."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from labordesk.fields import kinds as clock
from labordesk.fields.choices import STAGES
from labordesk.rules.house_money import HouseMoney, Share, add_up
from labordesk.rules.house_stages import HouseFacts, Milestone, missing_papers, overdue_days
from labordesk.services.name_filter import NameFilter, digits_in
from labordesk.services.pages import Page
from labordesk.services.stored_day import stored_day
from labordesk.store.register import Register

PAGE = 100
_AFTER_ALL = 1 << 62
"""An id no house has: the list begins at the latest one."""

_LIST = """
SELECT h.id, h.person_id, p.full_name, h.unit_id, coalesce(u.short_name, u.name), h.work, h.stage, h.address, h.area,
       h.due_on, h.progress, h.approved_amount, h.total_value, h.estimate, h.decision_number, h.decision_date,
       p.plain_key, p.search_key
FROM house h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = h.unit_id
WHERE h.id < :id AND (:stage IS NULL OR h.stage = :stage) AND (:work IS NULL OR h.work = :work)
  AND (:units IS NULL OR h.unit_id IN (SELECT value FROM json_each(:units)))
  AND (:ending = '' OR p.citizen_id LIKE :ending OR p.old_id LIKE :ending)
ORDER BY h.id DESC
"""

_MILESTONES = """
SELECT house_id, milestone, happened_on, coalesce(note, ''), coalesce(document, '') FROM house_milestone
WHERE house_id IN (SELECT value FROM json_each(?))
"""

_FUNDERS = """
SELECT r.house_id, r.form, r.planned, r.received, r.labour_days, f.union_money AND r.form IN ('cash', 'goods')
FROM house_funder r JOIN fund f ON f.id = r.fund_id WHERE r.house_id IN (SELECT value FROM json_each(?))
"""

_GIVEN = """
SELECT a.house_id, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id JOIN fund f ON f.id = l.fund_id
WHERE a.house_id IN (SELECT value FROM json_each(?)) AND a.handover IN ('received', 'proxy') AND f.union_money
GROUP BY a.house_id
"""


@dataclass(frozen=True)
class HouseRow:
    """A house in the list; money in đồng, ``area`` in square decimetres, ``missing`` are msgids.

    ``union_given`` is the union's own money paid; ``total_planned`` and ``total_received`` are of all sources, in
    which days of labour have no part.
    """

    id: int
    person_id: int
    owner: str
    unit_id: int
    unit_name: str
    work: str
    stage: str
    address: str
    area: int | None
    started_on: date | None
    funded_on: date | None
    handed_over_on: date | None
    due_on: date | None
    overdue_days: int
    progress: int | None
    approved_amount: int | None
    total_value: int | None
    union_given: int
    total_planned: int
    total_received: int
    labour_days: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class StageCount:
    """How many houses stand in a stage."""

    stage: str
    new: int
    repaired: int

    @property
    def houses(self) -> int:
        """Return new and repaired houses together."""
        return self.new + self.repaired


@dataclass(frozen=True)
class HouseSummary:
    """All houses by stage, in the order of the board; money in đồng."""

    stages: tuple[StageCount, ...]
    overdue: int
    missing_papers: int
    union_given: int
    total_received: int
    labour_days: int

    @property
    def houses(self) -> int:
        """Return the number of houses in any stage."""
        return sum(stage.houses for stage in self.stages)


@dataclass(frozen=True)
class _Around:
    """What hangs on some houses, by house."""

    milestones: dict[int, dict[str, Milestone]]
    shares: dict[int, list[Share]]
    given: dict[int, int]

    def money(self, house_id: int) -> HouseMoney:
        return add_up(self.shares.get(house_id, ()), union_given=self.given.get(house_id, 0))


def list_houses(
    register: Register,
    *,
    stage: str | None = None,
    text: str = "",
    work: str | None = None,
    unit_ids: Collection[int] | None = None,
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
    today: date | None = None,
) -> Page[HouseRow]:
    """Return houses, the latest entered first; ``text`` is the owner's name or the end of the CCCD."""
    digits = digits_in(text)
    names = NameFilter.of("" if digits else text)
    bound = _bound(unit_ids, after=after, stage=stage, work=work, ending=f"%{digits}" if digits else "")
    with register.looking() as connection:
        cursor = connection.execute(_LIST, bound)
        found = list(islice((row for row in cursor if names.matches(row[-2], row[-1])), limit + 1))
        around = _around(connection, [row[0] for row in found[:limit]])
    rows = tuple(_row(row, around, today or clock.today()) for row in found[:limit])
    return Page(rows, (rows[-1].id,) if len(found) > limit else None)


def house_summary(
    register: Register, *, unit_ids: Collection[int] | None = None, today: date | None = None
) -> HouseSummary:
    """Return how many houses stand in each stage, what is late and what they cost; stages without houses are there."""
    with register.looking() as connection:
        rows = connection.execute(_LIST, _bound(unit_ids)).fetchall()
        around = _around(connection, [row[0] for row in rows])
    houses = [_row(row, around, today or clock.today()) for row in rows]
    counts = Counter((house.stage, house.work) for house in houses)
    return HouseSummary(
        stages=tuple(StageCount(code, counts[code, "new"], counts[code, "repair"]) for code, _label in STAGES),
        overdue=sum(house.overdue_days > 0 for house in houses),
        missing_papers=sum(bool(house.missing) for house in houses),
        union_given=sum(house.union_given for house in houses),
        total_received=sum(house.total_received for house in houses),
        labour_days=sum(house.labour_days for house in houses),
    )


def _bound(
    unit_ids: Collection[int] | None,
    *,
    after: tuple[Any, ...] | None = None,
    stage: str | None = None,
    work: str | None = None,
    ending: str = "",
) -> dict[str, Any]:
    units = None if unit_ids is None else json.dumps(sorted(unit_ids))
    return {"id": after[0] if after else _AFTER_ALL, "stage": stage, "work": work, "units": units, "ending": ending}


def _around(connection: sqlite3.Connection, house_ids: Iterable[int]) -> _Around:
    ids = json.dumps(list(house_ids))
    milestones: dict[int, dict[str, Milestone]] = {}
    for house_id, code, day, note, document in connection.execute(_MILESTONES, (ids,)):
        milestones.setdefault(house_id, {})[code] = Milestone(code, date.fromisoformat(day), note, document)
    shares: dict[int, list[Share]] = {}
    for house_id, form, planned, received, days, ours in connection.execute(_FUNDERS, (ids,)):
        shares.setdefault(house_id, []).append(Share(form, planned, received, days, bool(ours)))
    return _Around(milestones, shares, dict(connection.execute(_GIVEN, (ids,)).fetchall()))


def _row(row: tuple[Any, ...], around: _Around, today: date) -> HouseRow:
    house_id, stage, due_on = row[0], row[6], stored_day(row[9])
    milestones = around.milestones.get(house_id, {})
    money = around.money(house_id)
    facts = HouseFacts(row[11], row[14], stored_day(row[15]), money.union_given)

    def reached(code: str) -> date | None:
        return milestones[code].day if code in milestones else None

    return HouseRow(
        id=house_id,
        person_id=row[1],
        owner=row[2],
        unit_id=row[3],
        unit_name=row[4],
        work=row[5],
        stage=stage,
        address=row[7] or "",
        area=row[8],
        started_on=reached("started"),
        funded_on=reached("funded"),
        handed_over_on=reached("handed_over"),
        due_on=due_on,
        overdue_days=overdue_days(stage, due_on, today),
        progress=row[10],
        approved_amount=row[11],
        total_value=row[12],
        union_given=money.union_given,
        total_planned=money.planned,
        total_received=money.received,
        labour_days=money.labour_days,
        missing=missing_papers(milestones, facts),
    )
