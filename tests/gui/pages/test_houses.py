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
from labordesk.gui.pages.houses_board import card_lines, flag_words
from labordesk.gui.pages.houses_file import CORRECTIONS, FILE, MONEY, PROGRESS
from labordesk.gui.pages.houses_form import FUNDERS, MILESTONE_ROWS
from labordesk.model.house import HouseFields, HouseFunderFields, HouseMilestoneFields, HouseProgressFields
from labordesk.model.norm import NormFields
from labordesk.services.changes import Changes
from labordesk.services.houses import HouseData, list_houses, load_house, pay_house, save_house, save_progress
from labordesk.services.norms import save_norm
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import typed
from tests.gui.pages.window import ALT, CTRL, Window
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

KEY = Qt.Key


DECISION: dict[str, Any] = {
    "decision_number": "41/QĐ-LĐLĐ",
    "decision_date": date(2025, 4, 1),
    "decision_body": "Ban Thường vụ",
    "decision_signer": "Lê Văn Tám",
}


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
        **{"approved_amount": 50_000_000, **(DECISION if "approved" in codes else {}), **more},
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
    typed(window.shell, "", "", "", "thôn 5, xã Hương Sơn", "", "63", "Nhà cấp 4", "177tr", "177tr", "30/9/2026")
    typed(window.shell, "50tr", "41/QĐ-LĐLĐ", "1/3/2026", "Ban Thường vụ", "Lê Văn Tám")
    window.press(KEY.Key_S, CTRL)
    [row] = list_houses(office.register).rows
    assert (row.owner, row.area, row.approved_amount, row.due_on) == (
        "Trần Thị Hoà",
        6300,
        50_000_000,
        date(2026, 9, 30),
    )
    assert row.stage == "requested"
    fields = load_house(office.register, row.id).data.fields
    assert (fields.decision_number, fields.decision_date) == ("41/QĐ-LĐLĐ", date(2026, 3, 1))
    assert (fields.decision_body, fields.decision_signer) == ("Ban Thường vụ", "Lê Văn Tám")
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
    assert side.missing.text() == f"Hồ sơ còn thiếu: {'; '.join(load_house(office.register, house_id).missing)}."
    assert "Đơn đề nghị" in side.missing.text()
    table = page_of(window).list.table
    place = [column.key for column in table.model.columns].index("due_on")
    assert table.model.text(0, place) == "Quá 10 ngày"


def test_payment_is_recorded_by_keyboard_and_listed(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    page_of(window).open(house_id)
    window.settle()

    def pay(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        form = dialog.panel.form
        assert form.input("instalment").value() is None
        typed(dialog, "20/5/2025", "", "PC 05", "", "", "25tr", "", "")
        assert form.input("instalment").value() == "advance"
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)

    window.in_dialog(pay)
    window.press(KEY.Key_C, ALT)
    window.settle()
    [payment] = load_house(office.register, house_id).payments
    assert (payment.on, payment.amount, payment.voucher_number) == (date(2025, 5, 20), 25_000_000, "PC 05")
    file = page_of(window).house
    assert [(row.label, row.amount) for row in file.payments.table.rows()] == [("Đợt 1 · Tạm ứng", 25_000_000)]
    assert file.payments.owed.text() == "Duyệt 50.000.000 đ · đã trao 25.000.000 đ · còn phải trao 25.000.000 đ"
    assert (file.side.union.figure("given"), file.side.union.figure("owed")) == ("25.000.000", "25.000.000")
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
    page_of(window).house.form.input("area").set_text("80")
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).data.fields.area == 8000


def test_payment_is_deleted_after_asking(window: Window, office: Office, notify: RecordedNotify) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(20_000_000, "QMA")])
    page_of(window).open(house_id)
    window.settle()
    page_of(window).house.payments.remove_current()
    window.settle()
    assert len(load_house(office.register, house_id).payments) == 1
    notify.answer_next("delete")
    page_of(window).house.payments.remove_current()
    window.settle()
    assert load_house(office.register, house_id).payments == ()
    assert notify.questions[-1] == "Xóa khoản chi 20.000.000 đồng ngày 20/05/2025?"


def test_money_of_a_house_that_came_back_is_told_with_its_reason(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(20_000_000, "QMA")])
    page_of(window).open(house_id)
    window.settle()
    payments = page_of(window).house.payments

    def give_back(dialog: QDialog) -> None:
        assert dialog.windowTitle() == "Thu hồi 20.000.000 đồng trao ngày 20/05/2025"
        assert isinstance(dialog, FormDialog)
        dialog.panel.form.input("reason").set_text("Gia đình chuyển đi")
        dialog.panel.submit()
        window.settle()

    window.in_dialog(give_back)
    payments.give_back.click()
    window.settle()
    assert office.spent() == 0
    assert list(page_of(window).house.payments.table.rows()) == []


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


