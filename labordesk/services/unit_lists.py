"""Danh sách của đơn vị: handed in, approved, opened again; one decision may approve many lists at once.

The decision is also written on the lines of the list, where papers and the inspection committee look for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, LabordeskError, RuleBroken
from labordesk.fields import Text
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.model import Unit, UnitList
from labordesk.model.allocation import UnitListFields
from labordesk.model.base import now
from labordesk.rules.happened_days import check_happened
from labordesk.rules.roles import Right
from labordesk.services.campaigns import campaign_of
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.gift_list_rules import ListRules
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.services.two_persons import ensure_other_list
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

EMPTY = N_("Danh sách của “{unit}” chưa có ai; hãy thêm người nhận trước.")
APPROVED = N_("Danh sách của “{unit}” đã duyệt rồi; muốn sửa, hãy mở lại danh sách và nêu lý do.")
NOT_APPROVED = N_("Danh sách của “{unit}” chưa duyệt nên không cần mở lại.")
NO_REASON = N_("Hãy nêu lý do mở lại danh sách.")
NO_EXCESS_REASON = N_("Hãy nêu lý do danh sách nhiều hơn số suất phân bổ.")
BEFORE_SUBMISSION = N_("Ngày duyệt {approved} trước ngày trình {submitted} của “{unit}”; hãy xem lại.")

_LINES = "SELECT count(*) FROM award WHERE campaign_id = ? AND unit_id = ?"
_DECIDE = """
UPDATE award SET decision_number = :number, decision_date = :day, row_version = row_version + 1, updated_at = :now
WHERE campaign_id = :campaign AND unit_id = :unit AND decision_number IS NULL
"""
_UNDECIDE = """
UPDATE award SET decision_number = NULL, decision_date = NULL, row_version = row_version + 1, updated_at = :now
WHERE campaign_id = :campaign AND unit_id = :unit AND decision_number = :number
"""
_UNAPPROVED = """
SELECT coalesce(u.short_name, u.name) FROM unit u
WHERE u.id IN (SELECT a.unit_id FROM award a WHERE a.campaign_id = :campaign AND a.handover IN ('planned', 'absent'))
  AND (:unit IS NULL OR u.id = :unit)
  AND NOT EXISTS (SELECT 1 FROM unit_list l
                  WHERE l.campaign_id = :campaign AND l.unit_id = u.id AND l.state = 'approved')
ORDER BY u.sort_key, u.id
"""


@dataclass(frozen=True)
class Approval:
    """Who approved on which day, and by which decision; everything but the day may stay empty in a small office."""

    approved_on: date
    decision_number: str | None = None
    decision_date: date | None = None
    decision_body: str | None = None
    decision_signer: str | None = None


@dataclass(frozen=True)
class RefusedList:
    """Why the list of a unit stays as it is."""

    unit_id: int
    name: str
    reason: str


@dataclass(frozen=True)
class ListsChanged:
    """Which units' lists were changed, and which were not and why."""

    unit_ids: tuple[int, ...]
    refused: tuple[RefusedList, ...]
    changes: Changes


def submit_lists(register: Register, campaign_id: int, unit_ids: Collection[int], on: date) -> ListsChanged:
    """Hand lists in (đã trình); one that is empty, too long without a reason or approved is named with the reason."""
    check_happened(on, clock.today())

    def change(session: Session, rules: ListRules, row: UnitList, unit: Unit) -> UnitListFields:
        _check_list(session, rules, row, unit)
        return _fields(row, state="submitted", submitted_on=on)

    return _each(register, campaign_id, unit_ids, change)


def approve_lists(register: Register, campaign_id: int, unit_ids: Collection[int], approval: Approval) -> ListsChanged:
    """Approve lists by one decision and lock them; one not yet handed in counts as handed in on that day.

    InvalidInput for days to come; what cannot be approved is named with the reason, the others are approved.
    """
    check_happened(approval.approved_on, clock.today())
    if approval.decision_date is not None:
        check_happened(approval.decision_date, clock.today())
    decided = approval.decision_date or approval.approved_on

    def change(session: Session, rules: ListRules, row: UnitList, unit: Unit) -> UnitListFields:
        _check_list(session, rules, row, unit)
        ensure_other_list(session, campaign_id, unit.id or 0, unit.short_name or unit.name)
        if row.submitted_on is not None and approval.approved_on < row.submitted_on:
            raise InvalidInput(
                BEFORE_SUBMISSION,
                field="approved_on",
                approved=short(approval.approved_on),
                submitted=short(row.submitted_on),
                unit=unit.short_name or unit.name,
            )
        fields = _fields(
            row, state="approved", submitted_on=row.submitted_on or approval.approved_on, **approval.__dict__
        )
        if fields.decision_number:
            _write_decision(session, _DECIDE, row, fields.decision_number, decided)
        return fields

    return _each(register, campaign_id, unit_ids, change, Right.APPROVE)


def reopen_list(register: Register, campaign_id: int, unit_id: int, reason: str) -> Saved:
    """Unlock an approved list; the reason and the decision it had stay in its note. InvalidInput without a reason."""
    words = Text().parse(reason)
    if not words:
        raise InvalidInput(NO_REASON, field="note")
    with register.writing(right=Right.APPROVE) as session:
        row, unit = _list(session, campaign_id, unit_id)
        if row.state != "approved":
            raise RuleBroken(NOT_APPROVED, unit=unit.short_name or unit.name)
        if row.decision_number:
            _write_decision(session, _UNDECIDE, row, row.decision_number, None)
        told = _reopened(row, words)
        empty = dict.fromkeys(("approved_on", "decision_number", "decision_date", "decision_body", "decision_signer"))
        apply_fields(row, _fields(row, state="drafting", submitted_on=None, note=told, **empty), None)
        return _saved(session, row)


