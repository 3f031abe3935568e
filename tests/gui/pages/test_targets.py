"""Targets of a year and the figures behind them at the keyboard, on a real register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.errors import InvalidInput
from labordesk.fields import kinds
from labordesk.gui.context import Context
from labordesk.gui.pages.targets import TargetsPage
from labordesk.gui.pages.targets_words import counted_words, pace_tip, progress_tip, rows_with, target_state
from labordesk.model.activity import ActivityFields
from labordesk.model.indicator import IndicatorFields, IndicatorValueFields, TargetFields
from labordesk.model.unit import UnitFields
from labordesk.services.activities import save_activity
from labordesk.services.catalogue import indicators, programmes, save_indicator
from labordesk.services.indicators import list_indicator_values, save_indicator_value
from labordesk.services.target_progress import TargetRow, target_progress
from labordesk.services.targets import save_target
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import typed, with_focus

COMMUNE = 1
TODAY = date(2026, 7, 2)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> Iterator[TargetsPage]:
    context.register = register
    made = TargetsPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.refresh)
    made.resize(1100, 700)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made
    for dialog in (made.hands.dialog, made.values.hands.dialog):
        if dialog is not None:
            dialog.close()


def indicator_id(register: Register, code: str) -> int:
    return next(row.id for row in indicators(register) if row.fields.code == code)


def programme_id(register: Register, code: str) -> int:
    return next(row.id for row in programmes(register) if row.fields.code == code)


def target(register: Register, value: int, code: str = "DV-MOI", unit: int = COMMUNE, year: int = 2026) -> int:
    fields = TargetFields(unit_id=unit, year=year, indicator_id=indicator_id(register, code), value=value)
    return save_target(register, fields).id


def figure(register: Register, value: int, start: date, end: date, unit: int = COMMUNE) -> int:
    fields = IndicatorValueFields(
        indicator_id=indicator_id(register, "DV-MOI"), unit_id=unit, starts_on=start, ends_on=end, value=value
    )
    return save_indicator_value(register, fields).id


def texts(page: TargetsPage, row: TargetRow) -> list[str]:
    return [column.text(row, place) for place, column in enumerate(page.table.model.columns)]


def settled(qtbot: QtBot, page: TargetsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.work.is_busy())


def line(**more: Any) -> TargetRow:
    values: dict[str, Any] = {
        "id": 1,
        "unit_id": 1,
        "unit": "May Sông Lam",
        "subject": "Đoàn viên kết nạp mới",
        "count_unit": "member",
        "target": 100,
        "done": 40,
        "percent_text": "40%",
        "phrase": "đạt {percent}",
        "above": False,
        "behind": False,
        "due": 89,
        "depth": 0,
        "basis": "",
        "indicator_id": 1,
        "programme_id": None,
    }
    return TargetRow(**{**values, **more})


def test_what_is_missing_and_the_percentage_are_those_of_the_service(
    qtbot: QtBot, page: TargetsPage, register: Register
) -> None:
    target(register, 15_190)
    figure(register, 15_199, date(2026, 1, 1), date(2026, 6, 30))
    target(register, 2, "CDCS-MOI")
    page.arrived()
    qtbot.waitUntil(lambda: len(page.table.rows()) == 2)
    above, missing = page.table.rows()
    assert texts(page, above)[3:9] == ["đoàn viên", "15.190", "15.199", "100,06%", "", "vượt chỉ tiêu"]
    assert texts(page, missing)[3:9] == ["công đoàn cơ sở", "2", "0", "0%", "2", "chậm tiến độ"]
    assert progress_tip(above) == "15.199/15.190 đoàn viên, đạt trên 100% (100,06%)"
    assert page._sum.text() == "1/2 chỉ tiêu đạt"


@pytest.mark.parametrize(
    ("row", "year", "words"),
    [
        (line(target=100, done=100, percent_text="100%"), 2026, "đạt chỉ tiêu"),
        (line(behind=True), 2026, "chậm tiến độ"),
        (line(), 2026, "đúng tiến độ"),
        (line(behind=True), 2025, "không đạt"),
        (line(behind=True, done=0), 2027, "chưa tới năm"),
    ],
)
def test_state_is_told_in_words(row: TargetRow, year: int, words: str) -> None:
    assert target_state(row, year, TODAY)[0] == words


def test_search_looks_in_subject_and_unit_without_marks() -> None:
    rows = [line(), line(id=2, unit="Gỗ Phú Thịnh"), line(id=3, subject="Mái ấm công đoàn")]
    assert [row.id for row in rows_with("ket nap song lam", rows)] == [1]
    assert [row.id for row in rows_with("", rows)] == [1, 2, 3]


def test_empty_year_says_what_to_do_first(qtbot: QtBot, page: TargetsPage) -> None:
    page.arrived()
    settled(qtbot, page)
    assert page.table._empty.title() == "Chưa giao chỉ tiêu năm 2026"  # type: ignore[attr-defined]


def test_new_target_is_counted_at_once(qtbot: QtBot, page: TargetsPage, register: Register) -> None:
    fields = {"unit_id": COMMUNE, "happened_on": date(2026, 5, 1), "count": 176, "count_unit": "turn"}
    save_activity(register, ActivityFields(programme_id=programme_id(register, "TVPL"), **fields))
    page.arrived()
    settled(qtbot, page)
    page.new_record()
    qtbot.waitUntil(lambda: page.hands.dialog is not None)
    assert page.hands.dialog is not None
    form = page.hands.dialog.panel.form
    assert form.input("year").text() == "2026"
    form.input("programme_id").set_value(programme_id(register, "TVPL"))
    settled(qtbot, page)
    form.input("value").editor().setFocus()
    typed(form, "200")
    form.input("basis").editor().setFocus()
    QTest.keyClick(with_focus(form), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.table.rows()) == 1)
    (row,) = page.table.rows()
    assert (row.subject, row.done, row.missing, row.percent_text) == ("Tư vấn pháp luật", 176, 24, "88%")


def test_target_for_nothing_is_refused_beside_the_indicator(qtbot: QtBot, page: TargetsPage) -> None:
    page.arrived()
    settled(qtbot, page)
    page.new_record()
    qtbot.waitUntil(lambda: page.hands.dialog is not None)
    assert page.hands.dialog is not None
    panel = page.hands.dialog.panel
    panel.form.input("value").editor().setFocus()
    typed(panel.form, "200")
    panel.submit()
    qtbot.waitUntil(lambda: "hãy chọn đúng một" in panel.form.input("indicator_id").shown_problem())


def test_next_figure_goes_on_where_the_last_one_ended(qtbot: QtBot, page: TargetsPage, register: Register) -> None:
    target(register, 350)
    figure(register, 61, date(2026, 1, 1), date(2026, 3, 31))
    page.arrived()
    qtbot.waitUntil(lambda: len(page.values.table.rows()) == 1)
    QTest.keyClick(
        page.table.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: page.values.hands.dialog is not None)
    assert page.values.hands.dialog is not None
    form = page.values.hands.dialog.panel.form
    assert form.input("starts_on").value() == date(2026, 4, 1)
    settled(qtbot, page)
    form.input("ends_on").set_value(date(2026, 6, 30))
    form.input("value").set_value(48)
    page.values.hands.dialog.panel.submit()
    qtbot.waitUntil(lambda: page.table.rows()[0].done == 109)
    qtbot.waitUntil(lambda: [row.fields.value for row in page.values.table.rows()] == [48, 61])


def test_figures_of_all_units_below_stand_behind_a_target(qtbot: QtBot, page: TargetsPage, register: Register) -> None:
    below = save_unit(register, UnitFields(name="CĐCS Công ty May Sông Lam", parent_id=COMMUNE)).id
    target(register, 350)
    figure(register, 61, date(2026, 1, 1), date(2026, 3, 31), unit=below)
    other = IndicatorValueFields(
        indicator_id=indicator_id(register, "DV"),
        unit_id=COMMUNE,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        value=4105,
    )
    save_indicator_value(register, other)
    page.arrived()
    qtbot.waitUntil(lambda: [row.fields.value for row in page.values.table.rows()] == [61])
    assert page.values.head._title.text() == "Đoàn viên kết nạp mới · Công đoàn xã Hương Sơn"
    page.values.all_box.setChecked(True)
    qtbot.waitUntil(lambda: [row.fields.value for row in page.values.table.rows()] == [4105, 61])


def test_target_of_a_programme_leads_to_the_rows_it_counts(qtbot: QtBot, page: TargetsPage, register: Register) -> None:
    programme = programme_id(register, "MAI-AM")
    save_target(register, TargetFields(unit_id=COMMUNE, year=2026, programme_id=programme, value=3))
    gone: list[tuple[str, dict[str, Any]]] = []
    page.context.asked_to_go.connect(lambda key, where: gone.append((key, where)))
    page.arrived()
    qtbot.waitUntil(lambda: not page.values.rows_link.isHidden())
    page.values.rows_link.click()
    qtbot.waitUntil(lambda: gone == [("houses", {"programme": programme})])


def test_deleting_a_target_keeps_its_figures(
    qtbot: QtBot, page: TargetsPage, register: Register, notify: RecordedNotify
) -> None:
    target(register, 350)
    figure(register, 61, date(2026, 1, 1), date(2026, 3, 31))
    page.arrived()
    qtbot.waitUntil(lambda: len(page.table.rows()) == 1)
    page.table.setFocus()
    notify.answer_next("delete")
    page.hands.delete()
    qtbot.waitUntil(lambda: page.table.rows() == [])
    assert target_progress(register, 2026) == ()
    assert len(list_indicator_values(register).rows) == 1


def test_other_year_shows_its_own_targets(qtbot: QtBot, page: TargetsPage, register: Register) -> None:
    target(register, 300, year=2025)
    page.arrived()
    settled(qtbot, page)
    assert page.table.rows() == []
    page.year.choose(2025)
    qtbot.waitUntil(lambda: len(page.table.rows()) == 1)
    assert texts(page, page.table.rows()[0])[-2] == "không đạt"


def test_targets_below_the_pace_of_the_year_are_a_list_of_their_own(
    qtbot: QtBot, page: TargetsPage, register: Register
) -> None:
    target(register, 350)
    target(register, 2, "CDCS-MOI")
    figure(register, 349, date(2026, 1, 1), date(2026, 6, 30))
    page.arrived()
    qtbot.waitUntil(lambda: len(page.table.rows()) == 2)
    assert page.behind_link.text() == "1 chỉ tiêu chậm so với tiến độ năm"
    page.behind_link.click()
    [row] = page.table.rows()
    assert (row.subject, row.behind) == ("Công đoàn cơ sở thành lập mới", True)
    assert pace_tip(row) == "Theo tiến độ năm, đến nay cần 2, mới được 0."
    assert page.escape()
    assert len(page.table.rows()) == 2


def test_units_stand_in_the_order_of_their_tree_and_can_be_chosen(
    qtbot: QtBot, page: TargetsPage, register: Register
) -> None:
    lower = save_unit(register, UnitFields(name="CĐCS An Bình", parent_id=COMMUNE)).id
    for unit in (lower, COMMUNE):
        fields = TargetFields(unit_id=unit, year=2026, indicator_id=indicator_id(register, "DV-MOI"), value=10)
        save_target(register, fields)
    page.arrived()
    qtbot.waitUntil(lambda: len(page.table.rows()) == 2)
    assert [row.unit_id for row in page.table.rows()] == [COMMUNE, lower]
    assert [texts(page, row)[2] for row in page.table.rows()] == ["Công đoàn xã Hương Sơn", "\u2003CĐCS An Bình"]
    page.unit.choose(lower)
    assert [row.unit_id for row in page.table.rows()] == [lower]


def test_a_computed_indicator_tells_its_event_and_refuses_a_typed_figure(
    qtbot: QtBot, page: TargetsPage, register: Register
) -> None:
    computed = save_indicator(
        register,
        IndicatorFields(
            code="NHA-BG", name="Nhà bàn giao", count_unit="house", computed="house.handed_over", position=1
        ),
    ).id
    save_target(register, TargetFields(unit_id=COMMUNE, year=2026, indicator_id=computed, value=4))
    page.arrived()
    qtbot.waitUntil(lambda: len(page.table.rows()) == 1)
    assert counted_words(page.table.rows()[0]) == "tính theo ngày bàn giao"
    qtbot.waitUntil(lambda: "tính theo ngày bàn giao" in page.values.head._trailing.text())
    gone: list[tuple[str, dict[str, Any]]] = []
    page.context.asked_to_go.connect(lambda key, where: gone.append((key, where)))
    page.values.rows_link.click()
    assert gone == [("houses", {})]
    with pytest.raises(InvalidInput, match="do máy đếm"):
        save_indicator_value(
            register,
            IndicatorValueFields(
                indicator_id=computed, unit_id=COMMUNE, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31), value=2
            ),
        )
