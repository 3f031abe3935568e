"""Ctrl+Z and Ctrl+Y in the window, on real registers: at once, after a question, refused with a way to the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.page import Page
from labordesk.model import Officer
from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import create_register, open_register
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.window import CTRL, Window

Z, Y = Qt.Key.Key_Z, Qt.Key.Key_Y


class Plain(Page):
    """A page without an undo of its own that counts what it is told."""

    title = "Đối tượng"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: list[Any] = []
        self.line = ViLineEdit()
        self.body.addWidget(self.line)

    def refresh(self, changes: Any) -> None:
        self.told.append(changes)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = create_register(tmp_path / "sổ.labordesk", unit_name="Công đoàn xã Hương Sơn", today=date(2026, 1, 5))
    with made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, context: Context, register: Register) -> Window:
    shown = Window(qtbot, context, register, people=Plain)
    shown.shell.begin_session()
    shown.settle()
    return shown


def add(register: Register, name: str = "Trần Thị Hoà") -> None:
    save_person(register, PersonData(PersonFields(full_name=name, unit_id=1)))


def names(register: Register) -> list[str]:
    with register.looking() as connection:
        return [row[0] for row in connection.execute("SELECT full_name FROM person ORDER BY id")]


def page(window: Window) -> Plain:
    shown = window.shell.current_page()
    assert isinstance(shown, Plain)
    return shown


def test_ctrl_z_takes_the_latest_deed_back_at_once_and_ctrl_y_brings_it_again(
    window: Window, register: Register
) -> None:
    add(register)
    window.press(Z, CTRL)
    assert names(register) == []
    assert window.shell.message() == "Đã hoàn tác: Thêm đối tượng “Trần Thị Hoà”"
    assert [one.people for one in page(window).told] == [True]
    window.press(Y, CTRL)
    assert names(register) == ["Trần Thị Hoà"]
    assert window.shell.message() == "Đã làm lại: Thêm đối tượng “Trần Thị Hoà”"


def test_forty_deeds_are_taken_back_one_after_another_and_brought_again(window: Window, register: Register) -> None:
    for place in range(40):
        add(register, f"Trần Thị {chr(65 + place % 26)}{'a' * (place // 26)}")
    for left in range(39, -1, -1):
        window.press(Z, CTRL)
        assert len(names(register)) == left
    window.press(Z, CTRL)
    assert window.shell._status.message() == "Không còn việc nào để hoàn tác."
    for _turn in range(40):
        window.press(Y, CTRL)
    assert len(names(register)) == 40
    window.press(Y, CTRL)
    assert window.shell._status.message() == "Không có việc nào vừa hoàn tác để làm lại."


def test_a_deed_of_an_earlier_session_is_asked_about(
    qtbot: QtBot, context: Context, notify: RecordedNotify, tmp_path: Path
) -> None:
    path = tmp_path / "cũ.labordesk"
    with create_register(path, unit_name="Công đoàn xã Hương Sơn", today=date(2026, 1, 5)) as register:
        add(register)
    with open_register(path) as register:
        window = Window(qtbot, context, register, people=Plain)
        window.shell.begin_session()
        window.settle()
        window.press(Z, CTRL)
        assert notify.questions == ["Hoàn tác: Thêm đối tượng “Trần Thị Hoà”?"]
        assert names(register) == ["Trần Thị Hoà"]
        notify.answer_next("undo")
        window.press(Z, CTRL)
        assert names(register) == []


def test_a_deed_of_another_officer_is_asked_about(window: Window, register: Register, notify: RecordedNotify) -> None:
    with register.writing() as session:
        for name in ("Lê Văn Một", "Phạm Thị Hai"):
            session.add(Officer(name=name))
    register.officer_id = 2
    add(register)
    register.officer_id = 1
    window.press(Z, CTRL)
    assert len(notify.questions) == 1
    assert names(register) == ["Trần Thị Hoà"]
    register.officer_id = 2
    window.press(Z, CTRL)
    assert names(register) == []


def test_undo_in_a_field_is_the_fields_own_while_something_is_typed(window: Window, register: Register) -> None:
    from PySide6.QtTest import QTest

    add(register)
    page(window).line.setFocus()
    QTest.keyClicks(page(window).line, "hoa")
    window.press(Z, CTRL)
    assert page(window).line.text() == ""
    assert names(register) == ["Trần Thị Hoà"]


def test_after_a_save_the_foot_offers_to_take_it_back(window: Window, register: Register) -> None:
    from labordesk.services.changes import Changes

    add(register)
    button = window.shell._status._undo
    assert button.isHidden()
    window.context.tell(Changes(people=True))
    assert button.isVisible()
    button.click()
    window.settle()
    assert names(register) == []
    assert button.isHidden()


def test_a_refusal_is_one_sentence_with_a_way_to_the_history(window: Window, register: Register) -> None:
    add(register)
    with register.looking() as connection:
        [person] = connection.execute("SELECT id, row_version FROM person").fetchall()
    made = register.last_operation
    assert made is not None
    fields = PersonFields(full_name="Trần Thị Hoà", unit_id=1, phone="0912345678")
    save_person(register, PersonData(fields), person_id=person[0], row_version=person[1])
    window.shell._undoing.take_back(made, "Thêm đối tượng")
    window.settle()
    assert "Chưa hoàn tác được vì" in window.shell.message()
    [link] = window.shell._message_bar().findChildren(Link)
    link.click()
    assert window.went == [("history", {})]
