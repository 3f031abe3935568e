"""A warning or an error across the window, above its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from labordesk.gui.buttons import quiet_button
from labordesk.gui.icons import put_icon
from labordesk.gui.notify import Message
from labordesk.gui.theme import set_tone
from labordesk.gui.tokens import Tone
from labordesk.i18n import _


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
