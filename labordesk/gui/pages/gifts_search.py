"""The search box beside which people queue: a name, a place in the list or the end of a CCCD, then a key."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from labordesk.gui.inputs.line import ViLineEdit
from labordesk.i18n import _

_ORDER: Final = re.compile(r"(\d+)\s*([tvup])", re.IGNORECASE)
"""A number followed by a letter: no name and no CCCD reads like that, so the letter is the key of a mark."""


class TableSearch(ViLineEdit):
    """With ``takes_orders`` Enter, "15t" and Ctrl+Z are marks; Up and Down go to the rows."""

    searched = Signal(str)
    """What is to be looked for now, as seen."""
    confirmed = Signal()
    ordered = Signal(str)
    """ "t", "v", "u" or "p" typed behind a number."""
    undo_asked = Signal()
    rows_asked = Signal(int)
    """Down (1) or Up (-1): the keyboard wants to choose among the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.takes_orders = False
        self.setClearButtonEnabled(True)
        name = _("Gõ tên, số thứ tự hoặc 4 số cuối CCCD")
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.live_text.connect(self._read)
        self.textChanged.connect(self._cleared)

    def _read(self, text: str) -> None:
        order = _ORDER.fullmatch(text.strip()) if self.takes_orders else None
        if order is None:
            self.searched.emit(text.strip())
            return
        self.commit()
        self.setText(order[1])
        self.searched.emit(order[1])
        self.ordered.emit(order[2].lower())

    def _cleared(self, text: str) -> None:
        """The clear button empties the box without a key being pressed."""
        if not text and not self.is_composing():
            self.searched.emit("")

    def start_next(self) -> None:
        """Take the keyboard with the text selected, so that the next name replaces it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_undo(event):
            self.undo_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.rows_asked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _is_undo(self, event: QKeyEvent) -> bool:
        return self.takes_orders and event.matches(QKeySequence.StandardKey.Undo)
