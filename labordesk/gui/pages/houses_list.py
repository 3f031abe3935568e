"""The list of houses: search, filters, and the same houses as a table or as a board by stage."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from labordesk.fields.choices import STAGES, WORKS
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.houses_board import HouseBoard
from labordesk.gui.pages.houses_words import COLUMNS
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.table import PagedTable
from labordesk.gui.table.paged import RowPage
from labordesk.i18n import _
from labordesk.services.house_filter import HouseFilter
from labordesk.services.house_lists import HouseRow, list_houses
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
        self.search = SearchLine(_("Tìm theo tên chủ hộ hoặc số cuối CCCD"))
        stages = [(code, _(label)) for code, label in STAGES]
        self.stage = Select([("", _("Mọi giai đoạn")), *stages], _("Giai đoạn"))
        self.work = Select([("", _("Mọi loại hình")), *((code, _(label)) for code, label in WORKS)], _("Loại hình"))
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
        bar = QHBoxLayout()
        bar.setSpacing(10)
        for widget in (self.search, self.stage, self.work):
            bar.addWidget(widget)
        for select in (self.stage, self.work):
            select.setMinimumWidth(select.sizeHint().width())
        bar.addWidget(self.found)
        bar.addStretch(1)
        bar.addWidget(self.columns)
        bar.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self.views = QStackedLayout()
        column.addLayout(self.views, 1)
        for view in (self.table, self.board, self._nothing):
            self.views.addWidget(view)

    def _connect(self) -> None:
        self.search.asked.connect(lambda _text: self.ask())
        self.search.down.connect(self.focus_rows)
        self.stage.currentIndexChanged.connect(lambda _index: self.ask())
        self.work.currentIndexChanged.connect(lambda _index: self.ask())
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

    def show_stage(self, stage: str) -> None:
        """Show the houses of a stage ("" for all)."""
        self.stage.choose(stage)

    def ask(self) -> None:
        """Ask for the houses of the filters from the beginning."""
        wanted = self._wanted()
        register = self._context.register
        self.stage.setEnabled(not self.on_board)
        if self.on_board:
            wanted.pop("stage")
            self._context.work.read(
                lambda: list_houses(register, HouseFilter(**wanted), limit=ON_BOARD).rows,
                self._show_board,
                latest=("houses", "board"),
            )
        else:
            self.table.set_fetch(lambda after, limit: _page(register, after, limit, wanted))

    def reload(self) -> None:
        """Ask the same query again, staying in place."""
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

    def _wanted(self) -> dict[str, Any]:
        return {
            "text": self.search.seen_text().strip(),
            "stage": self.stage.chosen() or None,
            "work": self.work.chosen() or None,
        }

    def _is_filtered(self) -> bool:
        return any(self._wanted().values())

    def _show_board(self, rows: tuple[HouseRow, ...]) -> None:
        self.board.set_rows(rows)
        self._say_found(len(rows))
        self.views.setCurrentWidget(self.board if rows or self._is_filtered() else self._nothing)

    def _show_emptiness(self) -> None:
        if self.on_board:
            return
        empty = not self.table.rows()
        if empty and self._is_filtered():
            self.table.set_empty(_("Không có nhà nào khớp"), _("Hãy bỏ bớt chữ trong ô tìm hoặc chọn mọi giai đoạn."))
        self.views.setCurrentWidget(self._nothing if empty and not self._is_filtered() else self.table)

    def _say_found(self, count: int) -> None:
        self.found.setText(_("{count} nhà").format(count=number(count)) if self._is_filtered() else "")

    def _say_switch(self) -> None:
        text = _("Xem bảng") if self.on_board else _("Xem theo giai đoạn")
        self.switch.setText(text)
        self.switch.setAccessibleName(text)
        self.columns.setVisible(not self.on_board)


def _page(register: Any, after: Any, limit: int, wanted: dict[str, Any]) -> RowPage:
    page = list_houses(register, HouseFilter(**wanted), after=after, limit=limit)
    return RowPage(page.rows, page.next_key)
