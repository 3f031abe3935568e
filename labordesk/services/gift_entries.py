"""Putting people on the list of a campaign inside a unit of work: amounts, units and double gifts, set by set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.i18n import N_, _
from labordesk.model import Award, AwardLine, Campaign, Programme
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.base import new_uids
from labordesk.rules.double_benefit import Benefit, refusal, sentence_for
from labordesk.services.award_records import next_position
from labordesk.services.benefits import campaign_benefits
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.gift_norms import GiftNorms, package_for
from labordesk.services.unit_guard import UnitGuard
from labordesk.store.bulk import insert_rows, stamp
from labordesk.store.engine import sqlite_of
from labordesk.store.humans import same_humans
from labordesk.store.sums import summing_together
from labordesk.vietnamese.numbers import number

_HIGHEST: Final = 500_000_000
"""The most one package may be worth in đồng, as in the form of a campaign."""

_MANY: Final = 200
"""Lines from which on they are summed together; before, changing the triggers takes longer."""

UNKNOWN_PERSON = N_("Người này không còn trong sổ; hãy chọn lại.")
NO_UNIT = N_("Người này chưa có đơn vị; hãy ghi đơn vị vào hồ sơ trước.")
NO_AMOUNT = N_("Suất quà chưa có giá trị; hãy ghi mức quà của đợt hoặc của người này.")
NO_FUND = N_("Đợt này chưa có nguồn kinh phí; hãy mở đợt và chọn nguồn.")
TWICE = N_("Người này có hai lần trong danh sách vừa chọn; chỉ ghi lần đầu.")
OUT_OF_RANGE = N_("Mức quà phải từ 0 đến {high} đồng; hãy kiểm tra lại.")


@dataclass(frozen=True)
class RecipientEntry:
    """Somebody to put on the list; what is None follows the person (unit) or the campaign (amounts, đồng).

    ``received_on``: the gift has been handed over, to the person or to ``recipient_name``.
    """

    person_id: int
    unit_id: int | None = None
    cash: int | None = None
    goods: int | None = None
    override_reason: str | None = None
    circumstance_id: int | None = None
    received_on: date | None = None
    recipient_name: str | None = None
    recipient_relation: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class RefusedEntry:
    """Why somebody was not put on the list; ``award_id`` is the line there is already, None for another reason.

    ``full_unit_id`` is the unit whose allocation is used up: saying why (``allow_excess``) lets its list grow.
    """

    person_id: int
    name: str
    reason: str
    award_id: int | None = None
    full_unit_id: int | None = None


@dataclass(frozen=True)
class PlannedEntry:
    """A line of the list that may be written; amounts in đồng."""

    person_id: int
    unit_id: int
    cash: int
    goods: int
    override_reason: str | None
    norm_basis: str | None = None
    entry: RecipientEntry | None = None


@dataclass(frozen=True)
class _Person:
    name: str
    unit_id: int | None
    standing: str


class _Listed:
    """Who is on the list already, by human and not by file; a line of the present call has no award yet."""

    def __init__(self, benefits: Iterable[Benefit], files: Mapping[int, frozenset[int]]) -> None:
        self._files = files
        self._found: dict[int, Benefit | None] = {}
        for benefit in benefits:
            self._found.setdefault(benefit.person_id, benefit)

    def refusal(self, entry: RecipientEntry, person: _Person) -> RefusedEntry | None:
        """Return the refusal of a second line, None for a first one or one with a reason."""
        key = next((one for one in self._files[entry.person_id] if one in self._found), None)
        if key is None or (entry.override_reason or "").strip():
            return None
        benefit = self._found[key]
        if benefit is None:
            return RefusedEntry(entry.person_id, person.name, _(TWICE))
        reason = str(refusal(sentence_for(benefit, own=True)))
        return RefusedEntry(entry.person_id, person.name, reason, benefit.award_id)

    def add(self, entry: RecipientEntry) -> None:
        """Remember a line that will be written."""
        self._found.setdefault(entry.person_id, None)


def plan_entries(
    session: Session, campaign: Campaign, entries: Sequence[RecipientEntry]
) -> tuple[list[PlannedEntry], list[RefusedEntry]]:
    """Sort a list into what may be written and what is refused with a sentence each; nothing is written yet."""
    people = _people(session, {entry.person_id for entry in entries})
    connection = sqlite_of(session)
    files = same_humans(connection, (entry.person_id for entry in entries))
    everybody = {file_id for own in files.values() for file_id in own}
    listed = _Listed(campaign_benefits(connection, cast(int, campaign.id), everybody), files)
    closed = _closed(session, {_unit_of(entry, people.get(entry.person_id)) for entry in entries}, campaign.starts_on)
    rules, norms = ListRules(sqlite_of(session), cast(int, campaign.id)), GiftNorms(session, campaign)
    planned: list[PlannedEntry] = []
    refused: list[RefusedEntry] = []
    packages = _Packages(campaign, norms)
    for entry in entries:
        person = people.get(entry.person_id)
        found = _line(entry, person, closed, packages)
        if person is None or isinstance(found, str):
            refused.append(RefusedEntry(entry.person_id, person.name if person else "", str(found)))
        elif unfit := listed.refusal(entry, person) or _no_room(rules, found, person):
            refused.append(unfit)
        else:
            rules.take(found.unit_id)
            planned.append(found)
            listed.add(entry)
    return planned, refused


def write_planned(
    session: Session, campaign: Campaign, programme: Programme, planned: Sequence[PlannedEntry]
) -> tuple[int, ...]:
    """Write the lines after the last of the list and return their awards' ids in the same order."""
    if not planned:
        return ()
    campaign_id = cast(int, campaign.id)
    first = next_position(session, campaign_id)
    common = AwardFields(
        programme_id=campaign.programme_id,
        campaign_id=campaign_id,
        unit_id=0,
        count_unit=programme.count_unit,
        circumstance_id=programme.circumstance_id,
    ).model_dump()
    awards = (
        {
            "uid": uid,
            "position": first + place,
            "person_id": line.person_id,
            "unit_id": line.unit_id,
            "override_reason": line.override_reason,
            "norm_basis": line.norm_basis,
            **_handed_over(line.entry, common["circumstance_id"]),
        }
        for place, (line, uid) in enumerate(zip(planned, new_uids(), strict=False))
    )
    connection = sqlite_of(session)
    with summing_together(connection) if len(planned) >= _MANY else nullcontext():
        insert_rows(session, Award, awards, {**common, **stamp()})
        rows = connection.execute(
            "SELECT id FROM award WHERE campaign_id = ? AND position >= ? ORDER BY position", (campaign_id, first)
        )
        award_ids = tuple(row[0] for row in rows)
        insert_rows(session, AwardLine, _lines(campaign, award_ids, planned), stamp())
    return award_ids


