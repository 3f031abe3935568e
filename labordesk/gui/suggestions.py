"""A list under a line edit that never takes the keyboard away from it (unfiltered: the rows are found elsewhere)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from labordesk.gui.icons import pixmap
from labordesk.gui.theme import colours, sizes, text_font

DETAIL = Qt.ItemDataRole.UserRole + 1
ICON = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Found:
    """One line of the list: ``id`` is handed back, ``detail`` is quieter."""

    id: Any
    label: str
    detail: str = ""
    icon: str = ""


class Suggestions(QListView):
    """Hangs in the window of its line edit, below it or above it; arrows, Enter and Esc come from the line edit."""

    picked = Signal(int)

    def __init__(self, line: QLineEdit, name: str, *, width: int = 0, rows: int = 9) -> None:
        super().__init__(line.window())
        self._line = line
        self._width = width
        self._most = rows
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_LineOfTwo(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.hide()

    def show_rows(self, rows: Sequence[Found], *, mark_first: bool = True) -> None:
        """Show other rows, the first one marked; no rows hide the list. Enter is left alone while none is marked."""
        if self.parentWidget() is not self._line.window():
            self.setParent(self._line.window())
        self._rows.clear()
        for row in rows:
            item = QStandardItem(row.label)
            item.setData(row.detail, DETAIL)
            item.setData(row.icon, ICON)
            item.setAccessibleText(f"{row.label}, {row.detail}" if row.detail else row.label)
            self._rows.appendRow(item)
        if not rows:
            self.hide()
            return
        self._place(len(rows))
        self.setCurrentIndex(self._rows.index(0 if mark_first else -1, 0))
        self.show()
        self.raise_()

    def labels(self) -> list[str]:
        """Return the lines shown, for tests and screen readers."""
        return [self._rows.item(row).text() for row in range(self._rows.rowCount())]

    def handles(self, event: QKeyEvent) -> bool:
        """Use a key pressed in the line edit and say whether it was for the list."""
        if not self.isVisible():
            return False
        key, marked = event.key(), self.currentIndex().row()
        if key == Qt.Key.Key_Down:
            self._mark(marked + 1)
        elif key == Qt.Key.Key_Up:
            self._mark(max(marked, 0) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if marked < 0:
                return False
            self.picked.emit(marked)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _mark(self, row: int) -> None:
        self.setCurrentIndex(self._rows.index(row % max(1, self._rows.rowCount()), 0))

    def claims(self, event: QEvent) -> bool:
        """Keep Esc from the window's shortcut while the list is open; call for a ShortcutOverride."""
        if self.isVisible() and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return False

    def _place(self, count: int) -> None:
        window = self._line.window()
        height = min(count, self._most) * row_height() + 10
        top = self._line.mapTo(window, QPoint(0, self._line.height() + 4))
        if top.y() + height > window.height():
            above = self._line.mapTo(window, QPoint(0, -4 - height))
            if above.y() >= 0:
                top = above
        width = min(max(self._line.width(), self._width), window.width() - 16)
        left = max(8, min(top.x(), window.width() - width - 8))
        self.setGeometry(left, top.y(), width, height)


class _LineOfTwo(QStyledItemDelegate):
    """Label, then the detail in the quieter colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c = colours()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_soft if chosen else c.hover))
            painter.drawRoundedRect(area, 4, 4)
        left = area.left() + 8
        if icon := index.data(ICON):
            drawn = pixmap(icon, "secondary", 16, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPoint(left, area.center().y() - 8), drawn)
            left += 26
        painter.setFont(text_font())
        metrics = painter.fontMetrics()
        right = area.right() - 8
        label = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, right - left)
        painter.setPen(QColor(c.text))
        painter.drawText(
            QRect(left, area.top(), right - left, area.height()), int(Qt.AlignmentFlag.AlignVCenter), label
        )
        left += metrics.horizontalAdvance(label) + 12
        if (detail := index.data(DETAIL)) and right - left > 24:
            painter.setFont(text_font(sizes().small))
            painter.setPen(QColor(c.secondary))
            words = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, right - left)
            place = QRect(left, area.top(), right - left, area.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


def row_height() -> int:
    """Return the height of a line of the list."""
    return sizes().control - 2
