"""Before a unit ends the screen says what will move; after a split people are chosen; addresses fill in wards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from labordesk.fields import kinds
from labordesk.gui.context import Context
from labordesk.gui.pages.units import UnitsPage
from labordesk.gui.pages.units_decision_panel import DecisionPanel
from labordesk.gui.pages.units_decisions import CLOSE, MERGE, SPLIT, TRANSFER, DecisionKind
from labordesk.gui.pages.units_people import MovePeopleDialog
from labordesk.gui.pages.units_wards import FillWardsDialog
from labordesk.model import Person, Unit, UnitEvent
from labordesk.model.letterhead import LetterheadFields
from labordesk.model.person import PersonFields
from labordesk.model.unit import UnitFields
from labordesk.services.letterheads import letterheads, save_letterhead
from labordesk.services.people_bulk import add_people
from labordesk.services.units import load_unit, save_unit
from labordesk.store.register import Register
from tests.gui.conftest import RecordedNotify

COMMUNE = 1
TODAY = date(2026, 3, 2)
DAY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: TODAY)


@pytest.fixture
def units(register: Register) -> dict[str, int]:
    """A garment works with a team and three people, and a wood works with one namesake."""

    def add(name: str, parent: int = COMMUNE) -> int:
        return save_unit(register, UnitFields(name=name, parent_id=parent, valid_from=date(2015, 3, 1))).id

    may = add("CĐCS May Sông Lam")
    found = {"may": may, "team": add("Tổ công đoàn 1", may), "wood": add("CĐCS Gỗ Phú Thịnh")}
    people = [
        ("Nguyễn Thị Hoà", "may", "Xưởng may", "12 Lê Lợi, P. Tân Lợi, TP Buôn Ma Thuột, Đắk Lắk"),
        ("Trần Văn Minh", "may", "Xưởng may", "Thôn 2, xã Ea BHốk, Cư Kuin, Đắk Lắk"),
        ("Lê Thị Lan", "may", "Xưởng cắt", "Thôn 5, xã Ea BHốk, Cư Kuin, Đắk Lắk"),
        ("Nguyễn Thị Hòa", "wood", None, "Khu trọ Bình Minh"),
    ]
    add_people(
        register,
        [
            PersonFields(full_name=name, birth="1985", unit_id=found[unit], department=department, address=address)
            for name, unit, department, address in people
        ],
    )
    return found


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
    qtbot.waitUntil(lambda: len(list(made.tree.names())) == 4)
    yield made
    for dialog in (made.dialog, made.bulk.dialog):
        if dialog is not None:
            dialog.close()


def look_at(qtbot: QtBot, page: UnitsPage, unit_id: int) -> None:
    assert page.tree.choose(unit_id)
    qtbot.waitUntil(lambda: page.card.file is not None and page.card.file.node.id == unit_id)


def open_form(qtbot: QtBot, page: UnitsPage, unit_id: int, kind: DecisionKind, **values: Any) -> DecisionPanel:
    """Open the form of a decision and fill it in, without saving."""
    look_at(qtbot, page, unit_id)
    page.decide(kind)
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.isVisible())
    assert page.dialog is not None
    panel = page.dialog.panel
    assert isinstance(panel, DecisionPanel)
    for name, value in values.items():
        panel.form.input(name).set_value(value)
    return panel


def wait_for_title(qtbot: QtBot, panel: DecisionPanel, words: str) -> None:
    qtbot.waitUntil(lambda: words in panel.moves.title())


def test_merger_is_previewed_with_counts_that_tell_names_and_writes_nothing(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int]
) -> None:
    panel = open_form(qtbot, page, units["may"], MERGE)
    assert "ghi đơn vị và ngày" in panel.moves.title()
    panel.form.input("happened_on").set_value(DAY)
    panel.form.input("successor_id").set_value(units["wood"])
    wait_for_title(qtbot, panel, "Sẽ chuyển từ ngày 01/02/2026 (chưa ghi gì)")
    assert [link.text() for link in panel.moves.links()] == ["3 người", "1 đơn vị trực thuộc"]
    assert panel.moves.texts() == [
        "1 người cùng tên, cùng năm sinh hoặc cùng số CCCD ở các đơn vị này: Nguyễn Thị Hoà. Hãy xem ở mục Hồ sơ trùng."
    ]
    panel.moves.links()[0].setFocus()
    QTest.keyClick(panel.moves.links()[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hasattr(panel.moves, "names"))
    assert [row[0] for row in panel.moves.names.table.rows()] == ["Nguyễn Thị Hoà", "Lê Thị Lan", "Trần Văn Minh"]
    panel.moves.names.close()
    with register.reading() as session:
        assert session.exec(select(UnitEvent)).all() == []
        assert [person.unit_id for person in session.exec(select(Person))].count(units["may"]) == 3


def test_members_of_a_merged_unit_are_not_added_silently_but_the_form_to_add_them_is_offered(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int], notify: RecordedNotify
) -> None:
    loaded = load_unit(register, units["may"])
    save_unit(
        register,
        loaded.fields.model_copy(update={"member_count": 120}),
        unit_id=units["may"],
        row_version=loaded.row_version,
    )
    notify.answer_next("count")
    panel = open_form(qtbot, page, units["may"], MERGE)
    panel.form.input("happened_on").set_value(DAY)
    panel.form.input("successor_id").set_value(units["wood"])
    wait_for_title(qtbot, panel, "Sẽ chuyển từ ngày")
    sentence = "Số đoàn viên của “CĐCS May Sông Lam” (120) chưa được cộng; "
    assert sentence + "cập nhật số đoàn viên của “CĐCS Gỗ Phú Thịnh”." in panel.moves.texts()
    panel.submit()
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.panel is not panel)
    assert notify.questions == [sentence + "cập nhật số đoàn viên của “CĐCS Gỗ Phú Thịnh”."]
    assert load_unit(register, units["wood"]).fields.member_count is None
    assert page.dialog is not None
    form = page.dialog.panel.form
    form.input("member_count").set_text("320")
    page.dialog.panel.submit()
    qtbot.waitUntil(lambda: load_unit(register, units["wood"]).fields.member_count == 320)


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        (MERGE, {"successor_id": "may", "happened_on": DAY}, "Đơn vị kế tục phải khác đơn vị kết thúc"),
        (MERGE, {"successor_id": "team", "happened_on": DAY}, "trực thuộc “CĐCS May Sông Lam”"),
        (CLOSE, {"successor_id": "wood", "happened_on": date(2014, 1, 1)}, "hoạt động từ ngày 01/03/2015"),
        (CLOSE, {"successor_id": "wood", "happened_on": date(2026, 4, 1)}, "chưa tới"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_before_saving_and_after(
    qtbot: QtBot,
    page: UnitsPage,
    register: Register,
    units: dict[str, int],
    kind: DecisionKind,
    values: dict[str, Any],
    sentence: str,
) -> None:
    filled = {name: units[value] if name == "successor_id" else value for name, value in values.items()}
    panel = open_form(qtbot, page, units["may"], kind, **filled)
    wait_for_title(qtbot, panel, "Chưa ghi được")
    [said] = panel.moves.texts()
    assert sentence in said
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    panel.submit()
    qtbot.waitUntil(
        lambda: (
            said in (panel.form.input("successor_id").shown_problem(), panel.form.input("happened_on").shown_problem())
        )
    )
    with register.reading() as session:
        assert session.exec(select(UnitEvent)).all() == []
        assert [unit.valid_to for unit in session.exec(select(Unit))] == [None] * 4


def test_transfer_says_what_goes_along(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    panel = open_form(qtbot, page, units["may"], TRANSFER, parent_id=units["wood"], happened_on=DAY)
    wait_for_title(qtbot, panel, "Sẽ chuyển")
    assert [link.text() for link in panel.moves.links()] == ["1 đơn vị bên dưới đi cùng", "3 người đi cùng"]


def test_end_without_a_successor_says_who_stays_behind(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    panel = open_form(qtbot, page, units["wood"], CLOSE, happened_on=DAY)
    wait_for_title(qtbot, panel, "không có gì phải chuyển")
    assert panel.moves.texts() == ["Không có đơn vị kế tục: 1 người vẫn ghi ở đơn vị đã kết thúc."]


def people_of(register: Register, unit_id: int) -> list[str]:
    with register.reading() as session:
        return sorted(person.full_name for person in session.exec(select(Person).where(Person.unit_id == unit_id)))


def test_after_a_split_people_are_chosen_by_department_for_the_new_unit(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int]
) -> None:
    panel = open_form(qtbot, page, units["may"], SPLIT, happened_on=DAY, decision_number="12/QĐ-CĐX")
    panel.form.lines["parts"].input(0, "name").set_value("CĐCS Xưởng may")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not page.context.work.is_busy())
    panel.submit()
    qtbot.waitUntil(lambda: isinstance(page.bulk.dialog, MovePeopleDialog) and page.bulk.dialog.isVisible())
    dialog = page.bulk.dialog
    assert isinstance(dialog, MovePeopleDialog)
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 3)
    qtbot.waitUntil(lambda: dialog.to.label() == "CĐCS Xưởng may")
    assert dialog.day.value() == DAY
    assert [dialog.department.itemText(place) for place in range(dialog.department.count())] == [
        "Mọi bộ phận · 3 người",
        "Xưởng may · 2 người",
        "Xưởng cắt · 1 người",
    ]
    dialog.department.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 2)
    dialog.table.view.setFocus()
    dialog.table.view.selectAll()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    assert len(dialog.ticked()) == 2
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: dialog.notice.text() == "Đã chuyển 2 người, 0 việc chưa xong đi cùng.")
    new = dialog.to.value()
    assert people_of(register, new) == ["Nguyễn Thị Hoà", "Trần Văn Minh"]
    assert people_of(register, units["may"]) == ["Lê Thị Lan"]


def test_ticks_stay_while_one_looks_for_others(qtbot: QtBot, page: UnitsPage, units: dict[str, int]) -> None:
    look_at(qtbot, page, units["may"])
    page.card.people_action.trigger()
    dialog = page.bulk.dialog
    assert isinstance(dialog, MovePeopleDialog)
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 3)
    dialog.search.set_text("lan")
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 1)
    dialog._tick_all(ticked=True)
    dialog.search.set_text("minh")
    qtbot.waitUntil(lambda: [row.full_name for row in dialog.table.rows()] == ["Trần Văn Minh"])
    dialog._tick_all(ticked=True)
    dialog.search.set_text("")
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 3)
    assert [row.full_name for row in dialog.table.rows() if row.ticked] == ["Lê Thị Lan", "Trần Văn Minh"]
    dialog.move_people()
    assert dialog.notice.text() == "Hãy chọn đơn vị nhận và ghi ngày chuyển."
    dialog.to.set_value(units["may"])
    dialog.move_people()
    qtbot.waitUntil(lambda: "chọn đơn vị khác" in dialog.notice.text())


def test_wards_of_a_unit_are_filled_from_addresses_and_a_divided_one_asks(
    qtbot: QtBot, page: UnitsPage, register: Register, units: dict[str, int], notify: RecordedNotify
) -> None:
    look_at(qtbot, page, COMMUNE)
    page.card.wards_action.trigger()
    qtbot.waitUntil(lambda: isinstance(page.bulk.dialog, FillWardsDialog) and page.bulk.dialog.isVisible())
    dialog = page.bulk.dialog
    assert isinstance(dialog, FillWardsDialog)
    assert [dialog.state.itemText(place) for place in range(dialog.state.count())] == [
        "Tất cả · 4",
        "Chắc chắn · 1",
        "Cần chọn · 2",
        "Không nhận ra · 1",
    ]
    assert dialog.fill_button.text() == "Điền cho 1 người"
    dialog.state.setCurrentIndex(2)
    assert [row.words for row in dialog.table.rows()] == ["Xã Dray Bhăng hoặc Xã Ea Ktur"] * 2
    dialog.table.select(dialog.table.rows()[0].id)
    qtbot.waitUntil(lambda: len(dialog.offers.links()) == 2)
    assert dialog.offers.words() == "Lê Thị Lan ở xã, phường nào?"
    dialog.offers.links()[1].click()
    assert dialog.fill_button.text() == "Điền cho 2 người"
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: notify.infos == ["Đã điền xã, phường cho 2 người."])
    with register.reading() as session:
        found = {one.full_name: (one.ward_code, one.old_ward_code) for one in session.exec(select(Person))}
    assert found == {
        "Nguyễn Thị Hoà": ("24133", "24136"),
        "Lê Thị Lan": ("24544", "24550"),
        "Trần Văn Minh": (None, None),
        "Nguyễn Thị Hòa": (None, None),
    }


def test_a_unit_whose_people_have_wards_says_so(
    qtbot: QtBot, page: UnitsPage, units: dict[str, int], notify: RecordedNotify
) -> None:
    look_at(qtbot, page, units["team"])
    page.card.wards_action.trigger()
    qtbot.waitUntil(lambda: notify.infos == ["Mọi người của đơn vị này đã ghi xã, phường hoặc chưa ghi nơi ở."])


def test_the_province_of_the_letterhead_helps_to_read_addresses(register: Register, units: dict[str, int]) -> None:
    from labordesk.services.wards import home_province, propose_wards

    add_people(register, [PersonFields(full_name="Lê An", unit_id=units["team"], address="xã Hòa Thuận")])
    [row] = letterheads(register)
    fields = LetterheadFields.model_validate(row.fields).model_copy(
        update={"superior_body": "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK"}
    )
    save_letterhead(register, fields, letterhead_id=row.id)
    assert home_province(register) == "Đắk Lắk"
    [proposal] = propose_wards(register, units["team"])
    assert [(one.old.label if one.old else "", one.new.label) for one in proposal.choices] == [
        ("Xã Hòa Thuận (Buôn Ma Thuột, Đắk Lắk)", "Phường Tân An (Đắk Lắk)")
    ]
