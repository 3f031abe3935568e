"""A form over the window: seen as it will be printed, printed, saved as the name says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.parts.forms_button import BlankFormsButton, FormsButton
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.reports.forms import all_forms
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


def entries(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_without_a_file_every_form_is_offered_blank(qtbot: QtBot, button: FormsButton) -> None:
    texts = entries(button.menu())
    assert "Biên bản nghiệm thu nhà" in texts
    action = next(one for one in button.menu().actions() if one.text() == "Biên bản nghiệm thu nhà")
    action.trigger()
    dialog = button.findChild(PaperDialog)
    assert dialog is not None
    assert "mẫu trắng" in dialog.windowTitle()
    qtbot.waitUntil(lambda: dialog.preview.paper() is not None, timeout=20_000)
    dialog.reject()


def test_with_a_file_the_blank_forms_stand_apart(button: FormsButton) -> None:
    button.show_file(3, "Trần Thị Hoà")
    texts = entries(button.menu())
    assert texts[-1] == "Mẫu trắng để ghi tay"
    blanks = button.menu().actions()[-1].menu()
    assert isinstance(blanks, QMenu)
    assert [action.text() for action in blanks.actions()] == texts[:-1]


def test_what_is_typed_is_saved_before_it_is_printed(context: Context, register: Register, qtbot: QtBot) -> None:
    context.register = register
    window = QWidget()
    qtbot.addWidget(window)
    waiting: list[Callable[[], Any]] = []

    def save_first(then: Callable[[], Any]) -> bool:
        waiting.append(then)
        return True

    button = FormsButton(context, "house", which=lambda: (3, "Trần Thị Hoà"), save_first=save_first)
    button.setParent(window)
    entries(button.menu())
    button.menu().actions()[0].trigger()
    assert button.findChild(PaperDialog) is None
    waiting[0]()
    dialog = button.findChild(PaperDialog)
    assert dialog is not None
    assert "Trần Thị Hoà" in dialog.windowTitle()
    qtbot.waitUntil(lambda: bool(dialog.preview.sentence()), timeout=20_000)
    dialog.reject()


def test_the_lists_of_a_file_stand_above_its_forms(context: Context, register: Register, qtbot: QtBot) -> None:
    context.register = register
    pressed: list[str] = []
    button = FormsButton(context, "campaign", lists=[("Danh sách ký nhận", lambda: pressed.append("list"))])
    qtbot.addWidget(button)
    assert entries(button.menu())[0] == "Danh sách ký nhận"
    button.menu().actions()[0].trigger()
    assert pressed == ["list"]


def test_blank_forms_of_every_kind_are_in_one_menu(context: Context, register: Register, qtbot: QtBot) -> None:
    context.register = register
    button = BlankFormsButton(context)
    qtbot.addWidget(button)
    button.menu().aboutToShow.emit()
    offered = sum(len(one.menu().actions()) for one in button.menu().actions())  # type: ignore[attr-defined]
    assert offered == len(all_forms())
