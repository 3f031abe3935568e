"""Activities, contributions and typed totals at the keyboard, on a real register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.fields import kinds
from labordesk.gui.context import Context
from labordesk.gui.pages.activities import ActivitiesPage
from labordesk.gui.pages.activities_list import RecordList
from labordesk.model.activity import ActivityFields, ContributionFields
from labordesk.model.indicator import AggregateFields
from labordesk.model.unit import UnitFields
from labordesk.services.activities import list_activities, save_activity
from labordesk.services.aggregates import list_aggregates, save_aggregate
from labordesk.services.catalogue import programmes
from labordesk.services.contributions import list_contributions, save_contribution
from labordesk.services.dated_records import ALL
from labordesk.services.record_totals import activity_totals, aggregate_totals, contribution_totals
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import type_text, typed, with_focus

COMMUNE = 1
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> Iterator[ActivitiesPage]:
    context.register = register
    made = ActivitiesPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.refresh)
    made.resize(1100, 700)
    made.show()
    QTest.qWaitForWindowExposed(made)
    made.arrived()
    yield made
    for one in made.lists.values():
        if one.hands.dialog is not None:
            one.hands.dialog.close()


def programme_id(register: Register, code: str) -> int:
    return next(row.id for row in programmes(register) if row.fields.code == code)


def activity(register: Register, code: str = "TVPL", **more: Any) -> int:
    values: dict[str, Any] = {"unit_id": COMMUNE, "happened_on": date(2026, 5, 12), "count": 176, "count_unit": "turn"}
    return save_activity(register, ActivityFields(programme_id=programme_id(register, code), **{**values, **more})).id


def total(register: Register, **more: Any) -> int:
    values: dict[str, Any] = {
        "unit_id": COMMUNE,
        "programme_id": programme_id(register, "TET"),
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 2, 28),
        "quantity": 200,
        "count_unit": "package",
        "cash": 100_000_000,
    }
    return save_aggregate(register, AggregateFields(**{**values, **more})).id


def shown(qtbot: QtBot, one: RecordList, count: int) -> list[Any]:
    qtbot.waitUntil(lambda: len(one.table.rows()) == count and f"{count} dòng" in one.filter._count.text())
    return one.table.rows()


def open_form(qtbot: QtBot, page: ActivitiesPage) -> Any:
    """Press Ctrl+N's action and wait for the form."""
    before = page.current().hands.dialog
    page.new_record()
    qtbot.waitUntil(lambda: page.current().hands.dialog is not None and page.current().hands.dialog is not before)
    dialog = page.current().hands.dialog
    assert dialog is not None
    QTest.qWaitForWindowActive(dialog)
    return dialog


def pick(qtbot: QtBot, form: Any, name: str, text: str) -> None:
    """Type into a picker and take the first row offered."""
    picker = form.input(name)
    picker.editor().setFocus()
    picker.editor().selectAll()
    type_text(picker.editor(), text)
    qtbot.waitUntil(lambda: picker.suggestions().isVisible() and picker.suggestions().labels() != [])
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)


