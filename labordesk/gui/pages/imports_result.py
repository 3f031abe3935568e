"""What an import wrote: how much of what, each row with the way to it, and the way to take all of it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labordesk.fields import Text
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.imports_result_words import written_words
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import BatchRow
    from labordesk.services.import_rows import WrittenRow

PAGES: dict[str, tuple[str, str]] = {
    "person": ("people", "person"),
    "house": ("houses", "house"),
    "grant_case": ("grants", "case"),
    "unit": ("units", "unit"),
}
"""Where the row of a table is shown: page and the name of its target."""


class ResultView(QWidget):
    """``next_asked`` for the next file, ``undo_asked`` with the batch, ``mark_asked`` for the marked file."""

    next_asked = Signal()
    undo_asked = Signal(object)
    mark_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.batch: BatchRow | None = None
        self.notice = Notice("", "good")
        self.warnings = Notice("", "warn")
        columns = (
            Column("where", N_("Dòng trong tệp"), Text(), width=20, muted=True, read=_where),
            Column("name", N_("Họ tên, tên gọi"), Text(), width=28, stretch=True, bold=True),
            Column("what", N_("Đã ghi thành"), Text(), width=30, stretch=True, read=written_words),
            Column("link", N_("Xem"), Text(), width=10, link=True, read=lambda _row: _("Mở")),
        )
        empty = EmptyState("list", _("Không có dòng nào được ghi"))
        self.table = ListTable("import-written", columns, context, empty=empty, title=_("Các dòng đã ghi"))
        self.undo = secondary_button(_("Hoàn tác lần nhập này…"), self._ask_undo, icon="undo-2")
        self.mark = secondary_button(_("Lưu tệp đã đánh dấu…"), self.mark_asked.emit)
        self.next = primary_button(_("Tệp tiếp theo"), self.next_asked.emit)
        self._arrange()
        self.table.opened.connect(self._open)
        self.table.view.clicked.connect(lambda index: self._clicked(index.row(), index.column()))

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (self.next, self.mark):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.notice)
        column.addWidget(self.warnings)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_batch(
        self,
        batch: BatchRow,
        rows: Sequence[WrittenRow],
        sentences: Sequence[str],
        warnings: Sequence[str] = (),
        *,
        can_mark: bool,
        next_text: str,
    ) -> None:
        """Show an import: what was written, what was left."""
        self.batch = batch
        undone = batch.undone_at is not None
        self.notice.set(" ".join(sentences), "info" if undone else "good")
        self.warnings.set("\n".join(warnings), "warn")
        self.table.set_rows(rows)
        self.undo.setEnabled(not undone)
        self.mark.setVisible(can_mark)
        self.next.setText(next_text)

    def take_focus(self) -> None:
        """Put the keyboard on the way on."""
        self.next.setFocus()

    def _ask_undo(self) -> None:
        if self.batch is not None:
            self.undo_asked.emit(self.batch)

    def _clicked(self, row: int, column: int) -> None:
        if self.table.model.columns[column].link:
            self._open(self.table.rows()[row])

    def _open(self, row: Any) -> None:
        go = opener(self._context, row)
        if go is not None:
            go()


def opener(context: Context, row: WrittenRow) -> Callable[[], None] | None:
    """Return what shows a written row on its page."""
    if row.campaign_id is not None:
        return lambda: context.go("gifts", campaign=row.campaign_id)
    page = PAGES.get(row.table_name)
    if page is not None:
        return lambda: context.go(page[0], **{page[1]: row.row_id})
    if row.person_id is not None:
        return lambda: context.go("people", person=row.person_id)
    return None


def _where(row: WrittenRow) -> str:
    return _("{sheet}, dòng {n}").format(sheet=row.sheet, n=number(row.row))