def set_deadline(register: Register, campaign_id: int, unit_ids: Collection[int], due_on: date | None) -> ListsChanged:
    """Say by which day units hand their lists in; None takes the day away."""

    def change(_session: Session, _rules: ListRules, row: UnitList, _unit: Unit) -> UnitListFields:
        return _fields(row, due_on=due_on)

    return _each(register, campaign_id, unit_ids, change)


def allow_excess(register: Register, campaign_id: int, unit_id: int, reason: str) -> Saved:
    """Say why the list of a unit may be longer than its allocation; from then on it may grow."""
    words = Text().parse(reason)
    if not words:
        raise InvalidInput(NO_EXCESS_REASON, field="excess_reason")
    with register.writing() as session:
        row, unit = _list(session, campaign_id, unit_id)
        if row.state == "approved":
            raise RuleBroken(APPROVED, unit=unit.short_name or unit.name)
        apply_fields(row, _fields(row, excess_reason=words), None)
        return _saved(session, row)


def suggest_approval(register: Register, campaign_id: int) -> Approval:
    """Return today's approval by the decision the campaign used last."""
    with register.reading() as session:
        last = session.exec(
            select(UnitList)
            .where(UnitList.campaign_id == campaign_id, UnitList.state == "approved")
            .order_by(col(UnitList.approved_on).desc(), col(UnitList.id).desc())
        ).first()
    if last is None:
        return Approval(clock.today())
    return Approval(clock.today(), last.decision_number, last.decision_date, last.decision_body, last.decision_signer)


def unapproved_units(register: Register, campaign_id: int, unit_id: int | None = None) -> tuple[str, ...]:
    """Return the names of units (or of one) with gifts still to be handed over whose list nobody approved."""
    with register.looking() as connection:
        rows = connection.execute(_UNAPPROVED, {"campaign": campaign_id, "unit": unit_id}).fetchall()
    return tuple(row[0] for row in rows)


_Change = Callable[[Session, ListRules, UnitList, Unit], UnitListFields]


def _each(
    register: Register, campaign_id: int, unit_ids: Collection[int], change: _Change, right: Right = Right.WRITE
) -> ListsChanged:
    """Change the lists one by one; a refusal concerns its list alone."""
    done: list[int] = []
    refused: list[RefusedList] = []
    with register.writing(right=right) as session:
        campaign_of(session, campaign_id)
        rules = ListRules(sqlite_of(session), campaign_id)
        for unit_id in dict.fromkeys(unit_ids):
            row, unit = _list(session, campaign_id, unit_id)
            try:
                fields = tidied(change(session, rules, row, unit))
                check_fields(fields)
            except LabordeskError as error:
                refused.append(RefusedList(unit_id, unit.short_name or unit.name, str(error)))
                continue
            apply_fields(row, fields, None)
            session.add(row)
            done.append(unit_id)
    return ListsChanged(tuple(done), tuple(refused), Changes(campaigns=bool(done), awards=bool(done)))


def _list(session: Session, campaign_id: int, unit_id: int) -> tuple[UnitList, Unit]:
    """Return the list of a unit, a new one (not yet in the session) when nothing was said about it before."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise InvalidInput(N_("Không thấy đơn vị này trong sổ; hãy chọn lại đơn vị."), field="unit_id")
    row = session.exec(select(UnitList).where(UnitList.campaign_id == campaign_id, UnitList.unit_id == unit_id)).first()
    return row or UnitList(campaign_id=campaign_id, unit_id=unit_id), unit


def _check_list(session: Session, rules: ListRules, row: UnitList, unit: Unit) -> None:
    """Refuse a list that is approved already, empty, or longer than allowed without a reason."""
    name = unit.short_name or unit.name
    if row.state == "approved":
        raise RuleBroken(APPROVED, unit=name)
    [lines] = sqlite_of(session).execute(_LINES, (row.campaign_id, row.unit_id)).fetchone()
    if not lines:
        raise RuleBroken(EMPTY, unit=name)
    if sentence := rules.full(row.unit_id, 0):
        raise RuleBroken("{sentence}", sentence=sentence)


def _fields(row: UnitList, **changed: object) -> UnitListFields:
    return UnitListFields.model_validate(row).model_copy(update=changed)


def _write_decision(session: Session, statement: str, row: UnitList, decision: str, day: date | None) -> None:
    sqlite_of(session).execute(
        statement,
        {
            "campaign": row.campaign_id,
            "unit": row.unit_id,
            "number": decision,
            "day": day.isoformat() if day else None,
            "now": now(),
        },
    )


def _reopened(row: UnitList, reason: str) -> str:
    """Return the note with one line more: when it was opened again, why, and what had approved it.

    Notes are kept in the register, so they are Vietnamese whatever the screen speaks.
    """
    was = f" ({row.decision_number})" if row.decision_number else ""
    line = f"Mở lại ngày {short(clock.today())}{was}: {reason}"
    return "\n".join(part for part in (row.note, line) if part)


def _saved(session: Session, row: UnitList) -> Saved:
    session.add(row)
    session.flush()
    return Saved(cast(int, row.id), row.row_version, Changes(campaigns=True, awards=True))
