"""One human in several files, and households whose files are not linked: what counts as the same benefit."""

from __future__ import annotations

import pytest

from labordesk.errors import RuleBroken
from labordesk.model import HouseholdMember
from labordesk.model.award import AwardFields
from labordesk.model.duplicate import PersonPair
from labordesk.model.keys import name_key
from labordesk.rules.double_benefit import Likeness
from labordesk.services.award_records import AwardData
from labordesk.services.awards import save_award, warnings_for
from labordesk.services.gift_lists import campaign_progress
from labordesk.services.gifts import RecipientEntry, add_recipients
from labordesk.services.household import household
from labordesk.store.humans import files_of, same_humans
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]

CITIZEN, OTHER_CITIZEN, OLD = "042188001035", "042188001036", "183456789"


def decide(office: Office, a: int, b: int, decision: str, verdict: str = "strong") -> None:
    with office.register.writing() as session:
        first, second = sorted((a, b))
        session.add(PersonPair(first_id=first, second_id=second, decision=decision, verdict=verdict))


def names(office: Office, person_id: int, name: str, relation: str, birth: str | None = None) -> None:
    """Write a relative into a household without a link to a file."""
    with office.register.writing() as session:
        member = HouseholdMember(person_id=person_id, full_name=name, relation=relation, birth=birth)
        member.plain_key = name_key(name)
        session.add(member)


def files(office: Office, person_id: int) -> set[int]:
    with office.register.looking() as connection:
        return set(files_of(connection, person_id))


def test_files_with_the_same_number_are_one_human_whatever_their_names(office: Office) -> None:
    a = office.person("Trần Thị Hoà", citizen_id=CITIZEN)
    b = office.person("TRẦN THỊ HÒA", office.phu_thinh, citizen_id=CITIZEN)
    c = office.person("Tran Thi Hoa", office.dong_tam, old_id=OLD)
    d = office.person("Trần Hoà", office.dong_tam, old_id=OLD)
    assert files(office, a) == files(office, b) == {a, b}
    assert files(office, c) == files(office, d) == {c, d}


def test_a_file_with_both_numbers_ties_the_two_others_together(office: Office) -> None:
    new = office.person("Trần Thị Hoà", citizen_id=CITIZEN)
    old = office.person("Trần Thị Hoà", old_id=OLD)
    both = office.person("Trần Thị Hoà", citizen_id=CITIZEN, old_id=OLD)
    assert files(office, new) == files(office, old) == files(office, both) == {new, old, both}


def test_different_citizen_ids_are_two_people_even_with_one_old_number_between_them(office: Office) -> None:
    a = office.person("Trần Thị Hoà", citizen_id=CITIZEN, old_id=OLD)
    b = office.person("Trần Thị Hoà", citizen_id=OTHER_CITIZEN, old_id=OLD)
    between = office.person("Trần Thị Hoà", old_id=OLD)
    assert files(office, a) == {a, between}
    assert files(office, b) == {b, between}


def test_a_decision_stands_above_the_numbers(office: Office) -> None:
    a, b = office.person("Trần Thị Hoà", citizen_id=CITIZEN), office.person("Lê Sơn", citizen_id=CITIZEN)
    decide(office, a, b, "different")
    assert files(office, a) == {a}
    c, d = office.person("Võ An"), office.person("Võ Văn An")
    decide(office, c, d, "same")
    assert files(office, d) == {c, d}


def test_names_alone_never_make_one_human_of_two(office: Office) -> None:
    a = office.person("Trần Thị Hoà", birth="1988-01-05")
    b = office.person("Trần Thị Hoà", birth="1988-01-05")
    assert files(office, a) == {a}
    decide(office, a, b, "open")
    assert files(office, a) == {a}


@pytest.mark.parametrize("link", ["citizen_id", "old_id", "decided"])
def test_the_second_gift_of_a_campaign_is_refused_by_human_and_not_by_file(office: Office, link: str) -> None:
    numbers = {"citizen_id": {"citizen_id": CITIZEN}, "old_id": {"old_id": OLD}, "decided": {}}[link]
    a, b = office.person("Trần Thị Hoà", **numbers), office.person("Lê Thị Hoa", office.phu_thinh, **numbers)
    if link == "decided":
        decide(office, a, b, "same")
    campaign = office.campaign()
    done = add_recipients(office.register, campaign, [RecipientEntry(a), RecipientEntry(b)])
    assert (len(done.award_ids), [one.person_id for one in done.refused]) == (1, [b])
    [again] = add_recipients(office.register, campaign, [RecipientEntry(b)]).refused
    assert again.award_id == done.award_ids[0]
    assert "Mỗi người chỉ nhận một suất trong một đợt" in again.reason
    fields = AwardFields(
        programme_id=office.programme("TET"), campaign_id=campaign, person_id=b, unit_id=office.song_lam
    )
    with pytest.raises(RuleBroken):
        save_award(office.register, AwardData(fields, (office.cash(500_000),)))
    add_recipients(office.register, campaign, [RecipientEntry(b, override_reason="Nhà vừa cháy")])
    progress = campaign_progress(office.register, campaign)
    assert (progress.duplicates, progress.doubled_people) == (2, 1)


