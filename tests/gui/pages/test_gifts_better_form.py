"""Adding somebody who is listed with less: the screen offers the most favourable form instead of only refusing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labordesk.gui.buttons import Link
from labordesk.gui.pages.gifts import GiftsPage
from tests.gui.pages.gifts_page import listed, office, page, press, put, settle
from tests.gui.pages.hand import type_text
from tests.services.welfare_office import Office

__all__ = ["office", "page"]

CITIZEN = "042188001035"


def add(page: GiftsPage, name: str) -> None:
    editor = page.add_bar.picker.editor()
    editor.setFocus()
    type_text(editor, name)
    QTest.qWait(120)
    settle(page)
    press(page, Qt.Key.Key_Return)
    settle(page)


def links(page: GiftsPage) -> list[str]:
    return [one.text() for one in page.add_bar.notice.findChildren(Link)]


def test_the_smaller_gift_of_the_same_human_is_replaced(page: GiftsPage, office: Office) -> None:
    worker = office.person("Đỗ Đức Hùng", citizen_id=CITIZEN, standing="worker")
    office.person("Đỗ Hùng Anh", office.phu_thinh, citizen_id=CITIZEN)
    campaign = office.campaign()
    put(office, campaign, worker)
    page.show_target(campaign=campaign)
    settle(page)
    page.new_record()
    add(page, "hung anh")
    assert links(page) == ["Đổi lên mức 1.300.000 đồng, có lợi hơn", "Xem", "Vẫn ghi, nêu lý do"]
    page.add_bar.notice.findChildren(Link)[0].click()
    settle(page)
    assert [(row.name, row.total) for row in listed(office, campaign)] == [("Đỗ Đức Hùng", 1_300_000)]
    assert page.add_bar.notice.text().startswith("Suất của Đỗ Hùng Anh nay là 1.300.000 đồng")


def test_an_equal_gift_is_only_refused_or_explained(page: GiftsPage, office: Office) -> None:
    member = office.person("Đỗ Đức Hùng", citizen_id=CITIZEN)
    office.person("Đỗ Hùng Anh", office.phu_thinh, citizen_id=CITIZEN)
    campaign = office.campaign()
    put(office, campaign, member)
    page.show_target(campaign=campaign)
    settle(page)
    page.new_record()
    add(page, "hung anh")
    assert links(page) == ["Xem", "Vẫn ghi, nêu lý do"]
