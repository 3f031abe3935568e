"""Lists of units on a real register: handed in, approved and locked, opened again, late, longer than allowed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.model.award import AwardFields
from labordesk.services.allocation_tree import ListFacts, campaign_units
from labordesk.services.allocations import allocate
from labordesk.services.awards import AwardData, delete_award, load_award, save_award
from labordesk.services.gifts import (
    RecipientEntry,
    add_group,
    add_recipients,
    mark_received,
    mark_returned,
    move_recipients,
    recipients,
    remove_recipients,
    set_amounts,
)
from labordesk.services.late_lists import late_lists
from labordesk.services.unit_lists import (
    Approval,
    allow_excess,
    approve_lists,
    reopen_list,
    set_deadline,
    submit_lists,
    suggest_approval,
    unapproved_units,
)
from tests.services.welfare_office import TET_DAY, TODAY, Office, office

__all__ = ["office"]

BY_DECISION = Approval(TET_DAY, "12/QĐ-CĐX", date(2026, 1, 27), "Ban Thường vụ", "Trần Văn Bính")


@pytest.fixture
def campaign(office: Office) -> int:
    """A campaign with six people on the lists of three units."""
    campaign_id = office.campaign()
    add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(6)])
    return campaign_id


def facts(office: Office, campaign_id: int, unit_id: int) -> ListFacts:
    return next(row.facts for row in campaign_units(office.register, campaign_id).rows if row.unit_id == unit_id)


def awards_of(office: Office, campaign_id: int, unit_id: int) -> list[int]:
    return [row.award_id for row in recipients(office.register, campaign_id, unit_ids=[unit_id]).rows]


def test_a_list_goes_from_being_made_to_handed_in_to_approved(office: Office, campaign: int) -> None:
    assert facts(office, campaign, office.song_lam).state == "drafting"
    submit_lists(office.register, campaign, [office.song_lam], TET_DAY - timedelta(days=7))
    assert facts(office, campaign, office.song_lam).state == "submitted"
    done = approve_lists(office.register, campaign, [office.song_lam], BY_DECISION)
    assert (done.unit_ids, done.refused) == ((office.song_lam,), ())
    found = facts(office, campaign, office.song_lam)
    assert (found.state, found.approved_on, found.decision_number) == ("approved", TET_DAY, "12/QĐ-CĐX")
    assert found.submitted_on == TET_DAY - timedelta(days=7)


def test_the_decision_stands_on_the_lines_of_the_list_and_no_others(office: Office, campaign: int) -> None:
    approve_lists(office.register, campaign, [office.song_lam], BY_DECISION)
    with_decision = {
        row.award_id: load_award(office.register, row.award_id).data.fields.decision_number
        for row in recipients(office.register, campaign).rows
    }
    assert {one for one, decision in with_decision.items() if decision == "12/QĐ-CĐX"} == set(
        awards_of(office, campaign, office.song_lam)
    )
    reopen_list(office.register, campaign, office.song_lam, "Thiếu một người")
    first = awards_of(office, campaign, office.song_lam)[0]
    assert load_award(office.register, first).data.fields.decision_number is None


def test_many_lists_are_approved_at_once_and_the_empty_one_is_named(office: Office) -> None:
    campaign_id = office.campaign()
    add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(2)])
    done = approve_lists(
        office.register, campaign_id, [office.song_lam, office.phu_thinh, office.dong_tam], BY_DECISION
    )
    assert done.unit_ids == (office.song_lam, office.phu_thinh)
    assert [(one.name, one.reason) for one in done.refused] == [
        ("THCS Đồng Tâm", "Danh sách của “THCS Đồng Tâm” chưa có ai; hãy thêm người nhận trước.")
    ]
    assert facts(office, campaign_id, office.dong_tam) == ListFacts()


def test_changing_an_approved_list_is_refused_in_every_way(office: Office, campaign: int) -> None:
    approve_lists(office.register, campaign, [office.song_lam], BY_DECISION)
    before = recipients(office.register, campaign).rows
    first, second = awards_of(office, campaign, office.song_lam)
    elsewhere = awards_of(office, campaign, office.phu_thinh)[:1]
    locked = "đã duyệt theo quyết định 12/QĐ-CĐX ngày 28/01/2026 nên không sửa được"
    [refused] = add_recipients(office.register, campaign, [RecipientEntry(office.person("Lê Thị Mai Anh"))]).refused
    assert locked in refused.reason
    loaded = load_award(office.register, first)
    richer = AwardData(loaded.data.fields, (office.cash(2_000_000),))
    another = AwardFields(
        programme_id=office.programme("TET"), campaign_id=campaign, unit_id=office.song_lam, quantity=3
    )
    for change in (
        lambda: add_group(office.register, campaign, office.song_lam, 3, 900_000),
        lambda: set_amounts(office.register, [first], 500_000, 0),
        lambda: remove_recipients(office.register, [second]),
        lambda: move_recipients(office.register, [first], office.phu_thinh),
        lambda: move_recipients(office.register, elsewhere, office.song_lam),
        lambda: save_award(office.register, richer, award_id=first),
        lambda: save_award(office.register, AwardData(another, (office.cash(1),))),
        lambda: delete_award(office.register, first),
    ):
        with pytest.raises(RuleBroken, match=locked):
            change()
    assert recipients(office.register, campaign).rows == before


def test_an_approved_list_is_handed_over_and_gifts_may_come_back(office: Office, campaign: int) -> None:
    approve_lists(office.register, campaign, [office.song_lam], BY_DECISION)
    award_ids = awards_of(office, campaign, office.song_lam)
    mark_received(office.register, award_ids, TET_DAY)
    mark_returned(office.register, award_ids[:1], TET_DAY)
    loaded = load_award(office.register, award_ids[1])
    save_award(
        office.register,
        AwardData(loaded.data.fields.model_copy(update={"voucher_number": "PC 7"}), loaded.data.lines),
        award_id=award_ids[1],
    )


def test_opening_again_needs_a_reason_and_keeps_it_with_the_old_decision(office: Office, campaign: int) -> None:
    approve_lists(office.register, campaign, [office.song_lam], BY_DECISION)
    with pytest.raises(InvalidInput, match="lý do mở lại"):
        reopen_list(office.register, campaign, office.song_lam, "  ")
    reopen_list(office.register, campaign, office.song_lam, "Một người chuyển đơn vị")
    found = facts(office, campaign, office.song_lam)
    assert (found.state, found.approved_on, found.decision_number) == ("drafting", None, "")
    assert found.note == "Mở lại ngày 02/03/2026 (12/QĐ-CĐX): Một người chuyển đơn vị"
    set_amounts(office.register, awards_of(office, campaign, office.song_lam), 900_000, 0)
    with pytest.raises(RuleBroken, match="chưa duyệt nên không cần mở lại"):
        reopen_list(office.register, campaign, office.song_lam, "Lần nữa")


def test_days_that_cannot_be_are_refused(office: Office, campaign: int) -> None:
    ahead = TODAY + timedelta(days=2)
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        submit_lists(office.register, campaign, [office.song_lam], ahead)
    for approval in (Approval(ahead), Approval(TODAY, "1/QĐ", ahead)):
        with pytest.raises(RuleBroken, match="còn ở phía trước"):
            approve_lists(office.register, campaign, [office.song_lam], approval)
    submit_lists(office.register, campaign, [office.song_lam], TODAY)
    [refused] = approve_lists(office.register, campaign, [office.song_lam], BY_DECISION).refused
    assert refused.reason.startswith("Ngày duyệt 28/01/2026 trước ngày trình 02/03/2026")


def test_a_list_longer_than_its_allocation_is_refused_unless_a_reason_is_given(office: Office) -> None:
    campaign_id = office.campaign(planned_packages=10)
    allocate(office.register, campaign_id, office.song_lam, 1)
    first, second = office.person("Lê Thị Mai Anh"), office.person("Nguyễn Văn An")
    added = add_recipients(office.register, campaign_id, [RecipientEntry(first), RecipientEntry(second)])
    assert len(added.award_ids) == 1
    [refused] = added.refused
    assert refused.full_unit_id == office.song_lam
    assert refused.reason == (
        "“May Sông Lam” có 1 suất, danh sách và phần chia cho đơn vị bên dưới đã là 1; muốn ghi thêm, hãy tăng phân bổ"
        " hoặc nêu lý do."
    )
    with pytest.raises(InvalidInput, match="nêu lý do"):
        allow_excess(office.register, campaign_id, office.song_lam, "")
    allow_excess(office.register, campaign_id, office.song_lam, "Doanh nghiệp tặng thêm")
    assert add_recipients(office.register, campaign_id, [RecipientEntry(second)]).refused == ()
    assert facts(office, campaign_id, office.song_lam).excess_reason == "Doanh nghiệp tặng thêm"
    assert approve_lists(office.register, campaign_id, [office.song_lam], BY_DECISION).refused == ()


def test_a_list_that_became_too_long_is_not_handed_in_without_a_reason(office: Office, campaign: int) -> None:
    allocate(office.register, campaign, office.song_lam, 1)
    [refused] = submit_lists(office.register, campaign, [office.song_lam], TODAY).refused
    assert "có 1 suất" in refused.reason
    allow_excess(office.register, campaign, office.song_lam, "Đã thống nhất với LĐLĐ tỉnh")
    assert submit_lists(office.register, campaign, [office.song_lam], TODAY).refused == ()


def test_groups_and_people_moved_count_against_the_allocation_too(office: Office, campaign: int) -> None:
    allocate(office.register, campaign, office.song_lam, 3)
    with pytest.raises(RuleBroken, match="có 3 suất"):
        add_group(office.register, campaign, office.song_lam, 2, 600_000)
    with pytest.raises(RuleBroken, match="có 3 suất"):
        move_recipients(office.register, awards_of(office, campaign, office.phu_thinh), office.song_lam)
    move_recipients(office.register, awards_of(office, campaign, office.phu_thinh)[:1], office.song_lam)
    assert len(awards_of(office, campaign, office.song_lam)) == 3


def test_a_gift_given_back_leaves_room_for_somebody_else(office: Office, campaign: int) -> None:
    allocate(office.register, campaign, office.song_lam, 2)
    first, _second = awards_of(office, campaign, office.song_lam)
    person = office.person("Lê Thị Mai Anh")
    assert add_recipients(office.register, campaign, [RecipientEntry(person)]).refused
    mark_received(office.register, [first], TET_DAY)
    mark_returned(office.register, [first], TET_DAY)
    assert not add_recipients(office.register, campaign, [RecipientEntry(person)]).refused


def test_lists_not_handed_in_on_their_day_are_late(office: Office, campaign: int) -> None:
    every = [office.song_lam, office.phu_thinh, office.dong_tam]
    set_deadline(office.register, campaign, every, date(2026, 1, 21))
    submit_lists(office.register, campaign, [office.song_lam], date(2026, 1, 20))
    submit_lists(office.register, campaign, [office.phu_thinh], date(2026, 1, 22))
    assert [facts(office, campaign, one).is_late for one in every] == [False, True, True]
    with office.register.looking() as connection:
        late = late_lists(connection, TODAY)
        assert late_lists(connection, date(2026, 1, 21)) == ()
    assert [(one.unit_name, one.due_on) for one in late] == [("THCS Đồng Tâm", date(2026, 1, 21))]
    set_deadline(office.register, campaign, every, None)
    assert not facts(office, campaign, office.dong_tam).is_late


def test_the_units_whose_list_nobody_approved_are_named_and_may_be_handed_over(office: Office, campaign: int) -> None:
    approve_lists(office.register, campaign, [office.phu_thinh, office.dong_tam], BY_DECISION)
    assert unapproved_units(office.register, campaign) == ("May Sông Lam",)
    assert unapproved_units(office.register, campaign, office.phu_thinh) == ()
    mark_received(office.register, awards_of(office, campaign, office.song_lam), TET_DAY)
    assert unapproved_units(office.register, campaign) == ()


def test_the_next_approval_proposes_the_decision_used_last(office: Office, campaign: int) -> None:
    assert suggest_approval(office.register, campaign) == Approval(TODAY)
    approve_lists(office.register, campaign, [office.song_lam], BY_DECISION)
    found = suggest_approval(office.register, campaign)
    assert (found.approved_on, found.decision_number, found.decision_signer) == (TODAY, "12/QĐ-CĐX", "Trần Văn Bính")


def test_unknown_units_are_refused(office: Office, campaign: int) -> None:
    with pytest.raises(InvalidInput, match="Không thấy đơn vị"):
        submit_lists(office.register, campaign, [999], TODAY)
