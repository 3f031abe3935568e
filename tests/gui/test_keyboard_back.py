"""A dialog that closes leaves the keyboard in the window, whatever else closed with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.keyboard_back import KeyboardBack


@pytest.fixture
def line(qtbot: QtBot, qapp: QApplication) -> Iterator[QLineEdit]:
    """A line with the keyboard in a window that is served."""
    window = QWidget()
    qtbot.addWidget(window)
    inside = QLineEdit()
    QVBoxLayout(window).addWidget(inside)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    inside.setFocus()
    qtbot.waitUntil(inside.hasFocus)
    back = KeyboardBack(qapp, lambda: window)
    yield inside
    back.deleteLater()


def has_keyboard(qtbot: QtBot, dialog: QDialog) -> None:
    dialog.open()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPushButton) and dialog.isActiveWindow())


class Sheet(QDialog):
    """Asks before it goes away, as the sheet of the recovery key does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        QVBoxLayout(self).addWidget(QPushButton("Đóng"))

    def reject(self) -> None:
        question = QMessageBox(self)
        yes = question.addButton("Đã cất", QMessageBox.ButtonRole.AcceptRole)
        QTimer.singleShot(100, yes.click)
        question.exec()
        super().reject()


def test_a_sheet_that_asked_before_closing_gives_the_keyboard_back(qtbot: QtBot, line: QLineEdit) -> None:
    sheet = Sheet(line.window())
    has_keyboard(qtbot, sheet)
    sheet.reject()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)


def test_a_dialog_deleted_at_once_gives_the_keyboard_back(qtbot: QtBot, line: QLineEdit) -> None:
    dialog = QDialog(line.window())
    QVBoxLayout(dialog).addWidget(QPushButton("Đóng"))
    has_keyboard(qtbot, dialog)
    dialog.accept()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)


def test_a_dialog_under_another_one_has_the_keyboard_before_the_window(qtbot: QtBot, line: QLineEdit) -> None:
    below = QDialog(line.window())
    button = QPushButton("Ở dưới")
    QVBoxLayout(below).addWidget(button)
    has_keyboard(qtbot, below)
    above = QDialog(below)
    QVBoxLayout(above).addWidget(QPushButton("Ở trên"))
    has_keyboard(qtbot, above)
    above.accept()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)
    below.accept()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)
