"""The rows behind a figure of the overview: awards, money raised, or units; Enter opens the file of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.fields import Count, Day, Money
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.overview_words import money_words
from labordesk.gui.pages.parts.counts import counted
from labordesk.gui.table import Column, ListTable, PagedTable, RowPage
from labordesk.gui.table.table import Table
from labordesk.i18n import N_, _
from labordesk.services.overview_choice import Choice
from labordesk.vietnamese.numbers import number

GIVEN_COLUMNS = [
    Column("paid_on", N_("Ngày trao"), Day(), width=10),
    Column("unit", N_("Đơn vị"), width=22, tip=lambda row: row.unit),
    Column("person", N_("Người được hỗ trợ"), width=22, link=True, stretch=True),
    Column("what", N_("Nội dung"), width=22, spare=True, tip=lambda row: row.what),
    Column("quantity", N_("Số lượng"), read=lambda row: counted(row.quantity, row.count_unit), align="right", width=9),
    Column("cash", N_("Tiền (đồng)"), Money(), width=12),
    Column("goods", N_("Quà, dịch vụ trị giá"), Money(), width=12),
    Column("funds", N_("Nguồn"), width=20, spare=True, muted=True, tip=lambda row: row.funds),
]
RAISED_COLUMNS = [
    Column("received_on", N_("Ngày"), Day(), width=10),
    Column("donor", N_("Người, đơn vị đóng góp"), width=26, link=True, stretch=True),
    Column("unit", N_("Đơn vị vận động"), width=22, spare=True),
    Column("fund", N_("Vào quỹ"), width=20, muted=True),
    Column("pledged", N_("Đã hứa"), Money(), width=13),
    Column("received", N_("Đã nhận"), Money(), width=13),
    Column("due", N_("Còn phải nhận"), Money(), width=13, tone=lambda row: "warn" if row.due else None),
]
LATE_COLUMNS = [
    Column("unit", N_("Đơn vị"), width=30, link=True, stretch=True),
    Column("due_on", N_("Hạn nộp danh sách"), Day(), width=14),
    Column("days", N_("Chậm (ngày)"), Count(), width=10),
]
EMPTY_COLUMNS = [
    Column("unit", N_("Đơn vị"), width=30, link=True, stretch=True),
    Column("packages", N_("Số suất được phân bổ"), Count(), width=16),
]


@dataclass(frozen=True)
class Asked:
    """Which rows: ``rows`` is "given", "raised", "promised", "lists_late" or "units_empty"; ``title`` names them."""

    rows: str
    choice: Choice
    title: str
    programme_id: int | None = None
    earlier: bool = False
    month: str = ""
    campaign_id: int | None = None


class RowsView(QWidget):
    """``opened`` brings (page, target) of a row; ``loaded`` tells that rows and sums are there."""

    opened = Signal(str, dict)
    typed_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.asked: Asked | None = None
        self.notice = Notice("", "info")
        self.sums = QLabel()
        self.sums.setProperty("role", "secondary")
        self.sums.setWordWrap(True)
        self.table: Table | None = None
        self._place = QVBoxLayout()
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.sums, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.notice)
        column.addLayout(self._place, 1)
        column.addLayout(self._foot)
        self.notice.hide()

    def show_rows(self, asked: Asked) -> None:
        """Show other rows from their beginning."""
        self.asked = asked
        self.sums.setText("")
        self.notice.set("")
        self._clear()
        if asked.rows == "given":
            self._show_given(asked)
        else:
            self._show_list(asked)

    def reload(self) -> None:
        """Read the same rows again."""
        if self.asked is not None:
            self.show_rows(self.asked)

    def _clear(self) -> None:
        for layout in (self._place, self._foot):
            for place in reversed(range(layout.count())):
                item = layout.itemAt(place)
                widget = item.widget() if item is not None else None
                if widget is not None and widget is not self.sums:
                    layout.removeWidget(widget)
                    widget.hide()
                    widget.deleteLater()

    def _put(self, table: Table) -> None:
        self.table = table
        table.opened.connect(self._open)
        self._place.addWidget(table)
        self._foot.addWidget(table.column_button())

    def _show_given(self, asked: Asked) -> None:
        from labordesk.services.given_rows import Given, list_given, sum_given

        register = self._context.register
        wanted = Given(asked.choice, asked.programme_id, asked.earlier, asked.month)
        empty = EmptyState("list", _("Không có lần trao nào trong sổ"), _("Số này từ số liệu tổng hợp nhập tay."))
        table = PagedTable("overview-given", GIVEN_COLUMNS, self._context, empty=empty, title=asked.title)
        self._put(table)

        def fetch(after: Any, limit: int) -> RowPage:
            page = list_given(register, wanted, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        table.loaded.connect(table.focus_first)
        table.set_fetch(fetch)
        self._context.work.read(
            lambda: sum_given(register, wanted), self._say_given, latest=("overview", "given"), owner=self
        )

    def _say_given(self, found: Any) -> None:
        counts = ", ".join(counted(one.count, one.count_unit) for one in found.quantities if one.count)
        parts = [_("{n} lần trao").format(n=number(found.rows))]
        if counts:
            parts.append(counts)
        parts.append(_("tiền {cash} đồng").format(cash=number(found.cash)))
        if found.goods:
            parts.append(_("quà, dịch vụ {goods} đồng").format(goods=number(found.goods)))
        if found.typed:
            parts.append(_("số liệu tổng hợp {typed} đồng").format(typed=number(found.typed)))
        parts.append(_("tổng cộng {total} đồng").format(total=number(found.total)))
        self.sums.setText(" · ".join(parts))
        if found.typed_rows:
            text = _("Ngoài các lần trao dưới đây còn {n} dòng số liệu tổng hợp nhập tay, trị giá {amount}.")
            links = [(_("Xem số liệu tổng hợp"), self.typed_asked.emit)]
            self.notice.set(text.format(n=number(found.typed_rows), amount=money_words(found.typed)), "info", links)

    def _show_list(self, asked: Asked) -> None:
        from labordesk.services import overview_rows

        register, choice, campaign = self._context.register, asked.choice, asked.campaign_id or 0
        kinds: dict[str, tuple[list[Column], Callable[[], tuple[Any, ...]]]] = {
            "raised": (RAISED_COLUMNS, lambda: overview_rows.contributions_of(register, choice, due=False)),
            "promised": (RAISED_COLUMNS, lambda: overview_rows.contributions_of(register, choice, due=True)),
            "lists_late": (LATE_COLUMNS, lambda: overview_rows.units_with_late_lists(register, choice, campaign)),
            "units_empty": (EMPTY_COLUMNS, lambda: overview_rows.units_without_list(register, choice, campaign)),
        }
        columns, read = kinds[asked.rows]
        empty = EmptyState("list", _("Không còn dòng nào"))
        table = ListTable(f"overview-{asked.rows}", columns, self._context, empty=empty, title=asked.title)
        self._put(table)

        def arrive(rows: tuple[Any, ...]) -> None:
            table.set_rows(rows)
            table.focus_first()
            self.sums.setText(_list_words(asked.rows, rows))

        self._context.work.read(read, arrive, latest=("overview", "list"), owner=table)

    def _open(self, row: Any) -> None:
        if self.asked is None:
            return
        if self.asked.rows in ("raised", "promised"):
            self.opened.emit("activities", {"part": "contributions", "record": row.id})
        elif self.asked.rows == "given":
            if row.page:
                self.opened.emit(row.page, dict(row.target))
        else:
            self.opened.emit("gifts", dict(row.target))


def _list_words(kind: str, rows: tuple[Any, ...]) -> str:
    if kind not in ("raised", "promised"):
        return _("{n} đơn vị").format(n=number(len(rows)))
    parts = [_("{n} dòng").format(n=number(len(rows)))]
    parts.append(_("đã nhận {amount} đồng").format(amount=number(sum(row.received for row in rows))))
    if due := sum(row.due for row in rows):
        parts.append(_("còn phải nhận {amount} đồng").format(amount=number(due)))
    return " · ".join(parts)
