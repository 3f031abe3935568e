"""Campaigns on a real register: suggested, saved, refused, deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model import Activity
from labordesk.model.programme import CampaignFields
from labordesk.services.campaigns import (
    delete_campaign,
    list_campaigns,
    load_campaign,
    save_campaign,
    suggest_campaign,
)
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]


def fields(office: Office, **more: Any) -> CampaignFields:
    loaded = load_campaign(office.register, office.campaign())
    return loaded.fields.model_copy(update={"name": "Đợt khác", **more})


def test_the_next_tet_is_suggested_with_its_lunar_name_and_days(office: Office) -> None:
    suggested = suggest_campaign(office.register, office.programme("TET"), today=date(2025, 11, 22))
    assert suggested.name == "Tết Bính Ngọ 2026"
    assert suggested.tet_year == 2026
    assert (suggested.starts_on, suggested.ends_on) == (date(2025, 12, 1), date(2026, 2, 28))
    assert suggested.fund_id == office.fund("TCCD")
    save_campaign(office.register, suggested)


def test_a_suggestion_repeats_the_package_of_the_last_campaign(office: Office) -> None:
    office.campaign()
    suggested = suggest_campaign(office.register, office.programme("TET"), today=date(2026, 11, 22))
    assert suggested.name == "Tết Đinh Mùi 2027"
    assert (suggested.package_cash, suggested.package_goods, suggested.worker_cash) == (1_000_000, 300_000, 500_000)
    assert suggested.basis is None


def test_workers_month_mid_autumn_and_anniversaries_have_their_days(office: Office) -> None:
    today = date(2026, 3, 2)
    workers = suggest_campaign(office.register, office.programme("THANG-CN"), today=today)
    assert (workers.name, workers.starts_on, workers.ends_on) == (
        "Tháng Công nhân 2026",
        date(2026, 5, 1),
        date(2026, 5, 31),
    )
    union_day = suggest_campaign(office.register, office.programme("NGAY-28-7"), today=today)
    assert union_day.name == "Kỷ niệm Ngày thành lập Công đoàn Việt Nam 28/7/2026"
    assert union_day.starts_on <= date(2026, 7, 28) <= union_day.ends_on
    children = suggest_campaign(office.register, office.programme("TRUNG-THU"), today=today)
    assert children.tet_year is None
    assert children.starts_on <= date(2026, 9, 25) <= children.ends_on
    plain = suggest_campaign(office.register, office.programme("QUA-KK"), today=today)
    assert plain.name == "Tặng quà đoàn viên khó khăn tháng 3/2026"


def test_a_campaign_that_ends_before_it_begins_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_campaign(office.register, fields(office, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)))
    assert refusal.value.field == "ends_on"
    assert "01/01/2026" in str(refusal.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Tết Bính Ngọ 2026"),
        ("ends_on", date(2028, 1, 1)),
        ("tet_year", 2024),
        ("package_cash", -1),
        ("package_goods", 600_000_000),
        ("fund_id", 999),
        ("level", "district"),
    ],
)
def test_what_a_campaign_cannot_have_is_refused_beside_its_field(office: Office, field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_campaign(office.register, fields(office, **{field: value}))
    assert refusal.value.field == field
    assert len(list_campaigns(office.register)) == 1


def test_money_raised_has_no_campaigns_of_gifts(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_campaign(office.register, fields(office, programme_id=office.programme("TLV")))
    assert refusal.value.field == "programme_id"


def test_a_stale_form_does_not_overwrite(office: Office) -> None:
    campaign_id = office.campaign()
    first = load_campaign(office.register, campaign_id)
    saved = save_campaign(
        office.register,
        first.fields.model_copy(update={"package_cash": 1_200_000}),
        campaign_id=campaign_id,
        row_version=first.row_version,
    )
    assert saved.row_version == first.row_version + 1
    with pytest.raises(Conflict) as conflict:
        save_campaign(
            office.register,
            first.fields.model_copy(update={"package_cash": 900_000}),
            campaign_id=campaign_id,
            row_version=first.row_version,
        )
    assert conflict.value.differences == {"package_cash": (1_200_000, 900_000)}


def test_the_list_tells_progress_and_keeps_tet_under_its_own_year(office: Office) -> None:
    campaign_id = office.campaign()
    office.campaign(
        "Tháng Công nhân 2026",
        code="THANG-CN",
        tet_year=None,
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 5, 31),
    )
    added = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(3)])
    mark_received(office.register, added.award_ids[:1], date(2025, 12, 25))
    assert [row.name for row in list_campaigns(office.register)] == ["Tháng Công nhân 2026", "Tết Bính Ngọ 2026"]
    assert [row.name for row in list_campaigns(office.register, year=2025)] == []
    [tet] = list_campaigns(office.register, programme_id=office.programme("TET"), year=2026)
    assert (tet.progress.recipients, tet.progress.given, tet.progress.waiting) == (3, 1, 2)
    assert (tet.progress.cash, tet.progress.cash_given, tet.progress.goods_given) == (3_000_000, 1_000_000, 300_000)


def test_only_an_empty_campaign_is_deleted(office: Office) -> None:
    campaign_id = office.campaign()
    add_recipients(office.register, campaign_id, [RecipientEntry(office.person("Lê Thị Mai Anh"))])
    with pytest.raises(RuleBroken, match="đã có 1 dòng"):
        delete_campaign(office.register, campaign_id)
    empty = office.campaign("Tết Bính Ngọ 2026, đợt hai")
    delete_campaign(office.register, empty)
    with pytest.raises(NotFound):
        load_campaign(office.register, empty)


def test_a_campaign_with_head_counts_is_not_deleted_either(office: Office) -> None:
    campaign_id, programme_id = office.campaign(), office.programme("XE")
    with office.register.writing() as session:
        session.add(
            Activity(
                programme_id=programme_id,
                unit_id=office.song_lam,
                campaign_id=campaign_id,
                happened_on=TET_DAY,
                count=55_220,
            )
        )
    with pytest.raises(RuleBroken):
        delete_campaign(office.register, campaign_id)


def test_a_campaign_with_a_list_keeps_its_programme(office: Office) -> None:
    campaign_id = office.campaign()
    add_recipients(office.register, campaign_id, [RecipientEntry(office.person("Lê Thị Mai Anh"))])
    loaded = load_campaign(office.register, campaign_id)
    with pytest.raises(RuleBroken, match="không đổi chương trình"):
        save_campaign(
            office.register,
            loaded.fields.model_copy(update={"programme_id": office.programme("QUA-KK")}),
            campaign_id=campaign_id,
        )
