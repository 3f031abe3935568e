"""Tình trạng of a hardship request, from tiếp nhận to hoàn tất (domain.md 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import CASE_STATES
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short

NEXT: Mapping[str, tuple[str, ...]] = {
    "received": ("verifying", "incomplete", "approved", "refused"),
    "verifying": ("approved", "incomplete", "refused"),
    "incomplete": ("verifying", "refused"),
    "approved": ("paid", "refused", "verifying"),
    "refused": ("verifying",),
    "paid": ("closed",),
    "closed": (),
}
"""A small office verifies and approves in one sitting, so received may become approved.

A refusal, or an approval not yet paid, may be looked at again; what was paid goes back by ``REOPENED`` only.
"""

REOPENED: Mapping[str, str] = {"closed": "paid", "paid": "approved"}
"""Where a settled request stands after it is opened again: the money came back, or the file was closed too early."""

WAITING = ("received", "verifying", "incomplete", "approved")
"""States in which the applicant still waits for the union."""

WITH_AMOUNT = ("approved", "paid", "closed")
"""States of a request that has an approved amount."""

WITH_REASON = ("incomplete", "refused")

_LABELS = dict(CASE_STATES)


def state_label(state: str) -> str:
    """Return the word shown for a state in the language of the screen."""
    return _(_LABELS.get(state, state))


def next_states(state: str) -> tuple[str, ...]:
    """Return the states that may follow, the usual one first; an unknown state has none."""
    return NEXT.get(state, ())


def needs_reason(state: str, new_state: str) -> bool:
    """Return whether the step must say why: what is lacking, why it is refused, why a decision is reviewed."""
    return new_state in WITH_REASON or (new_state == "verifying" and state in ("refused", "approved"))


def check_step(
    state: str, new_state: str, *, on: date, last_on: date, reason: str | None, approved_amount: int | None
) -> None:
    """Raise when a step is not allowed; ``last_on`` is the day the case came into its present state."""
    if new_state not in NEXT.get(state, ()):
        raise RuleBroken(
            N_("Hồ sơ đang ở bước “{state}” nên chưa chuyển sang “{new_state}” được; bước có thể chọn: {choices}."),
            state=state_label(state),
            new_state=state_label(new_state),
            choices=", ".join(map(state_label, next_states(state))) or _("không còn bước nào"),
        )
    if on < last_on:
        raise RuleBroken(
            N_("Ngày “{new_state}” ({day}) không thể trước ngày “{state}” ({last_day}); hãy xem lại ngày."),
            new_state=state_label(new_state),
            day=short(on),
            state=state_label(state),
            last_day=short(last_on),
        )
    if needs_reason(state, new_state) and not (reason or "").strip():
        raise InvalidInput(
            N_("Hãy ghi lý do chuyển sang “{new_state}”."), field="refusal_reason", new_state=state_label(new_state)
        )
    if new_state in ("approved", "paid") and not approved_amount:
        raise InvalidInput(N_("Hãy ghi mức duyệt trước khi duyệt hồ sơ."), field="approved_amount")


def check_decision_day(decided: date | None, requested_on: date, paid_on: date | None) -> None:
    """Refuse a decision before the request it answers, and a payment before the decision it rests on."""
    if decided is None:
        return
    if decided < requested_on:
        raise InvalidInput(
            N_("Ngày quyết định {decided} không thể trước ngày tiếp nhận hồ sơ {requested}; hãy xem lại ngày."),
            field="decision_date",
            decided=short(decided),
            requested=short(requested_on),
        )
    if paid_on is not None and paid_on < decided:
        raise RuleBroken(
            N_("Ngày chi {paid} không thể trước ngày quyết định {decided}; hãy xem lại ngày chi hoặc ngày quyết định."),
            paid=short(paid_on),
            decided=short(decided),
        )


def check_corrected_day(state: str, on: date, before: tuple[str, date] | None, after: tuple[str, date] | None) -> None:
    """Refuse a corrected day that would pass its neighbours; each neighbour is a state and its day."""
    if before is not None and on < before[1]:
        raise RuleBroken(
            N_("Ngày “{state}” ({day}) không thể trước ngày “{other}” ({other_day}); hãy xem lại ngày."),
            state=state_label(state),
            day=short(on),
            other=state_label(before[0]),
            other_day=short(before[1]),
        )
    if after is not None and on > after[1]:
        raise RuleBroken(
            N_("Ngày “{state}” ({day}) không thể sau ngày “{other}” ({other_day}); hãy xem lại ngày."),
            state=state_label(state),
            day=short(on),
            other=state_label(after[0]),
            other_day=short(after[1]),
        )


def days_waiting(state: str, requested_on: date, ended_on: date | None, today: date) -> int:
    """Return days from the request to the payment or refusal, or until today while it is awaited."""
    until = today if state in WAITING or ended_on is None else ended_on
    return max(0, (until - requested_on).days)