def test_trips_and_passengers_are_typed_as_two_counts(qtbot: QtBot, page: ActivitiesPage, register: Register) -> None:
    dialog = open_form(qtbot, page)
    form = dialog.panel.form
    pick(qtbot, form, "programme_id", "xe cong doan")
    qtbot.waitUntil(lambda: form.input("unit_id").value() == COMMUNE)
    form.input("count").editor().setFocus()
    typed(form, "420")
    form.input("second_count").editor().setFocus()
    typed(form, "12")
    form.input("second_unit").set_value("trip")
    form.input("count").editor().setFocus()
    QTest.keyClick(with_focus(form), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (row,) = shown(qtbot, page.current(), 1)
    assert (row.fields.count, row.fields.count_unit) == (420, "person")
    assert (row.fields.second_count, row.fields.second_unit) == (12, "trip")
    assert row.fields.happened_on == TODAY
    assert page.current().sums.text() == "1 hoạt động · 420 người, 12 chuyến · không tính vào tổng chi"


def test_unit_of_count_follows_the_programme_until_the_officer_chooses_another(
    qtbot: QtBot, page: ActivitiesPage
) -> None:
    form = open_form(qtbot, page).panel.form
    pick(qtbot, form, "programme_id", "tu van phap luat")
    qtbot.waitUntil(lambda: form.input("count_unit").value() == "turn")
    pick(qtbot, form, "programme_id", "bua an")
    qtbot.waitUntil(lambda: form.input("count_unit").value() == "meal")
    form.input("count_unit").set_value("case")
    pick(qtbot, form, "programme_id", "tu van phap luat")
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    assert form.input("count_unit").value() == "case"


def test_unit_of_count_of_a_record_that_is_edited_stays(qtbot: QtBot, page: ActivitiesPage, register: Register) -> None:
    activity(register, "TVPL", count=200, count_unit="case")
    page.current().reload()
    shown(qtbot, page.current(), 1)
    QTest.keyClick(page.current().table.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.current().hands.dialog is not None)
    form = page.current().hands.dialog.panel.form  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    assert form.input("count_unit").value() == "case"


def test_half_of_a_second_count_is_refused_beside_its_field(qtbot: QtBot, page: ActivitiesPage) -> None:
    dialog = open_form(qtbot, page)
    form = dialog.panel.form
    pick(qtbot, form, "programme_id", "xe cong doan")
    form.input("count").editor().setFocus()
    typed(form, "420")
    form.input("second_count").editor().setFocus()
    typed(form, "12")
    dialog.panel.submit()
    qtbot.waitUntil(lambda: "Số lượng khác cần cả con số" in form.input("second_unit").shown_problem())
    assert dialog.isVisible()


def test_a_typed_text_stays_as_a_draft_after_esc(qtbot: QtBot, page: ActivitiesPage) -> None:
    dialog = open_form(qtbot, page)
    form = dialog.panel.form
    form.input("name").editor().setFocus()
    type_text(with_focus(form), "Bữa cơm công đoàn")
    QTest.keyClick(with_focus(form), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again = open_form(qtbot, page).panel
    assert again.form.input("name").value() == "Bữa cơm công đoàn"


def test_search_finds_words_without_marks_and_the_year_narrows(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    activity(register)
    activity(register, "KHAM-SK", name="Khám mắt", count=30, count_unit="person")
    activity(register, "KHAM-SK", name="Khám răng", count=5, count_unit="person", happened_on=date(2025, 3, 1))
    one = page.current()
    one.reload()
    shown(qtbot, one, 2)
    page.focus_search()
    QTest.keyClicks(with_focus(page), "kham")
    assert [row.fields.name for row in shown(qtbot, one, 1)] == ["Khám mắt"]
    one.filter.when.year.choose(None)
    assert [row.fields.name for row in shown(qtbot, one, 2)] == ["Khám mắt", "Khám răng"]
    assert page.escape()
    shown(qtbot, one, 3)
    one.filter.when.year.choose(2026)
    one.filter.when.part.choose("{year}-Q1")
    shown(qtbot, one, 0)


def test_delete_asks_first(qtbot: QtBot, page: ActivitiesPage, register: Register, notify: RecordedNotify) -> None:
    activity(register)
    page.current().reload()
    shown(qtbot, page.current(), 1)
    page.current().hands.delete()
    qtbot.wait(30)
    assert len(list_activities(register).rows) == 1
    notify.answer_next("delete")
    QTest.keyClick(page.current().table.view, Qt.Key.Key_Delete)
    shown(qtbot, page.current(), 0)
    assert notify.questions[0] == "Xóa hoạt động “Tư vấn pháp luật · Công đoàn xã Hương Sơn” ngày 12/05/2026?"
    assert list_activities(register).rows == ()


def test_pledge_and_receipt_stand_side_by_side_and_never_in_spending(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    fields = {"unit_id": COMMUNE, "donor": "Công ty Gỗ Phú Thịnh", "pledged": 50_000_000, "cash": 30_000_000}
    save_contribution(register, ContributionFields(received_on=date(2026, 1, 15), labour_days=120, **fields))
    page.show_target(part="contributions")
    (row,) = shown(qtbot, page.lists["contributions"], 1)
    columns = page.lists["contributions"].table.model.columns
    texts = [column.text(row, place) for place, column in enumerate(columns)]
    assert texts[1] == "Công ty Gỗ Phú Thịnh"
    assert texts[4:] == ["50.000.000", "30.000.000", "120", "còn thiếu"]
    assert columns[-1].tip is not None
    assert columns[-1].tip(row) == "Đã hứa, chưa nhận 20.000.000 đồng"
    words = page.current().sums.text()
    assert words.endswith("không tính vào tổng chi")
    assert "đã nhận 30.000.000 đồng" in words
    assert "120 ngày công" in words


def test_empty_contribution_is_refused_with_its_sentence(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    page.show_target(part="contributions")
    dialog = open_form(qtbot, page)
    dialog.panel.submit()
    qtbot.waitUntil(lambda: "Chưa có gì được đóng góp" in dialog.panel.form.input("cash").shown_problem())
    assert list_contributions(register).rows == ()


def test_total_that_repeats_another_is_written_only_with_a_reason(
    qtbot: QtBot, page: ActivitiesPage, register: Register, notify: RecordedNotify
) -> None:
    total(register)
    page.show_target(part="aggregates")
    dialog = open_form(qtbot, page)
    form = dialog.panel.form
    assert "override_reason" not in form.names()
    pick(qtbot, form, "unit_id", "huong son")
    pick(qtbot, form, "programme_id", "tet sum vay")
    qtbot.waitUntil(lambda: form.input("count_unit").value() == "package")
    form.input("starts_on").set_value(date(2026, 1, 1))
    form.input("ends_on").set_value(date(2026, 2, 28))
    form.input("quantity").set_value(15)
    dialog.panel.submit()
    qtbot.waitUntil(lambda: "sẽ bị cộng hai lần" in dialog.panel.notice())
    assert len(list_aggregates(register).rows) == 1
    notify.answer_next("Suất của cụm khác, chưa có trong báo cáo trước")
    dialog.panel.save_with_reason()
    rows = shown(qtbot, page.current(), 2)
    assert {row.fields.override_reason for row in rows} == {None, "Suất của cụm khác, chưa có trong báo cáo trước"}
    assert not dialog.isVisible()


def test_house_totals_close_the_quantity_and_others_close_the_houses(qtbot: QtBot, page: ActivitiesPage) -> None:
    page.show_target(part="aggregates")
    form = open_form(qtbot, page).panel.form
    pick(qtbot, form, "programme_id", "mai am")
    qtbot.waitUntil(lambda: form.input("quantity").editor().isReadOnly())
    assert not form.input("new_houses").editor().isReadOnly()
    pick(qtbot, form, "programme_id", "tet sum vay")
    qtbot.waitUntil(lambda: form.input("new_houses").editor().isReadOnly())
    assert not form.input("quantity").editor().isReadOnly()


def test_another_page_reaches_the_records_of_a_programme(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    activity(register)
    activity(register, "KHAM-SK", count=30, count_unit="person")
    page.show_target(programme=programme_id(register, "TVPL"))
    (row,) = shown(qtbot, page.lists["activities"], 1)
    assert row.programme == "Tư vấn pháp luật"
    page.show_target(programme=programme_id(register, "TLV"))
    qtbot.waitUntil(lambda: page.current().kind.key == "contributions")
    assert page.current().filter.wanted().programme_id == programme_id(register, "TLV")


def test_an_activity_under_a_typed_total_is_told_before_it_is_saved(
    qtbot: QtBot, page: ActivitiesPage, register: Register
) -> None:
    total(register, programme_id=programme_id(register, "TVPL"), count_unit="turn", cash=0)
    dialog = open_form(qtbot, page)
    form = dialog.panel.form
    form.input("programme_id").set_value(programme_id(register, "TVPL"))
    form.input("happened_on").set_value(date(2026, 2, 3))
    qtbot.waitUntil(lambda: "sẽ bị cộng hai lần" in dialog.panel.notice())
    form.input("happened_on").set_value(date(2026, 3, 3))
    qtbot.waitUntil(lambda: not dialog.panel.notice())


def test_sums_keep_units_of_count_apart(register: Register) -> None:
    activity(register, count=10)
    activity(register, "XE", count=420, count_unit="person", second_count=12, second_unit="trip", cost=96_000_000)
    activity(register, "KHAM-SK", count=80, count_unit="person", cost=4_000_000)
    found = activity_totals(register, ALL)
    assert found.counts == (("person", 500), ("turn", 10), ("trip", 12))
    assert found.cost == 100_000_000
    below = save_unit(register, UnitFields(name="CĐCS Công ty May Sông Lam", parent_id=COMMUNE)).id
    total(register, unit_id=below)
    total(
        register, programme_id=programme_id(register, "MAI-AM"), quantity=None, new_houses=3, repaired_houses=2, goods=5
    )
    totals = aggregate_totals(register, ALL)
    assert (totals.rows, totals.counts) == (2, (("package", 200),))
    assert (totals.new_houses, totals.repaired_houses, totals.amount) == (3, 2, 200_000_005)
    assert contribution_totals(register, ALL).rows == 0
