"""The window over a register with the pages a test needs, its keys pressed as a hand would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.header import RegisterInfo
from labordesk.gui.page import Page, PageEntry
from labordesk.gui.shell import Shell

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Window:
    """A shell that is shown; ``went`` lists where links led that have no page here."""

    def __init__(self, qtbot: QtBot, context: Context, register: Any, **pages: Callable[[Context], Page]) -> None:
        self._qtbot = qtbot
        self.context = context
        self.went: list[tuple[str, dict[str, Any]]] = []
        context.register = register
        context.asked_to_go.connect(lambda key, target: self.went.append((key, target)))
        self.shell = Shell(context, [PageEntry(key, page.title, "house", page) for key, page in pages.items()])
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.activateWindow()
        QTest.qWaitForWindowActive(self.shell)
        self.shell.show_register(RegisterInfo("Công đoàn xã Hương Sơn"), first=next(iter(pages)))
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is read or written any more, and what came of it is on the screen."""
        self._qtbot.waitUntil(lambda: not self.context.work.is_busy(), timeout=15_000)
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: not self.context.work.is_busy(), timeout=15_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the cursor is and let the work that follows end."""
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def focus(self) -> QWidget:
        """Return the widget the keyboard is on."""
        return QApplication.focusWidget() or self.shell

    def pick(self, text: str) -> None:
        """Type into a picker and take the first row found."""
        line = self.focus()
        QTest.keyClicks(line, text)
        QTest.qWait(150)
        self.settle()
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.settle()

    def in_dialog(self, act: Callable[[QDialog], None]) -> None:
        """Carry out ``act`` in the next dialog that opens; a dialog still open after it is closed."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                QTimer.singleShot(20, look)
                return
            try:
                act(dialog)
            finally:
                self._qtbot.waitUntil(lambda: not self.context.work.is_busy(), timeout=15_000)
                if dialog.isVisible():
                    dialog.reject()

        QTimer.singleShot(20, look)
