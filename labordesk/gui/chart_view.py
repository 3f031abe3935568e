"""A chart on the screen: the drawing of the paper as SVG, made in a worker; its bars can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from labordesk.documents.model import Chart
from labordesk.gui.theme import colours, sizes, text_font, theme_changes
from labordesk.gui.work import Work
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.documents.chart_svg import ScreenChart


class ChartView(QWidget):
    """``pressed`` brings the place of a bar, by mouse or by Enter after the arrows; ``drawn`` tells of a picture."""

    pressed = Signal(int)
    drawn = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._chart: Chart | None = None
        self._words: tuple[str, ...] = ()
        self._current = -1
        self._picture: ScreenChart | None = None
        self._svg = QSvgRenderer(self)
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        theme_changes().changed.connect(self._draw)

    def set_chart(self, chart: Chart, words: Sequence[str]) -> None:
        """Show a chart; ``words`` say each bar in a sentence."""
        self._chart, self._words = chart, tuple(words)
        self._current = min(self._current, len(chart.bars) - 1)
        self._draw()

    def picture(self) -> ScreenChart | None:
        """Return what is shown, None until it is drawn."""
        return self._picture

    def sizeHint(self) -> QSize:
        return QSize(360, 120)

    # drawing

    def _draw(self) -> None:
        """Draw the chart for the present size and theme behind the screen; until then the last picture is stretched."""
        chart, width, height = self._chart, self.width(), self.height()
        if chart is None or width < 1 or height < 1:
            return
        c, size = colours(), sizes().small
        family, nothing = text_font(size).family(), _("Không có số liệu")
        metrics = QFontMetricsF(text_font(size))

        def width_of(text: str, _face: str, points: float) -> float:
            return metrics.horizontalAdvance(text) * points / size

        def draw() -> ScreenChart:
            from labordesk.documents.chart_svg import Dress, chart_svg

            dress = Dress(family, size, size - 1, c.secondary, c.primary, c.surface, c.secondary, width_of, nothing)
            return chart_svg(chart, width, height, dress)

        self._work.read(draw, self._show, latest=("chart", id(self)), owner=self)

    def _show(self, picture: ScreenChart) -> None:
        self._picture = picture
        self._svg.load(QByteArray(picture.svg))
        self.update()
        self.drawn.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current >= 0 and (self.hasFocus() or self.underMouse()):
            area = self.bar_rect(self._current)
            painter.fillRect(area, QColor(colours().hover))
            if self.hasFocus():
                painter.setPen(QPen(QColor(colours().focus), 1))
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._svg.isValid():
            self._svg.render(painter, QRectF(self.rect()))

    # where things are

    def bar_rect(self, place: int) -> QRectF:
        """Return where a bar with its label is drawn, an empty rectangle before it is."""
        picture = self._picture
        if picture is None or not 0 <= place < len(picture.areas):
            return QRectF()
        across, down = self.width() / picture.width, self.height() / picture.height
        area = picture.areas[place]
        return QRectF(
            area.left * across,
            (picture.height - area.top) * down,
            (area.right - area.left) * across,
            (area.top - area.bottom) * down,
        )

    def _place_at(self, point: QPointF) -> int:
        count = len(self._picture.areas) if self._picture is not None else 0
        return next((place for place in range(count) if self.bar_rect(place).contains(point)), -1)

    # the hand

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words[place] if 0 <= place < len(self._words) else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._current = self._place_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._current >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press(self._place_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        count = len(self._chart.bars) if self._chart is not None else 0
        if event.key() in steps and count:
            self._current = max(0, min(count - 1, self._current + steps[Qt.Key(event.key())]))
            self.setAccessibleDescription(self._words[self._current] if self._current < len(self._words) else "")
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self._current)
        else:
            super().keyPressEvent(event)

    def _press(self, place: int) -> None:
        if self._chart is not None and 0 <= place < len(self._chart.bars) and self._chart.bars[place].value:
            self.pressed.emit(place)
