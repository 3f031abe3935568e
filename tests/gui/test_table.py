"""Tables: rows fetched late, columns remembered, copying that Excel understands."""

import threading
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from labordesk.errors import Unavailable
from labordesk.fields import CitizenId, Count, Day, Money, PartialDay, Percent, PersonName
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.table import Column, ListTable, PagedTable, RowPage


@dataclass(frozen=True)
class Row:
    id: int
    full_name: str
    citizen_id: str
    amount: int | None
    state: str = "Chưa nhận"


COLUMNS = [
    Column("full_name", "Họ và tên", PersonName(), sortable=True, stretch=True),
    Column("citizen_id", "Số CCCD", CitizenId()),
    Column("amount", "Đã nhận", Money(), sortable=True),
    Column("state", "Tình trạng", pill=lambda row: (row.state, "neutral")),
    Column("id", "Số", Count(), hidden=True),
]


def people(count: int) -> list[Row]:
    return [Row(n, f"Nguyễn Thị Hoà {n:05d}", f"{n:012d}", n * 1000 if n % 2 else None) for n in range(count)]


class Source:
    """A register of made-up rows that counts how it is asked."""

    def __init__(self, count: int, *, tells_total: bool = True) -> None:
        self.rows = people(count)
        self.asked: list[tuple[Any, int]] = []
        self.tells_total = tells_total
        self.threads: set[bool] = set()

    def fetch(self, after: int | None, limit: int) -> RowPage:
        self.asked.append((after, limit))
        self.threads.add(threading.current_thread() is threading.main_thread())
        start = 0 if after is None else after + 1
        rows = self.rows[start : start + limit]
        more = start + limit < len(self.rows)
        return RowPage(rows, rows[-1].id if more else None, len(self.rows) if self.tells_total else None)


def shown(qtbot: QtBot, table: Any) -> Any:
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    table.activateWindow()
    QTest.qWaitForWindowActive(table)
    return table


@pytest.fixture
def source() -> Source:
    return Source(1000)


@pytest.fixture
def table(qtbot: QtBot, context: Context, source: Source) -> PagedTable:
    made: PagedTable = shown(qtbot, PagedTable("people", COLUMNS, context))
    with qtbot.waitSignal(made.loaded):
        made.set_fetch(source.fetch)
    return made


def settle(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.work.is_busy())


def test_first_page_only_is_fetched_and_not_on_the_ui_thread(table: PagedTable, source: Source) -> None:
    assert source.asked == [(None, 100)]
    assert source.threads == {False}
    assert len(table.rows()) == 100
    assert table.total == 1000


def test_scrolling_fetches_page_after_page_without_gap_or_repetition(
    qtbot: QtBot, context: Context, table: PagedTable, source: Source
) -> None:
    bar = table.view.verticalScrollBar()
    for _step in range(60):
        bar.setValue(bar.maximum())
        settle(qtbot, context)
        if len(table.rows()) == 1000:
            break
    assert [row.id for row in table.rows()] == list(range(1000))
    assert len(source.asked) == 10
    bar.setValue(bar.maximum())
    settle(qtbot, context)
    assert len(source.asked) == 10


def test_another_query_replaces_the_rows_even_when_the_first_answers_late(
    qtbot: QtBot, context: Context, table: PagedTable
) -> None:
    gate = threading.Event()

    def late(after: int | None, limit: int) -> RowPage:
        gate.wait(5)
        return RowPage(people(5), None, 5)

    table.set_fetch(late)
    table.set_fetch(lambda after, limit: RowPage(people(3), None, 3))
    qtbot.waitUntil(lambda: table.total == 3)
    gate.set()
    settle(qtbot, context)
    assert len(table.rows()) == 3


def test_more_rows_of_an_old_query_are_not_added_to_a_new_one(
    qtbot: QtBot, context: Context, table: PagedTable
) -> None:
    table.set_fetch(lambda after, limit: RowPage(people(3), None, 3))
    table.more()
    settle(qtbot, context)
    assert [row.id for row in table.rows()] == [0, 1, 2]


def test_reload_stays_on_the_current_row_and_place(
    qtbot: QtBot, context: Context, table: PagedTable, source: Source
) -> None:
    table.select(50)
    table.view.verticalScrollBar().setValue(800)
    place = table.view.verticalScrollBar().value()
    source.rows[50] = replace(source.rows[50], state="Đã nhận")
    with qtbot.waitSignal(table.loaded):
        table.reload()
    current = table.current()
    assert current is not None
    assert (current.id, current.state) == (50, "Đã nhận")
    assert table.view.verticalScrollBar().value() == place


