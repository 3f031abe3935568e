"""One operation beside the list: its rows with what stood there before and after, and taking it back."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, secondary_button
from labordesk.gui.cards import Card
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer
from labordesk.gui.pages.history_words import PLACES, by_words, moment_words
from labordesk.gui.theme import colours
from labordesk.i18n import _
from labordesk.services.history_list import ChangedRow, OperationRow
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.errors import LabordeskError

MOST_ROWS = 60


class OperationSide(Card):
    """``written`` after something was taken back; ``show_operation`` None empties it."""

    written = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.row: OperationRow | None = None
        self.sentence = QLabel()
        self.sentence.setProperty("role", "section")
        self.sentence.setWordWrap(True)
        self.by = QLabel()
        self.by.setProperty("role", "secondary")
        self.by.setWordWrap(True)
        self.why = QLabel()
        self.why.setProperty("role", "secondary")
        self.why.setWordWrap(True)
        self.undo_button = secondary_button(_("Hoàn tác lần này"), self.undo, icon="undo-2")
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        content = QWidget()
        content.setLayout(self._inside)
        content.setProperty("role", "form")
        self.rows_area = QScrollArea()
        self.rows_area.setWidgetResizable(True)
        self.rows_area.setFrameShape(QFrame.Shape.NoFrame)
        self.rows_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows_area.setWidget(content)
        self.rows_area.setAccessibleName(_("Các dòng đã ghi"))
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.by)
        self.body.addWidget(self.rows_area, 1)
        self.body.addWidget(self.why)
        self.body.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_operation(None)

    def show_operation(self, row: OperationRow | None) -> None:
        """Show an operation with its rows; whether it can be taken back is found out behind."""
        self.row = row
        self._clear()
        self.why.hide()
        self.undo_button.hide()
        if row is None:
            self.sentence.setText(_("Chọn một dòng để xem đã ghi gì."))
            self.by.setText("")
            return
        self.sentence.setText(row.sentence)
        when = moment_words(row.at, self._context.today())
        self.by.setText(" · ".join(part for part in (when, by_words(row)) if part))
        register, id_, can = self._context.register, row.id, row.can_undo and row.stands

        def read() -> tuple[tuple[ChangedRow, ...], str]:
            from labordesk.services.history import why_not
            from labordesk.services.history_list import changed_rows

            return changed_rows(register, id_, limit=MOST_ROWS), why_not(register, id_) if can else ""

        self._context.work.read(read, partial(self._show, row), latest=("history", "side"), owner=self)

    def _show(self, row: OperationRow, found: tuple[tuple[ChangedRow, ...], str]) -> None:
        rows, why = found
        for one in rows:
            self._inside.addWidget(_row_label(one))
            if one.about is not None:
                page, name = PLACES[one.about[0]]
                go = partial(self._context.go, page, **{name: one.about[1]})
                self._inside.addWidget(Link(_("Mở hồ sơ"), go), 0, Qt.AlignmentFlag.AlignLeft)
        if row.changes > len(rows) == MOST_ROWS:
            more = QLabel(_("… và {n} dòng khác").format(n=number(row.changes - len(rows))))
            more.setProperty("role", "secondary")
            self._inside.addWidget(more)
        self._inside.addStretch(1)
        if not row.stands:
            why = _("Lần này đã được hoàn tác.")
        elif not row.can_undo:
            why = _("Việc này không hoàn tác được.")
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.undo_button.setVisible(not why)
        self.undo_button.setText(_("Bỏ lần hoàn tác này") if row.takes_back else _("Hoàn tác lần này"))

    def _clear(self) -> None:
        while (item := self._inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def undo(self) -> None:
        """Take the operation back after asking (Ctrl+Delete)."""
        row, register = self.row, self._context.register
        if row is None or self.undo_button.isHidden():
            return
        question = _("Hoàn tác: {sentence}?").format(sentence=row.sentence)
        explain = _(
            "Các dòng trở lại như trước lần ghi này; những việc ghi sau vẫn giữ nguyên. Có thể làm lại bằng Ctrl+Y."
        )
        if self._context.notify.ask(question, Answer("undo", _("Hoàn tác"), "primary"), explain=explain) != "undo":
            return

        def write() -> Any:
            from labordesk.services.history import undo

            return undo(register, row.id)

        self._context.work.write(write, partial(self._undone, row), self._refused, owner=self)

    def _undone(self, row: OperationRow, undone: Any) -> None:
        self._context.notify.info(_("Đã hoàn tác: {sentence}").format(sentence=row.sentence))
        self._context.tell(undone.changes)
        self.written.emit(undone.changes)

    def _refused(self, error: LabordeskError) -> None:
        self.why.setText(str(error))
        self.why.show()
        self.undo_button.hide()


def _row_label(row: ChangedRow) -> QLabel:
    """Return what was done to a row, with its values before and after."""
    quiet = colours().secondary
    lines = [f"<b>{escape(row.what)}</b>"]
    for value in row.values:
        before, after = escape(value.before), escape(value.after)
        shown = f"{before} → {after}" if before else after
        if before and not after:
            shown = f"<s>{before}</s>"
        lines.append(f'<span style="color:{quiet}">{escape(value.label)}:</span> {shown}')
    label = QLabel("<br>".join(lines))
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName("; ".join([row.what, *(f"{one.label}: {one.before} → {one.after}" for one in row.values)]))
    return label
