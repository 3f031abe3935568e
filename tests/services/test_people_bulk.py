"""Thousands of people at once: the same checks and keys, all or none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import col, select

from labordesk.errors import InvalidInput
from labordesk.model import Membership, Person
from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, add_people, load_person, save_person
from labordesk.services.people_search import PeopleQuery, count_people, search_people
from tests.services.welfare_office import Office, office

__all__ = ["office"]

DERIVED = {"id", "uid", "created_at", "updated_at"}


def person(office: Office, name: str, **more: Any) -> PersonFields:
    return PersonFields(full_name=name, **{"unit_id": office.song_lam, **more})


def test_people_added_at_once_are_as_if_saved_one_by_one(office: Office) -> None:
    fields = person(
        office,
        unicodedata.normalize("NFD", " Trần  Thị Hoà "),
        birth="1988-01-05",
        sort_name="Hoà",
        consent=True,
        land_title=False,
        income=1_500_000,
    )
    one = save_person(office.register, PersonData(fields)).id
    added = add_people(office.register, [fields, person(office, "Lê An")], batch=1)
    assert list(added.ids) == [one + 1, one + 2]
    assert added.changes.people
    assert load_person(office.register, one).fields == load_person(office.register, one + 1).fields
    with office.register.reading() as session:
        rows = session.exec(select(Person).order_by(col(Person.id))).all()
        members = session.exec(select(Membership.person_id, Membership.unit_id, Membership.since)).all()
    first, second = ({k: v for k, v in row.model_dump().items() if k not in DERIVED} for row in rows[:2])
    assert first == second
    assert len({row.uid for row in rows}) == 3
    assert sorted(members) == [(person_id, office.song_lam, None) for person_id in (one, one + 1, one + 2)]
    assert [row.id for row in search_people(office.register, PeopleQuery("hoà"), year=2026).rows] == [one, one + 1]


def test_one_bad_person_keeps_all_out_and_is_named_by_place(office: Office) -> None:
    def people() -> Iterator[PersonFields]:
        for place in range(20):
            yield person(office, "Lê Văn An", birth="1985-02-30" if place == 17 else "1985")

    with pytest.raises(InvalidInput) as refusal:
        add_people(office.register, people(), batch=5)
    assert (refusal.value.field, refusal.value.details["place"]) == ("birth", 18)
    assert count_people(office.register, PeopleQuery()) == 0


def test_nobody_added_changes_nothing(office: Office) -> None:
    added = add_people(office.register, [])
    assert (len(added.ids), bool(added.changes)) == (0, False)


def test_a_unit_that_is_not_there_refuses_its_people(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add_people(office.register, [person(office, "Lê An", unit_id=9999)])
    assert refusal.value.field == "unit_id"
