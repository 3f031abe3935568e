"""Forms made from specs: order, errors, drafts, sensitive fields, two columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.errors import InvalidInput, NotFound
from labordesk.fields import Choice, Count, Day, Flag, Gate, LongText, Money, PersonName, Reference, Spec, Text
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.suggestions import Found

SPECS = {
    "full_name": Spec("Họ và tên", PersonName(), required=True, section="Người"),
    "sex": Spec("Giới tính", Choice(options=(("male", "Nam"), ("female", "Nữ"))), section="Người"),
    "amount": Spec("Số tiền", Money(), required=True, section="Khoản"),
    "paid_on": Spec("Ngày trao", Day(), section="Khoản"),
    "people": Spec("Số người", Count(), section="Khoản"),
    "proxy": Spec("Nhận thay", Flag(), section="Khoản"),
    "reason": Spec("Hoàn cảnh", LongText(), section="Khoản"),
    "illness": Spec("Bệnh", Text(), section="Sức khỏe", gate=Gate.SENSITIVE),
    "internal": Spec("Nội bộ", Text(), in_form=False),
}
VALUES = {
    "full_name": "Trần Thị Hoà", "sex": "female", "amount": 1_500_000, "paid_on": date(2026, 1, 12), "people": 4,
    "proxy": True, "reason": "Chồng mất.\nNuôi hai con.", "illness": "suy thận",
}  # fmt: skip


def opened(qtbot: QtBot, values: Mapping[str, Any] | object | None = None, **options: Any) -> FieldForm:
    form = FieldForm(SPECS, values, **options)
    qtbot.addWidget(form)
    form.resize(900, 700)
    form.show()
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    return form


def test_form_gives_back_the_values_it_was_given(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES)
    assert form.read() == VALUES
    assert not form.dirty


def test_object_with_attributes_fills_a_form_too(qtbot: QtBot) -> None:
    @dataclass(frozen=True)
    class Row:
        full_name: str = "Lê An"
        amount: int = 500_000

    form = opened(qtbot, Row(), only=("full_name", "amount"))
    assert form.read() == {"full_name": "Lê An", "amount": 500_000}


def test_fields_stand_in_the_order_of_declaration_and_enter_walks_through_them(qtbot: QtBot) -> None:
    form = opened(qtbot)
    assert form.names() == ["full_name", "sex", "amount", "paid_on", "people", "proxy", "reason", "illness"]
    form.focus_first()
    for name in ("full_name", "sex", "amount", "paid_on", "people", "proxy"):
        assert form.input(name).editor().hasFocus(), name
        QTest.keyClick(form.input(name).editor(), Qt.Key.Key_Return)
    assert form.input("reason").editor().hasFocus()
    finished: list[bool] = []
    form.finished.connect(lambda: finished.append(True))
    QTest.keyClick(form.input("reason").editor(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert finished == [True]


def test_tab_walks_in_the_same_order(qtbot: QtBot) -> None:
    form = opened(qtbot)
    form.focus_first()
    for name in ("sex", "amount", "paid_on", "people", "proxy", "reason"):
        QTest.keyClick(form.window().focusWidget(), Qt.Key.Key_Tab)
        assert form.input(name).editor().hasFocus(), name


def test_wrong_fields_are_all_marked_and_the_first_has_the_focus(qtbot: QtBot) -> None:
    form = opened(qtbot)
    form.input("paid_on").set_text("32/1/2026")
    assert form.read() is None
    assert form.input("full_name").shown_problem() == "Cần ghi ô này."
    assert form.input("amount").shown_problem() == "Cần ghi ô này."
    assert "Ngày" in form.input("paid_on").shown_problem()
    assert form.input("people").shown_problem() == ""
    assert form.input("full_name").editor().hasFocus()


def test_refusal_of_a_service_stands_beside_its_field(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES)
    assert form.show_error(InvalidInput("Số tiền vượt định mức.", field="amount"))
    assert form.input("amount").shown_problem() == "Số tiền vượt định mức."
    assert form.input("amount").editor().hasFocus()
    assert not form.show_error(InvalidInput(field="elsewhere"))
    assert not form.show_error(NotFound())


def test_form_knows_whether_something_was_changed(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES)
    changes: list[bool] = []
    form.changed.connect(lambda: changes.append(True))
    form.focus_first()
    QTest.keyClicks(form.input("full_name").editor(), "Le An")
    assert form.dirty
    assert changes
    form.input("full_name").set_text("Trần Thị Hoà")
    assert not form.dirty
    form.input("proxy").set_value(False)
    assert form.dirty
    form.take_as_saved()
    assert not form.dirty


def test_setting_values_is_not_a_change_of_the_user(qtbot: QtBot) -> None:
    form = opened(qtbot)
    changes: list[bool] = []
    form.changed.connect(lambda: changes.append(True))
    form.set_values(VALUES)
    assert changes == []
    assert not form.dirty


def test_draft_keeps_every_typed_word_even_wrong_ones(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES)
    form.input("amount").set_text("khoảng hai triệu")
    form.input("reason").set_text("Chồng mất")
    drafts = form.drafts()
    assert set(drafts) == {"amount", "reason"}
    again = opened(qtbot, VALUES)
    again.set_drafts(drafts)
    assert again.input("amount").text() == "khoảng hai triệu"
    assert again.input("reason").text() == "Chồng mất"
    assert again.dirty
    again.restore()
    assert again.read() == VALUES


def test_sensitive_fields_are_hidden_until_asked_for_and_never_lost(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES)
    asked: list[bool] = []
    form.sensitive_shown.connect(lambda: asked.append(True))
    assert not form.input("illness").isVisible()
    values = form.read()
    assert values is not None
    assert values["illness"] == "suy thận"
    form.show_sensitive()
    form.show_sensitive()
    assert form.input("illness").isVisible()
    assert asked == [True]


def test_problem_in_a_sensitive_field_shows_it(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES)
    form.show_error(InvalidInput("Hãy kiểm tra.", field="illness"))
    assert form.input("illness").isVisible()


def test_form_without_sensitive_fields_has_no_button_for_them(qtbot: QtBot) -> None:
    form = opened(qtbot, only=("full_name",))
    assert form._reveal is None


def test_fixed_fields_are_shown_but_not_typed_into(qtbot: QtBot) -> None:
    form = opened(qtbot, VALUES, fixed=("full_name",))
    form.input("full_name").editor().setFocus()
    QTest.keyClicks(form.input("full_name").editor(), "x")
    assert form.read() == VALUES


def test_only_and_without_choose_the_fields(qtbot: QtBot) -> None:
    assert opened(qtbot, only=("amount", "full_name")).names() == ["amount", "full_name"]
    assert "reason" not in opened(qtbot, without=("reason",)).names()
    assert opened(qtbot, only=("internal",)).names() == ["internal"]


def test_wide_form_has_two_columns_and_a_narrow_one_has_one(qtbot: QtBot) -> None:
    form = opened(qtbot)
    first, second = form._cells["full_name"], form._cells["sex"]
    assert first.y() == second.y()
    assert second.x() > first.x() + first.width()
    assert abs(first.width() - second.width()) <= 1
    assert form._cells["reason"].width() > 1.9 * first.width()
    form.resize(1000, 700)
    QTest.qWait(20)
    assert form._cells["amount"].y() == form._cells["people"].y()
    form.resize(400, 700)
    QTest.qWait(20)
    assert second.y() > first.y()
    assert first.x() == second.x()


def test_advice_is_given_while_typing_and_stops_nobody(qtbot: QtBot) -> None:
    def norm(values: Mapping[str, Any]) -> str:
        return "Cao hơn định mức 500.000 đ." if (values.get("amount") or 0) > 500_000 else ""

    form = opened(qtbot, VALUES, advice={"people": norm})
    assert form.input("people").note() == "Cao hơn định mức 500.000 đ."
    form.input("amount").set_text("500k")
    qtbot.waitUntil(lambda: form.input("people").note() == "")
    form.input("amount").set_text("2 triệu")
    qtbot.waitUntil(lambda: form.input("people").note() != "")
    assert form.read() is not None


def test_reference_of_a_form_loads_its_name_and_stays_clean(qtbot: QtBot, context: Context) -> None:
    specs = {"unit_id": Spec("Đơn vị", Reference(target="unit"), required=True)}
    lookup = Lookup(lambda text: [Found(7, "CĐCS May Sông Lam")], lambda one: "CĐCS May Sông Lam")
    form = FieldForm(specs, {"unit_id": 7}, lookups={"unit": lookup}, work=context.work)
    qtbot.addWidget(form)
    form.show()
    line = form.input("unit_id").editor()
    qtbot.waitUntil(lambda: line.text() == "CĐCS May Sông Lam")  # type: ignore[attr-defined]
    assert form.read() == {"unit_id": 7}
    assert not form.dirty


def test_reference_whose_name_is_still_loading_keeps_its_id(qtbot: QtBot, context: Context) -> None:
    specs = {"unit_id": Spec("Đơn vị", Reference(target="unit"), required=True)}
    lookup = Lookup(lambda text: [], lambda one: "CĐCS")
    form = FieldForm(specs, {"unit_id": 7}, lookups={"unit": lookup}, work=context.work)
    qtbot.addWidget(form)
    assert form.read() == {"unit_id": 7}


@pytest.mark.parametrize("name", ["full_name", "amount", "reason"])
def test_labels_belong_to_their_fields(qtbot: QtBot, name: str) -> None:
    form = opened(qtbot)
    assert form.input(name).editor().accessibleName() == SPECS[name].label
    assert form.label(name) == SPECS[name].label
