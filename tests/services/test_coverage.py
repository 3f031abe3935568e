"""Who got nothing in a campaign, on a real register."""

from __future__ import annotations

from labordesk.model.unit import UnitFields
from labordesk.services.coverage import Missing, count_missed, missed_people
from labordesk.services.duplicate_pairs import decide
from labordesk.services.gifts import (
    RecipientEntry,
    add_recipients,
    mark_absent,
    mark_proxy,
    mark_received,
    mark_returned,
)
from labordesk.services.units import save_unit
from tests.services.welfare_office import COMMUNE, TET_DAY, Office, office

__all__ = ["office"]


def names(office: Office, campaign_id: int, wanted: Missing | None = None) -> list[tuple[str, str]]:
    found = missed_people(office.register, campaign_id, wanted or Missing())
    assert count_missed(office.register, campaign_id, wanted or Missing()) >= len(found.rows)
    return [(row.name, row.handover) for row in found.rows]


def test_those_on_no_list_absent_or_with_a_gift_given_back_got_nothing(office: Office) -> None:
    campaign_id = office.campaign()
    people = [office.person(f"Lê Thị {name}") for name in ("An", "Bình", "Cúc", "Dung", "Giang", "Hà")]
    award_ids = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people[1:]]).award_ids
    mark_absent(office.register, award_ids[:1])
    mark_received(office.register, award_ids[1:3], TET_DAY)
    mark_returned(office.register, award_ids[1:2], TET_DAY)
    mark_proxy(office.register, award_ids[3], "Lê Văn Bảy", "spouse", TET_DAY)
    assert names(office, campaign_id) == [("Lê Thị An", ""), ("Lê Thị Bình", "absent"), ("Lê Thị Cúc", "returned")]
    assert count_missed(office.register, campaign_id, Missing()) == 3
    [absent] = missed_people(office.register, campaign_id, Missing(text="binh")).rows
    assert absent.award_id == award_ids[0]


def test_only_the_standings_asked_for_in_the_unit_and_below(office: Office) -> None:
    workshop = save_unit(office.register, UnitFields(name="Xưởng 1", parent_id=office.song_lam)).id
    office.person("Lê Thị An", workshop)
    office.person("Lê Thị Bình", office.song_lam, standing="worker")
    office.person("Lê Thị Cúc", office.phu_thinh)
    campaign_id = office.campaign()
    assert [name for name, _state in names(office, campaign_id, Missing(unit_id=office.song_lam))] == ["Lê Thị An"]
    both = Missing(unit_id=office.song_lam, standings=("member", "worker"))
    assert len(names(office, campaign_id, both)) == 2
    assert len(names(office, campaign_id, Missing(unit_id=COMMUNE))) == 2


def test_a_second_file_of_the_same_citizen_id_is_the_same_person(office: Office) -> None:
    campaign_id = office.campaign()
    once = office.person("Lê Thị Mai Anh", citizen_id="042185000111")
    office.person("Lê Thị Mai Anh", office.phu_thinh, citizen_id="042185000111")
    add_recipients(office.register, campaign_id, [RecipientEntry(once)])
    assert names(office, campaign_id) == []


def test_files_decided_to_be_one_human_or_sharing_an_old_number_got_the_gift_together(office: Office) -> None:
    campaign_id = office.campaign()
    once = office.person("Lê Thị Mai Anh", citizen_id="042185000111")
    decided = office.person("Lê Mai Anh", office.phu_thinh)
    old = office.person("Trần Văn Bình", old_id="183456789")
    office.person("Trần Văn Bình", office.phu_thinh, citizen_id="042185000222", old_id="183456789")
    decide(office.register, once, decided, "same")
    add_recipients(office.register, campaign_id, [RecipientEntry(once), RecipientEntry(old)])
    assert names(office, campaign_id) == []
    assert count_missed(office.register, campaign_id, Missing()) == 0


def test_files_decided_to_be_two_people_are_looked_for_each(office: Office) -> None:
    campaign_id = office.campaign()
    once = office.person("Lê Thị Mai Anh", citizen_id="042185000111")
    other = office.person("Lê Thị Mai Em", office.phu_thinh, citizen_id="042185000111")
    decide(office.register, once, other, "different")
    add_recipients(office.register, campaign_id, [RecipientEntry(once)])
    assert names(office, campaign_id) == [("Lê Thị Mai Em", "")]


def test_another_campaign_of_the_same_tet_is_told_or_counts(office: Office) -> None:
    person = office.person("Nguyễn Thị Thu Hương")
    province = office.campaign("Tết Bính Ngọ 2026 của LĐLĐ tỉnh", code="CHO-TET")
    add_recipients(office.register, province, [RecipientEntry(person)])
    campaign_id = office.campaign()
    [row] = missed_people(office.register, campaign_id, Missing()).rows
    assert row.elsewhere == "Tết Bính Ngọ 2026 của LĐLĐ tỉnh"
    assert names(office, campaign_id, Missing(any_of_tet=True)) == []
    other = office.campaign("Tháng Công nhân", code="THANG-CN", tet_year=None)
    assert len(names(office, other, Missing(any_of_tet=True))) == 1


def test_they_come_page_by_page_and_are_added_from_there(office: Office) -> None:
    campaign_id = office.campaign()
    people = office.people(7)
    page = missed_people(office.register, campaign_id, Missing(), limit=3)
    seen = list(page.rows)
    while page.next_key is not None:
        page = missed_people(office.register, campaign_id, Missing(), after=page.next_key, limit=3)
        seen += page.rows
    assert sorted(row.id for row in seen) == sorted(people)
    assert len({row.id for row in seen}) == 7
    add_recipients(office.register, campaign_id, [RecipientEntry(row.id) for row in seen[:5]])
    assert count_missed(office.register, campaign_id, Missing()) == 2
