"""Whether a unit may carry a record of a day: every writer asks here before it saves."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

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
    if unit is None:
        raise InvalidInput(UNKNOWN, field=field)
    if unit.valid_from is not None and end < unit.valid_from:
        raise InvalidInput(NOT_YET, field=field, unit=unit.name, day=short(unit.valid_from))
    if unit.valid_to is not None and unit.valid_to < start:
        raise InvalidInput(ENDED, field=field, unit=unit.name, day=short(unit.valid_to))