def _lines(campaign: Campaign, award_ids: Sequence[int], planned: Sequence[PlannedEntry]) -> Iterator[dict[str, Any]]:
    """Yield the lines of money and goods of each award; most packages are alike."""
    packages = {
        (cash, goods): [fields.model_dump() for fields in package_lines(campaign, cash, goods)]
        for cash, goods in {(line.cash, line.goods) for line in planned}
    }
    lines = (
        (award_id, fields)
        for award_id, line in zip(award_ids, planned, strict=True)
        for fields in packages[line.cash, line.goods]
    )
    for (award_id, fields), uid in zip(lines, new_uids(), strict=False):
        yield {**fields, "uid": uid, "award_id": award_id}


def _handed_over(entry: RecipientEntry | None, usual_circumstance: int | None) -> dict[str, Any]:
    """Return what a line says of its hand-over; all lines have the same columns, for they are written together."""
    if entry is None:
        entry = RecipientEntry(0)
    by_proxy = bool(entry.recipient_name) and entry.received_on is not None
    return {
        "handover": "planned" if entry.received_on is None else "proxy" if by_proxy else "received",
        "paid_on": entry.received_on,
        "signed": entry.received_on is not None,
        "recipient_name": entry.recipient_name if by_proxy else None,
        "recipient_relation": entry.recipient_relation if by_proxy else None,
        "note": entry.note,
        "circumstance_id": usual_circumstance if entry.circumstance_id is None else entry.circumstance_id,
    }


