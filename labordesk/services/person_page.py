"""The page of one person: household, circumstances and every support ever received, as one timeline."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_, _
from labordesk.model.person import PersonFields
from labordesk.rules.double_benefit import Benefit, sentence_for
from labordesk.services.benefits import benefits_of
from labordesk.services.household import HouseholdRow, household_in
from labordesk.services.person_records import health_row, person_of
from labordesk.services.stored_day import stored_day
from labordesk.services.unit_tree import unit_names
from labordesk.store.register import Register
from labordesk.vietnamese.partial_date import PartialDate

_SUPPORTS: Final = """
SELECT a.id, coalesce(a.paid_on, c.starts_on, a.decision_date), g.name, coalesce(c.name, ''), a.unit_id, a.handover,
       coalesce(a.recipient_name, ''), coalesce(a.recipient_relation, ''), a.house_id, a.case_id,
       coalesce(sum(l.amount) FILTER (WHERE l.form = 'cash'), 0),
       coalesce(sum(l.amount) FILTER (WHERE l.form <> 'cash'), 0),
       (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT f.name FROM award_line x JOIN fund f ON f.id = x.fund_id
        WHERE x.award_id = a.id ORDER BY f.position)),
       h.work, coalesce(a.decision_number, h.decision_number, k.decision_number), a.signed, a.note
FROM award a JOIN programme g ON g.id = a.programme_id LEFT JOIN campaign c ON c.id = a.campaign_id
LEFT JOIN house h ON h.id = a.house_id LEFT JOIN grant_case k ON k.id = a.case_id
LEFT JOIN award_line l ON l.award_id = a.id
WHERE a.person_id = ? GROUP BY a.id ORDER BY 2 DESC, a.id DESC
"""

_HOUSES: Final = """
SELECT h.id, g.name, h.work, h.stage, coalesce(h.approved_amount, 0), h.progress, max(m.happened_on)
FROM house h JOIN programme g ON g.id = h.programme_id
LEFT JOIN house_milestone m ON m.house_id = h.id AND m.milestone = h.stage
WHERE h.person_id = ? GROUP BY h.id ORDER BY h.id DESC
"""

_CASES: Final = """
SELECT k.id, g.name, k.state, k.requested_on, coalesce(c.name, ''), k.asked_amount, k.approved_amount
FROM grant_case k JOIN programme g ON g.id = k.programme_id LEFT JOIN circumstance c ON c.id = k.circumstance_id
WHERE k.person_id = ? AND k.state NOT IN ('paid', 'closed', 'refused') ORDER BY k.requested_on DESC, k.id DESC
"""

_CIRCUMSTANCES: Final = """
SELECT pc.id, c.id, c.name, c.health, pc.since, pc.until, pc.note FROM person_circumstance pc
JOIN circumstance c ON c.id = pc.circumstance_id WHERE pc.person_id = ? ORDER BY pc.until IS NOT NULL, c.position, pc.id
"""

_MEMBERSHIPS: Final = """
SELECT unit_id, since, until FROM membership WHERE person_id = ? ORDER BY until IS NULL, until, since, id
"""

_WORKS = {"new": N_("xây mới"), "repair": N_("sửa chữa")}


@dataclass(frozen=True)
class SupportRow:
    """One support, in đồng; ``on`` is the day of handing over, or while it is planned that of its campaign.

    ``is_paid`` tells spending from what is planned, missed or given back; ``goods`` are goods and services.
    """

    award_id: int
    on: date | None
    programme: str
    campaign: str
    unit_name: str
    detail: str
    cash: int
    goods: int
    handover: str
    recipient: str
    recipient_relation: str
    house_id: int | None
    case_id: int | None
    is_paid: bool

    @property
    def total(self) -> int:
        """Return cash and goods together, in đồng."""
        return self.cash + self.goods


@dataclass(frozen=True)
class OwnHouse:
    """A house of the person; ``work`` and ``stage`` are codes, ``since`` the day the stage was reached."""

    id: int
    programme: str
    work: str
    stage: str
    approved_amount: int
    progress: int | None
    since: date | None


@dataclass(frozen=True)
class OpenCase:
    """A request not yet settled; ``state`` is a code of CASE_STATES."""

    id: int
    programme: str
    state: str
    requested_on: date
    circumstance: str
    asked_amount: int | None
    approved_amount: int | None


@dataclass(frozen=True)
class CircumstanceRow:
    """A hardship of the person; dates are ISO text of any precision, ``is_open`` tells whether it holds today."""

    id: int
    circumstance_id: int
    name: str
    concerns_health: bool
    since: str | None
    until: str | None
    note: str | None
    is_open: bool


@dataclass(frozen=True)
class PastUnit:
    """A unit the person was in, both dates inclusive, None when not known or still so; named as on its last day."""

    unit_id: int
    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class RelativeWarning:
    """Somebody of the household who has support in the same campaign or Tết; ``award_id`` leads to it."""

    sentence: str
    person_id: int
    award_id: int | None


@dataclass(frozen=True)
class PersonPage:
    """All a screen shows about a person; totals are what was handed over, in đồng."""

    id: int
    row_version: int
    fields: PersonFields
    unit_name: str
    has_health: bool
    household: tuple[HouseholdRow, ...]
    circumstances: tuple[CircumstanceRow, ...]
    units: tuple[PastUnit, ...]
    warnings: tuple[RelativeWarning, ...]
    supports: tuple[SupportRow, ...]
    houses: tuple[OwnHouse, ...]
    open_cases: tuple[OpenCase, ...]
    this_year_total: int
    all_time_total: int


def person_page(register: Register, person_id: int, *, year: int) -> PersonPage:
    """Return a person's page with the total of a calendar year; NotFound when the person is gone."""
    with register.reading() as session:
        person = person_of(session, person_id)
        version, fields = person.row_version, PersonFields.model_validate(person)
        has_health = health_row(session, person_id) is not None
    today = clock.today()
    with register.looking() as connection:
        name = unit_names(connection)
        supports = tuple(_support(row, name) for row in connection.execute(_SUPPORTS, (person_id,)))
        paid = [one for one in supports if one.is_paid]
        return PersonPage(
            id=person_id,
            row_version=version,
            fields=fields,
            unit_name="" if fields.unit_id is None else name(fields.unit_id, today),
            has_health=has_health,
            household=household_in(connection, person_id),
            circumstances=tuple(_circumstances(connection, person_id, today)),
            units=tuple(_units(connection, person_id, name, today)),
            warnings=tuple(_warnings(benefits_of(connection, person_id), person_id, year)),
            supports=supports,
            houses=tuple(_houses(connection, person_id)),
            open_cases=tuple(_cases(connection, person_id)),
            this_year_total=sum(one.total for one in paid if one.on is not None and one.on.year == year),
            all_time_total=sum(one.total for one in paid),
        )


