"""Vận động, đóng góp: money, goods and labour raised; income, so never part of spending (domain.md 1, rows 7, 25)."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Contribution, Programme
from labordesk.model.activity import ContributionFields
from labordesk.model.base import Row
from labordesk.rules.happened_days import check_happened
from labordesk.services.changes import Changes
from labordesk.services.dated_records import ALL, PAGE, RecordFilter, RecordRow, Records
from labordesk.services.pages import Page
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register

ContributionRow = RecordRow[ContributionFields]

NOTHING = N_("Chưa có gì được đóng góp; hãy ghi tiền, hiện vật, ngày công hoặc số đã hứa.")
ONLY_TOTALS = N_("“{programme}” chỉ dùng cho số liệu tổng hợp; hãy chọn chương trình cụ thể.")


def list_contributions(
    register: Register, wanted: RecordFilter = ALL, *, after: tuple[Any, ...] | None = None, limit: int = PAGE
) -> Page[ContributionRow]:
    """Return contributions, the latest first."""
    return _CONTRIBUTIONS.page(register, wanted, after=after, limit=limit)


def load_contribution(register: Register, contribution_id: int) -> ContributionRow:
    """Return a contribution for its form; NotFound when it is gone."""
    return _CONTRIBUTIONS.load(register, contribution_id)


def save_contribution(
    register: Register,
    fields: ContributionFields,
    *,
    contribution_id: int | None = None,
    row_version: int | None = None,
) -> Saved:
    """Save what was promised or received; labour days stay days and never become money."""
    return _CONTRIBUTIONS.save(register, fields, contribution_id, row_version)


def delete_contribution(register: Register, contribution_id: int) -> Changes:
    """Delete a contribution."""
    return _CONTRIBUTIONS.delete(register, contribution_id)


def still_due(fields: ContributionFields) -> int:
    """Return what was promised and not yet received, in đồng."""
    return max(fields.pledged - fields.cash - fields.goods, 0)


def _check(session: Session, fields: ContributionFields, _row: Row | None) -> None:
    check_happened(fields.received_on, kinds.today())
    ensure_unit_open(session, fields.unit_id, fields.received_on)
    if not (fields.pledged or fields.cash or fields.goods or fields.labour_days):
        raise InvalidInput(NOTHING, field="cash")
    programme = session.get(Programme, fields.programme_id) if fields.programme_id else None
    if programme is not None and programme.kind == "all":
        raise InvalidInput(ONLY_TOTALS, field="programme_id", programme=programme.name)


_CONTRIBUTIONS = Records(
    Contribution, ContributionFields, "received_on", "received_on", Changes(contributions=True), _check
)
