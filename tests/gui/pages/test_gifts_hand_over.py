"""Handing gifts over at the table, by keyboard alone, on a real register."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.gifts_words import mark_words, note_words, state_words
from labordesk.services.gift_lists import RecipientRow
from labordesk.services.gifts import RecipientEntry, add_group, add_recipients, mark_absent, mark_received
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.gifts_page import (
    focused,
    listed,
    office,
    page,
    press,
    put,
    settle,
    states,
    type_in,
    visits,
)
from tests.services.welfare_office import TET_DAY, TODAY, Office

__all__ = ["office", "page", "visits"]

Key = Qt.Key


@pytest.fixture
def campaign(office: Office, page: GiftsPage) -> int:
    """A list of twenty-five, opened at the table; every tenth is called Hoà, from the third on."""
    campaign_id = office.campaign()
    put(office, campaign_id, *office.people(25))
    page.show_target(campaign=campaign_id)
    settle(page)
    page.start_hand_over()
    settle(page)
    return campaign_id


def position(page: GiftsPage) -> int:
    """Return the place of the current line."""
    row: RecipientRow | None = page.view.table.current()
    assert row is not None
    return row.position


def test_hand_over_begins_with_the_cursor_in_the_search_box_and_the_first_waiting_line(
    page: GiftsPage, campaign: int
) -> None:
    assert focused(page) is page.view.finder.box
    assert position(page) == 1
    assert page.header.title() == "Trao quà tại bàn"


def test_enter_marks_the_lines_of_the_list_one_after_another(page: GiftsPage, office: Office, campaign: int) -> None:
    for _turn in range(3):
        press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign)[:4] == ["received", "received", "received", "planned"]
    assert {row.paid_on for row in listed(office, campaign)[:3]} == {TODAY}
    assert position(page) == 4
    assert page.view.cards.given.figure() == "3 / 25"
    assert page.view.cards.money.figure() == "3.000.000"


def test_a_place_typed_and_entered_at_once_marks_that_line_although_the_search_was_not_answered_yet(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    type_in(page, "17")
    press(page, Key.Key_Return)
    settle(page)
    assert [row.position for row in listed(office, campaign) if row.handover == "received"] == [17]
    assert focused(page) is page.view.finder.box
    assert page.view.finder.box.selectedText() == "17"
    type_in(page, "0012")
    press(page, Key.Key_Return)
    settle(page)
    assert [row.position for row in listed(office, campaign) if row.handover == "received"] == [12, 17]


def test_nobody_is_marked_at_once_when_several_people_match(page: GiftsPage, office: Office, campaign: int) -> None:
    type_in(page, "hoa")
    press(page, Key.Key_Return)
    settle(page)
    assert "received" not in states(office, campaign)
    assert page.view.notice.text().startswith("Nhiều người khớp")
    assert focused(page) is page.view.table.view
    press(page, Key.Key_Down)
    press(page, Key.Key_Return)
    settle(page)
    assert [row.position for row in listed(office, campaign) if row.handover == "received"] == [13]
    assert focused(page) is page.view.finder.box
    assert page.view.finder.box.selectedText() == "hoa"


def test_letters_mark_among_the_rows_and_begin_a_name_in_the_box(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    type_in(page, "v")
    settle(page)
    assert page.view.finder.box.text() == "v"
    assert set(states(office, campaign)) == {"planned"}
    page.view.finder.box.clear()
    settle(page)
    press(page, Key.Key_Down)
    assert page.view.hints._keys[1].text() == "T"
    press(page, Key.Key_V)
    settle(page)
    assert states(office, campaign)[:3] == ["planned", "absent", "planned"]
    assert page.view.hints._keys[1].text() == "Alt T"


def test_a_letter_that_is_no_mark_goes_from_the_rows_back_to_the_search(page: GiftsPage, campaign: int) -> None:
    press(page, Key.Key_Down)
    type_in(page, "l")
    assert focused(page) is page.view.finder.box
    type_in(page, "an")
    settle(page)
    assert [row.name for row in page.view.table.rows()] == ["Nguyễn Văn Lan"] * 2


def test_a_letter_behind_a_number_is_a_mark(page: GiftsPage, office: Office, campaign: int) -> None:
    type_in(page, "9v")
    settle(page)
    assert states(office, campaign)[8] == "absent"
    assert page.view.finder.box.text() == "9"
    type_in(page, "9u")
    settle(page)
    assert states(office, campaign)[8] == "planned"


def test_alt_and_a_letter_mark_from_the_box(page: GiftsPage, office: Office, campaign: int) -> None:
    press(page, Key.Key_V, alt=True)
    settle(page)
    assert states(office, campaign)[:2] == ["absent", "planned"]


def test_who_takes_a_gift_for_somebody_is_asked_and_noted(page: GiftsPage, office: Office, campaign: int) -> None:
    press(page, Key.Key_Down)
    press(page, Key.Key_T)
    settle(page)
    dialog = page.hand._dialog
    assert dialog is not None
    form = dialog.panel.form
    QTest.keyClicks(form.input("recipient_name").editor(), "Le Thi Nga")
    dialog.panel.submit()
    settle(page)
    assert "Quan hệ" in form.label("recipient_relation")
    assert form.input("recipient_relation").shown_problem() == "Hãy chọn quan hệ của người nhận thay."
    form.input("recipient_relation").set_value("spouse")
    dialog.panel.submit()
    settle(page)
    row = listed(office, campaign)[1]
    assert (row.handover, row.recipient_name, row.recipient_relation) == ("proxy", "Le Thi Nga", "spouse")
    assert note_words(row).startswith("vợ/chồng: Le Thi Nga")
    assert page.view.cards.marks.figure() == "1 · 0 · 0"
    assert page.hand.tally()["proxy"] == 1


def test_ctrl_z_takes_marks_back_in_turn_even_before_they_were_answered(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    press(page, Key.Key_V, alt=True)
    settle(page)
    type_in(page, "1")
    press(page, Key.Key_Return)
    settle(page)
    type_in(page, "5")
    press(page, Key.Key_Return)
    settle(page)
    assert [states(office, campaign)[place] for place in (0, 4)] == ["received", "received"]
    press(page, Key.Key_Z, ctrl=True)
    press(page, Key.Key_Z, ctrl=True)
    settle(page)
    assert [states(office, campaign)[place] for place in (0, 4)] == ["absent", "planned"]
    assert page.view.finder.box.text() == "5"
    page.view.finder.box.clear()
    settle(page)
    press(page, Key.Key_Return)
    press(page, Key.Key_Z, ctrl=True)
    settle(page)
    assert states(office, campaign)[0] == "absent"
    assert page.hand.tally()["received"] == 0


def test_an_undone_undo_brings_day_and_proxy_back(page: GiftsPage, office: Office, campaign: int) -> None:
    from labordesk.services.gifts import mark_proxy

    mark_proxy(office.register, listed(office, campaign)[0].award_id, "Lê Thị Nga", "spouse", TET_DAY)
    page.view.reload()
    settle(page)
    page.hand.undo_of(page.view.table.rows()[:1])
    settle(page)
    assert states(office, campaign)[0] == "planned"
    page.undo()
    settle(page)
    row = listed(office, campaign)[0]
    assert (row.handover, row.recipient_name, row.paid_on) == ("proxy", "Lê Thị Nga", TET_DAY)


def test_somebody_who_comes_twice_is_not_marked_again(page: GiftsPage, office: Office, campaign: int) -> None:
    for _turn in range(2):
        type_in(page, "4")
        press(page, Key.Key_Return)
        settle(page)
    assert page.view.notice.text().startswith("Nguyễn Văn Hùng đã nhận (")
    assert listed(office, campaign)[3].handover == "received"
    assert page.hand.tally()["received"] == 1


def test_the_day_of_the_hand_over_may_be_another_and_a_wrong_one_marks_nobody(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    page.tools.day.set_text("30/2/2026")
    press(page, Key.Key_Return)
    settle(page)
    assert set(states(office, campaign)) == {"planned"}
    assert page.tools.day.shown_problem()
    page.tools.day.set_text("28/1/2026")
    page.view.finder.box.setFocus()
    press(page, Key.Key_Return)
    settle(page)
    assert listed(office, campaign)[0].paid_on == date(2026, 1, 28)
    page.tools.day.set_text("28/12/2026")
    page.view.finder.box.setFocus()
    press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign)[1] == "planned"
    assert "còn ở phía trước" in page.view.notice.text()


def doubled(office: Office, page: GiftsPage) -> int:
    """Put somebody on the province's list, where it was received, and on ours."""
    province = office.campaign("Tết của Liên đoàn Lao động tỉnh")
    campaign_id = office.campaign()
    person = office.person("Nguyễn Thị Thu Hương")
    mark_received(office.register, put(office, province, person), date(2026, 1, 20))
    put(office, campaign_id, person)
    page.show_target(campaign=campaign_id)
    settle(page)
    page.start_hand_over()
    settle(page)
    return campaign_id