def test_current_row_that_is_gone_is_told(qtbot: QtBot, table: PagedTable) -> None:
    table.select(50)
    told: list[Any] = []
    table.current_changed.connect(told.append)
    table.set_fetch(lambda after, limit: RowPage(people(3), None, 3))
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] is None


def test_rows_are_counted_after_they_are_shown(qtbot: QtBot, context: Context) -> None:
    source = Source(250, tells_total=False)
    order: list[str] = []
    table: PagedTable = shown(qtbot, PagedTable("people", COLUMNS, context))
    table.loaded.connect(lambda: order.append("loaded"))
    table.counted.connect(lambda n: order.append(f"counted {n}"))
    table.set_fetch(source.fetch, lambda: 250)
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["loaded", "counted 250"]


def test_short_list_needs_no_counting(qtbot: QtBot, context: Context) -> None:
    table: PagedTable = shown(qtbot, PagedTable("people", COLUMNS, context))
    with qtbot.waitSignal(table.counted) as told:
        table.set_fetch(Source(4, tells_total=False).fetch)
    assert told.args == [4]


def test_refused_query_is_told_and_may_be_asked_again(
    qtbot: QtBot, context: Context, notify: Any, source: Source
) -> None:
    broken = [True]

    def fetch(after: int | None, limit: int) -> RowPage:
        if broken[0]:
            raise Unavailable
        return source.fetch(after, limit)

    table: PagedTable = shown(qtbot, PagedTable("people", COLUMNS, context))
    table.set_fetch(fetch)
    qtbot.waitUntil(lambda: len(notify.errors) == 1)
    broken[0] = False
    table.reload()
    qtbot.waitUntil(lambda: len(table.rows()) == 100)


def test_failed_page_is_fetched_again_on_the_next_scroll(qtbot: QtBot, context: Context, notify: Any) -> None:
    source, broken = Source(300), [False]

    def fetch(after: int | None, limit: int) -> RowPage:
        if broken[0]:
            raise Unavailable
        return source.fetch(after, limit)

    table: PagedTable = shown(qtbot, PagedTable("people", COLUMNS, context))
    with qtbot.waitSignal(table.loaded):
        table.set_fetch(fetch)
    broken[0] = True
    table.more()
    qtbot.waitUntil(lambda: len(notify.errors) >= 1)
    broken[0] = False
    table.more()
    qtbot.waitUntil(lambda: len(table.rows()) >= 200)


# both tables


@pytest.fixture
def listed(qtbot: QtBot, context: Context) -> ListTable:
    table: ListTable = shown(qtbot, ListTable("list", COLUMNS, context))
    table.set_rows(people(5))
    return table


