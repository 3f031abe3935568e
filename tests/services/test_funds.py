"""Funds: brought forward + raised − spent, by day; more than a fund has warns and never blocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model.activity import ContributionFields
from labordesk.model.award import AwardFields
from labordesk.model.programme import FundOpeningFields
from labordesk.services.award_records import AwardData
from labordesk.services.awards import delete_award, save_award
from labordesk.services.contributions import delete_contribution, save_contribution
from labordesk.services.fund_balances import FundBalance, balances, overdrawn, overdrawn_by_campaign
from labordesk.services.funds import delete_opening, list_openings, load_opening, save_opening
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from tests.services.welfare_office import COMMUNE, TODAY, Office, office

__all__ = ["office"]

NEW_YEAR = date(2026, 1, 1)


def opened(office: Office, fund: str, amount: int, day: date = NEW_YEAR) -> int:
    return save_opening(office.register, FundOpeningFields(fund_id=office.fund(fund), as_of=day, amount=amount)).id


def raised(office: Office, fund: str, day: date, cash: int = 0, **more: int) -> int:
    fields = ContributionFields(unit_id=COMMUNE, fund_id=office.fund(fund), received_on=day, cash=cash, **more)
    return save_contribution(office.register, fields).id


def paid(office: Office, fund: str, day: date, amount: int, handover: str = "received", level: str = "upper") -> int:
    fields = AwardFields(
        programme_id=office.programme("QUA-KK"), unit_id=office.song_lam, handover=handover, paid_on=day, quantity=1
    )
    return save_award(office.register, AwardData(fields, (office.cash(amount, fund, level),))).id


def held(office: Office, fund: str, day: date = TODAY) -> FundBalance:
    with office.register.looking() as connection:
        return next(one for one in balances(connection, day) if one.fund_id == office.fund(fund))


def warned(office: Office, fund: str, amount: int, day: date = TODAY) -> tuple[str, ...]:
    with office.register.looking() as connection:
        return overdrawn(connection, {office.fund(fund): amount}, day)


def test_a_fund_holds_what_was_brought_forward_and_raised_less_what_was_handed_over(office: Office) -> None:
    opened(office, "QMA", 100_000_000)
    raised(office, "QMA", date(2026, 1, 10), cash=20_000_000, goods=5_000_000, pledged=40_000_000, labour_days=30)
    paid(office, "QMA", date(2026, 2, 1), 30_000_000)
    paid(office, "QMA", date(2026, 2, 1), 7_000_000, level="province")
    paid(office, "QMA", date(2026, 2, 2), 9_000_000, handover="returned")
    fund = held(office, "QMA")
    assert (fund.opening, fund.raised, fund.spent, fund.left) == (100_000_000, 25_000_000, 37_000_000, 88_000_000)
    assert fund.pledged_open == 15_000_000
    assert held(office, "QMA", date(2026, 1, 31)).left == 125_000_000
    assert held(office, "QMA", NEW_YEAR).left == 100_000_000


def test_a_fund_without_an_opening_is_not_followed_and_never_warns(office: Office) -> None:
    paid(office, "QXH", date(2026, 2, 1), 30_000_000)
    with office.register.looking() as connection:
        assert balances(connection, TODAY) == ()
    assert warned(office, "QXH", 999_000_000) == ()
    opened(office, "QXH", 1_000_000, day=date(2026, 2, 2))
    assert held(office, "QXH").left == 1_000_000


def test_the_latest_opening_on_or_before_the_day_rules(office: Office) -> None:
    opened(office, "QMA", 10_000_000)
    paid(office, "QMA", date(2026, 1, 31), 4_000_000)
    second = opened(office, "QMA", 7_000_000, day=date(2026, 2, 1))
    paid(office, "QMA", date(2026, 2, 1), 1_000_000)
    assert held(office, "QMA", date(2026, 1, 31)).left == 6_000_000
    assert held(office, "QMA", date(2026, 2, 1)).left == 6_000_000
    delete_opening(office.register, second)
    assert held(office, "QMA").left == 5_000_000


def test_a_newly_typed_opening_shows_its_difference_from_the_register(office: Office) -> None:
    first = opened(office, "QMA", 10_000_000)
    paid(office, "QMA", date(2026, 1, 31), 4_000_000)
    opened(office, "QMA", 7_500_000, day=date(2026, 2, 1))
    second, before = list_openings(office.register, office.fund("QMA"))
    assert (second.computed, second.difference) == (6_000_000, 1_500_000)
    assert (before.id, before.computed, before.difference) == (first, None, 0)


def test_a_second_opening_of_one_day_or_one_ahead_is_refused(office: Office) -> None:
    first = opened(office, "QMA", 10_000_000)
    with pytest.raises(InvalidInput, match="đã có số dư mang sang đầu ngày 01/01/2026"):
        opened(office, "QMA", 1)
    with pytest.raises(RuleBroken):
        opened(office, "QMA", 1, day=TODAY + timedelta(days=40))
    row = load_opening(office.register, first)
    save_opening(
        office.register, row.fields.model_copy(update={"amount": 5}), opening_id=first, row_version=row.row_version
    )
    with pytest.raises(Conflict):
        save_opening(
            office.register, row.fields.model_copy(update={"amount": 6}), opening_id=first, row_version=row.row_version
        )
    assert held(office, "QMA").left == 5
    delete_opening(office.register, first)
    with pytest.raises(NotFound):
        load_opening(office.register, first)


def test_an_amount_beyond_the_fund_is_one_sentence_with_fund_left_and_asked(office: Office) -> None:
    opened(office, "QMA", 30_000_000)
    assert warned(office, "QMA", 30_000_000) == ()
    [sentence] = warned(office, "QMA", 50_000_000)
    assert sentence == (
        "Quỹ Mái ấm công đoàn còn 30.000.000 đồng đến ngày 02/03/2026, khoản chi 50.000.000 đồng vượt quá "
        "20.000.000 đồng; hãy xem lại số tiền, chọn nguồn khác hoặc ghi thêm khoản thu."
    )
    paid(office, "QMA", date(2026, 2, 1), 50_000_000)
    assert held(office, "QMA").left == -20_000_000
    [sentence] = warned(office, "QMA", 1_000_000)
    assert "đã chi quá 20.000.000 đồng" in sentence
    assert "chi thêm 1.000.000 đồng" in sentence


def test_a_payment_of_the_past_must_leave_enough_for_what_was_paid_since(office: Office) -> None:
    opened(office, "QMA", 30_000_000)
    paid(office, "QMA", date(2026, 2, 20), 25_000_000)
    assert held(office, "QMA", date(2026, 1, 15)).left == 30_000_000
    [sentence] = warned(office, "QMA", 10_000_000, date(2026, 1, 15))
    assert "còn 5.000.000 đồng" in sentence
    raised(office, "QMA", date(2026, 2, 25), cash=90_000_000)
    [sentence] = warned(office, "QMA", 40_000_000, date(2026, 1, 15))
    assert "còn 30.000.000 đồng đến ngày 15/01/2026" in sentence


def test_a_campaign_that_needs_more_than_its_fund_has_is_told_before_the_hand_over(office: Office) -> None:
    opened(office, "TCCD", 2_500_000)
    campaign = office.campaign(package_goods=0)
    awards = add_recipients(
        office.register, campaign, [RecipientEntry(person_id=one) for one in office.people(3)]
    ).award_ids
    with office.register.looking() as connection:
        [sentence] = overdrawn_by_campaign(connection, campaign, TODAY)
    assert "còn 2.500.000 đồng" in sentence
    assert "khoản chi 3.000.000 đồng" in sentence
    mark_received(office.register, awards[:1], TODAY)
    with office.register.looking() as connection:
        [sentence] = overdrawn_by_campaign(connection, campaign, TODAY)
    assert "còn 1.500.000 đồng" in sentence
    mark_received(office.register, awards[1:2], TODAY)
    raised(office, "TCCD", TODAY, cash=500_000)
    with office.register.looking() as connection:
        assert overdrawn_by_campaign(connection, campaign, TODAY) == ()


def test_deleting_a_movement_restores_the_balance(office: Office) -> None:
    opened(office, "QMA", 30_000_000)
    award = paid(office, "QMA", date(2026, 2, 20), 25_000_000)
    gift = raised(office, "QMA", date(2026, 2, 21), cash=3_000_000)
    assert held(office, "QMA").left == 8_000_000
    delete_award(office.register, award)
    delete_contribution(office.register, gift)
    assert held(office, "QMA").left == 30_000_000
