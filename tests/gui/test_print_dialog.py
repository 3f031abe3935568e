"""The print dialog from the keyboard alone: how many copies, which pages, and the sheets that come of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from labordesk.documents.pdf import render_pdf
from labordesk.gui.preview.paper import read_paper
from labordesk.gui.preview.printing import ask_printer, print_paper, sheets
from labordesk.gui.qt_texts import speak
from tests.gui.test_preview import letter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own dialog is shown")


@pytest.fixture(autouse=True)
def one_printer(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine with a printer whose dialog speaks Vietnamese; the dialog itself prints into a file."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Máy in văn phòng"]))
    translator = speak(qapp, "vi")
    yield
    if translator is not None:
        qapp.removeTranslator(translator)


def walk(parent: QWidget, steps: Callable[[QPrintDialog], None]) -> None:
    """Do the steps in the dialog as soon as it is open; a step that fails closes it and fails the test."""

    def begin() -> None:
        dialog = parent.findChild(QPrintDialog)
        if dialog is None or not dialog.isActiveWindow():
            QTimer.singleShot(10, begin)
            return
        try:
            steps(dialog)
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(0, begin)


def tab_to(dialog: QPrintDialog, kind: type[QWidget], name: str) -> QWidget:
    """Press Tab until a field has the focus."""
    for _press in range(20):
        here = dialog.focusWidget()
        if isinstance(here, kind) and name in (here.objectName(), here.property("text")):
            return here
        QTest.keyClick(here or dialog, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}")


def type_number(field: QWidget, number: int) -> None:
    assert isinstance(field, QSpinBox)
    field.selectAll()
    QTest.keyClicks(field, str(number))


def open_options(dialog: QPrintDialog) -> None:
    QTest.keyClick(tab_to(dialog, QPushButton, "&Tùy chọn >>"), Qt.Key.Key_Space)


def test_pages_two_to_four_in_three_copies_are_asked_for_without_a_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    paper = read_paper(render_pdf(letter(6)))
    window = QWidget()
    qtbot.addWidget(window)

    def steps(dialog: QPrintDialog) -> None:
        assert dialog.windowTitle() == "In"
        dialog.findChild(QLineEdit, "filename").setText(str(tmp_path / "out.pdf"))
        open_options(dialog)
        QTest.keyClick(tab_to(dialog, QRadioButton, "printAll"), Qt.Key.Key_Down)
        type_number(tab_to(dialog, QSpinBox, "from"), 2)
        type_number(tab_to(dialog, QSpinBox, "to"), 4)
        type_number(tab_to(dialog, QSpinBox, "copies"), 3)
        QTest.keyClick(tab_to(dialog, QPushButton, "&In"), Qt.Key.Key_Return)

    walk(window, steps)
    printer = ask_printer(paper, "Báo cáo", window)
    assert printer is not None
    assert (printer.printRange(), printer.copyCount()) == (QPrinter.PrintRange.PageRange, 3)
    copies = 1 if printer.supportsMultipleCopies() else 3
    assert sheets(printer, paper.page_count) == [1, 2, 3] * copies
    assert print_paper(paper, printer, lambda _done, _total: None) == 3 * copies
    assert read_paper((tmp_path / "out.pdf").read_bytes()).page_count == 3 * copies


def test_the_range_offered_is_that_of_the_paper(qtbot: QtBot) -> None:
    paper = read_paper(render_pdf(letter(6)))
    window = QWidget()
    qtbot.addWidget(window)
    seen: list[tuple[int, int]] = []

    def steps(dialog: QPrintDialog) -> None:
        open_options(dialog)
        QTest.keyClick(tab_to(dialog, QRadioButton, "printAll"), Qt.Key.Key_Down)
        for name in ("from", "to"):
            field = tab_to(dialog, QSpinBox, name)
            assert isinstance(field, QSpinBox)
            seen.append((field.value(), field.maximum()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    walk(window, steps)
    assert ask_printer(paper, "Báo cáo", window) is None
    assert seen == [(1, paper.page_count), (paper.page_count, paper.page_count)]
