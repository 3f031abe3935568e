"""Thỏa thuận hợp tác: the register of partner agreements; what members save by them is never spending."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Agreement, AgreementUse, Programme
from labordesk.model.agreement import AgreementFields
from labordesk.rules.agreement_terms import NOTICE_DAYS, Term, check_term, renewed, state_on
from labordesk.rules.happened_days import check_happened
from labordesk.rules.unit_names import unit_found
from labordesk.services.agreement_terms import Effect, effects
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.references import check_references
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.services.unit_tree import unit_names
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

UNKNOWN = N_("Thỏa thuận này không còn trong sổ; hãy mở lại danh sách.")
OTHER_KIND = N_("“{programme}” không phải chương trình thỏa thuận phúc lợi; hãy chọn chương trình khác.")
OUTSIDE = N_(
    "Thỏa thuận đã có kết quả sử dụng từ {start} đến {end}, ngoài thời hạn mới; "
    "hãy sửa kết quả ấy trước hoặc xem lại ngày."
)

IN_FORCE = ("active", "expiring")


@dataclass(frozen=True)
class AgreementRow:
    """An agreement as the list shows it; ``state`` as of the day asked, turns and đồng saved over all its years."""

    id: int
    row_version: int
    fields: AgreementFields
    unit: str
    state: str
    effect: Effect
    followed: bool
    """The same unit has signed again with the partner, for longer."""

    @property
    def unused(self) -> bool:
        """Tell whether nobody has used it so far."""
        return not self.effect.members


def term_of(fields: AgreementFields) -> Term:
    """Return the days of an agreement."""
    return Term(fields.signed_on, fields.expires_on, fields.ended_on)


def list_agreements(
    register: Register,
    *,
    states: tuple[str, ...] = (),
    unused: bool = False,
    text: str = "",
    on: date | None = None,
    notice_days: int = NOTICE_DAYS,
) -> tuple[AgreementRow, ...]:
    """Return agreements, those ending first at the top and those past at the bottom; no ``states`` means all."""
    on = on or kinds.today()
    used = effects(register)
    with register.reading() as session:
        rows = session.exec(select(Agreement).order_by(col(Agreement.signed_on).desc(), col(Agreement.id))).all()
        name = unit_names(sqlite_of(session))
        found = [_shown(row, rows, used, name, on, notice_days) for row in rows]
    chosen = [
        row
        for row in found
        if (not states or row.state in states) and (not unused or row.unused) and unit_found(text, _texts(row))
    ]
    return tuple(sorted(chosen, key=_place))


def load_agreement(register: Register, agreement_id: int, *, on: date | None = None) -> AgreementRow:
    """Return an agreement for its form; NotFound when it is gone."""
    used = effects(register)
    with register.reading() as session:
        row, name = _row(session, agreement_id), unit_names(sqlite_of(session))
        same = session.exec(select(Agreement).where(Agreement.partner == row.partner)).all()
        return _shown(row, same, used, name, on or kinds.today(), NOTICE_DAYS)


def save_agreement(
    register: Register, fields: AgreementFields, *, agreement_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save an agreement that was signed, its dates one after another."""
    check_fields(fields)
    fields = tidied(fields)
    with register.writing() as session:
        row = None if agreement_id is None else _row(session, agreement_id)
        check_references(session, fields, row)
        programme = session.get_one(Programme, fields.programme_id)
        if programme.kind != "agreement":
            raise InvalidInput(OTHER_KIND, field="programme_id", programme=programme.name)
        check_term(term_of(fields))
        check_happened(fields.signed_on, kinds.today())
        ensure_unit_open(session, fields.unit_id, fields.signed_on)
        if row is None:
            row = Agreement.model_validate(fields)
            session.add(row)
        else:
            _keep_uses_inside(session, agreement_id, term_of(fields))
            apply_fields(row, fields, row_version)
        session.flush()
        return Saved(cast(int, row.id), row.row_version, Changes(agreements=True))


def delete_agreement(register: Register, agreement_id: int) -> Changes:
    """Delete an agreement entered by mistake, with its uses and papers."""
    with register.writing() as session:
        session.delete(_row(session, agreement_id))
    return Changes(agreements=True, papers=True)


def renewal_of(fields: AgreementFields, today: date) -> AgreementFields:
    """Return what the next agreement with the partner starts from: all the same, with new dates and no number yet."""
    term = renewed(term_of(fields), today)
    dates = {"signed_on": term.signed_on, "expires_on": term.expires_on, "ended_on": None}
    return fields.model_copy(update={**dates, "number": None, "note": None})


def _row(session: Session, agreement_id: int) -> Agreement:
    row = session.get(Agreement, agreement_id)
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _keep_uses_inside(session: Session, agreement_id: int | None, term: Term) -> None:
    """Refuse new days of an agreement that leave periods of use outside."""
    uses = session.exec(select(AgreementUse).where(AgreementUse.agreement_id == agreement_id)).all()
    if not uses:
        return
    first, last = min(use.starts_on for use in uses), max(use.ends_on for use in uses)
    if first < term.signed_on or (term.last_on is not None and last > term.last_on):
        field = "signed_on" if first < term.signed_on else "ended_on" if term.ended_on else "expires_on"
        raise InvalidInput(OUTSIDE, field=field, start=short(first), end=short(last))


def _shown(
    row: Agreement,
    others: Sequence[Agreement],
    used: Mapping[int, Effect],
    unit_name: Callable[[int, date], str],
    on: date,
    notice_days: int,
) -> AgreementRow:
    fields = AgreementFields.model_validate(row)
    row_id = cast(int, row.id)
    return AgreementRow(
        id=row_id,
        row_version=row.row_version,
        fields=fields,
        unit=unit_name(row.unit_id, max(row.signed_on, on)),
        state=state_on(term_of(fields), on, notice_days),
        effect=used.get(row_id, Effect(row_id, ())),
        followed=any(_follows(other, row) for other in others),
    )


def _follows(other: Agreement, row: Agreement) -> bool:
    if other.id == row.id or (other.partner, other.unit_id) != (row.partner, row.unit_id):
        return False
    return (other.ended_on or other.expires_on or date.max) > (row.ended_on or row.expires_on or date.max)


def _place(row: AgreementRow) -> tuple[bool, date]:
    return row.state not in (*IN_FORCE, "ahead"), term_of(row.fields).last_on or date.max


def _texts(row: AgreementRow) -> list[str]:
    fields = row.fields
    typed = (fields.partner, fields.number, fields.goods, fields.discount, fields.contact, fields.note)
    return [text for text in (row.unit, *typed) if text]