def package_lines(campaign: Campaign, cash: int, goods: int) -> tuple[AwardLineFields, ...]:
    """Return the lines of a gift as the campaign pays it; InvalidInput while it names no source of money."""
    if campaign.fund_id is None:
        raise InvalidInput(NO_FUND, field="fund_id")
    parts = (("cash", cash, None), ("goods", goods, campaign.package_items))
    return tuple(
        AwardLineFields(fund_id=campaign.fund_id, level=campaign.level, form=form, amount=amount, description=what)
        for form, amount, what in parts
        if amount > 0
    )


def rate_of(campaign: Campaign, standing: str) -> tuple[int, int]:
    """Return the cash and goods of a campaign for a person of this standing."""
    return package_for(campaign, member=standing != "worker")


def check_amounts(cash: int, goods: int) -> None:
    """Refuse (InvalidInput) a gift worth nothing or out of the range a campaign's package may have."""
    for name, amount in (("cash", cash), ("goods", goods)):
        if not 0 <= amount <= _HIGHEST:
            raise InvalidInput(OUT_OF_RANGE, field=name, high=number(_HIGHEST))
    if cash + goods == 0:
        raise InvalidInput(NO_AMOUNT, field="cash")


class _Packages:
    """What a gift is worth and the basis it rests on; most of a list are alike, so that each is judged once."""

    def __init__(self, campaign: Campaign, norms: GiftNorms) -> None:
        self._campaign = campaign
        self._norms = norms
        self._known: dict[tuple[int | None, int | None, str, str | None], tuple[int, int, str | None] | str] = {}

    def of(self, entry: RecipientEntry, standing: str) -> tuple[int, int, str | None] | str:
        """Return cash, goods and basis of a gift to a person of a standing, or the sentence that refuses it."""
        asked = entry.cash, entry.goods, standing, entry.override_reason
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = self._judged(*asked)
        return found

    def _judged(
        self, cash: int | None, goods: int | None, standing: str, override_reason: str | None
    ) -> tuple[int, int, str | None] | str:
        usual = rate_of(self._campaign, standing)
        cash, goods = (rate if own is None else own for own, rate in zip((cash, goods), usual, strict=True))
        basis = None
        try:
            check_amounts(cash, goods)
            if (cash, goods) != usual:
                basis = self._norms.check_gift(cash + goods, standing, _said(override_reason), field="cash")
        except InvalidInput as error:
            return str(error)
        return cash, goods, basis


def _said(reason: str | None) -> str | None:
    return " ".join((reason or "").split()) or None


def _line(
    entry: RecipientEntry, person: _Person | None, closed: Mapping[int, str], packages: _Packages
) -> PlannedEntry | str:
    """Return the line an entry makes, or the sentence that refuses it."""
    if person is None:
        return _(UNKNOWN_PERSON)
    unit_id = _unit_of(entry, person)
    if unit_id is None:
        return _(NO_UNIT)
    if unit_id in closed:
        return closed[unit_id]
    package = packages.of(entry, person.standing)
    if isinstance(package, str):
        return package
    cash, goods, basis = package
    return PlannedEntry(entry.person_id, unit_id, cash, goods, _said(entry.override_reason), basis, entry)


def _no_room(rules: ListRules, line: PlannedEntry, person: _Person) -> RefusedEntry | None:
    """Return the refusal of a line whose list is approved or full."""
    if locked := rules.locked(line.unit_id):
        return RefusedEntry(line.person_id, person.name, locked)
    if full := rules.full(line.unit_id):
        return RefusedEntry(line.person_id, person.name, full, full_unit_id=line.unit_id)
    return None


def _unit_of(entry: RecipientEntry, person: _Person | None) -> int | None:
    return entry.unit_id or (person.unit_id if person else None)


def _people(session: Session, ids: Iterable[int]) -> dict[int, _Person]:
    rows = sqlite_of(session).execute(
        "SELECT id, full_name, unit_id, standing FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: _Person(*row[1:]) for row in rows}


def _closed(session: Session, unit_ids: Iterable[int | None], day: date) -> dict[int, str]:
    """Return the sentence for every unit that did not exist on the first day of the campaign."""
    guard = UnitGuard(session, day)
    refused = {unit_id: guard.refusal(unit_id) for unit_id in unit_ids if unit_id is not None}
    return {unit_id: str(why) for unit_id, why in refused.items() if why is not None}
