"""How a form lies on the screen: cells of label and input, sections, one to three columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from labordesk.fields import LongText, Spec
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.choice import FlagEdit
from labordesk.i18n import _

TWO_COLUMNS_FROM = 500
THREE_COLUMNS_FROM = 960


def columns_for(width: int) -> int:
    """Return how many columns fit into a width in pixels."""
    if width >= THREE_COLUMNS_FROM:
        return 3
    return 2 if width >= TWO_COLUMNS_FROM else 1


class FormCell(QWidget):
    """A label above its input, a hint below it while nothing is typed."""

    def __init__(self, spec: Spec, one: FieldInput) -> None:
        super().__init__()
        self.wide = isinstance(spec.kind, LongText)
        self._shown = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        text = _(spec.label)
        label = QLabel(text if not spec.required else f"{text} *")
        label.setProperty("role", "label")
        label.setBuddy(one.editor())
        if isinstance(one, FlagEdit):
            label.setText(" ")
        if spec.required:
            label.setToolTip(_("Cần ghi ô này."))
        if spec.hint:
            one.editor().setToolTip(_(spec.hint))
            one.show_note(_(spec.hint))
        column.addWidget(label)
        column.addWidget(one)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_shown(self, shown: bool) -> None:
        """Show or hide the field."""
        self._shown = shown
        self.setVisible(shown)

    def is_shown(self) -> bool:
        """Say whether the field is to be seen, even while the form is not."""
        return self._shown


class FormSection(QWidget):
    """A heading and the cells below it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._cells: list[FormCell] = []
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if name:
            heading = QLabel(_(name))
            heading.setProperty("role", "section")
            column.addWidget(heading)
        column.addLayout(self._grid)

    def add(self, cell: FormCell) -> None:
        """Add a field after the others; ``follow_cells`` lays them out."""
        self._cells.append(cell)

    def set_columns(self, columns: int) -> None:
        """Lie in one to three columns; the order stays that of reading."""
        if columns != self._columns:
            self._lay_out(columns)

    def follow_cells(self) -> None:
        """Close the gaps of hidden fields; a section without a visible field is hidden."""
        self.setVisible(any(cell.is_shown() for cell in self._cells))
        self._lay_out(self._columns or 1)

    def _lay_out(self, columns: int) -> None:
        self._columns = columns
        for cell in self._cells:
            self._grid.removeWidget(cell)
        row = place = 0
        for cell in self._cells:
            if not cell.is_shown():
                continue
            if cell.wide and place:
                row, place = row + 1, 0
            span = columns if cell.wide else 1
            self._grid.addWidget(cell, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
            if place >= columns:
                row, place = row + 1, 0
        for number in range(3):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            # A width of one pixel keeps the gap between the columns where the last ones are empty.
            self._grid.setColumnMinimumWidth(number, 1 if number < columns else 0)
