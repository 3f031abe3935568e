"""Rates of gifts: the package of a campaign, and lines of its list with other amounts (domain.md 3.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from labordesk.errors import InvalidInput
from labordesk.model import Award, Campaign
from labordesk.model.norm import NormFields
from labordesk.services.campaigns import load_campaign, save_campaign, suggest_campaign
from labordesk.services.forms import FormOrder, compose_form
from labordesk.services.gifts import RecipientEntry, add_group, add_recipients, recipients, set_amounts
from labordesk.services.norms import save_norm
from labordesk.services.reporting import Order, compose_report
from labordesk.store.campaign_files import campaign_file
from labordesk.vietnamese.periods import parse_period
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

BASIS = "KH 34/KH-TLĐ ngày 15/10/2025"
WHY = "Vùng bão, Ban Thường vụ đồng ý"


def rate(office: Office, high: int = 1_300_000, **more: Any) -> None:
    usual: dict[str, Any] = {
        "programme_id": office.programme("TET"),
        "high": high,
        "count_unit": "package",
        "valid_from": date(2025, 12, 1),
        "basis": BASIS,
    }
    save_norm(office.register, NormFields(**{**usual, **more}))


def basis_of(office: Office, campaign_id: int) -> str | None:
    with office.register.reading() as session:
        return session.get_one(Campaign, campaign_id).norm_basis


def told(office: Office, award_id: int) -> tuple[str | None, str | None]:
    with office.register.reading() as session:
        award = session.exec(select(Award).where(Award.id == award_id)).one()
        return award.override_reason, award.norm_basis


def change(office: Office, campaign_id: int, **changed: Any) -> None:
    fields = load_campaign(office.register, campaign_id).fields.model_copy(update=changed)
    save_campaign(office.register, fields, campaign_id=campaign_id)


def test_a_package_above_its_rate_needs_a_reason_and_keeps_the_basis(office: Office) -> None:
    rate(office)
    campaign = office.campaign()
    assert basis_of(office, campaign) == f"{BASIS}: tối đa 1.300.000 đồng/suất"
    with pytest.raises(InvalidInput, match=BASIS) as refusal:
        change(office, campaign, package_goods=300_001)
    assert refusal.value.field == "norm_reason"
    assert load_campaign(office.register, campaign).fields.package_goods == 300_000
    change(office, campaign, package_goods=1_000_000, norm_reason=WHY)
    assert load_campaign(office.register, campaign).fields.norm_reason == WHY


def test_workers_have_their_own_rate_and_an_empty_one_is_the_members(office: Office) -> None:
    rate(office, audience="member")
    rate(office, 800_000, audience="other")
    campaign = office.campaign()
    assert basis_of(office, campaign) == (
        f"{BASIS}: tối đa 1.300.000 đồng/suất cho đoàn viên; "
        f"{BASIS}: tối đa 800.000 đồng/suất cho người chưa là đoàn viên"
    )
    for changed in ({"worker_cash": 500_001}, {"worker_cash": None}):
        with pytest.raises(InvalidInput, match=r"800\.000"):
            change(office, campaign, **changed)


def test_the_rate_is_that_of_the_first_day_and_of_union_money(office: Office) -> None:
    rate(office)
    richer = {"package_cash": 2_000_000, "worker_cash": None}
    assert basis_of(office, office.campaign("Tết sớm", starts_on=date(2025, 11, 30), **richer)) is None
    assert basis_of(office, office.campaign("Doanh nghiệp tặng", fund_id=office.fund("DN"), **richer)) is None


def test_a_package_planned_before_the_rates_is_left_alone_until_it_changes(office: Office) -> None:
    campaign = office.campaign(package_cash=5_000_000)
    rate(office)
    change(office, campaign, note="Đã quyết toán")
    assert basis_of(office, campaign) is None
    with pytest.raises(InvalidInput):
        change(office, campaign, package_cash=5_000_001)


def test_the_reason_of_one_campaign_is_not_suggested_to_the_next(office: Office) -> None:
    office.campaign(norm_reason=WHY)
    suggested = suggest_campaign(office.register, office.programme("TET"), today=date(2026, 11, 22))
    assert suggested.norm_reason is None


def test_a_line_above_the_rate_needs_a_reason_of_its_own(office: Office) -> None:
    rate(office)
    campaign = office.campaign()
    people = office.people(2)
    added = add_recipients(office.register, campaign, [RecipientEntry(people[0], cash=1_000_001)])
    assert added.award_ids == ()
    assert BASIS in added.refused[0].reason
    [line] = add_recipients(office.register, campaign, [RecipientEntry(people[0])]).award_ids
    with pytest.raises(InvalidInput, match=BASIS) as refusal:
        set_amounts(office.register, [line], 2_000_000, 0)
    assert refusal.value.field == "override_reason"
    assert recipients(office.register, campaign).rows[0].cash == 1_000_000
    set_amounts(office.register, [line], 2_000_000, 0, reason=WHY)
    assert told(office, line) == (WHY, f"{BASIS}: tối đa 1.300.000 đồng/suất")
    set_amounts(office.register, [line], 1_000_000, 0)
    assert told(office, line) == (WHY, None)


def test_a_group_above_the_rate_needs_a_reason(office: Office) -> None:
    rate(office)
    campaign = office.campaign()
    add_group(office.register, campaign, office.song_lam, 10, 13_000_000)
    with pytest.raises(InvalidInput, match=BASIS):
        add_group(office.register, campaign, office.song_lam, 10, 13_000_001)
    group = add_group(office.register, campaign, office.song_lam, 10, 13_000_001, reason=WHY)
    assert told(office, group.id)[0] == WHY


def test_the_reason_of_a_campaign_holds_for_its_lines_and_is_listed_once(office: Office) -> None:
    rate(office)
    campaign = office.campaign(package_cash=1_700_000, norm_reason=WHY)
    [line] = add_recipients(office.register, campaign, [RecipientEntry(office.people(1)[0])]).award_ids
    set_amounts(office.register, [line], 1_900_000, 0)
    order = Order("ngoai-le", parse_period("tet 2026"))
    printed = str(compose_report(office.register, order, today=TODAY))
    assert printed.count(WHY) == 1
    assert BASIS in printed


def test_the_decision_of_gifts_names_the_rate_and_why_it_goes_beyond(office: Office) -> None:
    rate(office)
    campaign = office.campaign(package_cash=1_700_000, norm_reason=WHY)
    with office.register.looking() as connection:
        file = campaign_file(connection, campaign)
    assert file is not None
    assert file.decided.norm_basis.startswith(f"{BASIS}: tối đa 1.300.000 đồng/suất")
    printed = str(compose_form(office.register, FormOrder("quyet-dinh-qua", campaign), today=TODAY).blocks)
    assert f"Căn cứ {BASIS}: tối đa 1.300.000 đồng/suất" in printed
    assert f"(vượt định mức vì: {WHY})" in printed
