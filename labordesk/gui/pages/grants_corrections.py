"""Các lần sửa of one request: days put right and steps undone, when and why; read only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from labordesk.fields import Day
from labordesk.gui.cards import Card, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.rules.grant_states import state_label
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.grants import CaseCorrection

SHOWN = 14


def _what(row: CaseCorrection) -> str:
    return _("Ngày “{state}”").format(state=state_label(row.state))


def _after(row: CaseCorrection) -> str:
    if row.after is not None:
        return short(row.after)
    return _("(thu hồi khoản chi)") if row.state == "paid" else _("(mở lại)")


_COLUMNS = (
    Column("made_on", N_("Ngày sửa"), Day(), width=11),
    Column("state", N_("Nội dung"), width=20, read=_what),
    Column("before", N_("Trước khi sửa"), Day(), width=13),
    Column("after", N_("Sau khi sửa"), width=19, read=_after),
    Column("reason", N_("Lý do"), width=30, stretch=True, tip=lambda row: row.reason),
)


class CaseCorrections(Card):
    """A table for the inspection committee; empty, it says what would stand there."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=14)
        self.heading = SectionHeader(_("Các lần sửa"))
        self.table = ListTable("grant_corrections", _COLUMNS, context, title=_("Các lần sửa"))
        self._none = QLabel(
            _("Chưa sửa bước nào. Khi sửa ngày của một bước đã ghi hoặc mở lại hồ sơ, ngày cũ và lý do nằm ở đây.")
        )
        self._none.setProperty("role", "secondary")
        self._none.setWordWrap(True)
        for widget in (self.heading, self._none, self.table):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_corrections(self, rows: Sequence[CaseCorrection]) -> None:
        """Show other corrections, the latest first."""
        self.heading.set(_("Các lần sửa"), number(len(rows)) if rows else "")
        self.table.set_rows(rows)
        self.table.fit_height(SHOWN)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
