"""The page of houses over a real register: a whole file by keyboard, sums while one types, what is late or lacking."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.houses import HousesPage
from labordesk.gui.pages.houses_form import FUNDERS, MILESTONE_ROWS
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields
from labordesk.services.houses import HouseData, list_houses, load_house, pay_house, save_house
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import typed
from tests.gui.pages.window import ALT, CTRL, Window
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

KEY = Qt.Key


def house(office: Office, owner: str = "Trần Thị Hoà", *codes: str, **more: Any) -> int:
    """Store a house with milestones a month apart, the first one in March 2025."""
    milestones = tuple(
        HouseMilestoneFields(milestone=code, happened_on=date(2025, 3 + place, 10))
        for place, code in enumerate(("requested", *codes))
    )
    funders = more.pop("funders", ())
    fields = HouseFields(
        person_id=office.person(owner, office.dong_tam),
        unit_id=office.dong_tam,
        programme_id=office.programme("MAI-AM"),
        **{"approved_amount": 50_000_000, **more},
    )
    return save_house(office.register, HouseData(fields, tuple(funders), milestones)).id


@pytest.fixture
def window(qtbot: QtBot, context: Context, office: Office) -> Window:
    return Window(qtbot, context, office.register, houses=HousesPage)


def page_of(window: Window) -> HousesPage:
    page = window.shell.current_page()
    assert isinstance(page, HousesPage)
    return page


def test_house_is_recorded_by_keyboard_alone(window: Window, office: Office) -> None:
    office.person("Trần Thị Hoà", office.dong_tam, citizen_id="042188000035", birth="1988-01-05")
    window.press(KEY.Key_N, CTRL)
    window.pick("tran thi hoa")
    form = page_of(window).house.form
    assert form.input("unit_id").value() == office.dong_tam
    typed(window.shell, "", "", "", "thôn 5, xã Hương Sơn", "63", "Nhà cấp 4", "177tr", "50tr", "177tr")
    typed(window.shell, "41/QĐ-LĐLĐ", "1/3/2026", "30/9/2026", "10")
    window.press(KEY.Key_S, CTRL)
    [row] = list_houses(office.register).rows
    assert (row.owner, row.area, row.approved_amount, row.due_on) == (
        "Trần Thị Hoà",
        6300,
        50_000_000,
        date(2026, 9, 30),
    )
    assert row.stage == "requested"
    assert page_of(window).header.title() == "Trần Thị Hoà"


def test_suggestion_shows_the_masked_number_and_the_unit(window: Window, office: Office) -> None:
    office.person("Trần Thị Hoà", office.dong_tam, citizen_id="042188000035", birth="1988-01-05")
    window.press(KEY.Key_N, CTRL)
    window.pick("hoa")
    note = page_of(window).house.form.input("person_id").note()
    assert "0421•••••035" in note
    assert "THCS Đồng Tâm" in note
    assert "042188000035" not in note


def test_name_nobody_bears_leads_to_a_new_person(window: Window) -> None:
    window.press(KEY.Key_N, CTRL)
    window.pick("Nguyen Van Moi")
    assert window.went[-1] == ("people", {"new": "Nguyen Van Moi"})


def test_sources_are_added_up_against_the_estimate_while_one_types(window: Window, office: Office) -> None:
    house_id = house(office, estimate=177_000_000)
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    figures = file.side.figures
    assert figures.figure("short") == "127.000.000"
    rows = file.form.lines[FUNDERS]
    rows.add_line()
    window.pick("gia dinh")
    typed(window.shell, "", "100tr")
    assert (figures.figure("covered"), figures.figure("short")) == ("150.000.000", "27.000.000")
    typed(window.shell, "", "")
    window.pick("ngay cong")
    rows.input(1, "form").set_value("labour")
    rows.focus_line(1, "labour_days")
    typed(window.shell, "45")
    assert figures.figure("labour") == "45 ngày"
    assert (figures.figure("covered"), figures.figure("short")) == ("150.000.000", "27.000.000")
    window.press(KEY.Key_S, CTRL)
    money = load_house(office.register, house_id).money
    assert (money.planned, money.labour_days, money.short) == (100_000_000, 45, 27_000_000)


def test_one_key_offers_the_next_milestone_and_the_stage_follows(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    page_of(window).open(house_id)
    window.settle()
    assert page_of(window).next_button.text() == "Ghi mốc “Khởi công”"
    window.press(KEY.Key_Return, CTRL)
    assert page_of(window).next_button.text() == "Ghi mốc “Nghiệm thu”"
    typed(window.shell, "18/5/2025", "")
    window.press(KEY.Key_S, CTRL)
    loaded = load_house(office.register, house_id)
    assert loaded.stage == "started"
    assert loaded.data.milestones[-1].happened_on == date(2025, 5, 18)


def test_missing_reason_is_said_under_the_milestones(window: Window, office: Office) -> None:
    house_id = house(office)
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    file.form.add_milestone("refused", TODAY)
    window.press(KEY.Key_S, CTRL)
    assert "lý do" in file.form.lines[MILESTONE_ROWS].problem()
    assert load_house(office.register, house_id).stage == "requested"


def test_late_house_and_missing_papers_are_told_in_words(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved", "started", due_on=date(2026, 2, 20))
    page_of(window).arrived()
    page_of(window).list.ask()
    page_of(window).open(house_id)
    window.settle()
    side = page_of(window).house.side
    assert side.late.text() == "Quá hạn bàn giao 10 ngày (hạn 20/02/2026)."
    assert side.missing.text() == "Hồ sơ còn thiếu: Số quyết định hỗ trợ."
    table = page_of(window).list.table
    place = [column.key for column in table.model.columns].index("due_on")
    assert table.model.text(0, place) == "Quá 10 ngày"


def test_payment_is_recorded_by_keyboard_and_listed(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    page_of(window).open(house_id)
    window.settle()

    def pay(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        typed(dialog, "20/5/2025", "PC 05", "", "", "25tr", "", "")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)

    window.in_dialog(pay)
    window.press(KEY.Key_C, ALT)
    window.settle()
    [payment] = load_house(office.register, house_id).payments
    assert (payment.on, payment.amount, payment.voucher_number) == (date(2025, 5, 20), 25_000_000, "PC 05")
    file = page_of(window).house
    assert [row.amount for row in file.side.payments.table.rows()] == [25_000_000]
    assert file.side.union.figure("given") == "25.000.000"
    assert file.side.value.figure("total") == "–"


def test_what_the_union_gave_cannot_be_typed_over(window: Window, office: Office) -> None:
    funder = HouseFunderFields(fund_id=office.fund("QMA"), planned=50_000_000)
    house_id = house(office, "Trần Thị Hoà", "approved", funders=[funder])
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(20_000_000, "QMA")])
    page_of(window).open(house_id)
    window.settle()
    rows = page_of(window).house.form.lines[FUNDERS]
    received = rows.input(0, "received")
    assert received.value() == 20_000_000
    QTest.keyClicks(received.editor(), "9")
    assert received.value() == 20_000_000
    milestones = page_of(window).house.form.lines[MILESTONE_ROWS]
    assert [line["milestone"] for line in milestones.current()] == ["requested", "approved", "funded"]
    page_of(window).house.form.input("progress").set_text("80")
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).data.fields.progress == 80


def test_payment_is_deleted_after_asking(window: Window, office: Office, notify: RecordedNotify) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(20_000_000, "QMA")])
    page_of(window).open(house_id)
    window.settle()
    page_of(window).house.side.payments.remove_current()
    window.settle()
    assert len(load_house(office.register, house_id).payments) == 1
    notify.answer_next("delete")
    page_of(window).house.side.payments.remove_current()
    window.settle()
    assert load_house(office.register, house_id).payments == ()
    assert notify.questions[-1] == "Xóa khoản chi 20.000.000 đồng ngày 20/05/2025?"


def test_second_house_of_a_person_is_told_before_it_is_saved(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    person_id = load_house(office.register, house_id).data.fields.person_id
    page_of(window).show_target(person=person_id)
    window.settle()
    file = page_of(window).house
    [sentence] = file.side.benefits.texts()
    assert "Mái ấm" in sentence
    notify.answer_next("Nhà cũ cháy hết")
    file.side.benefits.give_reason()
    assert "Nhà cũ cháy hết" in file.form.input("note").value()


def test_escape_keeps_what_was_typed_as_a_draft(window: Window, office: Office) -> None:
    house_id = house(office)
    page_of(window).open(house_id)
    window.settle()
    page_of(window).house.form.input("address").editor().setFocus()
    typed(window.shell, "thôn 7")
    window.press(KEY.Key_Escape)
    assert page_of(window).file is None
    page_of(window).open(house_id)
    window.settle()
    assert page_of(window).house.form.input("address").value() == "thôn 7"
    assert load_house(office.register, house_id).data.fields.address is None


def test_filters_find_by_name_without_marks_and_by_stage(window: Window, office: Office) -> None:
    house(office, "Trần Thị Hoà", "approved")
    house(office, "Lê Nhật Luân")
    page = page_of(window)
    page.list.ask()
    window.press(KEY.Key_F, CTRL)
    QTest.keyClicks(window.focus(), "tran thi hoa")
    QTest.qWait(200)
    window.settle()
    assert [row.owner for row in page.list.table.rows()] == ["Trần Thị Hoà"]
    window.press(KEY.Key_Escape)
    QTest.qWait(200)
    window.settle()
    page.show_target(stage="requested")
    window.settle()
    assert [row.owner for row in page.list.table.rows()] == ["Lê Nhật Luân"]


def test_board_moves_by_arrows_and_opens_by_enter(window: Window, office: Office) -> None:
    house(office, "Lê Nhật Luân")
    approved = house(office, "Trần Thị Hoà", "approved")
    page = page_of(window)
    page.list.toggle()
    window.settle()
    page.list.focus_rows()
    assert page.list.current().owner == "Lê Nhật Luân"
    window.press(KEY.Key_Right)
    assert page.list.current().owner == "Trần Thị Hoà"
    window.press(KEY.Key_Return)
    assert page.house.record_id == approved


def test_empty_page_says_what_to_do_first(window: Window) -> None:
    page = page_of(window)
    shown = page.list.views.currentWidget()
    assert "Ctrl+N" in shown.accessibleName()


def test_house_changed_elsewhere_opens_the_choice_of_values(window: Window, office: Office) -> None:
    house_id = house(office, estimate=100_000_000)
    page_of(window).open(house_id)
    window.settle()
    form = page_of(window).house.form
    loaded = load_house(office.register, house_id)
    theirs = loaded.data.fields.model_copy(update={"estimate": 120_000_000})
    save_house(
        office.register,
        HouseData(theirs, loaded.data.funders, loaded.data.milestones),
        house_id=house_id,
        row_version=loaded.row_version,
    )
    form.input("estimate").set_value(110_000_000)
    texts: list[str] = []

    def take_mine(dialog: QDialog) -> None:
        texts.append(dialog.windowTitle())
        dialog.accept()

    window.in_dialog(take_mine)
    window.press(KEY.Key_S, CTRL)
    window.settle()
    assert texts == ["Hồ sơ đã được sửa ở nơi khác"]
    assert load_house(office.register, house_id).data.fields.estimate == 110_000_000


def test_deleting_a_house_with_payments_is_refused_with_a_sentence(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(20_000_000, "QMA")])
    page_of(window).open(house_id)
    window.settle()
    notify.answer_next("delete")
    page_of(window).delete()
    window.settle()
    assert "khoản chi" in str(notify.errors[-1])
    assert load_house(office.register, house_id).id == house_id


def test_a_house_read_again_behind_another_page_leaves_the_keyboard_there(
    qtbot: QtBot, context: Context, office: Office
) -> None:
    house_id = house(office)
    window = Window(qtbot, context, office.register, houses=HousesPage, gifts=GiftsPage)
    page = page_of(window)
    page.show_target(house=house_id)
    window.settle()
    before = page.file
    window.shell.go("gifts")
    window.settle()
    gifts = window.shell.current_page()
    assert isinstance(gifts, GiftsPage)
    gifts.campaigns.year.setFocus()
    loaded = load_house(office.register, house_id)
    fields = loaded.data.fields.model_copy(update={"progress": 20})
    data = HouseData(fields, loaded.data.funders, loaded.data.milestones)
    context.tell(save_house(office.register, data, house_id=house_id, row_version=loaded.row_version).changes)
    window.settle()
    assert page.file is not before
    assert gifts.campaigns.year.hasFocus()
