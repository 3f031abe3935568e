"""The one door: what is said where, and that a bug never shows a traceback."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from labordesk.errors import NotFound
from labordesk.gui.notify import Answer, Message, Notify
from labordesk.gui.question import TextQuestion


@pytest.fixture
def messages(qtbot: QtBot) -> tuple[Notify, list[Message]]:
    notify = Notify()
    shown: list[Message] = []
    notify.shown.connect(shown.append)
    return notify, shown


def box() -> QMessageBox:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def press(text: str) -> None:
    next(one for one in box().findChildren(QPushButton) if one.text() == text).click()


def test_messages_have_their_levels(messages: tuple[Notify, list[Message]]) -> None:
    notify, shown = messages
    notify.info("Đã ghi.")
    notify.warn("Đĩa sắp đầy.")
    notify.failure(NotFound())
    assert shown == [
        Message("info", "Đã ghi."),
        Message("warn", "Đĩa sắp đầy."),
        Message("error", "Không tìm thấy trong sổ; hãy tìm lại."),
    ]


def test_bug_gives_a_code_and_no_personal_data(messages: tuple[Notify, list[Message]]) -> None:
    notify, shown = messages
    try:
        raise KeyError("Trần Thị Hoà 042188000035")
    except KeyError as error:
        notify.failure(error)
    assert shown[0].level == "error"
    assert "KeyError@test_notify:" in shown[0].text
    assert "Hoà" not in shown[0].text
    assert "Traceback" not in shown[0].text


def test_error_over_an_open_dialog_is_shown_above_it(qtbot: QtBot, messages: tuple[Notify, list[Message]]) -> None:
    notify, shown = messages
    texts: list[str] = []
    dialog = QDialog()
    qtbot.addWidget(dialog)

    def close_box() -> None:
        texts.append(box().text())
        box().accept()

    QTimer.singleShot(50, lambda: (QTimer.singleShot(50, close_box), notify.error(NotFound()), dialog.accept()))
    dialog.exec()
    assert texts == ["Không tìm thấy trong sổ; hãy tìm lại."]
    assert shown == []


def test_question_returns_the_key_of_the_answer(messages: tuple[Notify, list[Message]]) -> None:
    notify, _shown = messages
    answers = (Answer("write", "Vẫn ghi", "danger"), Answer("see", "Xem", "primary"))
    QTimer.singleShot(50, lambda: press("Vẫn ghi"))
    assert notify.ask("Đã nhận quà Tết 2026 tại CĐCS khác.", *answers) == "write"
    QTimer.singleShot(50, lambda: press("Quay lại"))
    assert notify.ask("Đã nhận quà Tết 2026 tại CĐCS khác.", *answers) == ""
    QTimer.singleShot(50, lambda: box().reject())
    assert notify.ask("Đã nhận quà Tết 2026 tại CĐCS khác.", *answers) == ""


def test_reason_is_asked_for_and_given_back(messages: tuple[Notify, list[Message]]) -> None:
    notify, _shown = messages

    def answer(text: str, accept: bool) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TextQuestion)
        dialog.line.setText(text)
        dialog.accept() if accept else dialog.reject()

    QTimer.singleShot(50, lambda: answer(" hộ mới bị cháy nhà ", True))
    assert notify.ask_text("Vẫn ghi?", "Lý do", explain="Sẽ vào nhật ký.") == "hộ mới bị cháy nhà"
    QTimer.singleShot(50, lambda: answer("bỏ", False))
    assert notify.ask_text("Vẫn ghi?", "Lý do") == ""


def test_enter_in_passing_does_not_take_anything_away(qtbot: QtBot) -> None:
    notify = Notify()
    seen: list[str] = []

    def look() -> None:
        button = box().defaultButton()
        seen.append(button.text() if button is not None else "")
        box().reject()

    QTimer.singleShot(50, look)
    assert notify.ask("Xóa “CĐCS May”?", Answer("delete", "Xóa", "danger")) == ""
    assert seen == ["Quay lại"]
