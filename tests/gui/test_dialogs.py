"""Saving a form: on the write thread, refused beside the field, never losing a typed word."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from labordesk.errors import Conflict, InvalidInput, RuleBroken
from labordesk.fields import Money, PersonName, Spec
from labordesk.gui.conflict import ConflictDialog
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.question import TextQuestion

SPECS = {
    "full_name": Spec("Họ và tên", PersonName(), required=True),
    "amount": Spec("Số tiền", Money(), required=True),
}
VALUES = {"full_name": "Trần Thị Hoà", "amount": 500_000}


def panel_of(qtbot: QtBot, context: Context, save: Any, **options: Any) -> FormPanel:
    panel = FormPanel(context, "Khoản hỗ trợ", FieldForm(SPECS, VALUES), save, **options)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    QTest.qWaitForWindowActive(panel)
    panel.form.focus_first()
    return panel


def line(panel: FormPanel, name: str) -> QLineEdit:
    editor = panel.form.input(name).editor()
    assert isinstance(editor, QLineEdit)
    return editor


def test_ctrl_s_saves_on_the_write_thread(qtbot: QtBot, context: Context) -> None:
    seen: list[Any] = []

    def save(values: dict[str, Any]) -> int:
        seen.append((values, threading.current_thread() is threading.main_thread()))
        return 7

    panel = panel_of(qtbot, context, save)
    results: list[int] = []
    panel.saved.connect(results.append)
    QTest.keyClicks(line(panel, "full_name"), "Le An")
    QTest.keyClick(line(panel, "full_name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: results == [7])
    assert seen == [({"full_name": "Le An", "amount": 500_000}, False)]
    assert not panel.form.dirty


def test_wrong_form_is_not_saved(qtbot: QtBot, context: Context) -> None:
    saved: list[Any] = []
    panel = panel_of(qtbot, context, saved.append)
    line(panel, "amount").setText("abc")
    panel.submit()
    qtbot.wait(30)
    assert saved == []
    assert panel.form.input("amount").shown_problem()


def test_refused_value_is_shown_beside_its_field_and_other_refusals_above(qtbot: QtBot, context: Context) -> None:
    errors = [InvalidInput("Vượt định mức.", field="amount"), RuleBroken("Trái quy định.")]

    def save(values: dict[str, Any]) -> None:
        raise errors.pop(0)

    panel = panel_of(qtbot, context, save)
    panel.submit()
    qtbot.waitUntil(lambda: panel.form.input("amount").shown_problem() == "Vượt định mức.")
    panel.submit()
    qtbot.waitUntil(lambda: panel.notice() == "Trái quy định.")
    QTest.keyClicks(line(panel, "full_name"), "x")
    assert panel.notice() == ""


def test_after_a_refusal_the_cursor_is_in_the_form_again(qtbot: QtBot, context: Context) -> None:
    def refuse(_values: dict[str, Any]) -> None:
        raise RuleBroken("Số này đã trao.")

    panel = panel_of(qtbot, context, refuse)
    panel._save_button.setFocus()
    with qtbot.waitSignal(panel.refused):
        QTest.keyClick(panel._save_button, Qt.Key.Key_Space)
    assert line(panel, "full_name").hasFocus()


def test_saving_twice_in_a_hurry_writes_once(qtbot: QtBot, context: Context) -> None:
    gate, saved = threading.Event(), []

    def save(values: dict[str, Any]) -> None:
        gate.wait(5)
        saved.append(values)

    panel = panel_of(qtbot, context, save)
    for _time in range(3):
        QTest.keyClick(line(panel, "full_name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    gate.set()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert len(saved) == 1


def test_escape_keeps_a_draft_and_the_next_panel_offers_it(qtbot: QtBot, context: Context) -> None:
    panel = panel_of(qtbot, context, lambda values: None, draft_key="award:1")
    closed: list[bool] = []
    panel.closed.connect(lambda: closed.append(True))
    line(panel, "amount").setText("hai triệu rưỡi")
    QTest.keyClick(line(panel, "amount"), Qt.Key.Key_Escape)
    assert closed == [True]
    again = panel_of(qtbot, context, lambda values: None, draft_key="award:1")
    assert line(again, "amount").text() == "hai triệu rưỡi"
    assert again.notice()
    again.drop_draft()
    assert line(again, "amount").text() == "500.000"
    assert context.drafts == {}


def test_saved_form_leaves_no_draft(qtbot: QtBot, context: Context) -> None:
    context.drafts["award:1"] = {"full_name": "Lê An"}
    panel = panel_of(qtbot, context, lambda values: values, draft_key="award:1")
    results: list[Any] = []
    panel.saved.connect(results.append)
    panel.submit()
    qtbot.waitUntil(lambda: results == [{"full_name": "Lê An", "amount": 500_000}])
    panel.close_form()
    assert context.drafts == {}


def test_conflict_shows_both_values_and_saves_the_chosen_ones(qtbot: QtBot, context: Context) -> None:
    renewed: list[bool] = []
    saved: list[Any] = []

    def save(values: dict[str, Any]) -> None:
        if not renewed:
            raise Conflict(differences={"full_name": ("Trần Thị Hòa", "Trần Hoà"), "amount": (700_000, 900_000)})
        saved.append(values)

    panel = panel_of(qtbot, context, save, renew=lambda: renewed.append(True))

    def settle() -> None:
        dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ConflictDialog))
        dialog.take_theirs("full_name")
        dialog.accept()

    QTimer.singleShot(150, settle)
    panel.submit()
    qtbot.waitUntil(lambda: bool(saved))
    assert saved == [{"full_name": "Trần Thị Hòa", "amount": 900_000}]
    assert panel._save is save


def test_conflict_left_open_changes_nothing(qtbot: QtBot, context: Context) -> None:
    def save(values: dict[str, Any]) -> None:
        raise Conflict(differences={"amount": (700_000, 500_000)})

    panel = panel_of(qtbot, context, save)

    def go_back() -> None:
        next(one for one in QApplication.topLevelWidgets() if isinstance(one, ConflictDialog)).reject()

    QTimer.singleShot(150, go_back)
    panel.submit()
    qtbot.waitUntil(lambda: not context.work.is_busy())
    assert panel.form.read() == VALUES


def test_dialog_closes_with_the_result_when_saved(qtbot: QtBot, context: Context) -> None:
    panel = FormPanel(context, "Người", FieldForm(SPECS, VALUES), lambda values: 12)
    dialog = FormDialog(panel)
    qtbot.addWidget(dialog)
    QTimer.singleShot(50, panel.submit)
    assert dialog.exec()
    assert dialog.result_value == 12


def test_a_saved_dialog_leaves_no_draft_even_when_its_fields_change_afterwards(qtbot: QtBot, context: Context) -> None:
    panel = FormPanel(context, "Người", FieldForm(SPECS, VALUES), lambda values: 12, draft_key="p")
    dialog = FormDialog(panel)
    qtbot.addWidget(dialog)
    panel.form.input("full_name").set_value("Lê Thị Hoà")
    with qtbot.waitSignal(dialog.accepted):
        panel.submit()
    panel.form.input("full_name").set_value("Lê Thị Hoài")
    panel.keep_draft()
    assert context.drafts == {}


def test_closing_the_dialog_by_its_frame_keeps_the_draft(qtbot: QtBot, context: Context) -> None:
    panel = FormPanel(context, "Người", FieldForm(SPECS, VALUES), lambda values: 12, draft_key="p")
    dialog = FormDialog(panel)
    qtbot.addWidget(dialog)
    dialog.show()
    line(panel, "full_name").setText("Lê")
    dialog.close()
    assert context.drafts == {"p": {"full_name": "Lê"}}


def test_enter_in_the_last_field_goes_to_the_save_button(qtbot: QtBot, context: Context) -> None:
    panel = panel_of(qtbot, context, lambda values: None)
    QTest.keyClick(line(panel, "full_name"), Qt.Key.Key_Return)
    QTest.keyClick(line(panel, "amount"), Qt.Key.Key_Return)
    assert panel._save_button.hasFocus()


def test_tab_goes_through_the_fields_and_then_to_the_buttons(qtbot: QtBot, context: Context) -> None:
    panel = panel_of(qtbot, context, lambda _values: 1)
    seen: list[str] = []
    for _press in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.accessibleName() or getattr(focus, "text", str)())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert [name.split()[0] for name in seen] == ["Họ", "Số", "Lưu", "Đóng"]
    assert panel.isVisible()


def test_reason_cannot_be_empty(qtbot: QtBot) -> None:
    question = TextQuestion("Người này đã nhận quà Tết 2026.", "Lý do vẫn ghi", "", "Vẫn ghi")
    qtbot.addWidget(question)
    question.show()
    question.accept()
    assert question.isVisible()
    QTest.keyClicks(question.line, "ho moi bi chay nha")
    question.accept()
    assert not question.isVisible()
    assert question.text() == "ho moi bi chay nha"


@pytest.mark.parametrize(("key", "expected"), [("write", "write"), ("", "")])
def test_recorded_questions_are_answered_as_told(context: Context, notify: Any, key: str, expected: str) -> None:
    from labordesk.gui.notify import Answer

    notify.answer_next(key)
    assert context.notify.ask("Vẫn ghi?", Answer("write", "Vẫn ghi", "primary")) == expected
    assert notify.questions == ["Vẫn ghi?"]
