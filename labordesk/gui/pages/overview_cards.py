"""The four cards on top of the overview: a large figure, what it is made of, its bar, and what it is measured by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from labordesk.gui.cards import Figure, ProgressBar
from labordesk.gui.pages.parts.linked_text import LinkedText
from labordesk.gui.theme import colours, sizes

Parts = Sequence[tuple[str, str]]


class FigureCard(QFrame):
    """Pressed anywhere, ``opened`` brings the key of the figure; pressed on other words, theirs."""

    opened = Signal(str)

    def __init__(self, title: str, key: str, meaning: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._key = key
        self._title = QLabel(title)
        self._title.setProperty("role", "secondary")
        self._figure = Figure("…")
        self._detail, self._foot = LinkedText(), LinkedText()
        self._bar = ProgressBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        for widget in (self._title, self._figure, self._detail):
            column.addWidget(widget)
        column.addSpacing(5)
        column.addWidget(self._bar)
        column.addSpacing(5)
        column.addWidget(self._foot)
        column.addStretch(1)
        self._bar.hide()
        for text in (self._detail, self._foot):
            text.opened.connect(self.opened)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(meaning)
        self.setAccessibleName(title)

    def set(self, figure: str, detail: Parts = (), foot: Parts = (), share: float | None = None) -> None:
        """Show a figure; ``share`` of a target (0 to 1) draws the bar."""
        self._figure.setText(figure)
        self._detail.set(detail)
        self._foot.set(foot)
        self._bar.setVisible(share is not None)
        if share is not None:
            self._bar.set_share(share)
        words = (self._title.text(), figure, self._detail.words(), self._foot.words())
        self.setAccessibleName(". ".join(word for word in words if word))

    def figure(self) -> str:
        """Return the figure shown."""
        return self._figure.text()

    def words(self) -> tuple[str, str]:
        """Return the line under the figure and the line at the foot."""
        return self._detail.words(), self._foot.words()

    def keys(self) -> list[str]:
        """Return all that can be opened from the card."""
        return [self._key, *self._detail.keys(), *self._foot.keys()]

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._key)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().focus), 2 if self.hasFocus() else 1))
        edge = sizes().card_radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), edge, edge)
