"""What the pages of the history say: moments, places of records, choices of the filters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from labordesk.i18n import N_, _
from labordesk.services.history_list import OperationRow

TODAY, WEEK, MONTH, YEAR, DAYS = "today", "week", "month", "year", "days"
SPANS: Final = (
    (None, N_("Mọi ngày")),
    (TODAY, N_("Hôm nay")),
    (WEEK, N_("7 ngày qua")),
    (MONTH, N_("30 ngày qua")),
    (YEAR, N_("Năm nay")),
    (DAYS, N_("Từ ngày, đến ngày…")),
)
KINDS: Final = (
    (None, N_("Mọi việc")),
    ("i", N_("Có thêm mới")),
    ("u", N_("Có sửa")),
    ("d", N_("Có xóa")),
)
TABLES: Final = (
    ("person", N_("Đối tượng")),
    ("house", N_("Mái ấm công đoàn")),
    ("house_milestone", N_("Mốc làm nhà")),
    ("campaign", N_("Đợt tặng quà")),
    ("award", N_("Lần hỗ trợ")),
    ("unit_list", N_("Danh sách của đơn vị")),
    ("allocation", N_("Phân bổ chỉ tiêu")),
    ("voucher", N_("Phiếu, vé")),
    ("grant_case", N_("Hồ sơ trợ cấp")),
    ("activity", N_("Hoạt động")),
    ("contribution", N_("Khoản vận động")),
    ("agreement", N_("Thỏa thuận hợp tác")),
    ("unit", N_("Đơn vị")),
    ("fund", N_("Quỹ, nguồn")),
    ("target", N_("Chỉ tiêu được giao")),
    ("norm", N_("Định mức")),
    ("attachment", N_("Tệp đính kèm")),
    ("officer", N_("Người dùng sổ")),
    ("register_setting", N_("Lựa chọn của sổ")),
)
"""Tables an officer may look for."""

PLACES: Final = {
    "person": ("people", "person"),
    "house": ("houses", "house"),
    "grant_case": ("grants", "case"),
    "campaign": ("gifts", "campaign"),
    "unit": ("units", "unit"),
}
"""The page and the name of the target of each record with a page of its own."""


def span_days(span: str | None, today: date) -> tuple[date | None, date | None]:
    """Return first and last day of a span, None where it is open."""
    first = {
        TODAY: today,
        WEEK: today - timedelta(days=6),
        MONTH: today - timedelta(days=29),
        YEAR: date(today.year, 1, 1),
    }.get(span or "")
    return first, None


def moment_words(at: datetime, today: date) -> str:
    """Return "Hôm nay 14:05", "Hôm qua 09:10" or "20/11/2026 14:05"."""
    clock = at.strftime("%H:%M")
    if at.date() == today:
        return _("Hôm nay {time}").format(time=clock)
    if at.date() == today - timedelta(days=1):
        return _("Hôm qua {time}").format(time=clock)
    return f"{at.strftime('%d/%m/%Y')} {clock}"


def deed_words(row: OperationRow) -> str:
    """Return what was done, and first of all that it does not hold any more: the end of a line may be cut off."""
    return row.sentence if row.stands else _("Đã hoàn tác – {sentence}").format(sentence=row.sentence)


def by_words(row: Any) -> str:
    """Return who did it and from where."""
    return " · ".join(part for part in (row.officer, getattr(row, "place", "")) if part)