def test_enter_and_double_click_open_a_row(qtbot: QtBot, listed: ListTable) -> None:
    opened: list[Row] = []
    listed.opened.connect(opened.append)
    listed.focus_first()
    QTest.keyClick(listed.view, Qt.Key.Key_Down)
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    place = listed.view.visualRect(listed.model.index(3, 0)).center()
    QTest.mouseClick(listed.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(listed.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.id for row in opened] == [1, 3]


def test_numbers_stand_right_and_texts_left(listed: ListTable) -> None:
    assert listed.model.alignment(2) & Qt.AlignmentFlag.AlignRight
    assert listed.model.alignment(0) & Qt.AlignmentFlag.AlignLeft
    assert listed.model.text(3, 2) == "3.000"
    assert listed.model.text(2, 2) == ""


def test_tuples_are_read_by_position(qtbot: QtBot, context: Context) -> None:
    table = ListTable("t", [Column("name", "Tên"), Column("share", "Tỷ lệ", Percent())], context)
    qtbot.addWidget(table)
    table.set_rows([("May Sông Lam", 75)])
    assert [table.model.text(0, 0), table.model.text(0, 1)] == ["May Sông Lam", "75%"]


def test_several_lines_are_shown_in_one(qtbot: QtBot, context: Context) -> None:
    table = ListTable("t", [Column("name", "Tên")], context)
    qtbot.addWidget(table)
    table.set_rows([("một\nhai",)])
    assert table.model.text(0, 0) == "một hai"


def test_copied_rows_have_headings_and_numbers_excel_understands(listed: ListTable) -> None:
    listed.view.selectAll()
    listed.view.setFocus()
    QTest.keyClick(listed.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0] == "Họ và tên\tSố CCCD\tĐã nhận\tTình trạng"
    assert lines[4] == "Nguyễn Thị Hoà 00003\t000000000003\t3000\tChưa nhận"
    assert "<td>3000</td>" in data.html()
    assert "<td style='mso-number-format:\"\\@\"'>000000000003</td>" in data.html()


def test_only_selected_rows_and_shown_columns_are_copied(listed: ListTable) -> None:
    listed.select(2)
    listed.view.set_column_shown("citizen_id", False)
    listed.view.copy_selected()
    assert QGuiApplication.clipboard().text() == "Họ và tên\tĐã nhận\tTình trạng\nNguyễn Thị Hoà 00002\t\tChưa nhận"


def test_markup_in_a_name_does_not_break_the_copied_table(qtbot: QtBot, context: Context) -> None:
    table = ListTable("t", [Column("name", "Tên")], context)
    qtbot.addWidget(table)
    table.set_rows([("<b>&\t",)])
    table.view.selectAll()
    table.view.copy_selected()
    assert "&lt;b&gt;&amp;" in QGuiApplication.clipboard().mimeData().html()
    assert QGuiApplication.clipboard().text() == "Tên\n<b>&"


def test_width_set_by_hand_is_remembered(qtbot: QtBot, context: Context, listed: ListTable) -> None:
    listed.view.headings.resizeSection(1, 222)
    again: ListTable = shown(qtbot, ListTable("list", COLUMNS, context))
    assert again.view.columnWidth(1) == 222
    other: ListTable = shown(qtbot, ListTable("other", COLUMNS, context))
    assert other.view.columnWidth(1) != 222


def test_fitting_to_the_window_is_not_taken_for_a_wish_of_the_user(context: Context, listed: ListTable) -> None:
    listed.resize(1200, 400)
    listed.resize(500, 400)
    assert context.settings.column_widths == {}


def test_stretching_column_takes_the_room_that_is_left(listed: ListTable) -> None:
    listed.resize(1200, 400)
    total = sum(listed.view.columnWidth(number) for number in listed.view.shown_columns())
    assert total == listed.view.viewport().width()
    narrow = listed.view.columnWidth(0)
    listed.resize(1300, 400)
    assert listed.view.columnWidth(0) == narrow + 100


def test_widths_of_an_older_version_are_forgotten(qtbot: QtBot, context: Context) -> None:
    context.settings.column_widths["list"] = [10, 20]
    table: ListTable = shown(qtbot, ListTable("list", COLUMNS, context))
    assert table.view.columnWidth(1) > 60


def test_chosen_columns_are_remembered_and_one_always_stays(qtbot: QtBot, context: Context, listed: ListTable) -> None:
    assert listed.view.isColumnHidden(4)
    menu = QMenu()
    listed.view.fill_column_menu(menu)
    ticks = {action.text(): action.isChecked() for action in menu.actions()}
    assert ticks == {"Họ và tên": True, "Số CCCD": True, "Đã nhận": True, "Tình trạng": True, "Số": False}
    for action in menu.actions()[:4]:
        action.setChecked(False)
    assert listed.view.shown_columns() == [3]
    again: ListTable = shown(qtbot, ListTable("list", COLUMNS, context))
    assert again.view.shown_columns() == [3]


def test_click_on_a_heading_asks_for_another_order(listed: ListTable) -> None:
    asked: list[tuple[str, bool]] = []
    listed.sort_asked.connect(
        lambda key, descending: (asked.append((key, descending)), listed.show_sort(key, descending))
    )
    headings = listed.view.headings
    for column in (2, 2, 2, 0, 1):
        place = QPoint(headings.sectionViewportPosition(column) + 20, 10)
        QTest.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("amount", False), ("amount", True), ("amount", False), ("full_name", False)]


def test_keyboard_stays_in_a_table_that_gets_its_first_row(qtbot: QtBot, context: Context) -> None:
    table = shown(qtbot, ListTable("people", COLUMNS, context))
    table.set_rows(())
    table.setFocus()
    assert table.isAncestorOf(QApplication.focusWidget())
    table.set_rows(people(2))
    assert table.view.hasFocus()
    table.set_rows(())
    assert table.isAncestorOf(QApplication.focusWidget())


