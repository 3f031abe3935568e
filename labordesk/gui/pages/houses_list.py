"""The list of houses: search, filters, and the same houses as a table or as a board by stage."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.houses_board import HouseBoard
from labordesk.gui.pages.houses_filter import HouseFilters
from labordesk.gui.pages.houses_words import COLUMNS
from labordesk.gui.table import PagedTable
from labordesk.gui.table.paged import RowPage
from labordesk.i18n import _
from labordesk.services.house_filter import HouseFilter
from labordesk.services.house_lists import HouseRow, list_houses
from labordesk.services.unit_tree import subtree
from labordesk.vietnamese.numbers import number

ON_BOARD = 500
"""So many houses fit on a board one can still look over; older ones are in the table."""


class HouseList(QWidget):
    """Filters above table or board; ``opened`` brings the row."""

    opened = Signal(object)
    new_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.filters = HouseFilters(context)
        self.search = self.filters.search
        self.found = QLabel()
        self.found.setProperty("role", "secondary")
        self.table = PagedTable(
            "houses", COLUMNS, context, title=_("Danh sách Mái ấm công đoàn"), empty=EmptyState("house", "")
        )
        self.board = HouseBoard()
        self.switch = secondary_button("", self.toggle)
        self.columns = self.table.column_button()
        self._nothing = EmptyState(
            "house",
            _("Chưa có Mái ấm nào trong sổ"),
            _("Nhấn Ctrl+N để ghi nhà đầu tiên: chọn chủ hộ, mức hỗ trợ, các nguồn và các mốc."),
            primary_button(_("Ghi nhà đầu tiên"), self.new_asked.emit),
        )
        self._arrange()
        self._connect()
        self._say_switch()

    def _arrange(self) -> None:
        for widget in (self.found, self.columns, self.switch):
            self.filters.above.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.filters)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self.views = QStackedLayout()
        column.addLayout(self.views, 1)
        for view in (self.table, self.board, self._nothing):
            self.views.addWidget(view)

    def _connect(self) -> None:
        self.filters.changed.connect(self.ask)
        self.search.down.connect(self.focus_rows)
        self.table.opened.connect(self.opened)
        self.board.opened.connect(self.opened)
        self.table.counted.connect(self._say_found)
        self.table.loaded.connect(self._show_emptiness)

    @property
    def on_board(self) -> bool:
        """Say whether the board is asked for."""
        return self.switch.property("board") is True

    def toggle(self) -> None:
        """Show the board instead of the table, or the other way round."""
        self.switch.setProperty("board", not self.on_board)
        self._say_switch()
        self.ask()

    def show_filter(self, **target: Any) -> None:
        """Show the houses of a target of the page; those of one stage in the table, because the board shows all."""
        if target.get("stage") and self.on_board:
            self.toggle()
        self.filters.show_filter(**target)

    def ask(self) -> None:
        """Ask for the houses of the filters from the beginning."""
        wanted, register = self.filters.wanted(), self._context.register
        self.filters.stage.setEnabled(not self.on_board)
        if self.on_board:
            wanted["stage"] = None
            self._context.work.read(
                lambda: list_houses(register, _filter(register, wanted), limit=ON_BOARD).rows,
                self._show_board,
                latest=("houses", "board"),
            )
        else:
            self.table.set_fetch(lambda after, limit: _page(register, after, limit, wanted))

    def reload(self) -> None:
        """Ask the same query again, staying in place."""
        self.filters.load()
        if self.on_board:
            self.ask()
        else:
            self.table.reload()

    def focus_rows(self) -> None:
        """Put the keyboard into the table or the board."""
        if self.on_board:
            self.board.focus_first()
        else:
            self.table.focus_first()

    def current(self) -> HouseRow | None:
        """Return the house the keyboard is on."""
        return self.board.current() if self.on_board else self.table.current()

    def _show_board(self, rows: tuple[HouseRow, ...]) -> None:
        self.board.set_rows(rows)
        self._say_found(len(rows))
        self.views.setCurrentWidget(self.board if rows or self.filters.is_filtering() else self._nothing)

    def _show_emptiness(self) -> None:
        if self.on_board:
            return
        empty = not self.table.rows()
        if empty and self.filters.is_filtering():
            self.table.set_empty(_("Không có nhà nào khớp"), _("Hãy bỏ bớt chữ trong ô tìm hoặc bỏ lọc."))
        self.views.setCurrentWidget(self._nothing if empty and not self.filters.is_filtering() else self.table)

    def _say_found(self, count: int) -> None:
        self.found.setText(_("{count} nhà").format(count=number(count)) if self.filters.is_filtering() else "")

    def _say_switch(self) -> None:
        text = _("Xem bảng") if self.on_board else _("Xem theo giai đoạn")
        self.switch.setText(text)
        self.switch.setAccessibleName(text)
        self.columns.setVisible(not self.on_board)


def _page(register: Any, after: Any, limit: int, wanted: dict[str, Any]) -> RowPage:
    page = list_houses(register, _filter(register, wanted), after=after, limit=limit)
    return RowPage(page.rows, page.next_key)


def _filter(register: Any, wanted: dict[str, Any]) -> HouseFilter:
    """Return the filter for the service; a unit stands for all under it, also those that ended."""
    unit_id = wanted["unit_id"]
    units = subtree(register, unit_id, include_closed=True) if unit_id is not None else None
    return HouseFilter(unit_ids=units, **{name: value for name, value in wanted.items() if name != "unit_id"})
