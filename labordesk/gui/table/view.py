"""``RowView``: the table itself: keyboard, widths that are remembered, columns that can be hidden, copying."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTableView

from labordesk.gui.table.clipboard import as_html, as_text
from labordesk.gui.table.drawing import PADDING, CellPainter, HeadingBar
from labordesk.gui.table.model import RowModel
from labordesk.gui.theme import sizes, text_font, theme_changes
from labordesk.i18n import _
from labordesk.settings import Settings

LEAST_STRETCHED = 120
"""Pixels a stretching column keeps before the table scrolls sideways."""
ROUNDING = 2
"""A text is painted up to this much wider than whole pixels say, and would be cut."""


class RowView(QTableView):
    """A read-only table of whole rows; ``name`` is where its widths are kept in the settings."""

    opened = Signal(int)
    heading_clicked = Signal(int)
    export_asked = Signal()

    def __init__(self, name: str, model: RowModel, settings: Settings) -> None:
        super().__init__()
        self._name = name
        self._rows = model
        self._settings = settings
        self._fitting = False
        self._is_choosing = False
        self._wanted: list[int] = []
        self._left_out: set[int] = set()
        """Columns for which these rows have nothing."""
        self.headings = HeadingBar(self)
        self.setHorizontalHeader(self.headings)
        self.setModel(model)
        self.setItemDelegate(CellPainter(self))
        self._behave()
        self._restore_columns()
        self.headings.sectionResized.connect(self._resized)
        self.headings.sectionClicked.connect(self.heading_clicked)
        self.headings.customContextMenuRequested.connect(self._menu_at)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def setCurrentIndex(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Go to a row the program chose, and to it alone.

        Qt would ask the keyboard: the Ctrl of a Ctrl+S still held would add the row to those selected.
        """
        self._is_choosing = True
        super().setCurrentIndex(index)
        self._is_choosing = False

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        if self._is_choosing:
            flags = QItemSelectionModel.SelectionFlag
            return flags.ClearAndSelect | flags.Rows
        return super().selectionCommand(index, event)

    @property
    def name(self) -> str:
        """Return the name under which widths and hidden columns are remembered."""
        return self._name

    def _behave(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._follow_theme()
        theme_changes().changed.connect(self._follow_theme)
        self.headings.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.headings.setToolTip(_("Nhấn chuột phải để chọn cột"))

    def _follow_theme(self) -> None:
        self.verticalHeader().setMinimumSectionSize(sizes().row)
        self.verticalHeader().setDefaultSectionSize(sizes().row)

    # columns

    def _restore_columns(self) -> None:
        columns = self._rows.columns
        stored = self._settings.column_widths.get(self._name, [])
        whole = len(stored) == len(columns) and min(stored, default=0) > 0
        self._wanted = list(stored) if whole else [self._natural_width(number) for number in range(len(columns))]
        by_default = [column.key for column in columns if column.hidden]
        hidden = self._settings.hidden_columns.get(self._name, by_default)
        for number, column in enumerate(columns):
            self.setColumnHidden(number, column.key in hidden)
        self.fit_columns()

    def _natural_width(self, number: int) -> int:
        column = self._rows.columns[number]
        body, head = QFontMetrics(text_font()), QFontMetrics(text_font(sizes().small, bold=True))
        arrow = 16 if column.sortable else 0
        digits = column.characters() * body.horizontalAdvance("0")
        heading = head.horizontalAdvance(column.title()) + ROUNDING + arrow
        return max(digits, heading) + 2 * PADDING

    def fit_columns(self) -> None:
        """Give spare room to the stretching columns (or the widest one), or take from them what is missing."""
        self._leave_out_spare()
        visible = [number for number in range(len(self._wanted)) if not self.isColumnHidden(number)]
        if not visible:
            return
        self._fitting = True
        takers = [number for number in visible if self._rows.columns[number].stretch] or [
            _widest(visible, self._wanted)
        ]
        room = self.viewport().width() - sum(self._wanted[number] for number in visible if number not in takers)
        fitted = dict(zip(takers, _shared([self._wanted[number] for number in takers], room), strict=True))
        for number in visible:
            self.setColumnWidth(number, fitted.get(number, self._wanted[number]))
        self._fitting = False

    def _leave_out_spare(self) -> None:
        """Hide spare columns from the right until the table fits; what the user chose is kept."""
        if self._name in self._settings.hidden_columns:
            return
        columns = self._rows.columns
        hidden = {number for number, column in enumerate(columns) if column.hidden} | self._left_out
        least = {
            number: min(width, LEAST_STRETCHED) if columns[number].stretch else width
            for number, width in enumerate(self._wanted)
            if number not in hidden
        }
        spare = [number for number in least if columns[number].spare]
        while spare and sum(least.values()) > self.viewport().width():
            del least[spare.pop()]
        self._fitting = True
        for number, column in enumerate(columns):
            if column.spare and self.isColumnHidden(number) == (number in least):
                self.setColumnHidden(number, number not in least)
        self._fitting = False

    def _resized(self, number: int, _old: int, new: int) -> None:
        if self._fitting or new <= 0:
            return
        self._wanted[number] = new
        self._settings.column_widths[self._name] = list(self._wanted)

    def set_column_shown(self, key: str, shown: bool) -> None:
        """Show or hide a column and remember it; the last visible one stays."""
        keys = [column.key for column in self._rows.columns]
        visible = [one for number, one in enumerate(keys) if not self.isColumnHidden(number)]
        if not shown and visible == [key]:
            return
        self.setColumnHidden(keys.index(key), not shown)
        hidden = [one for number, one in enumerate(keys) if self.isColumnHidden(number)]
        self._settings.hidden_columns[self._name] = hidden
        self.fit_columns()

    def offer_column(self, key: str, *, shown: bool) -> None:
        """Show or hide a column because of what the table holds; what the user chose is kept."""
        number = [column.key for column in self._rows.columns].index(key)
        (self._left_out.discard if shown else self._left_out.add)(number)
        if self._name in self._settings.hidden_columns or self.isColumnHidden(number) != shown:
            return
        self._fitting = True  # a column shown again reports a width nobody asked for
        self.setColumnHidden(number, not shown)
        self._fitting = False
        self.fit_columns()

    def fill_column_menu(self, menu: QMenu) -> None:
        """Offer every column with a tick at those shown."""
        menu.clear()
        for number, column in enumerate(self._rows.columns):
            action = menu.addAction(column.title())
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.toggled.connect(lambda on, key=column.key: self.set_column_shown(key, on))

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        self.fill_column_menu(menu)
        menu.addSeparator()
        menu.addAction(_("Xuất danh sách ra Excel…")).triggered.connect(lambda _checked=False: self.export_asked.emit())
        menu.exec(self.headings.mapToGlobal(place))

    # copying

    def copy_selected(self) -> None:
        """Put the selected rows with headings on the clipboard, as text and as a table for Excel."""
        numbers = self.selected_numbers()
        if not numbers:
            return
        shown = self.shown_columns()
        rows = [self._rows.rows[number] for number in numbers]
        data = QMimeData()
        data.setText(as_text(self._rows.columns, shown, rows))
        data.setHtml(as_html(self._rows.columns, shown, rows))
        QGuiApplication.clipboard().setMimeData(data)

    def selected_numbers(self) -> list[int]:
        """Return the numbers of the selected rows from the top."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def shown_columns(self) -> Sequence[int]:
        """Return the numbers of the visible columns, from left to right."""
        order = sorted(range(len(self._wanted)), key=self.headings.visualIndex)
        return [number for number in order if not self.isColumnHidden(number)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """Return widths that share what is over or missing equally; nobody falls below the least width."""
    least = [min(width, LEAST_STRETCHED) for width in wanted]
    found = list(wanted)
    free = list(range(len(wanted)))
    while free:
        share = (room - sum(found[number] for number in range(len(found)) if number not in free)) - sum(
            wanted[number] for number in free
        )
        for number in free:
            found[number] = max(least[number], wanted[number] + share // len(free))
        bound = [number for number in free if found[number] > wanted[number] + share // len(free)]
        if not bound:
            break
        free = [number for number in free if number not in bound]
    return found


def _widest(numbers: Sequence[int], widths: Sequence[int]) -> int:
    return max(numbers, key=lambda number: widths[number])