def test_a_doubled_gift_is_handed_over_only_with_a_reason(
    page: GiftsPage, office: Office, notify: RecordedNotify
) -> None:
    campaign_id = doubled(office, page)
    [row] = page.view.table.rows()
    assert state_words(row) == ("Trùng: đã nhận Tết của Liên đoàn Lao động tỉnh", "error")
    assert note_words(row) == "Xem · Vẫn ghi, nêu lý do"
    press(page, Key.Key_Return)
    settle(page)
    assert notify.questions == [
        "Nguyễn Thị Thu Hương đã nhận Tết của Liên đoàn Lao động tỉnh tại May Sông Lam ngày 20/01/2026."
    ]
    assert states(office, campaign_id) == ["planned"]
    notify.answer_next("write", "")
    press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign_id) == ["planned"]
    notify.answer_next("write", "Ban Thường vụ đồng ý")
    press(page, Key.Key_Return)
    settle(page)
    [row] = listed(office, campaign_id)
    assert (row.handover, row.override_reason) == ("received", "Ban Thường vụ đồng ý")
    assert note_words(row).endswith("lý do: Ban Thường vụ đồng ý")


def test_the_other_gift_can_be_looked_at(page: GiftsPage, office: Office, notify: RecordedNotify) -> None:
    doubled(office, page)
    notify.answer_next("see")
    press(page, Key.Key_Return)
    settle(page)
    assert page.header.title() == "Tết của Liên đoàn Lao động tỉnh"
    assert [row.name for row in page.view.table.rows()] == ["Nguyễn Thị Thu Hương"]


