"""Hoạt động: head counts of services and events; their cost is told beside them and is never welfare spending."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.model import Activity, Programme
from labordesk.model.activity import ActivityFields
from labordesk.model.base import Row
from labordesk.rules.happened_days import check_happened
from labordesk.services.changes import Changes
from labordesk.services.dated_records import ALL, PAGE, RecordFilter, RecordRow, Records
from labordesk.services.pages import Page
from labordesk.services.saved import Saved
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.store.register import Register

ActivityRow = RecordRow[ActivityFields]

OTHER_PLACE = {
    "contribution": N_("“{programme}” là khoản vận động; hãy ghi ở mục Vận động."),
    "all": N_("“{programme}” chỉ dùng cho số liệu tổng hợp; hãy chọn chương trình cụ thể."),
}
SECOND_HALF = N_("Số lượng khác cần cả con số và đơn vị tính, ví dụ 120 chuyến; hãy ghi đủ hoặc để trống cả hai.")
SAME_UNIT = N_("Hai số lượng cùng một đơn vị tính; hãy chọn đơn vị tính khác cho số thứ hai.")
LABOUR_DAYS = N_("Ngày công là đóng góp; hãy ghi ở mục Vận động.")


def list_activities(
    register: Register, wanted: RecordFilter = ALL, *, after: tuple[Any, ...] | None = None, limit: int = PAGE
) -> Page[ActivityRow]:
    """Return activities, the latest first."""
    return _ACTIVITIES.page(register, wanted, after=after, limit=limit)


def load_activity(register: Register, activity_id: int) -> ActivityRow:
    """Return an activity for its form; NotFound when it is gone."""
    return _ACTIVITIES.load(register, activity_id)


def save_activity(
    register: Register, fields: ActivityFields, *, activity_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save an activity; trips and passengers are two counts with two units of count (domain.md 1, row 16)."""
    return _ACTIVITIES.save(register, fields, activity_id, row_version)


def delete_activity(register: Register, activity_id: int) -> Changes:
    """Delete an activity."""
    return _ACTIVITIES.delete(register, activity_id)


def _check(session: Session, fields: ActivityFields, _row: Row | None) -> None:
    check_happened(fields.happened_on, kinds.today())
    ensure_unit_open(session, fields.unit_id, fields.happened_on)
    programme = session.get_one(Programme, fields.programme_id)
    if programme.kind in OTHER_PLACE:
        raise InvalidInput(OTHER_PLACE[programme.kind], field="programme_id", programme=programme.name)
    if (fields.second_count is None) != (fields.second_unit is None):
        raise InvalidInput(SECOND_HALF, field="second_count" if fields.second_count is None else "second_unit")
    if fields.second_unit == fields.count_unit:
        raise InvalidInput(SAME_UNIT, field="second_unit")
    if "labour_day" in (fields.count_unit, fields.second_unit):
        raise InvalidInput(LABOUR_DAYS, field="count_unit" if fields.count_unit == "labour_day" else "second_unit")


_ACTIVITIES = Records(Activity, ActivityFields, "happened_on", "happened_on", Changes(activities=True), _check)
