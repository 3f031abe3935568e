"""Số liệu tổng hợp nhập tay: totals of units that keep no rows here, never added to rows of the same thing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import kinds
from labordesk.fields.choices import SPENDING_KINDS
from labordesk.i18n import N_
from labordesk.model import Aggregate, Programme
from labordesk.model.base import Row
from labordesk.model.indicator import AggregateFields
from labordesk.rules.happened_days import check_happened
from labordesk.services.changes import Changes
from labordesk.services.dated_records import ALL, PAGE, RecordFilter, RecordRow, Records
from labordesk.services.pages import Page
from labordesk.services.saved import Saved
from labordesk.services.unit_events import history_in
from labordesk.services.unit_guard import ensure_unit_open_between
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import money

AggregateRow = RecordRow[AggregateFields]

REVERSED = N_("Ngày cuối kỳ {end} trước ngày đầu kỳ {start}; hãy kiểm tra lại.")
NOTHING = N_("Dòng tổng hợp chưa có con số nào; hãy ghi số lượng hoặc số tiền.")
NOT_SPENDING = N_("“{programme}” không phải khoản chi chăm lo; hãy để trống tiền, hoặc ghi ở mục Vận động.")
RAISED = N_("“{programme}” là khoản vận động; hãy ghi ở mục Vận động, không tính vào tổng chi.")
ONLY_HOUSES = N_("Số nhà chỉ ghi cho chương trình Mái ấm công đoàn; hãy chọn lại chương trình.")
NEW_OR_REPAIRED = N_("Mái ấm ghi theo số nhà xây mới và số nhà sửa chữa; hãy để trống ô số lượng.")
COUNTED_TWICE = N_(
    "Sổ đã có {rows} dòng chi tiết ({amount}) và {totals} dòng tổng hợp của đơn vị này hoặc đơn vị cấp trên, cấp dưới "
    "trong cùng chương trình và kỳ {start} – {end}, nên sẽ bị cộng hai lần; hãy bỏ bớt một bên, hoặc ghi lý do vẫn ghi."
)


@dataclass(frozen=True)
class Overlap:
    """What stands in the register already for the same units, programme and days.

    ``rows`` are awards, houses and activities, ``amount`` in đồng what the awards gave, ``totals`` other typed totals.
    """

    rows: int = 0
    amount: int = 0
    totals: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows or self.totals)


def list_aggregates(
    register: Register, wanted: RecordFilter = ALL, *, after: tuple[Any, ...] | None = None, limit: int = PAGE
) -> Page[AggregateRow]:
    """Return typed totals, the latest period first."""
    return _AGGREGATES.page(register, wanted, after=after, limit=limit)


def load_aggregate(register: Register, aggregate_id: int) -> AggregateRow:
    """Return a typed total for its form; NotFound when it is gone."""
    return _AGGREGATES.load(register, aggregate_id)


def save_aggregate(
    register: Register, fields: AggregateFields, *, aggregate_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a typed total; RuleBroken where rows say the same already, unless ``override_reason`` tells why not."""
    return _AGGREGATES.save(register, fields, aggregate_id, row_version)


def delete_aggregate(register: Register, aggregate_id: int) -> Changes:
    """Delete a typed total."""
    return _AGGREGATES.delete(register, aggregate_id)


def check_aggregate(session: Session, fields: AggregateFields) -> AggregateFields:
    """Return the fields of a new typed total tidied; InvalidInput, RuleBroken for one that cannot be."""
    return _AGGREGATES.checked(session, fields)


def _check(session: Session, fields: AggregateFields, row: Row | None) -> None:
    if fields.ends_on < fields.starts_on:
        raise InvalidInput(REVERSED, field="ends_on", start=short(fields.starts_on), end=short(fields.ends_on))
    check_happened(fields.ends_on, kinds.today())
    ensure_unit_open_between(session, fields.unit_id, fields.starts_on, fields.ends_on)
    _check_figures(fields, session.get_one(Programme, fields.programme_id))
    found = _overlap(session, fields, row.id if row else None)
    if found and not fields.override_reason:
        raise RuleBroken(
            COUNTED_TWICE,
            rows=found.rows,
            amount=money(found.amount),
            totals=found.totals,
            start=short(fields.starts_on),
            end=short(fields.ends_on),
        )


