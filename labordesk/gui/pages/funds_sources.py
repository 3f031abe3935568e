"""Nguồn và cấp chi: which group of sources bore how much, by the union level that paid it (domain.md 6.3 e)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from labordesk.fields import Money
from labordesk.fields.choices import LEVELS, SOURCES
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.pages.parts.year_period import YearPeriod
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import money, percent
from labordesk.vietnamese.periods import Period

if TYPE_CHECKING:
    from labordesk.store.register import Register

UNTOLD = N_("Chưa ghi nguồn (số liệu tổng hợp)")
WHOLE = N_("Cộng")
SHORT_LEVELS = {
    "national": N_("Tổng Liên đoàn"),
    "province": N_("Tỉnh, ngành"),
    "upper": N_("Trên cơ sở"),
    "grassroots": N_("Cơ sở"),
}
"""The paying levels as headings; their whole names do not fit."""


@dataclass(frozen=True)
class SourceLine:
    """A group of sources with đồng by paying level; ``whole`` is everything of the period, for the shares."""

    id: str
    name: str
    levels: Mapping[str, int]
    whole: int

    @property
    def total(self) -> int:
        """Return all levels together."""
        return sum(self.levels.values())


def read_lines(register: Register, period: Period) -> tuple[SourceLine, ...]:
    """Read the spending of a period by source and level, the sum last; for the reading pool."""
    from labordesk.services.fund_sources import spending_by_source

    found = spending_by_source(register, period.start, period.end)
    whole = sum(sum(levels.values()) for levels in found.values())
    names = [*SOURCES, ("", UNTOLD)]
    lines = [SourceLine(code, _(name), found[code], whole) for code, name in names if sum(found.get(code, {}).values())]
    if not lines:
        return ()
    sums = {code: sum(line.levels.get(code, 0) for line in lines) for code, _name in LEVELS}
    return (*lines, SourceLine("sum", _(WHOLE), sums, whole))


def _level(code: str, name: str) -> Column:
    full = dict(LEVELS)[code]
    return Column(
        code, name, Money(), read=lambda row: row.levels.get(code) or None, width=13, tip=lambda _row: _(full)
    )


COLUMNS = (
    Column("name", N_("Nguồn"), width=32, stretch=True),
    *(_level(code, name) for code, name in SHORT_LEVELS.items()),
    Column("total", N_("Cộng"), Money(), width=14, bold=True),
    Column("share", N_("Tỷ lệ"), read=lambda row: percent(row.total, row.whole, 1), align="right", width=7, muted=True),
)


class SourceTable(TabPart):
    """The same sum as in the reports, parted by who bore it and who paid it out."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.when = YearPeriod(context.today().year, every_year=False)
        self.sums = QLabel()
        self.sums.setProperty("role", "secondary")
        empty = EmptyState("banknote", _("Chưa chi khoản nào trong kỳ này"), _("Chọn kỳ khác ở phía trên."))
        self.table = ListTable("sources", COLUMNS, context, empty=empty, title=_("Nguồn và cấp chi"))
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.when)
        bar.addWidget(self.sums, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.when.changed.connect(self.reload)

    def reload(self) -> None:
        """Read the sums of the period chosen."""
        self._is_stale = False
        register, period = self.context.register, self.when.period()
        assert period is not None  # all years are not offered here
        self.context.work.read(
            lambda: (period, read_lines(register, period)), self._arrive, latest=("funds", "sources")
        )

    def _arrive(self, found: tuple[Period, tuple[SourceLine, ...]]) -> None:
        period, lines = found
        self.table.set_rows(lines)
        days = {"start": short(period.start), "end": short(period.end)}
        total: Any = money(lines[-1].total) if lines else money(0)
        self.sums.setText(_("Từ {start} đến {end} đã chi {total}").format(**days, total=total))
