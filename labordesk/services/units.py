"""Units as an officer fills them in; names and parents change by dated decisions only (``unit_changes``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Unit, UnitEvent, UnitType
from labordesk.model.unit import UnitFields
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied, touch
from labordesk.services.saved import Saved
from labordesk.services.unit_events import Decision, add_event, ensure_no_ring, renew_keys, unit_of
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.services.unit_records import records_before, records_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.fold import search_key

TWICE = N_("Đã có đơn vị “{unit}” ở cùng nơi trực thuộc; hãy kiểm tra lại tên.")
RENAME_BY_DECISION = N_(
    "Tên đơn vị đổi theo quyết định có ngày hiệu lực; hãy dùng “Đổi tên”, hoặc chọn “Sửa lỗi chính tả” nếu chỉ gõ nhầm."
)
MOVE_BY_DECISION = N_(
    "Nơi trực thuộc đổi theo quyết định có ngày hiệu lực; hãy dùng “Chuyển đơn vị”, hoặc chọn “Sửa lỗi” nếu ghi nhầm."
)
REVERSED = N_("Ngày kết thúc {end} trước ngày bắt đầu {start}; hãy kiểm tra lại.")
RECORDS_BEFORE = N_("“{unit}” có {count} bản ghi trước ngày {day}; hãy chọn ngày bắt đầu sớm hơn.")
EVENT_BEFORE = N_("“{unit}” có quyết định từ ngày {event}; ngày bắt đầu phải trước ngày đó.")
IN_USE = N_(
    "“{unit}” có {count} bản ghi hoặc đơn vị trực thuộc nên không xóa được; hãy ghi quyết định kết thúc hoạt động."
)
UNKNOWN_TYPE = N_("Không thấy loại đơn vị này; hãy chọn lại.")


@dataclass(frozen=True)
class LoadedUnit:
    """A unit for its form; ``successor_id`` carries on when it has ended."""

    id: int
    row_version: int
    fields: UnitFields
    successor_id: int | None


def load_unit(register: Register, unit_id: int) -> LoadedUnit:
    """Return a unit as it is today; NotFound for an unknown one."""
    with register.reading() as session:
        unit = unit_of(session, unit_id)
        return LoadedUnit(unit_id, unit.row_version, UnitFields.model_validate(unit), unit.successor_id)


def save_unit(
    register: Register,
    fields: UnitFields,
    *,
    unit_id: int | None = None,
    row_version: int | None = None,
    decision: Decision | None = None,
    correction: bool = False,
) -> Saved:
    """Save a new unit (founded by ``decision`` if given) or the plain fields of one there is.

    A changed name or parent is refused unless ``correction`` says that the old one was never right.
    """
    with register.writing() as session:
        if unit_id is None:
            unit = add_unit(session, fields, decision=decision)
        else:
            unit = unit_of(session, unit_id)
            _change_unit(session, unit, fields, row_version, correction=correction)
        session.flush()
        return Saved(cast(int, unit.id), unit.row_version, Changes(units=True))


def add_unit(
    session: Session,
    fields: UnitFields,
    *,
    decision: Decision | None = None,
    instead_of: Collection[int] = (),
    out_of: int | None = None,
) -> Unit:
    """Add a unit to this session and return it with its id; a decision gives its first day and a founding event.

    It may bear the name of a unit it stands ``instead_of``; ``out_of`` is the unit it was split from.
    """
    fields = _checked(session, fields)
    if decision is not None:
        decision.check()
        fields = fields.model_copy(update={"valid_from": decision.on})
    first_day = fields.valid_from or fields.valid_to or kinds.today()
    if fields.parent_id is not None:
        ensure_unit_open(session, fields.parent_id, first_day, field="parent_id")
    unit = Unit.model_validate(fields)
    renew_keys(session, unit)
    session.add(unit)
    _ensure_only_one(session, unit, first_day, instead_of)
    if decision is not None:
        add_event(session, unit, "founded", decision, other_unit_id=out_of)
    return unit


def delete_unit(register: Register, unit_id: int) -> Changes:
    """Delete a unit entered by mistake; RuleBroken once anything hangs on it."""
    with register.writing() as session:
        unit = unit_of(session, unit_id)
        children = session.exec(
            select(Unit.id).where((Unit.parent_id == unit_id) | (Unit.successor_id == unit_id))
        ).all()
        others = session.exec(select(UnitEvent.id).where(UnitEvent.other_unit_id == unit_id)).all()
        count = records_of(session, unit_id) + len(children) + len(others)
        if count:
            raise RuleBroken(IN_USE, unit=unit.name, count=count)
        for event in session.exec(select(UnitEvent).where(UnitEvent.unit_id == unit_id)):
            session.delete(event)
        session.flush()
        session.delete(unit)
    return Changes(units=True)


def _change_unit(
    session: Session, unit: Unit, fields: UnitFields, row_version: int | None, *, correction: bool
) -> None:
    fields = _checked(session, fields).model_copy(update={"valid_to": unit.valid_to})
    if not correction:
        if fields.name != unit.name:
            raise InvalidInput(RENAME_BY_DECISION, field="name")
        if fields.parent_id != unit.parent_id:
            raise InvalidInput(MOVE_BY_DECISION, field="parent_id")
    _check_first_day(session, unit, fields)
    former_name, former_parent = unit.name, unit.parent_id
    apply_fields(unit, fields, row_version)
    if correction:
        _correct_last_event(session, unit, former_name, former_parent)
    renew_keys(session, unit)
    _ensure_only_one(session, unit, kinds.today())
    if unit.parent_id is not None and unit.parent_id != former_parent:
        ensure_unit_open(session, unit.parent_id, unit.valid_to or kinds.today(), field="parent_id")
        ensure_no_ring(session, unit, date.min)


def _correct_last_event(session: Session, unit: Unit, former_name: str, former_parent: int | None) -> None:
    """Let the last decision say the corrected name and parent too, so that going back stays unbroken."""
    events = session.exec(
        select(UnitEvent).where(UnitEvent.unit_id == unit.id).order_by(col(UnitEvent.happened_on), col(UnitEvent.id))
    ).all()
    for event in [one for one in events if one.old_name is not None][-1:]:
        if event.new_name == former_name != unit.name:
            event.new_name = unit.name
            touch(event)
    for event in [one for one in events if one.old_parent_id != one.new_parent_id][-1:]:
        if event.new_parent_id == former_parent != unit.parent_id:
            event.new_parent_id = unit.parent_id
            touch(event)


def _checked(session: Session, fields: UnitFields) -> UnitFields:
    """Return the fields in NFC; refuse what is missing, unknown or reversed."""
    check_fields(fields)
    if fields.valid_from and fields.valid_to and fields.valid_to < fields.valid_from:
        raise InvalidInput(REVERSED, field="valid_from", start=short(fields.valid_from), end=short(fields.valid_to))
    if fields.type_id is not None and session.get(UnitType, fields.type_id) is None:
        raise InvalidInput(UNKNOWN_TYPE, field="type_id")
    return tidied(fields)


def _check_first_day(session: Session, unit: Unit, fields: UnitFields) -> None:
    """Refuse a first day after records or decisions of the unit."""
    first_day = fields.valid_from
    if first_day is None or first_day == unit.valid_from:
        return
    unit_id = cast(int, unit.id)
    count = records_before(session, unit_id, first_day)
    if count:
        raise InvalidInput(RECORDS_BEFORE, field="valid_from", unit=unit.name, count=count, day=short(first_day))
    for event in session.exec(select(UnitEvent).where(UnitEvent.unit_id == unit_id)):
        if event.kind == "founded":
            event.happened_on = first_day
            touch(event)
        elif event.happened_on <= first_day:
            raise InvalidInput(EVENT_BEFORE, field="valid_from", unit=unit.name, event=short(event.happened_on))


def _ensure_only_one(session: Session, unit: Unit, day: date, instead_of: Collection[int] = ()) -> None:
    """Refuse a second living unit of the same name in the same place; marks count, their place does not."""
    session.flush()
    key = search_key(unit.name)
    same_place = (Unit.parent_id == unit.parent_id) if unit.parent_id is not None else col(Unit.parent_id).is_(None)
    for other in session.exec(select(Unit).where(same_place, Unit.id != unit.id)):
        lives = other.id not in instead_of and (other.valid_to is None or other.valid_to >= day)
        if lives and search_key(other.name) == key:
            raise InvalidInput(TWICE, field="name", unit=other.name)
