"""The decisions behind a unit's changes and what they have in common: their day, their paper, a sound tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Unit, UnitEvent
from labordesk.model.unit import UnitEventFields
from labordesk.rules.unit_history import UnitHistory
from labordesk.rules.unit_names import unit_plain_key, unit_sort_key
from labordesk.services.field_checks import check_fields
from labordesk.services.unit_guard import UNKNOWN
from labordesk.services.unit_tree import read_history
from labordesk.store.engine import sqlite_of
from labordesk.vietnamese.dates import short

NOT_YET = N_("Ngày {day} chưa tới; hãy ghi khi quyết định có hiệu lực.")
SIGNED_LATER = N_("Ngày ký quyết định {day} chưa tới; hãy kiểm tra lại.")
FOUNDED_LATER = N_("“{unit}” hoạt động từ ngày {day}; quyết định phải có hiệu lực sau ngày đó.")
ENDED = N_("“{unit}” đã kết thúc hoạt động ngày {day}; hãy sửa lại ngày có hiệu lực.")
RING = N_("Từ ngày {day} “{unit}” sẽ trực thuộc chính đơn vị cấp dưới của mình; hãy chọn đơn vị khác.")


@dataclass(frozen=True)
class Decision:
    """Quyết định về một đơn vị; ``on`` is the first day of the new state, not in the future."""

    on: date
    number: str | None = None
    signed_on: date | None = None
    note: str | None = None

    def check(self) -> None:
        """Refuse a day that has not come: the register shows units as they are today."""
        today = kinds.today()
        if self.on > today:
            raise InvalidInput(NOT_YET, field="happened_on", day=short(self.on))
        if self.signed_on is not None and self.signed_on > today:
            raise InvalidInput(SIGNED_LATER, field="decision_date", day=short(self.signed_on))

    def fields(self, kind: str) -> UnitEventFields:
        """Return the event this decision makes, checked."""
        fields = UnitEventFields(
            kind=kind,
            happened_on=self.on,
            decision_number=kinds.Text(longest=60).parse(self.number),
            decision_date=self.signed_on,
            note=kinds.LongText().parse(self.note),
        )
        check_fields(fields)
        return fields


def unit_of(session: Session, unit_id: int) -> Unit:
    """Return a unit of this session; NotFound when there is none."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(UNKNOWN)
    return unit


def ensure_lives_on(unit: Unit, decision: Decision) -> None:
    """Refuse a decision on or before the unit's first day or after its last one."""
    if unit.valid_from is not None and decision.on <= unit.valid_from:
        raise InvalidInput(FOUNDED_LATER, field="happened_on", unit=unit.name, day=short(unit.valid_from))
    if unit.valid_to is not None and decision.on > unit.valid_to:
        raise InvalidInput(ENDED, field="happened_on", unit=unit.name, day=short(unit.valid_to))


def history_in(session: Session) -> UnitHistory:
    """Return all units as this session sees them, its own unsaved changes included."""
    return read_history(sqlite_of(session))


def ensure_no_ring(session: Session, unit: Unit, since: date, *, field: str = "parent_id") -> None:
    """Refuse a place in the tree that would put the unit above itself on any day from ``since`` on."""
    day = history_in(session).ring_from(cast(int, unit.id), since)
    if day is not None:
        raise InvalidInput(RING, field=field, unit=unit.name, day=short(day))


def add_event(
    session: Session, unit: Unit, kind: str, decision: Decision, *, other_unit_id: int | None = None
) -> UnitEvent:
    """Add the event of a decision to a unit and return it; ``other_unit_id`` is the successor or the source."""
    fields = decision.fields(kind)
    event = UnitEvent.model_validate(fields, update={"unit_id": unit.id, "other_unit_id": other_unit_id})
    session.add(event)
    session.flush()
    return event


def renew_keys(session: Session, unit: Unit) -> None:
    """Fill the key columns from all names the unit has or had; the one place where they are derived."""
    former = session.exec(select(UnitEvent.old_name).where(UnitEvent.unit_id == unit.id)).all() if unit.id else []
    unit.plain_key = unit_plain_key([unit.name, unit.short_name, unit.abbreviation, *former])
    unit.sort_key = unit_sort_key(unit.name)