def test_changing_what_is_on_record_asks_for_a_reason_and_keeps_it(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    file.form.lines[MILESTONE_ROWS].input(1, "happened_on").set_text("12/4/2025")
    window.press(KEY.Key_S, CTRL)
    window.settle()
    assert notify.questions == ["Sửa phần đã ghi?"]
    assert load_house(office.register, house_id).corrections == ()
    notify.answer_next("Ghi nhầm ngày họp")
    window.press(KEY.Key_S, CTRL)
    QTest.qWait(20)
    window.settle()
    [one] = load_house(office.register, house_id).corrections
    assert (one.label, one.before, one.after, one.reason) == (
        "Đã duyệt",
        "10/04/2025",
        "12/04/2025",
        "Ghi nhầm ngày họp",
    )
    file = page_of(window).house
    assert [row.reason for row in file.corrections.table.rows()] == ["Ghi nhầm ngày họp"]
    assert file.tabs.bar.tabText(CORRECTIONS) == "Các lần sửa (1)"


def test_an_approval_without_its_decision_is_refused_beside_the_field(window: Window, office: Office) -> None:
    house_id = house(office)
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    file.form.add_milestone("approved", TODAY)
    window.press(KEY.Key_S, CTRL)
    assert "quyết định" in file.form.input("decision_number").shown_problem()
    assert load_house(office.register, house_id).stage == "requested"
    window.press(KEY.Key_S, CTRL)
    rows = file.form.lines[MILESTONE_ROWS]
    rows.input(1, "note").set_text("Hồ sơ cũ, quyết định lưu ở tỉnh")
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).stage == "approved"


def test_the_norm_is_said_under_the_amount_and_above_it_a_reason_is_asked_for(window: Window, office: Office) -> None:
    save_norm(
        office.register,
        NormFields(
            programme_id=office.programme("MAI-AM"),
            high=40_000_000,
            count_unit="house",
            valid_from=date(2024, 1, 1),
            basis="Thông báo 08/TB-LĐLĐ",
        ),
    )
    page_of(window).open(house(office, decision_number="41/QĐ", decision_body="BTV", decision_signer="Lê Văn Tám"))
    window.settle()
    form = page_of(window).house.form
    form.input("decision_date").set_text("1/3/2026")
    form.add_milestone("approved", TODAY)
    window.settle()
    assert "40.000.000" in form.input("approved_amount").limit()
    window.press(KEY.Key_S, CTRL)
    assert "Thông báo 08/TB-LĐLĐ" in form.input("norm_reason").shown_problem()
    form.input("norm_reason").set_text("Nhà sập trong bão")
    window.press(KEY.Key_S, CTRL)
    assert "Thông báo 08/TB-LĐLĐ" in page_of(window).house.side.norm.text()


def test_progress_is_reported_by_keyboard_beside_words_being_typed(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved", "started")
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    file.form.input("structure").set_text("Nhà cấp 4")
    window.press(KEY.Key_T, ALT)
    dialog = file.progress.hands.dialog
    assert dialog is not None
    typed(dialog, "60", "Đang lợp mái")
    QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)
    window.settle()
    window.settle()
    assert page_of(window).house is file
    assert file.form.input("structure").value() == "Nhà cấp 4"
    assert [(row.percent, row.note) for row in file.progress.table.rows()] == [(60, "Đang lợp mái")]
    assert file.tabs.bar.tabText(PROGRESS) == "Tiến độ (60%)"
    file.tabs.go(FILE)
    file.panel.submit()
    window.settle()
    fields = load_house(office.register, house_id).data.fields
    assert (fields.structure, fields.progress) == ("Nhà cấp 4", 60)


def test_an_inspection_before_the_work_was_done_is_a_warning_only(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved", "started")
    report = HouseProgressFields(reported_on=date(2025, 6, 20), percent=80)
    save_progress(office.register, house_id, report)
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    assert file.side.unfinished.text() == ""
    file.add_next("inspected")
    assert "80%" in file.side.unfinished.text()
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).stage == "inspected"
    assert "80%" in page_of(window).house.side.unfinished.text()


def test_parts_of_a_file_turn_by_keyboard_and_stay_in_front_after_a_save(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved")
    page_of(window).open(house_id)
    window.settle()
    window.press(KEY.Key_PageDown, CTRL)
    assert page_of(window).house.tabs.place() == MONEY
    pay_house(office.register, house_id, date(2025, 5, 20), [office.cash(20_000_000, "QMA")])
    page_of(window).refresh(Changes(houses=True, awards=True))
    window.settle()
    file = page_of(window).house
    assert file.tabs.place() == MONEY
    assert [row.amount for row in file.payments.table.rows()] == [20_000_000]
    window.press(KEY.Key_PageUp, CTRL)
    assert file.tabs.place() == FILE


def test_a_house_is_stopped_and_goes_on_by_its_next_step(window: Window, office: Office) -> None:
    house_id = house(office, "Trần Thị Hoà", "approved", "started")
    page_of(window).open(house_id)
    window.settle()
    file = page_of(window).house
    file.add_next("suspended")
    file.form.lines[MILESTONE_ROWS].input(3, "note").set_text("Mưa lũ")
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).stage == "suspended"
    assert page_of(window).next_button.text() == "Ghi mốc “Tiếp tục thực hiện”"
    window.press(KEY.Key_Return, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).stage == "started"
    file = page_of(window).house
    file.add_next("suspended")
    lines = [line["milestone"] for line in file.form.lines[MILESTONE_ROWS].current()]
    assert lines == ["requested", "approved", "started", "suspended"]


