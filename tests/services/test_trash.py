"""The trash: one record comes back alone only where it would be taken if it were written today."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.errors import NotAllowed, RuleBroken
from labordesk.model.officer import OfficerFields
from labordesk.services import officers
from labordesk.services.erasing import erase_people
from labordesk.services.gift_changes import remove_recipients
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received, recipients
from labordesk.services.history import last_operation
from labordesk.services.people import delete_person
from labordesk.services.trash import deleted_records, restore
from labordesk.services.unit_lists import Approval, approve_lists
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def put(office: Office, campaign_id: int, *people: int) -> tuple[int, ...]:
    return add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people]).award_ids


def taken_off(office: Office, *people: int) -> int:
    """Put people on a list, take them off in one go, and return the campaign."""
    campaign_id = office.campaign()
    remove_recipients(office.register, put(office, campaign_id, *people))
    return campaign_id


def in_trash(office: Office, name: str) -> int:
    return next(one.id for one in deleted_records(office.register).rows if one.name == name)


def listed(office: Office, campaign_id: int) -> list[str]:
    return [one.name for one in recipients(office.register, campaign_id).rows]


def test_one_of_several_comes_back_to_an_open_list_though_others_were_added_since(office: Office) -> None:
    campaign_id = taken_off(office, office.person("Lê Thị Mai"), office.person("Vũ Thị Lành"))
    put(office, campaign_id, office.person("Đỗ Thị Mơ"))
    restore(office.register, in_trash(office, "Lê Thị Mai"))
    assert sorted(listed(office, campaign_id)) == ["Lê Thị Mai", "Đỗ Thị Mơ"]


def test_none_comes_back_into_a_list_that_was_approved_since(office: Office) -> None:
    campaign_id = taken_off(office, office.person("Lê Thị Mai"), office.person("Vũ Thị Lành"))
    put(office, campaign_id, office.person("Đỗ Thị Mơ"))
    approve_lists(office.register, campaign_id, [office.song_lam], Approval(date(2026, 1, 20)))
    before = last_operation(office.register)
    with pytest.raises(RuleBroken, match="đã duyệt.*mở lại danh sách"):
        restore(office.register, in_trash(office, "Lê Thị Mai"))
    assert (listed(office, campaign_id), last_operation(office.register)) == (["Đỗ Thị Mơ"], before)


@pytest.mark.parametrize("several", [False, True])
def test_nobody_gets_a_second_gift_out_of_the_trash(office: Office, several: bool) -> None:
    person, others = office.person("Lê Thị Mai"), [office.person("Vũ Thị Lành")] if several else []
    campaign_id = taken_off(office, person, *others)
    mark_received(office.register, put(office, campaign_id, person), date(2026, 1, 28))
    with pytest.raises(RuleBroken, match="Mỗi người chỉ nhận một suất"):
        restore(office.register, in_trash(office, "Lê Thị Mai"))
    assert listed(office, campaign_id) == ["Lê Thị Mai"]


def test_another_file_of_the_same_human_counts_as_well(office: Office) -> None:
    person = office.person("Lê Thị Mai", citizen_id="042170000777")
    campaign_id = taken_off(office, person, office.person("Vũ Thị Lành"))
    put(office, campaign_id, office.person("Lê Thị Mai", office.phu_thinh, old_id="042170000777"))
    with pytest.raises(RuleBroken, match="Mỗi người chỉ nhận một suất"):
        restore(office.register, in_trash(office, "Lê Thị Mai"))


def test_a_person_whose_number_another_file_has_now_stays_away(office: Office) -> None:
    person = office.person("Lê Thị Mai", citizen_id="042170000777")
    delete_person(office.register, person)
    office.person("Lê Thị May", citizen_id="042170000777")
    with pytest.raises(RuleBroken, match="Lê Thị May"):
        restore(office.register, in_trash(office, "Lê Thị Mai"))


def test_what_was_taken_out_by_law_is_not_in_the_trash_and_does_not_come_back(office: Office) -> None:
    person = office.person("Lê Thị Mai")
    taken_off(office, person, office.person("Vũ Thị Lành"))
    kept = in_trash(office, "Lê Thị Mai")
    erase_people(office.register, [person])
    assert {one.name for one in deleted_records(office.register).rows} == {"Vũ Thị Lành"}
    with pytest.raises(RuleBroken, match="ẩn danh"):
        restore(office.register, kept)


def test_who_may_not_take_anothers_deed_back_does_not_by_the_trash(office: Office) -> None:
    register = office.register
    keeper = officers.add_officer(register, OfficerFields(name="Lê Thu", role="approver"), "4821").id
    clerk = officers.add_officer(register, OfficerFields(name="Trần Bình"), "7309").id
    campaign_id = taken_off(office, office.person("Lê Thị Mai"), office.person("Vũ Thị Lành"))
    register.officer_id = clerk
    with pytest.raises(NotAllowed, match="Lê Thu"):
        restore(register, in_trash(office, "Lê Thị Mai"))
    register.officer_id = keeper
    restore(register, in_trash(office, "Lê Thị Mai"))
    assert listed(office, campaign_id) == ["Lê Thị Mai"]
