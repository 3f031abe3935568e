"""Thùng rác: what was deleted, when and by whom; Enter brings it back, what is old is cleared for good."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from labordesk.errors import LabordeskError
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.choice import Select
from labordesk.gui.notify import Answer
from labordesk.gui.pages.history_words import PLACES, TABLES, moment_words
from labordesk.gui.pages.parts.narrow_select import make_narrow
from labordesk.gui.pages.parts.tab_part import TabPart
from labordesk.gui.table import Column, PagedTable, RowPage
from labordesk.i18n import N_, _
from labordesk.services.trash import RECORDS, TrashRow
from labordesk.vietnamese.numbers import number

KEPT_DAYS = 30
"""Files deleted longer ago may be cleared."""


class TrashPart(TabPart):
    """Enter restores the record the keyboard is on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        kinds = [(key, _(name)) for key, name in TABLES if key in RECORDS]
        self.table_choice = Select([(None, _("Mọi loại")), *kinds], _("Loại"))
        make_narrow(self.table_choice)
        self.table_choice.setFixedWidth(200)
        today = context.today()
        columns = [
            Column("at", N_("Xóa lúc"), width=17, show=lambda at: moment_words(at, today)),
            Column("kind", N_("Loại"), width=20),
            Column("name", N_("Tên"), width=30, bold=True, stretch=True, tip=lambda row: row.name),
            Column("whose", N_("Thuộc"), width=30, muted=True, tip=lambda row: row.whose),
            Column("officer", N_("Người xóa"), width=16, spare=True),
        ]
        hint = _("Hồ sơ, dòng, tệp đã xóa được giữ ở đây để khôi phục khi cần.")
        self.table = PagedTable(
            "trash", columns, context, title=_("Thùng rác"), empty=EmptyState("trash-2", _("Thùng rác trống"), hint)
        )
        self.notice = Notice("")
        self.notice.hide()
        self.restore_button = primary_button(_("Khôi phục"), self.restore_current, key="Enter", icon="undo-2")
        self.restore_button.setEnabled(False)
        self.empty_button = secondary_button(_("Dọn thùng rác…"), self.empty, icon="trash-2")
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.table_choice)
        note = QLabel(_("Khôi phục đưa hồ sơ trở lại cùng các dòng bị xóa theo."))
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        bar.addWidget(note, 1)
        bar.addWidget(self.empty_button)
        bar.addWidget(self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        self.table_choice.currentIndexChanged.connect(self.reload)
        self.table.current_changed.connect(lambda row: self.restore_button.setEnabled(row is not None))
        self.table.opened.connect(self.restore)
        self.table.loaded.connect(self._loaded)

    def reload(self, *_chosen: Any) -> None:
        """Read the trash again."""
        from labordesk.services.trash import deleted_records

        self._is_stale = False
        register, table = self._context.register, self.table_choice.chosen()

        def fetch(after: Any, limit: int) -> RowPage:
            page = deleted_records(register, table=table, after=after, limit=limit)
            return RowPage(page.rows, page.next_key)

        self.table.set_fetch(fetch)

    def _loaded(self) -> None:
        """Have a record in hand at once, so that Enter restores it."""
        rows = self.table.rows()
        if rows and self.table.current() is None:
            self.table.select(rows[0].id)

    def restore_current(self) -> None:
        """Bring back the record the keyboard is on."""
        row = self.table.current()
        if row is not None:
            self.restore(row)

    def restore(self, row: TrashRow) -> None:
        """Bring a record back; why it cannot is said above the list."""
        register = self._context.register

        def write() -> Any:
            from labordesk.services.trash import restore

            return restore(register, row.id)

        self._context.work.write(write, partial(self._restored, row), self._refused, owner=self)

    def _restored(self, row: TrashRow, found: Any) -> None:
        self._context.tell(found.changes)
        links = []
        if row.table in PLACES:
            page, name = PLACES[row.table]
            links = [(_("Mở hồ sơ"), partial(self._context.go, page, **{name: row.row_id}))]
        self.notice.set(_("Đã khôi phục: {kind} “{name}”.").format(kind=row.kind, name=found.name), "good", links)
        self.reload()

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")

    def empty(self) -> None:
        """Clear the contents of files deleted long ago, after asking."""
        register = self._context.register
        question = _("Dọn nội dung các tệp đã xóa hơn {n} ngày?").format(n=KEPT_DAYS)
        explain = _("Tệp đã dọn không lấy lại được nữa; các dòng chữ và số đã xóa vẫn khôi phục được.")
        if self._context.notify.ask(question, Answer("empty", _("Dọn"), "danger"), explain=explain) != "empty":
            return

        def write() -> int:
            from labordesk.services.trash import empty_trash

            return empty_trash(register, older_than_days=KEPT_DAYS)

        self._context.work.write(write, self._emptied, self._refused, owner=self)

    def _emptied(self, files: int) -> None:
        told = _("Không có tệp nào đã xóa hơn {n} ngày.").format(n=KEPT_DAYS)
        if files:
            told = _("Đã dọn nội dung của {n} tệp.").format(n=number(files))
        self.notice.set(told, "good" if files else "info")
        self._context.saved()
