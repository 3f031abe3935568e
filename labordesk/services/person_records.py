"""Hồ sơ đối tượng inside a unit of work: a person with household, circumstances, health and memberships.

Functions take the session and never commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final, cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import specs_of
from labordesk.i18n import N_
from labordesk.model import HouseholdMember, Membership, Person, PersonCircumstance, PersonHealth
from labordesk.model.keys import name_key, person_keys
from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields
from labordesk.services.references import check_references
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.vietnamese.dates import short

GONE = N_("Không tìm thấy người này trong sổ; có thể đã bị xóa.")
NO_RELATIVE = N_("Người thân được nối không còn trong sổ; hãy chọn lại.")
OWN_RELATIVE = N_("Không nối một người với chính mình; hãy chọn người khác.")
CONSENT_FIRST = N_("Chưa có đồng ý của người này nên không ghi được tình trạng sức khỏe; hãy ghi việc đồng ý trước.")
CONSENT_LAW = "Luật 91/2025/QH15"
MOVED_BEFORE = N_("Người này vào đơn vị hiện nay từ ngày {since}; ngày chuyển đi không thể trước ngày đó.")


class Unchanged(Enum):
    """Says that a form did not touch a value, so that it stays as it is without being read."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


@dataclass(frozen=True)
class HouseholdEntry:
    """A member of the household in a form; ``id`` is None for a new row, ``relative_id`` the same human's own file."""

    fields: HouseholdMemberFields
    id: int | None = None
    relative_id: int | None = None


@dataclass(frozen=True)
class PersonData:
    """All of a person's form; ``health`` stays as it is unless given, None takes it away."""

    fields: PersonFields
    household: tuple[HouseholdEntry, ...] = ()
    circumstances: tuple[PersonCircumstanceFields, ...] = ()
    health: str | Unchanged | None = UNCHANGED

    def tidied(self) -> PersonData:
        """Return a copy with text in NFC and single blanks; no name is respelled."""
        health = self.health
        if isinstance(health, str):
            health = specs_of(PersonHealth)["detail"].kind.parse(health)
        return PersonData(
            tidied(self.fields),
            tuple(replace(one, fields=tidied(one.fields)) for one in self.household),
            tuple(map(tidied, self.circumstances)),
            health,
        )


def person_of(session: Session, person_id: int) -> Person:
    """Return a person to change; NotFound when gone."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(GONE)
    return person


def data_of(session: Session, person: Person) -> PersonData:
    """Return a person as a form shows it, health left out."""
    person_id = cast(int, person.id)
    return PersonData(
        PersonFields.model_validate(person),
        tuple(
            HouseholdEntry(HouseholdMemberFields.model_validate(row), row.id, row.relative_id)
            for row in household_rows(session, person_id)
        ),
        tuple(PersonCircumstanceFields.model_validate(row) for row in circumstance_rows(session, person_id)),
    )


def put_keys(person: Person) -> None:
    """Derive the key columns; only what changed is written."""
    for name, value in vars(person_keys(person.full_name, person.birth, person.sort_name)).items():
        if getattr(person, name, None) != value:
            setattr(person, name, value)


def household_rows(session: Session, person_id: int) -> list[HouseholdMember]:
    """Return the household in the order it was typed."""
    return list(
        session.exec(
            select(HouseholdMember).where(HouseholdMember.person_id == person_id).order_by(col(HouseholdMember.id))
        )
    )


def circumstance_rows(session: Session, person_id: int) -> list[PersonCircumstance]:
    """Return the circumstances in the order they were typed."""
    return list(
        session.exec(
            select(PersonCircumstance)
            .where(PersonCircumstance.person_id == person_id)
            .order_by(col(PersonCircumstance.id))
        )
    )


def health_row(session: Session, person_id: int) -> PersonHealth | None:
    """Return the row about a person's health, if there is one."""
    return session.exec(select(PersonHealth).where(PersonHealth.person_id == person_id)).first()


