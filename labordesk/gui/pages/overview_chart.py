"""Spending by month as bars, this year beside last year; each bar opens the rows of its month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from labordesk.gui.pages.overview_words import money_words
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _
from labordesk.services.overview import Month

GAP, MOST_WIDE = 3, 22
"""Pixels between the bars of a month, and the widest bar."""


class MonthBars(QWidget):
    """``opened`` brings the month ("2026-02") pressed by mouse, or by Enter after the arrows."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[Month, ...] = ()
        self._current = -1
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.set_months(())

    def set_months(self, months: Sequence[Month]) -> None:
        """Show months in their order."""
        self._months = tuple(months)
        self._current = min(self._current, len(self._months) - 1)
        told = "; ".join(_words(one) for one in self._months if one.amount or one.before)
        self.setAccessibleName(_("Chi theo tháng") + (f": {told}" if told else ""))
        self.update()

    def months(self) -> tuple[Month, ...]:
        """Return the months shown."""
        return self._months

    def sizeHint(self) -> QSize:
        return QSize(360, 120)

    # where things are

    def _chart(self) -> QRectF:
        foot = QFontMetrics(text_font(sizes().small)).height() + 4
        return QRectF(self.rect()).adjusted(0, foot - 2, 0, -foot)

    def _slot(self, place: int) -> QRectF:
        chart = self._chart()
        wide = chart.width() / max(1, len(self._months))
        return QRectF(chart.left() + place * wide, 0, wide, self.height())

    def _place_at(self, point: QPointF) -> int:
        return next((place for place in range(len(self._months)) if self._slot(place).contains(point)), -1)

    def _most(self) -> int:
        return max((max(one.amount, one.before) for one in self._months), default=0)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(sizes().small))
        chart, most = self._chart(), self._most()
        for place, month in enumerate(self._months):
            self._paint_month(painter, place, month, most)
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.drawLine(chart.bottomLeft(), chart.bottomRight())
        if most:
            painter.setPen(QColor(colours().secondary))
            painter.drawText(
                QRectF(0, 0, self.width(), chart.top()),
                int(Qt.AlignmentFlag.AlignRight),
                _("cao nhất {amount}").format(amount=money_words(most)),
            )

    def _paint_month(self, painter: QPainter, place: int, month: Month, most: int) -> None:
        slot, chart = self._slot(place), self._chart()
        wide = min(MOST_WIDE, max(3.0, (slot.width() - 3 * GAP) / 2))
        left = slot.center().x() - wide - GAP / 2
        if place == self._current and (self.hasFocus() or self.underMouse()):
            painter.fillRect(QRectF(slot.left(), chart.top(), slot.width(), chart.height()), QColor(colours().hover))
        painter.setPen(Qt.PenStyle.NoPen)
        for amount, colour, x in (
            (month.before, colours().control, left),
            (month.amount, colours().primary, left + wide + GAP),
        ):
            high = chart.height() * amount / most if most else 0.0
            if amount:
                painter.setBrush(QColor(colour))
                high = max(2.0, high)
                painter.drawRoundedRect(QRectF(x, chart.bottom() - high, wide, high), 2, 2)
        painter.setPen(QColor(colours().text if place == self._current and self.hasFocus() else colours().secondary))
        below = QRectF(slot.left(), chart.bottom() + 2, slot.width(), self.height() - chart.bottom() - 2)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), _label(month))

    # the hand

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), _words(self._months[place]) if place >= 0 else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._current = self._place_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._current >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._open(self._place_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._months:
            self._current = max(0, min(len(self._months) - 1, self._current + steps[Qt.Key(event.key())]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._current)
        else:
            super().keyPressEvent(event)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._months) and self._months[place].amount:
            self.opened.emit(self._months[place].month)


def _label(month: Month) -> str:
    return _("T{month}").format(month=int(month.month[5:]))


def _words(month: Month) -> str:
    return _("Tháng {month}: {amount}; năm trước {before}").format(
        month=int(month.month[5:]), amount=money_words(month.amount), before=money_words(month.before)
    )
