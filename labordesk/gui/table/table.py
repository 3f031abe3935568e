"""What both tables share: a card with the rows, or with what to do when there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from labordesk.gui.buttons import MenuButton, quiet_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.table.column import Column
from labordesk.gui.table.model import RowModel
from labordesk.gui.table.view import RowView
from labordesk.i18n import _


class Table(QFrame):
    """Base of ``PagedTable`` and ``ListTable``; ``identify`` tells rows apart when they are loaded again."""

    opened = Signal(object)
    """Enter or a double click on a row."""
    current_changed = Signal(object)
    """The row now current, or None."""
    selection_changed = Signal()
    sort_asked = Signal(str, bool)
    """Key of a sortable column and whether descending; the page asks its query again and calls ``show_sort``."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        context: Context,
        *,
        empty: QWidget | None = None,
        identify: Callable[[Any], Any] | None = None,
        title: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.context = context
        self._identify = identify or _identity
        self.model = RowModel(columns, self.more)
        self.view = RowView(name, self.model, context.settings)
        self.view.setAccessibleName(title or _("Bảng"))
        self._empty = empty or EmptyState("list", _("Chưa có dòng nào"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self._layers = QStackedLayout()
        column.addLayout(self._layers)
        self._layers.addWidget(self.view)
        self._layers.addWidget(self._empty)
        # A hidden view cannot hold the keyboard; while there are no rows the words in its place do.
        self._empty.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.view)
        self._connect()

    def _connect(self) -> None:
        self.view.opened.connect(lambda number: self.opened.emit(self.model.rows[number]))
        self.view.heading_clicked.connect(self._ask_sort)
        self.view.export_asked.connect(self.export)
        self.view.selectionModel().currentRowChanged.connect(lambda *_args: self.current_changed.emit(self.current()))
        self.view.selectionModel().selectionChanged.connect(lambda *_args: self.selection_changed.emit())

    def more(self) -> None:
        """Fetch more rows; a list in memory has none."""

    def rows(self) -> list[Any]:
        """Return the rows loaded so far."""
        return self.model.rows

    def current(self) -> Any | None:
        """Return the row the keyboard is on."""
        number = self.view.currentIndex().row()
        return self.model.rows[number] if 0 <= number < len(self.model.rows) else None

    def selected(self) -> list[Any]:
        """Return the selected rows from the top."""
        return [self.model.rows[number] for number in self.view.selected_numbers()]

    def select(self, identity: Any) -> bool:
        """Make the row with this identity current and say whether it is loaded."""
        for number, row in enumerate(self.model.rows):
            if self._identify(row) == identity:
                self.view.setCurrentIndex(self.model.index(number, 0))
                return True
        return False

    def replace(self, row: Any) -> bool:
        """Show a changed row in the place of the one with its identity; the rest of the table stays as it is."""
        wanted = self._identify(row)
        for number, old in enumerate(self.model.rows):
            if self._identify(old) == wanted:
                self.model.replace_row(number, row)
                return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the first row, or on the words where there is none."""
        self.setFocus()
        if self.model.rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def show_sort(self, key: str, descending: bool = False) -> None:
        """Draw the arrow at the column the rows are sorted by ("" for none)."""
        keys = [column.key for column in self.model.columns]
        self.view.headings.show_sort(keys.index(key) if key in keys else -1, descending=descending)

    def every_row(self) -> Callable[[], Iterator[Any]]:
        """Return what gives all rows in order; to be called in a worker."""
        rows = tuple(self.model.rows)
        return lambda: iter(rows)

    def row_count(self) -> int | None:
        """Return how many rows there are in all, None while that is not known."""
        return len(self.model.rows)

    def export(self) -> None:
        """Take the list out as Excel or CSV: its columns, its filter, its order (Ctrl+Shift+E)."""
        from labordesk.gui.table.exporting import export_table

        export_table(self)

    def column_button(self) -> QWidget:
        """Return the button "Cột" that lets the user choose columns, and beside it the one that takes the list out."""
        menu = QMenu()
        button = MenuButton(_("Cột"), menu)
        menu.setParent(button, menu.windowFlags())
        menu.aboutToShow.connect(lambda: self.view.fill_column_menu(menu))
        out = quiet_button("download", _("Xuất danh sách ra Excel (Ctrl+Shift+E)"), self.export)
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(button)
        row.addWidget(out)
        pair.setFocusProxy(button)
        return pair

    def set_empty(self, title: str, hint: str = "") -> None:
        """Change what an empty table says."""
        if isinstance(self._empty, EmptyState):
            self._empty.set(title, hint)

    def show_rows(self, rows: Sequence[Any], *, has_more: bool = False) -> None:
        """Show other rows, staying on the current row and place when they are still there."""
        before = self.current()
        selected = {self._identify(row) for row in self.selected()}
        place = self.view.verticalScrollBar().value()
        self.model.set_rows(rows, has_more=has_more)
        self._show_layer(self.view if rows else self._empty)
        if before is not None and self.select(self._identify(before)):
            self._select_again(selected)
            self.view.verticalScrollBar().setValue(place)
        elif before is not None:
            self.current_changed.emit(None)

    def _show_layer(self, layer: QWidget) -> None:
        """Bring rows or words to the front, the keyboard with them when it was on the other."""
        was_here = self.window().focusWidget() in (self._empty, *self._empty.findChildren(QWidget))
        self._layers.setCurrentWidget(layer)
        self.setFocusProxy(layer)
        if was_here and layer is self.view:
            self.view.setFocus()

    def _select_again(self, selected: set[Any]) -> None:
        if len(selected) < 2:
            return
        chosen = self.view.selectionModel()
        flags = chosen.SelectionFlag.Select | chosen.SelectionFlag.Rows
        for number, row in enumerate(self.model.rows):
            if self._identify(row) in selected:
                chosen.select(self.model.index(number, 0), flags)

    def _ask_sort(self, number: int) -> None:
        column = self.model.columns[number]
        if column.sortable:
            headings = self.view.headings
            descending = headings.sorted_column == number and not headings.descending
            self.sort_asked.emit(column.key, descending)


def _identity(row: Any) -> Any:
    return getattr(row, "id", row[0] if isinstance(row, tuple) else id(row))
