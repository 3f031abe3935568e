"""A register in which something was given: units, a Tết campaign with its list, grants; made by the services."""

from __future__ import annotations

from datetime import date
from typing import Any

UNITS = (
    "CĐCS Công ty TNHH May Sông Lam",
    "CĐCS Công ty CP Gỗ Phú Thịnh",
    "CĐCS Trường THCS Đồng Tâm",
    "CĐCS Công ty Da giày Hoàng Gia",
)


def fill(register: Any, *, groups: int = 1) -> int:
    """Give presents for Tết 2026 to ``groups`` groups in each of four units and grants; return the campaign's id."""
    from labordesk.model.award import AwardFields, AwardLineFields
    from labordesk.model.programme import CampaignFields
    from labordesk.model.unit import UnitFields
    from labordesk.services.award_records import AwardData
    from labordesk.services.awards import save_award
    from labordesk.services.campaigns import save_campaign
    from labordesk.services.catalogue import funds, programmes
    from labordesk.services.unit_tree import root_unit
    from labordesk.services.units import save_unit

    with register.looking() as connection:
        root = root_unit(connection)
    gift = programmes(register, kind="gift")[0].id
    grant = programmes(register, kind="grant")[0].id
    fund = funds(register)[0].id
    units = [save_unit(register, UnitFields(name=name, parent_id=root)).id for name in UNITS]
    campaign = save_campaign(
        register,
        CampaignFields(
            programme_id=gift,
            name="Tết Sum vầy Bính Ngọ 2026",
            tet_year=2026,
            starts_on=date(2026, 1, 5),
            ends_on=date(2026, 2, 14),
            fund_id=fund,
            package_cash=500_000,
        ),
    ).id
    for place, unit in enumerate(units):
        for number in range(groups):
            save_award(
                register,
                AwardData(
                    AwardFields(
                        programme_id=gift,
                        campaign_id=campaign,
                        unit_id=unit,
                        handover="received",
                        paid_on=date(2026, 1, 12 + place),
                        quantity=10 + number,
                    ),
                    (AwardLineFields(fund_id=fund, amount=500_000 * (10 + number)),),
                ),
            )
        save_award(
            register,
            AwardData(
                AwardFields(
                    programme_id=grant,
                    unit_id=unit,
                    handover="received",
                    paid_on=date(2026, 2, 20),
                    quantity=2,
                    count_unit="person",
                ),
                (AwardLineFields(fund_id=fund, amount=6_000_000),),
            ),
        )
    return campaign
