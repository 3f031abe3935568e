"""Tình trạng of a hardship request: only the steps of the procedure, in order of days, with reasons."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import CASE_STATES
from labordesk.rules.grant_states import NEXT, check_step, days_waiting, needs_reason, next_states

DAY = date(2026, 5, 4)


def step(state: str, new_state: str, *, on: date = DAY, reason: str | None = "lý do", amount: int | None = 10) -> None:
    check_step(state, new_state, on=on, last_on=DAY, reason=reason, approved_amount=amount)


def test_every_state_has_its_place_in_the_procedure() -> None:
    assert set(NEXT) == {code for code, _label in CASE_STATES}
    assert {one for states in NEXT.values() for one in states} | {"received"} == set(NEXT)


def test_the_procedure_is_walked_from_intake_to_the_end() -> None:
    for state, new_state in (
        ("received", "verifying"),
        ("verifying", "incomplete"),
        ("incomplete", "verifying"),
        ("verifying", "approved"),
        ("approved", "paid"),
        ("paid", "closed"),
    ):
        step(state, new_state, reason="lý do" if new_state == "incomplete" else None)


def test_a_step_that_is_not_offered_names_those_that_are() -> None:
    with pytest.raises(RuleBroken) as refusal:
        step("received", "paid")
    assert "“Tiếp nhận”" in str(refusal.value)
    assert "Đang xác minh, Cần bổ sung, Đã duyệt, Từ chối" in str(refusal.value)
    with pytest.raises(RuleBroken, match="không còn bước nào"):
        step("closed", "paid")


def test_a_refusal_and_a_missing_paper_say_why() -> None:
    for state, new_state in (("verifying", "refused"), ("received", "incomplete"), ("refused", "verifying")):
        assert needs_reason(state, new_state)
        with pytest.raises(InvalidInput) as refusal:
            step(state, new_state, reason=" ")
        assert refusal.value.field == "refusal_reason"
    assert not needs_reason("verifying", "approved")


def test_approval_needs_the_amount() -> None:
    with pytest.raises(InvalidInput) as refusal:
        step("verifying", "approved", amount=None)
    assert refusal.value.field == "approved_amount"


def test_a_step_before_the_last_one_is_refused() -> None:
    with pytest.raises(RuleBroken, match="03/05/2026.*04/05/2026"):
        step("received", "verifying", on=date(2026, 5, 3))


@given(st.sampled_from(sorted(NEXT)), st.sampled_from(sorted(NEXT)))
def test_exactly_the_offered_steps_are_taken(state: str, new_state: str) -> None:
    if new_state in next_states(state):
        step(state, new_state)
    else:
        with pytest.raises(RuleBroken):
            step(state, new_state)


def test_waiting_stops_at_the_payment() -> None:
    today = date(2026, 6, 30)
    assert days_waiting("verifying", DAY, None, today) == 57
    assert days_waiting("approved", DAY, date(2026, 5, 10), today) == 57
    assert days_waiting("paid", DAY, date(2026, 5, 15), today) == 11
    assert days_waiting("closed", DAY, date(2026, 5, 15), today) == 11
