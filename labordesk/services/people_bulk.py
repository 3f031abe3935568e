"""Thousands of people at once, for imports: the same checks and keys as one by one, written in one unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.fields import kinds as clock
from labordesk.model import Membership, Person
from labordesk.model.base import new_uids
from labordesk.model.keys import person_keys
from labordesk.model.person import PersonFields
from labordesk.services.changes import Changes
from labordesk.services.person_review import check_person_fields
from labordesk.services.row_edit import tidied
from labordesk.services.unit_guard import UnitGuard
from labordesk.store.bulk import insert_rows, stamp
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.store.search import indexing_together

BATCH: Final = 5_000
"""People written with one statement; more takes memory, not less time."""


@dataclass(frozen=True)
class PeopleAdded:
    """The ids of the people added, in the order they were given."""

    ids: range
    changes: Changes


def add_people(register: Register, people: Iterable[PersonFields], batch: int = BATCH) -> PeopleAdded:
    """Add people after the same checks as ``save_person``, all of them or none; duplicates are the caller's to judge.

    InvalidInput names the place of the person (from 1) in ``details["place"]``. An open membership begins for each.
    """
    with register.writing() as session:
        ids = insert_people(session, people, batch)
    return PeopleAdded(ids, Changes(people=len(ids) > 0))


def insert_people(
    session: Session, people: Iterable[PersonFields], batch: int = BATCH, *, checked: bool = False
) -> range:
    """Add people within a unit of work and return their ids, in the order given.

    ``checked``: ``tidied`` and ``check_person_fields`` have been asked already; units are looked at all the same.
    """
    first = last = _next_id(session)
    ready = _rows(session, people, first, checked=checked)
    with indexing_together(sqlite_of(session)):
        while rows := list(islice(ready, batch)):
            last += len(rows)
            alike = stamp()
            insert_rows(session, Person, rows, alike)
            insert_rows(session, Membership, _memberships(rows), alike)
    return range(first, last)


def _rows(session: Session, people: Iterable[PersonFields], first: int, *, checked: bool) -> Iterator[dict[str, Any]]:
    units = UnitGuard(session, clock.today())
    for place, (given, uid) in enumerate(zip(people, new_uids(), strict=False)):
        try:
            fields = given if checked else tidied(given)
            if not checked:
                check_person_fields(fields)
            if fields.unit_id is not None:
                units.ensure_open(fields.unit_id)
        except InvalidInput as error:
            error.details["place"] = place + 1
            raise
        keys = vars(person_keys(fields.full_name, fields.birth, fields.sort_name))
        yield {"id": first + place, "uid": uid, **fields.__dict__, **keys}


def _memberships(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row, uid in zip(rows, new_uids(), strict=False):
        if row["unit_id"] is not None:
            yield {"uid": uid, "person_id": row["id"], "unit_id": row["unit_id"]}


def _next_id(session: Session) -> int:
    return int(session.connection().exec_driver_sql("SELECT coalesce(max(id), 0) + 1 FROM person").scalar_one())
