"""Vouchers and who is missed, on the page of gifts: registered, scanned at the table, given, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.gifts_missed import MissedPanel
from labordesk.gui.pages.gifts_tabs import LIST, MISSED, UNITS, VOUCHERS
from labordesk.gui.pages.gifts_vouchers import VouchersPanel
from labordesk.services.allocations import allocate
from labordesk.services.gifts import mark_absent, mark_received
from labordesk.services.voucher_lists import vouchers
from labordesk.services.vouchers import VoucherBatch, assign_vouchers, register_vouchers
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.gifts_page import Visits, listed, office, page, press, put, settle, states, type_in, visits
from tests.services.welfare_office import TET_DAY, Office

__all__ = ["office", "page", "visits"]

Key = Qt.Key


@pytest.fixture
def campaign(office: Office, page: GiftsPage) -> int:
    """A campaign with five people on its list and its vouchers in front; none is registered."""
    campaign_id = office.campaign("Chợ Tết công đoàn 2026", code="CHO-TET", package_cash=0)
    put(office, campaign_id, *office.people(5))
    page.show_target(campaign=campaign_id, tab=VOUCHERS)
    settle(page)
    return campaign_id


def panel(page: GiftsPage) -> VouchersPanel:
    assert page.tabs.vouchers is not None
    return page.tabs.vouchers


def missed(page: GiftsPage) -> MissedPanel:
    assert page.tabs.missed is not None
    return page.tabs.missed


def stock(office: Office, campaign_id: int, last: str = "PMH 000110") -> None:
    register_vouchers(office.register, campaign_id, VoucherBatch("shopping", "PMH 000101", last, 300_000))


def filled(page: GiftsPage, dialog: Any, **values: Any) -> None:
    """Fill a form and save it."""
    for name, value in values.items():
        dialog.panel.form.input(name).set_value(value)
    dialog.panel.submit()
    settle(page)


def test_a_range_is_registered_and_a_second_time_refused_beside_its_field(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    page.new_record()
    dialog: Any = panel(page).window_shown
    filled(page, dialog, first_serial="PMH 000101", last_serial="000110")
    assert panel(page).notice.text() == "Đã nhập 10 phiếu, vé."
    assert len(vouchers(office.register, campaign).rows) == 10
    assert panel(page).table.rows()[0].value == 300_000
    page.new_record()
    dialog = panel(page).window_shown
    filled(page, dialog, first_serial="PMH 000110 → 000112", last_serial="")
    assert "đã có trong đợt này" in dialog.panel.form.input("first_serial").shown_problem()
    dialog.reject()
    assert len(vouchers(office.register, campaign).rows) == 10


def test_the_end_of_a_range_counts_what_is_typed(page: GiftsPage, campaign: int) -> None:
    panel(page).add()
    form = panel(page).window_shown.panel.form  # type: ignore[union-attr]
    form.input("first_serial").editor().setFocus()
    QTest.keyClicks(form.input("first_serial").editor(), "PMH 000101")
    QTest.keyClicks(form.input("last_serial").editor(), "300")
    assert form.input("last_serial").note() == "200 số: PMH 000101 … PMH 000300"
    panel(page).window_shown.reject()  # type: ignore[union-attr]


def test_vouchers_are_given_in_the_order_of_the_list_and_taken_back_by_undo(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    panel(page).assign()
    assert panel(page).notice.text().startswith("Không còn phiếu, vé nào trong tay")
    stock(office, campaign, "PMH 000103")
    panel(page).reload()
    settle(page)
    panel(page).assign()
    filled(page, panel(page).window_shown, each=1)
    assert panel(page).notice.text() == "Đã ghi 3 phiếu, vé cho người nhận. 2 dòng chưa đủ phiếu, vé."
    assert [row.vouchers for row in listed(office, campaign)][:3] == ["PMH 000101", "PMH 000102", "PMH 000103"]
    page.undo()
    settle(page)
    assert not any(row.vouchers for row in listed(office, campaign))
    assert not page.undo()


def test_a_void_voucher_asks_why_and_can_be_taken_back(
    page: GiftsPage, office: Office, notify: RecordedNotify, campaign: int
) -> None:
    stock(office, campaign)
    assign_vouchers(office.register, campaign, "shopping")
    panel(page).reload()
    settle(page)
    panel(page).table.select(panel(page).table.rows()[0].id)
    panel(page).void(panel(page).table.selected())
    settle(page)
    assert panel(page).table.rows()[0].state == "assigned"
    notify.answer_next("Rách góc")
    panel(page).void(panel(page).table.selected())
    settle(page)
    assert panel(page).table.rows()[0].void_reason == "Rách góc"
    page.undo()
    settle(page)
    assert listed(office, campaign)[0].vouchers == "PMH 000101"


def test_a_voucher_handed_over_is_not_taken_off(page: GiftsPage, office: Office, campaign: int) -> None:
    stock(office, campaign)
    assign_vouchers(office.register, campaign, "shopping")
    mark_received(office.register, [listed(office, campaign)[0].award_id], TET_DAY)
    panel(page).reload()
    settle(page)
    panel(page).free(panel(page).table.rows()[:1])
    settle(page)
    assert "đã trao cho" in panel(page).notice.text()


def test_enter_on_a_voucher_shows_whose_it_is(page: GiftsPage, office: Office, campaign: int) -> None:
    stock(office, campaign)
    assign_vouchers(office.register, campaign, "shopping")
    panel(page).reload()
    settle(page)
    panel(page).table.opened.emit(panel(page).table.rows()[2])
    settle(page)
    assert page.tabs.tab == LIST
    assert [row.position for row in page.view.table.rows()] == [3]


def test_at_the_table_a_serial_is_scanned_and_the_gift_handed_over_with_it(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    stock(office, campaign)
    page.start_hand_over()
    settle(page)
    type_in(page, "3")
    press(page, Key.Key_P, alt=True)
    settle(page)
    dialog: Any = page.hand._dialog
    editor = dialog.panel.form.input("serial").editor()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "pmh000107")
    QTest.keyClick(editor, Key.Key_Return)
    settle(page)
    third = listed(office, campaign)[2]
    assert (third.handover, third.vouchers) == ("received", "PMH 000107")
    assert not dialog.isVisible()


def test_an_unknown_serial_hands_nothing_over(page: GiftsPage, office: Office, campaign: int) -> None:
    stock(office, campaign)
    page.start_hand_over()
    settle(page)
    press(page, Key.Key_P, alt=True)
    settle(page)
    dialog: Any = page.hand._dialog
    QTest.keyClicks(dialog.panel.form.input("serial").editor(), "PMH 9")
    QTest.keyClick(dialog.panel.form.input("serial").editor(), Key.Key_Return)
    settle(page)
    assert "chưa có phiếu, vé số “PMH 9”" in dialog.panel.notice()
    dialog.reject()
    assert states(office, campaign) == ["planned"] * 5


def test_a_scanned_voucher_finds_its_person(page: GiftsPage, office: Office, campaign: int) -> None:
    stock(office, campaign)
    assign_vouchers(office.register, campaign, "shopping")
    page.start_hand_over()
    settle(page)
    type_in(page, "PMH 000104")
    press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign) == ["planned", "planned", "planned", "received", "planned"]


def test_a_gift_given_back_and_undone_has_its_voucher_again(page: GiftsPage, office: Office, campaign: int) -> None:
    stock(office, campaign)
    assign_vouchers(office.register, campaign, "shopping")
    mark_received(office.register, [listed(office, campaign)[0].award_id], TET_DAY)
    page.open_campaign(campaign)
    settle(page)
    page.hand.give_back([page.view.table.rows()[0]])
    settle(page)
    assert listed(office, campaign)[0].vouchers == ""
    page.undo()
    settle(page)
    first = listed(office, campaign)[0]
    assert (first.handover, first.vouchers) == ("received", "PMH 000101")


def test_amounts_companions_units_and_vouchers_of_chosen_lines_are_taken_back(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    stock(office, campaign)
    page.open_campaign(campaign)
    settle(page)
    before = listed(office, campaign)

    def rows() -> Any:
        return page.view.table.rows()[:2]

    deeds = page.deeds
    for act, values in (
        (deeds.edit_amounts, {"cash": 200_000, "goods": 0}),
        (deeds.edit_companions, {"companions": 2}),
        (deeds.move, {"unit_id": office.dong_tam}),
        (lambda chosen: deeds.assign_vouchers(campaign, chosen), {"each": 2}),
    ):
        act(rows())
        settle(page)
        filled(page, deeds.window, **values)
    first, second, *_others = listed(office, campaign)
    assert [(one.cash, one.companions, one.unit_id) for one in (first, second)] == [(200_000, 2, office.dong_tam)] * 2
    assert first.vouchers == "PMH 000101, PMH 000102"
    for _turn in range(4):
        page.undo()
        settle(page)
    assert listed(office, campaign) == before


def test_several_lines_leave_the_list_at_once_or_not_at_all(
    page: GiftsPage, office: Office, notify: RecordedNotify, campaign: int
) -> None:
    page.open_campaign(campaign)
    settle(page)
    notify.answer_next("remove")
    page.deeds.remove(page.view.table.rows()[:3])
    settle(page)
    assert len(listed(office, campaign)) == 2


def test_who_got_nothing_is_listed_and_added_from_there(page: GiftsPage, office: Office, campaign: int) -> None:
    office.person("Lê Thị Mai Anh")
    office.person("Võ Quốc Khánh", office.phu_thinh, standing="worker")
    mark_absent(office.register, [listed(office, campaign)[0].award_id])
    page.show_target(campaign=campaign, tab=MISSED)
    settle(page)
    assert {row.name for row in missed(page).table.rows()} == {"Lê Thị Mai Anh", "Nguyễn Văn An"}
    assert missed(page).count.text() == "2 người chưa được nhận"
    missed(page).table.view.selectAll()
    page.new_record()
    settle(page)
    assert [row.name for row in listed(office, campaign)][-1] == "Lê Thị Mai Anh"
    assert [row.name for row in missed(page).table.rows()] == ["Nguyễn Văn An"]
    missed(page).standing.choose(1)
    settle(page)
    assert len(missed(page).table.rows()) == 2
    missed(page).unit.set_value(office.phu_thinh)
    settle(page)
    assert [row.name for row in missed(page).table.rows()] == ["Võ Quốc Khánh"]


def test_a_full_list_leads_to_the_reason_for_more(
    page: GiftsPage, office: Office, visits: Visits, campaign: int
) -> None:
    allocate(office.register, campaign, office.song_lam, 2)
    office.person("Lê Thị Mai Anh")
    page.show_target(campaign=campaign, tab=MISSED)
    settle(page)
    missed(page).table.focus_first()
    missed(page).add()
    settle(page)
    assert "“May Sông Lam” có 2 suất" in missed(page).notice.text()
    missed(page).reason_asked.emit(office.song_lam)
    settle(page)
    assert page.tabs.tab == UNITS
    current = page.tabs.units.tree.current() if page.tabs.units else None
    assert current is not None
    assert current.unit_id == office.song_lam
    assert visits == []


def test_tickets_of_a_day_are_listed_with_their_route(page: GiftsPage, office: Office, campaign: int) -> None:
    batch = VoucherBatch("bus", "VX 01", "02", 450_000, "Nhà xe Hà Tĩnh", date(2026, 2, 8), "Hương Sơn – Vinh")
    register_vouchers(office.register, campaign, batch)
    panel(page).reload()
    settle(page)
    first = panel(page).table.rows()[0]
    assert (first.travel_on, first.route) == (date(2026, 2, 8), "Hương Sơn – Vinh")
    assert panel(page).summary.text().startswith("Vé xe: 2 · còn trong tay 2")
