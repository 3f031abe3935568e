"""The money of a house: the union's and the whole are two figures, days of labour are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.rules.house_money import Share, add_up, check_share, covers_estimate


def test_union_money_and_total_value_are_two_figures() -> None:
    money = add_up(
        [
            Share("cash", 30_000_000, 30_000_000, union_money=True),
            Share("goods", 8_000_000, 8_000_000),
            Share("loan", 100_000_000, 80_000_000),
            Share("labour", 0, 0, labour_days=40),
        ],
        union_given=30_000_000,
        estimate=177_000_000,
    )
    assert (money.planned, money.received, money.others_received) == (138_000_000, 118_000_000, 88_000_000)
    assert (money.union_planned, money.union_given, money.labour_days) == (30_000_000, 30_000_000, 40)
    assert money.short == 39_000_000
    assert covers_estimate(money)


def test_what_was_approved_is_a_source_even_if_not_yet_listed() -> None:
    assert add_up([], union_given=0, approved=50_000_000, estimate=50_000_000).short == 0
    listed = [Share("cash", 50_000_000, 0, union_money=True)]
    assert add_up(listed, union_given=0, approved=50_000_000, estimate=80_000_000).short == 30_000_000
    assert not covers_estimate(add_up(listed, union_given=0, approved=50_000_000, estimate=80_000_000))


@pytest.mark.parametrize(
    ("share", "field"),
    [
        (Share("labour", 5_000_000, 0, 20), "planned"),
        (Share("labour", 0, 5_000_000, 20), "planned"),
        (Share("cash", 5_000_000, 0, 20), "labour_days"),
    ],
)
def test_labour_is_never_money(share: Share, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_share(share)
    assert refusal.value.field == field


_SHARES = st.lists(
    st.builds(
        Share,
        st.sampled_from(["cash", "goods", "loan"]),
        st.integers(0, 10**9),
        st.integers(0, 10**9),
        st.just(0),
        st.booleans(),
    )
)


@given(_SHARES, st.integers(0, 10**9), st.lists(st.integers(0, 500), max_size=4))
def test_days_of_labour_change_no_sum_of_money(shares: list[Share], given_: int, days: list[int]) -> None:
    bare = add_up(shares, union_given=given_)
    helped = add_up([*shares, *(Share("labour", 0, 0, count) for count in days)], union_given=given_)
    assert (helped.planned, helped.received, helped.union_planned) == (bare.planned, bare.received, bare.union_planned)
    assert helped.labour_days == sum(days)
    assert bare.received == given_ + sum(one.received for one in shares if not one.union_money)
