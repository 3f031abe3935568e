"""A unit's name and place in the tree change by dated decisions, entered in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Unit, UnitEvent
from labordesk.services.changes import Changes
from labordesk.services.row_edit import touch
from labordesk.services.saved import Saved
from labordesk.services.share_book import ShareBook
from labordesk.services.unit_events import (
    Decision,
    add_event,
    ensure_lives_on,
    ensure_no_ring,
    renew_keys,
    unit_of,
)
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

SAME_NAME = N_("Tên này trùng với tên đang dùng; hãy ghi tên khác.")
SAME_PARENT = N_("“{unit}” vốn trực thuộc đơn vị này; hãy chọn đơn vị khác.")
SAME_DAY = N_("“{unit}” đã có quyết định cùng loại trong ngày {day}; hãy sửa lại ngày.")
NO_NAME = N_("Hãy ghi tên đơn vị.")


def rename_unit(
    register: Register, unit_id: int, name: str, decision: Decision, *, short_name: str | None = None
) -> Saved:
    """Give a unit another name from the decision's day on, until its next renaming if there is one already."""
    with register.writing() as session:
        unit = unit_of(session, unit_id)
        _add_renaming(session, unit, decision, name, before=False)
        if short_name is not None:
            unit.short_name = kinds.Text(longest=60).parse(short_name)
        return _kept(session, unit)


def record_former_name(register: Register, unit_id: int, name: str, decision: Decision) -> Saved:
    """Record the name a unit had before the decision's day, back to the renaming before that if there is one."""
    with register.writing() as session:
        unit = unit_of(session, unit_id)
        _add_renaming(session, unit, decision, name, before=True)
        return _kept(session, unit)


def transfer_unit(register: Register, unit_id: int, parent_id: int | None, decision: Decision) -> Saved:
    """Put a unit under another from the decision's day on, until its next transfer if there is one already.

    Its packages of campaigns not over yet leave the share of the units above and join that of the new ones.
    """
    with register.writing() as session:
        unit, book = unit_of(session, unit_id), ShareBook(session, decision.on)
        move_in_tree(session, unit, parent_id, decision)
        book.write()
        return _kept(session, unit)


def record_former_parent(register: Register, unit_id: int, parent_id: int | None, decision: Decision) -> Saved:
    """Record under which unit it was before the decision's day, back to the transfer before that if there is one."""
    with register.writing() as session:
        unit = unit_of(session, unit_id)
        move_in_tree(session, unit, parent_id, decision, before=True)
        return _kept(session, unit)


def _add_renaming(session: Session, unit: Unit, decision: Decision, text: str, *, before: bool) -> None:
    name = kinds.Text().parse(text)
    if name is None:
        raise InvalidInput(NO_NAME, field="name")
    decision.check()
    ensure_lives_on(unit, decision)
    earlier, later = _around(session, unit, decision, lambda event: event.old_name is not None)
    now_called = later.old_name if later is not None else unit.name
    if name == now_called:
        raise InvalidInput(SAME_NAME, field="name")
    event = add_event(session, unit, "renamed", decision)
    event.old_name, event.new_name = (name, now_called) if before else (now_called, name)
    if before and earlier is not None:
        earlier.new_name = name
        touch(earlier)
    elif not before and later is not None:
        later.old_name = name
        touch(later)
    elif not before:
        unit.name = name
    renew_keys(session, unit)


def move_in_tree(
    session: Session, unit: Unit, parent_id: int | None, decision: Decision, *, before: bool = False
) -> None:
    """Add a transfer to this session; with ``before`` the parent given is the one up to the eve of the decision."""
    decision.check()
    ensure_lives_on(unit, decision)
    eve = decision.on - timedelta(days=1)
    if parent_id is not None:
        ensure_unit_open(session, parent_id, eve if before else decision.on, field="parent_id")
    earlier, later = _around(session, unit, decision, lambda event: event.old_parent_id != event.new_parent_id)
    now_under = later.old_parent_id if later is not None else unit.parent_id
    if parent_id == now_under:
        raise InvalidInput(SAME_PARENT, field="parent_id", unit=unit.name)
    event = add_event(session, unit, "transferred", decision)
    event.old_parent_id, event.new_parent_id = (parent_id, now_under) if before else (now_under, parent_id)
    if before and earlier is not None:
        earlier.new_parent_id = parent_id
        touch(earlier)
    elif not before and later is not None:
        later.old_parent_id = parent_id
        touch(later)
    elif not before:
        unit.parent_id = parent_id
    ensure_no_ring(session, unit, date.min if before else decision.on)


def _kept(session: Session, unit: Unit) -> Saved:
    touch(unit)
    session.flush()
    return Saved(cast(int, unit.id), unit.row_version, Changes(units=True))


def _around(
    session: Session, unit: Unit, decision: Decision, counts: Callable[[UnitEvent], bool]
) -> tuple[UnitEvent | None, UnitEvent | None]:
    """Return the last change before the decision's day and the first one after it; refuse one of the same day."""
    session.flush()
    found = session.exec(
        select(UnitEvent).where(UnitEvent.unit_id == unit.id).order_by(col(UnitEvent.happened_on), col(UnitEvent.id))
    ).all()
    changes = [event for event in found if counts(event)]
    if any(event.happened_on == decision.on for event in changes):
        raise InvalidInput(SAME_DAY, field="happened_on", unit=unit.name, day=short(decision.on))
    earlier = [event for event in changes if event.happened_on < decision.on]
    later = [event for event in changes if event.happened_on > decision.on]
    return (earlier[-1] if earlier else None), (later[0] if later else None)
