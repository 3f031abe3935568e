"""Backups in the window: made while it closes, seen in the settings, compared, put back, and a damaged register."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.gui import backup_watch
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_backups import BackupSection
from labordesk.gui.progress import ProgressDialog
from labordesk.gui.rescue import RescueScreen
from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_register, backups_of
from labordesk.services.people import PersonData, delete_person, save_person
from labordesk.services.registers import open_register
from labordesk.store.register import Register
from labordesk.store.unlocking import NewKeys
from tests.gui.conftest import RecordedNotify
from tests.store.encrypted import PASSWORD, encrypt_template

ENOUGH = 20_000


def opened(qtbot: QtBot, desk: Desk, path: Path, secret: str | None = None) -> Register:
    if desk.shell.isVisible():
        desk.open(path, secret)
    else:
        desk.start(path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    return cast(Register, desk.context.register)


def section(qtbot: QtBot, desk: Desk) -> BackupSection:
    desk.context.go("settings", section="backups")
    page = cast(SettingsPage, desk.shell.current_page())
    found = cast(BackupSection, page.current_section())
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    return found


def add(register: Register, name: str) -> int:
    return save_person(register, PersonData(PersonFields(full_name=name, unit_id=1))).id


def names(path: Path, secret: str | None = None) -> set[str]:
    with open_register(path, read_only=True, secret=secret) as register, register.looking() as connection:
        return {row[0] for row in connection.execute("SELECT full_name FROM person")}


def test_closing_the_window_backs_up_what_was_written_and_only_that(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    add(opened(qtbot, desk, register_path), "Trần Thị Mận")
    desk.shell.close()
    (one,) = backups_of(register_path)
    assert (one.name.reason, one.is_good) == ("dong-so", True)
    assert names(one.path) == {"Trần Thị Mận"}
    desk.shell.show()
    opened(qtbot, desk, register_path)
    desk.let_go()
    assert len(backups_of(register_path)) == 1


def test_a_slow_backup_at_closing_can_be_left_out(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(opened(qtbot, desk, register_path), "Trần Thị Mận")
    from labordesk.store import backup as store

    whole = store._copy_pages

    def slowly(*given: object) -> None:
        import time

        report = given[-1]
        for step in range(200):
            report(step // 4, 100)  # type: ignore[operator]
            time.sleep(0.02)
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_copy_pages", slowly)
    pressed: list[str] = []

    def press() -> None:
        for dialog in desk.shell.findChildren(ProgressDialog):
            for button in dialog.findChildren(QPushButton):
                if dialog.isVisible():
                    pressed.append(button.text())
                    button.click()
        if not pressed:
            QTimer.singleShot(50, press)

    QTimer.singleShot(100, press)
    desk.let_go()
    assert pressed == ["Đóng không sao lưu"]
    assert desk.context.register is None
    assert backups_of(register_path) == ()
    assert not list((register_path.parent / "backups").glob("*.new"))


def test_half_an_hour_of_work_brings_a_backup_and_the_foot_says_when(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = opened(qtbot, desk, register_path)
    assert "Chưa có bản sao lưu" in desk.shell._status._fact.text()
    add(register, "Trần Thị Mận")
    desk.backups.look()
    assert not desk.context.work.is_busy(), "not yet half an hour"
    clock = backup_watch.time.monotonic() + 31 * 60
    monkeypatch.setattr(backup_watch.time, "monotonic", lambda: clock)
    desk.backups.look()
    qtbot.waitUntil(lambda: len(backups_of(register_path)) == 1, timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert desk.shell._status._fact.text().startswith("Sao lưu lần cuối ")
    clock += 31 * 60
    desk.backups.look()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert len(backups_of(register_path)) == 1, "nothing was written since"


def test_a_backup_that_fails_is_told_once(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = opened(qtbot, desk, register_path)
    add(register, "Trần Thị Mận")
    (register_path.parent / "backups").rename(register_path.parent / "moved")
    (register_path.parent / "backups").write_bytes(b"")  # a file where the folder should be
    told: list[str] = []
    desk.context.notify.shown.connect(lambda message: told.append(message.text))
    clock = [backup_watch.time.monotonic()]
    monkeypatch.setattr(backup_watch.time, "monotonic", lambda: clock[0])
    for _round in range(3):
        clock[0] += 31 * 60
        desk.backups.look()
        qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert len([one for one in told if one.startswith("Chưa sao lưu được")]) == 1
    (register_path.parent / "backups").unlink()


@pytest.mark.parametrize(("days", "long_ago"), [(0, False), (-6, False), (-7, True), (1, False), (300, True)])
def test_a_second_place_seen_by_a_clock_that_ran_ahead_is_missed_again(days: int, long_ago: bool) -> None:
    seen = date.today() + timedelta(days=days)  # noqa: DTZ011
    assert backup_watch.is_long_ago(seen.isoformat()) is long_ago


def test_the_list_shows_a_backup_made_now_and_the_second_place_gets_one(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path
) -> None:
    register = opened(qtbot, desk, register_path)
    add(register, "Trần Thị Mận")
    usb = tmp_path / "usb"
    usb.mkdir()
    page = section(qtbot, desk)
    page.second.take(str(usb))
    qtbot.waitUntil(lambda: len(page.backups.table.rows()) == 1 and page.notice.text() != "", timeout=ENOUGH)
    assert "1 người" in page.notice.text()
    assert "nơi thứ hai" in page.notice.text()
    assert list(usb.glob("*/*.labordesk"))
    state = page.backups.table.model.columns[1]
    assert (state.key, state.text(page.backups.table.rows()[0], 1)) == ("state", "đã mở kiểm tra")


def test_a_deleted_person_is_ticked_by_keyboard_and_comes_back(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    register = opened(qtbot, desk, register_path)
    gone = add(register, "Trần Thị Mận")
    back_up_register(register)
    delete_person(register, gone)
    page = section(qtbot, desk)
    page.backups.table.focus_first()
    QTest.keyClick(page.backups.table.view, Qt.Key.Key_Return)
    dialog = page.backups.dialog
    qtbot.waitUntil(lambda: dialog.rows.count() == 1, timeout=ENOUGH)
    assert "Trần Thị Mận" in dialog.rows.item(0).text()
    dialog.rows.setFocus()
    dialog.rows.setCurrentRow(0)
    QTest.keyClick(dialog.rows, Qt.Key.Key_Space)
    assert [one.name for one in dialog.chosen()] == ["Trần Thị Mận"]
    dialog.bring_back()
    qtbot.waitUntil(lambda: "Đã lấy lại 1 hồ sơ" in page.notice.text(), timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert names(register_path) == {"Trần Thị Mận"}


@pytest.fixture(scope="module")
def encrypted(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewKeys]:
    return encrypt_template(register_template, tmp_path_factory.mktemp("encrypted"))


@pytest.mark.parametrize("secret", [None, PASSWORD], ids=["plain", "encrypted"])
def test_replacing_opens_the_restored_register_again(
    qtbot: QtBot, desk: Desk, register_path: Path, encrypted: tuple[Path, NewKeys], secret: str | None
) -> None:
    if secret is not None:
        shutil.copy(encrypted[0], register_path)
    with open_register(register_path, secret=secret) as register:
        add(register, "Trần Thị Mận")
        back_up_register(register)
        add(register, "Phạm Thị Bưởi")
    notify = RecordedNotify()
    notify.answer_next("replace")
    desk.context.notify.ask = notify.ask  # type: ignore[method-assign]
    desk.shell.show()
    opened(qtbot, desk, register_path, secret)
    page = section(qtbot, desk)
    page.backups.table.focus_first()
    page.backups.restore()
    dialog = page.backups.dialog
    qtbot.waitUntil(lambda: "Phạm Thị Bưởi" in dialog.notice.text(), timeout=ENOUGH)
    if secret is not None:
        dialog.secret.line.setText(secret)
    dialog.replace()
    qtbot.waitUntil(lambda: desk.context.register is None, timeout=ENOUGH)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert names(register_path, secret) == {"Trần Thị Mận"}
    assert "Đã khôi phục sổ" in desk.shell.message()


def test_a_backup_opened_to_look_at_cannot_be_written_and_is_not_remembered(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    register = opened(qtbot, desk, register_path)
    add(register, "Trần Thị Mận")
    backup = back_up_register(register).file.path
    page = section(qtbot, desk)
    page.backups.look()
    qtbot.waitUntil(lambda: desk.context.register is not None and desk.context.register.path == backup, timeout=ENOUGH)
    assert desk.context.register.read_only
    assert desk.settings.last_register == str(register_path)


def test_a_damaged_register_is_offered_its_backup_and_journal(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    with open_register(register_path) as register:
        add(register, "Trần Thị Mận")
        back_up_register(register)
        add(register, "Phạm Thị Bưởi")
    content = bytearray(register_path.read_bytes())
    content[16 : len(content) // 2] = b"\x5a" * (len(content) // 2 - 16)
    register_path.write_bytes(content)
    desk.start(register_path)
    qtbot.waitUntil(lambda: len(desk.shell.findChildren(RescueScreen)) == 1, timeout=ENOUGH)
    (screen,) = desk.shell.findChildren(RescueScreen)
    assert "nhật ký dự phòng" in screen.words.text()
    screen.go.click()
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert names(register_path) == {"Trần Thị Mận", "Phạm Thị Bưởi"}
    assert "1 lần ghi" in desk.shell.message()
    assert len(list(register_path.parent.glob("Hương Sơn.truoc-khoi-phuc-*.labordesk"))) == 1


def test_copies_made_before_the_password_are_named_and_encrypted(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    from labordesk.services.register_keys import encrypt_register, new_keys
    from tests.store.encrypted import opens, unreadable_for_sqlite

    with open_register(register_path) as register:
        add(register, "Trần Thị Mận")
        copy = back_up_register(register).file.path
    encrypt_register(register_path, new_keys(PASSWORD), PASSWORD)
    desk.shell.show()
    opened(qtbot, desk, register_path, PASSWORD)
    page = section(qtbot, desk)
    assert copy.name in page.plain.notice.text()
    page.plain.secret.line.setText(PASSWORD)
    page.plain.encrypting.click()
    qtbot.waitUntil(lambda: "Đã mã hóa 1 bản sao" in page.notice.text(), timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert page.plain.notice.text() == ""
    assert unreadable_for_sqlite(copy)
    assert opens(copy, PASSWORD)
