"""The rows behind a figure of a paper: who, when, how much, with what they come to; Enter opens the file of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.fields import Count, Day
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.counts import counted
from labordesk.gui.table import Column, PagedTable, RowPage
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

MONEY = "dong"
TABLES = {
    "award": N_("Lần trao"),
    "aggregate": N_("Số liệu tổng hợp"),
    "person": N_("Người"),
    "house": N_("Mái ấm"),
    "case": N_("Hồ sơ trợ cấp"),
    "activity": N_("Hoạt động"),
    "contribution": N_("Vận động"),
    "agreement": N_("Thỏa thuận"),
    "agreement_use": N_("Sử dụng thỏa thuận"),
    "indicator_value": N_("Số nhập tay"),
    "target": N_("Chỉ tiêu giao"),
    "campaign": N_("Đợt tặng quà"),
    "allocation": N_("Phân bổ"),
}
"""What kind of row stands behind a figure, by the table it comes from."""


def _unit_word(row: Any) -> str:
    return _("đồng") if row.counted == MONEY else unit_of(row.value, row.counted)


def _note(row: Any) -> str:
    """Return the funds or the paper behind a row; of a person how many times help was given."""
    return _("{n} lần").format(n=row.note) if row.table == "person" and row.note else str(row.note)


def unit_of(value: int, unit: str) -> str:
    """Return the unit of count after a number, without the number."""
    if unit == "award":
        return _("lần trao")
    return counted(value, unit).removeprefix(number(value)).strip()


COLUMNS = [
    Column("day", N_("Ngày"), Day(), width=10),
    Column("unit", N_("Đơn vị"), width=22, tip=lambda row: row.unit),
    Column("who", N_("Người, tổ chức"), width=22, link=True, stretch=True),
    Column("what", N_("Nội dung"), width=24, spare=True, tip=lambda row: row.what),
    Column("value", N_("Tính vào số liệu"), Count(), width=15, bold=True),
    Column("counted", N_("ĐVT"), read=_unit_word, width=9),
    Column(
        "table", N_("Loại dòng"), read=lambda row: _(TABLES.get(row.table, row.table)), width=15, muted=True, spare=True
    ),
    Column("note", N_("Nguồn, ghi chú"), read=_note, width=22, muted=True, spare=True, tip=_note),
]


@dataclass(frozen=True)
class Opened:
    """A figure that was pressed: what it counts, its title, and how it is printed ("23.000.000")."""

    counts: Any
    title: str
    text: str


class RowsBehind(QWidget):
    """``opened`` brings (page, target) of the file of a row."""

    opened = Signal(str, dict)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.shown: Opened | None = None
        self.notice = Notice("", "info")
        self.notice.hide()
        self.sums = QLabel()
        self.sums.setProperty("role", "secondary")
        self.sums.setWordWrap(True)
        empty = EmptyState("list", _("Không còn dòng nào"), _("Sổ đã thay đổi từ khi lập trang in này."))
        self.table = PagedTable("figure-rows", COLUMNS, context, empty=empty, title=_("Các dòng của số liệu"))
        self.table.opened.connect(self._open)
        self.table.loaded.connect(self._begin)
        self._is_new = False
        foot = QHBoxLayout()
        foot.addWidget(self.sums, 1)
        foot.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_rows(self, figure: Opened) -> None:
        """Show the rows of another figure from their beginning."""
        self.shown = figure
        self._is_new = True
        self.sums.setText(_("Đang cộng…"))
        self.notice.set("")
        self.reload()

    def reload(self) -> None:
        """Read the rows again."""
        from labordesk.services.figure_rows import rows_behind, sum_behind

        figure, register = self.shown, self._context.register
        if figure is None:
            return

        def fetch(after: Any, limit: int) -> RowPage:
            page = rows_behind(register, figure.counts, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch(fetch)
        self._context.work.read(
            lambda: sum_behind(register, figure.counts), self._say_sum, latest=("figure", "sum"), owner=self
        )

    def _begin(self) -> None:
        """Put the keyboard on the first row of another figure; further rows leave it where it is."""
        if self._is_new:
            self._is_new = False
            self.table.setFocus()
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    def _say_sum(self, found: Any) -> None:
        figure = self.shown
        if figure is None:
            return
        parts = [_("{n} dòng").format(n=number(found.rows))] if found.rows else []
        if found.typed_rows:
            parts.append(_("{n} số liệu tổng hợp nhập tay").format(n=number(found.typed_rows)))
        money = _("đồng")
        sums = ", ".join(
            f"{number(value)} {money if unit == MONEY else unit_of(value, unit)}" for unit, value in found.values
        )
        parts.append(_("tổng cộng {sums}").format(sums=sums or "0"))
        self.sums.setText(" · ".join(parts))
        printed = printed_number(figure.text)
        if printed is not None and printed != found.total:
            text = _("Sổ đã thay đổi từ khi lập trang in: trên trang là {printed}, nay các dòng cộng lại là {now}.")
            self.notice.set(text.format(printed=figure.text, now=number(found.total)), "warn")

    def _open(self, row: Any) -> None:
        if row.page:
            self.opened.emit(row.page, dict(row.target))


def printed_number(text: str) -> int | None:
    """Return the whole number a figure is printed as, None for words or shortened figures."""
    return int(text.replace(".", "")) if re.fullmatch(r"\d{1,3}(\.\d{3})*|\d+", text) else None
