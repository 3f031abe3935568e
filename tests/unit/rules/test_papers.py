"""When a paper is due, and what makes it present."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.rules.papers import (
    GRANT_STEPS,
    HOUSE_STEPS,
    HandedIn,
    PaperState,
    check_paper,
    check_paper_type,
    grant_steps_reached,
    house_steps_reached,
    state_of,
)

TODAY = date(2026, 3, 2)


def test_a_later_milestone_includes_the_steps_before_it() -> None:
    assert house_steps_reached(["approved"]) == {"requested", "surveyed", "approved"}
    assert house_steps_reached([]) == {"requested"}


def test_papers_of_money_are_due_once_money_was_handed_over() -> None:
    assert "funded" not in house_steps_reached(["approved", "started"])
    assert "funded" in house_steps_reached(["approved", "funded"])


@pytest.mark.parametrize("end", ["refused", "cancelled"])
def test_nothing_is_awaited_of_a_house_that_came_to_nothing(end: str) -> None:
    assert house_steps_reached(["requested", "surveyed", end]) == frozenset()


def test_nothing_is_awaited_of_a_request_that_was_refused() -> None:
    assert grant_steps_reached("refused") == frozenset()


def test_a_request_that_lacks_something_is_under_verification() -> None:
    assert grant_steps_reached("incomplete") == grant_steps_reached("verifying") == {"received", "verifying"}


@given(st.sets(st.sampled_from(HOUSE_STEPS)), st.sampled_from(HOUSE_STEPS))
def test_one_more_milestone_never_makes_a_paper_less_due(milestones: set[str], more: str) -> None:
    assert house_steps_reached(milestones) <= house_steps_reached({*milestones, more})


def test_steps_of_a_request_are_reached_one_after_the_other() -> None:
    reached = [grant_steps_reached(state) for state in GRANT_STEPS]
    assert all(before < after for before, after in pairwise(reached))


@pytest.mark.parametrize(
    ("paper", "due", "state"),
    [
        (HandedIn(), True, PaperState.MISSING),
        (HandedIn(), False, PaperState.LATER),
        (HandedIn(received_on=TODAY), False, PaperState.PRESENT),
        (HandedIn(proven=True), True, PaperState.PRESENT),
        (HandedIn(waived_reason="Đất của bố mẹ"), True, PaperState.WAIVED),
        (HandedIn(waived_reason="Đất của bố mẹ", proven=True), True, PaperState.PRESENT),
    ],
)
def test_the_state_of_a_paper(paper: HandedIn, due: bool, state: PaperState) -> None:
    assert state_of(paper, due=due) is state


def test_a_paper_is_not_both_handed_in_and_waived() -> None:
    with pytest.raises(InvalidInput, match="bỏ một trong hai"):
        check_paper(TODAY, "không cần", TODAY)


def test_a_paper_is_not_handed_in_on_a_day_to_come() -> None:
    with pytest.raises(InvalidInput, match="03/03/2026"):
        check_paper(date(2026, 3, 3), None, TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("house", "verifying", None, None, None), "step"),
        (("grant", "surveyed", None, None, None), "step"),
        (("house", "surveyed", 3, None, None), "circumstance_id"),
        (("grant", "verifying", None, "new", None), "work"),
        (("grant", "verifying", None, None, "milestone"), "proof"),
    ],
)
def test_what_a_kind_of_file_does_not_have_is_refused_beside_its_field(
    values: tuple[str, str, int | None, str | None, str | None], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_paper_type(*values)
    assert refused.value.field == field


def test_what_a_kind_of_file_has_is_taken() -> None:
    check_paper_type("house", "funded", None, "repair", "voucher")
    check_paper_type("grant", "approved", 4, None, "decision")
