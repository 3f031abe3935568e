"""Which part of the support a payment is: before or on the day the work begins, in between, or the rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.house_instalments import instalment_for, still_owed

STARTED = date(2026, 3, 2)
HALF, WHOLE = 25_000_000, 50_000_000


@pytest.mark.parametrize(
    ("day", "amount", "given_before", "expected"),
    [
        (-1, HALF, 0, "advance"),
        (0, HALF, 0, "advance"),
        (1, HALF, 0, "instalment"),
        (90, HALF, HALF, "final"),
        (-1, HALF, HALF, "final"),
        (90, HALF + 1, HALF, "final"),
        (0, WHOLE, 0, None),
    ],
)
def test_a_payment_is_named_by_its_day_and_what_it_completes(
    day: int, amount: int, given_before: int, expected: str | None
) -> None:
    on = STARTED + timedelta(day)
    assert instalment_for(on, amount, given_before=given_before, approved=WHOLE, started_on=STARTED) == expected


def test_money_before_the_work_began_is_an_advance() -> None:
    assert instalment_for(STARTED, HALF, given_before=0, approved=WHOLE, started_on=None) == "advance"


@given(st.lists(st.integers(1, 30_000_000), min_size=2, max_size=6))
def test_paying_all_that_was_approved_ends_with_one_last_part(parts: list[int]) -> None:
    approved, paid, seen = sum(parts), 0, []
    for place, part in enumerate(parts):
        on = STARTED + timedelta(place)
        seen.append(instalment_for(on, part, given_before=paid, approved=approved, started_on=STARTED))
        paid += part
    assert seen[0] == "advance"
    assert seen[-1] == "final"
    assert seen.count("final") == 1
    assert still_owed(approved, paid) == 0


def test_what_is_still_owed_is_never_negative() -> None:
    assert (still_owed(WHOLE, HALF), still_owed(WHOLE, WHOLE + 1), still_owed(None, HALF)) == (HALF, 0, 0)
