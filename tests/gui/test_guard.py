"""Passwords in the window: asked for, set, changed; a locked window shows nothing and loses nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.gui.first_run import FirstRun
from labordesk.gui.idle import IdleWatch
from labordesk.gui.inputs.password import NewPassword, PasswordLine
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_security import SecuritySection
from labordesk.gui.recovery_dialog import RecoveryDialog
from labordesk.gui.unlock import UnlockScreen
from labordesk.paths import registers_folder, settings_file
from labordesk.settings import load_settings
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.gui.conftest import RecordedNotify
from tests.store.encrypted import PASSWORD, encrypt_template, opens, unreadable_for_sqlite

ENOUGH = 20_000


@pytest.fixture(scope="session")
def encrypted(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewKeys]:
    return encrypt_template(register_template, tmp_path_factory.mktemp("encrypted"))


@pytest.fixture
def path(encrypted: tuple[Path, NewKeys], tmp_path: Path) -> Path:
    folder = tmp_path / "có khóa"
    folder.mkdir()
    return Path(shutil.copy(encrypted[0], folder / "Hương Sơn.labordesk"))


def screens(desk: Desk) -> list[UnlockScreen]:
    return [one for one in desk.shell.findChildren(UnlockScreen) if one.isVisible()]


def asked(qtbot: QtBot, desk: Desk) -> UnlockScreen:
    """Wait for the one screen that asks for a password."""
    qtbot.waitUntil(lambda: len(screens(desk)) == 1 and screens(desk)[0].isEnabled(), timeout=ENOUGH)
    return screens(desk)[0]


def enter(screen: UnlockScreen, secret: str) -> None:
    QTest.keyClicks(screen.secret.line, secret) if secret.isascii() else screen.secret.line.setText(secret)
    QTest.keyClick(screen.secret.line, Qt.Key.Key_Return)


def opened(qtbot: QtBot, desk: Desk, path: Path, secret: str = PASSWORD) -> Register:
    desk.start(path)
    enter(asked(qtbot, desk), secret)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    rest(qtbot, desk)
    return cast(Register, desk.context.register)


def rest(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)


def security(qtbot: QtBot, desk: Desk) -> SecuritySection:
    desk.context.go("settings", section="security")
    rest(qtbot, desk)
    page = desk.shell.current_page()
    assert isinstance(page, SettingsPage)
    section = page.current_section()
    assert isinstance(section, SecuritySection)
    return section


def give(new: NewPassword, first: str, second: str | None = None) -> None:
    new.first.line.setText(first)
    new.second.line.setText(first if second is None else second)


def recovery_dialog(qtbot: QtBot) -> RecoveryDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RecoveryDialog), timeout=ENOUGH)
    return cast(RecoveryDialog, QApplication.activeModalWidget())


def texts(widget: QWidget) -> str:
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    lines = [one.text() for one in widget.findChildren(QLineEdit) if one.isVisible()]
    return "\n".join([widget.windowTitle(), *labels, *lines])


def test_an_encrypted_register_is_asked_for_its_password(qtbot: QtBot, desk: Desk, path: Path) -> None:
    desk.start(path)
    screen = asked(qtbot, desk)
    assert "“Hương Sơn” có mật khẩu" in texts(screen)
    assert screen.secret.line.echoMode() == QLineEdit.EchoMode.Password
    assert screen.secret.line.hasFocus() or desk.shell.focusWidget() is screen.secret.line
    enter(screen, PASSWORD)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    assert load_settings().last_register == str(path)
    assert PASSWORD not in settings_file().read_text(encoding="utf-8")


def test_recovery_key_opens_in_the_same_place(
    qtbot: QtBot, desk: Desk, path: Path, encrypted: tuple[Path, NewKeys]
) -> None:
    assert opened(qtbot, desk, path, encrypted[1].recovery).is_encrypted


def test_wrong_password_is_told_there_and_the_fourth_has_to_wait(qtbot: QtBot, desk: Desk, path: Path) -> None:
    desk.start(path)
    for attempt in range(4):
        screen = asked(qtbot, desk)
        enter(screen, f"sai mat khau {attempt}")
        qtbot.waitUntil(lambda: bool(screens(desk)) and screens(desk)[0].notice() != "", timeout=ENOUGH)
        qtbot.waitUntil(lambda before=screen: screens(desk)[0] is not before, timeout=ENOUGH)
    screen = asked(qtbot, desk)
    assert "Mật khẩu chưa đúng" in screen.notice()
    assert "Gõ lại được sau" in texts(screen)
    enter(screen, PASSWORD)
    assert desk.context.register is None
    assert screen.secret.text() == PASSWORD  # nothing was tried, what was typed stays


def test_slip_in_a_recovery_key_names_the_group(
    qtbot: QtBot, desk: Desk, path: Path, encrypted: tuple[Path, NewKeys]
) -> None:
    recovery = encrypted[1].recovery
    wrong = recovery[:7] + str((int(recovery[7]) + 1) % 10) + recovery[8:]
    desk.start(path)
    first = asked(qtbot, desk)
    enter(first, wrong)
    qtbot.waitUntil(lambda: bool(screens(desk)) and "Nhóm số thứ 2 " in screens(desk)[0].notice(), timeout=ENOUGH)


def test_another_register_can_be_chosen_instead(qtbot: QtBot, desk: Desk, path: Path) -> None:
    desk.start(path)
    asked(qtbot, desk).left.emit()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.shell.findChildren(FirstRun)), timeout=ENOUGH)


def test_recent_registers_say_which_have_a_password(qtbot: QtBot, desk: Desk, path: Path, register_path: Path) -> None:
    plain = shutil.copy(register_path, register_path.with_name("thường.labordesk"))
    desk.settings.recent_registers = [str(path), str(plain)]
    desk.welcome()
    screen = desk.shell.findChildren(FirstRun)[-1]
    names = {one.accessibleName() for one in screen.findChildren(QWidget)}
    assert "Hương Sơn, có mật khẩu" in names
    assert "thường" in names


def test_locked_window_shows_nothing_and_goes_on_where_it_was(qtbot: QtBot, desk: Desk, path: Path) -> None:
    register = opened(qtbot, desk, path)
    desk.context.go("people")
    rest(qtbot, desk)
    before = desk.shell.current_page()
    assert "Công đoàn xã Hương Sơn" in texts(desk.shell)
    QTest.keyClick(desk.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = asked(qtbot, desk)
    rest(qtbot, desk)
    assert register.is_locked
    assert "Hương Sơn" not in texts(desk.shell)
    assert desk.shell.windowTitle() == "Labordesk"
    desk.shell.go("overview")  # as a key of the window would
    QTest.keyClick(desk.shell, Qt.Key.Key_F1)
    assert QApplication.activeModalWidget() is None
    enter(screen, "khong phai mat khau")
    qtbot.waitUntil(lambda: "Mật khẩu chưa đúng" in screen.notice(), timeout=ENOUGH)
    assert register.is_locked
    enter(screen, PASSWORD)
    qtbot.waitUntil(lambda: not desk.shell.is_covered(), timeout=ENOUGH)
    assert not register.is_locked
    assert "Công đoàn xã Hương Sơn" in texts(desk.shell)
    assert before is not None
    assert desk.shell.windowTitle().startswith("Công đoàn xã Hương Sơn")


def test_locking_keeps_what_is_typed_and_puts_dialogs_away(qtbot: QtBot, desk: Desk, path: Path) -> None:
    opened(qtbot, desk, path)
    desk.context.go("people")
    rest(qtbot, desk)
    page = desk.shell.current_page()
    assert page is not None
    page.new_record()  # type: ignore[attr-defined]
    rest(qtbot, desk)
    from labordesk.gui.dialogs import FormPanel

    panel = next(one for one in desk.shell.findChildren(FormPanel) if one.isVisible())
    panel.form.input("full_name").set_text("Trần Thị Huỳnh Xuyến")
    dialog = QDialog(desk.shell)
    QLabel("Trần Thị Huỳnh Xuyến", dialog)
    dialog.open()
    desk.context.lock_asked.emit()
    screen = asked(qtbot, desk)
    assert not dialog.isVisible()
    assert "Huỳnh Xuyến" not in texts(desk.shell)
    enter(screen, PASSWORD)
    qtbot.waitUntil(lambda: not desk.shell.is_covered(), timeout=ENOUGH)
    assert panel.form.input("full_name").text() == "Trần Thị Huỳnh Xuyến"


def test_window_of_a_register_without_a_password_is_not_locked(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    desk.start(register_path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    desk.context.lock_asked.emit()
    assert not desk.shell.is_covered()


def test_locked_register_can_be_left(qtbot: QtBot, desk: Desk, path: Path) -> None:
    opened(qtbot, desk, path)
    desk.context.lock_asked.emit()
    asked(qtbot, desk).left.emit()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.shell.findChildren(FirstRun)), timeout=ENOUGH)
    assert desk.context.register is None
    assert opens(path, PASSWORD)


def test_idle_minutes_lock_and_any_key_begins_them_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    now = {"steady": 1000.0, "wall": 5000.0}
    monkeypatch.setattr("labordesk.gui.idle.time.monotonic", lambda: now["steady"])
    monkeypatch.setattr("labordesk.gui.idle.time.time", lambda: now["wall"])
    rested: list[None] = []
    watch = IdleWatch()
    watch.set_minutes(5)
    watch.rested.connect(lambda: rested.append(None))
    line = QLineEdit()
    qtbot.addWidget(line)
    line.installEventFilter(watch)
    now["steady"] += 299
    watch.look()
    assert not rested
    QTest.keyClick(line, Qt.Key.Key_A)
    now["steady"] += 299
    watch.look()
    assert not rested
    now["steady"] += 2
    watch.look()
    assert len(rested) == 1
    now["wall"] += 3600  # the lid was shut: the steady clock stood still
    watch.look()
    assert len(rested) == 2
    watch.set_minutes(0)
    now["wall"] += 36_000
    watch.look()
    assert len(rested) == 2


def test_keys_and_mouse_in_any_window_of_the_program_count(
    qtbot: QtBot, desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, desk, path)
    assert desk.guard._idle is not None
    dialog = QDialog(desk.shell)
    dialog.open()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    for window in (desk.shell.windowHandle(), dialog.windowHandle()):
        touched: list[None] = []
        monkeypatch.setattr(desk.guard._idle, "touch", lambda kept=touched: kept.append(None))
        QTest.mouseMove(window, QPoint(20, 20))
        QTest.keyClick(window, Qt.Key.Key_Shift)
        qtbot.waitUntil(lambda kept=touched: len(kept) >= 1, timeout=ENOUGH)
    dialog.done(0)


def test_resting_locks_the_window(qtbot: QtBot, desk: Desk, path: Path) -> None:
    opened(qtbot, desk, path)
    assert desk.guard._idle is not None
    desk.guard._idle.rested.emit()
    assert asked(qtbot, desk)
    assert desk.shell.is_covered()


def test_new_register_with_a_password_shows_its_sheet(qtbot: QtBot, desk: Desk) -> None:
    desk.start(None)
    qtbot.waitUntil(lambda: desk.shell.findChild(FirstRun) is not None)
    screen = desk.shell.findChild(FirstRun)
    screen.form.input("unit_name").set_text("Công đoàn xã Sơn Hải")
    screen.wants_password.setChecked(True)
    give(screen.password, "ngắn")
    screen.password.finished.emit()
    assert "ít nhất 8" in screen.password.note()
    give(screen.password, PASSWORD, "khác hẳn đi")
    screen.password.finished.emit()
    assert "chưa giống nhau" in screen.password.note()
    assert desk.context.register is None
    give(screen.password, PASSWORD)
    screen.password.finished.emit()
    dialog = recovery_dialog(qtbot)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=ENOUGH)
    dialog.done(0)
    made = registers_folder() / "cong-doan-xa-son-hai.labordesk"
    assert unreadable_for_sqlite(made)


def test_sheet_is_not_closed_by_accident(
    qtbot: QtBot, context: object, register: Register, notify: RecordedNotify
) -> None:
    from labordesk.gui.context import Context

    assert isinstance(context, Context)
    context.register = register
    above = QWidget()
    qtbot.addWidget(above)
    dialog = RecoveryDialog(context, "-".join(["000000"] * 8), above)
    dialog.show()
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=ENOUGH)
    notify.answer_next("")
    dialog.reject()
    assert dialog.isVisible()
    notify.answer_next("done")
    dialog.reject()
    assert not dialog.isVisible()
    assert len(notify.questions) == 2


def test_register_is_encrypted_in_the_settings_and_comes_back(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    desk.start(register_path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    rest(qtbot, desk)
    section = security(qtbot, desk)
    assert "chưa có mật khẩu" in texts(section)
    give(section.new, PASSWORD)
    section.encrypt()
    dialog = recovery_dialog(qtbot)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=ENOUGH)
    dialog.done(0)
    assert desk.context.register.is_encrypted
    assert unreadable_for_sqlite(register_path)
    assert isinstance(desk.shell.current_page(), SettingsPage)
    security(qtbot, desk)


def test_the_keyboard_is_in_the_window_again_after_the_sheet_was_put_away(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    """The sheet closes together with the question about it: the system then leaves no window active."""
    desk.start(register_path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    security(qtbot, desk)
    desk.shell.activateWindow()
    QTest.qWaitForWindowActive(desk.shell)
    desk.guard.give_recovery_key("-".join(["000000"] * 8))
    dialog = recovery_dialog(qtbot)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=ENOUGH)
    rest(qtbot, desk)

    def put_away() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        next(one for one in question.buttons() if one.text() == "Đã cất phiếu").click()

    QTimer.singleShot(300, put_away)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert desk.shell.isAncestorOf(focused)


def test_password_is_changed_with_the_one_of_now(qtbot: QtBot, desk: Desk, path: Path) -> None:
    opened(qtbot, desk, path)
    section = security(qtbot, desk)
    give(section.new, "một mật khẩu khác")
    section.change()
    assert "Hãy gõ mật khẩu hiện nay" in texts(section)
    section.secret.line.setText("không phải")
    section.change()
    qtbot.waitUntil(lambda: "Mật khẩu chưa đúng" in texts(section), timeout=ENOUGH)
    section.secret.line.setText(PASSWORD)
    give(section.new, "một mật khẩu khác")
    section.change()
    qtbot.waitUntil(lambda: "Đã đổi mật khẩu" in texts(section), timeout=ENOUGH)
    assert (section.secret.text(), section.new.first.text()) == ("", "")
    desk.let_go()
    assert [opens(path, one) for one in (PASSWORD, "một mật khẩu khác")] == [False, True]


def test_new_sheet_is_made_in_the_settings(
    qtbot: QtBot, desk: Desk, path: Path, encrypted: tuple[Path, NewKeys]
) -> None:
    opened(qtbot, desk, path)
    section = security(qtbot, desk)
    section.secret.line.setText(PASSWORD)
    section.renew()
    dialog = recovery_dialog(qtbot)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=ENOUGH)
    dialog.done(0)
    desk.let_go()
    assert [opens(path, one) for one in (PASSWORD, encrypted[1].recovery)] == [True, False]


def test_password_is_taken_off_after_a_question(
    qtbot: QtBot, desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, desk, path)
    section = security(qtbot, desk)
    answers = iter(["", "off"])
    monkeypatch.setattr(desk.context.notify, "ask", lambda *_words, **_more: next(answers))
    section.secret.line.setText(PASSWORD)
    section.decrypt()
    rest(qtbot, desk)
    assert desk.context.register.is_encrypted
    section.secret.line.setText(PASSWORD)
    section.decrypt()
    qtbot.waitUntil(
        lambda: desk.context.register is not None and not desk.context.register.is_encrypted, timeout=ENOUGH
    )
    assert not unreadable_for_sqlite(path)


def test_minutes_of_rest_are_kept(qtbot: QtBot, desk: Desk, path: Path) -> None:
    opened(qtbot, desk, path)
    section = security(qtbot, desk)
    section.options.chosen.emit("lock_minutes", "30")
    assert load_settings().lock_minutes == 30


@pytest.fixture
def line(qtbot: QtBot) -> PasswordLine:
    made = PasswordLine("Mật khẩu")
    qtbot.addWidget(made)
    made.show()
    return made


def test_password_is_hidden_until_asked_for(line: PasswordLine) -> None:
    line.line.setText("bí mật")
    assert line.line.displayText() != "bí mật"
    line.toggle()
    assert line.line.displayText() == "bí mật"
    line.toggle()
    assert line.line.displayText() != "bí mật"


def test_caps_lock_is_told_and_shift_is_not(line: PasswordLine) -> None:
    plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    told = []
    for text, modifier in (("a", plain), ("A", shift), ("A", plain), ("a", plain), ("a", shift), ("1", plain)):
        QApplication.sendEvent(line.line, QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), modifier, text))
        told.append("Caps Lock đang bật." in texts(line))
    assert told == [False, False, True, False, True, True]


def test_typed_password_is_composed_text(line: PasswordLine) -> None:
    line.line.setText("e\u0302\u0301")
    assert line.text() == "ế"


def test_strength_is_told_while_typing(qtbot: QtBot) -> None:
    new = NewPassword()
    qtbot.addWidget(new)
    new.set_known(("Công đoàn xã Hương Sơn",))
    notes = []
    for password in ("12345678", "huongson2026", "con mèo xanh 41", "bếp lửa nhà ai cũng ấm tháng giêng"):
        new.first.line.setText(password)
        new.first.changed.emit()
        notes.append(new.note())
    assert [note.removeprefix("Độ mạnh: ") for note in notes] == [
        "Yếu, đoán được ngay.",
        "Yếu, đoán được ngay.",
        "Tạm được, nên dài hơn.",
        "Rất tốt.",
    ]
