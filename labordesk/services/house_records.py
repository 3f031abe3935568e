"""Mái ấm inside a unit of work: its milestones, funders and payments agree after every change.

Functions take the session and never commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.model import Award, AwardLine, Fund, House, HouseFunder, HouseMilestone
from labordesk.model.house import HouseFunderFields, HouseMilestoneFields
from labordesk.rules.happened_days import check_happened
from labordesk.rules.house_approval import check_decision_day
from labordesk.rules.house_money import LABOUR, HouseMoney, Share, add_up, check_share, covers_estimate
from labordesk.rules.house_stages import HouseFacts, Milestone, check_milestones, stage_of
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, touch
from labordesk.vietnamese.numbers import number

NO_HOUSE = N_("Không tìm thấy hồ sơ nhà này; có thể đã bị xóa.")
OVER_APPROVED = N_(
    "Tổng chi {paid} đồng vượt mức công đoàn hỗ trợ {approved} đồng; hãy sửa số tiền hoặc nêu lý do vẫn chi."
)
_MONEY_FORMS = ("cash", "goods")


def house_of(session: Session, house_id: int) -> House:
    """Return a house to change; NotFound when it is gone."""
    house = session.get(House, house_id)
    if house is None:
        raise NotFound(NO_HOUSE)
    return house


def milestone_rows(session: Session, house_id: int) -> dict[str, HouseMilestone]:
    """Return the milestones of a house by code."""
    rows = session.exec(select(HouseMilestone).where(HouseMilestone.house_id == house_id))
    return {row.milestone: row for row in rows}


def funder_rows(session: Session, house_id: int) -> list[HouseFunder]:
    """Return the funders of a house in the order they were typed."""
    return list(session.exec(select(HouseFunder).where(HouseFunder.house_id == house_id).order_by(col(HouseFunder.id))))


def as_milestone(row: HouseMilestoneFields) -> Milestone:
    """Return a milestone as the rules see it."""
    return Milestone(row.milestone, row.happened_on, row.note or "", row.document or "")


def paid_awards(session: Session, house_id: int) -> list[Award]:
    """Return the payments of a house, the first day first; money given back is not among them."""
    awards = session.exec(select(Award).where(Award.house_id == house_id, col(Award.handover).in_(PAID)))
    return sorted(awards, key=lambda award: (award.paid_on or date.max, award.id or 0))


def paid_by_source(session: Session, house_id: int) -> dict[tuple[int, str], int]:
    """Return what was paid under a house by fund and form (services count as goods), in đồng."""
    found: dict[tuple[int, str], int] = {}
    for fund_id, form, amount in session.exec(
        select(AwardLine.fund_id, AwardLine.form, AwardLine.amount)
        .join(Award, col(Award.id) == col(AwardLine.award_id))
        .where(Award.house_id == house_id, col(Award.handover).in_(PAID))
    ):
        key = (fund_id, "cash" if form == "cash" else "goods")
        found[key] = found.get(key, 0) + amount
    return found


def union_funds(session: Session) -> set[int]:
    """Return the ids of the funds that hold the union's own money."""
    return {cast(int, fund_id) for fund_id in session.exec(select(Fund.id).where(col(Fund.union_money)))}


def money_of(session: Session, house: House) -> HouseMoney:
    """Return the sums of a house as this unit of work sees them."""
    house_id, ours = cast(int, house.id), union_funds(session)
    given = sum(amount for (fund, _form), amount in paid_by_source(session, house_id).items() if fund in ours)
    shares = (_share(row, ours) for row in funder_rows(session, house_id))
    return add_up(shares, union_given=given, approved=house.approved_amount, estimate=house.estimate)


def facts_of(house: House, union_given: int) -> HouseFacts:
    """Return what the stage rules ask about a house."""
    return HouseFacts(
        house.approved_amount,
        house.decision_number,
        house.decision_date,
        union_given,
        house.decision_body,
        house.decision_signer,
    )


def put_milestones(session: Session, house_id: int, milestones: Sequence[HouseMilestoneFields]) -> bool:
    """Make these the milestones of a house and tell whether anything changed.

    The day of "trao hỗ trợ" comes from the payments: it stays when left out, and another day is refused.
    """
    rows = milestone_rows(session, house_id)
    changed = False
    for fields in milestones:
        check_fields(fields)
    if len({one.milestone for one in milestones}) < len(milestones):
        raise InvalidInput(N_("Mỗi mốc chỉ ghi một lần; hãy bỏ dòng trùng."), field="milestone")
    for fields in milestones:
        row = rows.pop(fields.milestone, None)
        if fields.milestone == "funded" and (row is None or row.happened_on != fields.happened_on):
            raise RuleBroken(N_("Ngày trao hỗ trợ lấy từ khoản chi đầu tiên; hãy ghi hoặc sửa khoản chi của nhà."))
        if row is None:
            session.add(HouseMilestone.model_validate(fields, update={"house_id": house_id}))
            changed = True
        else:
            changed |= apply_fields(row, fields, None)
    for code, row in rows.items():
        if code != "funded":
            session.delete(row)
            changed = True
    session.flush()
    return changed


