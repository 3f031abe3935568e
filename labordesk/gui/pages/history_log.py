"""Nhật ký: what was written, day by day, with filters; the operation in hand stands beside the list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from labordesk.fields import Day, Spec
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.make import input_for
from labordesk.gui.pages.history_side import OperationSide
from labordesk.gui.pages.history_words import DAYS, KINDS, SPANS, TABLES, deed_words, moment_words, span_days
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import Column, PagedTable, RowPage
from labordesk.i18n import N_, _
from labordesk.services.history_list import HistoryQuery


class LogPart(TabPart):
    """``only`` narrows it to one record, without filters: what the dialog beside the record shows."""

    def __init__(self, context: Context, only: HistoryQuery | None = None) -> None:
        super().__init__()
        self.context = context
        self._only = only
        self.span = Select([(key, _(text)) for key, text in SPANS], _("Ngày"))
        self.since = input_for("since", Spec(N_("Từ ngày"), Day()))
        self.until = input_for("until", Spec(N_("Đến ngày"), Day()))
        self.table_choice = Select([(None, _("Mọi nội dung")), *((key, _(name)) for key, name in TABLES)], _("Về"))
        self.kind = Select([(key, _(text)) for key, text in KINDS], _("Việc"))
        self.officer = Select([(None, _("Mọi người ghi"))], _("Người ghi"))
        self.officer.hide()
        self.books = QCheckBox(_("Cả lần in, xem, xuất"))
        self.table = PagedTable(
            "history" if only is None else "record-history",
            self._columns(),
            context,
            title=_("Nhật ký"),
            empty=EmptyState("history", _("Chưa ghi gì vào sổ"), _("Mỗi lần ghi vào sổ được kể một dòng ở đây.")),
        )
        self.side = OperationSide(context)
        self._wanted: int | None = None
        self._arrange()
        self._connect()

    def _columns(self) -> list[Column]:
        today = self.context.today()
        return [
            Column("at", N_("Lúc"), width=15, show=lambda at: moment_words(at, today)),
            Column("sentence", N_("Việc"), width=52, stretch=True, read=deed_words, tip=deed_words),
            Column("place", N_("Từ trang"), width=16, muted=True, hidden=True),
            Column("officer", N_("Người ghi"), width=16, spare=True),
        ]

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for select, width in ((self.span, 150), (self.table_choice, 180), (self.kind, 130), (self.officer, 160)):
            make_narrow(select)
            select.setFixedWidth(width)
        for day in (self.since, self.until):
            day.setFixedWidth(120)
            day.hide()
        for widget in (self.span, self.since, self.until, self.table_choice, self.kind, self.officer, self.books):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.table.column_button())
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.table)
        parts.addWidget(left)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 5)
        parts.setStretchFactor(1, 3)
        self.side.setMinimumWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        if self._only is None:
            column.addLayout(bar)
        column.addWidget(parts, 1)

    def _connect(self) -> None:
        self.span.currentIndexChanged.connect(self._span_chosen)
        for select in (self.table_choice, self.kind, self.officer):
            select.currentIndexChanged.connect(self.ask)
        for day in (self.since, self.until):
            day.changed.connect(self.ask)
        self.books.toggled.connect(self.ask)
        self.table.current_changed.connect(self.side.show_operation)
        self.table.loaded.connect(self._loaded)
        self.side.written.connect(lambda _changes: self.reload())

    def _span_chosen(self) -> None:
        own = self.span.chosen() == DAYS
        self.since.setVisible(own)
        self.until.setVisible(own)
        self.ask()

    def query(self) -> HistoryQuery:
        """Return what is looked for."""
        if self._only is not None:
            return self._only
        since, until = span_days(self.span.chosen(), self.context.today())
        if self.span.chosen() == DAYS:
            since, until = (None if day.problem() else day.value() for day in (self.since, self.until))
        return HistoryQuery(
            since, until, self.officer.chosen(), self.table_choice.chosen(), None, self.kind.chosen(),
            self.books.isChecked(),
        )  # fmt: skip

    def ask(self, *_chosen: Any) -> None:
        """Ask for what is looked for, from the latest on."""
        from labordesk.services.history_list import operations

        register, query = self.context.register, self.query()

        def fetch(after: Any, limit: int) -> RowPage:
            page = operations(register, query, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch(fetch)

    def reload(self) -> None:
        """Read the history again, with the officers there are now."""
        from labordesk.services.history_list import writers

        self._is_stale = False
        register = self.context.register
        self.context.work.read(lambda: writers(register), self._offer, latest=("history", self._only), owner=self)
        self.ask()

    def _offer(self, officers: tuple[tuple[int, str], ...]) -> None:
        self.officer.blockSignals(True)
        self.officer.set_options([(None, _("Mọi người ghi")), *officers])
        self.officer.blockSignals(False)
        self.officer.setVisible(bool(officers))
        self.table.view.offer_column("officer", shown=bool(officers))

    def want(self, operation_id: int) -> None:
        """Bring the keyboard to an operation once it is on the screen."""
        self._wanted = operation_id

    def _loaded(self) -> None:
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        rows = self.table.rows()
        if rows and self.table.current() is None:
            self.table.select(rows[0].id)
        self.side.show_operation(self.table.current())
        nothing = self.query() == HistoryQuery()
        self.table.set_empty(
            _("Chưa ghi gì vào sổ") if nothing else _("Không có lần ghi nào khớp"),
            _("Mỗi lần ghi vào sổ được kể một dòng ở đây.") if nothing else _("Hãy bỏ bớt điều kiện tìm."),
        )
