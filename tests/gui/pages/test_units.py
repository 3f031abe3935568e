"""The tree of units, their story and the decisions about them at the keyboard, on a real register."""

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
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.pages.units import UnitsPage
from labordesk.gui.pages.units_decisions import (
    CLOSE,
    DECISIONS,
    FORMER_NAME,
    LOOKING_BACK,
    MERGE,
    RENAME,
    SPLIT,
    TRANSFER,
    DecisionKind,
)
from labordesk.gui.pages.units_reading import Members, member_counts, read_tree
from labordesk.model.activity import ActivityFields
from labordesk.model.unit import UnitFields
from labordesk.services.activities import list_activities, save_activity
from labordesk.services.catalogue import programmes
from labordesk.services.unit_story import unit_history
from labordesk.services.unit_tree import UnitNode, unit_label, unit_tree
from labordesk.services.units import load_unit, save_unit
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import type_text, with_focus

COMMUNE = 1
TODAY = date(2026, 3, 2)
FOUNDED = date(2015, 3, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)


@pytest.fixture
def units(register: Register) -> dict[str, int]:
    """Three grassroots unions, one with a part of its own."""

    def add(name: str, parent: int = COMMUNE, members: int | None = None) -> int:
        fields = UnitFields(name=name, parent_id=parent, member_count=members, valid_from=FOUNDED)
        return save_unit(register, fields).id

    may = add("CĐCS Công ty TNHH May Sông Lam", members=1240)
    return {
        "may": may,
        "cut": add("Công đoàn bộ phận Xưởng cắt", may, 120),
        "wood": add("CĐCS Công ty CP Gỗ Phú Thịnh", members=186),
        "school": add("CĐCS Trường THCS Đồng Tâm"),
    }


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register, units: dict[str, int]) -> Iterator[UnitsPage]:
    context.register = register
    made = UnitsPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.refresh)
    made.resize(1100, 700)
    made.show()
    QTest.qWaitForWindowExposed(made)
    made.arrived()
    qtbot.waitUntil(lambda: len(list(made.tree.names())) == 5)
    yield made
    if made.dialog is not None:
        made.dialog.close()


def look_at(qtbot: QtBot, page: UnitsPage, unit_id: int) -> None:
    assert page.tree.choose(unit_id)
    qtbot.waitUntil(lambda: page.card.file is not None and page.card.file.node.id == unit_id)


def form_of(qtbot: QtBot, page: UnitsPage, open_form: Any) -> FormPanel:
    before = page.dialog
    open_form()
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog is not before)
    assert page.dialog is not None
    QTest.qWaitForWindowActive(page.dialog)
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    return page.dialog.panel


