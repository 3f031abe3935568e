"""A figure on the report is pressed and its rows are there; Esc comes back to the same place of the page."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.documents.hot_spots import Spot
from labordesk.gui.context import Context
from labordesk.gui.pages.reports import ReportsPage
from labordesk.services.changes import Changes
from labordesk.store.register import Register
from tests.gui.pages.giving import fill

TODAY = date(2026, 3, 2)
ENOUGH = 20_000


@pytest.fixture
def page(qtbot: QtBot, context: Context, register: Register) -> ReportsPage:
    """The table by programme over a register in which something was given for Tết 2026."""
    fill(register, groups=3)
    context.register = register
    context.today = lambda: TODAY
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.resize(1120, 680)
    page.show()
    page.show_target(report="theo-chuong-trinh", period="2026-H1")
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: ReportsPage) -> None:
    """Wait until nothing is on its way."""
    work = page.context.work
    qtbot.waitUntil(lambda: not page._pause.isActive() and not work.is_busy(), timeout=ENOUGH)


def spot_of(page: ReportsPage, text: str) -> Spot:
    """Return the first figure printed so."""
    paper = page.preview.paper()
    assert paper is not None
    return next(spot for spot in paper.spots if spot.text == text)


def press(page: ReportsPage, spot: Spot) -> None:
    """Press a figure with the mouse, after bringing it into view."""
    view = page.preview.view
    while view._figures.current is not spot:
        view.go_figure(1)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.figure_rect(spot).center())


def total(page: ReportsPage) -> str:
    """Return the whole sum of the table as printed."""
    paper = page.preview.paper()
    assert paper is not None
    return max((spot.text for spot in paper.spots), key=len)


def test_a_figure_pressed_opens_the_rows_that_come_to_it(qtbot: QtBot, page: ReportsPage) -> None:
    whole = total(page)
    press(page, spot_of(page, whole))
    settle(qtbot, page)
    rows = page.figures.rows
    assert page.figures.is_open()
    assert rows.table.isVisible()
    loaded = rows.table.rows()
    assert sum(row.value for row in loaded) == int(whole.replace(".", ""))
    assert f"tổng cộng {whole} đồng" in rows.sums.text()
    assert rows.notice.isHidden()
    assert whole in page.header.findChildren(type(page.header._title))[0].whole()


def test_escape_comes_back_to_the_same_place_of_the_page(qtbot: QtBot, page: ReportsPage) -> None:
    view = page.preview.view
    view.zoom_by(4)
    press(page, spot_of(page, total(page)))
    before = view.verticalScrollBar().value(), view.zoom()
    settle(qtbot, page)
    assert page.escape()
    assert not page.figures.is_open()
    assert (view.verticalScrollBar().value(), view.zoom()) == before
    assert page.header._title.whole() == "Báo cáo"
    assert not page.escape()


def test_figures_are_walked_by_keys_and_opened_by_enter(qtbot: QtBot, page: ReportsPage) -> None:
    view = page.preview.view
    view.setFocus()
    paper = page.preview.paper()
    assert paper is not None
    for spot in paper.spots[:3]:
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        assert view._figures.current is spot
        assert spot.text in page.preview.figure_text()
        assert spot.names[0] in page.preview.figure_text()
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.figures.rows.shown is not None
    assert page.figures.rows.shown.counts == paper.spots[1].counts


def test_beside_the_figures_nothing_opens(page: ReportsPage) -> None:
    view = page.preview.view
    QTest.mouseMove(view.viewport(), QPoint(3, 3))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not page.figures.is_open()
    assert page.preview.figure_text() == ""


def test_the_mouse_says_what_it_is_on_and_shows_the_hand(page: ReportsPage) -> None:
    view = page.preview.view
    spot = spot_of(page, total(page))
    while view._figures.current is not spot:
        view.go_figure(1)
    view._point_at(None)
    QTest.mouseMove(view.viewport(), view.figure_rect(spot).center())
    assert spot.text in page.preview.figure_text()
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_row_leads_to_its_file(qtbot: QtBot, page: ReportsPage) -> None:
    went: list[tuple[str, dict[str, object]]] = []
    page.context.asked_to_go.connect(lambda key, target: went.append((key, target)))
    press(page, spot_of(page, total(page)))
    settle(qtbot, page)
    table = page.figures.rows.table
    row = next(row for row in table.rows() if row.page)
    table.opened.emit(row)
    assert went == [(row.page, dict(row.target))]


def test_a_write_since_the_paper_was_made_is_told(qtbot: QtBot, page: ReportsPage, register: Register) -> None:
    press(page, spot_of(page, total(page)))
    settle(qtbot, page)
    with register.writing() as session:
        from sqlmodel import select

        from labordesk.model import AwardLine

        line = session.exec(select(AwardLine)).first()
        assert line is not None
        line.amount += 1_000
        session.add(line)
    page.figures.reload()
    settle(qtbot, page)
    assert "Sổ đã thay đổi" in page.figures.rows.notice.text()
    page.refresh(Changes())
    settle(qtbot, page)
    assert page.figures.is_open()


def test_another_page_that_asks_for_a_report_sees_the_paper(qtbot: QtBot, page: ReportsPage) -> None:
    press(page, spot_of(page, total(page)))
    settle(qtbot, page)
    page.show_target(report="mot-trang")
    settle(qtbot, page)
    assert not page.figures.is_open()
    paper = page.preview.paper()
    assert paper is not None
    assert any(spot.names[0].startswith("Theo tháng") for spot in paper.spots)


def test_another_figure_begins_at_its_first_row(qtbot: QtBot, page: ReportsPage) -> None:
    paper = page.preview.paper()
    assert paper is not None
    for spot in (spot_of(page, total(page)), paper.spots[0]):
        press(page, spot)
        settle(qtbot, page)
        table = page.figures.rows.table
        assert table.current() == table.rows()[0]
        table.view.setCurrentIndex(table.model.index(1, 0))
        page.escape()


def test_the_buttons_of_the_paper_give_room_to_the_title_of_a_figure(qtbot: QtBot, page: ReportsPage) -> None:
    press(page, spot_of(page, total(page)))
    assert all(button.isHidden() for button in page._paper_buttons)
    page.escape()
    assert not any(button.isHidden() for button in page._paper_buttons)
