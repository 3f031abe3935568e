"""Đối tượng: the list found at every keystroke, the card with everything ever received."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from labordesk.errors import RuleBroken
from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.pages.people import PeoplePage
from labordesk.gui.pages.people_health import HealthPart
from labordesk.model.person import PersonCircumstanceFields, PersonFields
from labordesk.services.catalogue import circumstances
from labordesk.services.changes import Changes
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.people_search import PeopleQuery, count_people
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.people_page import HOA, Desk, add, desk, office, people
from tests.gui.pages.window import Window
from tests.services.welfare_office import Office

__all__ = ["desk", "office", "people"]

Key = Qt.Key


def circumstance_id(office: Office, code: str) -> int:
    return next(row.id for row in circumstances(office.register) if row.fields.code == code)


def test_whole_register_stands_in_the_order_of_given_names(desk: Desk) -> None:
    assert desk.names() == ["Đặng Thị Ánh", "Nguyễn Văn Bình", "Lê Thanh Hòa", HOA]
    assert desk.subtitle() == "4 người · xếp theo tên"


def test_first_page_does_not_load_the_data_layer() -> None:
    code = (
        "import sys; import labordesk.gui.pages.people;"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'alembic', 'rapidfuzz', 'reportlab', 'babel', 'openpyxl'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_each_keystroke_narrows_the_list(desk: Desk) -> None:
    seen = []
    for letter in "hoa":
        desk.type(letter)
        seen.append(len(desk.names()))
    assert seen == [2, 2, 2]
    assert desk.names() == ["Lê Thanh Hòa", HOA]
    assert desk.subtitle() == "2 kết quả trong 4 người · xếp theo tên"
    desk.type(" tra")
    assert desk.names() == [HOA]


def test_words_still_being_composed_are_found(desk: Desk) -> None:
    QApplication.sendEvent(desk.page.filters.search, QInputMethodEvent("Ánh", []))
    desk.window.settle()
    assert desk.names() == ["Đặng Thị Ánh"]
    assert desk.page.filters.search.text() == ""


def test_number_and_phone_are_found_and_the_number_is_masked(desk: Desk) -> None:
    desk.type("042188")
    assert desk.names() == [HOA]
    columns = [column.key for column in desk.page.table.model.columns]
    assert desk.page.table.model.text(0, columns.index("citizen_id")) == "0421•••••035"
    assert desk.page.table.model.text(0, columns.index("received_this_year")) == "1.300.000"
    desk.look_for("0912")
    assert desk.names() == ["Đặng Thị Ánh"]
    assert desk.page.table.model.text(0, columns.index("received_this_year")) == "–"


def test_arrows_move_in_the_list_while_the_search_box_keeps_the_keyboard(desk: Desk) -> None:
    desk.type("hoa")
    current = desk.page.table.current()
    assert current is not None
    assert current.full_name == "Lê Thanh Hòa", "the first one found is current"
    desk.press(Key.Key_Down)
    assert desk.page.card.person_id() == desk.page.table.rows()[1].id
    assert desk.window.focus() is desk.page.filters.search
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Up)
    assert desk.page.card.person_id() == desk.page.table.rows()[0].id


def test_enter_takes_the_keyboard_to_what_can_be_done_with_the_person(desk: Desk) -> None:
    desk.type("hoa")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.window.focus() is desk.page.card.support_button
    desk.ctrl(Key.Key_F)
    assert desk.window.focus() is desk.page.filters.search
    assert desk.page.filters.search.selectedText() == "hoa"


def test_a_unit_stands_for_all_under_it(desk: Desk, office: Office) -> None:
    desk.page.filters.unit.set_value(office.song_lam)
    desk.window.settle()
    assert desk.names() == ["Đặng Thị Ánh", "Lê Thanh Hòa"]
    desk.page.filters.unit.set_value(1)
    desk.window.settle()
    assert len(desk.names()) == 4
    desk.page.filters.unit.set_value(office.song_lam)
    desk.page.filters.standing.choose("worker")
    desk.window.settle()
    assert desk.names() == ["Lê Thanh Hòa"]


def test_circumstances_are_offered_once_people_are_shown(desk: Desk, office: Office) -> None:
    poor = circumstance_id(office, "CAN-NGHEO")
    person = add(office, "Võ Thị Xuân", office.song_lam)
    loaded = load_person(office.register, person)
    save_person(
        office.register,
        PersonData(loaded.fields, circumstances=(PersonCircumstanceFields(circumstance_id=poor),)),
        person_id=person,
    )
    assert desk.page.filters.circumstance.choose(poor)
    desk.window.settle()
    assert desk.names() == ["Võ Thị Xuân"]


def test_escape_shows_the_whole_register_again(desk: Desk, office: Office) -> None:
    desk.page.filters.unit.set_value(office.song_lam)
    desk.look_for("hoa")
    assert desk.names() == ["Lê Thanh Hòa"]
    desk.press(Key.Key_Escape)
    assert len(desk.names()) == 4
    assert not desk.page.filters.asked().narrows
    assert desk.window.focus() is desk.page.filters.search


def test_nobody_found_says_how_to_add_the_person(desk: Desk) -> None:
    desk.look_for("Ngô Đình Xyz")
    assert desk.names() == []
    assert desk.page.card.person_id() is None
    empty = desk.page.table._empty
    assert "Ngô Đình Xyz" in empty.accessibleName()
    assert "Ctrl+N" in empty.accessibleName()


def test_an_empty_register_says_what_to_do_first(qtbot: QtBot, context: Context, register: Register) -> None:
    window = Window(qtbot, context, register, people=PeoplePage)
    page = window.shell.current_page()
    assert isinstance(page, PeoplePage)
    assert page.table._empty.isVisible()
    assert page.table._empty.accessibleName().startswith("Chưa có ai trong sổ")


def test_a_narrow_list_gives_up_the_number_and_takes_it_back(desk: Desk) -> None:
    view, place = desk.page.table.view, 3
    assert desk.page.table.model.columns[place].key == "citizen_id"
    assert not view.isColumnHidden(place)
    desk.window.shell.resize(1000, 620)
    QApplication.processEvents()
    assert view.isColumnHidden(place)
    desk.window.shell.resize(1500, 800)
    QApplication.processEvents()
    assert not view.isColumnHidden(place)


def test_card_shows_everything_ever_received_with_both_totals(desk: Desk) -> None:
    desk.open(HOA)
    words = desk.card_words()
    assert "05/01/1988 · Nữ · THCS Đồng Tâm · đoàn viên" in words
    assert "2026: <b>1.300.000 đ</b> · từ trước đến nay: 3.300.000 đ" in words
    days = [text for text in words if len(text) == 10 and text[2] == "/"]
    assert days == ["28/01/2026", "20/05/2025"]
    assert {"Tết Bính Ngọ 2026", "Trợ cấp khó khăn đột xuất", "1.300.000", "2.000.000"} <= set(words)


def test_card_warns_of_the_relative_in_the_same_campaign_and_leads_there(desk: Desk, people: dict[str, int]) -> None:
    desk.open(HOA)
    assert any(
        text.startswith("Vợ/chồng, Nguyễn Văn Bình") and "Tết Bính Ngọ 2026" in text for text in desk.card_words()
    )
    links = [one for one in desk.page.card.findChildren(Link) if one.text() == "Nguyễn Văn Bình"]
    links[0].click()
    desk.window.settle()
    assert desk.page.card.person_id() == people["Nguyễn Văn Bình"]


def test_card_warns_when_the_number_denies_the_birth(desk: Desk, office: Office) -> None:
    add(office, "Hồ Thị Xoan", office.song_lam, birth="1979", citizen_id="042188771254")
    desk.look_for("xoan")
    assert any("năm sinh theo số: 1988" in text for text in desk.card_words())


def test_health_is_hidden_until_asked_for_and_the_log_holds_no_name(
    desk: Desk, office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ill = circumstance_id(office, "BENH-HN")
    fields = PersonFields(full_name="Võ Thị Xuân", unit_id=office.song_lam, consent=True)
    data = PersonData(fields, (), (PersonCircumstanceFields(circumstance_id=ill),), "Suy thận, chạy thận tuần ba lần")
    person = save_person(office.register, data).id
    desk.look_for("xuân")
    assert "Bệnh hiểm nghèo" not in desk.card_words()
    assert not any("Suy thận" in text for text in desk.card_words())
    monkeypatch.setattr(logging.getLogger("labordesk"), "propagate", True)
    with caplog.at_level(logging.INFO, logger="labordesk"):
        (health,) = desk.page.card.findChildren(HealthPart)
        health.button.click()
        desk.window.settle()
    assert "Suy thận, chạy thận tuần ba lần" in desk.card_words()
    assert "Bệnh hiểm nghèo" in desk.card_words()
    assert caplog.messages == [f"health shown: person {person}"]
    desk.look_for("hoa")
    desk.look_for("xuân")
    assert not any("Suy thận" in text for text in desk.card_words()), "closed again for the next look"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_new_support_is_recorded_on_its_page_for_this_person(desk: Desk) -> None:
    person = desk.open(HOA)
    desk.page.card.support_button.click()
    (menu,) = desk.page.card.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Quà tặng", "Trợ cấp khó khăn", "Mái ấm công đoàn"]
    menu.actions()[1].trigger()
    menu.close()
    assert desk.window.went[-1] == ("grants", {"person": person})


def test_person_asked_for_by_another_page_is_shown_and_found(
    desk: Desk, context: Context, people: dict[str, int]
) -> None:
    desk.look_for("ánh")
    context.go("people", person=people["Nguyễn Văn Bình"])
    desk.window.settle()
    assert desk.page.card.person_id() == people["Nguyễn Văn Bình"]
    current = desk.page.table.current()
    assert current is not None
    assert current.id == people["Nguyễn Văn Bình"]


def test_person_who_is_gone_is_told_so(desk: Desk, context: Context, notify: RecordedNotify) -> None:
    context.go("people", person=987)
    desk.window.settle()
    assert [str(error) for error in notify.errors] == ["Không tìm thấy người này trong sổ; có thể đã bị xóa."]


def test_a_write_elsewhere_brings_list_and_card_up_to_date(
    desk: Desk, context: Context, people: dict[str, int]
) -> None:
    desk.open("Đặng Thị Ánh")
    loaded = load_person(desk.office.register, people["Đặng Thị Ánh"])
    renamed = loaded.fields.model_copy(update={"full_name": "Đặng Thị Ánh Tuyết"})
    context.tell(save_person(desk.office.register, PersonData(renamed), person_id=loaded.id).changes)
    desk.window.settle()
    assert "Đặng Thị Ánh Tuyết" in desk.names()
    assert "Đặng Thị Ánh Tuyết" in desk.card_words()


def test_writes_while_another_page_is_in_front_are_read_on_coming_back(desk: Desk, office: Office) -> None:
    desk.page.hide()
    add(office, "Võ Thị Xuân", office.song_lam)
    desk.window.context.tell(Changes(people=True))
    desk.window.settle()
    assert "Võ Thị Xuân" not in desk.names()
    desk.page.show()
    desk.window.shell.go("people")
    desk.window.settle()
    assert "Võ Thị Xuân" in desk.names()


def test_person_with_support_cannot_be_deleted_and_the_refusal_says_why(desk: Desk, notify: RecordedNotify) -> None:
    desk.open(HOA)
    notify.answer_next("delete")
    desk.page.delete()
    desk.window.settle()
    (error,) = notify.errors
    assert isinstance(error, RuleBroken)
    assert str(error).startswith(f"Không xóa được {HOA}: đã có 2 lần hỗ trợ")
    assert HOA in desk.names()


def test_person_entered_by_mistake_is_deleted_after_a_question(desk: Desk, notify: RecordedNotify) -> None:
    desk.open("Đặng Thị Ánh")
    desk.page.table.setFocus()
    QTest.keyClick(desk.page.table.view, Key.Key_Delete)
    assert notify.questions == ["Xóa Đặng Thị Ánh khỏi sổ?"]
    assert len(desk.names()) == 4, "closing the question keeps the person"
    notify.answer_next("delete")
    QTest.keyClick(desk.page.table.view, Key.Key_Delete)
    desk.window.settle()
    assert "Đặng Thị Ánh" not in desk.names()
    assert desk.page.card.person_id() is None
    assert count_people(desk.office.register, PeopleQuery()) == 3


def test_keys_of_the_page_are_listed(desk: Desk) -> None:
    keys = {key.keys for key in desk.page.keys()}  # noqa: SIM118 - no dict
    assert {"Ctrl+N", "Ctrl+F", "Ctrl+S", "F2", "Del", "Enter"} <= keys