def decide(qtbot: QtBot, page: UnitsPage, unit_id: int, kind: DecisionKind, **values: Any) -> FormPanel:
    """Fill in the form of a decision and press Ctrl+S."""
    look_at(qtbot, page, unit_id)
    panel = form_of(qtbot, page, lambda: page.decide(kind))
    for name, value in {"decision_number": "12/QĐ-CĐX", **values}.items():
        panel.form.input(name).set_value(value)
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    panel.form.input("decision_number").editor().setFocus()
    QTest.keyClick(with_focus(panel.form), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    return panel


def closed(qtbot: QtBot, page: UnitsPage) -> None:
    """Wait until the form was saved and the page is up to date."""
    qtbot.waitUntil(lambda: page.dialog is not None and not page.dialog.isVisible())
    qtbot.waitUntil(lambda: not page.context.work.is_busy())


def shown(page: UnitsPage) -> list[str]:
    return list(page.tree.names())


def node(number: int, parent: int | None, members: int | None, ended: date | None = None) -> UnitNode:
    return UnitNode(number, str(number), None, None, parent, 0, (), 0, members, None, ended, None)


def test_tree_shows_members_and_the_sum_where_a_unit_reported_none(page: UnitsPage) -> None:
    model = page.tree.units
    texts = {node.name: model.text(node, 2) for node in model.nodes}
    assert texts["CĐCS Công ty TNHH May Sông Lam"] == "1.240"
    assert texts["CĐCS Trường THCS Đồng Tâm"] == ""
    assert texts["Công đoàn xã Hương Sơn"] == "1.426"
    assert page.header._subtitle.text() == "5 đơn vị đang hoạt động · 1.426 đoàn viên · tại ngày 02/03/2026"


def test_members_below_are_not_counted_twice_nor_those_of_ended_units() -> None:
    nodes = [
        node(1, None, None),
        node(2, 1, None),
        node(3, 2, 40),
        node(4, 3, 15),
        node(5, 2, 7, ended=date(2025, 6, 30)),
        node(6, 1, 5),
    ]
    counts = member_counts(nodes, TODAY)
    assert counts[1] == Members(45, is_sum=True)
    assert counts[2] == Members(40, is_sum=True)
    assert counts[3] == Members(40)
    assert counts[5] == Members(7)


def test_search_without_marks_keeps_the_way_to_what_is_found(qtbot: QtBot, page: UnitsPage) -> None:
    page.focus_search()
    type_text(with_focus(page), "xuong cat")
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    assert shown(page)[-1] == "Công đoàn bộ phận Xưởng cắt"
    current = page.tree.current()
    assert current is not None
    assert current.name == "Công đoàn bộ phận Xưởng cắt"
    assert page.escape()
    qtbot.waitUntil(lambda: len(shown(page)) == 5)
    current = page.tree.current()
    assert current is not None
    assert current.name == "Công đoàn bộ phận Xưởng cắt"


def test_search_that_finds_nothing_says_where_to_look(qtbot: QtBot, page: UnitsPage) -> None:
    page.search.set_text("khong co ai")
    qtbot.waitUntil(lambda: page._layers.currentIndex() == 1)
    assert page._empty.title() == "Không có đơn vị nào như đã gõ"
    qtbot.waitUntil(lambda: page.card.file is None)


def test_new_unit_comes_under_the_one_chosen_with_its_decision(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int]
) -> None:
    look_at(qtbot, page, units["may"])
    panel = form_of(qtbot, page, page.new_record)
    assert panel.form.input("parent_id").value() == units["may"]
    type_text(with_focus(panel.form), "Công đoàn bộ phận Xưởng may 1")
    panel.form.input("decision_number").set_value("15/QĐ-CĐCS")
    panel.submit()
    qtbot.waitUntil(lambda: "ngày bắt đầu hoạt động" in panel.form.input("valid_from").shown_problem())
    panel.form.input("valid_from").set_value(date(2020, 5, 1))
    panel.submit()
    closed(qtbot, page)
    current = page.tree.current()
    assert current is not None
    assert (current.name, current.parent_id) == ("Công đoàn bộ phận Xưởng may 1", units["may"])
    (event,) = unit_history(register, current.id)
    assert (event.sentence, event.decision_number) == ("Thành lập", "15/QĐ-CĐCS")


def test_units_added_one_after_another_stand_beside_each_other(
    qtbot: QtBot, page: UnitsPage, units: dict[str, int]
) -> None:
    look_at(qtbot, page, COMMUNE)
    for name in ("CĐCS Một", "CĐCS Hai"):
        panel = form_of(qtbot, page, page.new_record)
        assert panel.form.input("parent_id").value() == COMMUNE
        panel.form.input("name").set_value(name)
        panel.submit()
        closed(qtbot, page)
        current = page.tree.current()
        assert current is not None
        assert (current.name, current.parent_id) == (name, COMMUNE)
    look_at(qtbot, page, units["may"])
    assert form_of(qtbot, page, page.new_record).form.input("parent_id").value() == units["may"]


def test_name_changes_by_decision_or_as_a_correction_only(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int]
) -> None:
    look_at(qtbot, page, units["school"])
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dialog is not None)
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    assert page.dialog is not None
    panel = page.dialog.panel
    panel.form.input("name").set_value("CĐCS Trường THCS Đồng Tâm 2")
    panel.submit()
    qtbot.waitUntil(lambda: "hãy dùng “Đổi tên”" in panel.form.input("name").shown_problem())
    panel.form.input("correction").set_value(True)
    panel.submit()
    closed(qtbot, page)
    assert load_unit(register, units["school"]).fields.name == "CĐCS Trường THCS Đồng Tâm 2"
    assert unit_history(register, units["school"]) == ()


