"""Tiến độ of a Mái ấm: dated reports that rise to 100, each fall explained; the latest is the progress of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.i18n import N_
from labordesk.vietnamese.dates import short

NOT_BUILDING = ("requested", "surveyed", "refused")
"""Stages in which there is no work whose progress could be told."""


@dataclass(frozen=True)
class Report:
    """How far the work was on a day, in percent."""

    on: date
    percent: int
    note: str = ""


def latest_percent(reports: Sequence[Report]) -> int | None:
    """Return the percentage of the latest report, None without one."""
    return max(reports, key=lambda one: one.on).percent if reports else None


def check_place(reported_on: date, stage: str, started_on: date | None) -> None:
    """Refuse a report of a house not approved (RuleBroken) or of a day before its work began (InvalidInput)."""
    if stage in NOT_BUILDING:
        raise RuleBroken(N_("Nhà chưa được duyệt nên chưa có tiến độ; hãy ghi mốc “Đã duyệt” trước."))
    if started_on is not None and reported_on < started_on:
        raise InvalidInput(
            N_("Ngày kiểm tra {day} trước ngày khởi công {started}; hãy xem lại ngày."),
            field="reported_on",
            day=short(reported_on),
            started=short(started_on),
        )


def check_course(reports: Sequence[Report]) -> None:
    """Refuse (InvalidInput) two reports of one day, and a fall of the percentage without a note."""
    for before, one in pairwise(sorted(reports, key=lambda one: one.on)):
        if one.on == before.on:
            raise InvalidInput(
                N_("Ngày {day} đã có báo cáo tiến độ; hãy sửa báo cáo đó."), field="reported_on", day=short(one.on)
            )
        if one.percent < before.percent and not one.note.strip():
            raise InvalidInput(
                N_("Tiến độ ngày {day} ({percent}%) thấp hơn ngày {before_day} ({before}%); hãy ghi lý do ở ghi chú."),
                field="note",
                day=short(one.on),
                percent=one.percent,
                before_day=short(before.on),
                before=before.percent,
            )
