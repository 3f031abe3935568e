"""The page of grants over a real register: from intake to payment by keyboard, reasons, double support, quick entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from labordesk.gui.buttons import Link
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.inputs.money import MoneyEdit
from labordesk.gui.pages.grants import GrantsPage
from labordesk.gui.pages.grants_quick import QuickGrant
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.indicator import AggregateFields
from labordesk.model.norm import NormFields
from labordesk.services.aggregates import save_aggregate
from labordesk.services.award_records import Slip
from labordesk.services.awards import load_award
from labordesk.services.catalogue import circumstances
from labordesk.services.grants import list_cases, load_case, move_case, pay_case, record_grant, save_case
from labordesk.services.norms import save_norm
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import typed
from tests.gui.pages.window import ALT, CTRL, Window
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

KEY = Qt.Key


def case(office: Office, person: str = "Phan Thị Lương", *, day: int = 10, **more: Any) -> int:
    """Store a request received in February 2026."""
    fields = GrantCaseFields(
        person_id=office.person(person),
        programme_id=office.programme("DOT-XUAT"),
        unit_id=office.song_lam,
        requested_on=date(2026, 2, day),
        **{"asked_amount": 3_000_000, **more},
    )
    return save_case(office.register, fields).id


def approved(office: Office, **more: Any) -> int:
    """Store a request approved on 20 February with 2.000.000 đồng."""
    case_id = case(office, **more)
    move_case(office.register, case_id, "approved", date(2026, 2, 20), approved_amount=2_000_000)
    return case_id


@pytest.fixture
def window(qtbot: QtBot, context: Context, office: Office) -> Window:
    return Window(qtbot, context, office.register, grants=GrantsPage)


def page_of(window: Window) -> GrantsPage:
    page = window.shell.current_page()
    assert isinstance(page, GrantsPage)
    return page


def shown(window: Window) -> GrantsPage:
    """Ask for the list again, after rows were stored behind the window's back."""
    page_of(window).list.ask()
    window.settle()
    page_of(window).list.focus_rows()
    return page_of(window)


def test_request_is_received_by_keyboard_alone(window: Window, office: Office) -> None:
    office.person("Phan Thị Lương")
    window.press(KEY.Key_N, CTRL)
    window.pick("phan thi luong")
    typed(window.shell, "")
    window.pick("benh hiem ngheo")
    typed(window.shell, "", "16/2/2026", "3tr")
    window.press(KEY.Key_S, CTRL)
    [row] = list_cases(office.register).rows
    assert (row.person_name, row.state, row.asked_amount) == ("Phan Thị Lương", "received", 3_000_000)
    assert (row.requested_on, row.unit_id) == (date(2026, 2, 16), office.song_lam)
    assert row.circumstance == "Bệnh hiểm nghèo"
    assert page_of(window).header.title() == "Phan Thị Lương"


def test_those_who_wait_longest_stand_first_with_their_days(window: Window, office: Office) -> None:
    for name, day in (("Lê An", 25), ("Phan Thị Lương", 2), ("Trần Bình", 16)):
        case(office, name, day=day)
    page = shown(window)
    assert [row.person_name for row in page.list.table.rows()] == ["Phan Thị Lương", "Trần Bình", "Lê An"]
    place = [column.key for column in page.list.table.model.columns].index("days_waiting")
    assert page.list.table.model.text(0, place) == "28 ngày"
    assert page.list.tabs.tabText(0) == "Đang chờ 3"
    assert page.header.subtitle() == "3 hồ sơ đang chờ, 1 quá hạn"


def test_tab_of_a_state_holds_only_its_cases(window: Window, office: Office) -> None:
    case(office, "Lê An")
    approved(office, person="Trần Bình")
    page = shown(window)
    page.show_target(state="approved")
    window.settle()
    assert [row.person_name for row in page.list.table.rows()] == ["Trần Bình"]
    page.list.show_tab("refused")
    window.settle()
    assert page.list.table.rows() == []


def test_one_key_and_enter_in_the_list_take_a_case_to_verification_today(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    case_id = case(office)
    shown(window)
    window.in_dialog(lambda dialog: QTest.keyClick(dialog.focusWidget(), KEY.Key_Return))
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    loaded = load_case(office.register, case_id)
    assert loaded.state == "verifying"
    assert loaded.steps[-1].on == TODAY
    assert notify.infos[-1] == "Hồ sơ của Phan Thị Lương: Đang xác minh."


def test_an_older_request_is_taken_to_verification_on_its_own_day(window: Window, office: Office) -> None:
    case_id = case(office)
    shown(window)

    def verify(dialog: QDialog) -> None:
        typed(dialog, "12/2/2026")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)

    window.in_dialog(verify)
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    loaded = load_case(office.register, case_id)
    assert (loaded.state, loaded.steps[-1].on) == ("verifying", date(2026, 2, 12))


