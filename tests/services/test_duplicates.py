"""Who is shown beside a form as perhaps the same person, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.model.person import PersonFields
from labordesk.rules.duplicates import Candidate, verdict
from labordesk.services import duplicates
from labordesk.services.duplicates import similar_people
from labordesk.services.people import add_people
from labordesk.vietnamese.fold import plain_key
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def asked(office: Office, name: str, **more: Any) -> PersonFields:
    return PersonFields(full_name=name, **{"unit_id": office.dong_tam, **more})


def hints(office: Office, name: str, **more: Any) -> list[tuple[str, str]]:
    return [(one.name, one.verdict) for one in similar_people(office.register, asked(office, name, **more))]


def test_the_same_name_and_day_is_the_same_person_whatever_the_place_of_the_mark(office: Office) -> None:
    office.person("Trần Thị Hoà", birth="1988-01-05")
    assert hints(office, "TRẦN THỊ HÒA", birth="1988-01-05") == [("Trần Thị Hoà", "strong")]


def test_a_year_alone_needs_the_same_unit_to_be_sure(office: Office) -> None:
    office.person("Trần Thị Hoà", office.dong_tam, birth="1988-01-05")
    office.person("Trần Thị Hoà", office.song_lam, birth="1988-07-09")
    assert hints(office, "Trần Thị Hoà", birth="1988") == [("Trần Thị Hoà", "strong"), ("Trần Thị Hoà", "review")]


def test_names_that_only_look_alike_are_other_people(office: Office) -> None:
    for name in ("Nguyễn Văn Tâm", "Nguyễn Thị Hoa", "Nguyễn Văn Dung"):
        office.person(name, birth="1985")
    assert hints(office, "Nguyễn Văn Tân", birth="1985") == []
    assert hints(office, "Nguyễn Thị Hoà", birth="1985-02-03") == []
    assert hints(office, "Nguyễn Văn Dũng", birth="1985") == []


def test_numbers_decide_before_names(office: Office) -> None:
    office.person("Lê Văn Sơn", citizen_id="042085001234", birth="1985")
    office.person("Trần Thị Hoà", citizen_id="042188001035", birth="1988-01-05")
    assert hints(office, "Võ Lan", citizen_id="042085001234") == [("Lê Văn Sơn", "strong")]
    assert hints(office, "Trần Thị Hoà", citizen_id="042188009999", birth="1988-01-05") == []


def test_an_old_number_tells_who_it_is_unless_the_new_numbers_differ(office: Office) -> None:
    office.person("Lê Văn Sơn", old_id="183456789", citizen_id="042085001234")
    assert hints(office, "Võ Lan", old_id="183456789") == [("Lê Văn Sơn", "strong")]
    assert hints(office, "Võ Lan", old_id="183456789", citizen_id="042085009999") == []


def test_without_a_birth_only_the_same_unit_or_phone_is_looked_at(office: Office) -> None:
    office.person("Trần Thị Hoà", office.dong_tam)
    office.person("Trần Thị Hoà", office.song_lam, phone="0912345678")
    office.person("Trần Thị Hoà", office.phu_thinh)
    found = similar_people(office.register, asked(office, "Trần Thị Hoà", phone="0912345678"))
    assert {one.unit_name: one.verdict for one in found} == {"THCS Đồng Tâm": "review", "May Sông Lam": "review"}


def test_a_hint_tells_what_is_the_same(office: Office) -> None:
    office.person("Trần Thị Hoà", office.dong_tam, birth="1988", phone="0912345678")
    [hint] = similar_people(office.register, asked(office, "Trần Thị Hòa", birth="1988-01-05", phone="0912345678"))
    assert hint.reasons == ("cùng họ tên", "cùng năm sinh", "cùng số điện thoại", "cùng đơn vị")
    assert duplicates.describe(hint) == (
        "Trần Thị Hoà, sinh 1988, THCS Đồng Tâm (cùng họ tên, cùng năm sinh, cùng số điện thoại, cùng đơn vị)"
    )


def test_the_person_being_edited_is_not_shown(office: Office) -> None:
    person = office.person("Trần Thị Hoà", birth="1988-01-05")
    assert similar_people(office.register, asked(office, "Trần Thị Hoà", birth="1988-01-05"), person) == ()


def test_no_more_hints_than_a_person_can_read(office: Office) -> None:
    people = [asked(office, "Trần Thị Hoà", birth="1988") for _ in range(60)]
    add_people(office.register, people)
    assert len(similar_people(office.register, asked(office, "Trần Thị Hoà", birth="1988"))) == duplicates.MOST_HINTS


GIVENS = ["Hoà", "Hòa", "Hoa", "HOA", "Lan", "Loan", "Tin", "Phương", "Phươg"]
people = st.builds(
    Candidate,
    full_name=st.tuples(
        st.sampled_from(["Nguyễn", "Nguyen", "Trần"]), st.sampled_from(["Thị ", "Thi ", ""]), st.sampled_from(GIVENS)
    ).map(lambda parts: f"{parts[0]} {parts[1]}{parts[2]}"),
    birth=st.sampled_from([None, "1988", "1988-01", "1988-01-05", "1988-05-01", "1989-01-05"]),
    unit_id=st.sampled_from([2, 3]),
    citizen_id=st.sampled_from([None, None, "042188001035", "042188001036"]),
    phone=st.sampled_from([None, None, "0912345678"]),
)


def plain_given(name: str) -> str:
    return plain_key(name).split()[-1]


def may_be_found(asked: Candidate, known: Candidate) -> bool:
    """Whoever shares a number, or given name and year, or given name and unit where a year is missing."""
    if (asked.citizen_id and asked.citizen_id == known.citizen_id) or (asked.phone and asked.phone == known.phone):
        return True
    if plain_given(asked.full_name) != plain_given(known.full_name):
        return False
    if asked.birth and known.birth:
        return asked.birth[:4] == known.birth[:4]
    return asked.unit_id == known.unit_id


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(everybody=st.lists(people, max_size=12), wanted=people)
def test_the_index_finds_all_whom_the_rules_would_call_alike(
    office: Office, everybody: list[Candidate], wanted: Candidate
) -> None:
    with office.register.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM membership")
        session.connection().exec_driver_sql("DELETE FROM person")
    ids = add_people(office.register, [PersonFields(**asdict(one)) for one in everybody]).ids
    found = similar_people(office.register, PersonFields(**asdict(wanted)))
    judged = {person_id: verdict(wanted, known) for person_id, known in zip(ids, everybody, strict=True)}
    sought = {person_id for person_id, known in zip(ids, everybody, strict=True) if may_be_found(wanted, known)}
    assert {person_id for person_id in sought if judged[person_id]} <= {one.person_id for one in found}
    assert all(judged[one.person_id] == one.verdict for one in found)
    assert [one.verdict for one in found] == sorted((one.verdict for one in found), reverse=True)
