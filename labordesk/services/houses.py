"""Mái ấm công đoàn: a house with its funders and milestones, and the money handed over for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from sqlmodel import Session, select

from labordesk.errors import Conflict, InvalidInput, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.kinds import HOUSE
from labordesk.model import Award, House, Person, Programme
from labordesk.model.house import HouseFields
from labordesk.services.award_records import Slip
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.house_approval import approve, rest_on_norm
from labordesk.services.house_corrections import HouseCorrection, keep_corrections, on_record
from labordesk.services.house_lists import HouseRow, HouseSummary, house_summary, list_houses
from labordesk.services.house_loading import HouseData, LoadedHouse, data_of, load_house
from labordesk.services.house_payments import PaidHouse, Payment, pay_house, return_payment
from labordesk.services.house_progress import PhotoDay, ProgressRow, remove_progress, save_progress
from labordesk.services.house_records import (
    funder_rows,
    house_of,
    milestone_rows,
    put_funders,
    put_milestones,
    settle_house,
)
from labordesk.services.house_steps import add_milestone, remove_milestone
from labordesk.services.row_edit import apply_fields, differing, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register

__all__ = [
    "HouseCorrection",
    "HouseData",
    "HouseRow",
    "HouseSummary",
    "LoadedHouse",
    "PaidHouse",
    "Payment",
    "PhotoDay",
    "ProgressRow",
    "Slip",
    "add_milestone",
    "delete_house",
    "house_summary",
    "list_houses",
    "load_house",
    "pay_house",
    "remove_milestone",
    "remove_progress",
    "return_payment",
    "save_house",
    "save_progress",
]

PAID_TO_ANOTHER = N_("Nhà này đã có khoản chi nên không đổi chủ hộ hay chương trình được; hãy xóa khoản chi trước.")


def save_house(
    register: Register,
    data: HouseData,
    *,
    house_id: int | None = None,
    row_version: int | None = None,
    correction_reason: str = "",
) -> Saved:
    """Save a new house or a changed one with all its funders and milestones; the stage follows from the milestones.

    What was on record (a milestone's day or document, the decision once approved) changes only with
    ``correction_reason``. The progress of a stored house comes from its reports alone.
    """
    data = data.tidied()
    with register.writing() as session:
        if house_id is None:
            house = add_house(session, data)
        else:
            house = house_of(session, house_id)
            _change(session, house, data, row_version, correction_reason)
        session.flush()
        return Saved(cast(int, house.id), house.row_version, Changes(houses=True))


def delete_house(register: Register, house_id: int) -> Changes:
    """Delete a house entered by mistake; RuleBroken once money was recorded for it."""
    with register.writing() as session:
        house = house_of(session, house_id)
        if session.exec(select(Award.id).where(Award.house_id == house_id)).first() is not None:
            raise RuleBroken(
                N_("Nhà này đã có khoản chi nên không xóa được; hãy xóa khoản chi trước hoặc ghi mốc Hủy.")
            )
        for child in (*milestone_rows(session, house_id).values(), *funder_rows(session, house_id)):
            session.delete(child)
        session.flush()
        session.delete(house)
    return Changes(houses=True)


def add_house(session: Session, data: HouseData) -> House:
    """Add a house with its milestones and funders within a unit of work, after the checks of its form."""
    _check(session, data)
    house = House.model_validate(data.fields)
    session.add(house)
    session.flush()
    put_milestones(session, cast(int, house.id), data.milestones)
    put_funders(session, cast(int, house.id), data.funders)
    settle_house(session, house)
    if _is_approved(session, house):
        approve(session, house)
    return house


def _change(session: Session, house: House, data: HouseData, row_version: int | None, reason: str) -> None:
    before, rested_on = on_record(session, house), _norm_question(house)
    data = replace(data, fields=data.fields.model_copy(update={"progress": house.progress}))
    _refuse_stale(session, house, data, row_version)
    _check(session, data)
    _refuse_other_owner(session, house, data.fields)
    changed = apply_fields(house, data.fields, None)
    moved = put_milestones(session, cast(int, house.id), data.milestones)
    funded = put_funders(session, cast(int, house.id), data.funders)
    if (moved or funded) and not changed:
        touch(house)
    settle_house(session, house)
    if not _is_approved(session, house):
        house.norm_basis = None
    elif "approved" not in before.milestones:
        approve(session, house)
    elif _norm_question(house) != rested_on:
        rest_on_norm(session, house)
    keep_corrections(session, house, before, reason)


def _is_approved(session: Session, house: House) -> bool:
    return "approved" in milestone_rows(session, cast(int, house.id))


def _norm_question(house: House) -> tuple[Any, ...]:
    """Return what the norm of an approval depends on."""
    return (
        house.programme_id,
        house.person_id,
        house.work,
        house.approved_amount,
        house.decision_date,
        house.norm_reason,
    )


def _check(session: Session, data: HouseData) -> None:
    fields = data.fields
    check_fields(fields)
    if session.get(Person, fields.person_id) is None:
        raise InvalidInput(N_("Người này không còn trong sổ; hãy chọn lại."), field="person_id")
    programme = session.get(Programme, fields.programme_id)
    if programme is None or programme.kind != HOUSE.code:
        raise InvalidInput(N_("Hãy chọn chương trình thuộc loại Mái ấm công đoàn."), field="programme_id")
    days = [one.happened_on for one in data.milestones]
    ensure_unit_open(session, fields.unit_id, min(days) if days else clock.today())
    if fields.due_on is not None and days and fields.due_on < min(days):
        raise InvalidInput(N_("Hạn bàn giao trước cả mốc đầu tiên; hãy xem lại ngày."), field="due_on")


def _refuse_other_owner(session: Session, house: House, fields: HouseFields) -> None:
    same = fields.person_id == house.person_id and fields.programme_id == house.programme_id
    if not same and session.exec(select(Award.id).where(Award.house_id == house.id)).first() is not None:
        raise RuleBroken(PAID_TO_ANOTHER)


def _refuse_stale(session: Session, house: House, data: HouseData, row_version: int | None) -> None:
    if row_version is None or row_version == house.row_version:
        return
    theirs = data_of(session, house)
    differences = differing(house, data.fields)
    if theirs.funders != data.funders:
        differences["funders"] = (theirs.funders, data.funders)
    if theirs.milestones != data.milestones:
        differences["milestones"] = (theirs.milestones, data.milestones)
    if differences:
        raise Conflict(differences=differences)
