"""The scan of the whole register: complete against comparing everybody with everybody, incremental, never forgetful."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import LabordeskError
from labordesk.model.person import PersonFields
from labordesk.rules.duplicates import Candidate, birth_similarity, verdict
from labordesk.services.duplicate_pairs import decide_different
from labordesk.services.duplicate_scan import last_scan, scan_duplicates
from labordesk.services.people import PersonData, add_people, load_person, save_person
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def stored(office: Office) -> dict[tuple[int, int], tuple[str, str]]:
    with office.register.looking() as connection:
        rows = connection.execute("SELECT first_id, second_id, verdict, decision FROM person_pair").fetchall()
    return {(first, second): (verdict, decision) for first, second, verdict, decision in rows}


def edit(office: Office, person_id: int, **changed: Any) -> None:
    loaded = load_person(office.register, person_id)
    fields = loaded.fields.model_copy(update=changed)
    save_person(office.register, PersonData(fields), person_id=person_id, row_version=loaded.row_version)


def test_the_same_human_typed_twice_is_found_across_units(office: Office) -> None:
    a = office.person("Trần Thị Hoà", birth="1988-01-05")
    b = office.person("TRẦN THỊ HÒA", office.phu_thinh, birth="1988-01-05")
    c = office.person("Lê Văn Sơn", birth="1975", old_id="183456789")
    d = office.person("Lê Sơn", office.dong_tam, old_id="183456789")
    office.person("Lê Văn Sớn", birth="1990")
    done = scan_duplicates(office.register)
    assert stored(office) == {(a, b): ("strong", "open"), (c, d): ("strong", "open")}
    assert (done.people, done.strong, done.review, done.changes.people) == (5, 2, 0, True)


def test_only_who_changed_is_looked_at_again(office: Office) -> None:
    a = office.person("Trần Thị Hoà", birth="1988-01-05")
    b = office.person("Trần Thị Hòa", office.phu_thinh, birth="1988-01-05")
    with office.register.writing() as session:
        session.connection().exec_driver_sql("UPDATE person SET updated_at = '2020-01-01T00:00:00Z'")
    assert scan_duplicates(office.register).people == 2
    assert scan_duplicates(office.register).people == 0
    edit(office, b, birth="1979-03-02")
    again = scan_duplicates(office.register)
    assert (again.people, stored(office)) == (1, {})
    edit(office, b, birth="1988-01-05")
    scan_duplicates(office.register)
    assert stored(office) == {(a, b): ("strong", "open")}


def test_a_decision_outlives_every_scan(office: Office) -> None:
    a = office.person("Trần Thị Hoà", birth="1988-01-05")
    b = office.person("Trần Thị Hòa", birth="1988-01-05")
    scan_duplicates(office.register)
    decide_different(office.register, a, b)
    edit(office, b, job="Công nhân")
    scan_duplicates(office.register)
    scan_duplicates(office.register, anew=True)
    assert stored(office) == {(a, b): ("strong", "different")}


class Stopped(LabordeskError):
    """Raised by a progress that was cancelled."""


def test_a_cancelled_scan_leaves_nothing(office: Office) -> None:
    office.person("Trần Thị Hoà", birth="1988-01-05")
    office.person("Trần Thị Hòa", birth="1988-01-05")

    def stop(_done: int, _total: int) -> None:
        raise Stopped("")

    with pytest.raises(Stopped):
        scan_duplicates(office.register, stop)
    assert stored(office) == {}
    with office.register.looking() as connection:
        assert last_scan(connection) is None


def test_progress_counts_up_to_everybody_with_a_birth(office: Office) -> None:
    office.people(9)
    office.person("Võ An", birth="1990")
    told: list[tuple[int, int]] = []
    scan_duplicates(office.register, lambda done, total: told.append((done, total)))
    assert told[-1] == (10, 10)
    assert [done for done, _total in told] == sorted(done for done, _total in told)


def test_a_name_borne_by_many_is_not_called_sure(office: Office) -> None:
    add_people(
        office.register,
        [
            PersonFields(full_name="Nguyễn Thị Hà", birth=str(1950 + place), unit_id=office.song_lam)
            for place in range(50)
        ],
    )
    a = office.person("Nguyễn Thị Hà", birth="1977")
    rare = office.person("Phùng Thị Hà Giang", birth="1977")
    twin = office.person("Phùng Thị Hà Giang", birth="1977")
    scan_duplicates(office.register)
    found = stored(office)
    assert found[rare, twin][0] == "strong"
    assert {verdict for (first, second), (verdict, _decision) in found.items() if a in (first, second)} == {"review"}


GIVENS = ["Hoà", "Hòa", "Hoa", "HOA", "Lan", "Phương", "Phươg", "Phương Anh", "PhươngAnh"]
people = st.builds(
    dict,
    full_name=st.tuples(
        st.sampled_from(["Nguyễn", "Nguyen", "Trần"]), st.sampled_from(["Thị ", "Thi ", ""]), st.sampled_from(GIVENS)
    ).map(lambda parts: f"{parts[0]} {parts[1]}{parts[2]}"),
    birth=st.sampled_from([None, "1988", "1988-01", "1988-01-05", "1988-05-01", "1989-01-05", "1989"]),
    unit_id=st.sampled_from([2, 3]),
    citizen_id=st.sampled_from([None, None, "042188001035", "042188001036"]),
    phone=st.sampled_from([None, None, "0912345678"]),
    old_id=st.sampled_from([None, None, None, "183456789"]),
)


def comparable(a: Candidate, b: Candidate) -> bool:
    """Whoever has in common a number, a year of birth, or a unit where a birth is missing."""
    if a.numbers() & b.numbers() or (a.phone and a.phone == b.phone):
        return True
    if a.birth and b.birth:
        return a.birth[:4] == b.birth[:4]
    return a.unit_id == b.unit_id


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(everybody=st.lists(people, max_size=10))
def test_nobody_is_missed_who_is_worth_a_look(office: Office, everybody: list[dict[str, Any]]) -> None:
    with office.register.writing() as session:
        for table in ("person_pair", "membership", "person"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    ids = add_people(office.register, [PersonFields(**one) for one in everybody]).ids
    scan_duplicates(office.register, anew=True)
    found = {pair: verdict for pair, (verdict, _decision) in stored(office).items()}
    for (a, one), (b, other) in combinations(zip(ids, everybody, strict=True), 2):
        first, second = Candidate(**one), Candidate(**other)
        judged = verdict(first, second)
        tied = first.unit_id == second.unit_id or (first.phone and first.phone == second.phone)
        weak = birth_similarity(first.birth, second.birth) == 0.8 and not tied
        if judged and comparable(first, second) and not weak:
            assert (a, b) in found, (one, other)
        if (a, b) in found:
            assert judged in (found[a, b], "strong")
