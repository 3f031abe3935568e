"""Trợ cấp khó khăn: a request and its form; its steps, corrections and queue are in the files beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.model import CaseEvent, GrantCase
from labordesk.model.grant_case import GrantCaseFields
from labordesk.rules.grant_states import REOPENED, WITH_AMOUNT, check_decision_day, next_states
from labordesk.services.award_records import Slip
from labordesk.services.case_corrections import CaseCorrection, correct_step, corrections_in
from labordesk.services.case_lists import CaseRow, count_cases, list_cases
from labordesk.services.case_norms import RATED, check_case_norm
from labordesk.services.case_records import (
    awards_of,
    case_of,
    check_case,
    check_within_approved,
    events_of,
    receive,
)
from labordesk.services.case_steps import PaidCase, move_case, pay_case, record_grant, reopen_case
from labordesk.services.changes import Changes
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.store.register import Register

__all__ = [
    "CaseCorrection",
    "CaseRow",
    "CaseStep",
    "LoadedCase",
    "PaidCase",
    "Slip",
    "correct_step",
    "count_cases",
    "delete_case",
    "list_cases",
    "load_case",
    "move_case",
    "pay_case",
    "record_grant",
    "reopen_case",
    "save_case",
]

WITHOUT_PAYMENT = N_("Hồ sơ này đã có khoản chi nên không xóa được; hãy xóa khoản chi trước.")
PAID_TO_ANOTHER = N_("Hồ sơ này đã chi nên không đổi người hay chương trình được; hãy xóa khoản chi trước.")
CORRECT_INSTEAD = N_("Hồ sơ đã qua bước tiếp nhận; muốn đổi ngày tiếp nhận, hãy dùng “Sửa ngày” và ghi lý do.")


@dataclass(frozen=True)
class CaseStep:
    """A state and the day the case came into it."""

    id: int
    state: str
    on: date
    note: str


@dataclass(frozen=True)
class LoadedCase:
    """A request for its form: where it stands, how it came there, where it may go, what was paid.

    ``award_ids`` are the payments that stand; one whose money came back is told by ``corrections``. ``reopened`` is
    the state ``reopen_case`` leads to, "" when there is nothing to open. ``norm_basis`` is the rate it was decided by.
    """

    id: int
    row_version: int
    fields: GrantCaseFields
    state: str
    steps: tuple[CaseStep, ...]
    next_states: tuple[str, ...]
    award_ids: tuple[int, ...]
    corrections: tuple[CaseCorrection, ...] = ()
    reopened: str = ""
    norm_basis: str = ""


def load_case(register: Register, case_id: int) -> LoadedCase:
    """Return a request with its history; NotFound when it is gone."""
    with register.reading() as session:
        case = case_of(session, case_id)
        return LoadedCase(
            id=case_id,
            row_version=case.row_version,
            fields=GrantCaseFields.model_validate(case),
            state=case.state,
            steps=tuple(map(_step, events_of(session, case_id))),
            next_states=next_states(case.state),
            award_ids=tuple(cast(int, award.id) for award in awards_of(session, case_id) if award.handover in PAID),
            corrections=corrections_in(session, case_id),
            reopened=REOPENED.get(case.state, ""),
            norm_basis=case.norm_basis or "",
        )


def save_case(
    register: Register, fields: GrantCaseFields, *, case_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a new request, received on its day, or the changed fields of one; the state moves by ``move_case``."""
    fields = tidied(fields)
    with register.writing() as session:
        check_case(session, fields)
        if case_id is None:
            case = receive(session, fields)
            return Saved(cast(int, case.id), case.row_version, Changes(cases=True))
        case = case_of(session, case_id)
        _check_change(session, case, fields)
        is_rated = case.state in WITH_AMOUNT and any(getattr(case, one) != getattr(fields, one) for one in RATED)
        apply_fields(case, fields, row_version)
        follows = _follow(session, case, is_rated=is_rated)
        session.flush()
        return Saved(case_id, case.row_version, Changes(cases=True, awards=follows))


def delete_case(register: Register, case_id: int) -> Changes:
    """Delete a request entered by mistake; RuleBroken once it was paid."""
    with register.writing() as session:
        case = case_of(session, case_id)
        if awards_of(session, case_id):
            raise RuleBroken(WITHOUT_PAYMENT)
        for event in events_of(session, case_id):
            session.delete(event)
        session.flush()
        session.delete(case)
    return Changes(cases=True)


def _step(event: CaseEvent) -> CaseStep:
    return CaseStep(cast(int, event.id), event.state, event.happened_on, event.note or "")


def _check_change(session: Session, case: GrantCase, fields: GrantCaseFields) -> None:
    """Refuse changes that a request further on its way, or paid, cannot take."""
    if case.state in WITH_AMOUNT and not fields.approved_amount:
        raise InvalidInput(N_("Hồ sơ đã duyệt thì phải có mức duyệt."), field="approved_amount")
    if case.state != "received" and fields.requested_on != case.requested_on:
        raise InvalidInput(CORRECT_INSTEAD, field="requested_on")
    same = fields.person_id == case.person_id and fields.programme_id == case.programme_id
    if not same and awards_of(session, cast(int, case.id)):
        raise RuleBroken(PAID_TO_ANOTHER)


def _follow(session: Session, case: GrantCase, *, is_rated: bool) -> bool:
    """Let rate, first step and payments follow the changed fields; tell whether a payment did."""
    events, awards = events_of(session, cast(int, case.id)), awards_of(session, cast(int, case.id))
    if case.state == "received" and events[0].happened_on != case.requested_on:
        events[0].happened_on = case.requested_on
        touch(events[0])
    paid = [award for award in awards if award.handover in PAID]
    for day in [award.paid_on for award in paid] or [None]:
        check_decision_day(case.decision_date, case.requested_on, day)
    check_within_approved(session, case, paid)
    if is_rated:
        approved_on = next(one.happened_on for one in reversed(events) if one.state == "approved")
        case.norm_basis = check_case_norm(session, case, approved_on)
    changed = False
    for award in paid:
        for name in ("circumstance_id", "decision_number", "decision_date"):
            if getattr(award, name) != getattr(case, name):
                setattr(award, name, getattr(case, name))
                touch(award)
                changed = True
    return changed
