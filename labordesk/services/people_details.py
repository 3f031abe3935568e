"""Household, circumstances and health of thousands of new people at once, with the checks of a single file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table
from sqlmodel import Session, select

from labordesk.errors import InvalidInput, LabordeskError, NotFound, RuleBroken
from labordesk.fields import specs_of
from labordesk.model import Circumstance, HouseholdMember, PersonCircumstance, PersonHealth
from labordesk.model.base import Row, new_uid, now
from labordesk.model.keys import name_key
from labordesk.model.person import PersonCircumstanceFields
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.person_records import (
    CONSENT_FIRST,
    CONSENT_LAW,
    GONE,
    NO_RELATIVE,
    OWN_RELATIVE,
    HouseholdEntry,
)
from labordesk.services.person_review import check_circumstance
from labordesk.services.references import check_references
from labordesk.services.row_edit import tidied
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

_BATCH: Final = 5_000
"""Rows written with one statement."""


@dataclass(frozen=True)
class PersonDetails:
    """What a person's file holds beside its own fields."""

    household: tuple[HouseholdEntry, ...] = ()
    circumstances: tuple[PersonCircumstanceFields, ...] = ()
    health: str | None = None


def add_details(register: Register, files: Iterable[tuple[int, PersonDetails]]) -> Changes:
    """Give people (by id) who have none yet their household, circumstances and health, to all of them or to nobody.

    The refusals are those of ``save_person``, with the person's id in ``details["person_id"]``.
    """
    with register.writing() as session:
        known = list(session.exec(select(Circumstance)))  # kept while the session looks at each of them again
        consents = dict(sqlite_of(session).execute("SELECT id, consent FROM person").fetchall())
        ready: defaultdict[type[Row], list[dict[str, Any]]] = defaultdict(list)
        for person_id, details in files:
            try:
                _add_file(session, ready, consents, person_id, details)
            except LabordeskError as error:
                error.details["person_id"] = person_id
                raise
            for table, rows in ready.items():
                if len(rows) >= _BATCH:
                    _insert(session, table, rows)
        for table, rows in ready.items():
            _insert(session, table, rows)
        del known
    return Changes(people=True)


def _add_file(
    session: Session,
    ready: Mapping[type[Row], list[dict[str, Any]]],
    consents: Mapping[int, int],
    person_id: int,
    details: PersonDetails,
) -> None:
    if person_id not in consents:
        raise NotFound(GONE)
    for entry in details.household:
        check_fields(entry.fields)
        if entry.relative_id == person_id:
            raise InvalidInput(OWN_RELATIVE, field="household")
        if entry.relative_id is not None and entry.relative_id not in consents:
            raise InvalidInput(NO_RELATIVE, field="household")
        relative = tidied(entry.fields)
        links = {"person_id": person_id, "relative_id": entry.relative_id, "plain_key": name_key(relative.full_name)}
        ready[HouseholdMember].append({**relative.model_dump(), **links})
    for circumstance in details.circumstances:
        check_fields(circumstance)
        check_circumstance(circumstance)
        check_references(session, circumstance)
        ready[PersonCircumstance].append({**tidied(circumstance).model_dump(), "person_id": person_id})
    health = specs_of(PersonHealth)["detail"].kind.parse(details.health)
    if health:
        if not consents[person_id]:
            raise RuleBroken(CONSENT_FIRST, source=CONSENT_LAW)
        ready[PersonHealth].append({"person_id": person_id, "detail": health})


def _insert(session: Session, model: type[Row], rows: list[dict[str, Any]]) -> None:
    moment = now()
    stamp = {"row_version": 1, "created_at": moment, "updated_at": moment}
    table: Table = model.__table__  # type: ignore[attr-defined]
    if rows:
        session.connection().execute(table.insert(), [{"uid": new_uid(), **stamp, **row} for row in rows])
    rows.clear()
