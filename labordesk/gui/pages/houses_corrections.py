"""Các lần sửa of one house: what was changed in steps already on record, when and why; read only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from labordesk.fields import Day
from labordesk.gui.cards import Card, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.house_corrections import HouseCorrection

SHOWN = 14

_COLUMNS = (
    Column("on", N_("Ngày sửa"), Day(), width=10),
    Column("label", N_("Nội dung"), width=20, stretch=True, read=lambda row: row.label[:1].upper() + row.label[1:]),
    Column("before", N_("Trước khi sửa"), width=16, read=lambda row: row.before, tip=lambda row: row.before),
    Column("after", N_("Sau khi sửa"), width=16, read=lambda row: row.after or _("(bỏ)"), tip=lambda row: row.after),
    Column("reason", N_("Lý do"), width=24, stretch=True, tip=lambda row: row.reason),
)


class CorrectionsCard(Card):
    """A table for the inspection committee; empty, it says what would stand there."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=14)
        self.heading = SectionHeader(_("Các lần sửa"))
        self.table = ListTable("house-corrections", _COLUMNS, context, title=_("Các lần sửa"))
        self._none = QLabel(
            _("Chưa sửa bước nào. Khi sửa ngày, văn bản của mốc đã ghi hoặc quyết định sau khi duyệt, lý do nằm ở đây.")
        )
        self._none.setProperty("role", "secondary")
        self._none.setWordWrap(True)
        for widget in (self.heading, self._none, self.table):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_corrections(self, rows: Sequence[HouseCorrection]) -> None:
        """Show other corrections, the latest first."""
        self.heading.set(_("Các lần sửa"), number(len(rows)) if rows else "")
        self.table.set_rows(rows)
        self.table.fit_height(SHOWN)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def take_focus(self) -> None:
        """Put the keyboard on the rows."""
        self.table.focus_first()
