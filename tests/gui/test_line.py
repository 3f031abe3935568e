"""Typing Vietnamese in every way input methods do it (vietnamese.md, section 9)."""

import unicodedata
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.inputs.line import ViLineEdit


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[ViLineEdit]:
    window = QWidget()
    qtbot.addWidget(window)
    edit = ViLineEdit(parent=window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    edit.setFocus()
    yield edit
    window.close()


def compose(edit: QLineEdit, *steps: str, commit: str | None = None, replace: tuple[int, int] = (0, 0)) -> None:
    """Send what ibus, fcitx and Wayland send: pre-edit texts, then a commit."""
    for step in steps:
        QApplication.sendEvent(edit, QInputMethodEvent(step, []))
    if commit is not None:
        event = QInputMethodEvent("", [])
        event.setCommitString(commit, *replace)
        QApplication.sendEvent(edit, event)


def backspaced(edit: QLineEdit, *steps: tuple[int, str]) -> None:
    """Send what UniKey sends: some backspaces, then letters."""
    for back, letters in steps:
        for _number in range(back):
            QTest.keyClick(edit, Qt.Key.Key_Backspace)
        for letter in letters:
            QTest.sendKeyEvent(QTest.KeyAction.Click, edit, Qt.Key.Key_unknown, letter, Qt.KeyboardModifier.NoModifier)


def test_preedit_word_is_seen_live_and_committed(line: ViLineEdit) -> None:
    seen: list[str] = []
    line.live_text.connect(seen.append)
    compose(line, "n", "ng", "ngu", "nguy", "nguyễn", commit="nguyễn")
    assert seen == ["n", "ng", "ngu", "nguy", "nguyễn", "nguyễn"]
    assert line.text() == "nguyễn"
    assert not line.is_composing()


def test_backspacing_input_method_gives_the_right_word(line: ViLineEdit) -> None:
    backspaced(line, (0, "Nguye"), (1, "ê"), (0, "n"), (2, "ễn"))
    assert line.text() == "Nguyễn"


def test_live_text_has_the_composed_word_where_the_cursor_is(line: ViLineEdit) -> None:
    line.setText("Trần Hoà")
    line.setCursorPosition(5)
    compose(line, "thị ")
    assert line.seen_text() == "Trần thị Hoà"
    assert line.text() == "Trần Hoà"


def test_replaced_surrounding_text_is_right(line: ViLineEdit) -> None:
    line.setText("Nguyen")
    compose(line, commit="ễn", replace=(-2, 2))
    assert line.text() == "Nguyễn"


def test_program_does_not_write_into_a_field_being_composed(line: ViLineEdit) -> None:
    line.setText("Trần ")
    compose(line, "Hoà")
    assert not line.set_text("Trần Thị")
    compose(line, commit="Hoà")
    assert line.text() == "Trần Hoà"


def test_reading_a_field_does_not_lose_the_word_being_composed(line: ViLineEdit) -> None:
    line.setText("Trần ")
    line.setCursorPosition(5)
    compose(line, "Hoà")
    assert line.commit() == "Trần Hoà"
    assert line.text() == "Trần Hoà"


def test_text_becomes_nfc_only_when_the_field_is_left(line: ViLineEdit) -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hoà")
    compose(line, commit=decomposed)
    assert line.text() == decomposed
    assert line.commit() == "Nguyễn Thị Hoà"
    line.clearFocus()
    assert line.text() == "Nguyễn Thị Hoà"


def test_live_text_is_nfc_for_the_search(line: ViLineEdit) -> None:
    seen: list[str] = []
    line.live_text.connect(seen.append)
    compose(line, commit=unicodedata.normalize("NFD", "Hoà"))
    assert seen[-1] == unicodedata.normalize("NFC", "Hoà")


def test_leaving_while_composing_keeps_the_word(line: ViLineEdit) -> None:
    compose(line, "Êban")
    line.clearFocus()
    assert line.text() == "Êban"


def test_plain_typing_is_told_letter_by_letter(line: ViLineEdit) -> None:
    seen: list[str] = []
    line.live_text.connect(seen.append)
    QTest.keyClicks(line, "hoa")
    assert seen == ["h", "ho", "hoa"]


def test_undo_history_survives_leaving_a_clean_field(line: ViLineEdit) -> None:
    QTest.keyClicks(line, "hoa")
    line.clearFocus()
    line.setFocus()
    assert line.isUndoAvailable()


def test_alt_and_a_digit_types_nothing_over_what_is_marked(line: ViLineEdit) -> None:
    line.set_text("01/03/2026")
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert line.text() == "01/03/2026"
    QTest.keyClick(line, Qt.Key.Key_9)
    assert line.text() == "9"
