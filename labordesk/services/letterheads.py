"""Đầu văn bản: which bodies, place and signers stand on a paper of a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.model import Letterhead
from labordesk.model.letterhead import LetterheadFields
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

NONE_YET = N_("Chưa có đầu văn bản; hãy ghi ở mục Cài đặt, Đầu văn bản.")
UNKNOWN = N_("Không thấy đầu văn bản này; hãy mở lại danh sách.")
SAME_DAY = N_("Đã có đầu văn bản dùng từ ngày {day}; hãy sửa bản ấy hoặc chọn ngày khác.")
LAST_ONE = N_("Sổ cần ít nhất một đầu văn bản; hãy thêm bản khác trước khi xóa bản này.")


@dataclass(frozen=True)
class LetterheadRow:
    """A letterhead of the register's own unit (``unit_id`` None) or of another unit."""

    id: int
    row_version: int
    unit_id: int | None
    fields: LetterheadFields


def letterhead_on(register: Register, day: date, unit_id: int | None = None) -> LetterheadFields:
    """Return what stands on a paper of that day; a unit without its own takes the register's.

    A paper older than the first letterhead takes the first one. NotFound when there is none at all.
    """
    rows = letterheads(register, unit_id) or letterheads(register)
    if not rows:
        raise NotFound(NONE_YET)
    in_force = [row for row in rows if row.fields.valid_from <= day]
    return (in_force or rows[-1:])[0].fields


def letterheads(register: Register, unit_id: int | None = None) -> tuple[LetterheadRow, ...]:
    """Return the letterheads of the register's own unit or of another one, the latest first."""
    with register.reading() as session:
        return tuple(
            LetterheadRow(cast(int, row.id), row.row_version, row.unit_id, LetterheadFields.model_validate(row))
            for row in _rows(session, unit_id)
        )


def save_letterhead(
    register: Register,
    fields: LetterheadFields,
    *,
    letterhead_id: int | None = None,
    unit_id: int | None = None,
    row_version: int | None = None,
) -> Saved:
    """Save a letterhead; one unit has one from any day on. ``unit_id`` counts for a new one only."""
    check_fields(fields)
    fields = tidied(fields)
    with register.writing() as session:
        row = _row(session, letterhead_id) if letterhead_id is not None else None
        owner = row.unit_id if row is not None else unit_id
        if owner is not None:
            ensure_unit_open(session, owner, fields.valid_from)
        if any(other.valid_from == fields.valid_from and other is not row for other in _rows(session, owner)):
            raise InvalidInput(SAME_DAY, field="valid_from", day=short(fields.valid_from))
        if row is None:
            row = Letterhead.model_validate(fields, update={"unit_id": unit_id})
            session.add(row)
        else:
            apply_fields(row, fields, row_version)
        session.flush()
        return Saved(cast(int, row.id), row.row_version, Changes(settings=True))


def delete_letterhead(register: Register, letterhead_id: int) -> Changes:
    """Delete a letterhead; the last one of the register's own unit is refused (RuleBroken)."""
    with register.writing() as session:
        row = _row(session, letterhead_id)
        if row.unit_id is None and len(_rows(session, None)) == 1:
            raise RuleBroken(LAST_ONE)
        session.delete(row)
    return Changes(settings=True)


def _rows(session: Session, unit_id: int | None) -> list[Letterhead]:
    owner = col(Letterhead.unit_id).is_(None) if unit_id is None else col(Letterhead.unit_id) == unit_id
    return list(session.exec(select(Letterhead).where(owner).order_by(col(Letterhead.valid_from).desc())))


def _row(session: Session, letterhead_id: int) -> Letterhead:
    row = session.get(Letterhead, letterhead_id)
    if row is None:
        raise NotFound(UNKNOWN)
    return row
