"""Số dư mang sang: from which day, and with how much, a fund is followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Fund, FundOpening
from labordesk.model.programme import FundOpeningFields
from labordesk.rules.happened_days import check_happened
from labordesk.services.changes import Changes
from labordesk.services.field_checks import check_fields
from labordesk.services.fund_balances import balances
from labordesk.services.references import check_references
from labordesk.services.row_edit import apply_fields, tidied
from labordesk.services.saved import Saved
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

UNKNOWN = N_("Số dư mang sang này không còn trong sổ; hãy mở lại trang Quỹ, nguồn.")
TWICE = N_("“{fund}” đã có số dư mang sang đầu ngày {day}; hãy sửa dòng ấy.")


@dataclass(frozen=True)
class OpeningRow:
    """An opening and what the register itself came to the evening before (None: the fund was not followed then)."""

    id: int
    row_version: int
    fields: FundOpeningFields
    fund: str
    computed: int | None

    @property
    def difference(self) -> int:
        """Return how much the typed amount is above the register's own (chênh lệch so với sổ), in đồng."""
        return 0 if self.computed is None else self.fields.amount - self.computed


def list_openings(register: Register, fund_id: int | None = None) -> tuple[OpeningRow, ...]:
    """Return the openings of one fund or of all, the latest first."""
    with register.reading() as session:
        query = select(FundOpening, Fund.name).join(Fund).order_by(col(FundOpening.as_of).desc(), Fund.position)  # type: ignore[arg-type]
        if fund_id is not None:
            query = query.where(FundOpening.fund_id == fund_id)
        return tuple(_shown(session, row, name) for row, name in session.exec(query))


def load_opening(register: Register, opening_id: int) -> OpeningRow:
    """Return an opening for its form; NotFound when it is gone."""
    with register.reading() as session:
        row = _row(session, opening_id)
        return _shown(session, row, session.get_one(Fund, row.fund_id).name)


def save_opening(
    register: Register, fields: FundOpeningFields, *, opening_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save what a fund held at the beginning of a day; a fund has one opening a day."""
    check_fields(fields)
    fields = tidied(fields)
    with register.writing() as session:
        row = None if opening_id is None else _row(session, opening_id)
        check_references(session, fields, row)
        check_happened(fields.as_of, kinds.today())
        same = select(FundOpening).where(FundOpening.fund_id == fields.fund_id, FundOpening.as_of == fields.as_of)
        if any(other is not row for other in session.exec(same)):
            fund = session.get_one(Fund, fields.fund_id)
            raise InvalidInput(TWICE, field="as_of", fund=fund.name, day=short(fields.as_of))
        if row is None:
            row = FundOpening.model_validate(fields)
            session.add(row)
        else:
            apply_fields(row, fields, row_version)
        session.flush()
        return Saved(cast(int, row.id), row.row_version, Changes(funds=True))


def delete_opening(register: Register, opening_id: int) -> Changes:
    """Delete an opening; an earlier one, when there is one, rules again."""
    with register.writing() as session:
        session.delete(_row(session, opening_id))
    return Changes(funds=True)


def _row(session: Session, opening_id: int) -> FundOpening:
    row = session.get(FundOpening, opening_id)
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _shown(session: Session, row: FundOpening, fund: str) -> OpeningRow:
    before = balances(sqlite_of(session), row.as_of - timedelta(days=1))
    computed = next((one.left for one in before if one.fund_id == row.fund_id), None)
    return OpeningRow(cast(int, row.id), row.row_version, FundOpeningFields.model_validate(row), fund, computed)
