"""Marking lines on the write thread; every answer brings the lines as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from labordesk.errors import LabordeskError
from labordesk.gui.pages.parts.own_deeds import Deed
from labordesk.services.gift_lists import RecipientRow, recipients

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register


AMOUNTS, MOVED, COMPANIONS, VOUCHERS = "amounts", "moved", "companions", "vouchers"
CHANGED: Final = (AMOUNTS, MOVED, COMPANIONS, VOUCHERS)
"""What may be changed of lines beside the state of their hand-over."""


@dataclass(frozen=True)
class MarkedRows:
    """The lines after a mark, those of the same person that it concerns as well."""

    rows: tuple[RecipientRow, ...]
    changes: Changes


@dataclass(frozen=True)
class Step:
    """What Ctrl+Z takes back: the lines as they were, and the state they were given, or what of them was changed."""

    before: tuple[RecipientRow, ...]
    state: str
    deed: Deed = field(default_factory=Deed)


def marked_rows(
    register: Register, campaign_id: int, before: Sequence[RecipientRow], write: Callable[[], Any]
) -> MarkedRows:
    """Write a mark (an answer with ``changes``) and read the lines it concerns."""
    marked = write()
    twins = (row.duplicate_of.award_id for row in before if row.duplicate_of and row.duplicate_of.same_campaign)
    wanted = list(dict.fromkeys([*(row.award_id for row in before), *twins]))
    rows = recipients(register, campaign_id, award_ids=wanted, limit=len(wanted)).rows
    return MarkedRows(rows, marked.changes)


def give_serial(register: Register, award_id: int, serial: str, on: date | None, reason: str | None) -> Any:
    """Give a line the voucher with a serial and, with a day, mark it as received: both or neither."""
    from labordesk.services.gifts import mark_received
    from labordesk.services.vouchers import assign_serial, free_vouchers

    given = assign_serial(register, award_id, serial)
    if on is None:
        return given
    try:
        return mark_received(register, [award_id], on, reason=reason)
    except LabordeskError:
        if given.count:
            free_vouchers(register, [given.pairs[0][0]])
        raise
