"""The window as a whole: how it opens, what it says when it cannot, and that no fault is shown as a stack trace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.gui.first_run import FirstRun
from labordesk.gui.notify import Message
from labordesk.i18n import language
from labordesk.logs import LOGGER
from labordesk.paths import log_folder, registers_folder
from labordesk.settings import load_settings
from labordesk.store.register import Register


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def start(qtbot: QtBot, desk: Desk, path: Path) -> None:
    desk.start(path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=15_000)


def test_without_a_register_the_welcome_screen_is_there(qtbot: QtBot, desk: Desk) -> None:
    desk.start(None)
    qtbot.waitUntil(lambda: any("Labordesk" in text for text in texts(desk.shell)))
    assert desk.context.register is None


def test_a_register_is_opened_behind_the_window_and_remembered(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    start(qtbot, desk, register_path)
    assert any("Công đoàn xã Hương Sơn" in text for text in texts(desk.shell))
    assert load_settings().last_register == str(register_path)


def test_a_register_is_made_in_the_window_by_keyboard_alone(qtbot: QtBot, desk: Desk) -> None:
    desk.start(None)
    qtbot.waitUntil(lambda: desk.shell.findChild(FirstRun) is not None)
    form = desk.shell.findChild(FirstRun).form
    form.focus_first()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    for typed in ("Cong doan xa Son Hai", "", "LDLD tinh Nghe An"):
        if typed:
            qtbot.keyClicks(QApplication.focusWidget(), typed)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=15_000)
    assert any("Cong doan xa Son Hai" in text for text in texts(desk.shell))
    made = registers_folder() / "cong-doan-xa-son-hai.labordesk"
    assert made.is_file()
    assert load_settings().last_register == str(made)


def test_a_register_that_cannot_be_made_is_told_and_the_typed_words_stay(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    desk.start(None)
    qtbot.waitUntil(lambda: desk.shell.findChild(FirstRun) is not None)
    monkeypatch.setenv("LABORDESK_HOME", str(taken))
    screen = desk.shell.findChild(FirstRun)
    screen.form.input("unit_name").set_text("Công đoàn xã Sơn Hải")
    screen.form.finished.emit()
    qtbot.waitUntil(lambda: any("Không tạo được thư mục" in text for text in texts(desk.shell)))
    assert screen.form.input("unit_name").state() == "Công đoàn xã Sơn Hải"


def test_a_register_open_elsewhere_is_told_and_the_way_to_another_offered(
    qtbot: QtBot, desk: Desk, register: Register
) -> None:
    desk.start(register.path)
    qtbot.waitUntil(lambda: any("đang mở ở một cửa sổ Labordesk khác" in text for text in texts(desk.shell)))
    assert desk.context.register is None


def test_a_register_put_away_for_a_new_one_can_be_opened_again(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    start(qtbot, desk, register_path)
    desk.context.drafts["house:1"] = {"notes": "của sổ này"}
    desk.welcome()
    assert desk.context.register is None
    assert desk.shell.windowTitle() == "Labordesk"
    assert not desk.context.drafts
    desk.open(register_path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=15_000)


@pytest.mark.parametrize("content", [b"", b"hello"])
def test_a_file_that_is_no_register_is_told(qtbot: QtBot, desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thư.labordesk"
    path.write_bytes(content)
    desk.start(path)
    qtbot.waitUntil(lambda: any("không phải là sổ của Labordesk" in text for text in texts(desk.shell)))
    assert path.read_bytes() == content


def test_settings_that_cannot_be_saved_keep_no_register_from_opening(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("LABORDESK_HOME", str(taken))
    start(qtbot, desk, register_path)
    assert any("Công đoàn xã Hương Sơn" in text for text in texts(desk.shell))
    desk.context.settings_changed.emit("look")
    qtbot.waitUntil(lambda: any("Cài đặt chỉ giữ đến khi đóng" in text for text in texts(desk.shell)))


def test_a_fault_in_a_slot_gives_a_code_and_the_log_holds_no_name(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.start(None)
    qtbot.waitUntil(lambda: not LOGGER.propagate)  # the log was started
    told: list[Message] = []
    desk.context.notify.shown.connect(told.append)
    monkeypatch.setattr(sys, "excepthook", desk.tell_failure)

    def slot() -> None:
        raise KeyError("Trần Thị Hoà 042188000035")

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: bool(told))
    assert "KeyError@test_desk:" in told[0].text
    log = (log_folder() / "labordesk.log").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "Hoà" not in told[0].text + log
    assert "0421" not in told[0].text + log


def test_another_language_is_taken_over_at_once_on_the_same_register(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    start(qtbot, desk, register_path)
    before = desk.context.register
    desk.settings.language = "en"
    desk.context.settings_changed.emit("language")
    qtbot.waitUntil(lambda: language() == "en" and "Settings" in texts(desk.shell), timeout=15_000)
    assert desk.context.register is before
    assert load_settings().language == "en"


def test_rates_and_papers_are_found_by_name_from_anywhere(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    start(qtbot, desk, register_path)
    for sought in ("Định mức chi", "Giấy tờ của hồ sơ", "Đơn vị và đầu văn bản"):
        next(one for one in desk.shell._commands if one.label == sought).run()
        qtbot.waitUntil(lambda sought=sought: desk.shell.current_page().current_section().heading() == sought)  # type: ignore[misc]


def test_words_not_saved_are_asked_about_before_another_register(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(qtbot, desk, register_path)
    desk.context.drafts["person:new"] = {"full_name": "Trần Thị"}
    answers = ["", "go_on"]
    monkeypatch.setattr(desk.context.notify, "ask", lambda *_asked, **_more: answers.pop(0))
    new_register = next(one for one in desk.shell._commands if one.label == "Tạo sổ mới")
    new_register.run()
    assert desk.context.register is not None
    assert desk.context.drafts
    new_register.run()
    assert desk.context.register is None
    assert not desk.context.drafts
