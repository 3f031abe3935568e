"""The invented people: complete, repeatable, contradicting themselves only where it is meant."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk.sample.drafts import Draft
from labordesk.sample.mistakes import CAPITALS, CONTRADICTING, NO_BIRTH, NO_MARKS, OTHER_TONE_PLACE, TWICE, WRONG_SEX
from labordesk.sample.people import COUPLES_KNOWN, KNOWN, invent_people
from labordesk.vietnamese.citizen import read_citizen_id
from labordesk.vietnamese.phones import read_phones
from tests.sample.days import TODAY

days = st.dates(date(2026, 1, 1), date(2045, 12, 31))


@pytest.fixture(scope="module")
def people() -> list[Draft]:
    return invent_people(1200, 2026, TODAY)


@settings(max_examples=40)
@given(st.integers(20, 400), st.integers(), days)
def test_a_citizen_number_contradicts_its_person_only_as_a_planned_mistake(count: int, seed: int, today: date) -> None:
    people = invent_people(count, seed, today)
    assert len(people) == count
    for person in people:
        number = person.fields.get("citizen_id")
        if number is None:
            continue
        birth = person.fields["birth"]
        read = read_citizen_id(number, int(birth[:4]), person.sex)
        assert (read.status == "ok") == (person.mistake not in CONTRADICTING), (person.mistake, read.notes)
    numbers = [person.fields["citizen_id"] for person in people if person.fields.get("citizen_id")]
    assert len(set(numbers)) == len(numbers)


@settings(max_examples=20)
@given(st.integers(20, 300), st.integers(), days)
def test_everything_that_is_dated_has_happened(count: int, seed: int, today: date) -> None:
    for person in invent_people(count, seed, today):
        fields = person.fields
        assert (fields["birth"] or "") <= today.isoformat()
        assert (fields.get("joined_on") or "") <= today.isoformat()
        if fields.get("joined_on") and fields["birth"]:
            assert int(fields["joined_on"][:4]) - int(fields["birth"][:4]) >= 15
        for hardship in person.hardships:
            assert hardship.since <= today.isoformat()
            assert hardship.until is None or hardship.since[:7] <= hardship.until <= today.isoformat()


def test_the_same_seed_and_day_give_the_same_people() -> None:
    assert invent_people(150, 7, TODAY) == invent_people(150, 7, TODAY)
    others = invent_people(150, 8, TODAY)[len(KNOWN) :]
    assert [one.name for one in invent_people(150, 7, TODAY)[len(KNOWN) :]] != [one.name for one in others]


def test_the_known_people_are_in_every_sample() -> None:
    for seed in (1, 2):
        assert [one.name for one in invent_people(60, seed, TODAY)[: len(KNOWN)]] == [one.full_name for one in KNOWN]


def test_every_kind_of_person_and_of_mistake_is_there(people: list[Draft]) -> None:
    standings = Counter(person.standing for person in people)
    assert set(standings) == {"member", "worker", "child", "relative", "household"}
    assert standings["member"] > standings["worker"] > standings["relative"]
    assert {CAPITALS, NO_MARKS, OTHER_TONE_PLACE, NO_BIRTH, TWICE, *CONTRADICTING} <= {one.mistake for one in people}
    assert any(one.fields.get("phone") is None for one in people)
    assert any(one.fields.get("citizen_id") is None for one in people)
    assert any(len(one.fields["birth"] or "") == 4 for one in people)


def test_mistakes_are_what_they_are_called(people: list[Draft]) -> None:
    for person in people:
        if person.mistake == CAPITALS:
            assert person.name.isupper()
        elif person.mistake == NO_MARKS:
            assert person.name.isascii()
        elif person.mistake == WRONG_SEX:
            said = read_citizen_id(person.fields["citizen_id"], None, "male" if person.sex == "female" else "female")
            assert said.status == "ok"
        assert unicodedata.is_normalized("NFC", person.name)


def test_somebody_registered_twice_has_an_old_number_in_one_unit_and_a_new_one_in_another(people: list[Draft]) -> None:
    twice = [person for person in people if person.same_as is not None]
    assert len(twice) >= 3
    for person in twice:
        first = people[person.same_as or 0]
        assert person.fields["citizen_id"] is None
        assert first.fields["citizen_id"]
        assert len(person.fields["old_id"]) == 9
        assert person.fields["birth"] == first.fields["birth"][:4]


def test_husband_and_wife_work_in_two_units_and_live_together(people: list[Draft]) -> None:
    couples = [
        (person, people[kin.place])
        for person in people
        for kin in person.household
        if kin.relation == "spouse" and kin.place is not None
    ]
    assert len(couples) > 20
    for one, other in couples:
        assert one.unit != other.unit
        assert {one.sex, other.sex} == {"female", "male"}
        assert one.fields["address"] == other.fields["address"]
    assert (people[COUPLES_KNOWN[0][0]], people[COUPLES_KNOWN[0][1]]) in couples


def test_children_are_a_generation_younger_than_the_parent_who_signs(people: list[Draft]) -> None:
    parents = {kin.place: person for person in people for kin in person.household if kin.relation == "child"}
    children = [(place, one) for place, one in enumerate(people) if one.standing == "child"]
    assert len(children) > 80
    for place, child in children:
        parent = parents[place]
        assert child.fields["recipient_name"] == parent.name
        assert child.unit == parent.unit
        assert 18 <= int(child.fields["birth"][:4]) - int((parent.fields["birth"] or "1980")[:4]) <= 45


def test_names_of_minorities_are_sorted_by_the_word_people_go_by(people: list[Draft]) -> None:
    others = [one for one in people if one.fields.get("ethnicity") not in (None, "Kinh")]
    assert others
    for person in others:
        if person.fields["ethnicity"] == "Ê-đê":
            assert person.fields["sort_name"] in person.name.split()


def test_health_is_known_only_of_those_who_agreed(people: list[Draft]) -> None:
    told = [person for person in people if person.health]
    assert len(told) > 20
    assert all(person.fields["consent"] for person in told)
    agreed = sum(bool(person.fields["consent"]) for person in people)
    assert 0.8 < agreed / len(people) < 0.98


def test_phones_are_numbers_that_can_be_dialled(people: list[Draft]) -> None:
    for person in people:
        phone = person.fields.get("phone")
        assert phone is None or read_phones(phone)[0].status == "ok"
