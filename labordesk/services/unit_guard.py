"""Whether a unit may carry a record of a day: every writer asks here before it saves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.model import Unit
from labordesk.vietnamese.dates import short

UNKNOWN = N_("Không thấy đơn vị này trong sổ; hãy chọn lại đơn vị.")
NOT_YET = N_("“{unit}” hoạt động từ ngày {day}; hãy chọn đơn vị khác hoặc sửa lại ngày.")
ENDED = N_("“{unit}” đã kết thúc hoạt động ngày {day}; hãy chọn đơn vị kế tục hoặc sửa lại ngày.")


def ensure_unit_open(session: Session, unit_id: int, on: date, *, field: str = "unit_id") -> None:
    """Refuse (InvalidInput beside ``field``) a unit that is unknown or did not exist on that day."""
    ensure_unit_open_between(session, unit_id, on, on, field=field)


def ensure_unit_open_between(session: Session, unit_id: int, start: date, end: date, *, field: str = "unit_id") -> None:
    """Refuse a unit that did not exist on any day of a period; a quarter's figure may be of a unit that ended in it."""
    unit = session.get(Unit, unit_id)
    days = None if unit is None else (unit.name, unit.valid_from, unit.valid_to)
    refused = _refusal(days, start, end, field)
    if refused is not None:
        raise refused


class UnitGuard:
    """The same question for thousands of records of one day; all units are read once."""

    def __init__(self, session: Session, on: date) -> None:
        self._on = on
        columns = col(Unit.id), col(Unit.name), col(Unit.valid_from), col(Unit.valid_to)
        self._units = {unit_id: (name, *days) for unit_id, name, *days in session.execute(select(*columns))}

    def refusal(self, unit_id: int) -> InvalidInput | None:
        """Return why a unit may not carry a record of the day, None when it may."""
        return _refusal(self._units.get(unit_id), self._on, self._on, "unit_id")

    def ensure_open(self, unit_id: int) -> None:
        """Refuse (InvalidInput beside ``unit_id``) a unit that may not."""
        refused = self.refusal(unit_id)
        if refused is not None:
            raise refused


def _refusal(
    unit: tuple[str, date | None, date | None] | None, start: date, end: date, field: str
) -> InvalidInput | None:
    if unit is None:
        return InvalidInput(UNKNOWN, field=field)
    name, valid_from, valid_to = unit
    if valid_from is not None and end < valid_from:
        return InvalidInput(NOT_YET, field=field, unit=name, day=short(valid_from))
    if valid_to is not None and valid_to < start:
        return InvalidInput(ENDED, field=field, unit=name, day=short(valid_to))
    return None
