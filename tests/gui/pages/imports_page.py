"""The page of imports in its window, on a small office, with lists as grassroots unions type them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.imports import ImportsPage
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_questions import Question
from labordesk.services.import_model import ImportPreview
from tests.gui.pages.window import CTRL, Window
from tests.services.welfare_office import Office, office

__all__ = ["Rows", "Wizard", "gift_list", "office", "wizard"]

Rows = Sequence[Sequence[Any]]
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Số CCCD", "Đơn vị", "Số tiền")


def gift_list(path: Path, rows: Rows, *, total: int | None = None, headings: Sequence[str] = HEADINGS) -> Path:
    """Write a list with a letterhead, a title, a heading in row 7, the rows from row 8, a total, a signature."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write(0, 0, "LIÊN ĐOÀN LAO ĐỘNG TỈNH")
        sheet.write(1, 0, "CÔNG ĐOÀN XÃ HƯƠNG SƠN")
        sheet.merge_range(3, 0, 3, 5, "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026")
        sheet.write_row(6, 0, headings)
        for number, row in enumerate(rows, 7):
            sheet.write_row(number, 0, row)
        end = 7 + len(rows)
        if total is not None:
            sheet.write_row(end, 0, ("", "Tổng cộng", "", "", "", total))
        sheet.write(end + 2, 1, "NGƯỜI LẬP")
    return path


class Wizard:
    """The window and what a hand does in it."""

    def __init__(self, window: Window, office: Office, folder: Path) -> None:
        self.window = window
        self.office = office
        self.folder = folder
        page = window.shell.current_page()
        assert isinstance(page, ImportsPage)
        self.page = page

    def take(self, *paths: Path, **preset: Any) -> None:
        """Drop files on the page."""
        self.page.take(list(paths), **preset)
        self.window.settle()
        self.activate()

    def activate(self) -> None:
        """Give the window the keyboard back, which a dialog of progress had."""
        self.window.shell.activateWindow()
        QTest.qWaitForWindowActive(self.window.shell)
        self.page.arrived()

    def take_rows(self, rows: Rows, name: str = "qua.xlsx", **more: Any) -> Path:
        """Write a list of gifts and drop it on the page."""
        path = gift_list(self.folder / name, rows, **more)
        self.take(path)
        return path

    @property
    def file(self) -> ListFile:
        """The file in front."""
        assert self.page.wizard.file is not None
        return self.page.wizard.file

    @property
    def preview(self) -> ImportPreview:
        """What the file in front would become."""
        assert self.file.preview is not None
        return self.file.preview

    def go(self, step: int) -> None:
        """Press Ctrl+Enter until a step is in front."""
        while self.page.wizard.here() < step:
            self.window.press(Qt.Key.Key_Return, CTRL)
        self.settle()

    def write(self) -> None:
        """Write with Ctrl+S; on a busy machine the dialog of progress takes the keyboard meanwhile."""
        self.window.press(Qt.Key.Key_S, CTRL)
        self.activate()

    def settle(self) -> None:
        """Wait until the last answer has been worked out."""
        self.window._qtbot.waitUntil(lambda: not self.file.is_working(), timeout=15_000)
        self.window.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is and wait for what follows."""
        self.window.press(key, modifier)
        if self.page.wizard.file is not None:
            self.settle()

    def question(self, topic: str) -> Question:
        """Bring the question about something to the front and return it."""
        step = self.page.wizard.questions
        for number, one in enumerate(step.questions()):
            if one.topic == topic:
                step.table.view.setCurrentIndex(step.table.model.index(number, 0))
                self.window.settle()
                step.panel.take_focus()
                return one
        raise AssertionError(f"no question about {topic}: {[one.topic for one in step.questions()]}")

    def count(self, query: str) -> int:
        """Return the number a query of the register finds."""
        with self.office.register.looking() as connection:
            return int(connection.execute(query).fetchone()[0])


@pytest.fixture
def wizard(qtbot: QtBot, context: Context, office: Office, tmp_path: Path) -> Iterator[Wizard]:
    made = Wizard(Window(qtbot, context, office.register, imports=ImportsPage), office, tmp_path)
    yield made
    made.window.settle()
    QApplication.processEvents()
