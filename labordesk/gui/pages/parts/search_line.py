"""``SearchLine``: the search field above a list; says what to look for as the user types, after a short pause."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent

from labordesk.gui.icons import icon
from labordesk.gui.inputs.line import ViLineEdit

PAUSE_MS = 120


class SearchLine(ViLineEdit):
    """A line with a magnifying glass; ``asked`` comes once typing pauses, ``down`` lets the list take the keyboard."""

    asked = Signal(str)
    down = Signal()
    """Down or Enter: the user goes into the list."""

    def __init__(self, hint: str, *, width: int = 300) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self._width = width
        self.setMinimumWidth(min(180, width))
        self.setMaximumWidth(width)
        self.setClearButtonEnabled(True)
        self.addAction(QAction(icon("search", "secondary"), "", self), self.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self.asked.emit(self.seen_text().strip()))
        self.textChanged.connect(lambda _text: self._pause.start())
        self.live_text.connect(lambda _text: self._pause.start())

    def start(self) -> None:
        """Take the keyboard and mark the old words, ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)
