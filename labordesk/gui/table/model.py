"""The model of a table: rows are plain frozen objects; more of them are fetched when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from labordesk.gui.table.column import Column

Index = QModelIndex | QPersistentModelIndex
_ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}
ROW_ROLE = Qt.ItemDataRole.UserRole


class RowModel(QAbstractTableModel):
    """Rows and columns; ``more`` is called when the view nears the end, while ``has_more`` is set."""

    def __init__(self, columns: Sequence[Column], more: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self.has_more = False
        self._more = more

    def set_rows(self, rows: Sequence[Any], *, has_more: bool = False) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.has_more = has_more
        self.endResetModel()

    def add_rows(self, rows: Sequence[Any], *, has_more: bool) -> None:
        """Add fetched rows at the end."""
        self.has_more = has_more
        if not rows:
            return
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self.rows.extend(rows)
        self.endInsertRows()

    def replace_row(self, number: int, row: Any) -> None:
        """Show a changed row in its place."""
        self.rows[number] = row
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def text(self, row: int, column: int) -> str:
        """Return what a cell says."""
        return self.columns[column].text(self.rows[row], column)

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return the Qt alignment of a column."""
        return _ALIGNMENTS[self.columns[column].alignment()]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.has_more

    def fetchMore(self, parent: Index) -> None:
        if self._more is not None and not parent.isValid():
            self._more()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title()}: {column.text(row, index.column())}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[section].title()
        return self.alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None
