"""Sửa có lý do: the day of a step already taken is put right, and what stood there stays for inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.model import CaseEvent, Correction, GrantCase
from labordesk.rules.grant_states import check_corrected_day, check_decision_day
from labordesk.rules.happened_days import check_happened
from labordesk.services.case_records import after_case_payment, awards_of, case_of, events_of
from labordesk.services.changes import Changes
from labordesk.services.row_edit import touch
from labordesk.services.saved import Saved
from labordesk.services.stored_day import stored_day
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register

NO_STEP = N_("Không thấy bước này trong hồ sơ; hãy mở lại hồ sơ.")
REASON_NEEDED = N_("Hãy ghi lý do sửa ngày; ngày cũ vẫn được giữ lại để kiểm tra.")
SAME_DAY = N_("Ngày này đang được ghi rồi; hãy chọn ngày khác.")


@dataclass(frozen=True)
class CaseCorrection:
    """A correction of a request: the state whose day changed; ``after`` is None when the step was undone."""

    id: int
    state: str
    before: date | None
    after: date | None
    reason: str
    made_on: date


def correct_step(register: Register, case_id: int, step_id: int, on: date, reason: str) -> Saved:
    """Put the day of a past step right; its neighbours must still stand in order.

    The day of receipt is that of the request, the day of payment that of the awards paid on it. InvalidInput without
    a reason; RuleBroken when the day would pass its neighbours or the decision.
    """
    why = " ".join(reason.split())
    with register.writing() as session:
        case = case_of(session, case_id)
        events = events_of(session, case_id)
        place = next((place for place, event in enumerate(events) if event.id == step_id), None)
        if place is None:
            raise NotFound(NO_STEP)
        event, before = events[place], events[place].happened_on
        if not why:
            raise InvalidInput(REASON_NEEDED, field="reason")
        if on == before:
            raise InvalidInput(SAME_DAY, field="on")
        check_happened(on, clock.today())
        check_corrected_day(event.state, on, _neighbour(events, place - 1), _neighbour(events, place + 1))
        event.happened_on = on
        touch(event)
        is_paid = event.state == "paid"
        if place == 0:
            case.requested_on = on
            ensure_unit_open(session, case.unit_id, on)
        if is_paid:
            _move_payments(session, case, before, on)
        check_decision_day(case.decision_date, case.requested_on, on if is_paid else None)
        session.add(
            Correction(
                case_id=case_id, subject=event.state, before=before.isoformat(), after=on.isoformat(), reason=why
            )
        )
        touch(case)
        session.flush()
        return Saved(case_id, case.row_version, Changes(cases=True, awards=is_paid))


def corrections_in(session: Session, case_id: int) -> tuple[CaseCorrection, ...]:
    """Return the corrections of a request, the latest first."""
    rows = session.exec(select(Correction).where(Correction.case_id == case_id).order_by(col(Correction.id).desc()))
    return tuple(
        CaseCorrection(
            cast(int, row.id),
            row.subject,
            stored_day(row.before),
            stored_day(row.after),
            row.reason,
            datetime.fromisoformat(row.created_at).astimezone().date(),
        )
        for row in rows
    )


def _neighbour(events: list[CaseEvent], place: int) -> tuple[str, date] | None:
    return (events[place].state, events[place].happened_on) if 0 <= place < len(events) else None


def _move_payments(session: Session, case: GrantCase, before: date, on: date) -> None:
    for award in awards_of(session, cast(int, case.id)):
        if award.handover in PAID and award.paid_on == before:
            ensure_unit_open(session, award.unit_id, on)
            award.paid_on = on
            touch(award)
    session.flush()
    after_case_payment(session, cast(int, case.id))
