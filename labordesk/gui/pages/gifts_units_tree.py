"""The units of a campaign on the screen: a tree one types numbers into, like a sheet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from labordesk.gui.cards import state_words
from labordesk.gui.pages.gifts_units_model import (
    CASH,
    GIVEN,
    GOODS,
    HANDED_ON,
    LISTED,
    MEMBERS,
    PACKAGES,
    STATE,
    TYPED,
    WAITING,
    UnitsModel,
)
from labordesk.gui.pages.gifts_units_words import is_over
from labordesk.gui.pages.parts.unit_rows import NAME, Index, UnitsView, draw_ground
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.gui.tokens import tone_colours
from labordesk.i18n import _
from labordesk.services.allocation_tree import CampaignUnits, UnitShare

PADDING: Final = 8
OPEN_LEVELS: Final = 2
WIDE: Final = 1000
"""Pixels from which the money of a share has columns of its own; the form (F2) has it always."""
WIDTHS: Final = {MEMBERS: 80, PACKAGES: 76, CASH: 100, GOODS: 96, HANDED_ON: 124, LISTED: 88, GIVEN: 72, WAITING: 78}
STATE_WIDTH: Final = 142
KEEP_AND_GO_DOWN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class UnitsTree(UnitsView):
    """A digit begins a number in "Phân bổ" of the current unit; Enter keeps it and goes to the unit below."""

    opened = Signal(object)
    """The ``UnitShare`` whose list is asked for (Enter, double click on its name)."""
    typing = Signal()
    """A number is being typed, or no more: the sums have changed."""

    def __init__(self) -> None:
        units = UnitsModel()
        super().__init__(units, _("Phân bổ theo đơn vị"), 18, {**WIDTHS, STATE: STATE_WIDTH})
        self.units = units
        units.setParent(self)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def show_units(self, units: CampaignUnits) -> None:
        """Show other facts; open branches, selection and place stay."""
        current = self.current()
        if self.units.show_units(units):
            return
        for row in units.rows:
            if row.depth < OPEN_LEVELS:
                self.expand(self.units.index_of(row.unit_id))
        wanted = current.unit_id if current is not None else None
        if wanted is None or not self.choose(wanted):
            self.setCurrentIndex(self.units.index(0, PACKAGES))

    def current(self) -> UnitShare | None:
        """Return the unit the keyboard is on."""
        return self.units.row_at(self.currentIndex())

    def chosen(self) -> list[UnitShare]:
        """Return the selected units from the top, else the current one."""
        found = [self.units.row_at(index) for index in self.selectionModel().selectedRows(NAME)]
        places = {row.unit_id: place for place, row in enumerate(self.units.rows)}
        rows = sorted((row for row in found if row is not None), key=lambda row: places[row.unit_id])
        current = self.current()
        return rows or ([current] if current is not None else [])

    def type_into(self, column: int = PACKAGES) -> bool:
        """Begin to type into a cell of the current unit and say whether it can be typed into."""
        index = self.currentIndex().siblingAtColumn(column)
        if not index.isValid() or not self.units.can_type(index) or self.isColumnHidden(column):
            return False
        self.setCurrentIndex(index)
        self.edit(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
        elif event.text().isdigit() and not held and self.type_into(self._typed_column()):
            editor = self.focusWidget() if self.focusWidget() is not self else None
            editor = editor or self.findChild(QLineEdit)
            if isinstance(editor, QLineEdit):
                editor.setText(event.text())
                editor.textEdited.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _typed_column(self) -> int:
        column = self.currentIndex().column()
        return column if column in TYPED else PACKAGES

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() in TYPED:
            self.setCurrentIndex(index)
            self.type_into(index.column())
        elif index.isValid():
            self.opened.emit(self.units.row_at(index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in (MEMBERS, CASH, GOODS):
            self.setColumnHidden(column, self.width() < WIDE)


class _Cells(QStyledItemDelegate):
    """Draws the cells like those of the other tables, and edits the numbers."""

    def __init__(self, tree: UnitsTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, sizes().row - 2)

    # typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setProperty("role", "cell")
        editor.setFrame(False)
        row = self._tree.units.row_at(index)
        editor.setAccessibleName(self._tree.units.headerData(index.column(), Qt.Orientation.Horizontal))
        if row is not None and index.column() == PACKAGES:
            editor.textEdited.connect(lambda text: self._follow(row.unit_id, text))
        return editor

    def _follow(self, unit_id: int, text: str) -> None:
        self._tree.units.preview(unit_id, text)
        self._tree.typing.emit()

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self._tree.units.end_preview()
        self._tree.typing.emit()

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Rows are told anew while one types: what is being typed must stay.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            self._tree.units.setData(index, editor.text())

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = 1 if event.key() in KEEP_AND_GO_DOWN else -1 if event.key() == Qt.Key.Key_Up else 0
            if step:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                self._tree.setFocus()
                self._go(step)
                return True
        return bool(super().eventFilter(watched, event))  # type: ignore[arg-type]

    def _go(self, step: int) -> None:
        here = self._tree.currentIndex()
        there = self._tree.indexBelow(here) if step > 0 else self._tree.indexAbove(here)
        if there.isValid():
            self._tree.setCurrentIndex(there.siblingAtColumn(here.column()))

    # drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._tree.units.row_at(index)
        if row is None:
            return
        area: QRect = option.rect
        painter.save()
        draw_ground(painter, area, selected=bool(option.state & QStyle.StateFlag.State_Selected))
        self._focus(painter, area, index)
        place = area.adjusted(4 if index.column() == NAME else PADDING, 0, -PADDING, -1)
        if index.column() == STATE:
            self._pill(painter, place, row)
        else:
            self._words(painter, place, index, row)
        painter.restore()

    def _focus(self, painter: QPainter, area: QRect, index: Index) -> None:
        if not self._tree.draw_current(painter, area, index):
            return
        if self._tree.currentIndex().column() == index.column() and self._tree.units.can_type(index):
            painter.setPen(QPen(QColor(colours().focus), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _words(self, painter: QPainter, place: QRect, index: Index, row: UnitShare) -> None:
        c, column = colours(), index.column()
        painter.setFont(text_font(bold=row.depth == 0 and column in (NAME, PACKAGES)))
        loud = column in (NAME, PACKAGES, LISTED, GIVEN)
        over = column in (LISTED, HANDED_ON) and is_over(row) and not row.facts.excess_reason
        colour = tone_colours(c, "error")[0] if over else c.text if loud else c.secondary
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
        shown = painter.fontMetrics().elidedText(
            self._tree.units.text(row, column), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _pill(self, painter: QPainter, place: QRect, row: UnitShare) -> None:
        words, tone = self._tree.units.pill(row)
        if not words:
            return
        text, ground = tone_colours(colours(), tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(sizes().small))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(state_words(words), Qt.TextElideMode.ElideRight, place.width() - 16)
        height = max(20, metrics.height() + 2)
        box = QRectF(place.left(), place.center().y() - height / 2 + 1, metrics.horizontalAdvance(shown) + 16, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
