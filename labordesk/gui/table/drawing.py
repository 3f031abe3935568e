"""How cells and headings are drawn: no zebra, a thin line below, pills, links, ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from labordesk.gui.cards import state_words
from labordesk.gui.icons import pixmap
from labordesk.gui.table.column import Column
from labordesk.gui.table.model import RowModel
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.gui.tokens import Tone, tone_colours

Index = QModelIndex | QPersistentModelIndex
PADDING = 10
PILL_HEIGHT = 20
TICK_BOX = 16


class CellPainter(QStyledItemDelegate):
    """Draws a cell from its column; a text that does not fit ends in "…" and is whole in the tooltip."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        column, row = model.columns[index.column()], model.rows[index.row()]
        painter.save()
        self._ground(painter, option, index)
        area = option.rect.adjusted(PADDING, 0, -PADDING, -1)
        if column.pill is not None:
            self._pill(painter, area, *column.pill(row))
        elif column.tick is not None:
            self._tick(painter, area, column.tick(row))
        else:
            words = column.text(row, index.column())
            painter.setFont(text_font(bold=column.bold))
            painter.setPen(QColor(_colour(column, row)))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(model.alignment(index.column()).value), shown)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c, area = colours(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, QColor(c.accent_soft if selected else c.surface))
        # A pen of width 0 is one device pixel at every scale, so that lines are equally thin at 125 %.
        painter.setPen(QPen(QColor(c.line), 0))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        current = self._view.currentIndex()
        if self._view.hasFocus() and current.row() == index.row():
            painter.fillRect(QRect(area.left(), area.top(), area.width(), 1), QColor(c.focus))
            painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(c.focus))
            if self._is_first(index.column()):
                painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(c.focus))

    def _is_first(self, column: int) -> bool:
        header = getattr(self._view, "horizontalHeader", None)
        return column == 0 if header is None else header().visualIndex(column) == 0

    def _pill(self, painter: QPainter, area: QRect, words: str, tone: Tone) -> None:
        if not words:
            return
        text, ground = tone_colours(colours(), tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(sizes().small))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(state_words(words), Qt.TextElideMode.ElideRight, area.width() - 16)
        height = max(PILL_HEIGHT, metrics.height() + 2)
        place = QRectF(area.left(), area.center().y() - height / 2 + 1, metrics.horizontalAdvance(shown) + 16, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(QColor(text))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), shown)

    def _tick(self, painter: QPainter, area: QRect, ticked: bool | None) -> None:
        if ticked is None:
            return
        c = colours()
        box = QRectF(area.left(), area.center().y() - TICK_BOX / 2 + 1, TICK_BOX, TICK_BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.primary if ticked else c.secondary), 1))
        painter.setBrush(QColor(c.primary if ticked else c.surface))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            sign = pixmap("check", "on_primary", TICK_BOX - 4, self._view.devicePixelRatioF())
            painter.drawPixmap(QPoint(area.left() + 2, int(box.top()) + 2), sign)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        model = index.model()
        assert isinstance(model, RowModel)
        words = model.data(index, Qt.ItemDataRole.ToolTipRole) or ""
        text = model.text(index.row(), index.column())
        metrics = view.fontMetrics()
        if not words and metrics.horizontalAdvance(text) > view.visualRect(index).width() - 2 * PADDING:
            words = text
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, RowModel)
        words = model.text(index.row(), index.column())
        return QSize(option.fontMetrics.horizontalAdvance(words) + 2 * PADDING, sizes().row)


class HeadingBar(QHeaderView):
    """The headings; the sorted one has an arrow, and each is aligned like its column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.sorted_column = -1
        self.descending = False

    def show_sort(self, column: int, *, descending: bool) -> None:
        """Draw the arrow at a column (-1: at none)."""
        self.sorted_column, self.descending = column, descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), sizes().row)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c = colours()
        painter.save()
        painter.fillRect(rect, QColor(c.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(c.control))
        model = self.model()
        area = rect.adjusted(PADDING, 0, -PADDING, 0)
        right = False
        if isinstance(model, RowModel):
            flags = model.alignment(logicalIndex)
            right = bool(flags & Qt.AlignmentFlag.AlignRight)
            painter.setFont(text_font(sizes().small, bold=True))
            painter.setPen(QColor(c.neutral))
            if logicalIndex == self.sorted_column:
                area = area.adjusted(16 if right else 0, 0, 0 if right else -16, 0)
            words = model.columns[logicalIndex].title()
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(flags.value), shown)
            if logicalIndex == self.sorted_column:
                self._arrow(painter, area, painter.fontMetrics().horizontalAdvance(shown), right=right)
        painter.restore()

    def _arrow(self, painter: QPainter, area: QRect, width: int, *, right: bool) -> None:
        arrow = pixmap("arrow-down" if self.descending else "arrow-up", "accent", 12, self.devicePixelRatioF())
        left = area.right() - width - 15 if right else area.left() + width + 3
        painter.drawPixmap(QPoint(left, area.center().y() - 6), arrow)


def _colour(column: Column, row: object) -> str:
    c = colours()
    tone = column.tone(row) if column.tone is not None else None
    if tone is not None:
        return tone_colours(c, tone)[0]
    return c.accent if column.link else c.secondary if column.muted else c.text
