"""The union's support handed over in parts: each payment is named, what is still owed is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.model.house import HouseMilestoneFields
from labordesk.model.indicator import AggregateFields
from labordesk.services.aggregates import save_aggregate
from labordesk.services.awards import delete_award
from labordesk.services.checking import check_register
from labordesk.services.houses import (
    Slip,
    add_milestone,
    list_houses,
    load_house,
    pay_house,
    return_payment,
    save_house,
)
from tests.services.house_making import APPROVED, STARTED, funder, house
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def labels(office: Office, house_id: int) -> list[str]:
    return [one.label for one in load_house(office.register, house_id).payments]


def test_an_advance_and_the_rest_are_named_in_turn(office: Office) -> None:
    house_id = save_house(office.register, house(office, *STARTED)).id
    pay_house(office.register, house_id, date(2025, 5, 18), [office.cash(20_000_000, "QMA")])
    pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(10_000_000, "QMA")])
    [row] = list_houses(office.register).rows
    assert (row.approved_amount, row.union_given, row.still_owed) == (50_000_000, 30_000_000, 20_000_000)
    pay_house(office.register, house_id, date(2025, 7, 20), [office.cash(20_000_000, "QMA")])
    assert labels(office, house_id) == [
        "Đợt 1 · Tạm ứng",
        "Đợt 2 · Trao theo đợt",
        "Đợt 3 · Trao nốt phần còn lại",
    ]
    assert list_houses(office.register).rows[0].still_owed == 0


def test_support_handed_over_at_once_is_no_instalment(office: Office) -> None:
    house_id = save_house(office.register, house(office, *STARTED)).id
    pay_house(office.register, house_id, date(2025, 5, 18), [office.cash(50_000_000, "QMA")])
    assert labels(office, house_id) == ["Trao một lần"]


def test_what_others_pay_does_not_complete_the_unions_support(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    lines = [office.cash(20_000_000, "QMA"), office.cash(40_000_000, "DN")]
    pay_house(office.register, house_id, date(2025, 5, 18), lines)
    pay_house(office.register, house_id, date(2025, 5, 19), [office.cash(30_000_000, "QMA")])
    assert labels(office, house_id) == ["Đợt 1 · Tạm ứng", "Đợt 2 · Trao nốt phần còn lại"]


def test_what_the_officer_says_it_is_stays(office: Office) -> None:
    house_id = save_house(office.register, house(office, *STARTED)).id
    slip = Slip(instalment="advance")
    pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(20_000_000, "QMA")], slip)
    assert labels(office, house_id) == ["Đợt 1 · Tạm ứng"]


def test_more_than_approved_is_refused_without_a_reason_and_nothing_is_kept(office: Office) -> None:
    planned = [funder(office, "QMA", 50_000_000)]
    house_id = save_house(office.register, house(office, *STARTED, funders=planned)).id
    before = load_house(office.register, house_id)
    with pytest.raises(RuleBroken, match=r"Tổng chi 60\.000\.000 đồng vượt mức"):
        pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(60_000_000, "QMA")])
    assert load_house(office.register, house_id) == before
    slip = Slip(override_reason="BTV bổ sung do bão")
    pay_house(office.register, house_id, date(2025, 6, 20), [office.cash(60_000_000, "QMA")], slip)
    [payment] = load_house(office.register, house_id).payments
    assert (payment.amount, payment.reason) == (60_000_000, "BTV bổ sung do bão")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(amounts=st.lists(st.integers(1, 12), min_size=1, max_size=4), gone=st.integers(0, 3))
def test_given_and_owed_always_make_up_what_was_approved(office: Office, amounts: list[int], gone: int) -> None:
    person = office.person("Lê Thị Nga")
    house_id = save_house(office.register, house(office, *STARTED, person_id=person)).id
    for place, amount in enumerate(amounts):
        line = office.cash(amount * 1_000_000, "QMA")
        pay_house(office.register, house_id, date(2025, 5, 18 + place), [line])
    loaded = load_house(office.register, house_id)
    if gone < len(amounts):
        delete_award(office.register, loaded.payments[gone].award_id)
        loaded = load_house(office.register, house_id)
    row = next(one for one in list_houses(office.register).rows if one.id == house_id)
    assert row.union_given + row.still_owed == 50_000_000
    assert row.union_given == sum(one.amount for one in loaded.payments) == loaded.money.union_given
    assert [one.number for one in loaded.payments] == list(range(1, len(loaded.payments) + 1))


def test_money_that_came_back_is_no_spending_and_lets_the_house_be_cancelled(office: Office) -> None:
    house_id = save_house(office.register, house(office, *APPROVED)).id
    paid = pay_house(office.register, house_id, date(2025, 5, 18), [office.cash(20_000_000, "QMA")])
    cancelled = HouseMilestoneFields(milestone="cancelled", happened_on=date(2025, 7, 1), note="Gia đình chuyển đi")
    with pytest.raises(RuleBroken, match="thu hồi"):
        add_milestone(office.register, house_id, cancelled)
    with pytest.raises(InvalidInput, match="lý do"):
        return_payment(office.register, paid.award_id, date(2025, 6, 1), " ")
    with pytest.raises(InvalidInput, match="trước ngày trao 18/05/2025"):
        return_payment(office.register, paid.award_id, date(2025, 5, 17), "Gia đình chuyển đi")
    assert office.spent() == 20_000_000
    return_payment(office.register, paid.award_id, date(2025, 6, 1), "Gia đình chuyển đi")
    assert office.spent() == 0
    assert load_house(office.register, house_id).payments == ()
    add_milestone(office.register, house_id, cancelled)
    assert list_houses(office.register).rows[0].stage == "cancelled"
    assert check_register(office.register).problems == ()
    with pytest.raises(RuleBroken, match="không phải khoản đã trao"):
        return_payment(office.register, paid.award_id, date(2025, 6, 1), "Lần nữa")


def test_a_payment_under_a_typed_total_is_told_when_it_is_recorded(office: Office) -> None:
    made = house(office, *STARTED)
    house_id = save_house(office.register, made).id
    first = pay_house(office.register, house_id, date(2025, 5, 18), [office.cash(20_000_000, "QMA")])
    assert first.warnings == ()
    total = AggregateFields(
        unit_id=made.fields.unit_id,
        programme_id=made.fields.programme_id,
        starts_on=date(2025, 7, 1),
        ends_on=date(2025, 7, 31),
        new_houses=1,
        cash=50_000_000,
        level="upper",
    )
    save_aggregate(office.register, total)
    [told] = pay_house(office.register, house_id, date(2025, 7, 20), [office.cash(10_000_000, "QMA")]).warnings
    assert "(50.000.000 đồng) đã gồm khoản này" in told
