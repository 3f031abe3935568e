"""Xét duyệt inside a unit of work: the decision, the norm and the sources an approval rests on."""

from __future__ import annotations

from typing import cast

from sqlmodel import Session

from labordesk.model import House
from labordesk.rules.house_approval import check_decision
from labordesk.rules.roles import Right
from labordesk.services.house_records import check_sources, facts_of, milestone_rows, money_of
from labordesk.services.norms import check_house_norm
from labordesk.services.two_persons import HOUSE, ensure_other_person
from labordesk.store.engine import sqlite_of
from labordesk.store.origin import present_origin
from labordesk.store.rights import ensure_right


def approve(session: Session, house: House) -> None:
    """Ask for what an approval needs as it is first recorded, and keep the norm it rests on.

    NotAllowed for a user who may not approve, or who made the request while the two-person rule holds.

    A house recorded when it is already further is not asked whether its sources add up.
    """
    ensure_right(sqlite_of(session), session.info.get("officer_id"), Right.APPROVE)
    if present_origin() != "import":  # a list taken in was approved on paper before
        ensure_other_person(session, "house", cast(int, house.id), HOUSE)
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