def _check_figures(fields: AggregateFields, programme: Programme) -> None:
    """Refuse figures that a programme of this kind cannot have."""
    houses = (fields.new_houses or 0) + (fields.repaired_houses or 0)
    if programme.kind == "contribution":
        raise InvalidInput(RAISED, field="programme_id", programme=programme.name)
    if programme.kind not in SPENDING_KINDS and (fields.cash or fields.goods):
        raise InvalidInput(NOT_SPENDING, field="cash" if fields.cash else "goods", programme=programme.name)
    if programme.kind == "house" and fields.quantity:
        raise InvalidInput(NEW_OR_REPAIRED, field="quantity")
    if programme.kind not in ("house", "all") and houses:
        raise InvalidInput(ONLY_HOUSES, field="new_houses" if fields.new_houses else "repaired_houses")
    if not (fields.quantity or houses or fields.cash or fields.goods):
        raise InvalidInput(NOTHING, field="quantity")


_SAME_PROGRAMME = (
    "({alias}.programme_id = :programme OR (SELECT kind FROM programme WHERE id = :programme) = 'all'"
    " OR (SELECT kind FROM programme WHERE id = {alias}.programme_id) = 'all')"
)
_AWARDS = f"""
SELECT count(DISTINCT a.id), coalesce(sum(l.amount), 0) FROM award a JOIN award_line l ON l.award_id = a.id
WHERE a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :start AND :end AND l.level = :level
  AND a.unit_id IN (SELECT value FROM json_each(:below)) AND {_SAME_PROGRAMME.format(alias="a")}
  AND (:fund IS NULL OR l.fund_id = :fund)
"""
_HOUSES = f"""
SELECT count(*) FROM house h JOIN house_milestone m ON m.house_id = h.id AND m.milestone = 'funded'
WHERE m.happened_on BETWEEN :start AND :end AND :houses
  AND NOT EXISTS (SELECT 1 FROM award a WHERE a.house_id = h.id)
  AND h.unit_id IN (SELECT value FROM json_each(:below)) AND {_SAME_PROGRAMME.format(alias="h")}
"""
_ACTIVITIES = """
SELECT count(*) FROM activity v
WHERE v.happened_on BETWEEN :start AND :end AND v.programme_id = :programme
  AND :count_unit IN (v.count_unit, v.second_unit) AND v.unit_id IN (SELECT value FROM json_each(:below))
"""
_TOTALS = f"""
SELECT count(*) FROM aggregate g
WHERE g.starts_on <= :end AND g.ends_on >= :start AND g.level = :level
  AND g.unit_id IN (SELECT value FROM json_each(:related)) AND {_SAME_PROGRAMME.format(alias="g")}
  AND (:fund IS NULL OR g.fund_id IS NULL OR g.fund_id = :fund) AND g.count_unit = :count_unit AND g.id IS NOT :own
"""


def _overlap(session: Session, fields: AggregateFields, aggregate_id: int | None) -> Overlap:
    """Look for rows in the unit and below it, and for totals there or in the units above it.

    Another paying level, fund or unit of count is another part of the same total, not the same thing twice: "200 tỷ,
    trong đó cấp thành phố 71 tỷ" is two rows (domain.md 1, row 15).
    """
    history = history_in(session)
    below: set[int] = set()
    above: set[int] = set()
    for day in (fields.starts_on, fields.ends_on):
        below |= history.subtree_ids(fields.unit_id, day, include_closed=True)
        above |= set(history.ancestors(fields.unit_id, day))
    values = {
        "programme": fields.programme_id,
        "start": fields.starts_on.isoformat(),
        "end": fields.ends_on.isoformat(),
        "level": fields.level,
        "fund": fields.fund_id,
        "count_unit": fields.count_unit,
        "below": json.dumps(sorted(below)),
        "related": json.dumps(sorted(below | above)),
        "houses": bool(fields.new_houses or fields.repaired_houses),
        "own": aggregate_id,
    }
    connection = sqlite_of(session)
    awards, amount = connection.execute(_AWARDS, values).fetchone()
    houses, activities, totals = (
        connection.execute(sql, values).fetchone()[0] for sql in (_HOUSES, _ACTIVITIES, _TOTALS)
    )
    return Overlap(awards + houses + activities, amount, totals)


_AGGREGATES = Records(Aggregate, AggregateFields, "starts_on", "ends_on", Changes(awards=True, houses=True), _check)
