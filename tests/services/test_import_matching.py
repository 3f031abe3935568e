"""Many rows against a register at once: the same people as one by one, and what is decided about them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.model.person import PersonFields
from labordesk.rules.duplicates import Candidate
from labordesk.services import import_matching
from labordesk.services.duplicate_pairs import decide_different
from labordesk.services.duplicates import similar_in
from labordesk.services.import_matching import Hit, Wanted, match_rows
from labordesk.services.people import PersonData, save_person
from labordesk.services.people_bulk import add_people, insert_people
from labordesk.services.person_merges import MergeOrder, merge_people
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from tests.services.welfare_office import Office, office

__all__ = ["office"]

NAMES = st.sampled_from(
    [
        "Nguyễn Thị Hoà",
        "NGUYỄN THỊ HÒA",
        "Nguyen Thi Hoa",
        "Nguyễn Thị Hoa",
        "Nguyễn Hoà",
        "Nguyễn Thị Phượng",
        "Nguyễn Thị Phươg",
        "Trần Thị Mỹ",
        "Trần Thị Mĩ",
        "Trần Thị Lan",
        "Trần Thị Loan",
        "Lê Văn Quý",
        "Lê Văn Quí",
        "H'Hen Niê",
        "Y Moan Êban",
    ]
)
BIRTHS = st.sampled_from([None, "1985", "1985-03", "1985-03-12", "1985-12-03", "1985-03-21", "1986-03-12"])
CITIZEN_IDS = st.sampled_from([None, None, "042185000001", "042185000002"])
OLD_IDS = st.sampled_from([None, None, "183000001", "183000002"])
PHONES = st.sampled_from([None, None, "0912345678", "0987654321"])


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a person of a small world, where many share something."""
    return {
        "full_name": draw(NAMES),
        "birth": draw(BIRTHS),
        "unit_id": draw(st.sampled_from([2, 3])),
        "citizen_id": draw(CITIZEN_IDS),
        "old_id": draw(OLD_IDS),
        "phone": draw(PHONES),
    }


def wanted(given: dict[str, Any]) -> Wanted:
    return Wanted(Candidate(**given))


@pytest.fixture(params=["blocks", "walk"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both roads to the people: by the given names of a short list, and over the whole register."""
    if request.param == "walk":
        monkeypatch.setattr(import_matching, "_FEW_BLOCKS", -1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.lists(people(), min_size=1, max_size=12), asked=st.lists(people(), min_size=1, max_size=5))
def test_many_at_once_find_whom_one_by_one_finds(
    office: Office, way: None, known: list[dict[str, Any]], asked: list[dict[str, Any]]
) -> None:
    with office.register.writing() as session:
        insert_people(session, [PersonFields(**one) for one in known])
        connection = sqlite_of(session)
        found = match_rows(connection, [wanted(one) for one in asked])
        for row, hits in zip(asked, found, strict=True):
            hints = similar_in(connection, PersonFields(**row))
            theirs = {hint.person_id: hint.verdict for hint in hints}
            ours = {hit.person_id: hit.verdict for hit in hits}
            for person_id, verdict in theirs.items():
                if verdict == "strong":
                    assert ours.get(person_id) in ("strong", "review")  # a common name is shown, not taken
                elif len(theirs) <= 2:
                    assert person_id in ours
            numbers = {row["citizen_id"], row["old_id"]} - {None}
            assert all(ours[hit.person_id] == "strong" for hit in hits if hit.known.numbers() & numbers)
        session.rollback()


def hits(register: Register, **row: Any) -> tuple[Hit, ...]:
    with register.looking() as connection:
        return match_rows(connection, [wanted({"full_name": "", **row})])[0]


def test_a_number_of_a_file_merged_away_finds_the_file_that_is_left(office: Office, way: None) -> None:
    kept = office.person("Trần Thị Lan", birth="1985", citizen_id="042185000001")
    gone = office.person("Trần Thị Lan", birth="1985", citizen_id="042185000002")
    order = MergeOrder(kept, gone, 1, 1, reason="Số cũ ghi nhầm")
    merge_people(office.register, order)
    [found] = hits(office.register, full_name="Trần Thị Lan", citizen_id="042185000002")
    assert (found.person_id, found.verdict) == (kept, "strong")


def test_a_union_card_finds_its_holder(office: Office, way: None) -> None:
    holder = office.person("Trần Thị Lan", birth="1985", union_card="HS-0001")
    with office.register.looking() as connection:
        [[found]] = match_rows(connection, [Wanted(Candidate("Trần Thị Lan"), "HS-0001")])
    assert (found.person_id, found.verdict, found.by_number) == (holder, "strong", True)


def test_the_phone_of_a_workplace_brings_nobody_together(office: Office, way: None) -> None:
    for number in range(30):
        office.person(f"Trần Thị Lan {chr(65 + number % 26)}nh", birth=f"19{60 + number}", phone="0383123456")
    assert hits(office.register, full_name="Trần Thị Lan", phone="0383123456") == ()


def test_a_common_name_born_on_one_day_is_shown_and_not_taken(office: Office, way: None) -> None:
    fields = [PersonFields(full_name="Nguyễn Thị Hoa", birth="1985-03-12", unit_id=office.song_lam)]
    fields += [
        PersonFields(full_name="Nguyễn Thị Hoa", birth=f"19{50 + number % 50}", unit_id=office.phu_thinh)
        for number in range(200)
    ]
    add_people(office.register, fields)
    found = hits(office.register, full_name="Nguyễn Thị Hoa", birth="1985-03-12", unit_id=office.dong_tam)
    assert {hit.verdict for hit in found} == {"review"}


def test_two_said_to_be_different_stay_two(office: Office) -> None:
    first = office.person("Trần Thị Lan", birth="1985-03-12", citizen_id="042185000001")
    data = PersonData(PersonFields(full_name="Trần Thị Lan", birth="1985-03-12", unit_id=office.song_lam))
    second = save_person(office.register, data, confirmed_duplicates=[first]).id
    decide_different(office.register, first, second)
    found = hits(office.register, full_name="Trần Thị Lan", birth="1985-03-12", citizen_id="042185000001")
    assert [hit.person_id for hit in found if hit.by_number] == [first]
