"""Trợ cấp khó khăn: a request from intake to payment, or a grant already given, recorded in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.kinds import GRANT
from labordesk.model import Award, Circumstance, GrantCase, Person, Programme
from labordesk.model.award import AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.rules.grant_states import WITH_AMOUNT, WITH_REASON, check_step, next_states, state_label
from labordesk.rules.happened_days import check_happened
from labordesk.services.award_records import NO_SLIP, AwardData, Slip, add_award
from labordesk.services.case_lists import CaseRow, count_cases, list_cases
from labordesk.services.case_records import (
    after_case_payment,
    case_of,
    check_within_approved,
    enter_state,
    events_of,
    last_day,
)
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

__all__ = [
    "CaseRow",
    "CaseStep",
    "LoadedCase",
    "PaidCase",
    "Slip",
    "count_cases",
    "delete_case",
    "list_cases",
    "load_case",
    "move_case",
    "pay_case",
    "record_grant",
    "save_case",
]

PAY_INSTEAD = N_("Muốn chuyển sang “Đã chi”, hãy ghi khoản chi của hồ sơ này.")
WITHOUT_PAYMENT = N_("Hồ sơ này đã có khoản chi nên không xóa được; hãy xóa khoản chi trước.")
PAID_TO_ANOTHER = N_("Hồ sơ này đã chi nên không đổi người hay chương trình được; hãy xóa khoản chi trước.")


@dataclass(frozen=True)
class CaseStep:
    """A state and the day the case came into it."""

    state: str
    on: date
    note: str


@dataclass(frozen=True)
class LoadedCase:
    """A request for its form: where it stands, how it came there, where it may go, what was paid."""

    id: int
    row_version: int
    fields: GrantCaseFields
    state: str
    steps: tuple[CaseStep, ...]
    next_states: tuple[str, ...]
    award_ids: tuple[int, ...]


@dataclass(frozen=True)
class PaidCase:
    """The award made by a payment, and the version of the case after it."""

    award_id: int
    case_id: int
    row_version: int
    changes: Changes


def load_case(register: Register, case_id: int) -> LoadedCase:
    """Return a request with its history; NotFound when it is gone."""
    with register.reading() as session:
        case = case_of(session, case_id)
        return LoadedCase(
            id=case_id,
            row_version=case.row_version,
            fields=GrantCaseFields.model_validate(case),
            state=case.state,
            steps=tuple(CaseStep(one.state, one.happened_on, one.note or "") for one in events_of(session, case_id)),
            next_states=next_states(case.state),
            award_ids=tuple(cast(int, award.id) for award in _awards(session, case_id)),
        )


def save_case(
    register: Register, fields: GrantCaseFields, *, case_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a new request, received on its day, or the changed fields of one; the state moves by ``move_case``."""
    fields = tidied(fields)
    with register.writing() as session:
        _check(session, fields)
        if case_id is None:
            case = _receive(session, fields)
        else:
            case = case_of(session, case_id)
            _check_change(session, case, fields)
            apply_fields(case, fields, row_version)
            _follow_request_day(session, case)
            check_within_approved(session, case, [one for one in _awards(session, case_id) if one.handover in PAID])
        session.flush()
        return Saved(cast(int, case.id), case.row_version, Changes(cases=True))


def move_case(
    register: Register,
    case_id: int,
    state: str,
    on: date,
    *,
    reason: str | None = None,
    approved_amount: int | None = None,
    decision_number: str | None = None,
    decision_date: date | None = None,
) -> Saved:
    """Bring a request into its next state; what is given replaces amount and decision.

    RuleBroken when the step is not allowed; InvalidInput without the reason or the amount it needs. ``paid`` is
    reached by ``pay_case`` only.
    """
    reason = " ".join((reason or "").split()) or None
    with register.writing() as session:
        case = case_of(session, case_id)
        if state == "paid" and "paid" in next_states(case.state):
            raise RuleBroken(PAY_INSTEAD)
        given = {
            "approved_amount": approved_amount,
            "decision_number": decision_number,
            "decision_date": decision_date,
        }
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        values["refusal_reason"] = reason if state in WITH_REASON else None
        fields = tidied(GrantCaseFields.model_validate(case).model_copy(update=values))
        check_fields(fields)
        if not apply_fields(case, fields, None):
            touch(case)
        _check_step(session, case, state, on, reason)
        enter_state(session, case, state, on, reason)
        return Saved(case_id, case.row_version, Changes(cases=True))