def put_household(session: Session, person_id: int, entries: Iterable[HouseholdEntry]) -> bool:
    """Make these the household and tell whether anything changed; a relative's own file must be another person's."""
    rows = {row.id: row for row in household_rows(session, person_id)}
    changed = False
    for entry in entries:
        _check_relative(session, person_id, entry.relative_id)
        row = rows.pop(entry.id, None)
        key = name_key(entry.fields.full_name)
        if row is None:
            given = {"person_id": person_id, "relative_id": entry.relative_id, "plain_key": key}
            session.add(HouseholdMember.model_validate(entry.fields, update=given))
            changed = True
            continue
        changed |= apply_fields(row, entry.fields, None)
        row.plain_key = key
        if row.relative_id != entry.relative_id:
            row.relative_id = entry.relative_id
            touch(row)
            changed = True
    for row in rows.values():
        session.delete(row)
    return changed or bool(rows)


def put_circumstances(session: Session, person_id: int, wanted: Iterable[PersonCircumstanceFields]) -> bool:
    """Make these the circumstances and tell whether anything changed; rows are known by kind and first day."""
    rows = circumstance_rows(session, person_id)
    changed = False
    for fields in wanted:
        row = next((one for one in rows if (one.circumstance_id, one.since) == _known_by(fields)), None)
        row = row or next((one for one in rows if one.circumstance_id == fields.circumstance_id), None)
        check_references(session, fields, row)
        if row is None:
            session.add(PersonCircumstance.model_validate(fields, update={"person_id": person_id}))
            changed = True
        else:
            rows.remove(row)
            changed |= apply_fields(row, fields, None)
    for row in rows:
        session.delete(row)
    return changed or bool(rows)


def put_health(session: Session, person: Person, detail: str | Unchanged | None) -> bool:
    """Keep what is known about a person's health; with the person's consent only (Luật 91/2025/QH15)."""
    if isinstance(detail, Unchanged):
        return False
    person_id = cast(int, person.id)
    row = health_row(session, person_id)
    if detail is None:
        if row is not None:
            session.delete(row)
        return row is not None
    if not person.consent:
        raise RuleBroken(CONSENT_FIRST, source=CONSENT_LAW)
    if row is None:
        session.add(PersonHealth(person_id=person_id, detail=detail))
        return True
    if row.detail == detail:
        return False
    row.detail = detail
    touch(row)
    return True


def join_unit(session: Session, person: Person) -> None:
    """Begin the first membership of a new person; since when is not known."""
    if person.unit_id is not None:
        session.add(Membership(person_id=cast(int, person.id), unit_id=person.unit_id))


def change_unit(session: Session, person: Person, unit_id: int | None, moved_on: date) -> None:
    """End the membership on the eve of the day and begin the next; ``person.unit_id`` is still the old unit.

    A second change on the same day corrects the first.
    """
    person_id, eve = cast(int, person.id), moved_on - timedelta(days=1)
    rows = session.exec(select(Membership).where(Membership.person_id == person_id)).all()
    still_open = [row for row in rows if row.until is None]
    if not still_open and person.unit_id is not None:
        session.add(Membership(person_id=person_id, unit_id=person.unit_id, until=eve))
    for row in still_open:
        if row.since is not None and row.since > moved_on:
            raise InvalidInput(MOVED_BEFORE, field="unit_id", since=short(row.since))
        if row.since == moved_on:
            session.delete(row)
        else:
            row.until = eve
            touch(row)
    ended = next((row for row in rows if row.until == eve and row.unit_id == unit_id), None)
    if ended is not None:
        ended.until = None
    elif unit_id is not None:
        session.add(Membership(person_id=person_id, unit_id=unit_id, since=moved_on))


def _known_by(fields: PersonCircumstanceFields) -> tuple[int, str | None]:
    return fields.circumstance_id, fields.since


def _check_relative(session: Session, person_id: int, relative_id: int | None) -> None:
    if relative_id is None:
        return
    if relative_id == person_id:
        raise InvalidInput(OWN_RELATIVE, field="household")
    if session.get(Person, relative_id) is None:
        raise InvalidInput(NO_RELATIVE, field="household")
