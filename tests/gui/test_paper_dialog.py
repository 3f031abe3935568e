"""A form over the window: seen as it will be printed, printed, saved as the name says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.parts.forms_button import FormsButton
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.store.register import Register


@pytest.fixture
def button(qtbot: QtBot, context: Context, register: Register) -> Iterator[FormsButton]:
    context.register = register
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    button = FormsButton(context, "house")
    button.setParent(window)
    window.show()
    yield button
    window.close()


def opened(qtbot: QtBot, button: FormsButton) -> PaperDialog:
    dialog = button.open_form("de-nghi-nha", "Giấy đề nghị hỗ trợ nhà ở")
    qtbot.waitUntil(lambda: dialog.preview.paper() is not None or bool(dialog.preview.sentence()), timeout=20_000)
    return dialog


def test_the_menu_names_the_forms_of_its_kind_of_file(button: FormsButton) -> None:
    menu = button.menu()
    menu.aboutToShow.emit()
    assert "Giấy đề nghị hỗ trợ nhà ở" in [action.text() for action in menu.actions()]


def test_a_blank_form_is_shown_and_saved_by_ctrl_s(
    qtbot: QtBot, button: FormsButton, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, button)
    target = tmp_path / "đơn.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "đơn.docx" in dialog.notice.text(), timeout=20_000)
    assert target.read_bytes()[:2] == b"PK"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_without_a_printer_ctrl_p_says_so(qtbot: QtBot, button: FormsButton, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog = opened(qtbot, button)
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "máy in" in dialog.notice.text()


def test_a_file_that_is_gone_is_told_in_place_of_the_paper(qtbot: QtBot, button: FormsButton) -> None:
    button.show_file(99, "Nhà không còn")
    dialog = opened(qtbot, button)
    assert "99" in dialog.preview.sentence()
    assert not dialog.print_button.isEnabled()