def pay_case(
    register: Register, case_id: int, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidCase:
    """Pay an approved request: one award for the person helped, taken by the person or by the recipient named.

    Without a recipient on the slip the one named in the request takes it. More than approved needs
    ``slip.override_reason`` (RuleBroken).
    """
    with register.writing() as session:
        case = case_of(session, case_id)
        return _pay(session, case, on, lines, slip)


def record_grant(
    register: Register, fields: GrantCaseFields, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidCase:
    """Record a grant already given: request, approval and payment in one step, all or nothing.

    The amount approved is what was paid unless ``fields`` tells another; the approval counts on the day of the
    decision, or else of the payment.
    """
    fields = tidied(fields)
    if fields.approved_amount is None:
        fields = fields.model_copy(update={"approved_amount": sum(line.amount for line in lines) or None})
    with register.writing() as session:
        _check(session, fields)
        case = _receive(session, fields)
        approved_on = fields.decision_date or on
        _check_step(session, case, "approved", approved_on, None)
        enter_state(session, case, "approved", approved_on)
        return _pay(session, case, on, lines, slip)


def delete_case(register: Register, case_id: int) -> Changes:
    """Delete a request entered by mistake; RuleBroken once it was paid."""
    with register.writing() as session:
        case = case_of(session, case_id)
        if _awards(session, case_id):
            raise RuleBroken(WITHOUT_PAYMENT)
        for event in events_of(session, case_id):
            session.delete(event)
        session.flush()
        session.delete(case)
    return Changes(cases=True)


def _receive(session: Session, fields: GrantCaseFields) -> GrantCase:
    case = GrantCase.model_validate(fields)
    session.add(case)
    session.flush()
    enter_state(session, case, "received", fields.requested_on)
    return case


def _pay(session: Session, case: GrantCase, on: date, lines: Sequence[AwardLineFields], slip: Slip) -> PaidCase:
    case_id = cast(int, case.id)
    _check_step(session, case, "paid", on, None)
    if not slip.recipient_name:
        slip = replace(slip, recipient_name=case.recipient_name, recipient_relation=case.recipient_relation)
    fields = slip.award_fields(
        programme_id=case.programme_id,
        person_id=case.person_id,
        unit_id=case.unit_id,
        on=on,
        count_unit=session.get_one(Programme, case.programme_id).count_unit,
    )
    from_case = {
        "circumstance_id": case.circumstance_id,
        "decision_number": case.decision_number,
        "decision_date": case.decision_date,
    }
    award = add_award(session, AwardData(fields.model_copy(update=from_case), tuple(lines)), case_id=case_id)
    enter_state(session, case, "paid", on)
    after_case_payment(session, case_id)
    return PaidCase(cast(int, award.id), case_id, case.row_version, Changes(cases=True, awards=True))


def _check(session: Session, fields: GrantCaseFields) -> None:
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


def _check_step(session: Session, case: GrantCase, state: str, on: date, reason: str | None) -> None:
    check_happened(on, clock.today())
    last_on = last_day(session, case)
    check_step(case.state, state, on=on, last_on=last_on, reason=reason, approved_amount=case.approved_amount)


def _check_change(session: Session, case: GrantCase, fields: GrantCaseFields) -> None:
    """Refuse changes that a request further on its way, or paid, cannot take."""
    if case.state in WITH_AMOUNT and not fields.approved_amount:
        raise InvalidInput(N_("Hồ sơ đã duyệt thì phải có mức duyệt."), field="approved_amount")
    same = fields.person_id == case.person_id and fields.programme_id == case.programme_id
    if not same and _awards(session, cast(int, case.id)):
        raise RuleBroken(PAID_TO_ANOTHER)


def _follow_request_day(session: Session, case: GrantCase) -> None:
    """Let the first event stand on the day of the request; it cannot come after the second."""
    first, *others = events_of(session, cast(int, case.id))
    if others and others[0].happened_on < case.requested_on:
        raise RuleBroken(
            N_("Ngày tiếp nhận {day} không thể sau ngày “{state}” {later}; hãy xem lại ngày."),
            day=short(case.requested_on),
            state=state_label(others[0].state),
            later=short(others[0].happened_on),
        )
    if first.happened_on != case.requested_on:
        first.happened_on = case.requested_on
        touch(first)


def _awards(session: Session, case_id: int) -> list[Award]:
    return list(session.exec(select(Award).where(Award.case_id == case_id).order_by(col(Award.id))))
