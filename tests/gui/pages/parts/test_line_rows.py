"""Rows of lines: the keyboard alone fills them, untouched ones do not count, drafts come back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.errors import InvalidInput
from labordesk.fields import Choice, Count, Day, Money, Spec, Text
from labordesk.gui.context import Context
from labordesk.gui.pages.parts.form_with_lines import FormWithLines
from labordesk.gui.pages.parts.line_rows import LineRows
from tests.gui.pages.hand import typed

SPECS = {
    "what": Spec("Nội dung", Text(), required=True),
    "form": Spec("Hình thức", Choice(options=(("cash", "Tiền"), ("labour", "Ngày công"))), required=True),
    "amount": Spec("Số tiền", Money(low=0)),
    "days": Spec("Ngày công", Count()),
    "on": Spec("Ngày", Day()),
}
FIELDS = ("what", "form", "amount", "days")


def shown(qtbot: QtBot, context: Context, **options: Any) -> LineRows:
    rows = LineRows("Nguồn", SPECS, FIELDS, work=context.work, start=lambda: {"form": "cash"}, **options)
    qtbot.addWidget(rows)
    rows.resize(700, 300)
    rows.show()
    rows.activateWindow()
    QTest.qWaitForWindowActive(rows)
    return rows


def test_lines_are_filled_by_keyboard_alone(qtbot: QtBot, context: Context) -> None:
    rows = shown(qtbot, context)
    left: list[bool] = []
    rows.finished.connect(lambda: left.append(True))
    rows.add_line()
    typed(rows, "Quỹ Mái ấm", "", "50tr", "", "Bà con giúp", "", "", "30")
    assert rows.count() == 3
    typed(rows, "")
    assert left == [True]
    assert rows.count() == 2
    assert rows.read() == [
        {"what": "Quỹ Mái ấm", "form": "cash", "amount": 50_000_000, "days": None},
        {"what": "Bà con giúp", "form": "cash", "amount": None, "days": 30},
    ]


def test_offered_line_nobody_typed_into_does_not_count(qtbot: QtBot, context: Context) -> None:
    rows = shown(qtbot, context)
    rows.set_lines([{"what": "Gia đình", "form": "cash", "amount": 7_000_000}])
    rows.add_line()
    assert rows.count() == 2
    assert rows.read() == [{"what": "Gia đình", "form": "cash", "amount": 7_000_000, "days": None}]
    assert not rows.dirty


def test_alt_delete_takes_the_line_of_the_cursor_away(qtbot: QtBot, context: Context) -> None:
    rows = shown(qtbot, context)
    rows.set_lines([{"what": name, "form": "cash", "amount": 1} for name in ("Một", "Hai", "Ba")])
    rows.focus_line(1, "what")
    QTest.keyClick(rows.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert [line["what"] for line in rows.current()] == ["Một", "Ba"]
    assert rows.dirty


def test_wrong_line_is_marked_and_gets_the_cursor(qtbot: QtBot, context: Context) -> None:
    rows = shown(qtbot, context)
    rows.set_lines([{"what": "Gia đình", "form": "cash", "amount": 1}, {"form": "cash", "amount": 2}])
    assert rows.read() is None
    assert rows.input(1, "what").shown_problem()
    assert rows.input(1, "what").editor().hasFocus()


def test_line_whose_figure_comes_from_elsewhere_cannot_be_typed_into_or_taken_away(
    qtbot: QtBot, context: Context
) -> None:
    rows = shown(qtbot, context, fixed=lambda values: FIELDS if values.get("days") == 3 else ())
    rows.set_lines([{"what": "Khoản chi", "form": "cash", "days": 3}])
    rows.input(0, "what").editor().setFocus()
    QTest.keyClicks(rows.input(0, "what").editor(), "x")
    QTest.keyClick(rows.input(0, "what").editor(), Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert rows.read() == [{"what": "Khoản chi", "form": "cash", "amount": None, "days": 3}]


def form_of(qtbot: QtBot, context: Context, values: dict[str, Any] | None = None) -> FormWithLines:
    rows = LineRows("Nguồn", SPECS, FIELDS, work=context.work, start=lambda: {"form": "cash"})
    form = FormWithLines({"on": SPECS["on"]}, {"funders": rows}, values, homes={"planned": "funders"})
    qtbot.addWidget(form)
    form.resize(700, 400)
    form.show()
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    return form


def test_enter_goes_from_the_last_field_into_the_lines_and_out_of_the_form(qtbot: QtBot, context: Context) -> None:
    form = form_of(qtbot, context)
    left: list[bool] = []
    form.finished.connect(lambda: left.append(True))
    form.focus_first()
    rows = form.lines["funders"]
    typed(form, "5/1/2026", "Gia đình", "", "7tr", "", "")
    assert left == [True]
    values = form.read()
    assert values is not None
    assert values["funders"] == [{"what": "Gia đình", "form": "cash", "amount": 7_000_000, "days": None}]
    assert rows.count() == 1


def test_drafts_of_lines_come_back(qtbot: QtBot, context: Context) -> None:
    form = form_of(qtbot, context)
    form.lines["funders"].add_line({"what": "Nhà trường", "amount": 8_000_000})
    assert form.dirty
    drafts = form.drafts()
    again = form_of(qtbot, context)
    again.set_drafts(drafts)
    assert again.read() == form.read()
    again.restore()
    assert again.lines["funders"].read() == []


def test_refusal_of_a_line_is_said_under_the_lines(qtbot: QtBot, context: Context) -> None:
    form = form_of(qtbot, context)
    assert form.show_error(InvalidInput("Ngày công ghi bằng số ngày, không quy ra tiền.", field="planned"))
    assert "số ngày" in form.lines["funders"].problem()
    assert form.read() is not None
    assert form.lines["funders"].problem() == ""
