"""What each fund holds at the end of a day, and below it the book of the fund looked at, the latest line first."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from labordesk.fields import Day
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import EmptyState, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.inputs.text import DateEdit
from labordesk.gui.pages.funds_words import FUND_COLUMNS, MOVEMENT_COLUMNS, FundLine, read_lines, since_words
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import ListTable, PagedTable, RowPage
from labordesk.i18n import _
from labordesk.vietnamese.numbers import money


class BalanceView(TabPart):
    """The upper table chooses the fund, Enter in the lower one opens the record behind a line."""

    opening_asked = Signal(int)
    """A fund that is not followed yet was opened: its first opening is to be typed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._wanted: int | None = None
        self.on = DateEdit(Day(), _("Số dư đến hết ngày"))
        self.on.set_value(context.today())
        self.on.setFixedWidth(150)
        self.sum = QLabel()
        self.sum.setProperty("role", "secondary")
        empty = EmptyState("banknote", _("Chưa có quỹ nào"), _("Thêm quỹ, nguồn ở trang Cài đặt."))
        self.table = ListTable("funds", FUND_COLUMNS, context, empty=empty, title=_("Số dư các quỹ"))
        self.head = SectionHeader("")
        self.book = PagedTable(
            "movements", MOVEMENT_COLUMNS, context, empty=EmptyState("list", "", ""), title=_("Thu chi của quỹ")
        )
        self.open_button = secondary_button(_("Mở hồ sơ"), self._open_record, icon="arrow-right")
        self._arrange()
        self.on.changed.connect(self._day_typed)
        self.table.current_changed.connect(lambda _row: self._show_book())
        self.table.opened.connect(self._open_fund)
        self.book.opened.connect(lambda _row: self._open_record())
        self.book.current_changed.connect(self._follow)
        self._follow(None)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        label = QLabel(_("Số dư đến hết ngày"))
        label.setProperty("role", "secondary")
        bar.addWidget(label)
        bar.addWidget(self.on)
        bar.addWidget(self.sum)
        bar.addStretch(1)
        bar.addWidget(self.table.column_button())
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.open_button)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(8)
        below.addLayout(top)
        below.addWidget(self.book, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(lower)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.addWidget(parts)

    # rows

    def want(self, fund_id: int) -> None:
        """Look at this fund."""
        self._wanted = fund_id
        self.go_stale()

    def fund_id(self) -> int | None:
        """Return the fund looked at."""
        row = self.table.current()
        return row.id if row is not None else None

    def day(self) -> date:
        """Return the day chosen, today while none can be read."""
        if self.on.problem():
            return self.context.today()
        found: date | None = self.on.kind.parse(self.on.line.seen_text())
        return found or self.context.today()

    def _day_typed(self) -> None:
        if not self.on.problem():
            self.reload()

    def reload(self) -> None:
        """Read the balances of the day chosen."""
        self._is_stale = False
        register, on = self.context.register, self.day()
        self.context.work.read(lambda: read_lines(register, on), self._arrive, latest=("funds", "balances"))

    def _arrive(self, lines: tuple[FundLine, ...]) -> None:
        before = self.fund_id()
        self.table.set_rows(lines)
        wanted, self._wanted = self._wanted, None
        if not (wanted is not None and self.table.select(wanted)) and self.table.current() is None and lines:
            self.table.select(lines[0].id)
        left = sum(one.balance.left for one in lines if one.balance is not None)
        followed = sum(1 for one in lines if one.balance is not None)
        words = _("{n} quỹ đang theo dõi, còn lại {left}").format(n=followed, left=money(left))
        self.sum.setText(words if followed else "")
        if self.fund_id() == before:
            self._show_book()

    def _show_book(self) -> None:
        row: FundLine | None = self.table.current()
        if row is None or row.balance is None:
            name = row.name if row is not None else ""
            self.head.set(name, "")
            self.book.set_empty(
                _("Quỹ này chưa được theo dõi") if row is not None else "",
                _("Nhấn Ctrl+N để ghi số dư mang sang; từ ngày ấy sổ tính số dư của quỹ."),
            )
            self.book.set_fetch(lambda _after, _limit: RowPage(()))
            return
        register, on, fund_id = self.context.register, self.day(), row.id
        self.head.set(_("Thu chi của {fund}").format(fund=row.name), since_words(row))

        def fetch(after: Any, limit: int) -> RowPage:
            from labordesk.services.fund_movements import movements

            page = movements(register, fund_id, on, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.book.set_fetch(fetch)

    # the hand

    def _follow(self, row: Any) -> None:
        self.open_button.setEnabled(row is not None and bool(row.page))

    def _open_fund(self, row: FundLine) -> None:
        if row.balance is None:
            self.opening_asked.emit(row.id)
        else:
            self.book.focus_first()

    def _open_record(self) -> None:
        row = self.book.current()
        if row is not None and row.page:
            self.context.go(row.page, **row.target)
