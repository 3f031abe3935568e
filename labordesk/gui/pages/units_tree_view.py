"""The tree of units on the screen: keyboard, chevrons, the look of the other tables."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from labordesk.gui.pages.parts.unit_rows import NAME, Index, UnitsView, draw_ground
from labordesk.gui.pages.units_reading import TreeRead
from labordesk.gui.pages.units_tree_model import MEMBERS, TYPE, UnitTreeModel
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _
from labordesk.services.unit_tree import UnitNode
from labordesk.vietnamese.dates import short

PADDING = 8
TYPE_FROM = 720
"""Pixels of width from which the kind of unit has a column of its own."""
OPEN_LEVELS = 2


class UnitTree(UnitsView):
    """``opened`` on Enter or a double click, ``chosen`` when another unit is current."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self) -> None:
        units = UnitTreeModel()
        super().__init__(units, _("Cây đơn vị"), 20, {TYPE: 190, MEMBERS: 96})
        self.units = units
        units.setParent(self)
        self.setItemDelegate(_UnitPainter(self))
        self.doubleClicked.connect(lambda _index: self.opened.emit(self.current()))
        self.selectionModel().currentChanged.connect(lambda *_args: self.chosen.emit(self.current()))

    def show_tree(self, read: TreeRead, wanted: int | None = None) -> None:
        """Show another tree; the open branches and the current unit (or the one ``wanted``) stay."""
        closed = {node.id for node in self.units.nodes if self._is_folded(node.id)}
        known = {node.id for node in self.units.nodes}
        before = self.current()
        self.units.show_tree(read)
        for node in read.nodes:
            unfold = node.id not in closed if node.id in known else node.depth < OPEN_LEVELS
            if read.found is not None or unfold:
                self.expand(self.units.index_of(node.id))
        kept = wanted if wanted is not None else before.id if before is not None else None
        is_asked_for = kept is not None and (read.found is None or kept in read.found)
        if not (kept is not None and is_asked_for and self.choose(kept)):
            self._choose_first(read)

    def current(self) -> UnitNode | None:
        """Return the unit the keyboard is on."""
        return self.units.node_at(self.currentIndex())

    def names(self) -> Iterator[str]:
        """Yield the names now to be seen, from the top down."""
        index = self.units.index(0, NAME)
        while index.isValid():
            node = self.units.node_at(index)
            assert node is not None
            yield node.name
            index = self.indexBelow(index)

    def _choose_first(self, read: TreeRead) -> None:
        first = next((node for node in read.nodes if read.found is None or node.id in read.found), None)
        if first is not None:
            self.choose(first.id)
        else:
            self.chosen.emit(None)

    def _is_folded(self, unit_id: int) -> bool:
        index = self.units.index_of(unit_id)
        return self.units.rowCount(index) > 0 and not self.isExpanded(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(TYPE, self.width() < TYPE_FROM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)


class _UnitPainter(QStyledItemDelegate):
    """Draws a cell; a unit that has ended says since when, one that only leads to a find is quieter."""

    def __init__(self, tree: UnitTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, sizes().row - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = self._tree.units.node_at(index)
        if node is None:
            return
        area: QRect = option.rect
        painter.save()
        draw_ground(painter, area, selected=bool(option.state & QStyle.StateFlag.State_Selected))
        self._tree.draw_current(painter, area, index)
        place = area.adjusted(4 if index.column() == NAME else PADDING, 0, -PADDING, -1)
        if index.column() == NAME:
            self._name(painter, place, node)
        else:
            self._words(painter, place, index, node)
        painter.restore()

    def _name(self, painter: QPainter, place: QRect, node: UnitNode) -> None:
        c = colours()
        lively = self._tree.units.is_found(node) and node.valid_to is None
        painter.setFont(text_font(bold=node.depth == 0))
        painter.setPen(QColor(c.text if lively else c.secondary))
        ended = _("đến {day}").format(day=short(node.valid_to)) if node.valid_to else ""
        small = text_font(sizes().small)
        metrics = painter.fontMetrics()
        room = place.width() - (metrics.horizontalAdvance(ended) + PADDING if ended else 0)
        words = metrics.elidedText(node.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)
        if ended:
            painter.setFont(small)
            painter.drawText(
                place.adjusted(metrics.horizontalAdvance(words) + PADDING, 0, 0, 0),
                int(Qt.AlignmentFlag.AlignVCenter),
                ended,
            )

    def _words(self, painter: QPainter, place: QRect, index: Index, node: UnitNode) -> None:
        c = colours()
        members = self._tree.units.members_of(node)
        is_own = index.column() == MEMBERS and members is not None and not members.is_sum
        painter.setFont(text_font())
        painter.setPen(QColor(c.text if is_own else c.secondary))
        side = Qt.AlignmentFlag.AlignRight if index.column() == MEMBERS else Qt.AlignmentFlag.AlignLeft
        words = self._tree.units.text(node, index.column())
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