def test_approval_offers_the_amount_asked_for(window: Window, office: Office) -> None:
    case_id = case(office)
    move_case(office.register, case_id, "verifying", date(2026, 2, 12))
    page_of(window).open(case_id)
    window.settle()
    assert page_of(window).next_button.text() == "Duyệt hồ sơ"

    def approve(dialog: QDialog) -> None:
        typed(dialog, "20/2/2026", "2tr5", "12/QĐ-CĐX")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)

    window.in_dialog(approve)
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    fields = load_case(office.register, case_id).fields
    assert (fields.approved_amount, fields.decision_number) == (2_500_000, "12/QĐ-CĐX")
    assert page_of(window).next_button.text() == "Ghi khoản chi"


def test_refusal_without_a_reason_is_not_written(window: Window, office: Office) -> None:
    case_id = case(office)
    page_of(window).open(case_id)
    window.settle()
    problems: list[str] = []

    def refuse(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        dialog.panel.submit()
        window.settle()
        problems.append(dialog.panel.form.input("refusal_reason").shown_problem())
        dialog.panel.form.input("refusal_reason").editor().setFocus()
        typed(dialog, "Đã nhận ở xã khác")
        dialog.panel.submit()

    window.in_dialog(refuse)
    page_of(window).take_step("refused")
    window.settle()
    assert problems == ["Cần ghi ô này."]
    loaded = load_case(office.register, case_id)
    assert (loaded.state, loaded.steps[-1].note) == ("refused", "Đã nhận ở xã khác")


def test_payment_goes_to_the_relative_named_and_ends_the_waiting(window: Window, office: Office) -> None:
    case_id = approved(office, recipient_name="Phan Văn Tú", recipient_relation="child")
    page_of(window).open(case_id)
    window.settle()
    words: list[str] = []

    def pay(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        words.append(dialog.panel.form.lines["lines"].sum_label.text())
        typed(dialog, "25/2/2026", "PC 12", "", "", "", "", "")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)

    window.in_dialog(pay)
    window.press(KEY.Key_C, ALT)
    window.settle()
    assert words == ["Cộng <b>2.000.000 đ</b> · Hai triệu đồng"]
    loaded = load_case(office.register, case_id)
    assert loaded.state == "paid"
    award = load_award(office.register, loaded.award_ids[0]).data
    assert (award.total, award.fields.paid_on, award.fields.voucher_number) == (2_000_000, date(2026, 2, 25), "PC 12")
    assert (award.fields.recipient_name, award.fields.recipient_relation) == ("Phan Văn Tú", "child")
    assert page_of(window).case.side.waiting.text() == "giải quyết trong 15 ngày"


def test_paying_more_than_approved_needs_a_reason(window: Window, office: Office) -> None:
    case_id = approved(office)
    page_of(window).open(case_id)
    window.settle()
    notices: list[str] = []

    def pay(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        form = dialog.panel.form
        form.lines["lines"].input(0, "amount").set_value(3_000_000)
        dialog.panel.submit()
        window.settle()
        notices.append(dialog.panel.notice())
        form.input("override_reason").set_value("BTV đồng ý bổ sung ngày 24/2")
        dialog.panel.submit()

    window.in_dialog(pay)
    page_of(window).take_step("paid")
    window.settle()
    assert "vượt mức duyệt 2.000.000" in notices[0]
    award = load_award(office.register, load_case(office.register, case_id).award_ids[0]).data
    assert (award.total, award.fields.override_reason) == (3_000_000, "BTV đồng ý bổ sung ngày 24/2")


def test_deleted_payment_leaves_the_case_waiting_again(window: Window, office: Office, notify: RecordedNotify) -> None:
    case_id = approved(office)
    pay_case(office.register, case_id, date(2026, 2, 25), [office.cash(2_000_000)], Slip(voucher_number="PC 1"))
    page_of(window).open(case_id)
    window.settle()
    notify.answer_next("delete")
    page_of(window).case.side.payments.remove_current()
    window.settle()
    assert load_case(office.register, case_id).state == "approved"
    assert page_of(window).next_button.text() == "Ghi khoản chi"


def test_step_saves_first_what_is_typed(window: Window, office: Office) -> None:
    case_id = case(office)
    page_of(window).open(case_id)
    window.settle()
    page_of(window).case.form.input("situation").set_text("Chồng mất, nuôi hai con")
    window.in_dialog(lambda dialog: QTest.keyClick(dialog.focusWidget(), KEY.Key_Return))
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    loaded = load_case(office.register, case_id)
    assert (loaded.state, loaded.fields.situation) == ("verifying", "Chồng mất, nuôi hai con")


def test_step_is_forgotten_when_what_is_typed_cannot_be_saved(window: Window, office: Office) -> None:
    case_id = case(office)
    other = case(office, "Lê An")
    page_of(window).open(case_id)
    window.settle()
    page_of(window).case.form.input("asked_amount").set_text("rất nhiều")
    window.press(KEY.Key_Return, CTRL)
    page_of(window).open(other)
    window.settle()
    assert [load_case(office.register, one).state for one in (case_id, other)] == ["received", "received"]


def test_grant_already_given_is_recorded_by_keyboard_and_the_next_one_begins_alike(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    office.person("Phan Thị Lương")
    office.person("Trần Trọng Quý", office.phu_thinh)
    window.press(KEY.Key_G, CTRL)
    window.pick("phan thi luong")
    typed(window.shell, "")
    window.pick("kho khan dot xuat")
    typed(window.shell, "", "20/2/2026", "PC 07", "", "1tr5", "", "")
    window.press(KEY.Key_S, CTRL)
    [row] = list_cases(office.register).rows
    assert (row.state, row.paid_amount, row.approved_amount) == ("paid", 1_500_000, 1_500_000)
    assert notify.infos[-1] == "Đã ghi trợ cấp 1.500.000 đồng."
    quick = page_of(window).file
    assert isinstance(quick, QuickGrant)
    window.settle()
    typed_values = quick.form.current()
    assert typed_values["person_id"] is None
    assert (typed_values["paid_on"], typed_values["programme_id"]) == (
        date(2026, 2, 20),
        office.programme("DOT-XUAT"),
    )
    assert quick.form.lines["lines"].input(0, "amount").is_empty()
    window.pick("trong quy")
    quick.form.lines["lines"].input(0, "amount").set_value(2_000_000)
    window.press(KEY.Key_S, CTRL)
    assert [one.paid_amount for one in list_cases(office.register).rows] == [1_500_000, 2_000_000]


def test_double_support_is_told_with_what_when_where_and_how_much(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    person = office.person("Phan Thị Lương")
    earlier = GrantCaseFields(
        person_id=person,
        programme_id=office.programme("DOT-XUAT"),
        unit_id=office.song_lam,
        requested_on=date(2025, 11, 3),
    )
    record_grant(office.register, earlier, date(2025, 11, 3), [office.cash(1_000_000)])
    window.press(KEY.Key_G, CTRL)
    file = page_of(window).file
    assert isinstance(file, QuickGrant)
    file.form.input("person_id").set_value(person)
    file.form.input("programme_id").set_value(office.programme("DOT-XUAT"))
    window.settle()
    [sentence] = file.side.benefits.texts()
    for part in ("1.000.000", "03/11/2025", "May Sông Lam"):
        assert part in sentence
    notify.answer_next("Hoạn nạn lần hai trong năm")
    file.side.benefits.give_reason()
    file.form.lines["lines"].input(0, "amount").set_value(1_000_000)
    window.press(KEY.Key_S, CTRL)
    latest = [one for one in list_cases(office.register).rows if one.requested_on == TODAY]
    award = load_award(office.register, load_case(office.register, latest[0].id).award_ids[0]).data
    assert award.fields.override_reason == "Hoạn nạn lần hai trong năm"


def test_warning_leads_to_the_person(window: Window, office: Office) -> None:
    person = office.person("Phan Thị Lương")
    fields = GrantCaseFields(
        person_id=person,
        programme_id=office.programme("DOT-XUAT"),
        unit_id=office.song_lam,
        requested_on=date(2026, 2, 3),
    )
    record_grant(office.register, fields, date(2026, 2, 3), [office.cash(1_000_000)])
    page_of(window).show_target(person=person)
    window.settle()
    file = page_of(window).case
    file.form.input("programme_id").set_value(office.programme("DOT-XUAT"))
    window.settle()
    see = next(link for link in file.side.benefits.findChildren(Link) if link.text() == "Xem")
    see.setFocus()
    window.press(KEY.Key_Return)
    assert window.went[-1] == ("people", {"person": person})


def test_draft_of_a_new_request_comes_back(window: Window, office: Office) -> None:
    office.person("Phan Thị Lương")
    window.press(KEY.Key_N, CTRL)
    window.pick("phan thi luong")
    window.press(KEY.Key_Escape)
    assert page_of(window).file is None
    window.press(KEY.Key_N, CTRL)
    window.settle()
    assert page_of(window).case.form.input("person_id").label() == "Phan Thị Lương"


def test_empty_page_says_what_to_do_first(window: Window) -> None:
    assert "Ctrl+N" in page_of(window).list.views.currentWidget().accessibleName()


# rates, filters, the past put right


def rate(office: Office, **more: Any) -> None:
    """Store the rate of sudden hardship: 2.000.000 đồng each time."""
    usual = {
        "programme_id": office.programme("DOT-XUAT"),
        "high": 2_000_000,
        "valid_from": date(2024, 1, 1),
        "basis": "Quy chế mẫu số 01",
    }
    save_norm(office.register, NormFields(**{**usual, **more}))


def limit_of(page: GrantsPage, field: str) -> str:
    assert page.case is not None
    edit = page.case.form.input(field)
    assert isinstance(edit, MoneyEdit)
    return edit.limit()


def test_the_rate_stands_under_the_amount_asked_for(window: Window, office: Office) -> None:
    rate(office)
    page_of(window).open(case(office))
    window.settle()
    assert limit_of(page_of(window), "asked_amount") == "Định mức: tối đa 2.000.000 đồng/lần (Quy chế mẫu số 01)"


def test_an_approval_beyond_the_rate_asks_for_the_reason_in_its_dialog(window: Window, office: Office) -> None:
    rate(office)
    case_id = case(office)
    move_case(office.register, case_id, "verifying", date(2026, 2, 12))
    page_of(window).open(case_id)
    window.settle()
    said: list[str] = []

    def approve(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)
        window.settle()
        said.append(dialog.panel.form.input("norm_reason").shown_problem())
        typed(dialog, "Nhà neo đơn, mất nguồn thu")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)

    window.in_dialog(approve)
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    assert said[0].startswith("Mức 3.000.000 đồng cao hơn định mức: tối đa 2.000.000 đồng/lần (Quy chế mẫu số 01)")
    loaded = load_case(office.register, case_id)
    assert (loaded.state, loaded.fields.norm_reason) == ("approved", "Nhà neo đơn, mất nguồn thu")
    case_file = page_of(window).case
    assert case_file is not None
    assert case_file.side.rate.text() == "Đã duyệt ngoài định mức. Quy chế mẫu số 01: tối đa 2.000.000 đồng/lần"


def test_the_decision_offers_who_decided_last_time(window: Window, office: Office) -> None:
    first, second = case(office, "Lê An"), case(office, "Trần Bình")
    move_case(
        office.register,
        first,
        "approved",
        TODAY,
        approved_amount=1_000_000,
        decision_body="Ban Chấp hành",
        decision_signer="Phan Thị Thu Hằng",
    )
    move_case(office.register, second, "verifying", TODAY)
    page_of(window).open(second)
    window.settle()
    window.in_dialog(lambda dialog: (QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL), window.settle()))
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    fields = load_case(office.register, second).fields
    assert (fields.decision_body, fields.decision_signer) == ("Ban Chấp hành", "Phan Thị Thu Hằng")


def test_numbers_elsewhere_open_their_rows(window: Window, office: Office) -> None:
    case(office, "Lê An", day=2)
    case(office, "Trần Bình", day=25)
    page = shown(window)
    rate(office, high=1_000_000)
    for target, names in (
        ({"flag": "late"}, ["Lê An"]),
        ({"flag": "norm"}, ["Lê An", "Trần Bình"]),
        ({"programme": office.programme("TNLD")}, []),
        ({"programme": office.programme("DOT-XUAT"), "year": 2026}, ["Lê An", "Trần Bình"]),
        ({"unit": office.phu_thinh}, []),
        ({}, ["Lê An", "Trần Bình"]),
    ):
        page.show_target(**target)
        window.settle()
        assert sorted(row.person_name for row in page.list.table.rows()) == names
    page.show_target(flag="late")
    window.settle()
    page.list.focus_rows()
    window.press(KEY.Key_Escape)
    window.settle()
    assert len(page.list.table.rows()) == 2
    assert page.list.filters.flag.currentText() == "Mọi hồ sơ"


def test_a_pressed_heading_puts_the_longest_waiting_first(window: Window, office: Office) -> None:
    for name, day in (("Lê An", 25), ("Phan Thị Lương", 2), ("Trần Bình", 16)):
        case(office, name, day=day)
    page = shown(window)
    for expected in (["Phan Thị Lương", "Trần Bình", "Lê An"], ["Lê An", "Trần Bình", "Phan Thị Lương"]):
        page.list.table.sort_asked.emit("days_waiting", False)
        window.settle()
        assert [row.person_name for row in page.list.table.rows()] == expected


def test_what_a_file_lacks_stands_in_the_list(window: Window, office: Office) -> None:
    case_id = case(office, day=2, circumstance_id=reason_id(office, "BENH-HN"))
    move_case(office.register, case_id, "verifying", date(2026, 2, 12))
    page = shown(window)
    place = [column.key for column in page.list.table.model.columns].index("marks")
    assert page.list.table.model.text(0, place).startswith("Quá hạn, thiếu ")
    page.open(case_id)
    window.settle()
    assert page.case is not None
    assert page.case.tabs.bar.tabText(1).startswith("Giấy tờ (thiếu ")
    window.press(KEY.Key_PageDown, CTRL)
    assert page.case.tabs.place() == 1


def reason_id(office: Office, code: str) -> int:
    return next(row.id for row in circumstances(office.register) if row.fields.code == code)


def test_the_day_of_a_step_is_put_right_with_a_reason(window: Window, office: Office) -> None:
    case_id = approved(office)
    page = page_of(window)
    page.open(case_id)
    window.settle()

    def correct(dialog: QDialog) -> None:
        typed(dialog, "", "21/2/2026", "Nghị quyết ghi ngày 21")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)
        window.settle()

    window.in_dialog(correct)
    page.correct_day()
    window.settle()
    loaded = load_case(office.register, case_id)
    assert loaded.steps[-1].on == date(2026, 2, 21)
    assert page.case is not None
    assert page.case.tabs.bar.tabText(2) == "Các lần sửa 1"
    [row] = page.case.corrections.table.rows()
    assert row.reason == "Nghị quyết ghi ngày 21"


def test_a_paid_request_is_opened_again_when_the_money_came_back(window: Window, office: Office) -> None:
    case_id = approved(office)
    pay_case(office.register, case_id, date(2026, 2, 24), [office.cash(2_000_000)])
    page = page_of(window)
    page.open(case_id)
    window.settle()
    assert "Thu hồi khoản chi, mở lại…" in [action.text() for action in page.more.menu().actions()]

    def give_back(dialog: QDialog) -> None:
        typed(dialog, "", "Chi nhầm người")
        QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL)
        window.settle()

    window.in_dialog(give_back)
    page.reopen()
    window.settle()
    assert load_case(office.register, case_id).state == "approved"
    assert page.next_button.text() == "Ghi khoản chi"
    assert page.case is not None
    assert page.case.side.payments.table.rows() == []