def test_renaming_counts_from_its_day_and_is_taken_back_from_the_story(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int], notify: RecordedNotify
) -> None:
    new = "CĐCS Công ty CP May Sông Lam"
    decide(qtbot, page, units["may"], RENAME, name=new, happened_on=date(2022, 6, 1))
    closed(qtbot, page)
    assert new in shown(page)
    page.day.set_value(date(2022, 5, 31))
    qtbot.waitUntil(lambda: "CĐCS Công ty TNHH May Sông Lam" in shown(page))
    page.day.set_value(TODAY)
    qtbot.waitUntil(lambda: new in shown(page))
    look_at(qtbot, page, units["may"])
    (line,) = [one for one in page.card.file.story if one.kind == "renamed"]  # type: ignore[union-attr]
    notify.answer_next("back")
    page.card.story.take_back_asked.emit(line)
    qtbot.waitUntil(lambda: "CĐCS Công ty TNHH May Sông Lam" in shown(page))
    assert unit_label(register, units["may"]) == "CĐCS Công ty TNHH May Sông Lam"


def test_decision_of_tomorrow_is_refused_beside_its_day(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    panel = decide(qtbot, page, units["may"], RENAME, name="CĐCS May Sông Lam", happened_on=date(2026, 3, 3))
    qtbot.waitUntil(lambda: "chưa tới" in panel.form.input("happened_on").shown_problem())
    assert page.dialog is not None
    assert page.dialog.isVisible()


def test_transfer_below_itself_is_refused_beside_the_new_place(
    qtbot: QtBot, page: UnitsPage, units: dict[str, int]
) -> None:
    panel = decide(qtbot, page, units["may"], TRANSFER, parent_id=units["cut"], happened_on=date(2025, 7, 1))
    qtbot.waitUntil(lambda: "cấp dưới của mình" in panel.form.input("parent_id").shown_problem())


def test_transferred_unit_stands_in_its_new_place(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    decide(qtbot, page, units["cut"], TRANSFER, parent_id=units["wood"], happened_on=date(2025, 7, 1))
    closed(qtbot, page)
    current = page.tree.current()
    assert current is not None
    assert (current.id, current.parent_id) == (units["cut"], units["wood"])
    assert dict(page.card.facts())["Đoàn viên"] == "120"


def test_merger_into_a_new_unit_takes_several_and_tells_what_moved(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int], notify: RecordedNotify
) -> None:
    look_at(qtbot, page, units["may"])
    panel = form_of(qtbot, page, lambda: page.decide(MERGE))
    panel.form.input("happened_on").set_value(date(2025, 7, 1))
    panel.submit()
    qtbot.waitUntil(lambda: "chỉ một trong hai" in panel.form.input("successor_id").shown_problem())
    panel.form.input("name").set_value("CĐCS Tập đoàn Sông Lam")
    rows = panel.form.lines["sources"]  # type: ignore[attr-defined]
    rows.add_line()
    rows.input(0, "unit_id").set_value(units["wood"])
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    panel.submit()
    closed(qtbot, page)
    current = page.tree.current()
    assert current is not None
    assert current.name == "CĐCS Tập đoàn Sông Lam"
    assert current.children_count == 1
    assert units["wood"] not in {one.id for one in page.tree.units.nodes}
    assert notify.infos == ["Đã chuyển sang đơn vị kế tục: 1 đơn vị trực thuộc."]
    assert [line.sentence for line in unit_history(register, units["wood"])] == [
        "Sáp nhập vào “CĐCS Tập đoàn Sông Lam”"
    ]


def test_splitting_without_a_new_name_is_refused_under_the_lines(
    qtbot: QtBot, page: UnitsPage, units: dict[str, int]
) -> None:
    panel = decide(qtbot, page, units["wood"], SPLIT, happened_on=date(2025, 7, 1))
    rows = panel.form.lines["parts"]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "ít nhất một đơn vị mới" in rows.problem())
    rows.input(0, "name").set_value("CĐCS Gỗ Phú Thịnh 2")
    panel.submit()
    closed(qtbot, page)
    assert "CĐCS Gỗ Phú Thịnh 2" in shown(page)
    assert "CĐCS Công ty CP Gỗ Phú Thịnh" in shown(page)


