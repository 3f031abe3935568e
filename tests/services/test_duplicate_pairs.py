"""The work list of people entered twice: the sure ones first, and decisions that are kept and can be taken back."""

from __future__ import annotations

import pytest

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.model.person import PersonFields
from labordesk.services.duplicate_pairs import PairQuery, count_pairs, decide, decide_different, pairs
from labordesk.services.duplicate_scan import scan_duplicates
from labordesk.services.duplicates import similar_people
from labordesk.services.people import PersonData, save_person
from tests.services.welfare_office import Office, office

__all__ = ["office"]


@pytest.fixture
def twins(office: Office) -> tuple[int, int, int, int]:
    """A doubtful pair entered first and a sure one entered later."""
    found = (
        office.person("Lê Văn Sơn", birth="1975-02-03"),
        office.person("Lê Văn Sơn", birth="1975-02-08"),
        office.person("Trần Thị Hoà", office.dong_tam, birth="1988-01-05"),
        office.person("TRẦN THỊ HÒA", office.phu_thinh, birth="1988-01-05"),
    )
    scan_duplicates(office.register)
    return found


def listed(office: Office, query: PairQuery | None = None) -> list[tuple[int, int, str]]:
    found = pairs(office.register, query or PairQuery()).rows
    return [(one.first.id, one.second.id, one.verdict) for one in found]


def test_the_sure_pairs_stand_first_with_what_they_share(office: Office, twins: tuple[int, int, int, int]) -> None:
    a, b, c, d = twins
    assert listed(office) == [(c, d, "strong"), (a, b, "review")]
    sure = pairs(office.register, PairQuery()).rows[0]
    assert (sure.first.unit_name, sure.second.full_name) == ("THCS Đồng Tâm", "TRẦN THỊ HÒA")
    assert sure.reasons == ("cùng họ tên", "cùng ngày sinh")


def test_the_list_is_narrowed_by_unit_verdict_and_person(office: Office, twins: tuple[int, int, int, int]) -> None:
    a, b, c, d = twins
    assert listed(office, PairQuery(unit_ids=frozenset([office.phu_thinh]))) == [(c, d, "strong")]
    assert listed(office, PairQuery(verdict="review")) == [(a, b, "review")]
    assert listed(office, PairQuery(person_id=b)) == [(a, b, "review")]
    assert count_pairs(office.register, PairQuery()) == 2
    assert count_pairs(office.register, PairQuery(unit_ids=frozenset([office.song_lam]))) == 1


def test_pages_follow_one_another_without_gap_or_repeat(office: Office) -> None:
    for year in range(1960, 1975):
        for day in ("03", "08") if year % 2 else ("03", "03"):
            office.person("Lê Văn Sơn", birth=f"{year}-02-{day}")
    scan_duplicates(office.register)
    found, after = [], None
    while True:
        page = pairs(office.register, PairQuery(), after=after, limit=4)
        found += page.rows
        if (after := page.next_key) is None:
            break
    assert len(found) == len({one.id for one in found}) == count_pairs(office.register, PairQuery())
    assert [one.verdict for one in found] == sorted((one.verdict for one in found), reverse=True)


def test_two_people_said_to_be_different_are_never_shown_again(
    office: Office, twins: tuple[int, int, int, int]
) -> None:
    _a, _b, c, d = twins
    decide_different(office.register, d, c, "hai chị em họ")
    scan_duplicates(office.register, anew=True)
    assert (c, d, "strong") not in listed(office)
    fields = PersonFields(full_name="Trần Thị Hoà", birth="1988-01-05", unit_id=office.dong_tam)
    assert [one.person_id for one in similar_people(office.register, fields, c)] == []
    [kept] = pairs(office.register, PairQuery(decision="different")).rows
    assert (kept.first.id, kept.second.id, kept.reason) == (c, d, "hai chị em họ")
    decide(office.register, c, d, "open")
    assert (c, d, "strong") in listed(office)


def test_what_a_form_confirmed_is_remembered(office: Office) -> None:
    known = office.person("Trần Thị Hoà", birth="1988-01-05")
    data = PersonData(PersonFields(full_name="Trần Thị Hoà", birth="1988-01-05", unit_id=office.phu_thinh))
    with pytest.raises(RuleBroken):
        save_person(office.register, data)
    new = save_person(office.register, data, confirmed_duplicates=[known]).id
    scan_duplicates(office.register)
    assert listed(office) == []
    assert similar_people(office.register, data.fields, new) == ()


def test_a_decision_about_people_nobody_listed_can_be_taken_back_whole(office: Office) -> None:
    a, b = office.person("Võ An", birth="1990"), office.person("Đỗ Văn Bảy", birth="1961")
    decide(office.register, a, b, "same")
    assert [one.decision for one in pairs(office.register, PairQuery(decision="same")).rows] == ["same"]
    decide(office.register, a, b, "open")
    assert listed(office) == []


def test_one_file_is_no_pair_and_a_missing_one_is_told(office: Office) -> None:
    a = office.person("Võ An")
    with pytest.raises(InvalidInput):
        decide_different(office.register, a, a)
    with pytest.raises(NotFound):
        decide_different(office.register, a, 9999)
