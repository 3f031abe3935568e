"""Giấy tờ của hồ sơ: when a paper is due, and whether a file has it (domain.md 2.1, 2.3, 7 row 2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.vietnamese.dates import short

HOUSE_STEPS = ("requested", "surveyed", "approved", "started", "inspected", "handed_over", "settled")
"""The way of a house; handing over money ("funded") stands beside it, since it has no fixed place."""

GRANT_STEPS = ("received", "verifying", "approved", "paid", "closed")
"""The way of a request; "incomplete" is a request under verification, "refused" awaits nothing."""

CLOSED_HOUSES = ("refused", "cancelled")
"""Houses that came to nothing: no paper is awaited any more."""

_STEPS: Mapping[str, tuple[str, ...]] = {"house": (*HOUSE_STEPS, "funded"), "grant": GRANT_STEPS}
_STATES = {"incomplete": "verifying"}

WRONG_STEP = N_("Bước này không có ở loại hồ sơ đã chọn; hãy chọn bước khác.")
NO_WORK = N_("Loại hình nhà chỉ dùng cho hồ sơ Mái ấm; hãy để trống ô này.")
NO_CIRCUMSTANCE = N_("Hoàn cảnh chỉ dùng cho hồ sơ trợ cấp; hãy để trống ô này.")
NO_MILESTONE = N_("Hồ sơ trợ cấp không có mốc ghi số văn bản; hãy chọn cách khác hoặc để trống.")
NOT_BOTH = N_("Giấy tờ đã nhận thì không ghi lý do không cần; hãy bỏ một trong hai ô.")
AHEAD = N_("Ngày nhận {day} còn ở phía trước; hãy ghi ngày thực nhận.")


class PaperState(StrEnum):
    """Where a paper of a file stands."""

    PRESENT = "present"
    WAIVED = "waived"
    MISSING = "missing"
    """Due by the present step, and neither handed in nor waived."""
    LATER = "later"


@dataclass(frozen=True)
class HandedIn:
    """What was said about a paper; ``proven`` when the file shows elsewhere that it is there."""

    received_on: date | None = None
    waived_reason: str | None = None
    proven: bool = False


def house_steps_reached(milestones: Collection[str]) -> frozenset[str]:
    """Return the steps a house has come through: a later milestone includes the steps before it, dated or not.

    Empty for a house refused or given up.
    """
    if any(code in milestones for code in CLOSED_HOUSES):
        return frozenset()
    reached = max((HOUSE_STEPS.index(code) for code in HOUSE_STEPS if code in milestones), default=0)
    extra = {"funded"} & set(milestones)
    return frozenset(HOUSE_STEPS[: reached + 1]) | extra


def grant_steps_reached(state: str) -> frozenset[str]:
    """Return the steps a request has come through; empty for one refused."""
    state = _STATES.get(state, state)
    if state not in GRANT_STEPS:
        return frozenset()
    return frozenset(GRANT_STEPS[: GRANT_STEPS.index(state) + 1])


def state_of(paper: HandedIn, *, due: bool) -> PaperState:
    """Return the state of a paper; one handed in early is present before it is due."""
    if paper.received_on is not None or paper.proven:
        return PaperState.PRESENT
    if paper.waived_reason:
        return PaperState.WAIVED
    return PaperState.MISSING if due else PaperState.LATER


def check_paper(received_on: date | None, waived_reason: str | None, today: date) -> None:
    """Refuse (InvalidInput) a paper both handed in and waived, or handed in on a day to come."""
    if received_on is not None and waived_reason:
        raise InvalidInput(NOT_BOTH, field="waived_reason")
    if received_on is not None and received_on > today:
        raise InvalidInput(AHEAD, field="received_on", day=short(received_on))


def check_paper_type(kind: str, step: str, circumstance_id: int | None, work: str | None, proof: str | None) -> None:
    """Refuse (InvalidInput beside the field) a step, reason, kind of work or proof the kind of file does not have."""
    if step not in _STEPS[kind]:
        raise InvalidInput(WRONG_STEP, field="step")
    if kind != "grant" and circumstance_id is not None:
        raise InvalidInput(NO_CIRCUMSTANCE, field="circumstance_id")
    if kind != "house" and work is not None:
        raise InvalidInput(NO_WORK, field="work")
    if kind != "house" and proof == "milestone":
        raise InvalidInput(NO_MILESTONE, field="proof")
