"""Hoạt động, vận động: head counts, money raised and totals reported by units, none of it welfare spending of rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QTabWidget

from labordesk.gui.buttons import primary_button
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.activities_kinds import KINDS, RecordKind
from labordesk.gui.pages.activities_list import RecordList
from labordesk.i18n import N_, _

PART_OF = {"contribution": "contributions", "all": "aggregates"}
"""Where the records of a kind of programme stand when they are not activities."""


class ActivitiesPage(Page):
    """``show_target(part="contributions", record=5)``; a programme alone chooses its part."""

    title = N_("Hoạt động, vận động")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.lists = {kind.key: RecordList(context, kind) for kind in KINDS}
        for kind in KINDS:
            self.tabs.addTab(self.lists[kind.key], _(kind.tab))
        self._adds = {kind.key: self._add_button(kind) for kind in KINDS}
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._chosen)
        for number, kind in enumerate(KINDS, start=1):
            self.add_key(f"Ctrl+{number}", _(kind.tab), partial(self._show_part, kind.key))
        for one in self.lists.values():
            self.add_key("Del", _("Xóa dòng đang chọn"), one.hands.delete, on=one.table)
        del self._keys[-2:]  # one key for three lists: listed once
        self._follow()

    def _add_button(self, kind: RecordKind) -> Any:
        button = primary_button(_(kind.add), self.new_record, key="Ctrl N", icon="plus")
        self.header.add_button(button)
        return button

    def current(self) -> RecordList:
        """Return the list in front."""
        return self.lists[KINDS[self.tabs.currentIndex()].key]

    def _show_part(self, key: str) -> None:
        self.tabs.setCurrentWidget(self.lists[key])
        self.current().table.setFocus()

    def _chosen(self) -> None:
        self._follow()
        self.current().load_when_stale()

    def _follow(self) -> None:
        for key, button in self._adds.items():
            button.setVisible(key == self.current().kind.key)

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
        **target: Any,
    ) -> None:
        """Show a part, and of it one programme, one record, or the rows of a year (None: all) with these words."""
        key = part if part in self.lists else self.current().kind.key
        if programme is not None:
            self._show_programme(programme, part)
            return
        if text is not None or record is not None:
            self.lists[key].filter.look_for(text or "", year)
        if record is not None:
            self.lists[key].hands.want(record)
            self.lists[key].reload()
        self._show_part(key)

    def _show_programme(self, programme: int, part: str) -> None:
        register = self.context.register

        def read() -> tuple[str, str]:
            from labordesk.services.catalogue import programme as entry

            fields = entry(register, programme).fields
            return fields.kind, fields.name

        def show(found: tuple[str, str]) -> None:
            kind, name = found
            key = part if part in self.lists else PART_OF.get(kind, "activities")
            self.lists[key].filter.choose_programme(programme, name)
            self._show_part(key)

        self.context.work.read(read, show, latest=("activities", "target"), owner=self)