def _support(row: tuple[Any, ...], name: Callable[[int, date], str]) -> SupportRow:
    on, (funds, work, decision, signed, note) = stored_day(row[1]), row[12:]
    detail = (
        funds,
        _(_WORKS[work]) if work else "",
        _("QĐ {number}").format(number=decision) if decision else "",
        _("đã ký nhận") if signed else "",
        note,
    )
    return SupportRow(
        award_id=row[0],
        on=on,
        programme=row[2],
        campaign=row[3],
        unit_name=name(row[4], on or clock.today()),
        handover=row[5],
        recipient=row[6],
        recipient_relation=row[7],
        house_id=row[8],
        case_id=row[9],
        cash=row[10],
        goods=row[11],
        detail=" · ".join(filter(None, detail)),
        is_paid=row[5] in PAID,
    )


def _houses(connection: sqlite3.Connection, person_id: int) -> Iterator[OwnHouse]:
    for row in connection.execute(_HOUSES, (person_id,)):
        yield OwnHouse(row[0], row[1], row[2], row[3], row[4], row[5], stored_day(row[6]))


def _cases(connection: sqlite3.Connection, person_id: int) -> Iterator[OpenCase]:
    for row in connection.execute(_CASES, (person_id,)):
        yield OpenCase(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4], row[5], row[6])


def _circumstances(connection: sqlite3.Connection, person_id: int, today: date) -> Iterator[CircumstanceRow]:
    for row in connection.execute(_CIRCUMSTANCES, (person_id,)):
        until = row[5]
        is_open = until is None or PartialDate.from_iso(until).last() >= today
        yield CircumstanceRow(row[0], row[1], row[2], bool(row[3]), row[4], until, row[6], is_open)


def _units(
    connection: sqlite3.Connection, person_id: int, name: Callable[[int, date], str], today: date
) -> Iterator[PastUnit]:
    for unit_id, since, until in connection.execute(_MEMBERSHIPS, (person_id,)):
        last = stored_day(until)
        yield PastUnit(unit_id, name(unit_id, last or today), stored_day(since), last)


def _warnings(benefits: Iterable[Benefit], person_id: int, year: int) -> Iterator[RelativeWarning]:
    """Yield what relatives have in a campaign or Tết of the year in which the person has support too."""
    known = list(benefits)
    own = [one for one in known if one.person_id == person_id and year in _years(one)]
    for other in known:
        if other.person_id != person_id and any(_together(other, one) for one in own):
            yield RelativeWarning(sentence_for(other, own=False), other.person_id, other.award_id)


def _together(a: Benefit, b: Benefit) -> bool:
    same_campaign = a.campaign_id is not None and a.campaign_id == b.campaign_id
    return same_campaign or (a.tet_year is not None and a.tet_year == b.tet_year)


def _years(benefit: Benefit) -> set[int | None]:
    return {benefit.tet_year, benefit.on.year if benefit.on else None}
