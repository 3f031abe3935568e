"""The model of the preview: any cell of a sheet on demand, however long the sheet is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from labordesk.gui.pages.imports_cells import column_letter, common_encoding, is_number, shown_cell
from labordesk.gui.pages.imports_parts import NO_PARTS, Part, SheetParts, part_mark, part_name
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.exchange.cells import CellValue, Sheet
    from labordesk.exchange.columns import Column

Index = QModelIndex | QPersistentModelIndex
MOST_COLUMNS = 200
LEAST_COLUMNS, LEAST_ROWS = 6, 30
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SheetModel(QAbstractTableModel):
    """A sheet with row numbers and column letters; ``fields`` names what a column was read as ("" not taken)."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.parts: SheetParts = NO_PARTS
        self.fields: Sequence[str] = ()
        self.as_in_file = False
        self._encodings: Mapping[int, str | None] = {}
        self._common: str | None = None
        self._rows = self._columns = 0

    def show_sheet(
        self, sheet: Sheet | None, parts: SheetParts, columns: Sequence[Column] = (), fields: Sequence[str] = ()
    ) -> None:
        """Show another sheet, or the same one understood in another way."""
        self.beginResetModel()
        self.sheet, self.parts, self.fields = sheet, parts, fields
        self._encodings = {column.index: column.encoding for column in columns}
        self._common = common_encoding(columns)
        self._rows = max(LEAST_ROWS, sheet.first_row - 1 + len(sheet.rows)) if sheet is not None else 0
        self._columns = max(LEAST_COLUMNS, min(sheet.width, MOST_COLUMNS)) if sheet is not None else 0
        self.endResetModel()

    def understand(self, parts: SheetParts, columns: Sequence[Column], fields: Sequence[str]) -> None:
        """Show what was understood of the same sheet, without losing the place."""
        self.parts, self.fields = parts, fields
        self._encodings = {column.index: column.encoding for column in columns}
        self._common = common_encoding(columns)
        if self._rows and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self._columns - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self._rows - 1)

    def show_as_in_file(self, as_in_file: bool) -> None:
        """Show old encodings as they stand in the file, or decoded."""
        self.as_in_file = as_in_file
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self._columns - 1))

    def cell(self, row: int, column: int) -> CellValue:
        """Return the value at a place counted from 0."""
        if self.sheet is None:
            return None
        cells = self.sheet.row(row + 1)
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        return shown_cell(self.cell(row, column), self._encoding_at(row, column))

    def part(self, row: int) -> Part:
        """Return the part of the sheet a row (from 0) belongs to."""
        return self.parts.of(row + 1)

    def _encoding_at(self, row: int, column: int) -> str | None:
        if self.as_in_file:
            return None
        own = self._encodings.get(column)
        return own if own and self.part(row) in ("row", "heading") else own or self._common

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if is_number(self.cell(row, column)) else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = f"{column_letter(column)}{row + 1}"
            part = self.part(row)
            return f"{place}, {part_name(part)}: {self.text(row, column)}" if part != "empty" else place
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return column_letter(section)
            return str(section + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if orientation == Qt.Orientation.Horizontal:
                field = self.field(section)
                taken_as = field or _("không lấy")
                return f"{column_letter(section)}: {taken_as}"
            return f"{section + 1} {part_mark(self.part(section))}".strip()
        return None

    def field(self, column: int) -> str:
        """Return what a column is read as, "" for nothing."""
        return self.fields[column] if column < len(self.fields) else ""