def test_ending_tells_what_the_hand_over_brought(page: GiftsPage, office: Office, campaign: int) -> None:
    press(page, Key.Key_Return)
    press(page, Key.Key_V, alt=True)
    press(page, Key.Key_Return)
    settle(page)
    assert page.escape()
    settle(page)
    assert page.mode == "campaign"
    assert page.view.notice.text() == "Buổi trao: 2 đã nhận, 0 nhận thay, 1 vắng."


def test_keys_of_the_table_do_nothing_in_the_list(page: GiftsPage, office: Office, campaign: int) -> None:
    page.end_hand_over()
    settle(page)
    page.view.table.focus_first()
    press(page, Key.Key_V)
    settle(page)
    assert set(states(office, campaign)) == {"planned"}
    assert page.view.finder.box.text() == "v"


def test_several_lines_are_marked_together_and_doubled_ones_are_left_out(
    page: GiftsPage, office: Office, notify: RecordedNotify
) -> None:
    campaign_id = doubled(office, page)
    put(office, campaign_id, *office.people(3))
    page.end_hand_over()
    page.view.reload()
    settle(page)
    page.view.table.view.selectAll()
    page.hand.receive(page.keys_of_lines.lines())
    settle(page)
    assert states(office, campaign_id) == ["planned", "received", "received", "received"]
    assert page.view.notice.text() == "1 người có tên hai lần chưa được ghi; hãy ghi từng người và nêu lý do."


def test_a_group_without_names_is_handed_over_as_one_line(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    add_group(office.register, campaign_id, office.song_lam, 12, 6_000_000)
    page.open_campaign(campaign_id)
    settle(page)
    page.start_hand_over()
    settle(page)
    press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign_id) == ["received"]
    assert page.view.cards.given.figure() == "12 / 12"
    assert page.hand.tally()["received"] == 12


