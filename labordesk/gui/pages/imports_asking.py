"""Step 4: the questions of a list at the left, the one in front at the right; one answer may settle many rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from labordesk.fields import Text
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.pages.imports_answer_panel import AnswerPanel, type_into
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_question_words import left_words, question_title, severity_words
from labordesk.gui.pages.imports_questions import Item, Question, answer_reason
from labordesk.gui.pages.imports_unit_choice import ask_unit
from labordesk.gui.pages.imports_ways import Way, choose_unit
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import ImportOrder

LIST_WIDTH, NARROW_LIST = 344, 268
WIDE_FROM = 900


class QuestionsStep(QWidget):
    """``step_asked`` ("target", "columns") where a question is answered elsewhere; ``cell_asked`` shows a cell."""

    step_asked = Signal(str)
    cell_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: ListFile | None = None
        self._questions: Sequence[Question] = ()
        self._answered: set[Hashable] = set()
        self._remaining: dict[Hashable, tuple[Item, ...]] = {}
        """What is left of each question; asked for each line painted, of questions with tens of thousands of rows."""
        self.left = QLabel()
        self.left.setProperty("role", "section")
        self.left.setWordWrap(True)
        self.table = self._make_table()
        self.panel = AnswerPanel(context)
        self.done = EmptyState("circle-check", "", "")
        self._layers = QStackedLayout()
        self._arrange()
        self._connect()

    def _make_table(self) -> ListTable:
        columns = (
            Column("severity", N_("Loại"), Text(), width=7, pill=severity_words),
            Column("title", N_("Việc phải xem"), Text(), width=20, stretch=True, read=self._title),
        )
        empty = EmptyState("circle-check", _("Không còn câu hỏi nào"))
        return ListTable("import-questions", columns, self._context, empty=empty, title=_("Câu hỏi và lỗi"))

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.left)
        left.addWidget(self.table, 1)
        parts = QWidget()
        row = QHBoxLayout(parts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left)
        row.addWidget(self.panel, 1)
        self._layers.addWidget(parts)
        self._layers.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._layers, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _row: self._show_question())
        self.table.opened.connect(lambda _row: self.panel.take_focus())
        self.panel.answered.connect(self._answer)
        self.panel.typed.connect(self._type)
        self.panel.cell_asked.connect(self.cell_asked)
        self.table.view.installEventFilter(self)

    # what is shown

    def show_file(self, file: ListFile) -> None:
        """Show the questions of a file, or what is left of them after an answer was worked out."""
        if file is not self._file:
            self.panel.show_question(None)
        self._file = file
        self._questions = file.questions
        if not file.is_working():
            self._answered.clear()
        self._remaining.clear()
        self._show()

    def take_focus(self) -> None:
        """Put the keyboard on the answers of the question in front."""
        if self._open():
            self.panel.take_focus()
        else:
            self.done.setFocus()

    def questions(self) -> list[Question]:
        """Return the questions still open, from the top."""
        return self._open()

    def _open(self) -> list[Question]:
        return [one for one in self._questions if not one.items or self._left(one)]

    def _left(self, question: Question) -> tuple[Item, ...]:
        if not self._answered:
            return question.items
        left = self._remaining.get(question.key)
        if left is None:
            left = tuple([item for item in question.items if item.key not in self._answered])
            self._remaining[question.key] = left
        return left

    def _show(self) -> None:
        questions = self._open()
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.left.setText(left_words(questions))
        before, place = self.table.current(), self.table.view.currentIndex().row()
        self.table.set_rows(questions)
        self._layers.setCurrentIndex(0 if questions else 1)
        if not questions:
            self._say_done()
            return
        if before is None or before.key not in [one.key for one in questions]:
            at = min(max(0, place), len(questions) - 1)
            self.table.view.setCurrentIndex(self.table.model.index(at, 0))
            if had_focus and self.isVisible() and before is not None:
                self.panel.take_focus()
        self._show_question()

    def _say_done(self) -> None:
        rows = number(self._file.counts.good if self._file is not None else 0)
        hint = _("{n} dòng sẵn sàng ghi. Nhấn Ctrl+Enter để xem lại và ghi vào sổ.").format(n=rows)
        self.done.set(_("Đã trả lời hết"), hint)

    def _show_question(self) -> None:
        question = self.table.current()
        several = self._file is not None and self._file.workbook is not None and len(self._file.workbook.sheets) > 1
        self.panel.show_question(question, self._left(question) if question is not None else (), sheets=several)

    def _title(self, question: Question) -> str:
        return question_title(question, len(self._left(question)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.left.setFixedWidth(LIST_WIDTH if self.width() >= WIDE_FROM else NARROW_LIST)
        self.table.setFixedWidth(LIST_WIDTH if self.width() >= WIDE_FROM else NARROW_LIST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Right:
                self.panel.take_focus()
                return True
            return self.panel.press(event)
        return super().eventFilter(watched, event)

    # answers

    def _answer(self, items: Sequence[Item], way: Way) -> None:
        if self._file is None:
            return
        settle = way.settle
        if way.needs in ("target", "columns"):
            self.step_asked.emit(way.needs)
            return
        if way.needs == "reason":
            reason = self._ask_reason(len(items))
            if not reason:
                return
            self._settle(answer_reason(self._file.order, items, reason), items)
            return
        if way.needs == "unit":
            unit_id = ask_unit(self._context, self)
            if unit_id is None:
                return
            settle = choose_unit(unit_id)
        self._settle(settle(self._file.order, items), items)

    def _type(self, item: Item, value: Any) -> None:
        if self._file is not None:
            self._settle(type_into(self._file.order, item, value), (item,))

    def _settle(self, order: ImportOrder, items: Sequence[Item]) -> None:
        """Show at once what is left; the register's own answer follows."""
        if self._file is None:
            return
        self._answered |= {item.key for item in items}
        self._remaining.clear()
        self._file.settle(order)
        self._show()
        self.take_focus()

    def _ask_reason(self, count: int) -> str:
        question = _("Vì sao vẫn ghi {n} dòng này?").format(n=number(count))
        explain = _("Lý do được lưu cùng từng khoản hỗ trợ, ủy ban kiểm tra có thể xem lại.")
        return self._context.notify.ask_text(question, _("Lý do"), explain=explain, yes=_("Vẫn ghi"))

    def forget_answers(self) -> None:
        """Show the questions again that were answered last."""
        self._answered.clear()
        self._remaining.clear()
