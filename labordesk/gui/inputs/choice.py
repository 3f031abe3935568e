"""A choice from a fixed set, and yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip

from labordesk.fields.kinds import Choice, Flag
from labordesk.gui.icons import pixmap
from labordesk.gui.inputs.base import FieldInput
from labordesk.i18n import _

TEXT_LEFT, ARROW_ROOM = 12, 28
"""Pixels before the text of a drop-down, and behind it for the arrow."""


class Select(QComboBox):
    """A drop-down list of (value, text); never editable, never changed by the wheel in passing."""

    def __init__(self, options: Sequence[tuple[Any, str]] = (), name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.setMinimumContentsLength(8)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other options, silently keeping the chosen value when it is among them."""
        before = self.chosen()
        was_blocked = self.blockSignals(True)
        self.clear()
        for value, text in options:
            self.addItem(text, value)
        kept = self.choose(before)
        self.blockSignals(was_blocked)
        if not kept:
            self.currentIndexChanged.emit(self.currentIndex())

    def chosen(self) -> Any:
        """Return the chosen value, None when nothing is."""
        return self.currentData()

    def choose(self, value: Any) -> bool:
        """Choose a value and say whether it is among the options."""
        for row in range(self.count()):
            if self.itemData(row) == value:
                self.setCurrentIndex(row)
                return True
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and self.shown_text() != self.currentText():
            QToolTip.showText(QCursor.pos(), self.currentText(), self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def shown_text(self) -> str:
        """Return the chosen text as the box has room for it, shortened with "…"."""
        room = self.width() - TEXT_LEFT - ARROW_ROOM
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        tint = "secondary" if self.isEnabled() else "disabled"
        arrow = pixmap("chevron-down", tint, 14, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - 23, (self.height() - 14) // 2), arrow)


class ChoiceEdit(FieldInput):
    """One of the options of its kind, or nothing ("–")."""

    def __init__(self, kind: Choice, name: str = "", *, optional: bool = True) -> None:
        super().__init__(kind, name)
        empty: list[tuple[Any, str]] = [("", "–")] if optional else []
        self._select = _EnterSelect(self, [*empty, *((code, _(label)) for code, label in kind.options)])
        self.place(self._select)
        self._select.currentIndexChanged.connect(self._changed)

    def value(self) -> Any:
        return self._select.chosen() or None

    def set_value(self, value: Any) -> None:
        if not self._select.choose(value or "") and value:
            # A code the program no longer offers must not be lost by opening and saving the form.
            self._select.addItem(self.kind.show(value), value)
            self._select.choose(value)

    def text(self) -> str:
        return str(self._select.chosen() or "")

    def set_text(self, text: str) -> None:
        self.set_value(text)

    def _changed(self) -> None:
        self.show_problem("")
        self.changed.emit()


class _EnterSelect(Select):
    """A drop-down that tells its input about Enter."""

    def __init__(self, owner: FieldInput, options: Sequence[tuple[Any, str]]) -> None:
        super().__init__(options)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.entered.emit()
        else:
            super().keyPressEvent(event)


class FlagEdit(FieldInput):
    """Yes or no as a check box that carries the label itself; an untouched box is "no"."""

    def __init__(self, kind: Flag | None = None, name: str = "") -> None:
        super().__init__(kind or Flag(), name)
        self._box = _EnterBox(self, name)
        self.place(self._box)
        self._box.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))

    def text(self) -> str:
        return "1" if self._box.isChecked() else ""

    def set_text(self, text: str) -> None:
        self._box.setChecked(bool(text))

    def is_empty(self) -> bool:
        return False


class _EnterBox(QCheckBox):
    """A check box that tells its input about Enter."""

    def __init__(self, owner: FieldInput, text: str) -> None:
        super().__init__(text)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.entered.emit()
        else:
            super().keyPressEvent(event)
