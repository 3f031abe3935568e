"""Suggested campaigns: told by the programme's name, whatever an officer calls it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.campaign_seasons import season_between, season_of
from labordesk.vietnamese.lunar import mid_autumn, tet


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2025, 10, 1), "Tết Bính Ngọ 2026"),
        (date(2026, 1, 20), "Tết Bính Ngọ 2026"),
        (date(2026, 3, 31), "Tết Bính Ngọ 2026"),
        (date(2026, 4, 1), "Tết Đinh Mùi 2027"),
        (date(2021, 12, 25), "Tết Nhâm Dần 2022"),
    ],
)
def test_tet_is_that_of_the_coming_or_just_past_spring(today: date, name: str) -> None:
    season = season_of("Quà Tết cho con công nhân", today)
    assert season.name == name
    assert season.tet_year is not None
    assert season.starts_on <= tet(season.tet_year) <= season.ends_on


def test_mid_autumn_is_called_tet_but_is_none() -> None:
    assert season_of("Tết Trung thu", date(2026, 8, 1)).tet_year is None


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_mid_autumn_lies_between_the_days_proposed_for_it(year: int) -> None:
    season = season_of("Tết Trung thu", date(year, 8, 20))
    assert season.name == f"Trung thu năm {year}"
    assert season.starts_on < mid_autumn(year) < season.ends_on
    assert (season.ends_on - season.starts_on).days == 28


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "name"),
    [
        (date(2025, 12, 1), date(2026, 2, 28), "Tết Bính Ngọ 2026"),
        (date(2021, 12, 15), date(2021, 12, 31), "Tết Nhâm Dần 2022"),
        (date(2026, 1, 10), date(2026, 2, 12), "Tết Bính Ngọ 2026"),
        (date(2026, 3, 2), date(2026, 3, 20), "Tết Bính Ngọ 2026"),
        (date(2026, 11, 1), date(2027, 2, 1), "Tết Đinh Mùi 2027"),
    ],
)
def test_the_days_of_a_campaign_tell_its_lunar_year(starts_on: date, ends_on: date, name: str) -> None:
    season = season_between("Tết Sum vầy", starts_on, ends_on)
    assert season is not None
    assert season.name == name
    assert season.tet_year == int(name[-4:])


def test_days_name_no_other_campaign() -> None:
    assert season_between("Tháng Công nhân", date(2026, 5, 1), date(2026, 5, 31)) is None
    autumn = season_between("Tết Trung thu", date(2026, 9, 1), date(2026, 9, 30))
    assert autumn is not None
    assert (autumn.name, autumn.tet_year) == ("Trung thu năm 2026", None)


def test_a_word_that_only_begins_like_tet_is_none() -> None:
    assert season_of("Tết kiệm vì đồng đội", date(2026, 8, 1)).tet_year == 2027
    assert season_of("Tiết kiệm vì đồng đội", date(2026, 8, 1)).tet_year is None


def test_an_anniversary_keeps_its_day_and_gets_its_year() -> None:
    season = season_of("Ngày Thương binh - Liệt sĩ 27/7", date(2026, 3, 2))
    assert season.name == "Ngày Thương binh - Liệt sĩ 27/7/2026"
    assert season.starts_on < date(2026, 7, 27) < season.ends_on
    inside = season_of("Quà 8/3 cho nữ công nhân", date(2026, 3, 2))
    assert inside.name == "Quà 8/3 cho nữ công nhân năm 2026"


def test_a_day_that_is_none_gives_this_month() -> None:
    assert season_of("Quà 31/2", date(2026, 3, 2)).name == "Quà 31/2 tháng 3/2026"


@given(
    st.sampled_from(["Tết Sum vầy", "Tháng Công nhân", "Tết Trung thu", "Quà 28/7", "Quà 29/2", "Tặng quà", ""]),
    st.dates(date(2001, 1, 1), date(2060, 12, 31)),
)
def test_a_suggestion_always_begins_before_it_ends_within_a_year(name: str, today: date) -> None:
    season = season_of(name, today)
    assert season.starts_on <= season.ends_on
    assert (season.ends_on - season.starts_on).days <= 366
    assert season.tet_year is None or season.tet_year in (season.starts_on.year, season.ends_on.year)
