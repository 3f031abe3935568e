"""Filling a list: one after another, whole units, groups without names; doubles explain themselves."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labordesk.gui.buttons import Link
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.gifts_unit_dialog import UnitPeopleDialog
from labordesk.gui.pages.gifts_words import who
from labordesk.gui.suggestions import Found
from labordesk.model.norm import NormFields
from labordesk.services.allocations import allocate
from labordesk.services.gifts import mark_received
from labordesk.services.norms import save_norm
from labordesk.services.unit_lists import Approval, approve_lists
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.gifts_page import Visits, focused, listed, office, page, press, put, settle, type_in, visits
from tests.gui.pages.hand import type_text
from tests.services.welfare_office import TET_DAY, Office

__all__ = ["office", "page", "visits"]

Key = Qt.Key


@pytest.fixture
def campaign(office: Office, page: GiftsPage) -> int:
    """An empty campaign, open."""
    campaign_id = office.campaign()
    page.show_target(campaign=campaign_id)
    settle(page)
    return campaign_id


def look_up(page: GiftsPage, text: str) -> None:
    """Type a name into the line for adding and wait for the matches."""
    editor = page.add_bar.picker.editor()
    editor.setFocus()
    type_text(editor, text)
    QTest.qWait(120)
    settle(page)


def test_people_are_added_one_after_another_by_name_and_enter(page: GiftsPage, office: Office, campaign: int) -> None:
    office.person("Lê Thị Mai Anh")
    office.person("Đỗ Đức Hùng", standing="worker")
    page.new_record()
    for text in ("mai anh", "hung"):
        look_up(page, text)
        press(page, Key.Key_Return)
        settle(page)
    assert [(row.name, row.cash, row.goods) for row in listed(office, campaign)] == [
        ("Lê Thị Mai Anh", 1_000_000, 300_000),
        ("Đỗ Đức Hùng", 500_000, 300_000),
    ]
    assert page.add_bar.notice.text() == "Đã thêm Đỗ Đức Hùng vào cuối danh sách."
    assert focused(page) is page.add_bar.picker.editor()
    assert page.add_bar.picker.is_empty()
    assert [row.name for row in page.view.table.rows()] == ["Lê Thị Mai Anh", "Đỗ Đức Hùng"]


def test_enter_before_the_matches_are_there_adds_nobody(page: GiftsPage, office: Office, campaign: int) -> None:
    office.person("Lê Thị Mai Anh")
    page.new_record()
    type_in(page, "mai")
    press(page, Key.Key_Return)
    settle(page)
    assert listed(office, campaign) == ()


def test_one_more_than_the_allocation_is_added_once_somebody_says_why(
    page: GiftsPage, office: Office, campaign: int, notify: RecordedNotify
) -> None:
    allocate(office.register, campaign, office.song_lam, 0)
    office.person("Lê Thị Mai Anh")
    page.new_record()
    look_up(page, "mai anh")
    press(page, Key.Key_Return)
    settle(page)
    assert page.add_bar.notice.text().startswith("Lê Thị Mai Anh: “May Sông Lam” có 0 suất")
    [reason] = [link for link in page.add_bar.notice.findChildren(Link) if link.text() == "Nêu lý do"]
    notify.answer_next("Doanh nghiệp tặng thêm một suất")
    reason.click()
    settle(page)
    assert [row.name for row in listed(office, campaign)] == ["Lê Thị Mai Anh"]


def test_nobody_is_added_to_an_approved_list(page: GiftsPage, office: Office, campaign: int) -> None:
    put(office, campaign, office.person("Nguyễn Văn An"))
    approve_lists(office.register, campaign, [office.song_lam], Approval(TET_DAY))
    office.person("Lê Thị Mai Anh")
    page.new_record()
    look_up(page, "mai anh")
    press(page, Key.Key_Return)
    settle(page)
    assert "đã duyệt ngày 28/01/2026 nên không sửa được" in page.add_bar.notice.text()
    assert len(listed(office, campaign)) == 1


def test_a_second_gift_is_explained_and_written_with_a_reason(
    page: GiftsPage, office: Office, campaign: int, notify: RecordedNotify
) -> None:
    person = office.person("Lê Thị Mai Anh")
    mark_received(office.register, put(office, campaign, person), TET_DAY)
    page.new_record()
    look_up(page, "mai anh")
    press(page, Key.Key_Return)
    settle(page)
    assert page.add_bar.notice.text() == (
        "Lê Thị Mai Anh: đã nhận Tết Bính Ngọ 2026 tại May Sông Lam, ngày 28/01/2026: 1.300.000 đồng."
    )
    assert len(listed(office, campaign)) == 1
    notify.answer_next("", "Nhà vừa cháy")
    links = {link.text(): link for link in page.add_bar.notice.findChildren(Link)}
    links["Vẫn ghi, nêu lý do"].click()
    settle(page)
    assert len(listed(office, campaign)) == 1
    links["Vẫn ghi, nêu lý do"].click()
    settle(page)
    assert [row.override_reason for row in listed(office, campaign)] == ["", "Nhà vừa cháy"]


def test_see_shows_the_line_that_is_there_already(page: GiftsPage, office: Office, campaign: int) -> None:
    people = office.people(12)
    put(office, campaign, *people)
    page.new_record()
    page.add_bar.add_person(people[10], "Nguyễn Văn An")
    settle(page)
    link = next(one for one in page.add_bar.notice.findChildren(Link) if one.text() == "Xem")
    link.click()
    settle(page)
    assert page.view.finder.box.text() == "11"
    assert [row.position for row in page.view.table.rows()] == [11]


def test_a_relative_who_is_listed_is_told_after_the_person_was_added(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    person, wife = office.person("Đỗ Đức Hùng"), office.person("Lê Thị Nga")
    office.related(person, wife, "spouse")
    put(office, campaign, wife)
    page.new_record()
    page.add_bar.add_person(person, "Đỗ Đức Hùng")
    settle(page)
    assert [row.name for row in listed(office, campaign)] == ["Lê Thị Nga", "Đỗ Đức Hùng"]
    assert "Lưu ý: vợ/chồng, Lê Thị Nga" in page.add_bar.notice.text()


def test_somebody_without_a_unit_is_refused_with_the_way_to_the_person(
    page: GiftsPage, office: Office, campaign: int, visits: Visits
) -> None:
    with office.register.writing() as session:
        from labordesk.model import Person
        from labordesk.model.keys import person_keys

        person = Person(full_name="Lê Thị Mai", **vars(person_keys("Lê Thị Mai", None)))
        session.add(person)
        session.flush()
        person_id = person.id
    assert person_id is not None
    page.new_record()
    page.add_bar.add_person(person_id, "Lê Thị Mai")
    settle(page)
    assert "chưa có đơn vị" in page.add_bar.notice.text()
    next(one for one in page.add_bar.notice.findChildren(Link)).click()
    assert visits == [("people", {"person": person_id})]


def test_esc_puts_the_line_for_adding_away(page: GiftsPage, campaign: int) -> None:
    page.new_record()
    press(page, Key.Key_Escape)
    assert not page.add_bar.isVisible()
    assert page.mode == "campaign"


def unit_dialog(page: GiftsPage, office: Office, unit_id: int) -> UnitPeopleDialog:
    assert page.view.state is not None
    page.deeds.add_unit(page.view.state)
    dialog = page.deeds.window
    assert isinstance(dialog, UnitPeopleDialog)
    dialog.unit.choose(Found(unit_id, "Đơn vị"))
    settle(page)
    return dialog


def test_everybody_of_a_unit_is_ticked_but_those_listed_already(page: GiftsPage, office: Office, campaign: int) -> None:
    people = office.people(9)
    put(office, campaign, people[0])
    dialog = unit_dialog(page, office, office.song_lam)
    assert len(dialog.table.rows()) == 3
    assert {row.id for row in dialog.ticked()} == {people[3], people[6]}
    dialog.table.focus_first()
    first = dialog.table.current()
    assert first is not None
    before = {row.id for row in dialog.ticked()}
    QTest.keyClick(dialog.table.view, Key.Key_Space)
    after = {row.id for row in dialog.ticked()}
    assert before ^ after == ({first.id} if not first.problem else set())
    dialog._tick_all(ticked=True)
    QTest.keyClick(dialog, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(page)
    assert not dialog.isVisible()
    assert {row.person_id for row in listed(office, campaign)} == {people[0], people[3], people[6]}
    assert len(page.view.table.rows()) == 3


def test_a_whole_commune_is_narrowed_by_standing(page: GiftsPage, office: Office, campaign: int) -> None:
    office.people(6)
    worker = office.person("Trần Thị Hoà", standing="worker")
    dialog = unit_dialog(page, office, 1)
    assert len(dialog.ticked()) == 7
    dialog.standing.choose("worker")
    settle(page)
    assert [row.id for row in dialog.ticked()] == [worker]


def test_who_was_refused_stays_on_the_screen_with_the_reason(page: GiftsPage, office: Office, campaign: int) -> None:
    office.person("Lê Thị Mai Anh", citizen_id="042085000111")
    dialog = unit_dialog(page, office, office.song_lam)
    # Meanwhile somebody else puts the same person on the list.
    put(office, campaign, dialog.table.rows()[0].id)
    dialog.add()
    settle(page)
    assert dialog.isVisible()
    assert dialog.notice.text() == "Đã thêm 0 người; 1 người dưới đây chưa thêm được."
    assert "Mỗi người chỉ nhận một suất" in dialog.table.rows()[0].problem
    assert not dialog.add_button.isEnabled()


def form_dialog(page: GiftsPage) -> FormDialog:
    settle(page)
    assert isinstance(page.deeds.window, FormDialog)
    return page.deeds.window


def test_a_group_without_names_gets_the_package_times_its_number(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    assert page.view.state is not None
    page.deeds.add_group(page.view.state)
    dialog = form_dialog(page)
    form = dialog.panel.form
    form.input("unit_id").set_value(office.dong_tam)
    form.input("quantity").set_text("12")
    assert (form.input("cash_total").value(), form.input("goods_total").value()) == (12_000_000, 3_600_000)
    form.input("goods_total").set_text("3tr")
    form.input("quantity").set_text("10")
    assert (form.input("cash_total").value(), form.input("goods_total").value()) == (10_000_000, 3_000_000)
    settle(page)
    dialog.panel.submit()
    settle(page)
    [row] = listed(office, campaign)
    assert (row.quantity, row.cash, row.goods, row.unit_name) == (10, 10_000_000, 3_000_000, "THCS Đồng Tâm")
    assert who(row).startswith("10 ")
    assert who(row).endswith(", không ghi tên")


def test_amounts_of_selected_lines_are_changed_together_until_they_are_given(
    page: GiftsPage, office: Office, campaign: int, notify: RecordedNotify
) -> None:
    awards = put(office, campaign, *office.people(3))
    page.view.reload()
    settle(page)
    page.view.table.view.selectAll()
    page.view.table.setFocus()
    QTest.keyClick(page.view.table.view, Key.Key_F2)
    dialog = form_dialog(page)
    dialog.panel.form.input("cash").set_text("1,5tr")
    dialog.panel.form.input("goods").set_text("0")
    dialog.panel.submit()
    settle(page)
    assert {(row.cash, row.goods) for row in listed(office, campaign)} == {(1_500_000, 0)}
    mark_received(office.register, awards[:1], date(2026, 2, 1))
    page.view.reload()
    settle(page)
    page.deeds.edit_amounts(page.view.table.rows())
    assert "hãy hoàn tác dấu đã nhận trước" in notify.warnings[0]


def test_del_takes_lines_off_the_list_after_asking(
    page: GiftsPage, office: Office, campaign: int, notify: RecordedNotify
) -> None:
    put(office, campaign, *office.people(3))
    page.view.reload()
    settle(page)
    page.view.table.focus_first()
    press(page, Key.Key_Delete)
    assert len(listed(office, campaign)) == 3
    notify.answer_next("remove")
    press(page, Key.Key_Delete)
    settle(page)
    assert [row.position for row in listed(office, campaign)] == [2, 3]
    assert notify.questions[-1] == "Bỏ Nguyễn Văn An khỏi danh sách?"


def test_enter_on_a_line_changes_its_amounts_or_opens_the_person_once_given(
    page: GiftsPage, office: Office, campaign: int, visits: Visits
) -> None:
    people = office.people(2)
    awards = put(office, campaign, *people)
    mark_received(office.register, awards[1:], TET_DAY)
    page.view.reload()
    settle(page)
    page.view.table.focus_first()
    press(page, Key.Key_Return)
    dialog = form_dialog(page)
    assert dialog.windowTitle() == "Mức quà của Nguyễn Văn An"
    dialog.close()
    page.view.table.select(awards[1])
    page.view.table.view.setFocus()
    page.view.table.opened.emit(page.view.table.current())
    assert visits == [("people", {"person": people[1]})]


def test_an_amount_above_the_rate_asks_for_its_reason_in_the_same_form(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    rate = NormFields(
        programme_id=office.programme("TET"), high=1_300_000, valid_from=date(2025, 1, 1), basis="KH mẫu số 34"
    )
    save_norm(office.register, rate)
    put(office, campaign, *office.people(1))
    page.view.reload()
    settle(page)
    page.view.table.focus_first()
    press(page, Key.Key_Return)
    dialog = form_dialog(page)
    form = dialog.panel.form
    form.input("cash").set_text("2tr")
    dialog.panel.submit()
    settle(page)
    assert "KH mẫu số 34" in form.input("override_reason")._problem.text()
    assert listed(office, campaign)[0].cash == 1_000_000
    form.input("override_reason").set_text("Nhà vừa cháy")
    dialog.panel.submit()
    settle(page)
    assert listed(office, campaign)[0].cash == 2_000_000
