"""Xem, xuất dữ liệu: who looked at guarded data and who took lists out of the register."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labordesk.fields import Count
from labordesk.fields.choices import ACCESSES
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.history_words import DAYS, PLACES, SPANS, moment_words, span_days
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import Column, PagedTable, RowPage
from labordesk.i18n import N_, _
from labordesk.services.access_list import AccessRow

_NAMES = dict(ACCESSES)


def _masked_words(row: AccessRow) -> str:
    """Return how numbers of identity left the register; nothing of what was only looked at."""
    if row.kind != "export":
        return ""
    return _("Che số CCCD") if row.masked else _("Đủ số CCCD")


class AccessPart(TabPart):
    """Enter opens the file that was looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.kind = Select([(None, _("Mọi việc")), *((key, _(text)) for key, text in ACCESSES)], _("Việc"))
        self.span = Select([(key, _(text)) for key, text in SPANS if key != DAYS], _("Ngày"))
        today = context.today()
        columns = [
            Column("at", N_("Lúc"), width=17, show=lambda at: moment_words(at, today)),
            Column("kind", N_("Việc"), width=26, show=lambda code: _(_NAMES.get(code, code))),
            Column("what", N_("Của ai, danh sách nào"), width=36, stretch=True, link=True, tip=lambda row: row.what),
            Column("amount", N_("Số dòng"), Count(), width=9, summed=False),
            Column("masked", N_("Che số"), width=14, read=_masked_words),
            Column("officer", N_("Người làm"), width=18),
        ]
        hint = _("Mỗi lần mở thông tin nhạy cảm hoặc xuất danh sách được ghi một dòng ở đây.")
        empty = EmptyState("eye", _("Chưa có lần xem, xuất nào"), hint)
        self.table = PagedTable("accesses", columns, context, title=_("Xem, xuất dữ liệu"), empty=empty)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for select, width in ((self.span, 150), (self.kind, 230)):
            make_narrow(select)
            select.setFixedWidth(width)
            bar.addWidget(select)
            select.currentIndexChanged.connect(self.reload)
        bar.addStretch(1)
        bar.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.table.opened.connect(self.open)

    def reload(self, *_chosen: Any) -> None:
        """Read the notes again."""
        from labordesk.services.access_list import accesses

        self._is_stale = False
        register, kind = self._context.register, self.kind.chosen()
        since, until = span_days(self.span.chosen(), self._context.today())
        ask = partial(accesses, register, kind=kind, since=since, until=until)

        def fetch(after: Any, limit: int) -> RowPage:
            page = ask(after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch(fetch)

    def open(self, row: AccessRow) -> None:
        """Show the file whose data was looked at."""
        if row.about is not None:
            page, name = PLACES[row.about[0]]
            self._context.go(page, **{name: row.about[1]})
