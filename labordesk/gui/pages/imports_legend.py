"""The legend of the preview: a small square of each ground with its name and how many rows it has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from labordesk.gui.flow import FlowLayout
from labordesk.gui.pages.imports_grid import part_colours
from labordesk.gui.pages.imports_parts import Part, SheetParts, part_name
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.vietnamese.numbers import number

SQUARE = 14


class LegendEntry(QWidget):
    """One part: its ground in a frame, its name, its rows."""

    def __init__(self, part: Part, count: int) -> None:
        super().__init__()
        self._part = part
        self._text = f"{part_name(part)}: {number(count)}"
        self.setAccessibleName(self._text)

    def text(self) -> str:
        """Return the words shown."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(text_font(sizes().small))
        return QSize(SQUARE + 6 + metrics.horizontalAdvance(self._text) + 4, max(SQUARE + 2, metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _text, ground = part_colours(self._part)
        top = (self.height() - SQUARE) // 2
        painter.setPen(QPen(QColor(colours().control), 1))
        painter.setBrush(QColor(ground))
        painter.drawRect(0, top, SQUARE, SQUARE)
        painter.setFont(text_font(sizes().small))
        painter.setPen(QColor(colours().secondary))
        painter.drawText(SQUARE + 6, (self.height() + painter.fontMetrics().capHeight()) // 2, self._text)


class Legend(QWidget):
    """The parts that occur in the sheet shown."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(gap=14)
        self.setLayout(self._flow)

    def show_parts(self, parts: SheetParts) -> None:
        """Name the parts of another sheet."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for part, count in parts.legend():
            self._flow.addWidget(LegendEntry(part, count))

    def texts(self) -> Sequence[str]:
        """Return the words shown."""
        return [entry.text() for entry in self.findChildren(LegendEntry) if not entry.isHidden()]
