"""The page of one person: household, circumstances and every support ever received, as one timeline."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from labordesk.errors import NotFound
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_, _
from labordesk.model.person import PersonFields
from labordesk.rules.double_benefit import Benefit, sentence_for
from labordesk.rules.duplicates import TYPED_BARE, name_similarity
from labordesk.rules.masking import masked
from labordesk.rules.roles import Right
from labordesk.services.access import rights
from labordesk.services.benefit_reasons import DoubledGift, doubled_gifts
from labordesk.services.benefits import benefits_of
from labordesk.services.household import HouseholdRow, household_in
from labordesk.services.person_merges import MergeRow, merges_in
from labordesk.services.person_records import GONE
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

_PERSON: Final = f"SELECT row_version, {', '.join(PersonFields.model_fields)} FROM person WHERE id = ?"

_BESIDE: Final = """
SELECT EXISTS (SELECT 1 FROM person_health WHERE person_id = :person),
       (SELECT count(*) FROM person_pair WHERE first_id = :person AND decision = 'open')
       + (SELECT count(*) FROM person_pair WHERE second_id = :person AND decision = 'open')
"""

_TAKEN_FOR: Final = """
SELECT a.id, a.person_id, p.full_name, coalesce(c.name, g.name), a.paid_on,
       (SELECT coalesce(sum(amount), 0) FROM award_line WHERE award_id = a.id), a.recipient_name
FROM award a JOIN person p ON p.id = a.person_id JOIN programme g ON g.id = a.programme_id
LEFT JOIN campaign c ON c.id = a.campaign_id
WHERE a.person_id IN (SELECT value FROM json_each(?)) AND a.handover = 'proxy' ORDER BY a.paid_on DESC, a.id DESC
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
class RelativeSupport:
    """What somebody of the household received: how often, how much in đồng, and when last."""

    person_id: int
    name: str
    relation: str
    times: int
    total: int
    last: date | None


@dataclass(frozen=True)
class ReceivedFor:
    """A support that this person took for somebody of the household; money in đồng."""

    award_id: int
    person_id: int
    name: str
    what: str
    on: date | None
    total: int


@dataclass(frozen=True)
class PersonPage:
    """All a screen shows about a person; totals are what was handed over, in đồng.

    ``open_pairs`` counts files that may be the same human, ``doubled`` are second gifts that need a reason.
    """

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
    relatives: tuple[RelativeSupport, ...] = ()
    received_for: tuple[ReceivedFor, ...] = ()
    merges: tuple[MergeRow, ...] = ()
    doubled: tuple[DoubledGift, ...] = ()
    open_pairs: int = 0


def person_page(register: Register, person_id: int, *, year: int) -> PersonPage:
    """Return a person's page with the total of a calendar year; NotFound when the person is gone."""
    today = clock.today()
    with register.looking() as connection:
        version, fields = _own(connection, person_id)
        may_see = rights(register)
        name = unit_names(connection)
        benefits = benefits_of(connection, person_id)
        relatives = tuple(_relatives(benefits, person_id))
        [has_health, open_pairs] = connection.execute(_BESIDE, {"person": person_id}).fetchone()
        supports = tuple(_support(row, name) for row in connection.execute(_SUPPORTS, (person_id,)))
        paid = [one for one in supports if one.is_paid]
        return PersonPage(
            id=person_id,
            row_version=version,
            fields=masked(fields, may_see),
            unit_name="" if fields.unit_id is None else name(fields.unit_id, today),
            has_health=bool(has_health) and Right.HEALTH in may_see,
            household=household_in(connection, person_id),
            circumstances=tuple(
                one
                for one in _circumstances(connection, person_id, today)
                if Right.HEALTH in may_see or not one.concerns_health
            ),
            units=tuple(_units(connection, person_id, name, today)),
            warnings=tuple(_warnings(benefits, person_id, year)),
            supports=supports,
            houses=tuple(_houses(connection, person_id)),
            open_cases=tuple(_cases(connection, person_id)),
            this_year_total=sum(one.total for one in paid if one.on is not None and one.on.year == year),
            all_time_total=sum(one.total for one in paid),
            relatives=relatives,
            received_for=tuple(_received_for(connection, fields.full_name, relatives)),
            merges=merges_in(connection, person_id),
            doubled=tuple(doubled_gifts(connection, person_id)),
            open_pairs=open_pairs,
        )


def _own(connection: sqlite3.Connection, person_id: int) -> tuple[int, PersonFields]:
    """Return the version and the fields of a file, read without the ORM: a page is opened all day long."""
    row = connection.execute(_PERSON, (person_id,)).fetchone()
    if row is None:
        raise NotFound(GONE)
    return row[0], PersonFields.model_validate(dict(zip(PersonFields.model_fields, row[1:], strict=True)))


def _relatives(benefits: Iterable[Benefit], person_id: int) -> Iterator[RelativeSupport]:
    """Yield what each of the household received, who received last first."""
    by_person: dict[int, list[Benefit]] = {}
    for one in benefits:
        if one.person_id != person_id and not one.perhaps_same and one.given:
            by_person.setdefault(one.person_id, []).append(one)
    found = [
        RelativeSupport(
            relative_id,
            own[0].person_name,
            own[0].relation,
            len(own),
            sum(one.amount for one in own),
            max((one.on for one in own if one.on), default=None),
        )
        for relative_id, own in by_person.items()
    ]
    yield from sorted(found, key=lambda one: (one.last or date.min, one.person_id), reverse=True)


def _received_for(
    connection: sqlite3.Connection, full_name: str, relatives: Iterable[RelativeSupport]
) -> Iterator[ReceivedFor]:
    """Yield supports of the household that bear this person's name as the one who took them."""
    ids = json.dumps([one.person_id for one in relatives])
    for award_id, person_id, name, what, on, total, taker in connection.execute(_TAKEN_FOR, (ids,)):
        if name_similarity(taker, full_name) >= TYPED_BARE:
            yield ReceivedFor(award_id, person_id, name, what, stored_day(on), total)


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
