"""What tests of houses share: milestones, funders and whole houses of the office, decided as the rules ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
from labordesk.services.houses import HouseData
from tests.services.welfare_office import Office

DECISION: dict[str, Any] = {
    "decision_number": "41/QĐ-LĐLĐ",
    "decision_date": date(2025, 4, 1),
    "decision_body": "Ban Thường vụ LĐLĐ tỉnh",
    "decision_signer": "Lê Văn Tám",
}


def milestone(code: str, *day: int, note: str | None = None, document: str | None = None) -> HouseMilestoneFields:
    """Return an event of a house."""
    return HouseMilestoneFields(milestone=code, happened_on=date(*day), note=note, document=document)


def funder(office: Office, fund: str, planned: int, received: int = 0, **more: Any) -> HouseFunderFields:
    """Return who bears part of the cost."""
    return HouseFunderFields(fund_id=office.fund(fund), planned=planned, received=received, **more)


def house(office: Office, *milestones: HouseMilestoneFields, **more: Any) -> HouseData:
    """Return a house of Trần Thị Hoà for which the union gives 50 million."""
    usual: dict[str, Any] = {
        "unit_id": office.dong_tam,
        "programme_id": office.programme("MAI-AM"),
        "work": "new",
        "address": "thôn 5, xã Hương Sơn",
        "approved_amount": 50_000_000,
        **DECISION,
    }
    funders = more.pop("funders", ())
    person = more.pop("person_id", None) or office.person("Trần Thị Hoà", office.dong_tam)
    return HouseData(HouseFields(person_id=person, **{**usual, **more}), tuple(funders), milestones)


APPROVED = (milestone("requested", 2025, 2, 10), milestone("approved", 2025, 4, 1))
STARTED = (*APPROVED, milestone("started", 2025, 5, 18))
BUILT = (
    *STARTED,
    milestone("inspected", 2025, 7, 10, document="02/BB-NT"),
    milestone("handed_over", 2025, 7, 20, document="03/BB-BG"),
)
