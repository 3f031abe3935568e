"""Định mức chi: the editable table of rates, and the rate a decision rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds as clock
from labordesk.i18n import N_, _
from labordesk.kinds import gives_awards
from labordesk.model import Circumstance, House, Norm, Programme
from labordesk.model.norm import NormFields
from labordesk.rules import norms as rules
from labordesk.rules.norms import Question, basis_text, cap_text, check_norm, norm_for, rate_text
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.norm_rates import member_of, norms_of, times_in_year, usual_level
from labordesk.services.references import check_references
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

UNKNOWN = N_("Không thấy định mức này; hãy mở lại danh sách.")
REVERSED = N_("Ngày hết hạn {end} trước ngày bắt đầu {start}; hãy kiểm tra lại.")
LOW_ABOVE_HIGH = N_("Mức tối thiểu {low} đồng cao hơn mức tối đa {high} đồng; hãy kiểm tra lại.")
NOT_GIVEN = N_("“{programme}” không chi cho người thụ hưởng nên không có định mức; hãy chọn chương trình khác.")
ONLY_HOUSES = N_("Loại hình nhà chỉ dùng cho chương trình Mái ấm công đoàn; hãy để trống.")
SAME_CASE = N_(
    "Đã có mức “{rate}” ({basis}) cho đúng trường hợp này từ {start} đến {end}; hãy dùng “Áp dụng mức mới từ ngày …” "
    "hoặc sửa ngày."
)
NOT_LATER = N_("Mức mới phải từ sau ngày {start}, ngày bắt đầu của mức đang sửa; hãy chọn ngày khác.")
ALREADY_ENDED = N_("Mức này đã hết hạn ngày {end}; hãy chọn ngày trong thời gian áp dụng, hoặc thêm định mức mới.")

_CHANGES = Changes(norms=True)


@dataclass(frozen=True)
class NormRow:
    """A rate for the table and its form, with the names a table shows ("" for none)."""

    id: int
    row_version: int
    fields: NormFields
    programme: str
    circumstance: str
    rate: str
    """The rate as papers write it ("tối đa 3.000.000 đồng/lần")."""
    cap: str
    """Its upper end alone ("3.000.000 đồng/lần")."""


def list_norms(register: Register) -> tuple[NormRow, ...]:
    """Return every rate, those of one programme together in the order of reports, the latest first."""
    with register.reading() as session:
        query = (
            select(Norm, Programme.name, Circumstance.name)
            .join(Programme, col(Programme.id) == col(Norm.programme_id))
            .outerjoin(Circumstance, col(Circumstance.id) == col(Norm.circumstance_id))
            .order_by(
                col(Programme.position),
                col(Programme.name),
                col(Norm.circumstance_id),
                col(Norm.work),
                col(Norm.level),
                col(Norm.audience),
                col(Norm.valid_from).desc(),
            )
        )
        return tuple(_row(norm, programme, reason or "") for norm, programme, reason in session.exec(query))


def save_norm(
    register: Register, fields: NormFields, *, norm_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a rate; what was decided by an older text keeps it, since decisions hold their own copy.

    InvalidInput beside the field when another rate holds for the very same case on some of the days.
    """
    fields = tidied(fields)
    with register.writing() as session:
        kept = session.get(Norm, norm_id) if norm_id is not None else None
        if norm_id is not None and kept is None:
            raise NotFound(UNKNOWN)
        _check(session, fields, kept)
        if kept is None:
            kept = Norm.model_validate(fields)
            session.add(kept)
        else:
            apply_fields(kept, fields, row_version)
        session.flush()
        return Saved(cast(int, kept.id), kept.row_version, _CHANGES)


def renew_norm(register: Register, norm_id: int, fields: NormFields, *, row_version: int | None = None) -> Saved:
    """Apply a new rate from ``fields.valid_from`` on and end the old one the day before; both or neither.

    The new one is for the same case unless ``fields`` tell another; ``fields.valid_to`` may stay open.
    """
    fields = tidied(fields)
    with register.writing() as session:
        old = session.get(Norm, norm_id)
        if old is None:
            raise NotFound(UNKNOWN)
        if fields.valid_from <= old.valid_from:
            raise InvalidInput(NOT_LATER, field="valid_from", start=short(old.valid_from))
        if old.valid_to is not None and old.valid_to < fields.valid_from:
            raise InvalidInput(ALREADY_ENDED, field="valid_from", end=short(old.valid_to))
        ended = NormFields.model_validate(old).model_copy(update={"valid_to": fields.valid_from - timedelta(days=1)})
        apply_fields(old, ended, row_version)
        session.flush()
        _check(session, fields, None)
        new = Norm.model_validate(fields)
        session.add(new)
        session.flush()
        return Saved(cast(int, new.id), new.row_version, _CHANGES)


