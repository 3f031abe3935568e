"""Hồ sơ trợ cấp on its way: the next state, the payment, a grant recorded at once, a settled request opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlmodel import Session

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.model import Correction, GrantCase, Programme
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.model.grant_case import GrantCaseFields
from labordesk.rules.grant_states import (
    REOPENED,
    WITH_REASON,
    check_decision_day,
    check_step,
    next_states,
    state_label,
)
from labordesk.rules.happened_days import check_happened
from labordesk.rules.roles import Right
from labordesk.services.aggregate_cover import covering_payment
from labordesk.services.award_norms import rated
from labordesk.services.award_records import NO_SLIP, AwardData, Slip, add_award, give_back
from labordesk.services.case_norms import check_case_norm
from labordesk.services.case_records import (
    after_case_payment,
    awards_of,
    case_of,
    check_case,
    check_within_approved,
    enter_state,
    events_of,
    last_day,
    receive,
)
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.two_persons import CASE, ensure_not_at_once, ensure_other_person
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

PAY_INSTEAD = N_("Muốn chuyển sang “Đã chi”, hãy ghi khoản chi của hồ sơ này.")
NOT_SETTLED = N_("Hồ sơ đang ở bước “{state}”, chưa chi nên không cần mở lại; hãy chọn bước tiếp theo.")
WHY_REOPENED = N_("Hãy ghi lý do mở lại hồ sơ.")
_DECIDED = frozenset(("approved", "refused"))


@dataclass(frozen=True)
class PaidCase:
    """The award made by a payment, and the version of the case after it; ``warnings`` name what may count twice."""

    award_id: int
    case_id: int
    row_version: int
    changes: Changes
    warnings: tuple[str, ...] = ()


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
    decision_body: str | None = None,
    decision_signer: str | None = None,
    norm_reason: str | None = None,
) -> Saved:
    """Bring a request into its next state; what is given replaces amount, decision and reason of the amount.

    RuleBroken when the step is not allowed; InvalidInput without the reason or the amount it needs, or with an amount
    beyond the rate and no ``norm_reason``. ``paid`` is reached by ``pay_case`` only.
    """
    reason = _one_line(reason)
    given = {
        "approved_amount": approved_amount,
        "decision_number": decision_number,
        "decision_date": decision_date,
        "decision_body": decision_body,
        "decision_signer": decision_signer,
        "norm_reason": norm_reason,
    }
    with register.writing(right=Right.APPROVE if state in _DECIDED else Right.WRITE) as session:
        case = case_of(session, case_id)
        if state == "approved":
            ensure_other_person(session, "grant_case", case_id, CASE)
        if state == "paid" and "paid" in next_states(case.state):
            raise RuleBroken(PAY_INSTEAD)
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        values["refusal_reason"] = reason if state in WITH_REASON else None
        fields = tidied(GrantCaseFields.model_validate(case).model_copy(update=values))
        check_fields(fields)
        if not apply_fields(case, fields, None):
            touch(case)
        _check_step(session, case, state, on, reason)
        if state == "approved":
            _check_decision(case)
            case.norm_basis = check_case_norm(session, case, on)
        check_within_approved(session, case, [one for one in awards_of(session, case_id) if one.handover in PAID])
        enter_state(session, case, state, on, reason)
        return Saved(case_id, case.row_version, Changes(cases=True))


def pay_case(
    register: Register, case_id: int, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidCase:
    """Pay an approved request: one award for the person helped, taken by the person or by the recipient named.

    Without a recipient on the slip the one named in the request takes it. More than approved needs
    ``slip.override_reason`` (RuleBroken), more than the rate that or the reason of the approval (InvalidInput).
    """
    with register.writing() as session:
        case = case_of(session, case_id)
        return _pay(session, case, on, lines, slip)


def record_grant(
    register: Register, fields: GrantCaseFields, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidCase:
    """Record a grant already given: request, approval and payment in one step, all or nothing.

    The amount approved is what was paid unless ``fields`` tells another; the approval counts on the day of the
    decision, or else of the payment. The rate is that of the payment.
    """
    with register.writing(right=Right.APPROVE) as session:
        return record_grant_in(session, fields, on, lines, slip)


def record_grant_in(
    session: Session, fields: GrantCaseFields, on: date, lines: Sequence[AwardLineFields], slip: Slip = NO_SLIP
) -> PaidCase:
    """Record a grant already given within a unit of work."""
    ensure_not_at_once(session)
    fields = tidied(fields)
    if fields.approved_amount is None:
        fields = fields.model_copy(update={"approved_amount": sum(line.amount for line in lines) or None})
    check_case(session, fields)
    case = receive(session, fields)
    _check_decision(case)
    approved_on = fields.decision_date or on
    _check_step(session, case, "approved", approved_on, None)
    enter_state(session, case, "approved", approved_on)
    paid = _pay(session, case, on, lines, slip)
    case.norm_basis = awards_of(session, paid.case_id)[0].norm_basis
    return paid


def reopen_case(register: Register, case_id: int, on: date, reason: str) -> Saved:
    """Open a settled request again: a closed one is paid again, a paid one waits for its payment anew.

    Opening a paid one says that the money came back on the day ``on``: its award is returned and no spending any
    more. What is undone stays among the corrections. RuleBroken when nothing was paid; InvalidInput without a reason.
    """
    why = _one_line(reason)
    with register.writing() as session:
        case = case_of(session, case_id)
        if case.state not in REOPENED:
            raise RuleBroken(NOT_SETTLED, state=state_label(case.state))
        if why is None:
            raise InvalidInput(WHY_REOPENED, field="reason")
        check_happened(on, clock.today())
        undone = events_of(session, case_id)[-1]
        if on < undone.happened_on:
            raise InvalidInput(
                N_("Ngày mở lại {day} không thể trước ngày “{state}” {before}; hãy xem lại ngày."),
                field="on",
                day=short(on),
                state=state_label(case.state),
                before=short(undone.happened_on),
            )
        correction = Correction(
            case_id=case_id, subject=case.state, before=undone.happened_on.isoformat(), after="", reason=why
        )
        session.add(correction)
        was_paid = case.state == "paid"
        if was_paid:
            _give_back(session, case_id, on, why)
            after_case_payment(session, case_id)
        else:
            session.delete(undone)
            case.state = REOPENED[case.state]
            touch(case)
        session.flush()
        return Saved(case_id, case.row_version, Changes(cases=True, awards=was_paid))


def _give_back(session: Session, case_id: int, on: date, why: str) -> None:
    for award in awards_of(session, case_id):
        if award.handover in PAID:
            give_back(award, on, why)
    session.flush()


def _pay(session: Session, case: GrantCase, on: date, lines: Sequence[AwardLineFields], slip: Slip) -> PaidCase:
    case_id = cast(int, case.id)
    _check_step(session, case, "paid", on, None)
    check_decision_day(case.decision_date, case.requested_on, on)
    if not slip.recipient_name:
        slip = replace(slip, recipient_name=case.recipient_name, recipient_relation=case.recipient_relation)
    fields = _award_fields(session, case, on, slip)
    award = add_award(session, AwardData(fields, tuple(lines)), case_id=case_id)
    if not case.norm_reason and any(one.departs for one in rated(session, fields, lines, case_id=case_id)):
        case.norm_reason = slip.override_reason
    enter_state(session, case, "paid", on)
    after_case_payment(session, case_id)
    warnings = covering_payment(sqlite_of(session), fields, lines)
    return PaidCase(cast(int, award.id), case_id, case.row_version, Changes(cases=True, awards=True), warnings)


def _award_fields(session: Session, case: GrantCase, on: date, slip: Slip) -> AwardFields:
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
    return fields.model_copy(update=from_case)


def _check_step(session: Session, case: GrantCase, state: str, on: date, reason: str | None) -> None:
    check_happened(on, clock.today())
    last_on = last_day(session, case)
    check_step(case.state, state, on=on, last_on=last_on, reason=reason, approved_amount=case.approved_amount)


def _check_decision(case: GrantCase) -> None:
    if case.decision_date is not None:
        check_happened(case.decision_date, clock.today())
    check_decision_day(case.decision_date, case.requested_on, None)


def _one_line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
