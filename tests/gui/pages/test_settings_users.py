"""The settings of users and of files past their time, by hand: the keeper is added, a file is made anonymous."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from labordesk.fields import kinds
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.pages.settings import SettingsPage
from labordesk.gui.pages.settings_officers import OfficersSection
from labordesk.gui.pages.settings_retention import RetentionSection
from labordesk.gui.pin_dialog import PinDialog
from labordesk.model.person import PersonFields
from labordesk.services import officers
from labordesk.services.backups import back_up_register
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.window import Window


@pytest.fixture
def window(qtbot: QtBot, context: Context, register: Register) -> Window:
    return Window(qtbot, context, register, settings=SettingsPage)


def section(window: Window, key: str) -> OfficersSection | RetentionSection:
    page = window.shell.current_page()
    assert isinstance(page, SettingsPage)
    page.open_section(key)
    window.settle()
    found = page.current_section()
    assert isinstance(found, OfficersSection | RetentionSection)
    return found


def test_the_first_user_types_name_and_pin_and_becomes_keeper(window: Window, register: Register) -> None:
    users = section(window, "officers")
    assert isinstance(users, OfficersSection)

    def give_pin(dialog: QDialog) -> None:
        assert isinstance(dialog, PinDialog)
        for line, typed in zip(dialog.lines, ("4821", "4812"), strict=True):
            line.line.setText(typed)
        dialog.submit()
        assert "chưa giống nhau" in dialog.notice.text()
        dialog.lines[-1].line.setText("4821")
        dialog.submit()
        window.settle()

    def name(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        [panel] = dialog.findChildren(FormPanel)
        panel.form.input("name").set_value("Lê Thị Lan")
        window.in_dialog(give_pin)
        panel.submit()

    window.in_dialog(name)
    users.new_record()
    window.settle()
    [keeper] = officers.list_officers(register)
    assert (keeper.name, keeper.role, keeper.is_keeper) == ("Lê Thị Lan", "approver", True)
    assert users.table.rows() == [keeper]
    assert register.officer_id == keeper.id


def test_a_file_past_its_time_is_made_anonymous_after_two_questions(
    window: Window, register: Register, notify: RecordedNotify, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = save_person(register, PersonData(PersonFields(full_name="Hồ Thị Mận", unit_id=1))).id
    monkeypatch.setattr(kinds, "today", lambda: date(2045, 3, 2))
    files = section(window, "retention")
    assert isinstance(files, RetentionSection)
    assert not files.erase_button.isEnabled()
    files.table.view.selectAll()
    notify.answer_next("erase")  # the second question is closed: nothing happens
    files.erase()
    window.settle()
    assert load_person(register, person).fields.full_name == "Hồ Thị Mận"
    notify.answer_next("erase", "erase")
    files.erase()
    window.settle()
    assert load_person(register, person).fields.full_name == f"Hồ sơ đã ẩn danh {person}"
    assert files.table.rows() == []
    assert "Đã ẩn danh 1 hồ sơ" in files.notice.text()
    assert len(notify.questions) == 4


def test_what_remains_after_erasing_is_one_list_to_copy(
    window: Window, register: Register, notify: RecordedNotify, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_person(register, PersonData(PersonFields(full_name="Hồ Thị Mận", unit_id=1)))
    back_up_register(register)
    monkeypatch.setattr(kinds, "today", lambda: date(2045, 3, 2))
    files = section(window, "retention")
    assert isinstance(files, RetentionSection)
    files.table.view.selectAll()
    notify.answer_next("erase", "erase")
    files.erase()
    window.settle()
    assert [line.split(" ở cạnh sổ")[0] for line in files.dialog.lines] == ["1 bản sao lưu"]
    files.dialog.copy()
    assert QGuiApplication.clipboard().text() == "\n".join(files.dialog.lines)
    files.dialog.accept()
