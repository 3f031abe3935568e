"""The list of campaigns: one row each with how far its hand-over is; by year and by programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.gifts_reading import CampaignList, read_campaigns
from labordesk.gui.pages.gifts_words import CAMPAIGN_COLUMNS
from labordesk.gui.table import ListTable
from labordesk.i18n import _

YEARS_BACK = 10
WIDE, ROOMY = 1000, 880
"""Pixels the list needs to show every column."""


class CampaignTable(QWidget):
    """Enter or a double click opens a campaign; the notice above it belongs to the page."""

    opened = Signal(object)
    """The ``CampaignRow`` to open."""

    def __init__(self, context: Context, new_campaign: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        year = context.today().year
        years = [(one, _("Năm {year}").format(year=one)) for one in range(year + 1, year - YEARS_BACK, -1)]
        self.year = Select([*years, (None, _("Mọi năm"))], _("Năm"))
        self.year.choose(year)
        self.programme = Select([(None, _("Mọi chương trình"))], _("Chương trình"))
        self.programme.setMinimumContentsLength(26)
        self.notice = Notice("")
        empty = EmptyState("gift", "", "", primary_button(_("Lập đợt tặng quà"), new_campaign))
        self.table = ListTable("gift-campaigns", CAMPAIGN_COLUMNS, context, empty=empty, title=_("Các đợt tặng quà"))
        self.table.opened.connect(self.opened)
        self._arrange()
        self.setFocusProxy(self.table)
        self.year.currentIndexChanged.connect(self.reload)
        self.programme.currentIndexChanged.connect(self.reload)

    def _arrange(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.year)
        filters.addWidget(self.programme)
        filters.addStretch(1)
        filters.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(filters)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the names of the campaigns need the room of, unless the user chose columns."""
        super().resizeEvent(event)
        self.table.view.offer_column("programme_name", shown=self.width() >= WIDE)
        self.table.view.offer_column("package_cash", shown=self.width() >= ROOMY)

    def show_programme(self, programme_id: int) -> None:
        """Show only the campaigns of a programme, of every year; its name may still be on its way."""
        if not self.programme.choose(programme_id):
            self.programme.addItem("…", programme_id)
            self.programme.choose(programme_id)
        self.year.choose(None)

    def reload(self) -> None:
        """Read the campaigns again behind the screen."""
        register, year, programme = self._context.register, self.year.chosen(), self.programme.chosen()
        today = self._context.today()
        self._context.work.read(
            lambda: read_campaigns(register, year=year, programme_id=programme, today=today),
            self._show,
            latest=("gifts", "campaigns", id(self)),
        )

    def _show(self, found: CampaignList) -> None:
        self.programme.blockSignals(True)
        self.programme.set_options([(None, _("Mọi chương trình")), *found.programmes])
        self.programme.blockSignals(False)
        self._say_empty()
        self.table.set_rows(found.rows)
        if found.rows and self.table.current() is None:
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    def _say_empty(self) -> None:
        year: Any = self.year.chosen()
        title = _("Chưa có đợt tặng quà nào") if year is None else _("Năm {year} chưa có đợt tặng quà nào")
        hint = _("Nhấn Ctrl+N để lập đợt đầu tiên, ví dụ Tết: chọn chương trình, tên và ngày được điền sẵn.")
        if year is not None:
            hint = _("Nhấn Ctrl+N để lập đợt, hoặc chọn năm khác ở trên.")
        self.table.set_empty(title.format(year=year), hint)
