"""The welcome screen keeps its texts whole."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from labordesk.gui.first_run import FirstRun


def test_no_text_is_cut_when_a_password_is_asked_for(qtbot: QtBot) -> None:
    page = FirstRun(["Công đoàn xã"])
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    page.wants_password.setChecked(True)
    qtbot.wait(50)
    labels = [label for label in page.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    assert any(label.text().startswith("Ghi như trên văn bản") for label in labels)
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width()), label.text()
