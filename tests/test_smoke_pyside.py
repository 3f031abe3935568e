"""PySide6 6.12.0 under Python 3.11 loses a reference to None on each call, until the process dies."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot


def test_calls_into_qt_keep_the_references_to_none(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    before = sys.getrefcount(None)
    for _ in range(1000):
        edit.setText("a")
    assert abs(sys.getrefcount(None) - before) < 100
