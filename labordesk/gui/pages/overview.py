"""Tổng quan: the year at a glance, with the work that waits; every figure leads to the rows behind it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.buttons import menu_button, primary_button
from labordesk.gui.cards import Card, EmptyState, KpiCard, Notice
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.overview_words import (
    LINE_COLUMNS,
    house_words,
    member_words,
    raised_words,
    spent_words,
    waiting_words,
)
from labordesk.gui.table import ListTable
from labordesk.i18n import N_, _
from labordesk.services.overview import Overview, ProgrammeLine, Waiting, overview

PAGES = {"gift": "gifts", "grant": "grants", "house": "houses"}
"""The page that holds the rows of a kind of programme."""


class OverviewPage(Page):
    """Reads everything in one go; the same sums as the printed summary."""

    title = N_("Tổng quan")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._year = context.today().year
        self._years = menu_button("", [(str(year), partial(self._choose, year)) for year in self._choices()])
        self.header.add_button(self._years)
        self.header.add_button(primary_button(_("In bản tóm tắt"), self.print_page, key="Ctrl P"))
        self.spent, self.houses, self.raised, self.members = (
            KpiCard(_("Tổng chi chăm lo")),
            KpiCard(_("Mái ấm công đoàn")),
            KpiCard(_("Vận động được")),
            KpiCard(_("Phát triển đoàn viên")),
        )
        self._link_cards()
        self.table = ListTable("overview", LINE_COLUMNS, context, empty=self._empty())
        self.table.opened.connect(self._open_line)
        self.waiting = Card(_("Cần làm"))
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        self._notices.setContentsMargins(0, 0, 0, 0)
        self.waiting.body.addWidget(_scrolled(self._notices), 1)
        self._arrange()
        self._say_year()

    def _arrange(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card in (self.spent, self.houses, self.raised, self.members):
            card.setMinimumWidth(1)  # the four share the width equally, whatever their words
            cards.addWidget(card, 1)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self.table, 2)
        lower.addWidget(self.waiting, 1)
        self.waiting.setMinimumWidth(280)
        self.body.addLayout(cards)
        self.body.addLayout(lower, 1)
        self.setTabOrder(self.table, self.waiting)

    def _link_cards(self) -> None:
        go = self.context.go
        self.spent.make_link(self.print_page, _("Xem báo cáo tổng hợp của năm"))
        self.houses.make_link(lambda: go("houses"), _("Xem các nhà"))
        self.raised.make_link(lambda: go("activities", part="contributions"), _("Xem các khoản vận động"))
        self.members.make_link(lambda: go("targets"), _("Xem chỉ tiêu"))

    def _empty(self) -> EmptyState:
        first = primary_button(_("Thêm người đầu tiên"), lambda: self.context.go("people"))
        return EmptyState(
            "layout-dashboard",
            _("Năm này chưa ghi khoản chăm lo nào"),
            _("Hãy thêm đối tượng, rồi ghi quà tặng, trợ cấp hoặc Mái ấm; số liệu sẽ hiện ở đây."),
            first,
        )

    def _choices(self) -> list[int]:
        this_year = self.context.today().year
        return list(range(this_year + 1, this_year - 6, -1))

    def _choose(self, year: int) -> None:
        self._year = year
        self._say_year()
        self.reload()

    def _say_year(self) -> None:
        self.header.set_title(_("Tổng quan năm {year}").format(year=self._year))
        self._years.setText(_("Năm {year}").format(year=self._year))
        cut_off = min(self.context.today(), date(self._year, 12, 31))
        self.header.set_subtitle(_("Số liệu tính đến ngày {day}").format(day=cut_off.strftime("%d/%m/%Y")))

    def arrived(self) -> None:
        self.reload()

    def refresh(self, changes: Any) -> None:
        if self.isVisible() and changes:
            self.reload()

    def reload(self) -> None:
        """Read the figures again behind the screen."""
        register, year, today = self.context.register, self._year, self.context.today()
        self.context.work.read(lambda: overview(register, year, today), self._show, latest=("overview", "figures"))

    def _show(self, found: Overview) -> None:
        self.spent.set(*spent_words(found))
        self.houses.set(*house_words(found))
        self.raised.set(*raised_words(found))
        self.members.set(*member_words(found))
        self.table.set_rows(found.programmes)
        self._show_waiting(found.waiting)
        self._set_badges(found.waiting)

    def _show_waiting(self, waiting: tuple[Waiting, ...]) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for one in waiting:
            text, link = waiting_words(one)
            self._notices.addWidget(Notice(text, "warn", [(link, partial(self._go_to, one))]))
        if not waiting:
            self._notices.addWidget(Notice(_("Không có việc nào quá hạn."), "good"))

    def _set_badges(self, waiting: tuple[Waiting, ...]) -> None:
        def count(what: str) -> int:
            return sum(one.count for one in waiting if one.what == what)

        self.context.set_badge("houses", count("house_overdue"), _("nhà quá hạn bàn giao"))
        self.context.set_badge("grants", count("case_waiting"), _("hồ sơ đang chờ"))

    def _go_to(self, one: Waiting) -> None:
        if one.what == "house_overdue":
            self.context.go("houses", house=one.target_id)
        elif one.what == "gift_planned":
            self.context.go("gifts", campaign=one.target_id)
        else:
            self.context.go("grants")

    def _open_line(self, line: ProgrammeLine) -> None:
        self.context.go(PAGES.get(line.kind, "activities"), programme=line.programme_id)

    def print_page(self) -> None:
        """Show the summary of the year as it will print (Ctrl+P)."""
        self.context.go("reports", report="tong-hop", period=str(self._year))


def _scrolled(column: QVBoxLayout) -> QScrollArea:
    """Return a place for notices that scrolls when they are more than its height."""
    inner = QWidget()
    inner.setProperty("role", "form")
    outer = QVBoxLayout(inner)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addLayout(column)
    outer.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    return area
