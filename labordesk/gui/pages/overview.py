"""Tổng quan: the period at a glance, with the work that waits; every figure leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout

from labordesk.gui.buttons import primary_button
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.overview_board import OverviewBoard
from labordesk.gui.pages.overview_filter import OverviewFilter
from labordesk.gui.pages.overview_rows import Asked, RowsView
from labordesk.gui.pages.overview_words import (
    house_parts,
    member_parts,
    money_words,
    period_words,
    raised_parts,
    spent_parts,
    stage_rows,
)
from labordesk.gui.pages.parts.counts import counted
from labordesk.i18n import N_, _
from labordesk.services import overview as figures
from labordesk.services.overview import Houses, Members, Month, ProgrammeLine
from labordesk.services.overview_choice import Choice
from labordesk.services.overview_waiting import Waiting
from labordesk.vietnamese.dates import short

PAGES = {"gift": "gifts", "grant": "grants", "house": "houses"}
"""The page that holds the files of a kind of programme."""

TITLE_WIDTH = 250
"""Pixels kept for the title beside the choices; with less they stand below it."""


class OverviewPage(Page):
    """Each sum is read by itself on the reading pool, so that a slow one holds up no other.

    Target: ``rows="promised"`` and the like show the rows of a figure at once.
    """

    title = N_("Tổng quan")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.filter = OverviewFilter(context)
        self._print = primary_button(_("In bản tóm tắt"), self.print_page, key="Ctrl P")
        self.header.add_button(self.filter)
        self.header.add_button(self._print)
        self._is_wide = True
        self.board = OverviewBoard(context)
        self.rows = RowsView(context)
        self.table = self.board.table
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self.views = QStackedLayout()
        self.body.addLayout(self.views, 1)
        self.views.addWidget(self.board)
        self.views.addWidget(self.rows)
        self._members: Members | None = None
        self.add_key(
            "Alt+N",
            _("Xem cùng kỳ năm trước của chương trình đang chọn"),
            partial(self._open_current, "before"),
            on=self.table,
        )
        self.add_key(
            "Alt+C", _("Xem chỉ tiêu của chương trình đang chọn"), partial(self._open_current, "target"), on=self.table
        )
        self._connect()
        self._say_period()

    def _connect(self) -> None:
        self.filter.changed.connect(self._chosen)
        self.board.opened.connect(self.open_figure)
        self.board.stage_opened.connect(self.open_stage)
        self.board.line_opened.connect(self.open_line)
        self.board.people_asked.connect(lambda: self.context.go("people"))
        self.board.tasks.opened.connect(self.open_task)
        self.rows.opened.connect(lambda page, target: self.context.go(page, **target))
        self.rows.typed_asked.connect(lambda: self.open_figure("typed"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choices below the title where the header has no room for both."""
        super().resizeEvent(event)
        beside = self.filter.sizeHint().width() + self._print.sizeHint().width() + TITLE_WIDTH
        wide = self.header.width() >= beside
        if wide != self._is_wide:
            self._is_wide = wide
            if wide:
                self.header.insert_button(0, self.filter)
            else:
                self.body.insertWidget(0, self.filter)

    # reading

    def arrived(self) -> None:
        self.filter.offer_units()
        self.reload()

    def refresh(self, changes: Any) -> None:
        if self.isVisible() and changes:
            self.reload()

    def reload(self) -> None:
        """Read everything again behind the screen; a page of rows is read again as well."""
        choice = self.filter.choice()
        self._say_period()
        self._read("money", figures.money, choice, self._show_money)
        self._read("lines", figures.programme_lines, choice, self._show_lines)
        self._read("houses", figures.houses, choice, self._show_houses)
        self._read("raised", figures.raised, choice, self._show_raised)
        self._read("members", figures.members, choice, self._show_members)
        self._read("months", figures.months, choice, self._show_months)
        self._read_tasks(choice)
        if self.views.currentWidget() is self.rows:
            self.rows.reload()

    def _read(self, name: str, read: Callable[[Any, Choice], Any], choice: Choice, show: Callable[[Any], None]) -> None:
        register = self.context.register
        self.context.work.read(lambda: read(register, choice), show, latest=("overview", name), owner=self)

    def _read_tasks(self, choice: Choice) -> None:
        from labordesk.services.overview_waiting import KINDS

        self.board.tasks.start(len(KINDS))
        for place, kind in enumerate(KINDS):
            self._read(kind.__name__, kind, choice, partial(self._show_tasks, place))

    def _chosen(self) -> None:
        self.show_board()
        self.reload()

    # showing

    def _say_period(self) -> None:
        choice = self.filter.choice()
        self.header.set_trail([])
        self.header.set_title(_("Tổng quan {period}").format(period=period_words(choice.period)))
        self.header.set_subtitle(_("Số liệu tính đến ngày {day}").format(day=short(choice.end)))
        if self.views.currentWidget() is self.rows and self.rows.asked is not None:
            self.header.set_trail([(_("Tổng quan"), self.show_board)])
            self.header.set_title(self.rows.asked.title)

    def _show_money(self, found: figures.Money) -> None:
        detail, foot, share = spent_parts(found)
        self.board.spent.set(money_words(found.totals.total), detail, foot, share)

    def _show_lines(self, lines: tuple[ProgrammeLine, ...]) -> None:
        self.table.set_rows(lines)

    def _show_houses(self, found: Houses) -> None:
        detail, foot, share = house_parts(found)
        self.board.houses.set(counted(found.funded, "house"), detail, foot, share)
        self.board.show_stages(stage_rows(found))

    def _show_raised(self, found: figures.Raised) -> None:
        detail, foot, share = raised_parts(found, self.filter.choice().earlier.end.year)
        self.board.raised.set(money_words(found.received), detail, foot, share)

    def _show_members(self, found: Members | None) -> None:
        self._members = found
        figure, detail, foot, share = member_parts(found)
        self.board.members.set(figure, detail, foot, share)

    def _show_months(self, months: tuple[Month, ...]) -> None:
        self.board.months.set_months(months)

    def _show_tasks(self, place: int, found: tuple[Waiting, ...]) -> None:
        self.board.tasks.put(place, found)
        if self.filter.choice().unit_id is None:
            self._set_badges()

    def _set_badges(self) -> None:
        tasks = self.board.tasks.tasks()
        for page, what, words in (
            ("houses", "houses_late", _("nhà quá hạn bàn giao")),
            ("grants", "cases_late", _("hồ sơ chờ quá hạn")),
        ):
            self.context.set_badge(page, sum(one.count for one in tasks if one.what == what), words)

    # opening

    def open_figure(self, key: str) -> None:
        """Open the rows behind a figure of the cards or a month ("month 2026-02")."""
        choice = self.filter.choice()
        of_unit = {} if choice.unit_id is None else {"unit": choice.unit_id}
        period = (choice.period.start, choice.end)
        titles = {
            "given": _("Các lần trao {period}"),
            "given_before": _("Các lần trao cùng kỳ năm trước"),
            "raised": _("Các khoản vận động {period}"),
            "raised_before": _("Các khoản vận động cùng kỳ năm trước"),
            "promised": _("Đã hứa, chưa nhận đủ {period}"),
        }
        if key.startswith("month "):
            month = key.removeprefix("month ")
            title = _("Các lần trao tháng {month}").format(month=f"{int(month[5:])}/{month[:4]}")
            self.show_rows(Asked("given", choice, title, month=month))
        elif key in titles:
            rows, before = key.removesuffix("_before"), key.endswith("_before")
            title = titles[key].format(period=period_words(choice.period))
            if before and rows == "raised":
                choice = Choice(choice.earlier, choice.earlier.end, choice.unit_id, choice.view)
                before = False
            self.show_rows(Asked(rows, choice, title, earlier=before))
        elif key in ("funded", "handed_over"):
            self.context.go("houses", milestone=key, period=period, **of_unit)
        elif key == "building":
            self.open_stage("started")
        elif key == "overdue":
            self.context.go("houses", flag="overdue", **of_unit)
        elif key == "typed":
            self.context.go("activities", part="aggregates", text="", year=choice.end.year)
        elif key == "targets":
            target = self._members.target_id if self._members is not None else None
            self.context.go("targets", year=choice.end.year, target=target)

    def open_stage(self, stage: str) -> None:
        """Open the houses standing in a stage, or those handed over in the period."""
        if stage == "handed_over":
            self.open_figure(stage)
            return
        unit_id = self.filter.choice().unit_id
        self.context.go("houses", stage=stage, **({} if unit_id is None else {"unit": unit_id}))

    def open_line(self, line: ProgrammeLine, what: str = "rows") -> None:
        """Open the awards of a programme, those of a year before, or its target."""
        choice = self.filter.choice()
        if what == "target":
            self.context.go("targets", year=choice.end.year, target=line.target_id)
            return
        title = _("{programme}: các lần trao {period}")
        if what == "before":
            title = _("{programme}: các lần trao cùng kỳ năm trước")
        asked = Asked(
            "given",
            choice,
            title.format(programme=line.name, period=period_words(choice.period)),
            programme_id=line.programme_id,
            earlier=what == "before",
        )
        self.show_rows(asked)

    def _open_current(self, what: str) -> None:
        line: ProgrammeLine | None = self.table.current()
        if line is not None and (what != "target" or line.target):
            self.open_line(line, what)

    def open_task(self, one: Waiting) -> None:
        """Open the rows of waiting work."""
        if one.page == "overview":
            self.show_target(name=one.name, **one.target)
        else:
            self.context.go(one.page, **one.target)

    def show_target(self, *, rows: str = "", campaign: int | None = None, name: str = "", **target: Any) -> None:
        """Show the rows of a figure, or the dashboard."""
        titles = {
            "promised": _("Đã hứa, chưa nhận đủ"),
            "lists_late": _("Đơn vị chậm nộp danh sách: {name}"),
            "units_empty": _("Đơn vị được phân bổ chưa có danh sách: {name}"),
        }
        if rows not in titles:
            self.show_board()
            return
        self.show_rows(Asked(rows, self.filter.choice(), titles[rows].format(name=name), campaign_id=campaign))

    def show_rows(self, asked: Asked) -> None:
        """Show the rows of a figure in place of the dashboard."""
        self.views.setCurrentWidget(self.rows)
        self.rows.show_rows(asked)
        self._say_period()

    def show_board(self) -> None:
        """Come back to the dashboard."""
        self.views.setCurrentWidget(self.board)
        self._say_period()

    def escape(self) -> bool:
        if self.views.currentWidget() is self.board:
            return False
        self.show_board()
        self.table.focus_first()
        return True

    def print_page(self) -> None:
        """Show the summary of the period as it will print (Ctrl+P)."""
        choice = self.filter.choice()
        target = {} if choice.unit_id is None else {"unit": choice.unit_id}
        self.context.go("reports", report="tong-hop", period=choice.period, **target)
