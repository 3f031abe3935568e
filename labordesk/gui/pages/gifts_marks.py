"""Marking lines and taking marks back, on the write thread; every answer brings the lines as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labordesk.services.gift_lists import RecipientRow, recipients

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register


@dataclass(frozen=True)
class MarkedRows:
    """The lines after a mark, those of the same person that it concerns as well."""

    rows: tuple[RecipientRow, ...]
    changes: Changes


@dataclass(frozen=True)
class Step:
    """What Ctrl+Z takes back: the lines as they were, and the state they were given."""

    before: tuple[RecipientRow, ...]
    state: str


def marked_rows(
    register: Register, campaign_id: int, before: Sequence[RecipientRow], write: Callable[[], Any]
) -> MarkedRows:
    """Write a mark (an answer with ``changes``) and read the lines it concerns."""
    changes = write().changes
    twins = (row.duplicate_of.award_id for row in before if row.duplicate_of and row.duplicate_of.same_campaign)
    wanted = list(dict.fromkeys([*(row.award_id for row in before), *twins]))
    return MarkedRows(recipients(register, campaign_id, award_ids=wanted, limit=len(wanted)).rows, changes)


def take_back(register: Register, step: Step) -> Any:
    """Bring the lines of a step back to what they were; returns the last ``Marked``."""
    from labordesk.services.gifts import undo_mark

    award_ids = [row.award_id for row in step.before]
    marked = undo_mark(register, award_ids) if step.state != "planned" else None
    for state in dict.fromkeys(row.handover for row in step.before):
        rows = [row for row in step.before if row.handover == state]
        marked = _mark_again(register, state, rows) or marked
    assert marked is not None, "a step always changed the state"
    return marked


def _mark_again(register: Register, state: str, rows: Iterable[RecipientRow]) -> Any:
    from labordesk.services.gifts import mark_absent, mark_proxy, mark_received, mark_returned

    marked = None
    if state == "absent":
        return mark_absent(register, [row.award_id for row in rows])
    for row in rows:
        if row.paid_on is None:
            continue
        if state == "proxy":
            name, relation = row.recipient_name, row.recipient_relation
            marked = mark_proxy(register, row.award_id, name, relation, row.paid_on)
        elif state in ("received", "returned"):
            marked = mark_received(register, [row.award_id], row.paid_on)
        if state == "returned":
            marked = mark_returned(register, [row.award_id], row.paid_on)
    return marked
