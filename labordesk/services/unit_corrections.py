"""A decision recorded by mistake is taken back: the unit is again what it was before."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.model import UnitEvent
from labordesk.services.changes import Changes
from labordesk.services.row_edit import touch
from labordesk.services.saved import Saved
from labordesk.services.share_book import ShareBook
from labordesk.services.unit_events import ensure_no_ring, renew_keys, unit_of
from labordesk.services.unit_records import reopen_memberships
from labordesk.store.register import Register

UNKNOWN = N_("Quyết định này không còn trong sổ; hãy mở lại trang đơn vị.")
NOT_A_CHANGE = N_("Chỉ bỏ được việc đổi tên, chuyển đơn vị; việc kết thúc hoạt động thì dùng “Mở lại đơn vị”.")
STILL_OPEN = N_("“{unit}” chưa kết thúc hoạt động.")


def take_back_change(register: Register, event_id: int) -> Saved:
    """Take back a renaming or a transfer; what came before it then holds until the next one."""
    with register.writing() as session:
        event = session.get(UnitEvent, event_id)
        if event is None:
            raise NotFound(UNKNOWN)
        unit, book = unit_of(session, event.unit_id), ShareBook(session, event.happened_on)
        later = _next_change(session, event)
        if event.kind == "renamed" and event.old_name is not None:
            if later is None:
                unit.name = event.old_name
            else:
                later.old_name = event.old_name
        elif event.kind == "transferred":
            if later is None:
                unit.parent_id = event.old_parent_id
            else:
                later.old_parent_id = event.old_parent_id
        else:
            raise RuleBroken(NOT_A_CHANGE)
        if later is not None:
            touch(later)
        session.delete(event)
        session.flush()
        renew_keys(session, unit)
        ensure_no_ring(session, unit, event.happened_on, field="")
        touch(unit)
        book.write()
        return Saved(cast(int, unit.id), unit.row_version, Changes(units=True))


def reopen_unit(register: Register, unit_id: int) -> Saved:
    """Take back the end of a unit; people, units and records that its successor took stay there."""
    with register.writing() as session:
        unit = unit_of(session, unit_id)
        if unit.valid_to is None:
            raise RuleBroken(STILL_OPEN, unit=unit.name)
        day = unit.valid_to + timedelta(days=1)
        ends = select(UnitEvent).where(
            UnitEvent.happened_on == day, col(UnitEvent.kind).in_(("closed", "merged", "split"))
        )
        for event in session.exec(ends):
            of_unit = event.unit_id == unit_id
            of_successor = event.unit_id == unit.successor_id and event.other_unit_id == unit_id
            if of_unit or of_successor:
                session.delete(event)
        reopen_memberships(session, unit_id, unit.valid_to)
        unit.valid_to = unit.successor_id = None
        touch(unit)
        session.flush()
        return Saved(unit_id, unit.row_version, Changes(units=True, people=True))


def _next_change(session: Session, event: UnitEvent) -> UnitEvent | None:
    """Return the next event of the same kind of the same unit."""
    return session.exec(
        select(UnitEvent)
        .where(
            UnitEvent.unit_id == event.unit_id, UnitEvent.kind == event.kind, UnitEvent.happened_on > event.happened_on
        )
        .order_by(col(UnitEvent.happened_on))
    ).first()