def test_a_row_chosen_while_ctrl_is_held_is_the_only_one_selected(qtbot: QtBot, context: Context) -> None:
    table = shown(qtbot, ListTable("people", COLUMNS, context))
    table.set_rows(people(3))
    table.select(0)
    QTest.keyPress(table.view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
    table.select(2)
    QTest.keyRelease(table.view, Qt.Key.Key_Control)
    assert [row.id for row in table.selected()] == [2]


def test_empty_table_says_what_to_do_first(qtbot: QtBot, context: Context) -> None:
    empty = EmptyState("users", "Chưa có ai trong sổ", "Nhấn Ctrl+N để thêm người đầu tiên.")
    table: ListTable = shown(qtbot, ListTable("list", COLUMNS, context, empty=empty))
    table.set_rows([])
    assert empty.isVisible()
    table.set_rows(people(1))
    assert not empty.isVisible()
    table.set_rows([])
    table.set_empty("Không tìm thấy", "Thử bỏ bớt chữ.")
    assert empty.title() == "Không tìm thấy"


def test_changed_row_is_replaced_in_its_place(listed: ListTable) -> None:
    listed.select(3)
    row = listed.current()
    assert row is not None
    assert listed.replace(replace(row, state="Đã nhận"))
    assert listed.model.text(3, 3) == "Đã nhận"
    assert not listed.replace(replace(row, id=99))


def test_selection_of_several_rows_survives_new_rows(listed: ListTable) -> None:
    listed.select(1)
    QTest.keyClick(listed.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in listed.selected()] == [1, 2]
    listed.set_rows([row for row in people(5) if row.id != 0])
    assert [row.id for row in listed.selected()] == [1, 2]


def test_screen_reader_hears_heading_and_value(listed: ListTable) -> None:
    index = listed.model.index(3, 2)
    assert listed.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Đã nhận: 3.000"
    assert listed.view.accessibleName() == "Bảng"


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_shortened_text_is_whole_in_the_tooltip(qtbot: QtBot, context: Context) -> None:
    long = "CĐCS Công ty cổ phần Dệt may và Thương mại Sông Lam chi nhánh Hà Tĩnh"
    table: ListTable = shown(
        qtbot, ListTable("t", [Column("a", "Đơn vị"), Column("b", "Năm sinh", PartialDay())], context)
    )
    table.set_rows([(long, "1985")])
    table.resize(220, 200)
    place = table.view.visualRect(table.model.index(0, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.view.viewport(), event)
    assert QToolTip.text() == long
    QToolTip.hideText()


def test_every_cell_is_drawn_in_both_themes(qtbot: QtBot, listed: ListTable, dressed: QApplication) -> None:
    from labordesk.gui.theme import apply_theme, colours

    listed.show_sort("amount", True)
    listed.focus_first()
    pictures = []
    for theme in ("light", "dark"):
        apply_theme(dressed, theme)  # type: ignore[arg-type]
        image = listed.view.viewport().grab().toImage()
        tints = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
        assert colours().accent_soft.lower() in tints
        assert colours().surface.lower() in tints
        pictures.append(image)
    apply_theme(dressed, "light")
    assert pictures[0] != pictures[1]


def test_list_is_as_high_as_its_rows(listed: ListTable) -> None:
    listed.fit_height()
    five = listed.height()
    listed.set_rows(people(9))
    listed.fit_height(most=7)
    assert listed.height() == five + 2 * listed.view.verticalHeader().defaultSectionSize()


def test_dates_and_numbers_are_shown_by_their_kind(qtbot: QtBot, context: Context) -> None:
    from datetime import date

    table = ListTable("t", [Column("day", "Ngày", Day()), Column("n", "Số", Count())], context)
    qtbot.addWidget(table)
    table.set_rows([(date(2026, 1, 5), 12408)])
    assert [table.model.text(0, 0), table.model.text(0, 1)] == ["05/01/2026", "12.408"]


def test_column_without_content_stays_out_when_the_table_grows(qtbot: QtBot, context: Context) -> None:
    columns = [Column("name", "Tên", width=20), Column("route", "Chặng", width=12, spare=True)]
    table = ListTable("empty column", columns, context)
    qtbot.addWidget(table)
    table.resize(700, 200)
    table.show()
    assert not table.view.isColumnHidden(1)
    table.view.offer_column("route", shown=False)
    assert table.view.isColumnHidden(1)
    table.resize(900, 200)
    QApplication.processEvents()
    assert table.view.isColumnHidden(1)
    table.view.offer_column("route", shown=True)
    assert not table.view.isColumnHidden(1)
