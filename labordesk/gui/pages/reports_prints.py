"""Sổ in: every paper that left the register, found by words, paper and time, and opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labordesk.fields import Count
from labordesk.fields.choices import PAPER_OUTS
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.pages.parts.year_period import YearPeriod
from labordesk.gui.pages.reports_papers import open_printed
from labordesk.gui.table import Column, PagedTable, RowPage
from labordesk.i18n import N_, _
from labordesk.services.prints import PrintQuery, PrintRow, count_prints, list_prints, printed_papers

_OUTS = dict(PAPER_OUTS)
CANNOT_OPEN = N_("Giấy này không lập lại được từ sổ; hãy lập giấy mới ở phần Lập báo cáo.")


def moment_words(at: str) -> str:
    """Return "22/11/2026 14:05", in the officer's own time."""
    return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y %H:%M")


def reprint_words(row: PrintRow) -> str:
    """Return which print of the same paper it was; "" for the first one."""
    if row.first_number is None:
        return ""
    if row.time < 2:  # a file to work on, made after the paper itself left
        return _("Cùng giấy số {number}").format(number=row.first_number)
    return _("Lần in thứ {n} của số {number}").format(n=row.time, number=row.first_number)


COLUMNS = [
    Column("number", N_("Số"), Count(), width=5, summed=False),
    Column("at", N_("Lúc"), width=17, show=moment_words),
    Column("title", N_("Giấy"), width=24, link=True, show=_, tip=lambda row: _(row.title)),
    Column("subject", N_("Về"), width=26, stretch=True, tip=lambda row: row.subject),
    Column("out", N_("Cách ra giấy"), width=12, show=lambda code: _(_OUTS.get(code, code))),
    Column("pages", N_("Số trang"), Count(), width=8, spare=True, summed=False),
    Column("copies", N_("Số bản"), Count(), width=7, spare=True, summed=False),
    Column("again", N_("In lại"), width=22, read=reprint_words, tip=reprint_words),
    Column("officer", N_("Người in"), width=16, spare=True),
]


class PrintsPart(TabPart):
    """Enter opens the paper of a line again."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.search = SearchLine(_("Tìm giấy, người in, số in"), width=260)
        self.paper = Select([("", _("Mọi loại giấy"))], _("Loại giấy"))
        make_narrow(self.paper)
        self.paper.setFixedWidth(200)
        self.period = YearPeriod(context.today().year)
        self.period.year.choose(None)
        self.table = PagedTable(
            "prints", COLUMNS, context, title=_("Sổ in"), empty=EmptyState("printer", _("Chưa in giấy nào"))
        )
        self.open_button = secondary_button(_("Mở lại giấy này"), self.open_current, key="Enter")
        bar = QHBoxLayout()
        bar.setSpacing(10)
        for widget in (self.search, self.paper, self.period):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.open_button)
        bar.addWidget(self.table.column_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self._connect()

    def _connect(self) -> None:
        self.search.asked.connect(lambda _text: self.ask())
        self.search.down.connect(self.table.focus_first)
        self.paper.currentIndexChanged.connect(self.ask)
        self.period.changed.connect(self.ask)
        self.period.year.currentIndexChanged.connect(self._follow_year)
        self.table.opened.connect(self.open)
        self.table.loaded.connect(self._say_what_is_empty)
        self.table.current_changed.connect(lambda row: self.open_button.setEnabled(row is not None))
        self.open_button.setEnabled(False)
        self._follow_year()

    def _follow_year(self) -> None:
        """A part of the year is only asked for once there is a year."""
        self.period.part.setVisible(self.period.year.chosen() is not None)

    def query(self) -> PrintQuery:
        """Return what is looked for."""
        period = self.period.period()
        return PrintQuery(
            self.search.seen_text().strip(),
            self.paper.chosen() or "",
            period.start if period else None,
            period.end if period else None,
        )

    def ask(self) -> None:
        """Ask for the prints that are looked for, from the latest on."""
        register, query = self._context.register, self.query()

        def fetch(after: Any, limit: int) -> RowPage:
            page = list_prints(register, query, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch(fetch, lambda: count_prints(register, query))

    def reload(self) -> None:
        """Read the log again, with the papers now in it."""
        register = self._context.register
        self._context.work.read(lambda: printed_papers(register), self._offer, latest=("prints", "papers"), owner=self)
        self.ask()

    def _offer(self, papers: tuple[tuple[str, str], ...]) -> None:
        options = [("", _("Mọi loại giấy")), *((name, _(title)) for name, title in papers)]
        self.paper.blockSignals(True)
        self.paper.set_options(options)
        make_narrow(self.paper)
        self.paper.blockSignals(False)

    def _say_what_is_empty(self) -> None:
        if self.query() == PrintQuery():
            hint = _("Mỗi lần in, mỗi lần lưu tệp PDF, Word, Excel của báo cáo và biểu mẫu được ghi một dòng ở đây.")
            self.table.set_empty(_("Chưa in giấy nào"), hint)
        else:
            self.table.set_empty(_("Không có lần in nào khớp"), _("Hãy bỏ bớt điều kiện tìm."))

    def open_current(self) -> None:
        """Open the paper of the line the keyboard is on."""
        row = self.table.current()
        if row is not None:
            self.open(row)

    def open(self, row: PrintRow) -> None:
        """Show a paper again; what cannot be made again is said."""
        from labordesk.errors import LabordeskError

        try:
            opened = open_printed(self._context, row, self)
        except LabordeskError as error:
            self._context.notify.error(error)
            return
        if opened is None:
            self._context.notify.warn(_(CANNOT_OPEN))
