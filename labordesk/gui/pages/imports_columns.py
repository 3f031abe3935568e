"""Step 2: what each column holds, with a few of its values, how sure the program is, and the hand to correct it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.cards import Card, Notice, SectionHeader
from labordesk.gui.pages.imports_cells import UNICODE, samples
from labordesk.gui.pages.imports_column_detail import ColumnDetail, ColumnFacts
from labordesk.gui.pages.imports_column_row import ColumnRow
from labordesk.gui.pages.imports_fields import field_options, usual_options
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_sheet_tabs import SheetTab, SheetTabs
from labordesk.gui.pages.imports_sheets import taken_sheets
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.exchange.cells import CellValue
    from labordesk.exchange.list_model import Column, ReadSheet

    Rows = Sequence[Sequence[CellValue]]

MOST_COLUMNS = 80
SAMPLED_ROWS = 200
SAMPLES = 5
DETAIL_WIDTH, NARROW_DETAIL = 330, 258
WIDE_FROM = 900


class ColumnsStep(QWidget):
    """A correction holds for all sheets with the same headings."""

    def __init__(self) -> None:
        super().__init__()
        self._file: ListFile | None = None
        self._rows: dict[int, ColumnRow] = {}
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self._current = -1
        self._facts: dict[int, ColumnFacts] = {}
        self.tabs = SheetTabs()
        self.title = SectionHeader(_("Mỗi cột trong tệp là gì?"))
        self.notice = Notice("")
        self.remember = QCheckBox(_("Nhớ cho lần sau"))
        self.remember.setToolTip(_("Tệp sau có cùng các tiêu đề cột sẽ được hiểu như đã sửa ở đây."))
        self.detail = ColumnDetail()
        self._list = QWidget()
        self._list.setProperty("role", "form")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(8, 4, 8, 8)
        self._column.setSpacing(0)
        self._scroll = QScrollArea()
        self._arrange()
        self.tabs.picked.connect(lambda _name: self._show_sheet())
        self.detail.unit_chosen.connect(self._choose_unit)
        self.detail.encoding_chosen.connect(self._choose_encoding)

    def _arrange(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._list)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.remember)
        card = Card(padding=1)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._scroll)
        parts = QHBoxLayout()
        parts.setSpacing(12)
        parts.addWidget(card, 1)
        parts.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addLayout(parts, 1)

    # what is shown

    def show_file(self, file: ListFile) -> None:
        """Show a file, or the same file understood in another way."""
        if file is not self._file:
            self._shown = ("", ())
        self._file = file
        taken = taken_sheets(file)
        sheets = [one for one in self._sheets() if one.name in taken]
        self.tabs.show_sheets([SheetTab(one.name, None, "") for one in sheets])
        self.remember.setChecked(file.order.remember)
        self._show_sheet()

    def show_sheet(self, name: str) -> None:
        """Begin with a sheet."""
        self.tabs.go_to(name)
        self._show_sheet()

    def take_focus(self) -> None:
        """Put the keyboard on the first column that is not sure, else on the first."""
        rows = list(self._rows.values())
        first = self._rows.get(self._first_doubtful())
        if rows and first is not None:
            first.select.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> Mapping[int, ColumnRow]:
        """Return the columns shown, by their index in the sheet."""
        return self._rows

    def _sheets(self) -> Sequence[ReadSheet]:
        file = self._file
        if file is None or file.preview is None:
            return ()
        return [one for one in file.preview.read.sheets if one.layout is not None]

    def _sheet(self) -> ReadSheet | None:
        name = self.tabs.current_name()
        return next((one for one in self._sheets() if one.name == name), None)

    def _show_sheet(self) -> None:
        file, sheet = self._file, self._sheet()
        if file is None or file.preview is None or sheet is None or sheet.layout is None:
            self._clear()
            self.notice.set(_("Chưa có trang nào có bảng; hãy chọn dòng tiêu đề ở bước 1."), "warn")
            return
        self.notice.set("")
        columns = [one for one in sheet.columns if one.label.strip() or one.field][:MOST_COLUMNS]
        listed = list(islice((one for one in sheet.layout.body if one.kind == "row"), SAMPLED_ROWS))
        own = file.workbook.sheet(sheet.name) if file.workbook is not None else None
        written = [own.row(one.row) for one in listed] if own is not None else []
        labels = tuple(f"{one.index} {one.label}" for one in columns)
        if self._shown != (sheet.name, labels):
            self._shown = (sheet.name, labels)
            self._make_rows(columns)
        corrected = file.order.choices.columns.get(sheet.name, {})
        read = [one.cells for one in listed]
        self._facts = {one.index: _facts(one, written, read) for one in columns}
        kind = file.preview.read.kind
        usual = usual_options(kind)
        for one in columns:
            options = field_options(usual, kind, one.label, one.field)
            words = " · ".join(self._facts[one.index].read[:3])
            self._rows[one.index].show_column(one, options, words, by_hand=one.index in corrected)
        twice = sum(1 for one in self._sheets() if one.pattern == sheet.pattern)
        words = _("Sửa một cột là sửa cho {n} trang có cùng tiêu đề").format(n=twice) if twice > 1 else ""
        self.title.set(_("Mỗi cột trong tệp là gì?"), words)
        self._show_detail(self._current if self._current in self._facts else self._first_doubtful())

    def _first_doubtful(self) -> int:
        """Return the column to look at first: one that is not sure, else one in an old encoding, else the first."""
        doubtful = next((index for index, row in self._rows.items() if row.is_doubtful()), None)
        old = next((index for index, facts in self._facts.items() if facts.written != facts.read), None)
        telling = [index for index, facts in self._facts.items() if facts.column.field != "number"]
        return next((one for one in (doubtful, old) if one is not None), next(iter(telling), -1))

    def _make_rows(self, columns: Sequence[Column]) -> None:
        self._clear()
        for one in columns:
            row = ColumnRow(one.index)
            row.chosen.connect(self._choose_field)
            row.select.installEventFilter(self)
            self._rows[one.index] = row
            self._column.addWidget(row)
        self._column.addStretch(1)

    def _clear(self) -> None:
        self._rows.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.detail.show_column(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for index, row in self._rows.items():
                if row.select is watched:
                    self._show_detail(index)
                    self._scroll.ensureWidgetVisible(row, 0, 8)
        return False

    def _show_detail(self, index: int) -> None:
        self._current = index
        for number, row in self._rows.items():
            row.mark(number == index)
        self.detail.show_column(self._facts.get(index))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.detail.setFixedWidth(DETAIL_WIDTH if self.width() >= WIDE_FROM else NARROW_DETAIL)

    # what is settled

    def _alike(self) -> list[str]:
        """Return the sheets a correction holds for: those with the same headings as the one in front."""
        sheet = self._sheet()
        if sheet is None:
            return []
        return [one.name for one in self._sheets() if one.name == sheet.name or one.pattern == sheet.pattern]

    def _choose_field(self, index: int, field: str | None) -> None:
        self._change("columns", index, field)

    def _choose_unit(self, index: int, unit: int) -> None:
        self._change("money_units", index, unit)

    def _choose_encoding(self, index: int, encoding: str) -> None:
        self._change("encodings", index, encoding)

    def _change(self, part: str, index: int, value: Any) -> None:
        if self._file is None:
            return
        names = self._alike()

        def change(was: Any) -> Any:
            before = getattr(was, part)
            return replace(
                was, **{part: {**before, **{name: {**before.get(name, {}), index: value} for name in names}}}
            )

        self._file.settle_choices(change)


def _facts(column: Column, written: Rows, read: Rows) -> ColumnFacts:
    """Return the values of a column as they stand in the file, and as they were decoded."""
    is_old = column.encoding not in (None, UNICODE)
    own = tuple(samples(written, column.index, SAMPLES))
    return ColumnFacts(column, own, tuple(samples(read, column.index, SAMPLES)) if is_old else own)
