"""One question in front: what it is about, the answers for all or for one row, and the rows it touches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields import Spec, Text
from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card, EmptyState
from labordesk.gui.context import Context
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.make import input_for
from labordesk.gui.pages.imports_fitting_scroll import FittingScroll
from labordesk.gui.pages.imports_person_compare import PersonCompare
from labordesk.gui.pages.imports_question_words import (
    as_list_value,
    kind_of,
    question_explain,
    question_title,
    sentence,
    where_words,
    who_words,
    written_words,
)
from labordesk.gui.pages.imports_questions import Item, Question, answer_cells
from labordesk.gui.pages.imports_way_buttons import WayButtons
from labordesk.gui.pages.imports_ways import Way, ways_for
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import ImportOrder

LEAST_TABLE = 104
"""Pixels the rows keep: the heading and two of them."""
ONE_BY_ONE = frozenset({"person"})
"""Topics whose rows differ so much that one answer for all is the exception."""


class AnswerPanel(Card):
    """``answered`` gives the items, the way and what it still needs; ``typed`` an item and the value for its cell."""

    answered = Signal(object, object)
    typed = Signal(object, object)
    cell_asked = Signal(object)
    """An item whose cell should be seen in the sheet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._question: Question | None = None
        self._items: tuple[Item, ...] = ()
        self._sheets = False
        self._settling = False
        self.input: FieldInput | None = None
        self.title = QLabel()
        self.title.setProperty("role", "section")
        self.title.setWordWrap(True)
        self.explain = QLabel()
        self.explain.setProperty("role", "secondary")
        self.explain.setWordWrap(True)
        self.all_box, self.one_box = QRadioButton(), QRadioButton(_("Từng dòng"))
        self.compare = PersonCompare()
        self.ways = WayButtons()
        self._own = QWidget()
        self._own_row = QHBoxLayout(self._own)
        self.table = self._make_table()
        self._arrange()
        self._connect()
        self.show_question(None)

    def _make_table(self) -> ListTable:
        columns = (
            Column("where", N_("Dòng"), Text(), width=12, read=self._where, muted=True),
            Column("who", N_("Họ tên, chữ ghi"), Text(), width=18, read=who_words),
            Column("written", N_("Ghi trong tệp"), Text(), width=13, stretch=True, read=written_words),
            Column("why", N_("Vì sao"), Text(), width=16, stretch=True, read=_why),
        )
        empty = EmptyState("check", _("Không có dòng nào"))
        return ListTable("import-question", columns, self._context, empty=empty, title=_("Các dòng của câu hỏi"))

    def _arrange(self) -> None:
        group = QButtonGroup(self)
        for box in (self.all_box, self.one_box):
            group.addButton(box)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title, 1)
        head.addWidget(self.all_box)
        head.addWidget(self.one_box)
        self._own_row.setContentsMargins(0, 0, 0, 0)
        self._own_row.setSpacing(8)
        upper = QWidget()
        upper.setProperty("role", "form")
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.explain, self.compare, self.ways, self._own):
            column.addWidget(widget)
        self._upper = FittingScroll(upper)
        self.body.addLayout(head)
        self.body.addWidget(self._upper)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self.table.setMinimumHeight(LEAST_TABLE)

    def _connect(self) -> None:
        self.all_box.toggled.connect(lambda _on: self._show_ways())
        self.table.current_changed.connect(lambda _row: self._show_ways() if self.one_box.isChecked() else None)
        self.table.opened.connect(lambda _row: self._enter())
        self.ways.taken.connect(self._take)
        self.table.view.installEventFilter(self)

    # what is shown

    def show_question(self, question: Question | None, items: Sequence[Item] = (), *, sheets: bool = False) -> None:
        """Show a question with the items that are left of it; ``sheets``: rows say in which sheet they stand."""
        is_same = question is not None and self._question is not None and question.key == self._question.key
        place = self.table.view.currentIndex().row()
        self._question, self._items, self._sheets = question, tuple(items), sheets
        for widget in (self.title, self.explain):
            widget.setVisible(question is not None)
        several = len(self._items) > 1
        self.all_box.setVisible(several)
        self.one_box.setVisible(several)
        self.all_box.setText(_("Trả lời cả {n} dòng").format(n=number(len(self._items))))
        if question is None:
            self.compare.hide()
            self.ways.show_ways(())
            self._drop_input()
            self._own.hide()
            self.table.set_rows(())
            return
        self.title.setText(question_title(question, len(self._items)))
        self.explain.setText(question_explain(question))
        self.explain.setVisible(bool(question_explain(question)))
        self._settling = True  # neither the scope nor the rows are those of this question yet
        if not is_same:
            self._start_scope(question, several=several)
        self.table.setVisible(bool(self._items))
        self.table.view.offer_column("where", shown=any(item.place is not None for item in self._items))
        self.table.view.offer_column("who", shown=any(item.place is None or item.row for item in self._items))
        self.table.view.offer_column("written", shown=question.topic not in ("person", "total", "encoding"))
        self.table.set_rows(self._items)
        if self._items:
            at = min(max(0, place), len(self._items) - 1) if is_same else 0
            if not (is_same and self.table.current() is not None):
                self.table.view.setCurrentIndex(self.table.model.index(at, 0))
        self._settling = False
        self._show_ways()

    def _start_scope(self, question: Question, *, several: bool) -> None:
        one = not several or question.topic in ONE_BY_ONE or (question.severity == "error" and question.field != "")
        box = self.one_box if one else self.all_box
        box.setChecked(True)

    def scope(self) -> tuple[Item, ...]:
        """Return the items an answer now holds for."""
        if self._question is None:
            return ()
        if self.all_box.isChecked() and len(self._items) > 1:
            return self._items
        current = self.table.current()
        return (current,) if current is not None else self._items[:1]

    def toggle_scope(self) -> None:
        """Change between all rows at once and one by one."""
        if len(self._items) > 1:
            (self.one_box if self.all_box.isChecked() else self.all_box).setChecked(True)

    def take_focus(self) -> None:
        """Put the keyboard where the answer is given: on the rows, whose digits answer."""
        if self._items:
            self.table.focus_first()
        elif self.ways.buttons():
            self.ways.buttons()[0].setFocus()

    def _show_ways(self) -> None:
        question, items = self._question, self.scope()
        if question is None or self._settling:
            return
        alone = items[0] if len(items) == 1 else None
        self.compare.setVisible(question.topic == "person" and alone is not None)
        self.compare.show_row(alone.row if alone is not None and question.topic == "person" else None)
        self.ways.show_ways(ways_for(question, items))
        self._offer_input(question, alone)
        self._upper.fit()

    def _offer_input(self, question: Question, alone: Item | None) -> None:
        self._drop_input()
        wanted = (
            question.topic == "cell" and alone is not None and bool(question.field) and question.severity != "warning"
        )
        self._own.setVisible(wanted)
        if not wanted or alone is None:
            return
        label = QLabel(_("Giá trị đúng"))
        label.setProperty("role", "secondary")
        self.input = input_for("value", Spec(N_("Giá trị đúng"), kind_of(question.field)), work=self._context.work)
        label.setBuddy(self.input)
        self._own_row.addWidget(label)
        self._own_row.addWidget(self.input, 1)
        self._own_row.addWidget(secondary_button(_("Ghi vào ô này"), self._type, key="Enter"))
        self.input.entered.connect(self._type)

    def _drop_input(self) -> None:
        self.input = None
        while (item := self._own_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _where(self, item: Item) -> str:
        return where_words(item.place, sheets=self._sheets)

    # answers

    def _take(self, way: Way) -> None:
        items = self.scope()
        self.answered.emit(items, way)

    def _type(self) -> None:
        items = self.scope()
        if self.input is None or not items or self.input.is_empty():
            return
        try:
            value = as_list_value(self.input.value())
        except InvalidInput as error:
            self.input.show_problem(str(error))
            return
        self.typed.emit(items[0], value)

    def _enter(self) -> None:
        """Enter on a row: take the answer proposed, or go and type the right value."""
        ways = self.ways.buttons()
        proposed = next((button for button in ways if button.way().proposed), None)
        if proposed is not None:
            self._take(proposed.way())
        elif self.input is not None:
            editor = self.input.editor()
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(editor, QLineEdit):
                editor.selectAll()
        elif ways:
            ways[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.press(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event):  # a key nobody inside wanted: on an answer, on the choice of rows
            super().keyPressEvent(event)

    def press(self, event: QKeyEvent) -> bool:
        """Answer a key pressed beside the words: a digit answers, A changes the scope, X shows the cell."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            return self.ways.take(key - Qt.Key.Key_0)
        if key == Qt.Key.Key_A:
            self.toggle_scope()
            return True
        if key == Qt.Key.Key_X and self.scope():
            self.cell_asked.emit(self.scope()[0])
            return True
        return False


def type_into(order: ImportOrder, item: Item, value: Any) -> ImportOrder:
    """Return the order with the value typed for the cell of an item."""
    return answer_cells(order, (item,), lambda _item: value)


def _why(item: Item) -> str:
    if item.problem is not None:
        return sentence(item.problem.reason)
    if item.row is not None and item.row.candidates:
        return item.row.candidates[0].why
    if item.unit is not None and item.unit.candidates:
        return _("gần giống “{name}”").format(name=item.unit.candidates[0].name)
    return ""
