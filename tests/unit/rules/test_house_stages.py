"""Stages of a house: derived from milestones, never against their order or without the data they need."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import MILESTONES, STAGES
from labordesk.rules.house_stages import (
    CHAIN,
    ENDED,
    NEEDS,
    HouseFacts,
    Milestone,
    check_milestones,
    next_milestones,
    stage_of,
)

DAY = date(2026, 3, 2)
APPROVED = HouseFacts(approved_amount=50_000_000)


def days(**offsets: int) -> dict[str, Milestone]:
    """Return milestones some days after 2 March 2026."""
    return {code: Milestone(code, DAY + timedelta(offset), note="lý do") for code, offset in offsets.items()}


def dates(milestones: dict[str, Milestone]) -> dict[str, date]:
    return {code: one.day for code, one in milestones.items()}


def test_a_house_without_milestones_is_requested() -> None:
    assert stage_of({}) == "requested"
    assert next_milestones({}) == ("surveyed", "approved", "refused", "cancelled")


def test_money_handed_over_is_an_event_and_no_stage() -> None:
    milestones = dates(days(requested=0, approved=5, funded=9))
    assert stage_of(milestones) == "approved"
    assert "funded" not in next_milestones(milestones)


def test_the_usual_way_is_offered_step_by_step() -> None:
    milestones: dict[str, date] = {}
    for step in CHAIN:
        assert step == "requested" or step in next_milestones(milestones)
        milestones[step] = DAY
        assert stage_of(milestones) == step
    assert next_milestones(milestones) == ()


def test_hand_over_before_the_start_is_refused_with_both_days() -> None:
    milestones = days(requested=0, approved=10, started=60, inspected=20, handed_over=20)
    with pytest.raises(RuleBroken) as refusal:
        check_milestones(milestones, APPROVED)
    assert str(refusal.value) == (
        "Ngày “Nghiệm thu” (22/03/2026) không thể trước ngày “Khởi công” (01/05/2026); hãy xem lại hai ngày này."
    )


def test_money_before_the_approval_is_refused() -> None:
    with pytest.raises(RuleBroken, match="Trao hỗ trợ.*không thể trước.*Đã duyệt"):
        check_milestones(days(approved=10, funded=9), APPROVED)


def test_steps_on_one_day_are_allowed() -> None:
    check_milestones(days(requested=0, approved=0, started=0, inspected=0, handed_over=0), APPROVED)


def test_hand_over_needs_the_day_of_the_inspection() -> None:
    with pytest.raises(RuleBroken, match="“Bàn giao” cần có ngày của mốc “Nghiệm thu”"):
        check_milestones(days(requested=0, approved=1, handed_over=90), APPROVED)


def test_the_amount_is_compulsory_from_the_approval_on() -> None:
    check_milestones(days(requested=0, surveyed=4), HouseFacts())
    with pytest.raises(InvalidInput) as refusal:
        check_milestones(days(requested=0, approved=4), HouseFacts())
    assert refusal.value.field == "approved_amount"


@pytest.mark.parametrize("code", ["refused", "cancelled", "suspended"])
def test_an_end_or_a_pause_needs_its_reason(code: str) -> None:
    milestones = {"requested": Milestone("requested", DAY), code: Milestone(code, DAY, note="  ")}
    if code == "suspended":
        milestones["approved"] = Milestone("approved", DAY)
    with pytest.raises(InvalidInput) as refusal:
        check_milestones(milestones, APPROVED)
    assert refusal.value.field == "note"


def test_an_approved_house_is_not_refused_but_cancelled() -> None:
    with pytest.raises(RuleBroken, match="đã có mốc “Đã duyệt”"):
        check_milestones(days(approved=0, refused=1), APPROVED)
    check_milestones(days(approved=0, cancelled=1), APPROVED)


def test_a_house_with_money_is_cancelled_only_after_the_money_came_back() -> None:
    with pytest.raises(RuleBroken, match=r"25\.000\.000 đồng"):
        check_milestones(days(approved=0, funded=1, cancelled=5), HouseFacts(50_000_000, union_given=25_000_000))


def test_going_on_after_a_pause_is_dated_and_leads_back_to_the_stage_before() -> None:
    paused = days(requested=0, approved=5, started=10, suspended=20)
    resumed = paused | days(resumed=35)
    check_milestones(resumed, APPROVED)
    assert stage_of(dates(resumed)) == "started"
    assert next_milestones(dates(resumed)) == ("inspected", "suspended", "cancelled")
    with pytest.raises(RuleBroken, match="Tiếp tục thực hiện.*không thể trước.*Tạm dừng"):
        check_milestones(paused | days(resumed=15), APPROVED)
    with pytest.raises(RuleBroken, match="cần có ngày của mốc “Tạm dừng”"):
        check_milestones(days(requested=0, approved=5, resumed=8), APPROVED)


def test_a_pause_lasts_until_a_later_step() -> None:
    paused = days(requested=0, approved=5, started=10, suspended=20)
    assert stage_of(dates(paused)) == "suspended"
    assert next_milestones(dates(paused)) == ("resumed", "inspected", "cancelled")
    resumed = paused | days(inspected=40)
    check_milestones(resumed, APPROVED)
    assert stage_of(dates(resumed)) == "inspected"


_CODES = [code for code, _label in MILESTONES]
_MILESTONES = st.dictionaries(st.sampled_from(_CODES), st.integers(0, 400), max_size=8).map(lambda found: days(**found))


@given(_MILESTONES)
def test_whatever_passes_the_check_stands_in_a_known_stage_and_in_order(milestones: dict[str, Milestone]) -> None:
    stage = stage_of(dates(milestones))
    assert stage in dict(STAGES)
    try:
        check_milestones(milestones, APPROVED)
    except (InvalidInput, RuleBroken):
        return
    chain = [milestones[code].day for code in CHAIN if code in milestones]
    assert chain == sorted(chain)
    assert all(needed in milestones for code in milestones for needed in NEEDS.get(code, ()))
    assert sum(code in milestones for code in ENDED) <= 1


@given(st.data())
def test_any_walk_along_offered_steps_stays_valid(data: st.DataObject) -> None:
    milestones = days(requested=0)
    for offset in range(1, 12):
        offered = next_milestones(dates(milestones))
        if not offered:
            assert stage_of(dates(milestones)) in ("settled", *ENDED)
            break
        code = data.draw(st.sampled_from(offered))
        before = stage_of({one: day for one, day in dates(milestones).items() if one != "suspended"})
        if code == "suspended":
            milestones.pop("resumed", None)
        milestones |= days(**{code: offset})
        check_milestones(milestones, APPROVED)
        assert stage_of(dates(milestones)) == (before if code == "resumed" else code)
