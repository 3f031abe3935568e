"""The window over a register whose place changes: what is said once, what is offered, and that typed words stay."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from labordesk.app import Desk
from labordesk.fields import PersonName, Spec
from labordesk.gui import place_watch
from labordesk.gui.buttons import Link
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.form import FieldForm
from labordesk.model.person import PersonFields
from labordesk.services import places as services_places
from labordesk.services.people import PersonData, save_person
from labordesk.settings import load_settings
from labordesk.store import places
from labordesk.store.opening import open_register
from tests.store.disks import fill_up, small_disk
from tests.store.register_rows import add_fund, fund_codes

linux_alone = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells where an open file went")


def start(qtbot: QtBot, desk: Desk, path: Path) -> None:
    desk.start(path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=15_000)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=15_000)


def look(qtbot: QtBot, desk: Desk) -> None:
    desk.places.look()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=15_000)


def link(desk: Desk, text: str) -> Link:
    return next(one for one in desk.shell.findChildren(Link) if one.text() == text and not one.isHidden())


def test_what_is_known_of_a_register_that_was_left_is_not_said(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(qtbot, desk, register_path)
    begun, gate = Event(), Event()

    def slowly(_register: Any, _told: Any) -> tuple[services_places.Note, ...]:
        begun.set()
        gate.wait(5)
        return (services_places.Note("share", "Sổ nằm trên ổ mạng."),)

    monkeypatch.setattr(services_places, "notes_of", slowly)
    desk.places.begin()
    qtbot.waitUntil(begun.is_set)
    desk.let_go()
    desk.welcome()
    gate.set()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy())
    assert desk.shell.message() == ""
    assert desk.settings.told_notes == []


def person_form(qtbot: QtBot, desk: Desk) -> FormPanel:
    """Show a form with a name typed into it that saves a whole person through the service."""

    def save(values: dict[str, Any]) -> int:
        fields = PersonFields(full_name=values["full_name"], birth="1980", unit_id=1)
        return save_person(desk.context.register, PersonData(fields)).id

    panel = FormPanel(desk.context, "Người", FieldForm({"full_name": Spec("Họ và tên", PersonName())}, {}), save)
    qtbot.addWidget(panel)
    panel.show()
    panel.form.input("full_name").set_text("Nguyễn Văn Thử")
    return panel


def typed(form: FieldForm) -> str:
    return str(form.input("full_name").text())


@linux_alone
def test_a_form_refused_because_the_file_was_moved_is_saved_at_the_new_place(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path
) -> None:
    start(qtbot, desk, register_path)
    panel = person_form(qtbot, desk)
    elsewhere = tmp_path / "chuyển" / register_path.name
    elsewhere.parent.mkdir()
    register_path.rename(elsewhere)
    panel.submit()
    qtbot.waitUntil(lambda: "chuyển sang" in panel.notice(), timeout=15_000)
    assert typed(panel.form) == "Nguyễn Văn Thử"
    look(qtbot, desk)
    assert str(elsewhere) in desk.shell.message()
    link(desk, "Làm tiếp ở chỗ mới").click()
    qtbot.waitUntil(lambda: "Đã mở tiếp sổ" in desk.shell.message(), timeout=15_000)
    assert desk.context.register.path == elsewhere
    assert load_settings().last_register == str(elsewhere)
    assert typed(panel.form) == "Nguyễn Văn Thử"
    with qtbot.waitSignal(panel.saved, timeout=15_000):
        panel.submit()
    assert not register_path.exists()


def test_a_deleted_register_is_told_once_and_saved_to_a_new_file(
    qtbot: QtBot, desk: Desk, register_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(qtbot, desk, register_path)
    add_fund(desk.context.register, "truoc")
    panel = person_form(qtbot, desk)
    register_path.unlink()
    look(qtbot, desk)
    assert "Không còn thấy tệp sổ" in desk.shell.message()
    target = tmp_path / "cứu"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    link(desk, "Lưu ra tệp mới…").click()
    qtbot.waitUntil(lambda: "Đã lưu mọi phần" in desk.shell.message(), timeout=15_000)
    rescued = tmp_path / "cứu.labordesk"
    assert desk.context.register.path == rescued
    assert typed(panel.form) == "Nguyễn Văn Thử"
    with qtbot.waitSignal(panel.saved, timeout=15_000):
        panel.submit()
    desk.let_go()
    with open_register(rescued) as copy:
        assert "truoc" in fund_codes(copy)
        assert copy.connection().execute("SELECT full_name FROM person").fetchall() == [("Nguyễn Văn Thử",)]
    assert not list(tmp_path.glob("Hương Sơn*"))


def test_a_register_put_back_is_told_and_the_form_saves(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    start(qtbot, desk, register_path)
    panel = person_form(qtbot, desk)
    away = register_path.with_name("tạm")
    register_path.rename(away)
    look(qtbot, desk)
    assert "ghi lại" in desk.shell.message()
    away.rename(register_path)
    look(qtbot, desk)
    with qtbot.waitSignal(panel.saved, timeout=15_000):
        panel.submit()


def test_a_full_disk_leaves_the_form_as_typed_and_saves_once_there_is_room(
    qtbot: QtBot, desk: Desk, register_template: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "usb", kilobytes=6000) as disk:
        path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
        start(qtbot, desk, path)
        panel = person_form(qtbot, desk)
        filler = fill_up(disk)
        panel.submit()
        qtbot.waitUntil(lambda: "đã đầy" in panel.notice(), timeout=15_000)
        assert typed(panel.form) == "Nguyễn Văn Thử"
        filler.unlink()
        with qtbot.waitSignal(panel.saved, timeout=15_000):
            panel.submit()
        desk.let_go()


def test_a_full_disk_at_the_backup_before_closing_is_told_and_the_register_is_whole(
    qtbot: QtBot, desk: Desk, register_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def ask(_question: str, *_answers: object, explain: str = "") -> str:
        told.append(explain)
        return "close"

    with small_disk(tmp_path / "usb", kilobytes=6000) as disk:
        path = Path(shutil.copy(register_template, disk / "sổ.labordesk"))
        start(qtbot, desk, path)
        add_fund(desk.context.register, "truoc")
        filler = fill_up(disk)
        monkeypatch.setattr(desk.context.notify, "ask", ask)
        desk.let_go()
        assert len(told) == 1
        assert "đã đầy" in told[0]
        assert "Sổ vẫn còn nguyên" in told[0]
        filler.unlink()
        with open_register(path) as register:
            assert "truoc" in fund_codes(register)
        assert not list(disk.rglob("*.new*"))


def test_a_register_in_use_is_opened_to_be_looked_at_by_choice(qtbot: QtBot, desk: Desk, register_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from labordesk.store.opening import open_register\n"
        "register = open_register(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(register_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        desk.start(register_path)
        qtbot.waitUntil(lambda: "cửa sổ Labordesk khác" in desk.shell.message(), timeout=15_000)
        link(desk, "Mở chỉ để xem").click()
        qtbot.waitUntil(lambda: desk.context.register is not None, timeout=15_000)
        qtbot.waitUntil(lambda: "chỉ để xem" in desk.shell.message(), timeout=15_000)
        assert desk.context.register.read_only
        other.communicate("\n", timeout=30)


def test_a_register_in_a_synchronised_folder_is_told_once(
    qtbot: QtBot, desk: Desk, register_template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "OneDrive - Công đoàn tỉnh"
    folder.mkdir()
    path = Path(shutil.copy(register_template, folder / "sổ.labordesk"))
    start(qtbot, desk, path)
    qtbot.waitUntil(lambda: "OneDrive" in desk.shell.message(), timeout=15_000)
    assert any("synced" in key for key in load_settings().told_notes)
    desk.welcome()
    desk.shell._message_bar().close_message()
    desk.open(path)
    qtbot.waitUntil(lambda: desk.context.register is not None, timeout=15_000)
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=15_000)
    assert "OneDrive" not in desk.shell.message()


def test_a_clock_set_back_is_told(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from labordesk.store import history

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Ahead:  # type: ignore[override]
            return cls.fromtimestamp((datetime.now(UTC) + timedelta(days=400)).timestamp(), UTC)

    with monkeypatch.context() as patch:
        patch.setattr(history, "datetime", Ahead)
        with open_register(register_path) as register:
            add_fund(register, "tuong-lai")
    start(qtbot, desk, register_path)
    qtbot.waitUntil(lambda: "Đồng hồ của máy" in desk.shell.message(), timeout=15_000)
    add_fund(desk.context.register, "dung-gio")
    desk.shell._message_bar().close_message()
    desk.places.begin()
    qtbot.waitUntil(lambda: not desk.context.work.is_busy(), timeout=15_000)
    assert "Đồng hồ" not in desk.shell.message()


def test_a_clock_set_back_while_the_register_is_open_is_told(
    qtbot: QtBot, desk: Desk, register_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Behind(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Behind:  # type: ignore[override]
            return cls(1980, 1, 1, tzinfo=UTC)

    start(qtbot, desk, register_path)
    add_fund(desk.context.register, "truoc")
    look(qtbot, desk)
    assert "Đồng hồ" not in desk.shell.message()
    monkeypatch.setattr(place_watch, "datetime", Behind)
    monkeypatch.setattr(services_places, "datetime", Behind)
    look(qtbot, desk)
    qtbot.waitUntil(lambda: "Đồng hồ của máy" in desk.shell.message(), timeout=15_000)
    assert "1980" in desk.shell.message()


def test_several_notes_are_said_together(
    qtbot: QtBot, desk: Desk, register_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "is_on_network", lambda _path: True)
    folder = tmp_path / "Zalo Received Files"
    folder.mkdir()
    start(qtbot, desk, Path(shutil.copy(register_template, folder / "sổ.labordesk")))
    qtbot.waitUntil(lambda: "ổ mạng" in desk.shell.message() and "Zalo" in desk.shell.message(), timeout=15_000)
