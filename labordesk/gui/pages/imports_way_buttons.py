"""The answers to a question as numbered buttons: the digit takes an answer from anywhere in the step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from labordesk.gui.pages.imports_ways import Way
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _

KEY_BOX = 20
GAP = 10
MOST_BESIDE, SHORT_WORDS = 3, 26
"""So many answers stand side by side when none has more letters than this."""


class WayButton(QPushButton):
    """A digit in a frame, the answer, and below it what the answer makes of other cells."""

    def __init__(self, number: int, way: Way) -> None:
        super().__init__("")
        self._number, self._way = number, way
        self.setProperty("role", "choice")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        state = _("đề xuất") if way.proposed else ""
        name = ", ".join(part for part in (f"{number}: {way.words}", state, way.detail) if part)
        self.setAccessibleName(name)
        self.setToolTip(f"{way.words}\n{way.detail}" if way.detail else way.words)

    def way(self) -> Way:
        """Return the answer this button gives."""
        return self._way

    def sizeHint(self) -> QSize:
        height = sizes().control + (self.fontMetrics().height() if self._way.detail else 0)
        return QSize(120, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        c = colours()
        painter = QPainter(self)
        area = self.rect().adjusted(GAP, 4, -GAP, -4)
        box = area.adjusted(0, 0, 0, 0)
        box.setWidth(KEY_BOX)
        box.setHeight(KEY_BOX)
        box.moveTop(area.top() + (3 if self._way.detail else (area.height() - KEY_BOX) // 2))
        painter.setPen(QPen(QColor(c.control), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(c.secondary))
        painter.setFont(text_font(sizes().small))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter.value), str(self._number))
        area.setLeft(box.right() + GAP)
        words = "  ".join((self._way.words, "({})".format(_("đề xuất")))) if self._way.proposed else self._way.words
        painter.setFont(text_font(bold=self._way.proposed))
        painter.setPen(QColor(c.text))
        line = area.adjusted(0, 0, 0, -area.height() // 2) if self._way.detail else area
        flags = int((Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft).value)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, flags, shown)
        if self._way.detail:
            below = area.adjusted(0, area.height() // 2, 0, 0)
            painter.setFont(text_font(sizes().small))
            painter.setPen(QColor(c.secondary))
            shown = painter.fontMetrics().elidedText(self._way.detail, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, flags, shown)


class WayButtons(QWidget):
    """``taken`` gives the answer pressed."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[WayButton] = []
        self._ways: list[Way] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Show other answers; the keyboard stays on the same number when it was on one."""
        if list(ways) == self._ways:
            return
        at = next((place for place, button in enumerate(self._buttons) if button.hasFocus()), None)
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._ways = list(ways)
        self._buttons = [WayButton(number, way) for number, way in enumerate(ways, 1)]
        are_short = all(not way.detail and len(way.words) <= SHORT_WORDS for way in ways)
        beside = min(MOST_BESIDE, max(1, len(ways))) if are_short else 1
        for column in range(MOST_BESIDE):
            self._grid.setColumnStretch(column, 1 if column < beside else 0)
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // beside, place % beside)
            button.clicked.connect(lambda _checked=False, button=button: self.taken.emit(button.way()))
        if at is not None and self._buttons:
            self._buttons[min(at, len(self._buttons) - 1)].setFocus()
        self.setVisible(bool(self._buttons))

    def take(self, number: int) -> bool:
        """Take the answer with a number and say whether there is one."""
        if not 1 <= number <= len(self._buttons) or not self.isVisibleTo(self.window()):
            return False
        self.taken.emit(self._buttons[number - 1].way())
        return True

    def buttons(self) -> list[WayButton]:
        """Return the buttons from the top."""
        return self._buttons

    def words(self) -> list[str]:
        """Return the answers offered."""
        return [button.way().words for button in self._buttons]