def test_for_a_dead_worker_the_wife_is_offered_as_the_one_who_receives(window: Window, office: Office) -> None:
    husband, wife = office.person("Nguyễn Văn An"), office.person("Lê Thị Nga")
    office.related(husband, wife, "spouse")
    fields = GrantCaseFields(
        person_id=husband,
        programme_id=office.programme("TNLD"),
        unit_id=office.song_lam,
        circumstance_id=reason_id(office, "TNLD-TV"),
        requested_on=date(2026, 2, 20),
    )
    page = page_of(window)
    page.open(save_case(office.register, fields).id)
    window.settle()
    assert page.case is not None
    kin = page.case.side.kin
    assert kin.notice.text() == "Người được hỗ trợ đã mất; hãy ghi người nhận thay và quan hệ."
    assert kin.links() == ["Lê Thị Nga (vợ/chồng)"]
    next(link for link in kin.findChildren(Link) if not link.isHidden()).click()
    assert page.case.form.current()["recipient_relation"] == "spouse"
    assert kin.isHidden()


def test_a_payment_under_a_typed_total_is_told_after_it_is_recorded(
    window: Window, office: Office, notify: RecordedNotify
) -> None:
    total = AggregateFields(
        unit_id=office.song_lam,
        programme_id=office.programme("DOT-XUAT"),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 2),
        quantity=3,
        cash=6_000_000,
        level="upper",
    )
    save_aggregate(office.register, total)
    page_of(window).open(approved(office))
    window.settle()
    window.in_dialog(lambda dialog: (QTest.keyClick(dialog.focusWidget(), KEY.Key_S, CTRL), window.settle()))
    window.press(KEY.Key_Return, CTRL)
    window.settle()
    assert office.spent() == 2_000_000
    assert "(6.000.000 đồng) đã gồm khoản này" in notify.warnings[-1]


def test_the_papers_of_the_open_file_are_offered(window: Window, office: Office) -> None:
    page = page_of(window)
    assert page.forms.isHidden()
    page.open(approved(office))
    window.settle()
    assert not page.forms.isHidden()
    page.forms.menu().aboutToShow.emit()
    assert any("quyết định" in action.text().lower() for action in page.forms.menu().actions())
