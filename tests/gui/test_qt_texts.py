"""Qt's own buttons speak the language of the screen."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from labordesk.gui.qt_texts import speak


def test_buttons_of_qt_are_vietnamese(qtbot: QtBot, qapp: QApplication) -> None:
    before = QLocale()
    translator = speak(qapp, "vi")
    assert translator is not None
    try:
        box = QMessageBox()
        qtbot.addWidget(box)
        box.setStandardButtons(QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Save)
        texts = {button.text().replace("&", "") for button in box.buttons()}
        assert not texts & {"Cancel", "Save"}
        assert QLocale().firstDayOfWeek().name == "Monday"
        assert QLocale().toString(8_500_000) == "8.500.000"
    finally:
        qapp.removeTranslator(translator)
        QLocale.setDefault(before)


def test_english_keeps_qts_own_words_and_vietnamese_numbers(qapp: QApplication) -> None:
    before = QLocale()
    try:
        assert speak(qapp, "en") is None
        assert QLocale().toString(8_500_000) == "8.500.000"
    finally:
        QLocale.setDefault(before)
