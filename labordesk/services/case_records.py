"""Hồ sơ trợ cấp inside a unit of work: what it may hold, its events, its payment.

Functions take the session and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.kinds import GRANT
from labordesk.model import Award, AwardLine, CaseEvent, Circumstance, GrantCase, Person, Programme
from labordesk.model.grant_case import GrantCaseFields
from labordesk.rules.grant_states import check_decision_day, state_label
from labordesk.rules.happened_days import check_happened
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import touch
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

NO_CASE = N_("Không tìm thấy hồ sơ này; có thể đã bị xóa.")
OVER_APPROVED = N_("Khoản chi {paid} đồng vượt mức duyệt {approved} đồng; hãy sửa số tiền hoặc nêu lý do vẫn chi.")


def case_of(session: Session, case_id: int) -> GrantCase:
    """Return a case to change; NotFound when it is gone."""
    case = session.get(GrantCase, case_id)
    if case is None:
        raise NotFound(NO_CASE)
    return case


def events_of(session: Session, case_id: int) -> list[CaseEvent]:
    """Return what happened to a case, the first event first."""
    return list(session.exec(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(col(CaseEvent.id))))


def awards_of(session: Session, case_id: int) -> list[Award]:
    """Return the payments of a case, also those whose money came back, the first one first."""
    return list(session.exec(select(Award).where(Award.case_id == case_id).order_by(col(Award.id))))


def check_case(session: Session, fields: GrantCaseFields) -> None:
    """Refuse (InvalidInput beside the field) what a request cannot have."""
    check_fields(fields)
    check_happened(fields.requested_on, clock.today())
    if session.get(Person, fields.person_id) is None:
        raise InvalidInput(N_("Người này không còn trong sổ; hãy chọn lại."), field="person_id")
    programme = session.get(Programme, fields.programme_id)
    if programme is None or programme.kind != GRANT.code:
        raise InvalidInput(N_("Hãy chọn một chương trình trợ cấp."), field="programme_id")
    if fields.circumstance_id is not None and session.get(Circumstance, fields.circumstance_id) is None:
        raise InvalidInput(N_("Hoàn cảnh này không còn trong danh mục; hãy chọn lại."), field="circumstance_id")
    ensure_unit_open(session, fields.unit_id, fields.requested_on)
    if fields.recipient_name and not fields.recipient_relation:
        raise InvalidInput(N_("Hãy chọn quan hệ của người nhận thay."), field="recipient_relation")


def receive(session: Session, fields: GrantCaseFields) -> GrantCase:
    """Add a checked request, received on its day."""
    case = GrantCase.model_validate(fields)
    session.add(case)
    session.flush()
    enter_state(session, case, "received", fields.requested_on)
    return case


def enter_state(session: Session, case: GrantCase, state: str, on: date, note: str | None = None) -> None:
    """Bring a case into a state and keep the day; the step must have been checked."""
    case.state = state
    session.add(CaseEvent(case_id=cast(int, case.id), state=state, happened_on=on, note=note))
    session.flush()


def last_day(session: Session, case: GrantCase) -> date:
    """Return the day a case came into its present state."""
    events = events_of(session, cast(int, case.id))
    return events[-1].happened_on if events else case.requested_on


def after_case_payment(session: Session, case_id: int) -> None:
    """Let a case follow its awards: paid on the day of the first, and waiting for payment again without any."""
    case = case_of(session, case_id)
    events = events_of(session, case_id)
    awards = session.exec(select(Award).where(Award.case_id == case_id, col(Award.handover).in_(PAID))).all()
    if awards:
        check_within_approved(session, case, awards)
        paid_on = min(award.paid_on for award in awards if award.paid_on is not None)
        check_decision_day(case.decision_date, case.requested_on, paid_on)
        _move_payment(case, events, paid_on)
    elif case.state in ("paid", "closed"):
        for event in events:
            if event.state in ("paid", "closed"):
                session.delete(event)
        case.state = "approved"
    touch(case)
    session.flush()


def check_within_approved(session: Session, case: GrantCase, awards: Sequence[Award]) -> None:
    """Refuse (RuleBroken) paying more than was approved, unless an award says why."""
    if any(award.override_reason for award in awards):
        return
    ids = [award.id for award in awards]
    paid = sum(session.exec(select(AwardLine.amount).where(col(AwardLine.award_id).in_(ids))))
    if case.approved_amount is not None and paid > case.approved_amount:
        raise RuleBroken(OVER_APPROVED, paid=number(paid), approved=number(case.approved_amount))


def _move_payment(case: GrantCase, events: list[CaseEvent], paid_on: date) -> None:
    before = max((one.happened_on for one in events if one.state not in ("paid", "closed")), default=case.requested_on)
    after = min((one.happened_on for one in events if one.state == "closed"), default=date.max)
    for edge, state, is_wrong in ((before, "approved", paid_on < before), (after, "closed", paid_on > after)):
        if is_wrong:
            raise RuleBroken(
                N_("Ngày chi {day} không khớp với ngày “{state}” {edge}; hãy xem lại ngày."),
                day=short(paid_on),
                state=state_label(state),
                edge=short(edge),
            )
    for event in events:
        if event.state == "paid" and event.happened_on != paid_on:
            event.happened_on = paid_on
            touch(event)
