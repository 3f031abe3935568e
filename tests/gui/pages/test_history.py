"""The page of the history and the trash, and the history of one record, on real registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.history import HistoryPage
from labordesk.gui.pages.history_words import DAYS, TODAY
from labordesk.gui.pages.parts.record_history import show_history
from labordesk.gui.pages.units import UnitsPage
from labordesk.model.person import PersonFields
from labordesk.model.unit import UnitFields
from labordesk.services.access_notes import note_export, note_view
from labordesk.services.people import PersonData, delete_person, save_person
from labordesk.services.registers import create_register
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.window import CTRL, Window


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = create_register(tmp_path / "sổ.labordesk", unit_name="Công đoàn xã Hương Sơn", today=date(2026, 1, 5))
    with made:
        yield made


@pytest.fixture
def person(register: Register) -> int:
    fields = PersonFields(full_name="Trần Thị Hoà", unit_id=1, phone="0912345678", citizen_id="042085000123")
    made = save_person(register, PersonData(fields)).id
    fields = PersonFields(full_name="Trần Thị Hoà", unit_id=1, phone="0988000111", citizen_id="042085000124")
    save_person(register, PersonData(fields), person_id=made, row_version=1)
    return made


@pytest.fixture
def window(qtbot: QtBot, context: Context, register: Register, person: int) -> Window:
    return Window(qtbot, context, register, history=HistoryPage, units=UnitsPage)


def page(window: Window) -> HistoryPage:
    shown = window.shell.current_page()
    assert isinstance(shown, HistoryPage)
    return shown


def sentences(window: Window) -> list[str]:
    return [row.sentence for row in page(window).log.table.rows()]


def told(window: Window) -> str:
    return "\n".join(label.text() for label in page(window).log.side.findChildren(QLabel))


def test_the_log_tells_the_newest_first_with_before_and_after_and_hides_what_is_sensitive(window: Window) -> None:
    assert sentences(window)[0].startswith("Sửa đối tượng “Trần Thị Hoà”:")
    assert sentences(window)[1] == "Thêm đối tượng “Trần Thị Hoà”"
    shown = told(window)
    assert "0912345678 → 0988000111" in shown.replace(" ", "").replace("→", " → ")
    assert "Số CCCD" in shown
    assert "042085000123" not in shown


def test_an_operation_is_taken_back_from_the_list_after_a_question(
    window: Window, notify: RecordedNotify, register: Register
) -> None:
    page(window).log.table.setFocus()
    window.press(Qt.Key.Key_Delete, CTRL)
    assert len(notify.questions) == 1
    notify.answer_next("undo")
    window.press(Qt.Key.Key_Delete, CTRL)
    with register.looking() as connection:
        assert connection.execute("SELECT phone FROM person").fetchone() == ("0912345678",)
    assert sentences(window)[0].startswith("Hoàn tác: Sửa đối tượng")
    [row] = [one for one in page(window).log.table.rows() if not one.stands]
    assert row.sentence.startswith("Sửa đối tượng")


def test_why_an_older_one_cannot_be_taken_back_is_said_instead_of_a_button(window: Window) -> None:
    log = page(window).log
    log.table.select(log.table.rows()[1].id)
    window.settle()
    assert log.side.undo_button.isHidden()
    assert "Chưa hoàn tác được vì sau đó đã có việc dựa vào: Đối tượng (1)" in log.side.why.text()


def test_filters_narrow_the_log(window: Window, register: Register) -> None:
    log = page(window).log
    save_unit(register, UnitFields(name="CĐCS Song Lam", parent_id=1))
    log.reload()
    window.settle()
    log.table_choice.choose("unit")
    window.settle()
    assert [one for one in sentences(window) if "đối tượng" in one] == []
    assert "Thêm đơn vị “CĐCS Song Lam”" in sentences(window)
    log.table_choice.choose("house")
    window.settle()
    assert sentences(window) == []
    log.table_choice.choose(None)
    log.span.choose(TODAY)
    window.settle()
    assert len(sentences(window)) == 4
    log.span.choose(DAYS)
    log.until.set_value(date(2020, 1, 1))
    log.ask()
    window.settle()
    assert sentences(window) == []


def test_a_deleted_person_comes_back_from_the_trash(window: Window, register: Register, person: int) -> None:
    delete_person(register, person)
    page(window).turn_to("trash")
    window.settle()
    trash = page(window).trash
    [row] = trash.table.rows()
    assert (row.kind, row.name) == ("Đối tượng", "Trần Thị Hoà")
    trash.table.select(row.id)
    trash.table.setFocus()
    window.press(Qt.Key.Key_Return)
    assert trash.notice.text() == "Đã khôi phục: Đối tượng “Trần Thị Hoà”."
    assert trash.table.rows() == []
    with register.looking() as connection:
        assert connection.execute("SELECT phone FROM person").fetchall() == [("0988000111",)]


def test_clearing_the_trash_asks_first_and_says_when_there_is_nothing(window: Window, notify: RecordedNotify) -> None:
    page(window).turn_to("trash")
    trash = page(window).trash
    trash.empty()
    assert trash.notice.isHidden()
    notify.answer_next("empty")
    trash.empty()
    window.settle()
    assert trash.notice.text() == "Không có tệp nào đã xóa hơn 30 ngày."


def test_looks_and_exports_are_listed_with_whose_data_it_was(window: Window, register: Register, person: int) -> None:
    with register.writing() as session:
        note_view(session, register, "health", "person", person)
        note_export(session, register, "people", amount=12, masked=True, detail="Đối tượng")
    page(window).turn_to("accesses")
    window.settle()
    part = page(window).accesses
    assert [(row.kind, row.what, row.amount) for row in part.table.rows()] == [
        ("export", "Đối tượng", 12),
        ("health", "Trần Thị Hoà", None),
    ]
    part.open(part.table.rows()[1])
    assert window.went == [("people", {"person": person})]


def test_one_record_shows_its_own_history(window: Window, register: Register, person: int) -> None:
    save_person(register, PersonData(PersonFields(full_name="Lê Văn Nam", unit_id=1)))
    dialog = show_history(window.context, "person", person, "Trần Thị Hoà")
    window.settle()
    from labordesk.gui.pages.history_log import LogPart

    part = dialog.findChild(LogPart)
    assert part is not None
    assert [row.sentence[:4] for row in part.table.rows()] == ["Sửa ", "Thêm"]
    dialog.reject()


def test_ctrl_h_opens_the_history_of_the_unit_in_front(window: Window) -> None:
    from PySide6.QtTest import QTest

    window.shell.go("units")
    window.settle()
    seen: list[str] = []
    window.in_dialog(lambda dialog: seen.append(dialog.windowTitle()))
    window.press(Qt.Key.Key_H, CTRL)
    QTest.qWait(150)
    assert seen == ["Lịch sử: Công đoàn xã Hương Sơn"]
