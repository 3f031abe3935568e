"""How far a target is met, in words: columns and states of the page of targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from labordesk.fields import Count, Day
from labordesk.fields.choices import COUNT_UNITS
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _
from labordesk.kinds import computed_by
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.target_progress import TargetRow

_UNITS = dict(COUNT_UNITS)


def target_state(row: TargetRow, year: int, today: date) -> tuple[str, Tone]:
    """Return where a target stands; only what is above may be called so (domain.md 10.3)."""
    if row.above:
        return _("vượt chỉ tiêu"), "good"
    if not row.missing:
        return _("đạt chỉ tiêu"), "good"
    if year < today.year:
        return _("không đạt"), "error"
    if year > today.year:
        return _("chưa tới năm"), "neutral"
    return (_("chậm tiến độ"), "warn") if row.behind else (_("đúng tiến độ"), "info")


def progress_tip(row: TargetRow) -> str:
    """Return the sentence a report would say of the row."""
    words = _("{done}/{target} {unit}, {percent}").format(
        done=number(row.done),
        target=number(row.target),
        unit=_(_UNITS[row.count_unit]),
        percent=_(row.phrase).format(percent=row.percent_text),
    )
    return f"{words} · {counted_words(row)}" if row.computed else words


def counted_words(row: TargetRow) -> str:
    """Return "tính theo ngày bàn giao" for what the register counts itself, "" otherwise."""
    return _("tính theo {day}").format(day=_(computed_by(row.computed).event.day)) if row.computed else ""


def pace_tip(row: TargetRow) -> str:
    """Return how much should have been reached by now, for one that is behind; else how far it is."""
    if not row.behind:
        return progress_tip(row)
    return _("Theo tiến độ năm, đến nay cần {due}, mới được {done}.").format(due=number(row.due), done=number(row.done))


def target_columns(state: Callable[[TargetRow], tuple[str, Tone]]) -> list[Column]:
    """Return the columns of the targets of a year."""
    return [
        Column("subject", N_("Chỉ tiêu"), width=44, stretch=True, bold=True, tip=counted_words),
        Column("counted", N_("Máy đếm"), read=counted_words, width=24, hidden=True, muted=True),
        Column("unit", N_("Đơn vị"), read=_indented, width=16, stretch=True),
        Column("count_unit", N_("ĐVT"), read=lambda row: _(_UNITS[row.count_unit]), width=13, stretch=True, muted=True),
        Column("target", N_("Giao"), Count(), width=8),
        Column("done", N_("Thực hiện"), Count(), width=8),
        Column("percent_text", N_("Đạt"), align="right", width=8, tip=progress_tip),
        Column("missing", N_("Còn thiếu"), Count(), read=lambda row: row.missing or None, width=9),
        Column("state", N_("Tình trạng"), pill=state, tip=pace_tip, width=14),
        Column("basis", N_("Căn cứ giao"), hidden=True),
    ]


def _indented(row: TargetRow) -> str:
    """Return the unit's name as deep as it stands in the tree."""
    return "\u2003" * row.depth + row.unit


STATES = (
    ("", N_("Mọi tình trạng")),
    ("behind", N_("Chậm tiến độ")),
    ("missing", N_("Còn thiếu")),
    ("met", N_("Đã đạt")),
)
"""What the list can be narrowed to."""


def in_state(row: TargetRow, state: str) -> bool:
    """Tell whether a row belongs to one of ``STATES``."""
    return {"behind": row.behind, "missing": bool(row.missing), "met": not row.missing}.get(state, True)


VALUE_COLUMNS = [
    Column("starts_on", N_("Từ ngày"), Day(), read=lambda row: row.fields.starts_on),
    Column("ends_on", N_("Đến ngày"), Day(), read=lambda row: row.fields.ends_on),
    Column("indicator", NC_("catalogue", "Chỉ tiêu"), width=28, stretch=True, muted=True),
    Column("unit", N_("Đơn vị"), width=24, stretch=True),
    Column("value", N_("Thực hiện"), Count(), read=lambda row: row.fields.value, width=10),
    Column("note", N_("Ghi chú"), read=lambda row: row.fields.note or "", width=22, stretch=True),
]


def rows_with(text: str, rows: Sequence[TargetRow]) -> list[TargetRow]:
    """Return the targets whose unit or subject hold all words typed, marks and case aside."""
    words = plain_key(text).split()
    return [row for row in rows if all(word in plain_key(f"{row.subject} {row.unit}") for word in words)]
