"""Đối tượng: reading, saving and deleting a person's file, one unit of work each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlmodel import Session, func, select

from labordesk.errors import Conflict, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.model import Award, GrantCase, House, HouseholdMember, Membership, Person, PersonMerge
from labordesk.model.person import PersonCircumstanceFields, PersonFields
from labordesk.rules.happened_days import check_happened
from labordesk.rules.roles import Right
from labordesk.services.access import ensure, note_seen, seen
from labordesk.services.changes import Changes
from labordesk.services.duplicate_pairs import remember_different
from labordesk.services.duplicates import DuplicateHint, describe, similar_in
from labordesk.services.people_bulk import PeopleAdded, add_people
from labordesk.services.person_page import PersonPage, person_page
from labordesk.services.person_records import (
    UNCHANGED,
    HouseholdEntry,
    PersonData,
    Unchanged,
    change_unit,
    circumstance_rows,
    data_of,
    health_row,
    household_rows,
    join_unit,
    person_of,
    put_circumstances,
    put_health,
    put_household,
    put_keys,
)
from labordesk.services.person_review import Review, check_person, review_person
from labordesk.services.row_edit import apply_fields, differing, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

__all__ = [
    "UNCHANGED",
    "DuplicateHint",
    "HouseholdEntry",
    "LoadedPerson",
    "PeopleAdded",
    "PersonData",
    "PersonPage",
    "Review",
    "Unchanged",
    "add_people",
    "delete_person",
    "load_person",
    "person_page",
    "read_health",
    "review_person",
    "save_person",
]

SAME_NUMBER = N_("Số CCCD này đã ghi cho {person}; hãy mở hồ sơ ấy, sửa số, hoặc nêu lý do vẫn lưu.")
KNOWN_ALREADY = N_("Có thể đã có trong sổ: {person}; hãy mở hồ sơ ấy, hoặc xác nhận đây là người khác.")
IN_USE = N_(
    "Không xóa được {name}: đã có {awards} lần hỗ trợ, {cases} hồ sơ trợ cấp, {houses} nhà;"
    " hãy xóa những khoản ghi nhầm ấy trước."
)
MERGED = N_("Không xóa được {name}: hồ sơ này đã gộp từ hai hồ sơ; hãy tách lại trước.")
NUMBER_SOURCE = "Nghị định 137/2015/NĐ-CP"
KEPT_TWICE = "Trùng số CCCD với {name}, vẫn lưu: {reason}"
"""Goes into the note of the file, which is always Vietnamese."""


@dataclass(frozen=True)
class LoadedPerson:
    """A person's file for its form; health is only told to be there, ``read_health`` is its door."""

    id: int
    row_version: int
    fields: PersonFields
    household: tuple[HouseholdEntry, ...]
    circumstances: tuple[PersonCircumstanceFields, ...]
    has_health: bool


def load_person(register: Register, person_id: int) -> LoadedPerson:
    """Return a person's file for its form, as the user of now may see it; NotFound when it is gone.

    That a whole citizen number was looked at is noted.
    """
    with register.reading() as session:
        person = person_of(session, person_id)
        data = data_of(session, person)
        has_health = health_row(session, person_id) is not None
    fields = seen(register, data.fields)
    if fields.citizen_id and fields.citizen_id == data.fields.citizen_id:
        note_seen(register, "citizen_id", person_id)
    return LoadedPerson(person_id, person.row_version, fields, data.household, data.circumstances, has_health)


def read_health(register: Register, person_id: int) -> str | None:
    """Return what is known about a person's health: sensitive data, to be asked for only when a user asks.

    NotAllowed for a role that may not see it; that it was looked at is noted.
    """
    ensure(register, Right.HEALTH)
    with register.reading() as session:
        row = health_row(session, person_id)
    note_seen(register, "health", person_id)
    return None if row is None else row.detail


