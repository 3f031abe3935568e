"""The check in the window: offered after a bad exit, stopped, told in parts, each with its way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.gui.buttons import Link
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_check import CheckSection
from labordesk.gui.progress import ProgressDialog
from labordesk.gui.rescue import RescueScreen
from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_register, backups_of
from labordesk.services.checking import CheckResult
from labordesk.services.people import PersonData, save_person
from labordesk.services.problem import Fault, Problem
from labordesk.services.registers import open_register
from labordesk.store.backup_names import BEFORE_REPAIR
from labordesk.store.lock import RegisterLock

ENOUGH = 30_000
LETTERS = "ABCDEFG"
SOUND = "Sổ lành lặn: không thấy chỗ nào sai."


def opened(qtbot: QtBot, desk: Desk, path: Path) -> None:
    desk.start(path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    rest(qtbot, desk)
    desk.shell.activateWindow()
    QTest.qWaitForWindowActive(desk.shell)


def rest(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)


def section(desk: Desk) -> CheckSection:
    desk.context.go("settings", section="check")
    return cast(CheckSection, cast(SettingsPage, desk.shell.current_page()).current_section())


def checked(qtbot: QtBot, desk: Desk) -> CheckSection:
    found = section(desk)
    found.check()
    qtbot.waitUntil(lambda: found.sentences() != [], timeout=ENOUGH)
    rest(qtbot, desk)
    return found


def damage(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def left_open(path: Path) -> None:
    """Leave the register as a program that died does."""
    RegisterLock(path).path.touch()
    assert path.with_name(f"{path.name}.lock").exists()


def link(desk: Desk, text: str) -> Link:
    return next(one for one in desk.shell.findChildren(Link) if one.text() == text and one.isVisible())


def test_after_a_bad_exit_the_check_is_offered_once(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    left_open(register_path)
    opened(qtbot, desk, register_path)
    assert "dừng đột ngột" in desk.shell.message()
    later = link(desk, "Để sau")
    later.setFocus()
    QTest.keyClick(later, Qt.Key.Key_Return)
    assert desk.shell.message() == ""
    focused = QApplication.focusWidget()
    assert focused is not None
    page = desk.shell.current_page()
    assert page is not None
    assert page.isAncestorOf(focused)
    desk.open(register_path)
    rest(qtbot, desk)
    assert desk.shell.message() == ""


def test_a_key_leads_to_the_offer_and_back(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    left_open(register_path)
    opened(qtbot, desk, register_path)
    walked = []
    QTest.keyClick(desk.shell, Qt.Key.Key_F6)
    for _step in range(3):
        focused = cast(QPushButton, QApplication.focusWidget())
        walked.append(focused.text() or focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert walked == ["Kiểm tra sổ", "Để sau", "Đóng thông báo"]
    QTest.keyClick(desk.shell, Qt.Key.Key_F6)
    QTest.keyClick(desk.shell, Qt.Key.Key_F6)
    page = desk.shell.current_page()
    assert page is not None
    focused = cast(QPushButton, QApplication.focusWidget())
    assert focused is page or page.isAncestorOf(focused)
    assert "dừng đột ngột" in desk.shell.message()


def test_the_offered_check_runs_and_says_that_all_is_sound(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    left_open(register_path)
    opened(qtbot, desk, register_path)
    link(desk, "Kiểm tra sổ").click()
    page = cast(SettingsPage, desk.shell.current_page())
    found = cast(CheckSection, page.current_section())
    qtbot.waitUntil(lambda: found.sentences() == [SOUND], timeout=ENOUGH)
    rest(qtbot, desk)
    assert desk.shell.message() == ""
    qtbot.waitUntil(lambda: QApplication.focusWidget() is found.go)
    assert found.state.text().startswith("Kiểm tra lúc ")


def test_a_clean_exit_offers_nothing(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    opened(qtbot, desk, register_path)
    assert desk.shell.message() == ""


def test_what_is_derived_is_made_anew_after_a_backup(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    damage(register_path, "UPDATE unit SET plain_key = 'sai'")
    opened(qtbot, desk, register_path)
    found = checked(qtbot, desk)
    assert len(found.sentences()) == 1
    button = found.view.repair
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: found.sentences() == [SOUND], timeout=ENOUGH)
    rest(qtbot, desk)
    (backup,) = backups_of(register_path)
    assert backup.name.reason == BEFORE_REPAIR


def test_rows_at_fault_are_named_and_opened(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    with open_register(register_path) as register:
        ids = [
            save_person(register, PersonData(PersonFields(full_name=f"Trần Thị Mận {LETTERS[n]}", unit_id=1))).id
            for n in range(7)
        ]
    damage(
        register_path,
        "PRAGMA ignore_check_constraints = ON; UPDATE person SET phone = 'abc'; UPDATE norm SET low = 9e9",
    )
    opened(qtbot, desk, register_path)
    found = checked(qtbot, desk)
    assert "Điện thoại" in " ".join(found.sentences())
    shown = [one.text() for one in found.view.findChildren(Link) if one.text().startswith("Trần")]
    assert shown == [f"Trần Thị Mận {LETTERS[n]} (dòng số {ids[n]})" for n in range(5)]
    more = next(one for one in found.view.findChildren(Link) if one.text() == "Xem thêm 2 dòng")
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Return)
    focused = cast(Link, QApplication.focusWidget())
    assert focused.text().startswith("Trần Thị Mận F")
    went: list[tuple[str, dict[str, object]]] = []
    desk.context.asked_to_go.connect(lambda key, target: went.append((key, target)))
    QTest.keyClick(focused, Qt.Key.Key_Return)
    rest(qtbot, desk)
    assert went == [("people", {"person": ids[5]})]
    assert desk.shell.page_in_front() == "people"


def test_a_cut_book_cannot_be_repaired_and_leads_to_the_history(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    with open_register(register_path) as register:
        for n in range(3):
            save_person(register, PersonData(PersonFields(full_name=f"Trần Thị Mận {LETTERS[n]}", unit_id=1)))
    damage(register_path, "DELETE FROM operation WHERE id = 2")
    opened(qtbot, desk, register_path)
    found = checked(qtbot, desk)
    assert found.view.repair is None
    assert any("Nhật ký bị cắt" in one for one in found.sentences())
    link(desk, "Xem nhật ký").click()
    rest(qtbot, desk)
    assert desk.shell.page_in_front() == "history"


def test_a_damaged_file_leads_to_the_ways_back(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    with open_register(register_path) as register:
        save_person(register, PersonData(PersonFields(full_name="Trần Thị Mận", unit_id=1)))
        back_up_register(register)
    with closing(sqlite3.connect(register_path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_person_block_key'").fetchone()[0]
    content = bytearray(register_path.read_bytes())
    content[(root - 1) * 4096 + 8 : root * 4096] = bytes(4088)
    register_path.write_bytes(content)
    opened(qtbot, desk, register_path)
    found = checked(qtbot, desk)
    assert found.view.repair is None
    assert "1 người" in " ".join(one.accessibleName() or one.text() for one in _labels(found))
    way = found.view.rescue
    qtbot.waitUntil(lambda: QApplication.focusWidget() is way)
    QTest.keyClick(way, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.shell.findChildren(RescueScreen)), timeout=ENOUGH)
    (screen,) = desk.shell.findChildren(RescueScreen)
    assert "hỏng" in screen.notice.text()
    assert desk.context.register is None
    screen.go.click()
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    rest(qtbot, desk)
    assert checked(qtbot, desk).sentences() == [SOUND]


def test_only_what_is_wrong_with_the_file_is_said_over_the_ways_back(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    opened(qtbot, desk, register_path)
    found = checked(qtbot, desk)
    found._checked(CheckResult((Problem("Tệp hỏng.", Fault.DAMAGE), Problem("Chỉ mục sai.", Fault.DERIVED))))
    found.view.rescue_asked.emit()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.shell.findChildren(RescueScreen)), timeout=ENOUGH)
    (screen,) = desk.shell.findChildren(RescueScreen)
    assert screen.notice.text() == "Tệp hỏng."


def test_a_long_check_is_stopped_by_a_key(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from labordesk.services import checking

    def never_ends(connection: sqlite3.Connection) -> Iterator[Problem]:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000000) SELECT count(*) FROM n"
        ).fetchone()
        yield Problem("không bao giờ")

    opened(qtbot, desk, register_path)
    monkeypatch.setattr(checking, "_CHECKS", (never_ends,))
    found = section(desk)
    found.check()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ProgressDialog), timeout=ENOUGH)
    QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    rest(qtbot, desk)
    assert found.sentences() == []
    monkeypatch.undo()
    assert checked(qtbot, desk).sentences() == [SOUND]


def test_the_result_is_kept_as_a_text(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, desk, register_path)
    found = checked(qtbot, desk)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_named: (str(tmp_path / "kq.txt"), ""))
    found.saving.click()
    qtbot.waitUntil(lambda: "Đã lưu" in found.notice.text(), timeout=ENOUGH)
    assert SOUND in (tmp_path / "kq.txt").read_text(encoding="utf-8-sig")


def test_a_backup_that_is_only_looked_at_is_checked_but_not_written(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    damage(register_path, "UPDATE unit SET plain_key = 'sai'")
    with open_register(register_path) as register:
        backup = back_up_register(register).file.path
    opened(qtbot, desk, register_path)
    desk.open(backup)
    qtbot.waitUntil(lambda: desk.context.register is not None and desk.context.register.path == backup, timeout=ENOUGH)
    rest(qtbot, desk)
    found = checked(qtbot, desk)
    assert found.view.repair is None
    assert found.sentences() != [SOUND]


def _labels(found: CheckSection) -> list[QPushButton]:
    from PySide6.QtWidgets import QLabel

    return [one for one in found.view.findChildren(QLabel) if one.isVisible()]  # type: ignore[misc]
