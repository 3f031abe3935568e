"""A unit's past, told by undoing its events."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.unit_history import UnitChange, UnitFact, UnitHistory

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
CLOSED = date(2025, 6, 30)
SINCE = date(2025, 7, 1)

# A year's restructuring: the district (2) ends, its factory union (4) goes to the commune (3), which took over.
DISTRICT_GONE = UnitHistory(
    [
        UnitFact(1, "LĐLĐ tỉnh Hà Tĩnh"),
        UnitFact(2, "LĐLĐ huyện Hương Sơn", 1, valid_to=CLOSED, successor_id=3),
        UnitFact(3, "Công đoàn xã Hương Sơn", 1, valid_from=SINCE),
        UnitFact(4, "CĐCS Công ty May Sông Lam", 3),
    ],
    [
        UnitChange(1, 4, SINCE, old_parent_id=2, new_parent_id=3),
        UnitChange(2, 4, date(2024, 3, 1), old_name="CĐCS Xí nghiệp May", new_name="CĐCS Công ty May Sông Lam"),
    ],
)


def test_a_unit_bears_its_old_name_until_the_day_before_the_decision_takes_effect() -> None:
    assert DISTRICT_GONE.name_on(4, date(2024, 2, 29)) == "CĐCS Xí nghiệp May"
    assert DISTRICT_GONE.name_on(4, date(2024, 3, 1)) == "CĐCS Công ty May Sông Lam"


def test_a_unit_stands_under_the_district_until_its_last_day_and_under_the_commune_from_the_next() -> None:
    assert DISTRICT_GONE.tree_on(CLOSED) == {None: [1], 1: [2], 2: [4]}
    assert DISTRICT_GONE.tree_on(SINCE) == {None: [1], 1: [3], 3: [4]}


def test_everything_under_the_province_is_told_for_the_day_asked() -> None:
    assert DISTRICT_GONE.subtree_ids(1, CLOSED) == {1, 2, 4}
    assert DISTRICT_GONE.subtree_ids(1, SINCE) == {1, 3, 4}
    assert DISTRICT_GONE.subtree_ids(1, SINCE, include_closed=True) == {1, 2, 3, 4}


def test_a_closed_unit_is_answered_for_by_its_successor_but_not_while_it_lived() -> None:
    assert DISTRICT_GONE.current_unit(2, SINCE) == 3
    assert DISTRICT_GONE.current_unit(2, CLOSED) == 2
    assert DISTRICT_GONE.current_unit(4, SINCE) == 4


def test_a_chain_of_successors_is_followed_to_its_end_even_when_that_one_closed_too() -> None:
    history = UnitHistory(
        [
            UnitFact(1, "A", valid_to=date(2020, 1, 1), successor_id=2),
            UnitFact(2, "B", valid_to=date(2022, 1, 1), successor_id=3),
            UnitFact(3, "C", valid_to=date(2024, 1, 1)),
        ]
    )
    assert [history.current_unit(1, day) for day in (date(2019, 1, 1), date(2021, 1, 1), date(2026, 1, 1))] == [1, 2, 3]


def test_successors_that_name_each_other_do_not_hang() -> None:
    past = date(2020, 1, 1)
    ring = UnitHistory(
        [UnitFact(1, "A", valid_to=past, successor_id=2), UnitFact(2, "B", valid_to=past, successor_id=1)]
    )
    assert ring.current_unit(1, date(2026, 1, 1)) in {1, 2}


def test_a_unit_whose_parent_had_ended_stands_at_the_top_and_is_not_lost() -> None:
    history = UnitHistory([UnitFact(1, "Huyện", valid_to=CLOSED), UnitFact(2, "CĐCS", 1)])
    assert history.tree_on(SINCE) == {None: [2]}


def test_a_move_under_ones_own_branch_is_seen_on_the_day_it_would_begin() -> None:
    units = [UnitFact(1, "A", 3), UnitFact(2, "B", 1), UnitFact(3, "C", 2)]
    changes = [
        UnitChange(1, 1, date(2024, 1, 1), old_parent_id=None, new_parent_id=3),
        UnitChange(2, 3, date(2025, 1, 1), old_parent_id=None, new_parent_id=2),
    ]
    assert UnitHistory(units, changes).ring_from(1, date(2024, 1, 1)) == date(2025, 1, 1)
    assert UnitHistory(units[:2], changes[:1]).ring_from(1, date(2024, 1, 1)) is None


@st.composite
def lives(draw: st.DrawFn) -> tuple[UnitHistory, list[tuple[date, str, int | None]]]:
    """A unit built forwards, day by day: its history and the states it went through."""
    days = sorted(draw(st.lists(DAYS, max_size=8)))
    states: list[tuple[date, str, int | None]] = [(date.min, "Tên 0", None)]
    changes: list[UnitChange] = []
    for number, day in enumerate(days, start=1):
        _since, name, parent = states[-1]
        if draw(st.booleans()):
            new_name = f"Tên {number}"
            changes.append(UnitChange(number, 1, day, old_name=name, new_name=new_name))
            states.append((day, new_name, parent))
        else:
            new_parent = draw(st.sampled_from([None, 2, 3]))
            changes.append(UnitChange(number, 1, day, old_parent_id=parent, new_parent_id=new_parent))
            states.append((day, name, new_parent))
    unit = UnitFact(1, states[-1][1], states[-1][2])
    shuffled = draw(st.permutations(changes))
    return UnitHistory([unit, UnitFact(2, "Trên"), UnitFact(3, "Khác")], shuffled), states


@given(lives(), DAYS)
def test_going_back_meets_the_state_met_going_forward(
    life: tuple[UnitHistory, list[tuple[date, str, int | None]]], day: date
) -> None:
    history, states = life
    _since, name, parent = [state for state in states if state[0] <= day][-1]
    assert history.name_on(1, day) == name
    assert history.parent_on(1, day) == parent


@st.composite
def forests(draw: st.DrawFn) -> UnitHistory:
    """Any links at all, rings included, as a damaged file might hold."""
    count = draw(st.integers(1, 12))
    ids = st.one_of(st.none(), st.integers(1, count))
    ends = st.one_of(st.none(), DAYS)
    return UnitHistory(
        [
            UnitFact(number, str(number), draw(ids), valid_from=draw(ends), valid_to=draw(ends), successor_id=draw(ids))
            for number in range(1, count + 1)
        ]
    )


@given(forests(), DAYS)
def test_every_unit_of_the_day_stands_in_the_tree_exactly_once(history: UnitHistory, day: date) -> None:
    tree = history.tree_on(day)
    reached = [unit for top in tree.get(None, ()) for unit in history.subtree_ids(top, day)]
    assert sorted(reached) == [unit for unit in history.units if history.exists_on(unit, day)]


@st.composite
def reorganisations(draw: st.DrawFn) -> UnitHistory:
    """Units that hand over to later ones only, as decisions do."""
    count = draw(st.integers(1, 12))
    ends = st.one_of(st.none(), DAYS)
    successors = [
        draw(st.none() | st.integers(number + 1, count)) if number < count else None for number in range(1, count + 1)
    ]
    return UnitHistory(
        UnitFact(number, str(number), valid_to=draw(ends), successor_id=successor)
        for number, successor in enumerate(successors, start=1)
    )


@given(reorganisations(), DAYS)
def test_who_carries_on_either_lives_or_has_nobody_after_it(history: UnitHistory, day: date) -> None:
    for unit in history.units:
        last = history.units[history.current_unit(unit, day)]
        assert not last.ended_before(day) or last.successor_id is None
        assert history.current_unit(last.id, day) == last.id


@given(DAYS, st.integers(0, 400))
def test_both_ends_of_a_units_life_are_inside_it(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    unit = UnitFact(1, "A", valid_from=first, valid_to=last)
    assert unit.exists_on(first)
    assert unit.exists_on(last)
    assert not unit.exists_on(first - timedelta(days=1))
    assert not unit.exists_on(last + timedelta(days=1))
