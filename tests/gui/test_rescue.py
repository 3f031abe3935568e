"""A register that cannot be read any more: every way back is offered, and the damaged file stays as it is."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.gui.first_run import FirstRun
from labordesk.gui.progress import ProgressDialog
from labordesk.gui.rescue import RescueScreen
from labordesk.gui.salvaged import SalvagedScreen
from labordesk.gui.unlock import UnlockScreen
from labordesk.gui.who_works import WhoWorksScreen
from labordesk.model.officer import OfficerFields
from labordesk.model.person import PersonFields
from labordesk.services import backup_users, rebuilding
from labordesk.services.backup_users import users_in
from labordesk.services.backups import back_up_register, backups_of
from labordesk.services.officers import OfficerRow, add_officer
from labordesk.services.people import PersonData, save_person
from labordesk.services.rebuilding import Rescue, rescue_of
from labordesk.services.registers import create_register, open_register
from labordesk.store.backup_list import BackupList
from labordesk.store.tally import Tally
from labordesk.store.unlocking import NewKeys
from tests.store.encrypted import PASSWORD, encrypt_template

ENOUGH = 30_000


@pytest.fixture(scope="session")
def encrypted(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewKeys]:
    return encrypt_template(register_template, tmp_path_factory.mktemp("encrypted-rescue"))


def fill(path: Path, *names: str, secret: str | None = None, backup: bool = False) -> None:
    with open_register(path, secret=secret) as register:
        for name in names:
            save_person(register, PersonData(PersonFields(full_name=name, unit_id=1)))
        if backup:
            back_up_register(register)


def lose_start(path: Path) -> bytes:
    """Let the table of tables of a plain file be gone; return what the file holds now."""
    content = bytearray(path.read_bytes())
    content[100:4096] = bytes(3996)
    path.write_bytes(content)
    return bytes(content)


def root_of(path: Path, table: str, secret: str | None = None) -> int:
    """Return the first page of a table."""
    with open_register(path, read_only=True, secret=secret) as register, register.looking() as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(found[0])


def lose_page(path: Path, page: int) -> bytes:
    """Let a page be read as zeros; return what the file holds now."""
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    return path.read_bytes()


def shown(qtbot: QtBot, desk: Desk, kind: type[QWidget]) -> QWidget:
    def there() -> bool:
        return any(one.isVisible() for one in desk.shell.findChildren(kind)) and not desk.context.work.is_busy()

    qtbot.waitUntil(there, timeout=ENOUGH)
    return next(one for one in desk.shell.findChildren(kind) if one.isVisible())


def rescue_screen(qtbot: QtBot, desk: Desk, path: Path) -> RescueScreen:
    desk.start(path)
    screen = cast(RescueScreen, shown(qtbot, desk, RescueScreen))
    desk.shell.activateWindow()
    QTest.qWaitForWindowActive(desk.shell)
    return screen


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def names(path: Path, secret: str | None = None) -> set[str]:
    with open_register(path, read_only=True, secret=secret) as register, register.looking() as connection:
        return {row[0] for row in connection.execute("SELECT full_name FROM person")}


def opened(qtbot: QtBot, desk: Desk) -> Path:
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=ENOUGH)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    return cast(Path, desk.context.register.path)


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_named: (str(path), ""))


def test_the_newest_backup_is_named_with_its_day_and_counts(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    fill(register_path, "Trần Thị Mận", "Phạm Thị Bưởi", backup=True)
    lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    told = texts(screen)
    assert "2 người, 0 nhà" in told
    assert "Hương Sơn." in screen.words.text()
    assert "được giữ nguyên" in told
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.go)


def test_rebuilding_keeps_the_damaged_file_and_names_it(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    fill(register_path, "Phạm Thị Bưởi")
    damaged = lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    QTest.keyClick(screen.go, Qt.Key.Key_Space)
    assert opened(qtbot, desk) == register_path
    (kept,) = register_path.parent.glob("*.truoc-khoi-phuc-*.labordesk")
    assert kept.read_bytes() == damaged
    assert kept.name in desk.shell.message()
    desk.let_go()
    assert names(register_path) == {"Trần Thị Mận", "Phạm Thị Bưởi"}


def test_the_backup_is_only_looked_at_when_asked(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    damaged = lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    screen.look.click()
    assert opened(qtbot, desk).parent.name == "backups"
    assert desk.context.register.read_only
    assert register_path.read_bytes() == damaged


def test_without_a_backup_what_can_be_read_is_salvaged_and_the_losses_saved(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(register_path, "Trần Thị Mận")
    pages = [root_of(register_path, table) for table in ("letterhead", "register_setting")]
    damaged = [lose_page(register_path, page) for page in pages][-1]
    screen = rescue_screen(qtbot, desk, register_path)
    assert "Không thấy bản sao lưu nào" in texts(screen)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.saving)
    save_as(monkeypatch, tmp_path / "mới")  # no ending typed
    QTest.keyClick(screen.saving, Qt.Key.Key_Space)
    result = cast(SalvagedScreen, shown(qtbot, desk, SalvagedScreen))
    assert "sang sổ mới “mới.labordesk”" in result.notice.text()
    assert "Đầu văn bản: " in texts(result)
    assert register_path.read_bytes() == damaged
    save_as(monkeypatch, tmp_path / "mất.txt")
    result.saving.click()
    qtbot.waitUntil(lambda: "Đã lưu" in result.saved.text(), timeout=ENOUGH)
    assert "Đầu văn bản" in (tmp_path / "mất.txt").read_text(encoding="utf-8-sig")
    assert "Trần Thị Mận" not in (tmp_path / "mất.txt").read_text(encoding="utf-8-sig")
    QTest.keyClick(result.go, Qt.Key.Key_Space)
    assert opened(qtbot, desk) == tmp_path / "mới.labordesk"


def test_a_salvage_never_replaces_a_file(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    damaged = lose_start(register_path)
    other = tmp_path / "khác.labordesk"
    other.write_bytes(b"another register")
    screen = rescue_screen(qtbot, desk, register_path)
    for target in (register_path, other):
        save_as(monkeypatch, target)
        screen.notice.set("")
        screen.saving.click()
        qtbot.waitUntil(lambda: "đặt tên khác" in screen.notice.text(), timeout=ENOUGH)
    assert register_path.read_bytes() == damaged
    assert other.read_bytes() == b"another register"


def test_an_encrypted_register_asks_for_its_password_once(
    qtbot: QtBot, desk: Desk, encrypted: tuple[Path, NewKeys], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(encrypted[0], tmp_path / "Hương Sơn.labordesk"))
    fill(path, "Trần Thị Mận", secret=PASSWORD, backup=True)
    damaged = lose_page(path, root_of(path, "letterhead", PASSWORD))
    desk.start(path)
    asked = cast(UnlockScreen, shown(qtbot, desk, UnlockScreen))
    asked.secret.line.setText(PASSWORD)
    QTest.keyClick(asked.secret.line, Qt.Key.Key_Return)
    screen = cast(RescueScreen, shown(qtbot, desk, RescueScreen))
    assert screen.secret_row.isHidden()
    save_as(monkeypatch, tmp_path / "mới.labordesk")
    screen.saving.click()
    result = cast(SalvagedScreen, shown(qtbot, desk, SalvagedScreen))
    assert path.read_bytes() == damaged
    back = next(one for one in result.findChildren(QPushButton) if one.text() == "Về cách khác")
    back.click()
    assert screen.isVisible()
    screen.go.click()
    assert opened(qtbot, desk) == path
    desk.let_go()
    assert names(path, PASSWORD) == {"Trần Thị Mận"}


def test_a_missing_encrypted_register_asks_for_the_password_of_its_backup(
    qtbot: QtBot, desk: Desk, encrypted: tuple[Path, NewKeys], tmp_path: Path
) -> None:
    path = Path(shutil.copy(encrypted[0], tmp_path / "Hương Sơn.labordesk"))
    fill(path, "Trần Thị Mận", secret=PASSWORD, backup=True)
    path.unlink()
    screen = rescue_screen(qtbot, desk, path)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.secret.line)
    assert not screen.saving.isVisible()
    QTest.keyClick(screen.secret.line, Qt.Key.Key_Return)
    assert "gõ mật khẩu" in screen.notice.text()
    screen.secret.line.setText("không phải mật khẩu này")
    QTest.keyClick(screen.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Mật khẩu chưa đúng" in screen.notice.text(), timeout=ENOUGH)
    screen.secret.line.setText(PASSWORD)
    QTest.keyClick(screen.secret.line, Qt.Key.Key_Return)
    assert opened(qtbot, desk) == path


def test_the_keyboard_walks_the_ways_and_leaves(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    walked = []
    for _step in range(5):
        focused = cast(QPushButton, QApplication.focusWidget())
        walked.append(focused.text())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert walked == [
        "Lập lại sổ",
        "Mở bản sao lưu ra xem",
        "Cứu dữ liệu sang sổ mới…",
        "Chọn tệp khác…",
        "Về màn hình đầu",
    ]
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.isVisible()
    leave = next(one for one in screen.findChildren(QPushButton) if one.text() == "Về màn hình đầu")
    leave.click()
    shown(qtbot, desk, FirstRun)


def test_a_register_with_users_asks_who_makes_it_again(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    with open_register(register_path) as register:
        add_officer(register, OfficerFields(name="Trần Thị Quản", role="officer"), "2580")
        add_officer(register, OfficerFields(name="Lê Văn Duyệt", role="approver"), "1470")
        back_up_register(register)
    damaged = lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    screen.go.click()
    asked = cast(WhoWorksScreen, shown(qtbot, desk, WhoWorksScreen))
    assert register_path.read_bytes() == damaged
    asked.choose(2)
    QTest.keyClicks(asked.secret.line, "1470")
    QTest.keyClick(asked.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "việc này do Trần Thị Quản làm" in screen.notice.text(), timeout=ENOUGH)
    assert register_path.read_bytes() == damaged
    screen.go.click()
    asked = cast(WhoWorksScreen, shown(qtbot, desk, WhoWorksScreen))
    QTest.keyClicks(asked.secret.line, "2580")
    QTest.keyClick(asked.secret.line, Qt.Key.Key_Return)
    signing_in = cast(WhoWorksScreen, shown(qtbot, desk, WhoWorksScreen))
    assert register_path.read_bytes() != damaged
    assert signing_in.isVisible()


def test_who_goes_back_while_the_pin_is_checked_gets_no_rebuilt_register(
    qtbot: QtBot, desk: Desk, register_path: Path
) -> None:
    with open_register(register_path) as register:
        add_officer(register, OfficerFields(name="Trần Thị Quản", role="officer"), "2580")
        back_up_register(register)
    damaged = lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    screen.go.click()
    asked = cast(WhoWorksScreen, shown(qtbot, desk, WhoWorksScreen))
    QTest.keyClicks(asked.secret.line, "2580")
    asked.secret.entered.emit()
    asked.left.emit()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=ENOUGH)
    assert screen.isVisible()
    assert register_path.read_bytes() == damaged


def test_who_leaves_while_the_users_are_read_is_not_asked_who_works(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_register(register_path) as register:
        add_officer(register, OfficerFields(name="Trần Thị Quản", role="officer"), "2580")
        back_up_register(register)
    lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    begun, gate = Event(), Event()

    def slowly(path: Path, secret: str | None) -> tuple[OfficerRow, ...]:
        begun.set()
        gate.wait(5)
        return users_in(path, secret)

    monkeypatch.setattr(backup_users, "users_in", slowly)
    screen.go.click()
    qtbot.waitUntil(begun.is_set, timeout=ENOUGH)
    screen.left.emit()
    gate.set()
    shown(qtbot, desk, FirstRun)
    assert not any(one.isVisible() for one in desk.shell.findChildren(WhoWorksScreen))


def test_a_file_that_was_never_a_register_offers_no_salvage(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "ảnh.jpg"
    other.write_bytes(b"\xff\xd8\xff" * 900)
    desk.start(other)
    shown(qtbot, desk, FirstRun)
    assert not desk.shell.findChildren(RescueScreen)
    assert "không phải là sổ" in desk.shell.message()


def test_a_share_that_does_not_answer_leaves_the_window_usable_and_can_be_given_up(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    lose_start(register_path)
    begun, gate = Event(), Event()

    def slowly(path: Path, told_of: object = None) -> Rescue:
        begun.set()
        gate.wait(10)
        return rescue_of(path)

    monkeypatch.setattr(rebuilding, "rescue_of", slowly)
    desk.start(register_path)
    qtbot.waitUntil(begun.is_set, timeout=ENOUGH)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ProgressDialog), timeout=ENOUGH)
    dialog = cast(ProgressDialog, QApplication.activeModalWidget())
    assert "tìm bản sao lưu" in dialog.windowTitle()
    dialog.stop()
    assert any(one.isVisible() for one in desk.shell.findChildren(FirstRun))
    assert not dialog.isVisible()
    gate.set()
    shown(qtbot, desk, FirstRun)
    assert not any(one.isVisible() for one in desk.shell.findChildren(RescueScreen))


def test_a_backup_nobody_opened_is_opened_before_it_is_offered(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    fill(register_path, "Phạm Thị Bưởi", backup=True)
    newest = backups_of(register_path)[0].path
    lose_page(newest, 2)
    next(newest.parent.glob("*.json")).unlink()
    lose_start(register_path)
    screen = rescue_screen(qtbot, desk, register_path)
    assert newest.name not in screen.words.text()
    assert "Bản tốt mới nhất" in screen.words.text()
    assert "1 người" in screen.words.text()
    assert f"ngày {datetime.now().astimezone():%d/%m/%Y}" in screen.words.text()


def test_a_backup_of_another_register_of_the_same_name_is_not_offered_first(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path
) -> None:
    fill(register_path, "Trần Thị Mận", backup=True)
    other = tmp_path / "khác" / register_path.name
    other.parent.mkdir()
    create_register(other, unit_name="Công đoàn phường Đức Thuận").close()
    with open_register(other) as register:
        foreign = back_up_register(register).file
    kept = register_path.parent / "backups" / foreign.path.name.replace("tu-dong-2", "tu-dong-3")
    shutil.copy(foreign.path, kept)
    BackupList(register_path).note(kept, cast(Tally, foreign.held), is_new=True)
    assert backups_of(register_path)[0].path == kept
    lose_page(register_path, root_of(register_path, "register_setting"))
    screen = rescue_screen(qtbot, desk, register_path)
    assert kept.name not in screen.words.text()
    assert "1 người" in screen.words.text()
