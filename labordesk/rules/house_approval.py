"""Xét duyệt a Mái ấm: the decision it rests on, and that nothing was begun or paid before that decision.

Source: domain.md 2.1, step 4 (Ban Thường vụ or Ban quản lý Quỹ Mái ấm decides, with number, date and signer).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.i18n import N_, _
from labordesk.rules.house_stages import HouseFacts, Milestone, milestone_label
from labordesk.vietnamese.dates import short

DECISION = (
    ("decision_number", N_("số quyết định")),
    ("decision_date", N_("ngày quyết định")),
    ("decision_body", N_("cấp duyệt")),
    ("decision_signer", N_("người ký")),
)
"""What a decision is known by: field of the house and its name within a sentence."""

AFTER_DECISION = ("started", "funded", "inspected", "handed_over", "settled")
"""Milestones that rest on the decision; the approval itself may be voted some days before it is signed."""


def check_decision(facts: HouseFacts, note: str) -> None:
    """Refuse (InvalidInput beside the first gap) an approval without its decision, unless its note says why.

    The note is the way for an old house whose decision is not at hand.
    """
    lacking = [(field, label) for field, label in DECISION if not getattr(facts, field)]
    if not lacking or note.strip():
        return
    raise InvalidInput(
        N_("Duyệt nhà cần có {lacking}; hãy ghi đủ, hoặc nêu lý do ở ghi chú của mốc “{milestone}”."),
        field=lacking[0][0],
        lacking=", ".join(_(label) for _field, label in lacking),
        milestone=milestone_label("approved"),
    )


def check_decision_day(milestones: Mapping[str, Milestone], decided: date | None) -> None:
    """Refuse (RuleBroken) work begun, money paid or a house handed over before the day of the decision."""
    if decided is None:
        return
    for code in AFTER_DECISION:
        one = milestones.get(code)
        if one is not None and one.day < decided:
            raise RuleBroken(
                N_("Ngày “{milestone}” ({day}) không thể trước ngày quyết định ({decided}); hãy xem lại hai ngày này."),
                milestone=milestone_label(code),
                day=short(one.day),
                decided=short(decided),
            )
