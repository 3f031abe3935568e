"""Household, circumstances and health of thousands of new people at once, with the checks of a single file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Table
from sqlmodel import Session, select

from labordesk.errors import InvalidInput, LabordeskError, NotFound, RuleBroken
from labordesk.model import Circumstance, HouseholdMember, PersonCircumstance, PersonHealth
from labordesk.model.base import Row, new_uid, now
from labordesk.services.award_records import sqlite_of
from labordesk.services.changes import Changes
from labordesk.services.person_records import CONSENT_FIRST, CONSENT_LAW, GONE, NO_RELATIVE, OWN_RELATIVE, PersonData
from labordesk.services.person_review import check_person
from labordesk.services.references import check_references
from labordesk.store.register import Register

_BATCH: Final = 5_000
"""Rows written with one statement."""


def add_details(register: Register, files: Iterable[tuple[int, PersonData]]) -> Changes:
    """Give people who have none yet their household, circumstances and health, to all of them or to nobody.

    ``files`` pairs a person's id with the whole file; its fields are those saved before and stay as they are. The
    refusals are those of ``save_person``, with the person's id in ``details["person_id"]``.
    """
    with register.writing() as session:
        known = list(session.exec(select(Circumstance)))  # kept while the session looks at each of them again
        consents = dict(sqlite_of(session).execute("SELECT id, consent FROM person").fetchall())
        ready: defaultdict[type[Row], list[dict[str, Any]]] = defaultdict(list)
        for person_id, data in files:
            try:
                _add_file(session, ready, consents, person_id, data.tidied())
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
    data: PersonData,
) -> None:
    if person_id not in consents:
        raise NotFound(GONE)
    check_person(data)
    for entry in data.household:
        if entry.relative_id == person_id:
            raise InvalidInput(OWN_RELATIVE, field="household")
        if entry.relative_id is not None and entry.relative_id not in consents:
            raise InvalidInput(NO_RELATIVE, field="household")
        row = {**entry.fields.model_dump(), "person_id": person_id, "relative_id": entry.relative_id}
        ready[HouseholdMember].append(row)
    for circumstance in data.circumstances:
        check_references(session, circumstance)
        ready[PersonCircumstance].append({**circumstance.model_dump(), "person_id": person_id})
    if isinstance(data.health, str):
        if not consents[person_id]:
            raise RuleBroken(CONSENT_FIRST, source=CONSENT_LAW)
        ready[PersonHealth].append({"person_id": person_id, "detail": data.health})


def _insert(session: Session, model: type[Row], rows: list[dict[str, Any]]) -> None:
    moment = now()
    stamp = {"row_version": 1, "created_at": moment, "updated_at": moment}
    table: Table = model.__table__  # type: ignore[attr-defined]
    if rows:
        session.connection().execute(table.insert(), [{"uid": new_uid(), **stamp, **row} for row in rows])
    rows.clear()
