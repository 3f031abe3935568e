"""Hoạt động, vận động, thỏa thuận: head counts, money raised, typed totals, agreements; none is spending of rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QTabWidget

from labordesk.gui.buttons import primary_button
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.activities_kinds import KINDS
from labordesk.gui.pages.activities_list import RecordList
from labordesk.gui.pages.agreements import AgreementList
from labordesk.i18n import N_, _

PART_OF = {"contribution": "contributions", "all": "aggregates", "agreement": "agreements"}
"""Where the records of a kind of programme stand when they are not activities."""


class ActivitiesPage(Page):
    """``show_target(part="contributions", record=5)``, ``(expiring=True)``; a programme alone chooses its part."""

    title = N_("Hoạt động, vận động, thỏa thuận")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.agreements = AgreementList(context)
        self.lists: dict[str, RecordList | AgreementList] = {kind.key: RecordList(context, kind) for kind in KINDS}
        self.lists[AgreementList.key] = self.agreements
        names = {
            **{kind.key: (kind.tab, kind.add) for kind in KINDS},
            self.agreements.key: (AgreementList.tab, AgreementList.add),
        }
        self._adds: dict[str, Any] = {}
        for number, (key, (tab, add)) in enumerate(names.items(), start=1):
            self.tabs.addTab(self.lists[key], _(tab))
            self._adds[key] = primary_button(_(add), self.new_record, key="Ctrl N", icon="plus")
            self.header.add_button(self._adds[key])
            self.add_key(f"Ctrl+{number}", _(tab), partial(self._show_part, key))
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._chosen)
        for one in self.lists.values():
            self.add_key("Del", _("Xóa dòng đang chọn"), one.hands.delete, on=one.table)
        del self._keys[-(len(self.lists) - 1) :]  # one key for all lists: listed once
        self.add_key("Ctrl+R", _("Ký tiếp thỏa thuận đang chọn"), self.agreements.renew, on=self.agreements.table)
        self._follow()

    def current(self) -> RecordList | AgreementList:
        """Return the list in front."""
        return list(self.lists.values())[self.tabs.currentIndex()]

    def _show_part(self, key: str) -> None:
        self.tabs.setCurrentWidget(self.lists[key])
        self.current().table.setFocus()

    def _chosen(self) -> None:
        self._follow()
        self.current().load_when_stale()

    def _follow(self) -> None:
        for key, button in self._adds.items():
            button.setVisible(self.lists[key] is self.current())

    def new_record(self) -> None:
        self.current().hands.new()

    def focus_search(self) -> None:
        self.current().focus_search()

    def escape(self) -> bool:
        return self.current().escape()

    def arrived(self) -> None:
        self.current().load_when_stale()
        self.current().table.setFocus()

    def refresh(self, changes: Any) -> None:
        for one in self.lists.values():
            one.refresh(changes)

    def show_target(
        self,
        *,
        part: str = "",
        programme: int | None = None,
        record: int | None = None,
        text: str | None = None,
        year: int | None = None,
        expiring: bool = False,
        **target: Any,
    ) -> None:
        """Show a part, and of it one programme, one record, or the rows of a year (None: all) with these words."""
        key = "agreements" if expiring else part
        if programme is not None:
            self._show_programme(programme, part)
            return
        chosen = self.lists.get(key, self.current())
        if expiring:
            self.agreements.show_expiring()
        elif isinstance(chosen, RecordList) and (text is not None or record is not None):
            chosen.filter.look_for(text or "", year)
        if record is not None:
            chosen.hands.want(record)
            chosen.reload()
        self.tabs.setCurrentWidget(chosen)
        chosen.load_when_stale()
        chosen.table.setFocus()

    def _show_programme(self, programme: int, part: str) -> None:
        register = self.context.register

        def read() -> tuple[str, str]:
            from labordesk.services.catalogue import programme as entry

            fields = entry(register, programme).fields
            return fields.kind, fields.name

        def show(found: tuple[str, str]) -> None:
            kind, name = found
            key = part if part in self.lists else PART_OF.get(kind, "activities")
            chosen = self.lists[key]
            if isinstance(chosen, RecordList):
                chosen.filter.choose_programme(programme, name)
            self._show_part(key)

        self.context.work.read(read, show, latest=("activities", "target"), owner=self)