def test_a_gift_of_a_likely_twin_is_told_before_anybody_has_decided(office: Office) -> None:
    a, b = office.person("Trần Thị Hoà", birth="1988-01-05"), office.person("TRẦN THỊ HÒA", office.phu_thinh)
    decide(office, a, b, "open")
    campaign = office.campaign()
    add_recipients(office.register, campaign, [RecipientEntry(b)])
    [warning] = warnings_for(office.register, a, campaign, office.programme("TET"), TET_DAY)
    assert (warning.likeness, warning.refused, warning.person_id) == (Likeness.PERHAPS_SAME, False, b)
    assert warning.sentence.startswith(
        "Có thể là chính người này, TRẦN THỊ HÒA (Gỗ Phú Thịnh), cũng có trong danh sách"
    )


def test_a_warning_leads_to_the_file_the_gift_was_written_in(office: Office) -> None:
    a, b = office.person("Trần Thị Hoà", citizen_id=CITIZEN), office.person("Trần Hoà", citizen_id=CITIZEN)
    campaign = office.campaign()
    add_recipients(office.register, campaign, [RecipientEntry(b)])
    [warning] = warnings_for(office.register, a, campaign, office.programme("TET"), TET_DAY)
    assert (warning.refused, warning.person_id, warning.amount, warning.given) == (True, b, 1_300_000, False)


def test_husband_and_wife_of_two_companies_are_found_by_name_and_address(office: Office) -> None:
    wife = office.person("Trần Thị Hoà", birth="1988-01-05", address="Thôn 3, xã Hương Sơn")
    husband = office.person("Nguyễn Văn Bình", office.phu_thinh, birth="1984", address="Thôn 3 xã Hương Sơn")
    names(office, husband, "TRẦN THỊ HÒA", "spouse", "1988")
    campaign = office.campaign()
    add_recipients(office.register, campaign, [RecipientEntry(husband)])
    for person, other in ((wife, husband), (husband, wife)):
        assert other in {one.relative_id for one in household(office.register, person)}
    [warning] = warnings_for(office.register, wife, campaign, office.programme("TET"), TET_DAY)
    assert warning.likeness is Likeness.HOUSEHOLD
    assert warning.sentence.startswith("Vợ/chồng, Nguyễn Văn Bình (Gỗ Phú Thịnh)")


def test_two_who_name_each_other_are_one_household_at_any_address(office: Office) -> None:
    wife = office.person("Trần Thị Hoà", birth="1988-01-05", address="Thôn 3")
    husband = office.person("Nguyễn Văn Bình", office.phu_thinh, birth="1984", address="Thôn 5")
    names(office, husband, "Trần Thị Hoà", "spouse")
    assert household(office.register, wife) == ()
    names(office, wife, "Nguyễn Văn Bình", "spouse", "1984")
    assert [(one.relative_id, one.relation) for one in household(office.register, wife) if one.relative_id] == [
        (husband, "spouse")
    ]


def test_a_namesake_elsewhere_or_of_another_year_is_no_relative(office: Office) -> None:
    head = office.person("Nguyễn Văn Bình", address="Thôn 3, xã Hương Sơn")
    names(office, head, "Trần Thị Hoà", "spouse", "1988")
    elsewhere = office.person("Trần Thị Hoà", birth="1988", address="Thôn 9, xã Sơn Giang")
    older = office.person("Trần Thị Hoà", birth="1969", address="Thôn 3, xã Hương Sơn")
    unknown_home = office.person("Trần Thị Hoà", birth="1988")
    found = {one.relative_id for one in household(office.register, head)}
    assert not found & {elsewhere, older, unknown_home}
    assert all(not household(office.register, one) for one in (elsewhere, older, unknown_home))


def test_a_child_written_in_a_parents_file_sees_the_parent(office: Office) -> None:
    father = office.person("Nguyễn Văn Bình", address="Thôn 3")
    child = office.person("Nguyễn Văn An", office.dong_tam, birth="2009", address="thôn 3", standing="child")
    names(office, father, "Nguyen Van An", "child", "2009")
    assert [(one.relative_id, one.relation) for one in household(office.register, child)] == [(father, "parent")]


def test_many_people_are_grouped_with_one_question(office: Office) -> None:
    people = office.people(30)
    double = office.person("Nguyễn Văn Khác", citizen_id="042085000007")
    with office.register.looking() as connection:
        found = same_humans(connection, [*people, double])
    assert {one: set(group) for one, group in found.items() if len(group) > 1} == {
        people[6]: {people[6], double},
        double: {people[6], double},
    }
