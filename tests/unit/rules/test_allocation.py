"""Shares down the tree of units: the numbers alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import RuleBroken
from labordesk.rules.allocation import NOTHING, Share, ShareTree, check_shares, divided, shares_from

PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4}
NAMES = {1: "Công đoàn xã", 2: "May Sông Lam", 3: "Gỗ Phú Thịnh", 4: "Xưởng 1", 5: "Xưởng 2", 6: "Tổ 1"}


def tree(plan: int | None = None, **packages: int) -> ShareTree:
    """Return a tree with shares like u2=40."""
    return ShareTree(PARENTS, {int(key[1:]): Share(count) for key, count in packages.items()}, plan)


def test_the_giver_is_the_nearest_unit_above_with_a_share() -> None:
    found = tree(u2=40, u6=5)
    assert found.giver(6) == 2
    assert found.giver(2) is None
    assert found.holder(6) == 6
    assert found.holder(5) == 2
    assert found.holder(3) is None


def test_an_allocation_larger_than_the_plan_is_refused_with_the_numbers() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_shares(tree(156, u2=100, u3=60), [3], NAMES)
    assert str(refused.value) == (
        "Tổng phân bổ 160 suất nhiều hơn kế hoạch 156 suất của đợt; hãy giảm 4 suất, hoặc sửa số suất dự kiến."
    )


def test_units_below_may_not_get_more_than_the_unit_above_has() -> None:
    with pytest.raises(
        RuleBroken, match="“May Sông Lam” được phân bổ cộng lại 45 suất, nhiều hơn 43 suất.*giảm 2 suất"
    ):
        check_shares(tree(156, u2=43, u4=20, u5=25), [5], NAMES)
    check_shares(tree(156, u2=43, u4=20, u5=23), [4, 5], NAMES)


def test_making_a_share_smaller_than_what_was_handed_on_is_refused() -> None:
    with pytest.raises(RuleBroken, match="nhiều hơn 10 suất"):
        check_shares(tree(156, u2=10, u4=11), [2], NAMES)


def test_a_level_left_out_hangs_on_the_one_above_it() -> None:
    with pytest.raises(RuleBroken, match="cộng lại 41 suất"):
        check_shares(tree(None, u2=40, u5=20, u6=21), [6], NAMES)


def test_money_may_not_grow_on_its_way_down_either() -> None:
    shares = {2: Share(10, 5_000_000, 0), 4: Share(5, 5_000_001, 0)}
    with pytest.raises(RuleBroken, match=r"5\.000\.001 đồng, nhiều hơn 5\.000\.000 đồng"):
        check_shares(ShareTree(PARENTS, shares), [4], NAMES)


def test_what_stands_elsewhere_does_not_block_a_change() -> None:
    check_shares(tree(None, u2=10, u4=11, u3=5), [3], NAMES)


def test_rooms_are_what_is_neither_handed_on_nor_listed() -> None:
    rooms = tree(156, u2=43, u4=20).rooms({2: 10, 5: 3, 4: 20, 3: 7})
    assert rooms == {2: 10, 4: 0, None: 156 - 43 - 7}
    assert tree(156).rooms({2: 500})[None] is None
    assert tree(None, u2=3).rooms({2: 5}) == {2: -2, None: None}


def test_a_ring_of_a_damaged_file_ends() -> None:
    assert ShareTree({1: 2, 2: 1}, {}).holder(1) is None


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5_000), min_size=1, max_size=40))
def test_parts_add_up_and_follow_the_weights(total: int, weights: list[int]) -> None:
    parts = divided(total, weights)
    assert sum(parts) == total
    whole = sum(weights) or len(weights)
    for part, weight in zip(parts, weights if sum(weights) else [1] * len(weights), strict=True):
        assert total * weight // whole <= part <= total * weight // whole + 1


def test_equal_parts_differ_by_one_at_most() -> None:
    assert divided(10, [1, 1, 1]) == [4, 3, 3]
    assert divided(5, []) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50), st.booleans()), min_size=1, max_size=10))
def test_shares_made_anew_from_what_is_kept_are_the_shares(drawn: list[tuple[int, int, bool]]) -> None:
    """In any tree: taking down what each unit keeps and writing it again changes nothing and loses no package."""
    parents: dict[int, int | None] = {
        unit: above if above < unit else None for unit, (above, _kept, _has) in enumerate(drawn)
    }
    kept = {unit: Share(packages, packages * 3) for unit, (_above, packages, has) in enumerate(drawn) if has}
    found = ShareTree(parents, shares_from(parents, kept))
    assert found.kept() == kept
    assert found.handed_on().get(None, NOTHING) == sum(kept.values(), NOTHING)