def test_ended_unit_hides_until_asked_for_and_can_be_opened_again(
    qtbot: QtBot, page: UnitsPage, units: dict[str, int], notify: RecordedNotify
) -> None:
    decide(qtbot, page, units["school"], CLOSE, happened_on=date(2025, 7, 1), successor_id=units["wood"])
    closed(qtbot, page)
    assert "CĐCS Trường THCS Đồng Tâm" not in shown(page)
    page.closed_box.setChecked(True)
    qtbot.waitUntil(lambda: "CĐCS Trường THCS Đồng Tâm" in shown(page))
    look_at(qtbot, page, units["school"])
    assert page.card.state.text() == "Đã kết thúc"
    assert dict(page.card.facts())["Kết thúc"] == "30/06/2025"
    assert dict(page.card.facts())["Đơn vị kế tục"] == "CĐCS Công ty CP Gỗ Phú Thịnh"
    assert not any(page.card.actions_by_key[kind.key].isEnabled() for kind in DECISIONS)
    assert all(page.card.actions_by_key[kind.key].isEnabled() for kind in LOOKING_BACK)
    notify.answer_next("reopen")
    page.reopen()
    qtbot.waitUntil(lambda: page.card.state.text() == "Đang hoạt động")


def test_later_records_stop_an_end_until_they_are_taken_along(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int]
) -> None:
    programme = next(row.id for row in programmes(register) if row.fields.code == "TVPL")
    fields = ActivityFields(
        programme_id=programme, unit_id=units["school"], happened_on=date(2025, 9, 1), count=3, count_unit="turn"
    )
    save_activity(register, fields)
    day = date(2025, 7, 1)
    panel = decide(qtbot, page, units["school"], CLOSE, happened_on=day, successor_id=units["wood"], take_records=False)
    qtbot.waitUntil(lambda: "1 bản ghi từ ngày 01/07/2025" in panel.notice())
    panel.form.input("take_records").set_value(True)
    panel.submit()
    closed(qtbot, page)
    assert list_activities(register).rows[0].fields.unit_id == units["wood"]


def test_former_name_is_recorded_without_changing_today(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int]
) -> None:
    decide(qtbot, page, units["wood"], FORMER_NAME, name="CĐCS Xí nghiệp Gỗ", happened_on=date(2018, 1, 1))
    closed(qtbot, page)
    assert unit_label(register, units["wood"], date(2017, 12, 31)) == "CĐCS Xí nghiệp Gỗ"
    assert unit_label(register, units["wood"]) == "CĐCS Công ty CP Gỗ Phú Thịnh"
    page.search.set_text("xi nghiep")
    qtbot.waitUntil(lambda: shown(page) == ["Công đoàn xã Hương Sơn", "CĐCS Công ty CP Gỗ Phú Thịnh"])


def test_unit_with_others_below_it_is_not_deleted(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int], notify: RecordedNotify
) -> None:
    look_at(qtbot, page, units["may"])
    notify.answer_next("delete")
    page.delete()
    qtbot.waitUntil(lambda: len(notify.errors) == 1)
    assert "không xóa được" in str(notify.errors[0])
    look_at(qtbot, page, units["school"])
    notify.answer_next("delete")
    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: units["school"] not in {one.id for one in unit_tree(register)})


def test_unfinished_day_waits_and_a_wrong_one_gives_way(qtbot: QtBot, page: UnitsPage) -> None:
    page.day.editor().setFocus()
    page.day.editor().selectAll()  # type: ignore[attr-defined]
    type_text(page.day.editor(), "31/13")
    page.reload()
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    assert len(shown(page)) == 5
    page.tree.setFocus()
    qtbot.waitUntil(lambda: page.day.value() == TODAY)
    assert page.day.shown_problem() == ""


def test_arrow_keys_open_and_close_branches(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    look_at(qtbot, page, units["may"])
    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_Left)
    assert "Công đoàn bộ phận Xưởng cắt" not in shown(page)
    page.reload()
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    assert "Công đoàn bộ phận Xưởng cắt" not in shown(page)
    QTest.keyClick(page.tree, Qt.Key.Key_Right)
    assert "Công đoàn bộ phận Xưởng cắt" in shown(page)


def test_another_page_shows_a_unit_that_has_ended(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    decide(qtbot, page, units["school"], CLOSE, happened_on=date(2025, 7, 1))
    closed(qtbot, page)
    page.show_target(unit=units["school"])
    qtbot.waitUntil(lambda: page.card.file is not None and page.card.file.node.id == units["school"])


def test_tree_of_a_search_keeps_all_levels_above(register: Register, units: dict[str, int]) -> None:
    read = read_tree(register, "xuong", TODAY, include_closed=False)
    assert [one.id for one in read.nodes] == [COMMUNE, units["may"], units["cut"]]
    assert read.found == {units["cut"]}
