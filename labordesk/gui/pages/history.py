"""Nhật ký và thùng rác: everything written and deleted, and who looked at what."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QTabWidget

from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.history_accesses import AccessPart
from labordesk.gui.pages.history_log import LogPart
from labordesk.gui.pages.history_trash import TrashPart
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.i18n import N_, _

LOG, TRASH, ACCESSES = "log", "trash", "accesses"
TABS = ((LOG, N_("Nhật ký")), (TRASH, N_("Thùng rác")), (ACCESSES, N_("Xem, xuất dữ liệu")))


class HistoryPage(Page):
    """``show_target(part="trash")``, or ``(operation=12)`` for one line of the log."""

    title = N_("Nhật ký")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.log, self.trash, self.accesses = LogPart(context), TrashPart(context), AccessPart(context)
        self.parts: dict[str, TabPart] = {LOG: self.log, TRASH: self.trash, ACCESSES: self.accesses}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for place, (key, name) in enumerate(TABS, start=1):
            self.tabs.addTab(self.parts[key], _(name))
            self.add_key(f"Ctrl+{place}", _(name), partial(self.turn_to, key))
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _place: self.current().load_when_stale())
        self.add_key("Ctrl+Del", _("Hoàn tác lần ghi đang chọn"), self.log.side.undo, on=self.log)
        self.list_key("Enter", _("Khôi phục dòng đang chọn trong thùng rác"))

    def current(self) -> TabPart:
        """Return the tab in front."""
        return list(self.parts.values())[self.tabs.currentIndex()]

    def turn_to(self, key: str) -> None:
        """Bring a tab to the front with the keyboard in its list."""
        self.tabs.setCurrentWidget(self.parts[key])
        self.current().load_when_stale()
        self._table().setFocus()

    def _table(self) -> Any:
        return getattr(self.current(), "table")  # noqa: B009 - every part has one

    def arrived(self) -> None:
        for part in self.parts.values():
            part.go_stale()
        self.current().load_when_stale()
        self._table().setFocus()

    def refresh(self, changes: Any) -> None:
        for part in self.parts.values():
            part.go_stale()

    def show_target(self, *, part: str = "", operation: int | None = None, **target: Any) -> None:
        """Show a tab, or one operation of the log."""
        if operation is not None:
            self.log.want(operation)
            self.log.reload()
        self.turn_to(part if part in self.parts else LOG)
