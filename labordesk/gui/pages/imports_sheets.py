"""Step 1: the sheets of the file as the officer knows them, what was recognised in them, and where the heading is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from labordesk.gui.buttons import secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.pages.imports_fields import field_label
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_grid import SheetGrid
from labordesk.gui.pages.imports_legend import Legend
from labordesk.gui.pages.imports_parts import NO_PARTS
from labordesk.gui.pages.imports_sheet_tabs import SheetTab, SheetTabs
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.exchange.list_model import ReadSheet

LAST_ROW = 1_048_576


class SheetsStep(QWidget):
    """``sheet_shown`` tells which sheet is in front, so that the next step begins with it."""

    sheet_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._file: ListFile | None = None
        self.tabs = SheetTabs()
        self.taken = QCheckBox(_("Nhập trang này"))
        self.heading = QLineEdit()
        self.heading.setValidator(QIntValidator(1, LAST_ROW, self.heading))
        self.heading.setAccessibleName(_("Dòng tiêu đề"))
        self.heading.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.heading.setFixedWidth(80)
        self.as_in_file = QCheckBox(_("Hiện chữ như trong tệp"))
        self.here = secondary_button(_("Dòng đang chọn là tiêu đề"), self._take_current_row, key="T")
        self.legend = Legend()
        self.notice = Notice("")
        self.grid = SheetGrid()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        label = QLabel(_("Tiêu đề ở dòng"))
        label.setProperty("role", "secondary")
        label.setBuddy(self.heading)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.taken)
        tools.addSpacing(8)
        tools.addWidget(label)
        tools.addWidget(self.heading)
        tools.addWidget(self.here)
        tools.addStretch(1)
        tools.addWidget(self.as_in_file)
        card = Card(padding=1)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addLayout(tools)
        column.addWidget(self.notice)
        column.addWidget(card, 1)
        column.addWidget(self.legend)

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda _name: self._show_sheet())
        self.tabs.toggled.connect(self._toggle)
        self.taken.clicked.connect(lambda _on: self._toggle(self.tabs.current_name()))
        self.heading.editingFinished.connect(self._typed_heading)
        self.grid.heading_asked.connect(self._move_heading)
        self.as_in_file.toggled.connect(self.grid.sheet_model.show_as_in_file)

    # what is shown

    def show_file(self, file: ListFile) -> None:
        """Show a file, or the same file understood in another way."""
        self._file = file
        if file.workbook is None or file.preview is None:
            return
        known = {sheet.name: sheet for sheet in file.preview.read.sheets}
        taken = taken_sheets(file)
        self.tabs.show_sheets(
            [SheetTab(one.name, one.name in taken, _about(known.get(one.name))) for one in file.workbook.sheets]
        )
        self._show_sheet()

    def show_sheet(self, name: str, row: int = 0, column: int = 0) -> None:
        """Bring a sheet to the front, and a cell of it (row as Excel counts, column from 0)."""
        self.tabs.go_to(name)
        self._show_sheet()
        if row:
            self.grid.go_to(row, column)
            self.grid.setFocus()

    def take_focus(self) -> None:
        """Put the keyboard on the sheet."""
        self.grid.setFocus()

    def _show_sheet(self) -> None:
        file = self._file
        if file is None or file.workbook is None or file.preview is None:
            return
        name = self.tabs.current_name()
        sheet = file.workbook.sheet(name)
        known = next((one for one in file.preview.read.sheets if one.name == name), None)
        is_taken = name in taken_sheets(file)
        parts = file.parts(name) if is_taken else NO_PARTS
        columns = known.columns if known is not None and is_taken else ()
        fields = [""] * (max((one.index for one in columns), default=-1) + 1)
        for one in columns:
            fields[one.index] = field_label(one.field)
        self.taken.setChecked(is_taken)
        self.taken.setVisible(len(file.workbook.sheets) > 1)
        self.heading.setText(str(parts.header_row or ""))
        self.as_in_file.setVisible(any(one.encoding not in (None, "unicode") for one in columns))
        self._say(known, is_taken=is_taken)
        self.legend.show_parts(parts)
        self.grid.show_sheet(sheet, parts, columns, fields)
        self.sheet_shown.emit(name)

    def _say(self, known: ReadSheet | None, *, is_taken: bool) -> None:
        if not is_taken:
            self.notice.set(_("Trang này sẽ không được nhập."), "info")
        elif known is None or known.layout is None:
            words = (known.note if known is not None else "") or _("Không thấy bảng nào trong trang này.")
            how = _("Đặt con trỏ vào dòng tiêu đề rồi nhấn T.")
            self.notice.set(f"{words} {how}", "warn")
        else:
            self.notice.set("")

    # what is settled

    def _take_current_row(self) -> None:
        if self.grid.current_row():
            self._move_heading(self.grid.current_row())

    def _typed_heading(self) -> None:
        if self.heading.hasAcceptableInput():
            self._move_heading(int(self.heading.text()))

    def _move_heading(self, row: int) -> None:
        file, name = self._file, self.tabs.current_name()
        if file is None or row == file.parts(name).header_row:
            return
        file.settle_choices(lambda was: replace(was, header_rows={**was.header_rows, name: row}))

    def _toggle(self, name: str) -> None:
        file = self._file
        if file is None or file.workbook is None:
            return
        taken = taken_sheets(file)
        wanted = (taken - {name}) if name in taken else (taken | {name})
        if not wanted:
            self.taken.setChecked(True)
            self.notice.set(_("Phải nhập ít nhất một trang."), "warn")
            return
        sheets = tuple(one.name for one in file.workbook.sheets if one.name in wanted)
        file.settle_choices(lambda was: replace(was, sheets=sheets))


def taken_sheets(file: ListFile) -> set[str]:
    """Return the names of the sheets that will be taken: those ticked, else those with a table."""
    chosen = set(file.order.choices.sheets)
    if chosen or file.preview is None:
        return chosen
    return {sheet.name for sheet in file.preview.read.sheets if sheet.layout is not None}


def _about(sheet: Any) -> str:
    if sheet is None:
        return ""
    if sheet.layout is None:
        return _("không có bảng")
    return _("{n} dòng").format(n=number(sheet.people or sum(body.kind == "row" for body in sheet.layout.body)))
