"""Wards are typed by name, of today or of before; the code is stored, and nothing is filled that was not asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from labordesk.errors import InvalidInput
from labordesk.fields import Spec, Text, Ward
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.make import input_for
from labordesk.gui.inputs.ward import WardPicker, ward_lookup
from labordesk.gui.pages.parts.ward_help import WardHelp

HOME = "Đắk Lắk"
SPECS = {
    "address": Spec("Nơi ở hiện nay", Text()),
    "ward_code": Spec("Xã, phường hiện nay", Ward()),
    "old_ward_code": Spec("Xã, phường trước 01/7/2025", Ward(old=True)),
}
LOOKUPS = {"ward": ward_lookup(home=lambda: HOME), "old_ward": ward_lookup(old=True, home=lambda: HOME)}


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    windows: list[QWidget] = []

    def put(one: QWidget) -> None:
        window = QWidget()
        layout = QVBoxLayout(window)
        layout.addWidget(one)
        layout.addStretch(1)
        window.resize(640, 480)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        windows.append(window)

    yield put
    for window in windows:
        window.close()


@pytest.fixture
def picker(context: Context, show: Callable[[QWidget], None]) -> WardPicker:
    one = input_for("ward_code", SPECS["ward_code"], LOOKUPS, context.work)
    assert isinstance(one, WardPicker)
    show(one)
    one.editor().setFocus()
    return one


def type_and_wait(qtbot: QtBot, one: WardPicker, text: str) -> list[str]:
    QTest.keyClicks(one.editor(), text)
    qtbot.waitUntil(lambda: bool(one.suggestions().labels()) and one.suggestions().isVisible(), timeout=5000)
    qtbot.wait(150)
    return one.suggestions().labels()


def test_typing_a_name_offers_the_ward_and_enter_stores_its_code(qtbot: QtBot, picker: WardPicker) -> None:
    labels = type_and_wait(qtbot, picker, "p buon ma thu")
    assert labels[0] == "Phường Buôn Ma Thuột (Đắk Lắk)"
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert (picker.value(), picker.label()) == ("24133", "Phường Buôn Ma Thuột (Đắk Lắk)")


def test_an_old_name_leads_to_the_ward_of_today(qtbot: QtBot, picker: WardPicker) -> None:
    labels = type_and_wait(qtbot, picker, "tan loi")
    assert labels[0] == "Phường Tân Lợi cũ → Phường Buôn Ma Thuột"
    with qtbot.waitSignal(picker.former_taken) as told:
        QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert (picker.value(), told.args) == ("24133", ["24136"])
    assert picker.note() == "trước 01/7/2025 là Phường Tân Lợi (Buôn Ma Thuột, Đắk Lắk)"


def test_a_divided_ward_offers_each_of_its_parts(qtbot: QtBot, picker: WardPicker) -> None:
    labels = type_and_wait(qtbot, picker, "ea bhok")
    assert labels == ["Xã Ea BHốk cũ → Xã Dray Bhăng", "Xã Ea BHốk cũ → Xã Ea Ktur"]
    QTest.keyClick(picker.editor(), Qt.Key.Key_Down)
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert picker.value() == "24544"


def test_a_name_only_one_ward_bears_is_taken_when_the_field_is_left(qtbot: QtBot, picker: WardPicker) -> None:
    type_and_wait(qtbot, picker, "phuong buon ma thuot")
    picker.editor().clearFocus()
    qtbot.waitUntil(lambda: picker.label() == "Phường Buôn Ma Thuột (Đắk Lắk)")
    assert (picker.value(), picker.shown_problem()) == ("24133", "")


def test_a_name_that_many_wards_bear_is_refused_beside_the_field(qtbot: QtBot, picker: WardPicker) -> None:
    type_and_wait(qtbot, picker, "tan an")
    picker.hide_list()
    picker.editor().clearFocus()
    with pytest.raises(InvalidInput):
        picker.value()
    assert "hãy chọn trong danh sách" in picker.shown_problem()


def test_a_stored_code_shows_its_name_and_keeps_its_zeros(qtbot: QtBot, picker: WardPicker) -> None:
    picker.set_value("00004")
    qtbot.waitUntil(lambda: picker.label() == "Phường Ba Đình (Hà Nội)")
    assert picker.value() == "00004"
    draft = picker.text()
    picker.set_value(None)
    picker.set_text(draft)
    assert (picker.value(), picker.label()) == ("00004", "Phường Ba Đình (Hà Nội)")


def test_the_word_of_an_input_method_is_looked_for_but_never_rewritten(qtbot: QtBot, picker: WardPicker) -> None:
    line = picker.editor()
    QTest.keyClicks(line, "ea ")
    QApplication.sendEvent(line, QInputMethodEvent("kao", []))
    qtbot.waitUntil(lambda: "Phường Ea Kao (Đắk Lắk)" in picker.suggestions().labels(), timeout=5000)
    assert picker.state() == "ea kao"


@pytest.fixture
def form(context: Context, show: Callable[[QWidget], None]) -> Callable[[dict[str, Any]], WardHelp]:
    def make(values: dict[str, Any]) -> WardHelp:
        one = FieldForm(SPECS, values, lookups=LOOKUPS, work=context.work)
        show(one)
        return WardHelp(one, context.work, lambda: HOME)

    return make


def values_of(help_: WardHelp) -> tuple[Any, Any]:
    form = help_.parent()
    assert isinstance(form, FieldForm)
    return form.input("ward_code").value(), form.input("old_ward_code").value()


def test_an_address_proposes_both_wards_and_fills_them_when_asked(qtbot: QtBot, form: Any) -> None:
    help_ = form({"address": "12 Lê Lợi, P. Tân Lợi, TP Buôn Ma Thuột, Đắk Lắk"})
    qtbot.waitUntil(lambda: bool(help_.offers.links()), timeout=5000)
    assert help_.offers.words() == "Nhận ra từ địa chỉ, nhấn để điền:"
    [link] = help_.offers.links()
    assert link.text() == "Phường Tân Lợi cũ → Phường Buôn Ma Thuột"
    assert values_of(help_) == (None, None)
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Return)
    assert values_of(help_) == ("24133", "24136")
    qtbot.wait(600)
    assert help_.offers.links() == []


def test_an_address_in_a_divided_ward_asks_which_part(qtbot: QtBot, form: Any) -> None:
    help_ = form({"address": "thôn 2, xã Ea BHốk, Cư Kuin"})
    qtbot.waitUntil(lambda: len(help_.offers.links()) == 2, timeout=5000)
    assert help_.offers.words() == "Địa chỉ này có thể thuộc nhiều xã, phường; hãy chọn:"
    help_.offers.links()[1].click()
    assert values_of(help_) == ("24544", "24550")


def test_an_address_that_names_no_ward_proposes_nothing(qtbot: QtBot, form: Any) -> None:
    help_ = form({"address": "Khu trọ Bình Minh"})
    qtbot.wait(700)
    assert (help_.offers.words(), help_.offers.links()) == ("", [])


def choose_old(qtbot: QtBot, help_: WardHelp, typed: str) -> WardPicker:
    form = help_.parent()
    assert isinstance(form, FieldForm)
    old = form.input("old_ward_code")
    assert isinstance(old, WardPicker)
    old.editor().setFocus()
    type_and_wait(qtbot, old, typed)
    QTest.keyClick(old.editor(), Qt.Key.Key_Return)
    return old


def test_an_old_ward_that_became_one_fills_the_ward_of_today(qtbot: QtBot, form: Any) -> None:
    help_ = form({})
    choose_old(qtbot, help_, "ea tam bmt")
    assert values_of(help_) == ("24169", "24151")


def test_an_old_ward_that_was_divided_asks(qtbot: QtBot, form: Any) -> None:
    help_ = form({})
    choose_old(qtbot, help_, "ea bhok")
    assert values_of(help_) == (None, "24550")
    assert help_.parts.words() == "Xã Ea BHốk đã chia; nay thuộc xã, phường nào?"
    assert [link.text() for link in help_.parts.links()] == ["Xã Dray Bhăng", "Xã Ea Ktur"]
    help_.parts.links()[0].click()
    assert values_of(help_) == ("24561", "24550")


def test_a_ward_of_today_typed_by_hand_is_never_overwritten(qtbot: QtBot, form: Any) -> None:
    help_ = form({"ward_code": "24163"})
    choose_old(qtbot, help_, "ea tam bmt")
    assert values_of(help_) == ("24163", "24151")
    assert help_.parts.words() == "Phường Ea Tam nay là:"


def test_the_old_name_chosen_fills_the_old_ward(qtbot: QtBot, form: Any) -> None:
    help_ = form({})
    form_ = help_.parent()
    new = form_.input("ward_code")
    new.editor().setFocus()
    type_and_wait(qtbot, new, "tan loi")
    QTest.keyClick(new.editor(), Qt.Key.Key_Return)
    assert values_of(help_) == ("24133", "24136")
