"""Gives the keyboard back to the window when the dialog that had it closes; some systems give it to nobody.

Closing two dialogs at once, such as a sheet and the question about it, leaves X servers without an active window: no
key works until the mouse is used.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid


class KeyboardBack(QObject):
    """``window`` returns the main window of now. Nothing is taken from another program that the user went to."""

    def __init__(self, app: QApplication, window: Callable[[], QWidget]) -> None:
        super().__init__()
        self._window = window
        self._had: QDialog | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            inside = now.window()
            self._had = inside if isinstance(inside, QDialog) else None
        elif self._had is not None:
            QTimer.singleShot(0, self, self._give_back)

    def _give_back(self) -> None:
        """Act when the dialog is gone; one that is still there lost the keyboard to another program."""
        had, self._had = self._had, None
        gone = had is not None and not (isValid(had) and had.isVisible())
        if not gone or QApplication.focusWidget() is not None or QApplication.activePopupWidget() is not None:
            return
        window = QApplication.activeModalWidget() or self._window()
        if isValid(window) and window.isVisible():
            window.activateWindow()
