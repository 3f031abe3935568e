"""``FlowLayout``: pieces side by side, going on in the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem

from labordesk.gui.cards import Pill
from labordesk.gui.tokens import Tone

LEAST_WIDTH = 120
"""Pixels a flow needs: one long piece must not push what stands above and below it out of sight."""


class Chip(Pill):
    """A pill whose words are cut where the room ends; the whole is its tooltip."""

    def __init__(self, text: str, tone: Tone = "neutral") -> None:
        super().__init__(text, tone)
        self._whole = self.text()
        self._wanted: QSize | None = None

    def sizeHint(self) -> QSize:
        if self._wanted is None:
            self.ensurePolished()
            self._wanted = super().sizeHint()
        return self._wanted

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        missing = self.sizeHint().width() - self.width()
        room = self.fontMetrics().horizontalAdvance(self._whole) - missing
        is_cut = missing > 0
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(cut if is_cut else self._whole)
        self.setToolTip(self._whole if is_cut else "")
        self.setAccessibleName(self._whole)


class FlowLayout(QLayout):
    """For chips and short texts whose number and length nobody knows beforehand."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        least = QSize()
        for item in self._items:
            least = least.expandedTo(item.minimumSize())
        return least.boundedTo(QSize(LEAST_WIDTH, least.height()))

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the pieces out and return the height they take."""
        left, top, line = rect.left(), rect.top(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(1, rect.width()), 10_000))
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top, line = rect.left(), top + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self.spacing()
            line = max(line, size.height())
        return top + line - rect.top()
