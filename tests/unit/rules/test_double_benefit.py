"""Double benefit: refused inside a campaign, told everywhere else, with what, when, where and how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import RuleBroken
from labordesk.rules.double_benefit import (
    Benefit,
    Intended,
    Likeness,
    check_single,
    likeness_of,
    sentence_for,
    warnings_among,
)

DAY = date(2026, 1, 28)
TET = Intended(person_id=1, programme_id=2, on=DAY, campaign_id=7, tet_year=2026)
PAST = Benefit(
    award_id=11,
    person_id=1,
    person_name="Trần Thị Hoà",
    programme_id=2,
    programme_name="Tết Sum vầy",
    unit_name="CĐCS May 10",
    amount=1_300_000,
    on=date(2026, 1, 12),
    campaign_id=7,
    campaign_name="Tết Bính Ngọ 2026",
    tet_year=2026,
)


def test_second_gift_in_one_campaign_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_single(warnings_among(TET, [PAST]), None)
    assert str(refusal.value).startswith("Đã nhận Tết Bính Ngọ 2026 tại CĐCS May 10, ngày 12/01/2026: 1.300.000 đồng.")
    assert refusal.value.source == "KH 48/KH-LĐLĐ"


def test_second_gift_is_taken_with_a_reason_but_not_with_blanks() -> None:
    warnings = warnings_among(TET, [PAST])
    check_single(warnings, "Nhà vừa bị cháy")
    with pytest.raises(RuleBroken):
        check_single(warnings, "   ")


def test_a_gift_of_another_campaign_is_told_and_not_refused() -> None:
    earlier = replace(PAST, campaign_id=5, campaign_name="Tết Ất Tỵ 2025", tet_year=2025, on=date(2025, 2, 1))
    [warning] = warnings_among(TET, [earlier])
    assert warning.likeness is Likeness.SAME_PROGRAMME
    check_single([warning], None)


def test_the_same_tet_of_another_organiser_is_told() -> None:
    [warning] = warnings_among(TET, [replace(PAST, campaign_id=9, programme_id=3)])
    assert warning.likeness is Likeness.SAME_TET
    assert not warning.refused


def test_somebody_of_the_household_in_the_campaign_is_told() -> None:
    husband = replace(PAST, person_id=4, person_name="Nguyễn Văn Bình", relation="Vợ/chồng")
    [warning] = warnings_among(TET, [husband])
    assert warning.likeness is Likeness.HOUSEHOLD
    assert warning.sentence == (
        "Vợ/chồng, Nguyễn Văn Bình (CĐCS May 10), đã nhận Tết Bính Ngọ 2026 ngày 12/01/2026: 1.300.000 đồng."
    )
    check_single([warning], None)


def test_a_second_house_is_told_however_long_ago() -> None:
    house = Intended(person_id=1, programme_id=1, on=DAY, house=True)
    old = replace(PAST, programme_id=1, campaign_id=None, tet_year=None, house_id=3, award_id=None, on=date(2009, 5, 1))
    assert likeness_of(house, old) is Likeness.HOUSE
    assert likeness_of(house, replace(old, person_id=3)) is Likeness.HOUSE
    assert likeness_of(house, replace(old, house_id=None)) is None


def test_a_gift_still_planned_is_told_as_such() -> None:
    assert sentence_for(replace(PAST, given=False), own=True) == (
        "Đã có trong danh sách Tết Bính Ngọ 2026 tại CĐCS May 10, chưa nhận: 1.300.000 đồng."
    )


def test_the_award_being_edited_does_not_double_itself() -> None:
    assert likeness_of(replace(TET, award_id=11), PAST) is None


_BENEFITS = st.lists(
    st.builds(
        lambda number, person, programme, campaign, tet, ago, house_id: replace(
            PAST,
            award_id=number,
            person_id=person,
            programme_id=programme,
            campaign_id=campaign,
            tet_year=tet,
            on=None if ago is None else DAY - timedelta(ago),
            house_id=house_id,
        ),
        st.integers(1, 10_000),
        st.integers(1, 3),
        st.integers(1, 3),
        st.sampled_from([None, 5, 7]),
        st.sampled_from([None, 2025, 2026]),
        st.none() | st.integers(-800, 800),
        st.sampled_from([None, None, 8]),
    ),
    max_size=12,
)


@given(_BENEFITS)
def test_the_gravest_stands_first_and_only_the_same_campaign_is_refused(benefits: list[Benefit]) -> None:
    warnings = warnings_among(TET, benefits)
    grades = [warning.likeness for warning in warnings]
    assert grades == sorted(grades)
    own_in_campaign = [one for one in benefits if one.person_id == 1 and one.campaign_id == 7]
    assert sorted(w.award_id for w in warnings if w.refused) == sorted(one.award_id for one in own_in_campaign)
    assert any(warning.refused for warning in warnings) == bool(own_in_campaign)
