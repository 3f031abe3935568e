"""One file in front: the steps from its sheets to what is written, each beside the others, none of them a dead end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from labordesk.exchange.list_fields import PART_OF
from labordesk.gui.context import Context
from labordesk.gui.pages.imports_asking import QuestionsStep
from labordesk.gui.pages.imports_columns import ColumnsStep
from labordesk.gui.pages.imports_file import ListFile, settled
from labordesk.gui.pages.imports_final import FinalStep
from labordesk.gui.pages.imports_questions import Item, open_questions
from labordesk.gui.pages.imports_sheets import SheetsStep
from labordesk.gui.pages.imports_step_bar import StepBar
from labordesk.gui.pages.imports_target import TargetStep
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import PreviewRow, RowPlace

SHEETS, COLUMNS, TARGET, QUESTIONS, FINAL = range(5)
STEPS: Final = (N_("Trang tính"), N_("Cột"), N_("Ghi thành"), N_("Câu hỏi"), N_("Ghi vào sổ"))


class ListWizard(QWidget):
    """``step_changed`` when another step is in front."""

    step_changed = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.file: ListFile | None = None
        self._seen: set[int] = set()
        self.bar = StepBar([_(name) for name in STEPS])
        self.busy = QLabel()
        self.busy.setProperty("role", "secondary")
        self.sheets = SheetsStep()
        self.columns = ColumnsStep()
        self.target = TargetStep(context)
        self.questions = QuestionsStep(context)
        self.final = FinalStep(context)
        self._steps: tuple[Any, ...] = (self.sheets, self.columns, self.target, self.questions, self.final)
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        top = QHBoxLayout()
        top.addWidget(self.bar, 1)
        top.addWidget(self.busy, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.bar.chosen.connect(self.go)
        self.sheets.sheet_shown.connect(self.columns.show_sheet)
        self.columns.remember.clicked.connect(self._remember)
        self.questions.step_asked.connect(lambda name: self.go({"target": TARGET, "columns": COLUMNS}[name]))
        self.questions.cell_asked.connect(self._show_item)
        self.final.cell_asked.connect(self._show_row)

    # one file

    def show_file(self, file: ListFile, step: int = SHEETS) -> None:
        """Put a file in front."""
        if self.file is not None:
            self.file.changed.disconnect(self._follow)
            self.file.working.disconnect(self._say_working)
        self.file = file
        self._seen = set()
        file.changed.connect(self._follow)
        file.working.connect(self._say_working)
        self.bar.show_step(step)
        self._stack.setCurrentIndex(step)
        self._seen.add(step)
        self._follow()
        self._say_working(0, 0)
        self.step_changed.emit(step)

    def here(self) -> int:
        """Return the step in front."""
        return self._stack.currentIndex()

    def go(self, step: int) -> None:
        """Show a step and put the keyboard where its work begins."""
        if self.file is None or not 0 <= step < len(self._steps):
            return
        if step != FINAL:
            self.final.forget_rows()
        self.bar.show_step(step)
        self._stack.setCurrentIndex(step)
        self._seen.add(step)
        self._steps[step].show_file(self.file)
        self._say_states()
        self._steps[step].take_focus()
        self.step_changed.emit(step)

    def forward(self) -> None:
        """Go to the next step."""
        self.go(min(self.here() + 1, FINAL))

    def back(self) -> None:
        """Go to the step before."""
        self.go(max(self.here() - 1, SHEETS))

    def go_back(self) -> None:
        """Take the last answer back."""
        if self.file is not None:
            self.questions.forget_answers()
            self.file.go_back()

    def take_focus(self) -> None:
        """Put the keyboard into the step in front."""
        self._steps[self.here()].take_focus()

    def _follow(self) -> None:
        if self.file is not None and self.file.preview is not None:
            self._steps[self.here()].show_file(self.file)
            self._say_states()

    def _say_states(self) -> None:
        file = self.file
        if file is None or file.preview is None:
            return
        read, buttons = file.preview.read, self.bar.buttons
        tables = sum(sheet.layout is not None for sheet in read.sheets)
        doubtful = sum(column.field is None for sheet in read.sheets for column in sheet.columns if column.label)
        seen = self._seen
        buttons[SHEETS].set_state("" if tables else _("không có bảng"), "warn", done=bool(tables) and SHEETS in seen)
        buttons[COLUMNS].set_state("", "neutral", done=COLUMNS in seen and bool(tables) and doubtful >= 0)
        problem = bool(file.preview.target.problem)
        buttons[TARGET].set_state(_("cần chọn") if problem else "", "warn", done=TARGET in seen and not problem)
        waiting = open_questions(file.questions)
        note = number(waiting) if waiting else ""
        buttons[QUESTIONS].set_state(note, "warn", done=not waiting)
        buttons[FINAL].set_state("", "neutral", done=False)

    def _say_working(self, done: int, total: int) -> None:
        if not total:
            self.busy.setText("")
        elif done and total > 1:
            self.busy.setText(_("Đang đọc lại… {n} %").format(n=done * 100 // total))
        else:
            self.busy.setText(_("Đang đọc lại…"))

    # from one step to another

    def _remember(self, on: bool) -> None:
        if self.file is not None:
            self.file.order = settled(self.file, remember=on)

    def _show_item(self, item: Item) -> None:
        if item.place is not None:
            self._show_place(item.place, item.problem.field if item.problem is not None else "")

    def _show_row(self, row: PreviewRow) -> None:
        self._show_place(row.place, next((problem.field for problem in row.problems), ""))

    def _show_place(self, place: RowPlace, field: str) -> None:
        """Show a row in its sheet, on the cell of a field where it has one."""
        self.go(SHEETS)
        file = self.file
        if file is None or file.preview is None:
            return
        sheet = next((one for one in file.preview.read.sheets if one.name == place[0]), None)
        columns = sheet.columns if sheet is not None else ()
        body = sheet.layout.body if sheet is not None and sheet.layout is not None else ()
        cells = next((line.cells for line in body if line.row == place[1]), ())
        held = [one for one in columns if one.field == field or PART_OF.get(one.field or "") == field]
        filled = [one for one in held if one.index < len(cells) and cells[one.index] not in (None, "")]
        column = next((one.index for one in (*filled, *held)), 0)
        self.sheets.show_sheet(place[0], place[1], column)
