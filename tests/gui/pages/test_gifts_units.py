"""Packages typed into the tree of units, lists approved there, by keyboard, on a real register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.gifts_tabs import LIST, MISSED, UNITS
from labordesk.gui.pages.gifts_units import UnitsPanel
from labordesk.gui.pages.gifts_units_model import CASH, HANDED_ON, LISTED, PACKAGES, STATE
from labordesk.rules.allocation import Share
from labordesk.services.allocation_tree import UnitShare, campaign_units
from labordesk.services.allocations import allocate
from labordesk.services.gifts import recipients
from labordesk.services.unit_lists import Approval, approve_lists, set_deadline, submit_lists
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.gifts_page import Visits, focused, office, page, press, put, settle, type_in, visits
from tests.services.welfare_office import COMMUNE, TODAY, Office

__all__ = ["office", "page", "visits"]

Key = Qt.Key


@pytest.fixture
def campaign(office: Office, page: GiftsPage) -> int:
    """A campaign of 156 packages with six people on three lists, its units in front."""
    campaign_id = office.campaign(planned_packages=156, unit_id=COMMUNE)
    put(office, campaign_id, *office.people(6))
    page.show_target(campaign=campaign_id, tab=UNITS)
    settle(page)
    return campaign_id


def panel(page: GiftsPage) -> UnitsPanel:
    assert page.tabs.units is not None
    return page.tabs.units


def choose(page: GiftsPage, unit_id: int) -> None:
    panel(page).tree.choose(unit_id)
    panel(page).tree.setFocus()


def row(office: Office, campaign_id: int, unit_id: int) -> UnitShare:
    return next(one for one in campaign_units(office.register, campaign_id).rows if one.unit_id == unit_id)


def cell(page: GiftsPage, unit_id: int, column: int) -> str:
    return str(panel(page).tree.units.index_of(unit_id, column).data())


def packages(office: Office, campaign_id: int, unit_id: int) -> int | None:
    share = row(office, campaign_id, unit_id).share
    return share.packages if share else None


def type_number(page: GiftsPage, text: str) -> None:
    """Type a number on the tree: the first digit opens the cell, Enter keeps it."""
    type_in(page, text[0])
    editor = panel(page).tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, text[1:])


def enter(page: GiftsPage) -> None:
    editor = panel(page).tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Key.Key_Return)
    settle(page)


def test_numbers_are_typed_one_below_the_other(page: GiftsPage, office: Office, campaign: int) -> None:
    first, second, third = (one.unit_id for one in panel(page).tree.units.rows[1:4])
    choose(page, first)
    for text in ("43", "12", "101"):
        type_number(page, text)
        enter(page)
    assert [packages(office, campaign, one) for one in (first, second, third)] == [43, 12, 101]
    assert panel(page).summary.text().startswith("Kế hoạch 156 suất · đã phân bổ 156 · còn 0")
    assert cell(page, COMMUNE, HANDED_ON) == "156 · còn 0"


def test_the_parts_of_a_campaign_are_turned_by_keyboard(page: GiftsPage, campaign: int) -> None:
    page.tabs.turn_to(LIST)
    settle(page)
    page.turn(1)
    settle(page)
    assert (page.tabs.tab, panel(page).tree.hasFocus()) == (UNITS, True)
    page.turn(-1)
    settle(page)
    assert (page.tabs.tab, page.view.table.view.hasFocus()) == (LIST, True)
    page.turn(-1)
    assert page.tabs.bar.currentIndex() == page.tabs.bar.count() - 1


def test_the_sums_follow_while_one_types_and_fall_back_on_escape(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    allocate(office.register, campaign, office.phu_thinh, 50)
    panel(page).reload()
    settle(page)
    choose(page, office.song_lam)
    type_number(page, "20")
    assert panel(page).summary.text().startswith("Kế hoạch 156 suất · đã phân bổ 70 · còn 86")
    assert cell(page, COMMUNE, HANDED_ON) == "70 · còn 86"
    editor = panel(page).tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Key.Key_Escape)
    settle(page)
    assert panel(page).summary.text().startswith("Kế hoạch 156 suất · đã phân bổ 50 · còn 106")
    assert packages(office, campaign, office.song_lam) is None


def test_more_than_the_plan_is_refused_above_the_tree_and_nothing_changes(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    choose(page, office.song_lam)
    type_number(page, "157")
    assert "vượt 1" in panel(page).summary.text()
    enter(page)
    assert panel(page).notice.text().startswith("Tổng phân bổ 157 suất nhiều hơn kế hoạch 156 suất của đợt")
    assert packages(office, campaign, office.song_lam) is None
    assert cell(page, office.song_lam, PACKAGES) == ""


def test_money_may_be_typed_apart_from_the_package(page: GiftsPage, office: Office, campaign: int) -> None:
    panel(page).tree.resize(1200, 400)
    choose(page, office.song_lam)
    type_number(page, "10")
    enter(page)
    choose(page, office.song_lam)
    tree = panel(page).tree
    tree.setCurrentIndex(tree.units.index_of(office.song_lam, CASH))
    assert tree.type_into(CASH)
    editor = tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "8tr5")
    enter(page)
    share = row(office, campaign, office.song_lam).share
    assert share is not None
    assert (share.packages, share.cash, share.goods) == (10, 8_500_000, 3_000_000)


def test_the_money_in_the_form_follows_the_packages(page: GiftsPage, office: Office, campaign: int) -> None:
    allocate(office.register, campaign, office.song_lam, 4)
    panel(page).reload()
    settle(page)
    choose(page, office.song_lam)
    press(page, Key.Key_F2)
    settle(page)
    dialog: Any = panel(page).deeds.window
    form = dialog.panel.form
    form.input("packages").set_text("10")
    assert (form.input("cash").value(), form.input("goods").value()) == (10_000_000, 3_000_000)
    form.input("goods").set_text("0")
    form.input("packages").set_text("12")
    form.input("document").set_value("CV 12/CĐX")
    dialog.panel.submit()
    settle(page)
    found = row(office, campaign, office.song_lam)
    assert found.share == Share(12, 12_000_000, 0)
    assert found.document == "CV 12/CĐX"


def test_the_plan_of_the_organiser_is_not_typed_over_here(page: GiftsPage, office: Office, campaign: int) -> None:
    choose(page, COMMUNE)
    type_in(page, "5")
    assert panel(page).tree.findChild(QLineEdit) is None
    press(page, Key.Key_F2)
    assert "Sửa đợt tặng quà" in panel(page).notice.text()
    assert cell(page, COMMUNE, PACKAGES) == "156"


def test_all_below_are_divided_at_once_and_it_can_be_taken_back(page: GiftsPage, office: Office, campaign: int) -> None:
    choose(page, COMMUNE)
    current = panel(page).tree.current()
    assert current is not None
    panel(page).deeds.split(current, "evenly")
    settle(page)
    assert [packages(office, campaign, one) for one in (office.song_lam, office.phu_thinh, office.dong_tam)] == [52] * 3
    page.undo()
    settle(page)
    assert packages(office, campaign, office.song_lam) is None
    assert not page.undo()
    panel(page)._undo_pressed()
    assert panel(page).notice.text() == "Không có phân bổ nào để hoàn tác."


def test_dividing_again_asks_first(page: GiftsPage, office: Office, notify: RecordedNotify, campaign: int) -> None:
    allocate(office.register, campaign, office.song_lam, 5)
    panel(page).reload()
    settle(page)
    choose(page, COMMUNE)
    current = panel(page).tree.current()
    assert current is not None
    panel(page).deeds.split(current, "members")
    settle(page)
    assert packages(office, campaign, office.song_lam) == 5
    notify.answer_next("split")
    panel(page).deeds.split(current, "members")
    settle(page)
    assert packages(office, campaign, office.song_lam) == 52


def test_delete_takes_a_share_away(page: GiftsPage, office: Office, campaign: int) -> None:
    allocate(office.register, campaign, office.song_lam, 5)
    panel(page).reload()
    settle(page)
    choose(page, office.song_lam)
    press(page, Key.Key_Delete)
    settle(page)
    assert packages(office, campaign, office.song_lam) is None
    press(page, Key.Key_Delete)
    assert panel(page).notice.text() == "Đơn vị đang chọn chưa được phân bổ."


def test_enter_shows_the_list_of_a_unit_and_escape_leads_back(page: GiftsPage, office: Office, campaign: int) -> None:
    choose(page, office.song_lam)
    press(page, Key.Key_Return)
    settle(page)
    assert page.tabs.tab == LIST
    assert {one.unit_id for one in page.view.table.rows()} == {office.song_lam}
    assert page.view.finder.units.currentText() == "May Sông Lam và bên dưới"
    page.show_target(campaign=campaign, tab=UNITS)
    settle(page)
    assert page.escape()
    assert page.tabs.tab == LIST
    assert page.escape()
    assert page.mode == "list"


def test_all_lists_are_approved_by_one_decision(page: GiftsPage, office: Office, campaign: int) -> None:
    choose(page, COMMUNE)
    panel(page).deeds.approve(panel(page).lists())
    settle(page)
    dialog = panel(page).deeds.window
    assert dialog is not None
    form = dialog.panel.form  # type: ignore[attr-defined]
    form.input("decision_number").set_value("12/QĐ-CĐX")
    dialog.panel.submit()  # type: ignore[attr-defined]
    settle(page)
    assert panel(page).notice.text().startswith("Đã duyệt 3 danh sách")
    assert cell(page, office.song_lam, STATE) == "Đã duyệt"
    assert row(office, campaign, office.dong_tam).facts.decision_number == "12/QĐ-CĐX"
    assert "đã duyệt 3/3 danh sách" in panel(page).summary.text()


def test_a_list_is_opened_again_for_a_reason(
    page: GiftsPage, office: Office, notify: RecordedNotify, campaign: int
) -> None:
    approve_lists(office.register, campaign, [office.song_lam], Approval(TODAY))
    panel(page).reload()
    settle(page)
    choose(page, office.song_lam)
    current = panel(page).tree.current()
    assert current is not None
    panel(page).deeds.reopen(current)
    settle(page)
    assert row(office, campaign, office.song_lam).facts.state == "approved"
    notify.answer_next("Thêm một người")
    panel(page).deeds.reopen(current)
    settle(page)
    assert row(office, campaign, office.song_lam).facts.note.endswith("Thêm một người")
    assert cell(page, office.song_lam, STATE) == "Đang lập"


def test_late_and_handed_in_lists_say_so(page: GiftsPage, office: Office, campaign: int) -> None:
    set_deadline(office.register, campaign, [office.song_lam, office.phu_thinh], date(2026, 1, 21))
    submit_lists(office.register, campaign, [office.dong_tam], TODAY)
    panel(page).reload()
    settle(page)
    assert cell(page, office.song_lam, STATE) == "Quá hạn 21/01"
    assert cell(page, office.dong_tam, STATE) == "Đã trình"


def test_a_list_longer_than_allowed_is_red_until_somebody_says_why(
    page: GiftsPage, office: Office, notify: RecordedNotify, campaign: int
) -> None:
    allocate(office.register, campaign, office.song_lam, 1)
    panel(page).reload()
    settle(page)
    tree = panel(page).tree
    tip = tree.units.index_of(office.song_lam, LISTED).data(Qt.ItemDataRole.ToolTipRole)
    assert "Danh sách nhiều hơn phân bổ 1 suất" in tip
    choose(page, office.song_lam)
    current = tree.current()
    assert current is not None
    notify.answer_next("Doanh nghiệp tặng thêm")
    panel(page).deeds.allow_excess(current)
    settle(page)
    assert row(office, campaign, office.song_lam).facts.excess_reason == "Doanh nghiệp tặng thêm"


def test_the_hand_over_warns_of_lists_nobody_approved_and_goes_on(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    approve_lists(office.register, campaign, [office.dong_tam], Approval(TODAY))
    page.start_hand_over()
    settle(page)
    assert page.view.notice.text().startswith("Chưa duyệt danh sách: Gỗ Phú Thịnh, May Sông Lam.")
    press(page, Key.Key_Return)
    settle(page)
    assert recipients(office.register, campaign).rows[0].handover == "received"


def test_a_link_opens_the_rows_behind_a_number(page: GiftsPage, office: Office, campaign: int) -> None:
    page.show_target(campaign=campaign, unit=COMMUNE, state="waiting")
    settle(page)
    assert len(page.view.table.rows()) == 6
    page.show_target(campaign=campaign, unit=office.phu_thinh, state="received")
    settle(page)
    assert page.view.table.rows() == []
    page.show_target(campaign=campaign, tab=MISSED)
    settle(page)
    assert page.tabs.tab == MISSED


def test_the_page_is_left_in_order_with_a_number_half_typed(
    page: GiftsPage, office: Office, visits: Visits, campaign: int
) -> None:
    choose(page, office.song_lam)
    type_number(page, "4")
    page.show_list()
    settle(page)
    QApplication.processEvents()
    assert packages(office, campaign, office.song_lam) in (None, 4)
    assert visits == []
    assert focused(page) is not None
