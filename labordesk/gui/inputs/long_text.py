"""Several lines of text: Enter makes a new line, Ctrl+Enter and Tab go on."""

from __future__ import annotations

import unicodedata
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from labordesk.fields.kinds import Kind, LongText
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.theme import sizes


class LongTextEdit(FieldInput):
    """A text of some lines, NFC when read."""

    def __init__(self, kind: Kind | None = None, name: str = "", lines: int = 3) -> None:
        super().__init__(kind or LongText(), name)
        self._area = _Area(self)
        self._area.setTabChangesFocus(True)
        self._area.setFixedHeight(lines * (sizes().text + 5) + 14)
        self.place(self._area)
        self._area.textChanged.connect(self._changed)

    def text(self) -> str:
        if self._area.hasFocus():
            QGuiApplication.inputMethod().commit()
        return unicodedata.normalize("NFC", self._area.toPlainText())

    def state(self) -> Any:
        return self._area.toPlainText()

    def is_empty(self) -> bool:
        return not self._area.toPlainText().strip()

    def set_text(self, text: str) -> None:
        self._area.setPlainText(text)

    def set_read_only(self, fixed: bool) -> None:
        self._area.setReadOnly(fixed)

    def _changed(self) -> None:
        if self.shown_problem():
            self.show_problem("")
        self.changed.emit()


class _Area(QPlainTextEdit):
    """The text area, telling its input about Ctrl+Enter and about being left."""

    def __init__(self, owner: LongTextEdit) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._owner.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.left.emit()
