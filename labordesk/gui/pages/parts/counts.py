"""How a number with its unit of count is said on screen ("490 người")."""

from __future__ import annotations

from labordesk.fields.choices import COUNT_UNITS
from labordesk.i18n import N_, NC_, _
from labordesk.vietnamese.numbers import number

_UNITS = dict(COUNT_UNITS)
_ONE = {
    "person": NC_("one", "người"),
    "turn": NC_("one", "lượt"),
    "case": NC_("one", "trường hợp"),
    "package": NC_("one", "suất"),
    "house": NC_("one", "nhà"),
    "trip": NC_("one", "chuyến"),
    "work": NC_("one", "công trình, phần việc"),
    "ticket": NC_("one", "phiếu"),
    "fare": NC_("one", "vé"),
    "household": NC_("one", "hộ"),
    "event": NC_("one", "cuộc"),
    "labour_day": NC_("one", "ngày công"),
    "union": NC_("one", "công đoàn cơ sở"),
    "member": NC_("one", "đoàn viên"),
    "group": NC_("one", "tập thể"),
    "meal": NC_("one", "bữa ăn ca"),
    "agreement": NC_("one", "thỏa thuận"),
}
"""The same units after a single one: Vietnamese keeps the word, other languages do not."""


def counted(count: int | None, unit: str | None) -> str:
    """Return "490 người", "" when nothing was counted."""
    if count is None or not unit:
        return ""
    return " ".join((number(count), _((_ONE if count == 1 else _UNITS).get(unit, unit))))


def in_days(count: int) -> str:
    """Return "47 ngày"."""
    return _(NC_("one", "{days} ngày") if count == 1 else N_("{days} ngày")).format(days=number(count))
