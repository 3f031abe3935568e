"""Options in force as soon as they are chosen, generated from specs; there is no button to save them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields import Choice, Spec
from labordesk.gui.form_layout import FormCell, FormSection, columns_for
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.choice import ChoiceEdit
from labordesk.gui.inputs.make import input_for
from labordesk.i18n import _


class Options(QWidget):
    """``chosen(name, value)`` comes when an option was changed by hand and can be taken."""

    chosen = Signal(str, object)

    def __init__(self, specs: Mapping[str, Spec], width: int = 560) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self._loading = False
        self._inputs = {name: _input(name, spec) for name, spec in specs.items()}
        section = FormSection("")
        for name, one in self._inputs.items():
            section.add(FormCell(specs[name], one))
            one.changed.connect(lambda name=name: self._changed(name))
        section.set_columns(columns_for(width))
        self.setMaximumWidth(width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(section)

    def set_values(self, values: object) -> None:
        """Show the values of an object with these attributes."""
        self._loading = True
        for name, one in self._inputs.items():
            one.set_value(getattr(values, name))
        self._loading = False

    def input(self, name: str) -> FieldInput:
        """Return the input of an option."""
        return self._inputs[name]

    def values(self) -> dict[str, Any]:
        """Return every option as chosen."""
        return {name: one.value() for name, one in self._inputs.items()}

    def _changed(self, name: str) -> None:
        if self._loading:
            return
        try:
            value = self._inputs[name].value()
        except InvalidInput as error:
            self._inputs[name].show_problem(str(error))
            return
        self.chosen.emit(name, value)


def _input(name: str, spec: Spec) -> FieldInput:
    """Return the input of an option; a choice always has a value, so it has no empty line."""
    if isinstance(spec.kind, Choice):
        return ChoiceEdit(spec.kind, _(spec.label), optional=False)
    return input_for(name, spec)
