"""Kết quả sử dụng thỏa thuận: how many times members used an agreement in a period, and what they saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds
from labordesk.i18n import N_, _
from labordesk.model import Agreement, AgreementUse
from labordesk.model.agreement import AgreementFields, AgreementUseFields
from labordesk.rules.agreement_terms import check_use
from labordesk.rules.happened_days import check_happened
from labordesk.services.agreements import term_of
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.unit_events import history_in
from labordesk.services.unit_guard import ensure_unit_open_between
from labordesk.services.unit_tree import unit_names
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

GONE = N_("Dòng này không còn trong sổ; hãy mở lại thỏa thuận.")
NOTHING = N_("Chưa có lượt sử dụng nào; hãy ghi số lượt, hoặc xóa dòng này.")
COUNTED_TWICE = N_(
    "Kỳ {start} – {end} đã ghi cho {unit}, nên sẽ bị cộng hai lần; hãy sửa dòng ấy hoặc chọn kỳ, đơn vị khác."
)
WHOLE = N_("mọi đơn vị")


@dataclass(frozen=True)
class UseRow:
    """A period of use; ``unit`` is "" when it was reported for all units together."""

    id: int
    row_version: int
    fields: AgreementUseFields
    unit: str


def uses_of(register: Register, agreement_id: int) -> tuple[UseRow, ...]:
    """Return the uses of an agreement, the latest period first."""
    with register.reading() as session:
        name = unit_names(sqlite_of(session))
        rows = session.exec(
            select(AgreementUse)
            .where(AgreementUse.agreement_id == agreement_id)
            .order_by(col(AgreementUse.ends_on).desc(), col(AgreementUse.id).desc())
        ).all()
        return tuple(
            UseRow(
                cast(int, row.id),
                row.row_version,
                AgreementUseFields.model_validate(row),
                name(row.unit_id, row.ends_on) if row.unit_id is not None else "",
            )
            for row in rows
        )


def load_use(register: Register, use_id: int) -> UseRow:
    """Return a use for its form; NotFound when it is gone."""
    with register.reading() as session:
        row = _row(session, use_id)
        return UseRow(use_id, row.row_version, AgreementUseFields.model_validate(row), "")


def save_use(
    register: Register,
    agreement_id: int,
    fields: AgreementUseFields,
    *,
    use_id: int | None = None,
    row_version: int | None = None,
) -> Saved:
    """Save a period of use within the agreement's days; the same days of the same members count once."""
    check_fields(fields)
    fields = tidied(fields)
    with register.writing() as session:
        agreement = session.get(Agreement, agreement_id)
        if agreement is None:
            raise NotFound(GONE)
        row = None if use_id is None else _row(session, use_id)
        check_use(term_of(AgreementFields.model_validate(agreement)), fields.starts_on, fields.ends_on)
        check_happened(fields.ends_on, kinds.today())
        if not fields.members:
            raise InvalidInput(NOTHING, field="members")
        if fields.unit_id is not None:
            ensure_unit_open_between(session, fields.unit_id, fields.starts_on, fields.ends_on)
        _check_once(session, agreement_id, fields, use_id)
        if row is None:
            row = AgreementUse.model_validate(fields, update={"agreement_id": agreement_id})
            session.add(row)
        else:
            apply_fields(row, fields, row_version)
        session.flush()
        return Saved(cast(int, row.id), row.row_version, Changes(agreements=True))


def delete_use(register: Register, use_id: int) -> Changes:
    """Delete a period of use."""
    with register.writing() as session:
        session.delete(_row(session, use_id))
    return Changes(agreements=True)


def _row(session: Session, use_id: int) -> AgreementUse:
    row = session.get(AgreementUse, use_id)
    if row is None:
        raise NotFound(GONE)
    return row


def _check_once(session: Session, agreement_id: int, fields: AgreementUseFields, use_id: int | None) -> None:
    """Refuse a period that shares days with one of the same unit, or of one above or below it (None: of all)."""
    history = history_in(session)
    others = session.exec(
        select(AgreementUse).where(
            AgreementUse.agreement_id == agreement_id,
            AgreementUse.ends_on >= fields.starts_on,
            AgreementUse.starts_on <= fields.ends_on,
            col(AgreementUse.id).is_distinct_from(use_id),
        )
    ).all()
    for other in others:
        if fields.unit_id is None or other.unit_id is None:
            shared = True
        else:
            line = {fields.unit_id, *history.ancestors(fields.unit_id, fields.ends_on)}
            shared = other.unit_id in line or fields.unit_id in history.ancestors(other.unit_id, fields.ends_on)
        if shared:
            unit = _(WHOLE) if other.unit_id is None else history.name_on(other.unit_id, other.ends_on)
            start, end = short(other.starts_on), short(other.ends_on)
            raise InvalidInput(COUNTED_TWICE, field="starts_on", start=start, end=end, unit=unit)
