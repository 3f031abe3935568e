"""What an inspection would ask about a Mái ấm: what its file lacks, how late it is (domain.md 7, row 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from labordesk.i18n import N_
from labordesk.rules.house_stages import ENDED, FINISHED, HouseFacts, Milestone

FULL = 100


def missing_facts(milestones: Mapping[str, Milestone], facts: HouseFacts) -> tuple[str, ...]:
    """Return what a file lacks beside the papers of its checklist, as msgids.

    The decision is a paper of the checklist, shown by its number; here only its day is asked for.
    """
    missing: list[str] = []
    if any(code in milestones for code in ENDED):
        return ()
    if "approved" in milestones and facts.decision_number and facts.decision_date is None:
        missing.append(N_("Ngày quyết định hỗ trợ"))
    if "handed_over" in milestones:
        if "started" not in milestones:
            missing.append(N_("Ngày khởi công"))
        if not facts.union_given:
            missing.append(N_("Khoản chi hỗ trợ"))
    return tuple(missing)


def overdue_days(stage: str, due_on: date | None, today: date) -> int:
    """Return how many days the hand-over is late; 0 when it is not, or nothing is awaited any more."""
    if due_on is None or stage in FINISHED:
        return 0
    return max(0, (today - due_on).days)


def is_unfinished(reached: Mapping[str, object], progress: int | None) -> bool:
    """Return whether a house was inspected or handed over while its last report said it was not done; a warning."""
    return progress is not None and progress < FULL and any(code in reached for code in ("inspected", "handed_over"))