def save_person(
    register: Register,
    data: PersonData,
    *,
    person_id: int | None = None,
    row_version: int | None = None,
    confirmed_duplicates: Collection[int] = (),
    override_reason: str | None = None,
    moved_on: date | None = None,
) -> Saved:
    """Save a new person or a changed file.

    A citizen number that somebody else has needs ``override_reason``, which goes into the note (RuleBroken); a new
    person who is surely known already needs that one's id among ``confirmed_duplicates`` (RuleBroken), who are kept as
    other people and never shown again. A new unit counts from ``moved_on``, today unless given. Conflict when the file
    was saved in between.
    """
    data = data.tidied()
    check_person(data)
    moved_on = moved_on or clock.today()
    check_happened(moved_on, clock.today())
    with register.writing() as session:
        hints = similar_in(sqlite_of(session), data.fields, person_id)
        if person_id is None:
            fields = _refuse_twin(hints, data.fields, None, override_reason)
            _refuse_known(hints, confirmed_duplicates)
            person = _added(session, fields, moved_on)
        else:
            person = person_of(session, person_id)
            _refuse_stale(session, person, data, row_version)
            fields = _refuse_twin(hints, data.fields, person.citizen_id, override_reason)
            _change(session, person, fields, moved_on)
        others = (one.person_id for one in hints if one.person_id in confirmed_duplicates and not one.same_citizen_id)
        remember_different(sqlite_of(session), cast(int, person.id), others)
        changed = put_household(session, cast(int, person.id), data.household)
        changed |= put_circumstances(session, cast(int, person.id), data.circumstances)
        changed |= put_health(session, person, data.health)
        if changed and person_id is not None:
            touch(person)
        session.flush()
        return Saved(cast(int, person.id), person.row_version, Changes(people=True))


def delete_person(register: Register, person_id: int) -> Changes:
    """Delete a file entered by mistake; RuleBroken once anything was recorded for the person."""
    with register.writing() as session:
        person = person_of(session, person_id)
        awards, cases, houses = (_count(session, table, person_id) for table in (Award, GrantCase, House))
        if awards or cases or houses:
            raise RuleBroken(IN_USE, name=person.full_name, awards=awards, cases=cases, houses=houses)
        merges = session.exec(select(PersonMerge).where(PersonMerge.kept_id == person_id)).all()
        if any(one.undone_on is None for one in merges):
            raise RuleBroken(MERGED, name=person.full_name)
        for link in session.exec(select(HouseholdMember).where(HouseholdMember.relative_id == person_id)):
            link.relative_id = None
            touch(link)
        memberships = session.exec(select(Membership).where(Membership.person_id == person_id)).all()
        health = health_row(session, person_id)
        details = (*household_rows(session, person_id), *circumstance_rows(session, person_id))
        for row in (*details, *memberships, *merges, health):
            if row is not None:
                session.delete(row)
        session.flush()
        session.delete(person)
    return Changes(people=True)


def _count(session: Session, table: type[Award | GrantCase | House], person_id: int) -> int:
    return session.exec(select(func.count()).select_from(table).where(table.person_id == person_id)).one()


def _added(session: Session, fields: PersonFields, today: date) -> Person:
    if fields.unit_id is not None:
        ensure_unit_open(session, fields.unit_id, today)
    keys = dict.fromkeys(("plain_key", "search_key", "sort_key", "block_key"), "")
    person = Person.model_validate(fields, update=keys)
    put_keys(person)
    session.add(person)
    session.flush()
    join_unit(session, person)
    return person


def _change(session: Session, person: Person, fields: PersonFields, moved_on: date) -> None:
    if fields.unit_id != person.unit_id:
        if fields.unit_id is not None:
            ensure_unit_open(session, fields.unit_id, moved_on)
        change_unit(session, person, fields.unit_id, moved_on)
    apply_fields(person, fields, None)
    put_keys(person)


def _refuse_twin(
    hints: tuple[DuplicateHint, ...], fields: PersonFields, number_before: str | None, reason: str | None
) -> PersonFields:
    """Refuse a citizen number that somebody else has, unless a reason is given: then return the fields with it noted.

    A number that was saved twice before is not asked about again.
    """
    twin = next((hint for hint in hints if hint.same_citizen_id), None)
    if twin is None or fields.citizen_id == number_before:
        return fields
    reason = " ".join((reason or "").split())
    if not reason:
        raise RuleBroken(SAME_NUMBER, source=NUMBER_SOURCE, person=describe(twin))
    note = "\n".join(filter(None, (fields.note, KEPT_TWICE.format(name=twin.name, reason=reason))))
    return fields.model_copy(update={"note": note})


def _refuse_known(hints: tuple[DuplicateHint, ...], confirmed: Collection[int]) -> None:
    """Refuse a new person who is surely in the register already, unless somebody said it is another one."""
    for hint in hints:
        if hint.verdict == "strong" and not hint.same_citizen_id and hint.person_id not in confirmed:
            raise RuleBroken(KNOWN_ALREADY, person=describe(hint))


def _refuse_stale(session: Session, person: Person, data: PersonData, row_version: int | None) -> None:
    if row_version is None or row_version == person.row_version:
        return
    theirs = data_of(session, person)
    differences: dict[str, tuple[Any, Any]] = differing(person, data.fields)
    for name in ("household", "circumstances"):
        if getattr(theirs, name) != getattr(data, name):
            differences[name] = (getattr(theirs, name), getattr(data, name))
    if differences:
        raise Conflict(differences=differences)
