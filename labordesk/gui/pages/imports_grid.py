"""The sheet as the officer knows it: letters, row numbers, merged cells, with the parts that were recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from labordesk.gui.pages.imports_cells import is_number
from labordesk.gui.pages.imports_grid_model import SheetModel
from labordesk.gui.pages.imports_parts import Part, SheetParts, part_mark
from labordesk.gui.theme import colours, sizes, text_font, theme_changes
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.exchange.cells import Sheet
    from labordesk.exchange.columns import Column

Index = QModelIndex | QPersistentModelIndex
PADDING = 6
NARROWEST, WIDEST = 48, 240
MEASURED_ROWS = 60
SPANS_AROUND = 80
"""Rows above and below those seen whose merged cells are laid: a sheet may have more of them than Qt bears at once."""
_GROUNDS: Mapping[Part, str] = {
    "letterhead": "page",
    "heading": "accent_soft",
    "numbers": "raised",
    "group": "good_soft",
    "row": "surface",
    "subtotal": "neutral_soft",
    "total": "track",
    "words": "page",
    "note": "page",
    "empty": "surface",
}
_TEXTS: Mapping[Part, str] = {
    "letterhead": "secondary",
    "heading": "accent",
    "numbers": "secondary",
    "group": "good",
    "words": "secondary",
    "note": "secondary",
}
_SPILLING: frozenset[Part] = frozenset({"letterhead", "words", "note", "empty"})
MOST_SPILLED = 12
"""Cells at the left that are looked at for a text that goes on here."""
_BOLD: frozenset[Part] = frozenset({"heading", "group", "subtotal", "total"})


def part_colours(part: Part) -> tuple[str, str]:
    """Return (text, ground) of a part in the theme now in force."""
    c = colours()
    return getattr(c, _TEXTS.get(part, "text")), getattr(c, _GROUNDS[part])


class SheetGrid(QTableView):
    """Read-only; ``heading_asked`` says which row (as Excel counts) should be the heading."""

    heading_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.sheet_model = SheetModel()
        self.sheet_model.setParent(self)
        self._laid: tuple[int, int] | None = None
        self.setModel(self.sheet_model)
        self.setItemDelegate(_CellDrawer(self))
        self._letters = _Letters(self)
        self._numbers = _Numbers(self)
        self.setHorizontalHeader(self._letters)
        self.setVerticalHeader(self._numbers)
        self.setAccessibleName(_("Trang tính của tệp"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._lay_merged())
        self._follow_theme()
        theme_changes().changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        height = QFontMetrics(text_font()).height() + 8
        self._numbers.setMinimumSectionSize(height)
        self._numbers.setDefaultSectionSize(height)
        self.viewport().update()

    # what is shown

    def show_sheet(
        self, sheet: Sheet | None, parts: SheetParts, columns: Sequence[Column] = (), fields: Sequence[str] = ()
    ) -> None:
        """Show a sheet from its top, with the keyboard on its heading."""
        if sheet is not None and sheet is self.sheet_model.sheet:
            self.sheet_model.understand(parts, columns, fields)
            self._refit_header()
            return
        self._laid = None
        self.clearSpans()
        self.sheet_model.show_sheet(sheet, parts, columns, fields)
        self._refit_header()
        self._fit_columns()
        self._lay_merged()
        if sheet is not None:
            self.go_to((parts.header_row or sheet.first_row), 0, to_top=True)

    def go_to(self, row: int, column: int, *, to_top: bool = False) -> None:
        """Put the keyboard on a cell; ``row`` as Excel counts, ``column`` from 0."""
        index = self.sheet_model.index(row - 1, column)
        self.setCurrentIndex(index)
        if to_top and row < 20:
            self.scrollToTop()
        else:
            self.scrollTo(index)

    def current_row(self) -> int:
        """Return the row the keyboard is on, as Excel counts; 0 for none."""
        return self.currentIndex().row() + 1

    def _refit_header(self) -> None:
        metrics = QFontMetrics(text_font(sizes().small))
        digits = metrics.horizontalAdvance(str(max(100, self.sheet_model.rowCount())))
        words = max((metrics.horizontalAdvance(part_mark(part)) for part in _GROUNDS), default=0)
        self._numbers.setFixedWidth(digits + words + 3 * PADDING)
        self._letters.updateGeometry()
        self.updateGeometries()

    def _fit_columns(self) -> None:
        """Make columns as wide as the first rows of the table need; titles across the sheet do not count."""
        model, metrics = self.sheet_model, QFontMetrics(text_font())
        start = max(0, (model.parts.header_row or 1) - 1)
        shown = range(start, min(model.rowCount(), start + MEASURED_ROWS))
        merged = _spread_cells(model.sheet, start + 1, start + MEASURED_ROWS)
        for column in range(model.columnCount()):
            texts = [model.text(row, column)[:80] for row in shown if (row + 1, column) not in merged]
            width = max((metrics.horizontalAdvance(text) for text in texts if text), default=0)
            heading = metrics.horizontalAdvance(model.field(column))
            self.setColumnWidth(column, min(WIDEST, max(NARROWEST, width + 2 * PADDING + 4, heading + 2 * PADDING)))

    # merged cells

    def _lay_merged(self) -> None:
        sheet = self.sheet_model.sheet
        if sheet is None or not sheet.merged:
            return
        top = max(0, self.rowAt(0))
        bottom = self.rowAt(self.viewport().height() - 1)
        bottom = bottom if bottom >= 0 else min(self.sheet_model.rowCount(), top + 60)
        if self._laid is not None and self._laid[0] <= top and bottom <= self._laid[1]:
            return
        self._laid = (max(0, top - SPANS_AROUND), bottom + SPANS_AROUND)
        self.clearSpans()
        columns = self.sheet_model.columnCount()
        for block in sheet.merged:
            first, last = block.top - 1, block.bottom - 1
            if last < self._laid[0] or first > self._laid[1] or block.left >= columns:
                continue
            wide, high = min(block.right, columns - 1) - block.left + 1, min(last - first + 1, 2 * SPANS_AROUND)
            if wide > 1 or high > 1:
                self.setSpan(first, block.left, high, wide)

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        heading = self.sheet_model.parts.header_row
        if event.key() == Qt.Key.Key_T and not event.modifiers() and self.current_row():
            self.heading_asked.emit(self.current_row())
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and heading is not None:
            row = heading + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 1 <= row <= self.sheet_model.rowCount():
                self.heading_asked.emit(row)
        else:
            super().keyPressEvent(event)


class _CellDrawer(QStyledItemDelegate):
    """Draws a cell on the ground of its part, with thin lines between cells."""

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, c = self._grid.sheet_model, colours()
        part = model.part(index.row())
        text, ground = part_colours(part)
        area = option.rect
        painter.save()
        painter.fillRect(area, QColor(ground))
        painter.setPen(QPen(QColor(c.line), 0))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if part not in _SPILLING:
            painter.drawLine(area.topRight(), area.bottomRight())
        words = model.text(index.row(), index.column())
        if part in _SPILLING and self._spill(painter, option.rect, index, text):
            pass
        elif words:
            not_taken = part == "row" and index.column() < len(model.fields) and not model.field(index.column())
            painter.setFont(text_font(bold=part in _BOLD))
            painter.setPen(QColor(c.secondary if not_taken else text))
            inside = area.adjusted(PADDING, 0, -PADDING, 0)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            flags = index.data(Qt.ItemDataRole.TextAlignmentRole)
            painter.drawText(inside, int(flags.value), shown)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(c.focus), 2 if self._grid.hasFocus() else 1))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.restore()

    def _spill(self, painter: QPainter, area: QRect, index: Index, colour: str) -> bool:
        """Draw a long text across the empty cells at its right, as spreadsheets do; True when it was drawn here."""
        grid, model, row = self._grid, self._grid.sheet_model, index.row()
        column, left = index.column(), area.left()
        while column > 0 and not model.text(row, column) and index.column() - column < MOST_SPILLED:
            if grid.columnSpan(row, column) > 1:
                return False
            column -= 1
            left -= grid.columnWidth(column)
        words = model.text(row, column)
        if not words or is_number(model.cell(row, column)) or grid.columnSpan(row, column) > 1:
            return False
        painter.setFont(text_font(bold=index.column() == column and model.part(row) in _BOLD))
        painter.setPen(QColor(colour))
        painter.setClipRect(area)
        next_one = column + 1
        wide = grid.columnWidth(column)
        while next_one < model.columnCount() and not model.text(row, next_one):
            wide += grid.columnWidth(next_one)
            next_one += 1
        inside = QRect(left + PADDING, area.top(), wide - 2 * PADDING, area.height())
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int((Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft).value), shown)
        painter.setClipping(False)
        return True


class _Letters(QHeaderView):
    """The letters of the columns, and below each what it is read as."""

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._grid = grid
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(NARROWEST)

    def sizeHint(self) -> QSize:
        line = QFontMetrics(text_font(sizes().small)).height()
        return QSize(super().sizeHint().width(), 2 * line + 8 if self._grid.sheet_model.fields else line + 8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c, model = colours(), self._grid.sheet_model
        painter.save()
        painter.fillRect(rect, QColor(c.raised))
        painter.setPen(QPen(QColor(c.control), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        area = rect.adjusted(PADDING, 3, -PADDING, -4)
        painter.setFont(text_font(sizes().small))
        painter.setPen(QColor(c.secondary))
        letter = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
        painter.drawText(area, int(top.value), letter)
        if logicalIndex < len(model.fields):
            field = model.field(logicalIndex)
            painter.setFont(text_font(sizes().small, bold=bool(field)))
            painter.setPen(QColor(c.accent if field else c.disabled))
            words = field or _("không lấy")
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            below = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
            painter.drawText(area, int(below.value), shown)
        painter.restore()


class _Numbers(QHeaderView):
    """The numbers of the rows, and beside each the part of the list it is, in a word."""

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self._grid = grid
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c, model = colours(), self._grid.sheet_model
        part = model.part(logicalIndex)
        text, ground = part_colours(part)
        painter.save()
        painter.fillRect(rect, QColor(c.raised if part in ("row", "empty") else ground))
        painter.setPen(QPen(QColor(c.control), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        area = rect.adjusted(PADDING, 0, -PADDING, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(text_font(sizes().small))
        painter.setPen(QColor(text if part in _TEXTS else c.secondary))
        painter.drawText(area, int((middle | Qt.AlignmentFlag.AlignLeft).value), part_mark(part))
        painter.setPen(QColor(c.secondary))
        painter.drawText(area, int((middle | Qt.AlignmentFlag.AlignRight).value), str(logicalIndex + 1))
        painter.restore()


def _spread_cells(sheet: Sheet | None, top: int, bottom: int) -> set[tuple[int, int]]:
    """Return the first cells of blocks merged across columns between two rows: their text belongs to no column."""
    if sheet is None:
        return set()
    return {
        (block.top, block.left) for block in sheet.merged if block.left != block.right and top <= block.top <= bottom
    }
