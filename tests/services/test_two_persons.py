"""The two-person rule: who made a request, a house or a list does not approve it, whatever was done in between."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import NotAllowed
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.officer import OfficerFields
from labordesk.services import officers
from labordesk.services.award_records import Slip
from labordesk.services.case_steps import move_case, record_grant
from labordesk.services.gift_entries import RecipientEntry
from labordesk.services.gifts import add_recipients
from labordesk.services.grants import delete_case, save_case
from labordesk.services.history import undo
from labordesk.services.house_steps import add_milestone
from labordesk.services.houses import save_house
from labordesk.services.person_merges import MergeOrder, merge_people
from labordesk.services.register_settings import save_options
from labordesk.services.two_persons import TwoPersons
from labordesk.services.unit_lists import Approval, approve_lists
from labordesk.store.register import Register
from tests.services.house_making import APPROVED, house, milestone
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

LAN, BINH, CLERK = "Lê Thị Lan", "Trần Văn Bình", "Đỗ Thu Cúc"
PIN = {LAN: "4821", BINH: "7309", CLERK: "2846"}
ASKED = date(2026, 2, 2)


@pytest.fixture
def strict(office: Office) -> Office:
    """An office with two approvers and a clerk, where the rule holds; Lan works."""
    for name, role in ((LAN, "approver"), (BINH, "approver"), (CLERK, "officer")):
        officers.add_officer(office.register, OfficerFields(name=name, role=role), PIN[name])
    save_options(office.register, TwoPersons(two_persons=True))
    return office


def at_work(register: Register, name: str) -> None:
    officers.sign_in(register, officers.officer_named(register, name).id, PIN[name])


def request(office: Office, **more: Any) -> int:
    person = more.pop("person_id", None) or office.person("Vũ Thị Lành")
    fields = GrantCaseFields(
        person_id=person,
        programme_id=office.programme("BENH-HN"),
        unit_id=office.song_lam,
        requested_on=ASKED,
        asked_amount=1_000_000,
    )
    return save_case(office.register, fields).id


def approve(office: Office, case_id: int) -> None:
    move_case(office.register, case_id, "approved", TODAY, approved_amount=1_000_000)


def test_the_maker_of_a_request_is_refused_and_told_who_may_approve(strict: Office) -> None:
    case_id = request(strict)
    with pytest.raises(NotAllowed) as refused:
        approve(strict, case_id)
    assert f"{LAN} lập" in str(refused.value)
    assert str(refused.value).endswith(f"{BINH}.")
    at_work(strict.register, BINH)
    approve(strict, case_id)


def test_without_the_rule_the_maker_approves(strict: Office) -> None:
    save_options(strict.register, TwoPersons(two_persons=False))
    approve(strict, request(strict))


def test_an_officer_without_the_right_approves_nothing_with_or_without_the_rule(strict: Office) -> None:
    case_id = request(strict)
    at_work(strict.register, CLERK)
    for state in ("approved", "refused"):
        with pytest.raises(NotAllowed, match="duyệt"):
            move_case(strict.register, case_id, state, TODAY, reason="Chưa đủ", approved_amount=1_000_000)


def test_what_was_made_before_there_were_users_may_be_approved_by_anybody(office: Office) -> None:
    case_id = request(office)
    officers.add_officer(office.register, OfficerFields(name=LAN, role="approver"), PIN[LAN])
    save_options(office.register, TwoPersons(two_persons=True))
    approve(office, case_id)


def test_a_request_brought_back_by_undoing_keeps_its_maker(strict: Office) -> None:
    register = strict.register
    case_id = request(strict)
    at_work(register, BINH)
    delete_case(register, case_id)
    assert register.last_operation is not None
    undo(register, register.last_operation)  # Bình brings it back, but Lan made it
    approve(strict, case_id)


def test_undoing_by_another_does_not_open_the_way_for_the_maker(strict: Office) -> None:
    register = strict.register
    case_id = request(strict)
    at_work(register, BINH)
    delete_case(register, case_id)
    assert register.last_operation is not None
    undo(register, register.last_operation)
    at_work(register, LAN)
    with pytest.raises(NotAllowed, match=f"{LAN} lập"):
        approve(strict, case_id)


def test_merging_the_files_of_a_person_changes_no_maker(strict: Office) -> None:
    register = strict.register
    gone, kept = strict.person("Vũ Thị Lành"), strict.person("Vũ Thị Lành")
    case_id = request(strict, person_id=gone)
    at_work(register, BINH)
    merge_people(register, MergeOrder(kept, gone, 1, 1))
    approve(strict, case_id)
    at_work(register, LAN)
    other = request(strict, person_id=kept)
    with pytest.raises(NotAllowed):
        approve(strict, other)


def test_a_grant_is_not_received_and_approved_at_once(strict: Office) -> None:
    fields = GrantCaseFields(
        person_id=strict.person("Vũ Thị Lành"),
        programme_id=strict.programme("BENH-HN"),
        unit_id=strict.song_lam,
        requested_on=ASKED,
    )
    with pytest.raises(NotAllowed, match=BINH):
        record_grant(strict.register, fields, TODAY, [strict.cash(1_000_000)], Slip())
    assert strict.spent() == 0


def test_the_maker_of_a_house_request_does_not_approve_it(strict: Office) -> None:
    register = strict.register
    house_id = save_house(register, house(strict, milestone("requested", 2026, 2, 2))).id
    with pytest.raises(NotAllowed, match=f"{LAN} lập"):
        add_milestone(register, house_id, milestone("approved", 2026, 3, 2))
    with pytest.raises(NotAllowed, match=f"{LAN} lập"):
        save_house(register, house(strict, *APPROVED))


def test_whoever_put_people_on_a_list_does_not_approve_it(strict: Office) -> None:
    register, campaign = strict.register, strict.campaign()
    add_recipients(register, campaign, [RecipientEntry(strict.person("Vũ Thị Lành"))])
    refused = approve_lists(register, campaign, [strict.song_lam], Approval(TODAY)).refused
    assert LAN in refused[0].reason
    at_work(register, CLERK)
    add_recipients(register, campaign, [RecipientEntry(strict.person("Hồ Văn An"))])
    at_work(register, BINH)
    done = approve_lists(register, campaign, [strict.song_lam], Approval(TODAY))
    assert done.unit_ids == (strict.song_lam,)
