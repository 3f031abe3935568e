"""Trees of units: ``UnitRows`` places rows told in tree order, ``UnitsView`` shows them with the look of the tables."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeView

from labordesk.gui.icons import pixmap
from labordesk.gui.theme import colours

Index = QModelIndex | QPersistentModelIndex
NAME = 0
"""The column that holds the names, and so the branches."""
TOP = -1
"""The place that stands above the rows of the first level."""
_NOWHERE = QModelIndex()


class UnitRows(QAbstractItemModel):
    """An index carries the place of its row, in the order in which the rows were told."""

    def __init__(self, columns: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._children: dict[int, list[int]] = {}
        self._parents: list[int] = []
        self._numbers: list[int] = []
        self._places: dict[int, int] = {}

    def place_rows(self, rows: Sequence[tuple[int, int | None]]) -> None:
        """Place rows of (unit, the unit above it); one whose unit above is not told stands on the first level.

        Call it between ``beginResetModel`` and ``endResetModel``.
        """
        self._places = {unit: place for place, (unit, _above) in enumerate(rows)}
        self._children, self._parents, self._numbers = {}, [], []
        for place, (_unit, above) in enumerate(rows):
            parent = TOP if above is None else self._places.get(above, TOP)
            brothers = self._children.setdefault(parent, [])
            self._parents.append(parent)
            self._numbers.append(len(brothers))
            brothers.append(place)

    def index_of(self, unit_id: int, column: int = NAME) -> QModelIndex:
        """Return where a unit stands, an invalid index when it is not shown."""
        place = self._places.get(unit_id)
        return QModelIndex() if place is None else self.createIndex(self._numbers[place], column, place)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        brothers = self._children.get(parent.internalId() if parent.isValid() else TOP, [])
        if not (0 <= row < len(brothers) and 0 <= column < self._columns):
            return QModelIndex()
        return self.createIndex(row, column, brothers[row])

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        place = self._parents[child.internalId()] if child.isValid() else TOP
        return QModelIndex() if place == TOP else self.createIndex(self._numbers[place], NAME, place)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() and parent.column() != NAME:
            return 0
        return len(self._children.get(parent.internalId() if parent.isValid() else TOP, []))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return self._columns


def draw_ground(painter: QPainter, area: QRect, *, selected: bool) -> None:
    """Draw the ground of a cell and the line below it."""
    painter.fillRect(area, QColor(colours().accent_soft if selected else colours().surface))
    painter.setPen(QPen(QColor(colours().line), 0))
    painter.drawLine(area.bottomLeft(), area.bottomRight())


class UnitsView(QTreeView):
    """A tree with the lines, the ground and the chevrons of the program."""

    def __init__(self, rows: UnitRows, name: str, indentation: int, widths: dict[int, int]) -> None:
        super().__init__()
        self._unit_rows = rows
        self.setModel(rows)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(indentation)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def choose(self, unit_id: int) -> bool:
        """Make a unit current, opening the branches above it, and say whether it is shown."""
        index = self._unit_rows.index_of(unit_id, max(NAME, self.currentIndex().column()))
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def draw_current(self, painter: QPainter, area: QRect, index: Index) -> bool:
        """Draw the lines of the row the keyboard is on and say whether this cell is in it."""
        current = self.currentIndex()
        if not self.hasFocus() or not current.isValid() or current.internalId() != index.internalId():
            return False
        painter.fillRect(QRect(area.left(), area.top(), area.width(), 1), QColor(colours().focus))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(colours().focus))
        return True

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw the ground of the row under the indent, and a chevron where there is something to open."""
        draw_ground(painter, rect, selected=self.selectionModel().isSelected(index))
        if self._unit_rows.rowCount(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            drawn = pixmap(name, "secondary", 14, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(rect.right() - 15, rect.center().y() - 7), drawn)
