"""The overview on the sample register: what each number says is what its page of rows then shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from labordesk.fields import kinds as clock
from labordesk.gui.context import Context
from labordesk.gui.pages.activities import ActivitiesPage
from labordesk.gui.pages.funds import FundsPage
from labordesk.gui.pages.gifts import GiftsPage
from labordesk.gui.pages.grants import GrantsPage
from labordesk.gui.pages.houses import HousesPage
from labordesk.gui.pages.overview import OverviewPage
from labordesk.gui.pages.overview_words import LINE_COLUMNS, house_parts
from labordesk.gui.pages.targets import TargetsPage
from labordesk.services.changes import Changes
from labordesk.services.given_rows import Given, list_given, sum_given
from labordesk.services.overview import Houses, houses, money, programme_lines, raised
from labordesk.services.overview_choice import Choice
from labordesk.services.overview_waiting import KINDS, Waiting
from labordesk.services.registers import open_register
from labordesk.store.figures import Scope, totals
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.gui.pages.window import Window

TODAY = date(2026, 11, 22)
YEAR = Choice(parse_period("2026"), TODAY)


PAGES: dict[str, type[Any]] = {
    "overview": OverviewPage,
    "houses": HousesPage,
    "gifts": GiftsPage,
    "grants": GrantsPage,
    "activities": ActivitiesPage,
    "funds": FundsPage,
    "targets": TargetsPage,
}


@pytest.fixture(autouse=True)
def _told_on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def sample(sample_template: Path, tmp_path: Path) -> Iterator[Register]:
    with open_register(Path(shutil.copy(sample_template, tmp_path / sample_template.name))) as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, context: Context, sample: Register) -> Window:
    return Window(qtbot, context, sample, **PAGES)


def overview(window: Window) -> OverviewPage:
    page = window.shell.current_page()
    assert isinstance(page, OverviewPage)
    return page


def key_in_front(window: Window) -> str:
    return next(key for key, kind in PAGES.items() if isinstance(window.shell.current_page(), kind))


def rows_shown(window: Window) -> list[Any]:
    """Return the rows of the page in front."""
    page = window.shell.current_page()
    if isinstance(page, OverviewPage):
        assert page.views.currentWidget() is page.rows
        assert page.rows.table is not None
        table = page.rows.table
    elif isinstance(page, HousesPage | GrantsPage):
        table = page.list.table
    elif isinstance(page, GiftsPage):
        table = page.view.table
    elif isinstance(page, ActivitiesPage):
        table = page.current().table
    else:
        table = page.table
    while (more := getattr(table, "more", None)) is not None:
        before = len(table.rows())
        more()
        window.settle()
        if len(table.rows()) == before:
            break
    return list(table.rows())


def back(window: Window) -> OverviewPage:
    window.shell.go("overview")
    window.settle()
    page = overview(window)
    page.show_board()
    return page


def test_each_task_opens_as_many_rows_as_it_counts(window: Window) -> None:
    tasks = overview(window).board.tasks.tasks()
    assert {one.what for one in tasks} >= {"houses_late", "cases_late", "gifts", "targets"}
    for task in tasks:
        page = back(window)
        page.open_task(task)
        window.settle()
        assert key_in_front(window) == task.page, task
        if task.page == "funds":
            fund = window.shell.current_page().balances.table.current()
            assert fund.id == task.target["fund"], task
        else:
            assert len(rows_shown(window)) == task.count, task


def test_houses_by_stage_and_milestone_open_as_many_houses(window: Window, sample: Register) -> None:
    found = houses(sample, YEAR)
    assert found.funded
    assert sum(found.stages.values()) > 3
    page = back(window)
    page.open_figure("funded")
    window.settle()
    assert len(rows_shown(window)) == found.funded - found.typed
    for stage, count in found.stages.items():
        if stage != "handed_over":
            back(window).open_stage(stage)
            window.settle()
            assert len(rows_shown(window)) == count, stage
    back(window).open_stage("handed_over")
    window.settle()
    assert len(rows_shown(window)) == found.reached["handed_over"]


def test_the_total_opens_all_awards_and_their_sum_is_the_total(window: Window, sample: Register) -> None:
    page = overview(window)
    found = money(sample, YEAR)
    page.board.spent.opened.emit("given")
    window.settle()
    rows = rows_shown(window)
    assert sum(row.cash + row.goods for row in rows) + found.totals.typed == found.totals.total
    assert f"tổng cộng {found.totals.total:,} đồng".replace(",", ".") in page.rows.sums.text()
    assert {row.page for row in rows} == {"houses", "grants", "gifts", "people"} & {row.page for row in rows}
    assert page.rows.notice.text()
    page.rows.typed_asked.emit()
    window.settle()
    assert sum(row.fields.cash + row.fields.goods for row in rows_shown(window)) == found.totals.typed


def test_each_programme_opens_its_awards_of_this_year_and_of_the_year_before(window: Window, sample: Register) -> None:
    for line in programme_lines(sample, YEAR):
        page = back(window)
        page.open_line(line)
        window.settle()
        rows = rows_shown(window)
        assert sum(row.cash + row.goods for row in rows) + line.typed == line.total, line.name
        page.open_line(line, "before")
        window.settle()
        earlier = sum_given(sample, Given(YEAR, line.programme_id, earlier=True))
        assert earlier.total == line.before
        assert sum(row.cash + row.goods for row in rows_shown(window)) == line.before - earlier.typed


def test_a_month_opens_its_awards(window: Window) -> None:
    page = overview(window)
    for month in page.board.months.months():
        if month.amount:
            page.board.months.opened.emit(month.month)
            window.settle()
            assert sum(row.cash + row.goods for row in rows_shown(window)) == month.amount
            page.show_board()


def test_money_raised_and_promised_open_their_rows(window: Window, sample: Register) -> None:
    found = raised(sample, YEAR)
    page = overview(window)
    page.open_figure("raised")
    window.settle()
    assert sum(row.received for row in rows_shown(window)) == found.received
    page.open_figure("promised")
    window.settle()
    rows = rows_shown(window)
    assert (len(rows), sum(row.due for row in rows)) == (found.rows, found.pledged_open)
    page.open_figure("raised_before")
    window.settle()
    assert sum(row.received for row in rows_shown(window)) == found.before


def test_enter_on_a_row_opens_its_file_and_escape_comes_back(window: Window) -> None:
    page = overview(window)
    page.table.focus_first()
    window.press(Qt.Key.Key_Return)
    assert page.views.currentWidget() is page.rows
    assert page.rows.table is not None
    assert page.rows.table.view.hasFocus()
    window.press(Qt.Key.Key_Escape)
    assert page.views.currentWidget() is page.board
    assert page.header.title() == "Tổng quan năm 2026"
    page.table.focus_first()
    window.press(Qt.Key.Key_Return)
    window.press(Qt.Key.Key_Return)
    assert key_in_front(window) in ("houses", "gifts", "grants")


def test_pressing_a_figure_of_last_year_opens_last_year(window: Window) -> None:
    page = overview(window)
    column = [one.key for one in LINE_COLUMNS].index("before")
    place = page.table.view.visualRect(page.table.model.index(0, column)).center()
    QTest.mouseClick(page.table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.settle()
    assert page.rows.asked is not None
    assert page.rows.asked.earlier
    assert "cùng kỳ" in page.header.title()


def test_the_target_of_a_programme_is_found_on_its_page(window: Window, sample: Register) -> None:
    line = next(one for one in programme_lines(sample, YEAR) if one.target_id is not None)
    overview(window).open_line(line, "target")
    window.settle()
    assert key_in_front(window) == "targets"
    assert window.shell.current_page().table.current().id == line.target_id


def test_a_part_of_the_year_and_a_unit_narrow_every_figure(window: Window, sample: Register) -> None:
    page = overview(window)
    page.filter.when.part.choose("{year}-Q1")
    QTest.qWait(400)
    window.settle()
    quarter = money(sample, page.filter.choice()).totals
    assert page.filter.choice().period.code == "2026-Q1"
    assert quarter.total < money(sample, YEAR).totals.total
    with sample.looking() as connection:
        assert quarter == totals(connection, Scope(date(2026, 1, 1), date(2026, 3, 31)))
        unit_id = connection.execute(
            "SELECT unit_id FROM sum_award_unit WHERE paid_on BETWEEN '2026-01-01' AND '2026-03-31'"
            " GROUP BY unit_id ORDER BY sum(awards) DESC, unit_id LIMIT 1 OFFSET 3"
        ).fetchone()[0]
    page.filter._unit_id = unit_id
    page.filter.changed.emit()
    window.settle()
    of_unit = money(sample, page.filter.choice()).totals
    assert 0 < of_unit.total < quarter.total
    page.open_figure("given")
    window.settle()
    rows = rows_shown(window)
    assert sum(row.cash + row.goods for row in rows) + of_unit.typed == of_unit.total


@pytest.mark.parametrize("view", ["then", "now"])
def test_the_units_add_up_to_the_register(sample: Register, view: Any) -> None:
    with sample.looking() as connection:
        ended = "" if view == "then" else " AND valid_to IS NULL"  # a successor has their rows then
        below = [row[0] for row in connection.execute(f"SELECT id FROM unit WHERE parent_id = 1{ended}")]
    parts = sum(money(sample, Choice(YEAR.period, TODAY, unit, view)).totals.total for unit in below)
    with sample.looking() as connection:
        own = totals(connection, Scope(YEAR.period.start, TODAY, frozenset({1}))).total
    assert parts + own == money(sample, YEAR).totals.total


def test_tasks_of_a_unit_open_as_many_rows_as_they_count(window: Window, sample: Register) -> None:
    with sample.looking() as connection:
        unit_id = connection.execute(
            "SELECT h.unit_id FROM house h WHERE h.due_on < ? AND h.stage = 'started'", (TODAY.isoformat(),)
        ).fetchone()[0]
    page = overview(window)
    page.filter._unit_id = unit_id
    page.filter.changed.emit()
    window.settle()
    tasks = [one for one in page.board.tasks.tasks() if one.page in ("houses", "grants", "gifts")]
    assert any(one.what == "houses_late" for one in tasks)
    for task in tasks:
        back(window).open_task(task)
        window.settle()
        assert len(rows_shown(window)) == task.count, task


def test_a_write_elsewhere_is_seen_at_once(window: Window, sample: Register) -> None:
    page = overview(window)
    before = page.board.spent.figure()
    with sample.writing() as session:
        session.connection().exec_driver_sql("UPDATE award SET handover = 'returned' WHERE paid_on > '2026-06-01'")
    window.context.tell(Changes(awards=True))
    window.settle()
    assert page.board.spent.figure() != before


def test_an_empty_register_says_what_to_do_first(qtbot: QtBot, context: Context, register: Register) -> None:
    window = Window(qtbot, context, register, overview=OverviewPage)
    page = overview(window)
    assert page.board.spent.figure() == "0 đồng"
    assert not page.table.rows()
    page.board.people_asked.emit()
    assert window.went[-1] == ("people", {})


def test_a_month_is_opened_by_the_arrows_and_enter(window: Window) -> None:
    page = overview(window)
    bars = page.board.months
    bars.setFocus()
    busy = next(place for place, month in enumerate(bars.months()) if month.amount)
    for _step in range(busy + 1):
        QTest.keyClick(bars, Qt.Key.Key_Right)
    window.press(Qt.Key.Key_Return)
    assert page.rows.asked is not None
    assert page.rows.asked.month == bars.months()[busy].month
    page.show_board()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(bars.width() - 4, bars.height() // 2))
    window.settle()


def test_the_cards_give_their_links_to_the_keyboard(window: Window) -> None:
    page = overview(window)
    page.board.spent.setFocus()
    window.press(Qt.Key.Key_Return)
    assert page.views.currentWidget() is page.rows
    assert page.board.houses.keys()[0] == "funded"
    assert "chỉ tiêu" in page.board.houses.words()[1]


def test_rows_come_page_by_page_in_one_order(sample: Register) -> None:
    wanted = Given(YEAR)
    whole = list_given(sample, wanted, limit=100_000).rows
    paged: list[Any] = []
    after = None
    while True:
        page = list_given(sample, wanted, after=after, limit=7)
        paged.extend(page.rows)
        after = page.next_key
        if after is None:
            break
    assert [row.id for row in paged] == [row.id for row in whole]
    assert len(whole) == sum_given(sample, wanted).rows


def test_a_house_target_is_met_by_houses_paid_for_not_only_by_those_handed_over() -> None:
    found = Houses(funded=11, typed=0, reached={"handed_over": 6}, stages={"started": 4}, overdue=1, target=12, done=11)
    detail, foot, share = house_parts(found)
    assert [words for words, _key in detail] == ["6 bàn giao", "4 đang xây", "1 chậm"]
    assert share == 11 / 12
    assert foot[1][0] == "còn thiếu 1"


def test_every_kind_of_task_has_words() -> None:
    from labordesk.gui.pages.overview_words import _SENTENCES, waiting_words

    assert len(KINDS) == len(set(KINDS))
    for what in _SENTENCES:
        text, link, _tone = waiting_words(Waiting(what, 3, "houses", name="Tết Bính Ngọ 2026", days=5, amount=7))
        assert "{" not in text + link
        assert link


def test_work_counted_only_so_far_says_that_there_is_more() -> None:
    from labordesk.gui.pages.overview_words import waiting_words

    text, _link, _tone = waiting_words(Waiting("cases_papers", 300, "grants", more=True))
    assert text == "Hơn 300 hồ sơ trợ cấp còn thiếu giấy tờ"