def test_a_line_removed_by_somebody_else_is_refused_above_the_list(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    from labordesk.services.gifts import remove_recipient

    remove_recipient(office.register, listed(office, campaign)[0].award_id)
    press(page, Key.Key_Return)
    settle(page)
    assert "không còn trong danh sách" in page.view.notice.text()
    assert page.view.table.rows()[0].position == 2
    assert not page.hand.undo_last()


def test_five_thousand_lines_open_by_pages_and_the_last_is_marked_by_its_place(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, *office.people(5_000))
    page.open_campaign(campaign_id)
    settle(page)
    page.start_hand_over()
    settle(page)
    assert len(page.view.table.rows()) <= 200
    type_in(page, "5000")
    press(page, Key.Key_Return)
    settle(page)
    assert listed(office, campaign_id)[-1].handover == "received"
    assert page.view.cards.given.figure() == "1 / 5.000"


def test_screen_readers_hear_the_state_of_a_line(page: GiftsPage, campaign: int) -> None:
    model = page.view.table.model
    keys = [column.key for column in model.columns]
    spoken = model.index(0, keys.index("handover")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Tình trạng: Chưa nhận"
    assert page.view.finder.box.accessibleName() == "Gõ tên, số thứ tự hoặc 4 số cuối CCCD"
    assert QApplication.focusWidget() is page.view.finder.box


def test_a_hand_over_resumed_goes_on_where_the_first_still_waits(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    awards = put(office, campaign_id, *office.people(450))
    mark_received(office.register, awards[:330], TET_DAY)
    page.open_campaign(campaign_id)
    settle(page)
    assert position(page) == 1
    page.start_hand_over()
    settle(page)
    assert position(page) == 331
    press(page, Key.Key_Return)
    settle(page)
    assert listed(office, campaign_id)[330].handover == "received"
    assert position(page) == 332


def test_a_hand_over_begun_again_stands_on_nobody_who_was_absent(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    awards = put(office, campaign_id, *office.people(4))
    mark_absent(office.register, awards[:1])
    mark_received(office.register, awards[1:2], TET_DAY)
    page.open_campaign(campaign_id)
    settle(page)
    page.start_hand_over()
    settle(page)
    assert position(page) == 3
    for _turn in range(4):
        press(page, Key.Key_Return)
        settle(page)
    assert states(office, campaign_id) == ["absent", "received", "received", "received"]
    assert page.view.table.current() is None
    page.end_hand_over()
    settle(page)
    page.start_hand_over()
    settle(page)
    press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign_id)[0] == "absent"
    type_in(page, "1")
    press(page, Key.Key_Return)
    settle(page)
    assert states(office, campaign_id)[0] == "received"


def test_when_somebody_was_written_down_as_absent_is_not_told_as_the_day_of_the_hand_over(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    page.tools.day.set_text("28/1/2026")
    press(page, Key.Key_V, alt=True)
    settle(page)
    row = listed(office, campaign)[0]
    assert row.handover == "absent"
    assert note_words(row).startswith("ghi lúc ")


def test_one_person_on_two_lines_is_counted_as_one_person(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    person = office.person("Nguyễn Thị Thu Hương")
    put(office, campaign_id, person)
    add_recipients(office.register, campaign_id, [RecipientEntry(person, override_reason="Nhà vừa cháy")])
    page.open_campaign(campaign_id)
    settle(page)
    assert page.view.cards.marks.figure() == "0 · 0 · 1"
    assert page.view.state is not None
    assert mark_words(page.view.state.progress)[1] == "1 người trùng ở 2 dòng"


def test_lines_chosen_in_the_list_are_marked_on_a_day_that_is_asked(
    page: GiftsPage, office: Office, campaign: int
) -> None:
    page.tools.day.set_text("28/1/2026")
    page.end_hand_over()
    settle(page)
    page.view.table.view.selectAll()
    page.keys_of_lines.act(lambda rows: page.ask_day("Đã nhận", page.hand.receive, rows))
    settle(page)
    dialog = page.deeds.window
    assert isinstance(dialog, FormDialog)
    assert dialog.windowTitle() == "Đã nhận: 25 dòng"
    assert dialog.panel.form.input("on").value() == date(2026, 1, 28)
    dialog.panel.form.input("on").set_text("27/1/2026")
    dialog.panel.submit()
    settle(page)
    assert {row.paid_on for row in listed(office, campaign)} == {date(2026, 1, 27)}
    assert {row.handover for row in listed(office, campaign)} == {"received"}


def test_all_lines_of_the_filter_are_meant_only_after_their_number_was_told(
    page: GiftsPage, office: Office, notify: RecordedNotify
) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, *office.people(450))
    page.open_campaign(campaign_id)
    settle(page)
    loaded = len(page.view.table.rows())
    assert loaded < 450
    page.view.table.view.selectAll()
    page.keys_of_lines.act(page.hand.absent)
    settle(page)
    assert notify.questions == ["Làm với cả 450 dòng đang lọc?"]
    assert "absent" not in states(office, campaign_id)
    notify.answer_next("shown", "all")
    for count in (loaded, 450):
        page.view.table.view.selectAll()
        page.keys_of_lines.act(page.hand.absent)
        settle(page)
        assert states(office, campaign_id).count("absent") == count
