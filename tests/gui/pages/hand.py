"""What a hand does at the keyboard: words with marks come from an input method, the rest are keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def type_text(editor: QWidget, text: str) -> None:
    """Type a text; what is not ASCII is committed by the input method."""
    if text.isascii():
        QTest.keyClicks(editor, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(editor, event)


def with_focus(inside: QWidget) -> QWidget:
    """Return the widget the keyboard is on; it must be inside the given one."""
    editor = inside.focusWidget()
    assert editor is not None
    return editor


def typed(inside: QWidget, *texts: str) -> None:
    """Type texts one after another, each followed by Enter, wherever the cursor then is."""
    for text in texts:
        editor = with_focus(inside)
        type_text(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
