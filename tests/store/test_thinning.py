"""Thinning: what stays, whatever the clock and however many backups there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from labordesk.store.thinning import DAILY, MONTHLY, TODAY, WEEKLY, WHILE, Dated, to_remove

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def dated(hours_ago: float, *, good: bool = True, pinned: bool = False, before: bool = False) -> Dated:
    return Dated(f"{hours_ago:012.3f}", NOW - timedelta(hours=hours_ago), good, pinned, before)


backups = st.lists(
    st.builds(
        dated,
        st.floats(-24 * 400, 24 * 800),
        good=st.booleans(),
        pinned=st.sampled_from((False, False, False, True)),
        before=st.sampled_from((False, False, True)),
    ),
    max_size=80,
    unique_by=lambda one: one.key,
)


def left(given_: list[Dated]) -> list[Dated]:
    gone = set(to_remove(given_, NOW))
    return [one for one in given_ if one.key not in gone]


@given(backups)
def test_the_newest_good_backup_and_the_pinned_ones_always_stay(given_: list[Dated]) -> None:
    kept = {one.key for one in left(given_)}
    good = [one for one in given_ if one.good]
    if good:
        assert max(good, key=lambda one: (one.made, one.key)).key in kept
    assert {one.key for one in given_ if one.pinned} <= kept
    assert {one.key for one in given_ if one.before and abs(NOW - one.made) <= WHILE} <= kept


@given(backups)
def test_thinning_twice_removes_nothing_more(given_: list[Dated]) -> None:
    kept = left(given_)
    assert to_remove(kept, NOW) == ()


@given(backups)
def test_nothing_goes_while_no_backup_is_known_to_be_good(given_: list[Dated]) -> None:
    assert to_remove([Dated(one.key, one.made, good=False) for one in given_], NOW) == ()


@given(st.lists(st.floats(0, 24 * 2000), max_size=300, unique=True))
def test_no_more_stay_than_the_plan_has_places(hours: list[float]) -> None:
    kept = left([dated(one) for one in {*hours, 1.0, 25.0}])
    assert len(kept) <= TODAY + DAILY + WEEKLY + MONTHLY + 1


def test_two_years_of_a_backup_each_half_hour_keep_days_then_weeks_then_months() -> None:
    kept = left([dated(hours / 2) for hours in range(2 * 24 * 730)])
    ages = [(NOW.date() - one.made.date()).days for one in kept]
    assert [age for age in ages if age == 0] == [0] * TODAY
    assert sorted(age for age in ages if 0 < age <= DAILY) == list(range(1, DAILY + 1))
    weeks = {one.made.isocalendar()[:2] for one in kept if DAILY < (NOW.date() - one.made.date()).days <= 12 + 7 * 10}
    assert len(weeks) in (WEEKLY, WEEKLY + 1)  # a month may end among them
    assert len(kept) == TODAY + DAILY + WEEKLY + MONTHLY
    assert max(ages) > 270


def test_an_unknown_backup_never_takes_the_place_of_a_good_one_of_its_day() -> None:
    good, unknown = dated(30), dated(26, good=False)
    assert to_remove([dated(0), good, unknown], NOW) == (unknown.key,)


def test_backups_from_a_clock_that_was_set_back_keep_one_a_day_and_take_no_place() -> None:
    future = [dated(-24 * 30 - hours) for hours in range(6)]
    today = [dated(hours / 10) for hours in range(3)]
    kept = left([*future, *today])
    assert {one.key for one in today} <= {one.key for one in kept}
    assert len([one for one in kept if one.made > NOW]) in (1, 2)


def test_a_backup_a_day_thinned_each_day_for_two_years_still_reaches_back_nine_months() -> None:
    kept: list[Dated] = []
    for day in range(730):
        now = NOW + timedelta(days=day)
        kept.append(Dated(f"{day:04d}", now, good=True))
        gone = set(to_remove(kept, now))
        kept = [one for one in kept if one.key not in gone]
    ages = sorted((now.date() - one.made.date()).days for one in kept)
    assert ages[: DAILY + 1] == list(range(DAILY + 1))
    assert max(ages) > 270
    assert len(kept) == 1 + DAILY + WEEKLY + MONTHLY


def full_plan() -> list[Dated]:
    """Return what an office has after a year of work: a backup every two hours of this week, then one a day."""
    return [dated(hours, before=hours % 5 == 0) for hours in (*range(1, 9), *range(25, 24 * 300, 24))]


def kept_at(moment: datetime, given_: list[Dated]) -> list[Dated]:
    gone = set(to_remove(given_, moment))
    return [one for one in given_ if one.key not in gone]


def test_a_clock_in_another_year_removes_nothing_of_what_was_there() -> None:
    """The first backup made in 2035 or 1980 is as good as any other, but it makes no room."""
    before = left(full_plan())
    for wrong in (NOW.replace(year=2035), NOW.replace(year=1980)):
        stray = Dated("stray", wrong, good=True)
        assert kept_at(wrong, [*before, stray]) == [*before, stray]


def test_a_clock_set_right_again_thins_as_before_and_forgets_no_day() -> None:
    before = left(full_plan())
    strays = [Dated(f"stray-{n}", NOW.replace(year=2035, hour=n), good=True) for n in range(1, 9)]
    kept = left([*before, *strays])
    assert len([one for one in kept if one.key.startswith("stray")]) == 1
    assert [one for one in kept if not one.key.startswith("stray")] == before
