"""A warning or an error across the window, above its foot."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from labordesk.gui.buttons import Link, quiet_button
from labordesk.gui.icons import put_icon
from labordesk.gui.notify import Message
from labordesk.gui.theme import set_tone
from labordesk.gui.tokens import Tone
from labordesk.i18n import _

DONE_SECONDS = 12
_LOOKS: dict[str, tuple[str, Tone]] = {
    "done": ("check", "good"),
    "warn": ("triangle-alert", "warn"),
    "error": ("circle-alert", "error"),
}


class MessageBar(QFrame):
    """What was done, a warning or an error over the foot of the window; what was done goes by itself."""

    closed = Signal()
    left = Signal()
    """It went away with the keyboard in it, which has to go somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._links = QHBoxLayout()
        self._links.setSpacing(14)
        self._close = quiet_button("x", _("Đóng thông báo"), self.close_message, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addLayout(self._links)
        row.addWidget(self._close)
        self._first: QWidget = self._close
        self._fade = QTimer(self, interval=DONE_SECONDS * 1000, singleShot=True)
        self._fade.timeout.connect(self.close_message)
        self.hide()

    def tell(self, message: Message) -> None:
        """Show a message."""
        icon, tone = _LOOKS[message.level]
        put_icon(self._icon, icon, tone)
        set_tone(self, tone)
        self._text.setText(message.text)
        self._show_links(message)
        self._fade.stop()
        if message.level == "done":
            self._fade.start()
        self.setAccessibleName(message.text)
        self.show()

    def _show_links(self, message: Message) -> None:
        while (item := self._links.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        shown = [Link(label, run) for label, run in message.links]
        for link in shown:
            self._links.addWidget(link)
        for before, after in pairwise((*shown, self._close)):
            QWidget.setTabOrder(before, after)
        self._first = shown[0] if shown else self._close

    def focus_first(self) -> None:
        """Put the keyboard on the first way to go on."""
        self._first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def text(self) -> str:
        """Return the sentence shown, "" when closed."""
        return self._text.text() if not self.isHidden() else ""

    def close_message(self) -> None:
        """Put the bar away."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.hide()
        self.closed.emit()
        if had_keyboard:
            self.left.emit()
