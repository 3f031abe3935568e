"""Lần hỗ trợ: recording, changing and deleting one support; a house's or a case's own money stays with its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, select

from labordesk.errors import Conflict, RuleBroken
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.model import Award, AwardLine
from labordesk.model.award import AwardFields
from labordesk.rules.double_benefit import BenefitWarning
from labordesk.services.aggregate_cover import covering_payment
from labordesk.services.award_norms import check_award_norm
from labordesk.services.award_records import (
    AwardData,
    add_award,
    award_of,
    check_award,
    lines_of,
    next_position,
    put_lines,
    warnings_on,
)
from labordesk.services.case_records import after_case_payment
from labordesk.services.changes import Changes
from labordesk.services.gift_list_rules import ensure_lists_open
from labordesk.services.house_records import after_house_payment
from labordesk.services.row_edit import apply_fields, differing, touch
from labordesk.services.saved import Saved
from labordesk.services.vouchers import take_back_vouchers
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

__all__ = ["AwardData", "LoadedAward", "delete_award", "load_award", "save_award", "warnings_for"]

_RATED = (
    "programme_id",
    "campaign_id",
    "person_id",
    "circumstance_id",
    "paid_on",
    "handover",
    "quantity",
    "override_reason",
)
"""What the rate of an award depends on; another edit leaves the rate as it was when it was paid."""

_LISTED = ("campaign_id", "person_id", "unit_id", "quantity")
"""What an approved list of a unit holds, beside the amounts."""

PART_OF_FILE = N_("Khoản này thuộc hồ sơ trợ cấp hoặc hồ sơ nhà nên luôn là khoản đã trao; muốn bỏ, hãy xóa khoản chi.")


@dataclass(frozen=True)
class LoadedAward:
    """An award for its form; ``case_id`` or ``house_id`` names the file it was paid under."""

    id: int
    row_version: int
    data: AwardData
    case_id: int | None
    house_id: int | None
    position: int


def load_award(register: Register, award_id: int) -> LoadedAward:
    """Return an award with its lines; NotFound when it is gone."""
    with register.reading() as session:
        award = award_of(session, award_id)
        data = AwardData(AwardFields.model_validate(award), lines_of(session, award_id))
        return LoadedAward(award_id, award.row_version, data, award.case_id, award.house_id, award.position)


def save_award(
    register: Register, data: AwardData, *, award_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a new award or a changed one; a second one in a campaign needs ``override_reason`` (RuleBroken).

    ``warnings`` of the answer name typed totals it falls into.
    """
    with register.writing() as session:
        award = add_award(session, data) if award_id is None else _change(session, award_id, data.tidied(), row_version)
        if award_id is None:
            ensure_lists_open(sqlite_of(session), award.campaign_id, [award.unit_id])
        session.flush()
        warnings = covering_payment(sqlite_of(session), data.fields, data.lines)
        return Saved(cast(int, award.id), award.row_version, _changes(award), warnings)


def delete_award(register: Register, award_id: int) -> Changes:
    """Delete an award entered by mistake; its case is waiting for payment again, its house loses the money."""
    with register.writing() as session:
        award = award_of(session, award_id)
        ensure_lists_open(sqlite_of(session), award.campaign_id, [award.unit_id])
        changes = _changes(award)
        case_id, house_id = award.case_id, award.house_id
        for line in session.exec(select(AwardLine).where(AwardLine.award_id == award_id)):
            session.delete(line)
        session.flush()
        session.delete(award)
        session.flush()
        _settle(session, case_id, house_id)
    return changes


def warnings_for(
    register: Register,
    person_id: int,
    campaign_id: int | None,
    programme_id: int,
    on: date | None,
    *,
    award_id: int | None = None,
) -> tuple[BenefitWarning, ...]:
    """Return what a support to a person may double: what, when, where and how much, the gravest first.

    ``award_id`` is the award being edited, which does not double itself.
    """
    with register.looking() as connection:
        return warnings_on(connection, person_id, campaign_id, programme_id, on, award_id=award_id)


def _change(session: Session, award_id: int, data: AwardData, row_version: int | None) -> Award:
    award = award_of(session, award_id)
    before = lines_of(session, award_id)
    if row_version is not None and row_version != award.row_version:
        differences = differing(award, data.fields)
        if before != data.lines:
            differences["lines"] = (before, data.lines)
        if differences:
            raise Conflict(differences=differences)
    in_file = award.case_id is not None or award.house_id is not None
    if in_file and data.fields.handover not in (*PAID, "returned"):
        raise RuleBroken(PART_OF_FILE)
    check_award(session, data, is_house=award.house_id is not None, award_id=award_id)
    if before != data.lines or any(getattr(award, name) != getattr(data.fields, name) for name in _LISTED):
        for fields in (award, data.fields):
            ensure_lists_open(sqlite_of(session), fields.campaign_id, [fields.unit_id])
    if any(getattr(award, name) != getattr(data.fields, name) for name in _RATED) or before != data.lines:
        award.norm_basis = check_award_norm(
            session, data.fields, data.lines, case_id=award.case_id, house_id=award.house_id, award_id=award_id
        )
    is_moved = data.fields.campaign_id != award.campaign_id
    if is_moved or (data.fields.handover == "returned" and award.handover != "returned"):
        take_back_vouchers(session, [award_id])
    if is_moved:
        award.position = next_position(session, data.fields.campaign_id)
    changed = apply_fields(award, data.fields, None)
    if put_lines(session, award_id, data.lines) and not changed:
        touch(award)
    _settle(session, award.case_id, award.house_id)
    return award


def _settle(session: Session, case_id: int | None, house_id: int | None) -> None:
    """Let the file an award belongs to follow what is now paid."""
    if case_id is not None:
        after_case_payment(session, case_id)
    if house_id is not None:
        after_house_payment(session, house_id)


def _changes(award: Award) -> Changes:
    return Changes(awards=True, cases=award.case_id is not None, houses=award.house_id is not None)
