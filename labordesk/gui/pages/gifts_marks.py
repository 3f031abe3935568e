"""Marking lines and taking marks back, on the write thread; every answer brings the lines as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from labordesk.errors import LabordeskError
from labordesk.services.gift_lists import RecipientRow, recipients

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register


AMOUNTS, MOVED, COMPANIONS, VOUCHERS = "amounts", "moved", "companions", "vouchers"
CHANGED: Final = (AMOUNTS, MOVED, COMPANIONS, VOUCHERS)
"""What may be changed of lines beside the state of their hand-over."""


@dataclass(frozen=True)
class MarkedRows:
    """The lines after a mark, those of the same person that it concerns as well.

    ``freed`` are the (voucher, award) that were taken apart.
    """

    rows: tuple[RecipientRow, ...]
    changes: Changes
    freed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Step:
    """What Ctrl+Z takes back: the lines as they were, and the state they were given, or what of them was changed.

    ``pairs`` are the (voucher, award) that were put together, or taken apart when gifts came back.
    """

    before: tuple[RecipientRow, ...]
    state: str
    pairs: tuple[tuple[int, int], ...] = ()


def marked_rows(
    register: Register, campaign_id: int, before: Sequence[RecipientRow], write: Callable[[], Any]
) -> MarkedRows:
    """Write a mark (an answer with ``changes``) and read the lines it concerns."""
    marked = write()
    twins = (row.duplicate_of.award_id for row in before if row.duplicate_of and row.duplicate_of.same_campaign)
    wanted = list(dict.fromkeys([*(row.award_id for row in before), *twins]))
    rows = recipients(register, campaign_id, award_ids=wanted, limit=len(wanted)).rows
    return MarkedRows(rows, marked.changes, getattr(marked, "freed", ()))


def take_back(register: Register, step: Step) -> Any:
    """Bring the lines of a step back to what they were; returns the last ``Marked``."""
    from labordesk.services.gifts import undo_mark
    from labordesk.services.vouchers import put_back

    if step.state in CHANGED:
        return _change_back(register, step)
    award_ids = [row.award_id for row in step.before]
    marked = undo_mark(register, award_ids) if step.state != "planned" else None
    for state in dict.fromkeys(row.handover for row in step.before):
        rows = [row for row in step.before if row.handover == state]
        marked = _mark_again(register, state, rows) or marked
    assert marked is not None, "a step always changed the state"
    if step.pairs:
        put_back(register, step.pairs)
    return marked


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


def _change_back(register: Register, step: Step) -> Any:
    """Give lines the amounts, unit or companions they had, or take the vouchers off that they were given."""
    from labordesk.services.gift_changes import move_recipients, set_amounts, set_companions
    from labordesk.services.vouchers import free_vouchers

    if step.state == VOUCHERS:
        return free_vouchers(register, [voucher_id for voucher_id, _award_id in step.pairs])
    marked = None
    for was, award_ids in _groups(step).items():
        if step.state == AMOUNTS:
            marked = set_amounts(register, award_ids, *was)
        elif step.state == MOVED:
            marked = move_recipients(register, award_ids, *was)
        else:
            marked = set_companions(register, award_ids, *was)
    return marked


def _groups(step: Step) -> dict[tuple[int, ...], list[int]]:
    """Return the lines that had the same before."""
    found: dict[tuple[int, ...], list[int]] = {}
    for row in step.before:
        was = {AMOUNTS: (row.cash, row.goods), MOVED: (row.unit_id,)}.get(step.state, (row.companions,))
        found.setdefault(was, []).append(row.award_id)
    return found


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
