"""What of a house only changes with a reason: days and documents of milestones, the decision once approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from labordesk.rules.house_stages import Milestone

DOCUMENT = ".document"
"""Ending of the subject that is the document of a milestone, not its day."""

DECIDED = ("approved_amount", "decision_number", "decision_date", "decision_body", "decision_signer")
"""Fields that stand firm from the approval on."""


@dataclass(frozen=True)
class OnRecord:
    """What a house has on record: its milestones, and the fields of ``DECIDED`` as stored text ("" when empty)."""

    milestones: Mapping[str, Milestone]
    decided: Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """Something on record that is no longer the same; texts as stored: ISO days, plain đồng, "" for nothing."""

    subject: str
    before: str
    after: str


def corrections(before: OnRecord, after: OnRecord) -> tuple[Change, ...]:
    """Return what was on record and changed or went; a first entry is no correction.

    The day money was handed over follows from the payments, so it is not among them.
    """
    return (*_of_milestones(before, after), *_of_decision(before, after))


def _of_milestones(before: OnRecord, after: OnRecord) -> Iterator[Change]:
    for code, one in before.milestones.items():
        if code == "funded":
            continue
        now = after.milestones.get(code)
        if now is None or now.day != one.day:
            yield Change(code, one.day.isoformat(), now.day.isoformat() if now is not None else "")
        if one.document and (now is None or now.document != one.document):
            yield Change(code + DOCUMENT, one.document, now.document if now is not None else "")


def _of_decision(before: OnRecord, after: OnRecord) -> Iterator[Change]:
    if "approved" not in before.milestones:
        return
    for field in DECIDED:
        old, new = before.decided.get(field, ""), after.decided.get(field, "")
        if old and old != new:
            yield Change(field, old, new)
