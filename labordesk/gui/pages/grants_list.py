"""The queue of hardship requests: tabs with counts, filters, those first who cannot wait, then the longest waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.grants_filter import GrantFilters, load_offered
from labordesk.gui.pages.grants_words import COLUMNS, TABS, URGENCY_TABS, WAITING_TAB, tab_label
from labordesk.gui.table import PagedTable, RowPage
from labordesk.i18n import _
from labordesk.services.case_lists import CaseRow, count_cases, count_flagged, list_cases


class GrantList(QWidget):
    """``opened`` brings the row; ``counted`` the number of cases by state, and of those past their time."""

    opened = Signal(object)
    new_asked = Signal()
    counted = Signal(dict, int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._counts: dict[str, int] = {}
        self._sort: tuple[str, bool] | None = None
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Tình trạng hồ sơ"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for tab, _label in TABS:
            self.tabs.setTabData(self.tabs.addTab(tab_label(tab, {})), tab)
        self.filters = GrantFilters(context)
        self.search = self.filters.search
        self.table = PagedTable(
            "grants", COLUMNS, context, title=_("Hồ sơ trợ cấp"), empty=EmptyState("hand-heart", "")
        )
        self._nothing = EmptyState(
            "hand-heart",
            _("Chưa có hồ sơ trợ cấp nào trong sổ"),
            _("Nhấn Ctrl+N để tiếp nhận hồ sơ, hoặc Ctrl+G để ghi một khoản trợ cấp đã chi."),
            primary_button(_("Tiếp nhận hồ sơ đầu tiên"), self.new_asked.emit),
        )
        self._arrange()
        self.tabs.currentChanged.connect(lambda _index: self._show_other_tab())
        self.filters.changed.connect(self.ask)
        self.table.sort_asked.connect(self._sort_by)
        self.search.down.connect(self.focus_rows)
        self.table.opened.connect(self.opened)
        self.table.loaded.connect(self._show_emptiness)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.filters, 1)
        bar.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.tabs)
        column.addLayout(bar)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self.views = QStackedLayout()
        column.addLayout(self.views, 1)
        for view in (self.table, self._nothing):
            self.views.addWidget(view)

    def tab(self) -> str:
        """Return the tab in front."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    def show_tab(self, tab: str, **narrowed: Any) -> None:
        """Bring a tab to the front, narrowed to exactly what is told."""
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex([code for code, _label in TABS].index(tab))
        self._sort = None
        self.filters.choose(**narrowed)

    def _show_other_tab(self) -> None:
        """Begin a tab in its own order."""
        self._sort = None
        self.ask()

    def _sort_by(self, key: str, descending: bool) -> None:
        # The longest waiting are what one looks for, so the first press puts them first.
        first = self._sort is None or self._sort[0] != key
        self._sort = (key, True) if key == "days_waiting" and first else (key, descending)
        self.ask()

    def ask(self) -> None:
        """Ask for the cases of the tab and the filters from the beginning, and for all counts."""
        register, tab, asked = self._context.register, self.tab(), self.filters.asked()
        state = None if tab == WAITING_TAB else tab or None
        wanted = replace(asked, wanted=replace(asked.wanted, state=state, waiting=tab == WAITING_TAB))
        order, descending = self._sort or _usual_order(tab)

        def fetch(after: Any, limit: int) -> RowPage:
            page = list_cases(
                register,
                wanted.filter(register),
                order=order,  # type: ignore[arg-type]
                descending=descending,
                after=after,
                limit=limit,
            )
            return RowPage(page.rows, page.next_key)

        self.table.show_sort(order if self._sort else "", descending)
        self.table.set_fetch(fetch)
        self._count()

    def reload(self) -> None:
        """Ask the same query again, staying in place."""
        self.table.reload()
        self._count()

    def focus_rows(self) -> None:
        """Put the keyboard into the table."""
        self.table.focus_first()

    def current(self) -> CaseRow | None:
        """Return the case the keyboard is on."""
        return self.table.current()

    def _count(self) -> None:
        register = self._context.register
        self._context.work.read(
            lambda: (count_cases(register), count_flagged(register, "late")),
            self._show_counts,
            latest=("grants", "counts"),
        )
        self._context.work.read(lambda: load_offered(register), self.filters.offer, latest=("grants", "offered"))

    def _show_counts(self, found: tuple[dict[str, int], int]) -> None:
        counts, late = found
        self._counts = counts
        with QSignalBlocker(self.tabs):
            for place, (tab, _label) in enumerate(TABS):
                self.tabs.setTabText(place, tab_label(tab, counts))
        self._show_emptiness()
        self.counted.emit(counts, late)

    def _show_emptiness(self) -> None:
        if not self.table.rows():
            if self.filters.asked().narrows:
                self.table.set_empty(_("Không có hồ sơ nào khớp"), _("Hãy bỏ bớt điều kiện lọc hoặc xem mục Tất cả."))
            elif self.tab() == WAITING_TAB:
                self.table.set_empty(_("Không còn hồ sơ nào đang chờ"), _("Hồ sơ đã giải quyết ở các mục bên cạnh."))
            else:
                self.table.set_empty(_("Không có hồ sơ nào ở mục này"))
        self.views.setCurrentWidget(self.table if sum(self._counts.values()) or self.table.rows() else self._nothing)


def _usual_order(tab: str) -> tuple[str, bool]:
    """Return the order of a tab: by urgency while people wait, the latest first once it is settled."""
    return ("urgency", False) if tab in URGENCY_TABS else ("requested_on", True)
