"""The houses as a table and as a board by stage: where each stands, what is late, what its file lacks."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from labordesk.fields import kinds as clock
from labordesk.fields.choices import STAGES
from labordesk.rules.house_gaps import overdue_days
from labordesk.rules.house_instalments import still_owed
from labordesk.rules.house_money import HouseMoney, Share, add_up
from labordesk.rules.house_stages import HouseFacts, Milestone
from labordesk.services.house_filter import ALL_HOUSES, HOUSES, HouseFilter, rank_of
from labordesk.services.house_missing import missing_in
from labordesk.services.name_filter import NameFilter, digits_in
from labordesk.services.pages import Page
from labordesk.services.stored_day import stored_day
from labordesk.store.register import Register

PAGE = 100
_AT_ONCE = 200
"""So many houses are looked at together for what their files lack."""

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
    """A house in the list; money in đồng, ``area`` in square decimetres, ``missing`` said to the user.

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

    @property
    def still_owed(self) -> int:
        """Return what the union approved and has not handed over."""
        return still_owed(self.approved_amount, self.union_given)

    @property
    def value(self) -> int:
        """Return the whole value of the house; before it is written down, what all sources are to give."""
        return self.total_value or self.total_planned


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
    wanted: HouseFilter = ALL_HOUSES,
    *,
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
    today: date | None = None,
) -> Page[HouseRow]:
    """Return houses, the late ones first, the finished last, within each the latest entered first."""
    with register.looking() as connection:
        rows = tuple(islice(_found(connection, wanted, today or clock.today(), after), limit + 1))
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return Page(shown, (rank_of(last.stage, last.overdue_days), last.id) if last is not None else None)


def house_summary(register: Register, wanted: HouseFilter = ALL_HOUSES, *, today: date | None = None) -> HouseSummary:
    """Return how many houses stand in each stage, what is late and what they cost; stages without houses are there."""
    with register.looking() as connection:
        houses = list(_found(connection, wanted, today or clock.today(), None))
    counts = Counter((house.stage, house.work) for house in houses)
    return HouseSummary(
        stages=tuple(StageCount(code, counts[code, "new"], counts[code, "repair"]) for code, _label in STAGES),
        overdue=sum(house.overdue_days > 0 for house in houses),
        missing_papers=sum(bool(house.missing) for house in houses),
        union_given=sum(house.union_given for house in houses),
        total_received=sum(house.total_received for house in houses),
        labour_days=sum(house.labour_days for house in houses),
    )


def _found(
    connection: sqlite3.Connection, wanted: HouseFilter, today: date, after: tuple[Any, ...] | None
) -> Iterator[HouseRow]:
    """Yield the houses of a filter; those whose files lack something are told apart here, the rest by the query."""
    names = NameFilter.of("" if digits_in(wanted.text) else wanted.text)
    cursor = connection.execute(HOUSES, wanted.bound(today, after))
    matching = (row for row in cursor if names.matches(row[-2], row[-1]))
    while some := list(islice(matching, _AT_ONCE)):
        for row in _rows(connection, some, today):
            if wanted.flag != "papers" or row.missing:
                yield row


def _around(connection: sqlite3.Connection, house_ids: Iterable[int]) -> _Around:
    ids = json.dumps(list(house_ids))
    milestones: dict[int, dict[str, Milestone]] = {}
    for house_id, code, day, note, document in connection.execute(_MILESTONES, (ids,)):
        milestones.setdefault(house_id, {})[code] = Milestone(code, date.fromisoformat(day), note, document)
    shares: dict[int, list[Share]] = {}
    for house_id, form, planned, received, days, ours in connection.execute(_FUNDERS, (ids,)):
        shares.setdefault(house_id, []).append(Share(form, planned, received, days, bool(ours)))
    return _Around(milestones, shares, dict(connection.execute(_GIVEN, (ids,)).fetchall()))


def _rows(connection: sqlite3.Connection, found: list[tuple[Any, ...]], today: date) -> Iterator[HouseRow]:
    around = _around(connection, [row[0] for row in found])
    files = {
        row[0]: (
            around.milestones.get(row[0], {}),
            HouseFacts(row[11], row[14], stored_day(row[15]), around.given.get(row[0], 0)),
        )
        for row in found
    }
    missing = missing_in(connection, files)
    return (_row(row, around, missing[row[0]], today) for row in found)


def _row(row: tuple[Any, ...], around: _Around, missing: tuple[str, ...], today: date) -> HouseRow:
    house_id, stage, due_on = row[0], row[6], stored_day(row[9])
    milestones = around.milestones.get(house_id, {})
    money = around.money(house_id)

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
        missing=missing,
    )
