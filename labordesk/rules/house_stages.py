"""Giai đoạn of a Mái ấm: derived from its dated milestones, with the data and the order each milestone needs.

Source: the steps of domain.md 2.1 (amount from approval on; inspection and hand-over dates at hand-over).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import MILESTONES
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

CHAIN = ("requested", "surveyed", "approved", "started", "inspected", "handed_over", "settled")
"""The way of a house from the request to the settled account; a step may be missing when its day is unknown."""

ENDED = ("refused", "cancelled")
FINISHED = ("handed_over", "settled", *ENDED)
"""Stages in which nothing is awaited any more, so that no deadline can be missed."""

PAYABLE = ("approved", "started", "inspected", "handed_over")
"""Stages in which the union hands over money."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "started": ("approved",),
    "funded": ("approved",),
    "inspected": ("approved",),
    "handed_over": ("approved", "inspected"),
    "settled": ("handed_over",),
    "suspended": ("approved",),
    "resumed": ("suspended",),
}
"""Milestones without which another cannot be."""

EXCLUDED: Mapping[str, tuple[str, ...]] = {
    "refused": ("approved", "cancelled"),
    "cancelled": ("handed_over", "refused"),
}
"""Milestones that contradict each other."""

WITH_REASON = ("suspended", "refused", "cancelled")

_LABELS = dict(MILESTONES)


@dataclass(frozen=True)
class Milestone:
    """The day an event of a house happened; ``note`` holds the reason where one is required."""

    code: str
    day: date
    note: str = ""
    document: str = ""


@dataclass(frozen=True)
class HouseFacts:
    """What the rules ask about a house beside its milestones; money in đồng."""

    approved_amount: int | None = None
    decision_number: str | None = None
    decision_date: date | None = None
    union_given: int = 0
    decision_body: str | None = None
    decision_signer: str | None = None


def milestone_label(code: str) -> str:
    """Return the word shown for a milestone in the language of the screen."""
    return _(_LABELS.get(code, code))


def stage_of(milestones: Mapping[str, date]) -> str:
    """Return where a house stands: the furthest step, unless it was refused, cancelled or suspended after it."""
    for code in ENDED:
        if code in milestones:
            return code
    reached = [code for code in CHAIN if code in milestones]
    stage = reached[-1] if reached else "requested"
    pause = milestones.get("suspended")
    if pause is None or "resumed" in milestones or stage in FINISHED:
        return stage
    return "suspended" if all(milestones[code] <= pause for code in reached) else stage


def next_milestones(milestones: Mapping[str, date]) -> tuple[str, ...]:
    """Return the milestones that may come next, in the order offered; money handed over is not among them.

    A second pause takes the place of the first one, whose resumption then goes.
    """
    stage = stage_of(milestones)
    if stage in ENDED:
        return ()
    reached = max((CHAIN.index(code) for code in CHAIN if code in milestones), default=0)
    codes = [*CHAIN[reached + 1 :], "suspended", "refused", "cancelled"]
    if stage == "suspended":
        codes.insert(0, "resumed")
    return tuple(code for code in codes if code != stage and _may_follow(code, milestones))


def _may_follow(code: str, milestones: Mapping[str, date]) -> bool:
    if code == "suspended" and "handed_over" in milestones:
        return False
    needed = all(one in milestones for one in NEEDS.get(code, ()))
    return needed and not any(one in milestones for one in EXCLUDED.get(code, ()))


def check_milestones(milestones: Mapping[str, Milestone], facts: HouseFacts) -> None:
    """Raise InvalidInput for missing data and RuleBroken for milestones out of order or against each other."""
    for one in milestones.values():
        _check_needs(one, milestones)
        if one.code in WITH_REASON and not one.note.strip():
            raise InvalidInput(
                N_("Hãy ghi lý do của mốc “{milestone}”."), field="note", milestone=milestone_label(one.code)
            )
    _check_order(milestones)
    if "approved" in milestones and not facts.approved_amount:
        raise InvalidInput(N_("Từ khi duyệt phải có số tiền công đoàn hỗ trợ."), field="approved_amount")
    if "cancelled" in milestones and facts.union_given:
        raise RuleBroken(
            N_("Nhà đã nhận {amount} đồng; hãy thu hồi khoản đã trao (ở “Tiền đã trao”) trước khi hủy."),
            amount=number(facts.union_given),
        )


def _check_needs(one: Milestone, milestones: Mapping[str, Milestone]) -> None:
    for needed in NEEDS.get(one.code, ()):
        if needed not in milestones:
            raise RuleBroken(
                N_("Mốc “{milestone}” cần có ngày của mốc “{needed}”; hãy ghi ngày đó trước."),
                milestone=milestone_label(one.code),
                needed=milestone_label(needed),
            )
    for other in EXCLUDED.get(one.code, ()):
        if other in milestones:
            raise RuleBroken(
                N_("Nhà đã có mốc “{other}” thì không ghi mốc “{milestone}”; hãy bỏ một trong hai mốc."),
                milestone=milestone_label(one.code),
                other=milestone_label(other),
            )


def _check_order(milestones: Mapping[str, Milestone]) -> None:
    """A step is never dated before an earlier step; the same day is allowed."""
    last: Milestone | None = None
    for code in CHAIN:
        one = milestones.get(code)
        if one is None:
            continue
        if last is not None and one.day < last.day:
            raise _out_of_order(one, last)
        last = one
    for code, needed in NEEDS.items():
        if code not in CHAIN and code in milestones:
            before = milestones[needed[0]]
            if milestones[code].day < before.day:
                raise _out_of_order(milestones[code], before)
    for code in ENDED:
        ended = milestones.get(code)
        if ended is None:
            continue
        for before in milestones.values():
            if before.day > ended.day:
                raise _out_of_order(ended, before)


def _out_of_order(one: Milestone, before: Milestone) -> RuleBroken:
    return RuleBroken(
        N_("Ngày “{milestone}” ({day}) không thể trước ngày “{before}” ({before_day}); hãy xem lại hai ngày này."),
        milestone=milestone_label(one.code),
        day=short(one.day),
        before=milestone_label(before.code),
        before_day=short(before.day),
    )