def delete_norm(register: Register, norm_id: int) -> Changes:
    """Delete a rate entered by mistake; decisions that rest on it keep its text."""
    with register.writing() as session:
        norm = session.get(Norm, norm_id)
        if norm is None:
            raise NotFound(UNKNOWN)
        session.delete(norm)
    return _CHANGES


def norm_in(session: Session, question: Question) -> rules.Norm | None:
    """Return the rate that holds for a support, as this unit of work sees the register."""
    return norm_for(norms_of(sqlite_of(session), question.programme_id), question)


def check_house_norm(session: Session, house: House, approved_on: date | None = None) -> str | None:
    """Return the basis a house's approved amount rests on, to be kept in ``norm_basis``; None without a rate.

    The rate is that of the decision, else of ``approved_on``, else of today. InvalidInput beside ``norm_reason`` when
    the amount or the times leave the rate and no reason is given.
    """
    connection = sqlite_of(session)
    on = house.decision_date or approved_on or clock.today()
    question = Question(
        house.programme_id,
        on,
        work=house.work,
        level=usual_level(connection),
        member=member_of(connection, house.person_id),
    )
    norm = norm_in(session, question)
    if norm is None:
        return None
    times = times_in_year(connection, house.person_id, norm, on, house_id=house.id)
    check_norm(norm, house.approved_amount or 0, times, house.norm_reason)
    return basis_text(norm)


@dataclass(frozen=True)
class ToldNorm:
    """What is said under an amount field, and the rate it is about (None: nothing to say)."""

    text: str = ""
    norm: rules.Norm | None = None


def told_norm(
    register: Register,
    question: Question,
    *,
    person_id: int | None = None,
    house_id: int | None = None,
    case_id: int | None = None,
    award_id: int | None = None,
) -> ToldNorm:
    """Return what the rate is and how often it was used this year, in one sentence, and the rate itself.

    With ``person_id`` membership is looked up and the supports of the year are counted, without the file being edited.
    An unknown level is the one the register's unit pays at.
    """
    with register.looking() as connection:
        asked = replace(
            question,
            level=question.level or usual_level(connection),
            member=member_of(connection, person_id) if question.member is None else question.member,
        )
        norm = norm_for(norms_of(connection, asked.programme_id), asked)
        times = times_in_year(
            connection, person_id, norm, asked.on, house_id=house_id, case_id=case_id, award_id=award_id
        )
    if norm is None:
        return ToldNorm()
    told = _("Định mức: {rate} ({basis})").format(rate=rate_text(norm), basis=norm.basis)
    if not times:
        return ToldNorm(told, norm)
    this_year = asked.on.year == clock.today().year
    used = _("năm nay đã hỗ trợ {times} lần") if this_year else _("năm {year} đã hỗ trợ {times} lần")
    return ToldNorm(f"{told}; {used.format(times=times, year=asked.on.year)}", norm)


def norm_hint(register: Register, question: Question, **about: int | None) -> str:
    """Return the sentence of ``told_norm``, "" without a rate; ``about`` are its person and file."""
    return told_norm(register, question, **about).text


def _check(session: Session, fields: NormFields, kept: Norm | None) -> None:
    check_fields(fields)
    check_references(session, fields, kept)
    programme = session.get_one(Programme, fields.programme_id)
    if not gives_awards(programme.kind):
        raise InvalidInput(NOT_GIVEN, field="programme_id", programme=programme.name)
    if fields.work is not None and programme.kind != "house":
        raise InvalidInput(ONLY_HOUSES, field="work")
    if fields.low is not None and fields.low > fields.high:
        raise InvalidInput(LOW_ABOVE_HIGH, field="low", low=number(fields.low), high=number(fields.high))
    if fields.valid_to is not None and fields.valid_to < fields.valid_from:
        raise InvalidInput(REVERSED, field="valid_to", start=short(fields.valid_from), end=short(fields.valid_to))
    _check_alone(session, fields, kept.id if kept is not None else None)


def _check_alone(session: Session, fields: NormFields, own_id: int | None) -> None:
    wanted = rules.Norm(id=own_id or 0, **fields.model_dump(exclude={"note"}))
    for other in norms_of(sqlite_of(session), fields.programme_id):
        if other.id != own_id and rules.same_case(wanted, other):
            raise InvalidInput(
                SAME_CASE,
                field="valid_from",
                rate=rate_text(other),
                basis=other.basis,
                start=short(other.valid_from),
                end=_end(other.valid_to),
            )


def _end(day: date | None) -> str:
    return short(day) if day is not None else _("khi có mức mới")


def _row(norm: Norm, programme: str, circumstance: str) -> NormRow:
    fields = NormFields.model_validate(norm)
    rate = _rule(norm)
    return NormRow(
        cast(int, norm.id), norm.row_version, fields, programme, circumstance, rate_text(rate), cap_text(rate)
    )


def _rule(norm: Norm) -> rules.Norm:
    return rules.Norm(cast(int, norm.id), **NormFields.model_validate(norm).model_dump(exclude={"note"}))
