"""Chỉ tiêu được giao: a year's targets of units, for an indicator or for a programme in its unit of count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.i18n import N_
from labordesk.model import Indicator, Programme, Target
from labordesk.model.indicator import TargetFields
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.references import check_references
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open_between
from labordesk.store.register import Register

COUNTED_KINDS = ("gift", "grant", "house", "activity")
"""Kinds of programme whose rows are counted, so that a target can be set for them."""

ONE_SUBJECT = N_("Chỉ tiêu giao cho một chỉ tiêu tổ chức hoặc một chương trình; hãy chọn đúng một.")
NOT_COUNTED = N_("“{programme}” không đếm được số lượng nên chưa giao chỉ tiêu được; hãy chọn chương trình khác.")
TWICE = N_("Năm {year} đơn vị này đã được giao chỉ tiêu “{subject}”; hãy sửa dòng ấy.")
UNKNOWN = N_("Chỉ tiêu này không còn trong sổ; hãy mở lại danh sách.")


@dataclass(frozen=True)
class LoadedTarget:
    """A target for its form."""

    id: int
    row_version: int
    fields: TargetFields


def load_target(register: Register, target_id: int) -> LoadedTarget:
    """Return a target for its form; NotFound when it is gone."""
    with register.reading() as session:
        row = _row(session, target_id)
        return LoadedTarget(target_id, row.row_version, TargetFields.model_validate(row))


def save_target(
    register: Register, fields: TargetFields, *, target_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a target; a unit has one a year for each subject."""
    with register.writing() as session:
        row = None if target_id is None else _row(session, target_id)
        fields = check_target(session, fields, row)
        if row is None:
            row = Target.model_validate(fields)
            session.add(row)
        else:
            apply_fields(row, fields, row_version)
        session.flush()
        return Saved(cast(int, row.id), row.row_version, Changes(indicators=True))


def check_target(session: Session, fields: TargetFields, row: Target | None = None) -> TargetFields:
    """Return the fields tidied; InvalidInput for a target that cannot be. ``row`` is the one being edited."""
    check_fields(fields)
    fields = tidied(fields)
    check_references(session, fields, row)
    _check(session, fields, row)
    return fields


def delete_target(register: Register, target_id: int) -> Changes:
    """Delete a target."""
    with register.writing() as session:
        session.delete(_row(session, target_id))
    return Changes(indicators=True)


def _row(session: Session, target_id: int) -> Target:
    row = session.get(Target, target_id)
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _check(session: Session, fields: TargetFields, row: Target | None) -> None:
    if (fields.indicator_id is None) == (fields.programme_id is None):
        raise InvalidInput(ONE_SUBJECT, field="indicator_id")
    ensure_unit_open_between(session, fields.unit_id, date(fields.year, 1, 1), date(fields.year, 12, 31))
    programme = session.get_one(Programme, fields.programme_id) if fields.programme_id is not None else None
    if programme is not None and programme.kind not in COUNTED_KINDS:
        raise InvalidInput(NOT_COUNTED, field="programme_id", programme=programme.name)
    same = select(Target).where(
        Target.unit_id == fields.unit_id,
        Target.year == fields.year,
        Target.indicator_id == fields.indicator_id,
        Target.programme_id == fields.programme_id,
    )
    if any(other is not row for other in session.exec(same)):
        subject = programme or session.get_one(Indicator, fields.indicator_id)
        raise InvalidInput(TWICE, field="value", year=fields.year, subject=subject.name)
