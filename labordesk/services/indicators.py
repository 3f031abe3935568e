"""Số liệu tổ chức: indicator values typed in by unit and period; what the register counts itself is not typed."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput
from labordesk.fields import kinds
from labordesk.i18n import N_, _
from labordesk.kinds import computed_by
from labordesk.model import Indicator, IndicatorValue
from labordesk.model.base import Row
from labordesk.model.indicator import IndicatorValueFields
from labordesk.rules.happened_days import check_happened
from labordesk.services.changes import Changes
from labordesk.services.dated_records import ALL, PAGE, RecordFilter, RecordRow, Records
from labordesk.services.pages import Page
from labordesk.services.saved import Saved
from labordesk.services.unit_events import history_in
from labordesk.services.unit_guard import ensure_unit_open_between
from labordesk.services.unit_tree import root_unit
from labordesk.store.engine import sqlite_of
from labordesk.store.figures import Scope
from labordesk.store.figures.computed import computed_count
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

IndicatorValueRow = RecordRow[IndicatorValueFields]

REVERSED = N_("Ngày cuối kỳ {end} trước ngày đầu kỳ {start}; hãy kiểm tra lại.")
COUNTED_TWICE = N_(
    "Đơn vị này đã có số “{indicator}” của kỳ {start} – {end}; hãy sửa dòng ấy hoặc chỉ ghi phần ngoài kỳ ấy."
)
COMPUTED = N_(
    "“{indicator}” do máy đếm từ sổ, tính theo {day}, nên không nhập tay; hãy ghi hồ sơ của việc ấy, máy sẽ tự đếm."
)
COUNTED = N_(
    "Sổ đã đếm được {count} “{indicator}” của đơn vị này trong kỳ {start} – {end}, nên sẽ bị cộng hai lần; "
    "chỉ nhập cho đơn vị không ghi hồ sơ ở sổ này."
)
SAME_DAY = N_("Đơn vị này đã có số “{indicator}” tính đến ngày {end}; hãy sửa dòng ấy.")


def list_indicator_values(
    register: Register, wanted: RecordFilter = ALL, *, after: tuple[Any, ...] | None = None, limit: int = PAGE
) -> Page[IndicatorValueRow]:
    """Return indicator values, the latest period first."""
    return _VALUES.page(register, wanted, after=after, limit=limit)


def load_indicator_value(register: Register, value_id: int) -> IndicatorValueRow:
    """Return a value for its form; NotFound when it is gone."""
    return _VALUES.load(register, value_id)


def save_indicator_value(
    register: Register, fields: IndicatorValueFields, *, value_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a figure; two flows of one unit may not overlap, since a year's figure is their sum."""
    return _VALUES.save(register, fields, value_id, row_version)


def delete_indicator_value(register: Register, value_id: int) -> Changes:
    """Delete a figure."""
    return _VALUES.delete(register, value_id)


def _check(session: Session, fields: IndicatorValueFields, row: Row | None) -> None:
    if fields.ends_on < fields.starts_on:
        raise InvalidInput(REVERSED, field="ends_on", start=short(fields.starts_on), end=short(fields.ends_on))
    check_happened(fields.ends_on, kinds.today())
    ensure_unit_open_between(session, fields.unit_id, fields.starts_on, fields.ends_on)
    indicator = session.get_one(Indicator, fields.indicator_id)
    if indicator.computed:
        _check_computed(session, indicator, indicator.computed, fields)
    others = session.exec(
        select(IndicatorValue)
        .where(
            IndicatorValue.indicator_id == fields.indicator_id,
            IndicatorValue.unit_id == fields.unit_id,
            IndicatorValue.ends_on >= fields.starts_on,
            IndicatorValue.starts_on <= fields.ends_on,
            col(IndicatorValue.id) != (row.id if row else None),
        )
        .order_by(col(IndicatorValue.starts_on))
    ).all()
    if indicator.measure == "stock":
        if any(other.ends_on == fields.ends_on for other in others):
            raise InvalidInput(SAME_DAY, field="ends_on", indicator=indicator.name, end=short(fields.ends_on))
    elif others:
        start, end = short(others[0].starts_on), short(others[0].ends_on)
        raise InvalidInput(COUNTED_TWICE, field="starts_on", indicator=indicator.name, start=start, end=end)


def _check_computed(session: Session, indicator: Indicator, computed: str, fields: IndicatorValueFields) -> None:
    """Refuse a typed figure of what the register counts itself; only units without rows here may be typed."""
    connection = sqlite_of(session)
    if fields.unit_id == root_unit(connection):
        day = _(computed_by(computed).event.day)
        raise InvalidInput(COMPUTED, field="indicator_id", indicator=indicator.name, day=day)
    units = history_in(session).subtree_ids(fields.unit_id, fields.ends_on, include_closed=True)
    scope = Scope(fields.starts_on, fields.ends_on, units)
    count = computed_count(connection, scope, computed, indicator.count_unit)
    if count:
        start, end = short(fields.starts_on), short(fields.ends_on)
        details = {"indicator": indicator.name, "count": number(count), "start": start, "end": end}
        raise InvalidInput(COUNTED, field="unit_id", **details)


_VALUES = Records(IndicatorValue, IndicatorValueFields, "starts_on", "ends_on", Changes(indicators=True), _check)
