"""``ViLineEdit``: a line edit that leaves Vietnamese input methods alone (vietnamese.md, section 9)."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget


class ViLineEdit(QLineEdit):
    """Never rewrites what is being typed; the text becomes NFC when the field is left."""

    live_text = Signal(str)
    """The text as the user sees it, the word still being composed included; for search as you type."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._composing = ""
        self._told = False
        self.textEdited.connect(self._tell_live)

    def is_composing(self) -> bool:
        """Say whether the input method holds a word that is not yet in the text."""
        return bool(self._composing)

    def seen_text(self) -> str:
        """Return the text with the word being composed, NFC."""
        text, at = self.text(), self.cursorPosition()
        return unicodedata.normalize("NFC", text[:at] + self._composing + text[at:])

    def commit(self) -> str:
        """Let the input method hand over its word and return the whole text, NFC; call before reading."""
        if self._composing:
            QGuiApplication.inputMethod().commit()
        if self._composing:
            # The input method did not answer (none on this platform): keep what the user sees, lose nothing.
            seen = self.seen_text()
            self._composing = ""
            self.setText(seen)
        return unicodedata.normalize("NFC", self.text())

    def set_text(self, text: str) -> bool:
        """Put a text in unless a word is being composed here; return whether it was done."""
        if self.is_composing():
            return False
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)  # of a text longer than the field one sees the beginning
        return True

    def _tell_live(self) -> None:
        self._told = True
        self.live_text.emit(self.seen_text())

    def _normalise(self) -> None:
        text = unicodedata.normalize("NFC", self.text())
        if text != self.text():
            self.setText(text)

    def event(self, event: QEvent) -> bool:
        # With nothing to undo here, Ctrl+Z belongs to the window: it takes back the last saved change.
        is_override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_override and not self.isUndoAvailable() and event.matches(QKeySequence.StandardKey.Undo):  # type: ignore[attr-defined]
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Alt+9 goes to a page; over a dialog, where it cannot, it must not type a 9 over what is marked.
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.text().isascii() and event.text().isalnum():
            event.ignore()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Taken before Qt changes the text: a commit must not be seen together with the word it replaces.
        before, self._composing = self._composing, event.preeditString()
        self._told = False
        super().inputMethodEvent(event)
        if not self._told and (self._composing or before):
            self._tell_live()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        self._normalise()
        super().focusOutEvent(event)
