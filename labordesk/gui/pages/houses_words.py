"""What the pages of houses say: columns, tones of stages, what is late and what a file lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labordesk.fields import Choice, Day, Money, Percent
from labordesk.fields.choices import WORKS
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.rules.house_instalments import still_owed
from labordesk.rules.house_stages import milestone_label
from labordesk.services.house_lists import HouseRow
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse

TONES: dict[str, Tone] = {
    "requested": "neutral",
    "surveyed": "neutral",
    "approved": "info",
    "started": "info",
    "inspected": "info",
    "handed_over": "good",
    "settled": "good",
    "suspended": "warn",
    "refused": "error",
    "cancelled": "error",
}
"""The tone of each stage; the word always stands beside it."""


def stage_pill(row: HouseRow) -> tuple[str, Tone]:
    """Return the word and the tone of a house's stage."""
    return milestone_label(row.stage), TONES.get(row.stage, "neutral")


def due_words(row: HouseRow) -> str:
    """Return the day the hand-over is due, or how late it is: "Quá 12 ngày"."""
    if row.overdue_days:
        return _("Quá {days} ngày").format(days=number(row.overdue_days))
    return short(row.due_on) if row.due_on is not None else ""


def missing_words(missing: tuple[str, ...]) -> str:
    """Return what a file lacks in one phrase, "" when it is whole."""
    return "; ".join(missing)


def missing_count(missing: tuple[str, ...]) -> str:
    """Return "thiếu 3 giấy tờ", "" when the file is whole."""
    return _("thiếu {n} giấy tờ").format(n=number(len(missing))) if missing else ""


def owed_words(approved: int | None, given: int) -> str:
    """Return "Duyệt 60.000.000 đ · đã trao 30.000.000 đ · còn phải trao 30.000.000 đ", "" before the approval."""
    if not approved:
        return ""
    owed = still_owed(approved, given)
    said = _("Duyệt {approved} đ · đã trao {given} đ · còn phải trao {owed} đ")
    whole = _("Duyệt {approved} đ · đã trao đủ {given} đ")
    return (said if owed else whole).format(approved=number(approved), given=number(given), owed=number(owed))


def tab_words(titles: tuple[str, ...], loaded: LoadedHouse) -> tuple[str, ...]:
    """Return what the tabs of a file say: titles as msgids, each with its figure in brackets."""
    progress = loaded.data.fields.progress
    figures = (
        "",
        number(len(loaded.payments)) if loaded.payments else "",
        f"{progress}%" if progress is not None else "",
        number(sum(one.count for one in loaded.photos)) if loaded.photos else "",
        _("thiếu {n}").format(n=number(len(loaded.missing))) if loaded.missing else "",
        number(len(loaded.corrections)) if loaded.corrections else "",
    )
    return tuple(_(one) + (f" ({said})" if said else "") for one, said in zip(titles, figures, strict=True))


def total_words(houses: int, overdue: int, lacking: int) -> str:
    """Return "24 nhà · 3 nhà quá hạn · 5 hồ sơ thiếu giấy tờ"."""
    parts = [_("{count} nhà").format(count=number(houses))]
    if overdue:
        parts.append(_("{count} nhà quá hạn bàn giao").format(count=number(overdue)))
    if lacking:
        parts.append(_("{count} hồ sơ còn thiếu giấy tờ").format(count=number(lacking)))
    return " · ".join(parts)


def _late(row: HouseRow) -> Tone | None:
    return "error" if row.overdue_days else None


def _due_tip(row: HouseRow) -> str:
    return _("Hạn bàn giao {day}").format(day=short(row.due_on)) if row.due_on is not None else ""


def _lacking(row: HouseRow) -> Tone | None:
    return "warn" if row.missing else None


def _lacking_words(missing: tuple[str, ...]) -> str:
    return _("thiếu {n}").format(n=number(len(missing))) if missing else ""


COLUMNS = (
    Column("owner", N_("Chủ hộ"), width=19, stretch=True),
    Column("unit_name", N_("Đơn vị đề nghị"), width=17, stretch=True),
    Column("work", N_("Loại hình"), Choice(options=WORKS), width=9),
    Column("stage", N_("Giai đoạn"), width=13, pill=stage_pill),
    Column("started_on", N_("Khởi công"), Day(), width=10, spare=True),
    Column("due_on", N_("Hạn bàn giao"), width=12, read=lambda row: row, show=due_words, tone=_late, tip=_due_tip),
    Column("handed_over_on", N_("Bàn giao"), Day(), width=10, spare=True),
    Column("union_given", N_("Công đoàn"), Money(), width=11, read=lambda row: row.union_given or None),
    Column("value", N_("Tổng giá trị"), Money(), width=12, read=lambda row: row.total_value),
    Column(
        "missing",
        N_("Giấy tờ"),
        width=8,
        show=_lacking_words,
        tone=_lacking,
        tip=lambda row: missing_words(row.missing),
    ),
    Column("still_owed", N_("Còn phải trao"), Money(), width=12, hidden=True, read=lambda row: row.still_owed or None),
    Column("progress", N_("Tiến độ"), Percent(), width=8, hidden=True),
    Column("total_planned", N_("Dự kiến"), Money(), width=11, hidden=True, read=lambda row: row.total_planned or None),
    Column(
        "total_received", N_("Đã nhận"), Money(), width=11, hidden=True, read=lambda row: row.total_received or None
    ),
    Column("funded_on", N_("Ngày trao hỗ trợ"), Day(), width=12, hidden=True),
    Column("address", N_("Địa điểm"), width=24, hidden=True),
)
