"""Finding the line of an award or a person, and what a list is made of, on a real register."""

from __future__ import annotations

from datetime import date

from labordesk.services.gift_places import (
    ListedUnit,
    ListPlace,
    listed_people,
    listed_units,
    place_of,
    places_of_person,
    recipient,
)
from labordesk.services.gifts import (
    RecipientEntry,
    add_group,
    add_recipients,
    mark_absent,
    mark_received,
    recipients,
)
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]


def test_a_line_is_found_by_its_award_and_by_its_person_the_latest_campaign_first(office: Office) -> None:
    older = office.campaign("Tết Ất Tỵ 2025", tet_year=2025, starts_on=date(2025, 1, 2), ends_on=date(2025, 2, 2))
    newer = office.campaign()
    people = office.people(3)
    [past] = add_recipients(office.register, older, [RecipientEntry(people[1])]).award_ids
    awards = add_recipients(office.register, newer, [RecipientEntry(one) for one in people]).award_ids
    assert place_of(office.register, awards[2]) == ListPlace(awards[2], newer, 3, "Tết Bính Ngọ 2026")
    assert places_of_person(office.register, people[1]) == (
        ListPlace(awards[1], newer, 2, "Tết Bính Ngọ 2026"),
        ListPlace(past, older, 1, "Tết Ất Tỵ 2025"),
    )
    assert place_of(office.register, 999) is None
    assert listed_people(office.register, newer) == set(people)
    assert listed_people(office.register, older) == {people[1]}


def test_one_line_reads_as_the_list_shows_it(office: Office) -> None:
    campaign_id = office.campaign()
    awards = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(3)]).award_ids
    mark_received(office.register, [awards[1]], TET_DAY)
    assert recipient(office.register, campaign_id, awards[1]) == recipients(office.register, campaign_id).rows[1]
    assert recipient(office.register, campaign_id, 999) is None


def test_units_of_a_list_tell_what_is_still_to_be_handed_over(office: Office) -> None:
    campaign_id = office.campaign()
    awards = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(6)]).award_ids
    add_group(office.register, campaign_id, office.dong_tam, 10, 5_000_000)
    mark_received(office.register, awards[:2], TET_DAY)
    mark_absent(office.register, [awards[3]])
    assert set(listed_units(office.register, campaign_id)) == {
        ListedUnit(office.song_lam, "May Sông Lam", 2, 1),
        ListedUnit(office.phu_thinh, "Gỗ Phú Thịnh", 2, 1),
        ListedUnit(office.dong_tam, "THCS Đồng Tâm", 12, 12),
    }


def test_only_lines_of_people_listed_twice_are_kept(office: Office) -> None:
    campaign_id, other = office.campaign(), office.campaign("Tết Sum vầy của Liên đoàn Lao động tỉnh")
    people = office.people(4)
    add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people])
    add_recipients(office.register, other, [RecipientEntry(people[2])])
    found = recipients(office.register, campaign_id, doubled=True).rows
    assert [row.person_id for row in found] == [people[2]]
    assert found[0].duplicate_of is not None
    assert found[0].duplicate_of.campaign_id == other