@pytest.mark.parametrize(
    ("code", "before", "offered"),
    [
        ("refused", (), {"refused", "cancelled"}),
        ("suspended", ("approved",), {"suspended", "cancelled"}),
        ("cancelled", ("approved", "started"), {"suspended", "cancelled"}),
    ],
)
def test_steps_off_the_usual_way_are_offered_and_ask_for_their_reason(
    window: Window, office: Office, code: str, before: tuple[str, ...], offered: set[str]
) -> None:
    house_id = house(office, "Trần Thị Hoà", *before)
    page = page_of(window)
    page.open(house_id)
    window.settle()
    page.more.menu().aboutToShow.emit()
    assert {one for one, action in page._aside.items() if action.isVisible()} == offered
    page._aside[code].trigger()
    window.press(KEY.Key_S, CTRL)
    rows = page.house.form.lines[MILESTONE_ROWS]
    assert "lý do" in rows.problem()
    rows.input(rows.count() - 1, "note").set_text("Gia đình chuyển đi")
    window.press(KEY.Key_S, CTRL)
    assert load_house(office.register, house_id).stage == code


def test_numbers_of_other_pages_open_the_houses_they_count(window: Window, office: Office) -> None:
    late = house(office, "Trần Thị Hoà", "approved", "started", due_on=date(2026, 2, 20))
    done = house(office, "Lê Nhật Luân", "approved", "started", "inspected", "handed_over")
    page, filters = page_of(window), page_of(window).list.filters

    def shown(**target: Any) -> list[int]:
        page.show_target(**target)
        window.settle()
        return [row.id for row in page.list.table.rows()]

    page.list.toggle()
    assert shown(stage="handed_over") == [done]
    assert not page.list.on_board
    assert shown(flag="overdue") == [late]
    assert shown(stage="handed_over") == [done]
    assert shown(milestone="handed_over", period=(date(2025, 7, 1), date(2025, 7, 31))) == [done]
    assert filters.told.text() == "Nhà có mốc “Bàn giao” từ 01/07/2025 đến 31/07/2025"
    assert shown(milestone="handed_over", period=(date(2025, 8, 1), date(2025, 8, 31))) == []
    assert shown(year=2025, unit=office.dong_tam) == [late, done]
    assert shown(unit=office.song_lam) == []
    assert shown(programme=office.programme("MAI-AM"), flag="papers") == [late, done]
    assert shown(year=2024) == []
    filters.clear_link.click()
    window.settle()
    assert [row.id for row in page.list.table.rows()] == [late, done]


def test_the_board_says_both_figures_and_what_is_late_or_lacking(window: Window, office: Office) -> None:
    house(office, "Trần Thị Hoà", "approved", "started", due_on=date(2026, 2, 20), total_value=177_000_000)
    page = page_of(window)
    page.list.toggle()
    window.settle()
    page.list.focus_rows()
    row = page.list.current()
    assert card_lines(row) == (
        "THCS Đồng Tâm",
        "Xây mới · cả nhà 177.000.000 đ",
        "CĐ trao 0/50.000.000 đ",
    )
    assert flag_words(row) == f"Quá hạn 10 ngày · thiếu {len(row.missing)} giấy tờ"


def test_names_of_funds_stand_above_their_figures_where_there_is_little_room(window: Window, office: Office) -> None:
    funder = HouseFunderFields(fund_id=office.fund("QMA"), planned=50_000_000)
    page_of(window).open(house(office, "Trần Thị Hoà", "approved", funders=[funder]))
    window.settle()
    rows = page_of(window).house.form.lines[FUNDERS]
    fund, planned = rows.input(0, "fund_id"), rows.input(0, "planned")
    assert fund.y() == planned.y()
    window.shell.resize(1093, 614)
    window.settle()
    assert fund.y() < planned.y()
    assert fund.width() > 400


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
    fields = loaded.data.fields.model_copy(update={"area": 2000})
    data = HouseData(fields, loaded.data.funders, loaded.data.milestones)
    context.tell(save_house(office.register, data, house_id=house_id, row_version=loaded.row_version).changes)
    window.settle()
    assert page.file is not before
    assert gifts.campaigns.year.hasFocus()
