"""Xét duyệt inside a unit of work: the decision, the norm and the sources an approval rests on."""

from __future__ import annotations

from typing import cast

from sqlmodel import Session

from labordesk.model import House
from labordesk.rules.house_approval import check_decision
from labordesk.services.house_records import check_sources, facts_of, milestone_rows, money_of
from labordesk.services.norms import check_house_norm


def approve(session: Session, house: House) -> None:
    """Ask for what an approval needs as it is first recorded, and keep the norm it rests on.

    A house recorded when it is already further is not asked whether its sources add up.
    """
    row = milestone_rows(session, cast(int, house.id))["approved"]
    check_decision(facts_of(house, money_of(session, house).union_given), row.note or "")
    rest_on_norm(session, house)
    if house.stage == "approved":
        check_sources(session, house)


def rest_on_norm(session: Session, house: House) -> None:
    """Keep the norm the approved amount rests on; InvalidInput beside ``norm_reason`` above it without a reason."""
    approved = milestone_rows(session, cast(int, house.id))["approved"]
    house.norm_basis = check_house_norm(session, house, approved.happened_on)
    session.flush()
