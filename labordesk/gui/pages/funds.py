"""Quỹ, nguồn: what each fund holds on a day, who gave, which source and level paid, and what was brought forward."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.funds_balances import BalanceView
from labordesk.gui.pages.funds_donors import DonorList
from labordesk.gui.pages.funds_openings import OpeningList
from labordesk.gui.pages.funds_sources import SourceTable
from labordesk.i18n import NC_, _

if TYPE_CHECKING:
    from labordesk.services.changes import Changes


class FundsPage(Page):
    """``show_target(fund=3)`` shows a fund's balance, ``show_target(part="donors")`` a part."""

    title = NC_("page", "Quỹ, nguồn")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.balances = BalanceView(context)
        self.donors = DonorList(context)
        self.sources = SourceTable(context)
        self.openings = OpeningList(context)
        self.parts: dict[str, tuple[str, BalanceView | DonorList | SourceTable | OpeningList]] = {
            "balances": (_("Số dư"), self.balances),
            "donors": (_("Người đóng góp"), self.donors),
            "sources": (_("Nguồn và cấp chi"), self.sources),
            "openings": (_("Số dư mang sang"), self.openings),
        }
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for number, (title, part) in enumerate(self.parts.values(), start=1):
            self.tabs.addTab(part, title)
            self.add_key(f"Ctrl+{number}", title, partial(self.tabs.setCurrentWidget, part))
        raise_money = partial(context.go, "activities", part="contributions")
        self.header.add_button(secondary_button(_("Khoản vận động"), raise_money, icon="handshake"))
        self.header.add_button(primary_button(_("Ghi số dư mang sang"), self.new_record, key="Ctrl N", icon="plus"))
        self.body.addWidget(self.tabs, 1)
        self.balances.opening_asked.connect(self.openings.open_for)
        self.tabs.currentChanged.connect(lambda _index: self._come())
        self.add_key("Del", _("Xóa số dư mang sang đang chọn"), self.openings.hands.delete, on=self.openings.table)
        self.add_key("T", _("Ghi đã cảm ơn"), self.donors.thank, on=self.donors.table)

    def current(self) -> Any:
        """Return the part in front."""
        return self.tabs.currentWidget()

    def _come(self) -> None:
        self.current().load_when_stale()
        self.current().table.setFocus()

    def new_record(self) -> None:
        self.openings.open_for(self.balances.fund_id() if self.current() is self.balances else None)

    def focus_search(self) -> None:
        self.tabs.setCurrentWidget(self.donors)
        self.donors.search.start()

    def escape(self) -> bool:
        return self.current() is self.donors and self.donors.clear_search()

    def arrived(self) -> None:
        self._come()

    def refresh(self, changes: Changes) -> None:
        if changes.funds or changes.awards or changes.contributions or changes.programmes or changes.houses:
            for _title, part in self.parts.values():
                part.go_stale()

    def show_target(self, *, fund: int | None = None, part: str = "", **target: Any) -> None:
        """Show a part, or a fund among the balances."""
        if fund is not None:
            self.balances.want(fund)
        key = "balances" if fund is not None else part
        if key in self.parts:
            self.tabs.setCurrentWidget(self.parts[key][1])