def put_funders(session: Session, house_id: int, funders: Sequence[HouseFunderFields]) -> bool:
    """Make these the funders of a house, in this order, and tell whether anything changed.

    What the union gave is read from the payments, so a typed figure that differs is refused.
    """
    ours, paid = union_funds(session), paid_by_source(session, house_id)
    for fields in funders:
        check_fields(fields)
        if session.get(Fund, fields.fund_id) is None:
            raise InvalidInput(N_("Nguồn kinh phí này không còn trong danh mục; hãy chọn lại."), field="fund_id")
        share = _share(fields, ours)
        check_share(share)
        if share.union_money and fields.received != paid.get((fields.fund_id, fields.form), 0):
            raise RuleBroken(
                N_("Số công đoàn đã trao lấy từ các khoản chi; hãy ghi khoản chi của nhà, để trống cột đã nhận.")
            )
    rows = funder_rows(session, house_id)
    changed = len(rows) != len(funders)
    for row, fields in zip(rows, funders, strict=False):
        changed |= apply_fields(row, fields, None)
    for row in rows[len(funders) :]:
        session.delete(row)
    for fields in funders[len(rows) :]:
        session.add(HouseFunder.model_validate(fields, update={"house_id": house_id}))
    session.flush()
    return changed


def settle_house(session: Session, house: House) -> None:
    """Bring the money received, the day of the first payment and the stage into line, then check every rule."""
    house_id = cast(int, house.id)
    awards = paid_awards(session, house_id)
    _follow_funders(session, house_id, paid_by_source(session, house_id))
    _follow_first_payment(session, house_id, awards)
    milestones = milestone_rows(session, house_id)
    days = [row.happened_on for row in milestones.values()]
    for day in (*days, *([house.decision_date] if house.decision_date is not None else [])):
        check_happened(day, clock.today())
    money = money_of(session, house)
    most = house.approved_amount
    if most is not None and money.union_given > most and not any(award.override_reason for award in awards):
        raise RuleBroken(OVER_APPROVED, paid=number(money.union_given), approved=number(most))
    seen = {code: as_milestone(row) for code, row in milestones.items()}
    check_milestones(seen, facts_of(house, money.union_given))
    check_decision_day(seen, house.decision_date)
    house.stage = stage_of(days_of(milestones))
    session.flush()


def check_sources(session: Session, house: House) -> None:
    """Refuse an approval while the sources do not add up to the estimate, unless the note of the milestone says why.

    A house recorded when it is already further is not being approved now, so it is not asked.
    """
    money = money_of(session, house)
    note = milestone_rows(session, cast(int, house.id))["approved"].note
    if covers_estimate(money) or (note or "").strip():
        return
    raise RuleBroken(
        N_("Các nguồn còn thiếu {short} đồng so với dự toán {estimate} đồng; hãy thêm nguồn hoặc ghi lý do ở mốc này."),
        short=number(money.short),
        estimate=number(money.estimate or 0),
    )


def days_of(milestones: Mapping[str, HouseMilestone]) -> dict[str, date]:
    """Return the day of each milestone."""
    return {code: row.happened_on for code, row in milestones.items()}


def after_house_payment(session: Session, house_id: int) -> None:
    """Let a house follow its payments after one was added, changed or deleted."""
    house = house_of(session, house_id)
    settle_house(session, house)
    touch(house)
    session.flush()


def _share(funder: HouseFunderFields, ours: set[int]) -> Share:
    is_ours = funder.fund_id in ours and funder.form in _MONEY_FORMS
    return Share(funder.form, funder.planned, funder.received, funder.labour_days, is_ours)


def _follow_funders(session: Session, house_id: int, paid: Mapping[tuple[int, str], int]) -> None:
    """Write what was paid beside its source; a source nobody had planned is added."""
    ours = union_funds(session)
    waiting = dict(paid)
    for row in funder_rows(session, house_id):
        if row.form == LABOUR or (row.fund_id, row.form) not in waiting:
            received = 0 if row.fund_id in ours and row.form in _MONEY_FORMS else row.received
        else:
            amount = waiting.pop((row.fund_id, row.form))
            received = amount if row.fund_id in ours else max(amount, row.received)
        if row.received != received:
            row.received = received
            touch(row)
    for (fund_id, form), amount in waiting.items():
        session.add(HouseFunder(house_id=house_id, fund_id=fund_id, form=form, planned=amount, received=amount))
    session.flush()


def _follow_first_payment(session: Session, house_id: int, awards: Sequence[Award]) -> None:
    row = milestone_rows(session, house_id).get("funded")
    first = awards[0].paid_on if awards else None
    if first is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(HouseMilestone(house_id=house_id, milestone="funded", happened_on=first))
    elif row.happened_on != first:
        row.happened_on = first
        touch(row)
    session.flush()
