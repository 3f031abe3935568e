"""Mái ấm công đoàn: a house with its funders and milestones, and the money handed over for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import Conflict, InvalidInput, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.kinds import HOUSE
from labordesk.model import Award, House, HouseMilestone, Person, Programme
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
from labordesk.rules.house_money import HouseMoney
from labordesk.rules.house_stages import (
    Milestone,
    missing_papers,
    next_milestones,
)
from labordesk.services.award_records import Slip, lines_of
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.house_lists import HouseRow, HouseSummary, house_summary, list_houses
from labordesk.services.house_records import (
    as_milestone,
    check_sources,
    days_of,
    facts_of,
    funder_rows,
    house_of,
    milestone_rows,
    money_of,
    paid_awards,
    put_funders,
    put_milestones,
    settle_house,
)
from labordesk.services.house_steps import PaidHouse, add_milestone, pay_house, remove_milestone
from labordesk.services.row_edit import apply_fields, differing, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register

__all__ = [
    "HouseData",
    "HouseRow",
    "HouseSummary",
    "LoadedHouse",
    "PaidHouse",
    "Payment",
    "Slip",
    "add_milestone",
    "delete_house",
    "house_summary",
    "list_houses",
    "load_house",
    "pay_house",
    "remove_milestone",
    "save_house",
]

PAID_TO_ANOTHER = N_("Nhà này đã có khoản chi nên không đổi chủ hộ hay chương trình được; hãy xóa khoản chi trước.")


@dataclass(frozen=True)
class HouseData:
    """What an officer types about a house: its own fields, who pays, what happened when."""

    fields: HouseFields
    funders: tuple[HouseFunderFields, ...] = ()
    milestones: tuple[HouseMilestoneFields, ...] = ()

    def tidied(self) -> HouseData:
        """Return a copy with typed text in NFC and without needless blanks."""
        return HouseData(
            tidied(self.fields), tuple(map(tidied, self.funders)), tuple(tidied(one) for one in self.milestones)
        )


@dataclass(frozen=True)
class Payment:
    """Money handed over for a house; in đồng."""

    award_id: int
    on: date
    amount: int
    recipient_name: str
    voucher_number: str


@dataclass(frozen=True)
class LoadedHouse:
    """A house for its form; ``next_milestones`` are the events that may follow, ``missing`` are msgids."""

    id: int
    row_version: int
    data: HouseData
    stage: str
    next_milestones: tuple[str, ...]
    money: HouseMoney
    payments: tuple[Payment, ...]
    missing: tuple[str, ...]


def load_house(register: Register, house_id: int) -> LoadedHouse:
    """Return a house with all that hangs on it; NotFound when it is gone."""
    with register.reading() as session:
        house = house_of(session, house_id)
        rows = milestone_rows(session, house_id)
        money = money_of(session, house)
        milestones: dict[str, Milestone] = {code: as_milestone(row) for code, row in rows.items()}
        return LoadedHouse(
            id=house_id,
            row_version=house.row_version,
            data=_data_of(session, house),
            stage=house.stage,
            next_milestones=next_milestones(days_of(rows)),
            money=money,
            payments=_payments(session, house_id),
            missing=missing_papers(milestones, facts_of(house, money.union_given)),
        )


def save_house(
    register: Register, data: HouseData, *, house_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a new house or a changed one with all its funders and milestones; the stage follows from the milestones."""
    data = data.tidied()
    with register.writing() as session:
        approved_before = house_id is not None and "approved" in milestone_rows(session, house_id)
        if house_id is None:
            _check(session, data)
            house = House.model_validate(data.fields)
            session.add(house)
            session.flush()
            put_milestones(session, cast(int, house.id), data.milestones)
            put_funders(session, cast(int, house.id), data.funders)
        else:
            house = house_of(session, house_id)
            _refuse_stale(session, house, data, row_version)
            _check(session, data)
            _refuse_other_owner(session, house, data.fields)
            changed = apply_fields(house, data.fields, None)
            moved = put_milestones(session, house_id, data.milestones)
            funded = put_funders(session, house_id, data.funders)
            if (moved or funded) and not changed:
                touch(house)
        settle_house(session, house)
        if house.stage == "approved" and not approved_before:
            check_sources(session, house)
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
    theirs = _data_of(session, house)
    differences = differing(house, data.fields)
    if theirs.funders != data.funders:
        differences["funders"] = (theirs.funders, data.funders)
    if theirs.milestones != data.milestones:
        differences["milestones"] = (theirs.milestones, data.milestones)
    if differences:
        raise Conflict(differences=differences)


def _data_of(session: Session, house: House) -> HouseData:
    house_id = cast(int, house.id)
    rows = session.exec(
        select(HouseMilestone)
        .where(HouseMilestone.house_id == house_id)
        .order_by(col(HouseMilestone.happened_on), col(HouseMilestone.id))
    )
    return HouseData(
        HouseFields.model_validate(house),
        tuple(HouseFunderFields.model_validate(row) for row in funder_rows(session, house_id)),
        tuple(HouseMilestoneFields.model_validate(row) for row in rows),
    )


def _payments(session: Session, house_id: int) -> tuple[Payment, ...]:
    return tuple(
        Payment(
            award_id=cast(int, award.id),
            on=cast(date, award.paid_on),
            amount=sum(line.amount for line in lines_of(session, cast(int, award.id))),
            recipient_name=award.recipient_name or "",
            voucher_number=award.voucher_number or "",
        )
        for award in paid_awards(session, house_id)
    )
