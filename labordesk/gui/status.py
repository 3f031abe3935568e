"""The foot of the window: when it was saved, the latest message, and where the keys are listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from labordesk.gui.buttons import Button, quiet_button
from labordesk.gui.icons import put_icon
from labordesk.gui.notify import Message
from labordesk.gui.theme import colours, set_tone, sizes
from labordesk.gui.tokens import Tone
from labordesk.i18n import _

INFO_SECONDS = 8


class StatusLine(QFrame):
    """Saved time, background facts, information that fades by itself, and the F1 link."""

    def __init__(self, show_keys: Callable[[], None], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self.setProperty("role", "bar")
        self.setFixedHeight(sizes().status)
        self._saved = _small("")
        self._fact = _small("")
        self._info = _small("")
        self._info.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._info.setAccessibleName(_("Thông báo"))
        keys = Button(_("F1 phím tắt"), show_keys, "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 14, 0)
        row.setSpacing(20)
        row.addWidget(self._saved)
        row.addWidget(self._fact)
        row.addWidget(self._info, 1)
        row.addWidget(keys)
        self._fade = QTimer(self, interval=INFO_SECONDS * 1000, singleShot=True)
        self._fade.timeout.connect(self._info.clear)

    def saved(self) -> None:
        """Say that everything is saved, with the time of now."""
        self._saved.setText(_("Đã lưu {time}").format(time=self._clock().strftime("%H:%M")))

    def set_fact(self, text: str) -> None:
        """Show a lasting fact, such as the last backup."""
        self._fact.setText(text)

    def inform(self, text: str) -> None:
        """Show a sentence for some seconds."""
        self._info.setText(text)
        self._info.setToolTip(text)
        self._fade.start()

    def message(self) -> str:
        """Return the sentence now shown."""
        return self._info.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(colours().line))
        painter.drawLine(0, 0, self.width(), 0)


class MessageBar(QFrame):
    """A warning or an error over the foot of the window; it stays until closed or followed by another."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = quiet_button("x", _("Đóng thông báo"), self.close_message, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(close)
        self.hide()

    def tell(self, message: Message) -> None:
        """Show a message."""
        tone: Tone = "warn" if message.level == "warn" else "error"
        put_icon(self._icon, "triangle-alert" if tone == "warn" else "circle-alert", tone)
        set_tone(self, tone)
        self._text.setText(message.text)
        self.setAccessibleName(message.text)
        self.show()

    def text(self) -> str:
        """Return the sentence shown, "" when closed."""
        return self._text.text() if not self.isHidden() else ""

    def close_message(self) -> None:
        """Put the bar away."""
        self.hide()
        self.closed.emit()


def _small(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "small")
    return label
