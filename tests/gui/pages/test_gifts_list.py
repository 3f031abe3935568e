"""Campaigns on the screen: making, changing and deleting them, and the ways in from other pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.gifts_reading import read_campaigns
from labordesk.gui.pages.gifts_words import counts_words, progress_words
from labordesk.services.campaigns import list_campaigns, load_campaign
from labordesk.services.gifts import add_group, mark_absent, mark_received
from labordesk.services.registers import open_register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.gifts_page import Visits, listed, office, page, press, put, settle, visits
from tests.services.welfare_office import TET_DAY, Office

__all__ = ["office", "page", "visits"]

Key = Qt.Key


def form_of(page: GiftsPage) -> FormDialog:
    """Return the form now open."""
    settle(page)
    dialog = page.deeds.window
    assert isinstance(dialog, FormDialog)
    return dialog


def test_an_empty_register_says_what_to_do_first(page: GiftsPage) -> None:
    empty: Any = page.campaigns.table._empty
    assert empty.title() == "Năm 2026 chưa có đợt tặng quà nào"
    page.campaigns.year.choose(None)
    settle(page)
    assert empty.title() == "Chưa có đợt tặng quà nào"


def test_a_new_campaign_is_filled_in_from_its_programme_and_opened(page: GiftsPage, office: Office) -> None:
    page.new_record()
    dialog = form_of(page)
    form = dialog.panel.form
    editor = form.input("programme_id").editor()
    editor.setFocus()
    QTest.keyClicks(editor, "tet")
    settle(page)
    QTest.qWait(120)
    settle(page)
    QTest.keyClick(editor, Key.Key_Return)
    settle(page)
    assert form.input("name").text() == "Tết Bính Ngọ 2026"
    assert form.input("tet_year").value() == 2026
    assert form.input("fund_id").value() is not None
    form.input("package_cash").set_text("1tr")
    dialog.panel.submit()
    settle(page)
    [campaign] = list_campaigns(office.register)
    assert (campaign.name, campaign.package_cash) == ("Tết Bính Ngọ 2026", 1_000_000)
    assert campaign.programme_id == office.programme("TET")
    assert page.mode == "campaign"
    assert page.header.title() == "Tết Bính Ngọ 2026"


def test_another_programme_changes_what_was_suggested_but_not_what_was_typed(page: GiftsPage, office: Office) -> None:
    page.deeds.new_campaign(office.programme("TET"))
    form = form_of(page).panel.form
    settle(page)
    assert form.input("name").text() == "Tết Bính Ngọ 2026"
    form.input("package_items").set_text("Gạo")
    other = next(row.id for row in _programmes(office) if "Công nhân" in row.fields.name)
    form.input("programme_id").set_value(other)
    settle(page)
    assert form.input("name").text() == "Tháng Công nhân 2026"
    assert form.input("package_items").text() == "Gạo"


def _programmes(office: Office) -> Any:
    from labordesk.services.catalogue import programmes

    return programmes(office.register, kind="gift")


def test_typed_words_of_a_closed_form_come_back(page: GiftsPage, office: Office) -> None:
    page.new_record()
    dialog = form_of(page)
    dialog.panel.form.input("name").set_text("Quà khai giảng")
    dialog.panel.close_form()
    page.new_record()
    assert form_of(page).panel.form.input("name").text() == "Quà khai giảng"


def test_other_days_name_another_lunar_year_unless_a_name_was_typed(page: GiftsPage, office: Office) -> None:
    page.deeds.new_campaign(office.programme("TET"))
    form = form_of(page).panel.form
    settle(page)
    form.input("ends_on").set_text("15/2/2027")
    form.input("starts_on").set_text("15/12/2026")
    settle(page)
    assert form.input("name").text() == "Tết Đinh Mùi 2027"
    assert form.input("tet_year").value() == 2027
    form.input("name").set_text("Quà Tết của xã")
    form.input("starts_on").set_text("15/12/2025")
    form.input("ends_on").set_text("28/12/2025")
    settle(page)
    assert form.input("name").text() == "Quà Tết của xã"
    assert form.input("tet_year").value() == 2026
    form_of(page).reject()


def test_a_campaign_is_changed_and_the_page_follows(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    page.open_campaign(campaign_id)
    settle(page)
    page.deeds.edit_campaign(campaign_id)
    dialog = form_of(page)
    dialog.panel.form.input("name").set_text("Tết đoàn viên 2026")
    dialog.panel.submit()
    settle(page)
    assert page.header.title() == "Tết đoàn viên 2026"
    assert load_campaign(office.register, campaign_id).fields.name == "Tết đoàn viên 2026"


def test_a_wrong_end_is_told_beside_its_field(page: GiftsPage, office: Office) -> None:
    page.deeds.edit_campaign(office.campaign())
    dialog = form_of(page)
    dialog.panel.form.input("ends_on").set_text("1/1/2025")
    dialog.panel.submit()
    settle(page)
    assert "trước khi bắt đầu" in dialog.panel.form.input("ends_on").shown_problem()


def test_only_an_empty_campaign_can_be_deleted(page: GiftsPage, office: Office, notify: RecordedNotify) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, office.person("Lê Thị Mai Anh"))
    page.open_campaign(campaign_id)
    settle(page)
    assert page.view.state is not None
    notify.answer_next("delete")
    page.deeds.delete_campaign(page.view.state)
    settle(page)
    assert "hãy bỏ các dòng đó trước" in str(notify.errors[0])
    notify.answer_next("remove")
    page.deeds.remove(page.view.table.rows())
    settle(page)
    notify.answer_next("")
    page.deeds.delete_campaign(page.view.state)
    assert len(list_campaigns(office.register)) == 1
    notify.answer_next("delete")
    page.deeds.delete_campaign(page.view.state)
    settle(page)
    assert list_campaigns(office.register) == ()
    assert page.mode == "list"


def test_rows_tell_how_far_each_campaign_is(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign(planned_packages=30)
    page.campaigns.reload()
    settle(page)

    def words() -> tuple[str, str]:
        [row] = list_campaigns(office.register)
        return counts_words(row), progress_words(row)[0]

    assert words() == ("0/30", "Chưa lập")
    awards = put(office, campaign_id, *office.people(4))
    add_group(office.register, campaign_id, office.song_lam, 6, 3_000_000)
    assert words() == ("0/10", "Chưa trao")
    mark_received(office.register, awards, TET_DAY)
    assert words() == ("4/10", "Còn 6 suất")
    mark_absent(office.register, [listed(office, campaign_id)[-1].award_id])
    assert words() == ("4/10", "Còn 6 · vắng 6")
    mark_received(office.register, [listed(office, campaign_id)[-1].award_id], TET_DAY)
    assert words() == ("10/10", "Đã trao hết")


def test_a_tet_campaign_belongs_to_the_year_of_its_label(page: GiftsPage, office: Office) -> None:
    office.campaign()
    page.campaigns.reload()
    settle(page)
    assert [row.name for row in page.campaigns.table.rows()] == ["Tết Bính Ngọ 2026"]
    page.campaigns.year.choose(2025)
    settle(page)
    assert page.campaigns.table.rows() == []


def test_enter_opens_a_campaign_and_esc_comes_back(page: GiftsPage, office: Office) -> None:
    office.campaign()
    page.arrived()
    settle(page)
    page.campaigns.table.view.setFocus()
    press(page, Key.Key_Return)
    settle(page)
    assert (page.mode, page.header.title()) == ("campaign", "Tết Bính Ngọ 2026")
    assert page.escape()
    settle(page)
    assert (page.mode, page.header.title()) == ("list", "Quà tặng")
    assert not page.escape()


def test_other_pages_open_a_campaign_or_the_campaigns_of_a_programme(page: GiftsPage, office: Office) -> None:
    tet = office.campaign()
    other = next(row.id for row in _programmes(office) if "Công nhân" in row.fields.name)
    office.campaign(
        "Tháng Công nhân 2025",
        programme_id=other,
        tet_year=None,
        starts_on=date(2025, 5, 1),
        ends_on=date(2025, 5, 31),
    )
    page.show_target(campaign=tet)
    settle(page)
    assert page.header.title() == "Tết Bính Ngọ 2026"
    page.show_target(programme=other)
    settle(page)
    assert [row.name for row in page.campaigns.table.rows()] == ["Tháng Công nhân 2025"]
    assert page.campaigns.programme.currentText() == next(
        row.fields.name for row in _programmes(office) if row.id == other
    )


def test_a_person_brought_along_is_added_to_the_campaign_opened_next(page: GiftsPage, office: Office) -> None:
    older = office.campaign("Tết Ất Tỵ 2025", tet_year=2025, starts_on=date(2025, 1, 2), ends_on=date(2025, 2, 2))
    campaign_id = office.campaign()
    person = office.person("Lê Thị Mai Anh")
    page.show_target(person=person)
    settle(page)
    assert page.campaigns.notice.text().startswith("Lê Thị Mai Anh chưa có tên trong đợt nào.")
    put(office, older, person)
    page.show_target(person=person)
    settle(page)
    assert page.campaigns.notice.text().startswith("Lê Thị Mai Anh có tên trong các đợt dưới đây.")
    page.open_campaign(campaign_id)
    settle(page)
    assert [row.name for row in listed(office, campaign_id)] == ["Lê Thị Mai Anh"]
    assert page.campaigns.notice.text() == ""


def test_a_campaign_that_is_gone_leads_back_to_the_list(page: GiftsPage, notify: RecordedNotify) -> None:
    page.show_target(campaign=999)
    settle(page)
    assert page.mode == "list"
    assert "Không tìm thấy đợt này" in str(notify.errors[0])


def test_ctrl_p_shows_the_list_to_be_signed(page: GiftsPage, office: Office, visits: Visits) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, *office.people(3))
    page.open_campaign(campaign_id)
    settle(page)
    page.print_page()
    page.view.finder.units.choose(office.phu_thinh)
    settle(page)
    page.print_page()
    assert visits == [
        ("reports", {"report": "ky-nhan", "campaign": campaign_id}),
        ("reports", {"report": "ky-nhan", "campaign": campaign_id, "unit": office.phu_thinh}),
    ]


def test_the_list_follows_writes_made_on_other_pages(page: GiftsPage, office: Office, context: Context) -> None:
    campaign_id = office.campaign()
    page.open_campaign(campaign_id)
    settle(page)
    from labordesk.services.gifts import RecipientEntry, add_recipients

    added = add_recipients(office.register, campaign_id, [RecipientEntry(office.person("Lê Thị Mai Anh"))])
    context.tell(added.changes)
    settle(page)
    assert [row.name for row in page.view.table.rows()] == ["Lê Thị Mai Anh"]
    assert page.view.cards.given.figure() == "0 / 1"


def test_a_register_that_can_only_be_read_refuses_with_a_sentence(
    qtbot: Any, context: Context, office: Office, notify: RecordedNotify
) -> None:
    campaign_id = office.campaign()
    put(office, campaign_id, *office.people(2))
    path = office.register.path
    office.register.close()
    with open_register(path, read_only=True) as register:
        context.register = register
        page = GiftsPage(context)
        qtbot.addWidget(page)
        page.show()
        page.show_target(campaign=campaign_id)
        settle(page)
        page.hand.receive(page.view.table.rows()[:1])
        settle(page)
        assert page.view.notice.text()
        assert page.view.table.rows()[0].handover == "planned"
        context.work.stop()


@pytest.mark.parametrize(("card", "positions"), [("waiting", [3, 4]), ("given", [1, 2, 3, 4])])
def test_a_figure_leads_to_the_lines_behind_it(
    page: GiftsPage, office: Office, card: str, positions: list[int]
) -> None:
    campaign_id = office.campaign()
    awards = put(office, campaign_id, *office.people(4))
    mark_received(office.register, awards[:2], TET_DAY)
    mark_absent(office.register, awards[2:3])
    page.open_campaign(campaign_id)
    settle(page)
    figure = getattr(page.view.cards, card)
    figure.setFocus()
    QTest.keyClick(figure, Key.Key_Return)
    settle(page)
    assert [row.position for row in page.view.table.rows()] == positions


def test_units_and_states_narrow_the_list(page: GiftsPage, office: Office) -> None:
    campaign_id = office.campaign()
    awards = put(office, campaign_id, *office.people(9))
    mark_received(office.register, awards[:3], TET_DAY)
    page.open_campaign(campaign_id)
    settle(page)
    assert page.view.finder.units.itemText(page.view.finder.units.findData(office.song_lam)) == "May Sông Lam · còn 2"
    page.view.finder.units.choose(office.song_lam)
    settle(page)
    assert [row.position for row in page.view.table.rows()] == [1, 4, 7]
    page.view.finder.states.choose("received")
    settle(page)
    assert [row.position for row in page.view.table.rows()] == [1]
    page.view.finder.states.choose("returned")
    settle(page)
    empty: Any = page.view.table._empty
    assert empty.title() == "Không có dòng nào như vậy"


def test_what_a_page_offers_is_listed_under_f1(page: GiftsPage) -> None:
    keys = {one.keys: one.does for one in GiftsPage.keys(page)}
    assert keys["Ctrl+N"] == "Thêm mới"
    assert keys["T"].startswith("Nhận thay")
    assert keys["F8"] == "Trao quà tại bàn, kết thúc buổi trao"


def test_next_years_tet_is_listed_this_year_once_it_has_begun(page: GiftsPage, office: Office) -> None:
    year = page.context.today().year
    begun = page.context.today()
    label: dict[str, Any] = {"tet_year": year + 1, "ends_on": date(year + 1, 2, 28)}
    office.campaign("Tết đang trao", starts_on=begun, **label)
    office.campaign("Tết chưa tới ngày", starts_on=begun + timedelta(days=1), **label)
    names = [row.name for row in read_campaigns(office.register, year=year, programme_id=None, today=begun).rows]
    assert names == ["Tết đang trao"]
    page.campaigns.reload()
    settle(page)
    assert [row.name for row in page.campaigns.table.rows()] == ["Tết đang trao"]
