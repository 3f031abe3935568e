"""``FieldForm``: a form made from the specs of a model, in the order of declaration and of the paper form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.fields import Gate, Spec
from labordesk.gui.buttons import Button
from labordesk.gui.form_layout import FormCell, FormSection, columns_for
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.make import input_for
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.work import Work
from labordesk.i18n import N_, _

Values = Mapping[str, Any]
Advice = Callable[[Values], str]
"""Given what can be read so far, a note for a field ("" for none)."""

ADVICE_PAUSE_MS = 250
NEEDED = N_("Cần ghi ô này.")


class FieldForm(QWidget):
    """Inputs of several fields with one ``read()``; two or three columns when there is room."""

    changed = Signal()
    finished = Signal()
    """Enter was pressed in the last field."""
    reached = Signal(QWidget)
    """The form moved the focus here; a scroll area should show it."""
    sensitive_shown = Signal()
    """The user asked to see the sensitive fields: to be logged."""

    def __init__(
        self,
        specs: Mapping[str, Spec],
        values: Values | object | None = None,
        *,
        lookups: Mapping[str, Lookup] | None = None,
        work: Work | None = None,
        only: Sequence[str] = (),
        without: Collection[str] = (),
        fixed: Collection[str] = (),
        advice: Mapping[str, Advice] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("role", "form")
        chosen = [name for name in (only or specs) if name not in without and (only or specs[name].in_form)]
        self._specs = {name: specs[name] for name in chosen}
        self._inputs = {name: input_for(name, spec, lookups, work) for name, spec in self._specs.items()}
        self._advice = dict(advice or {})
        self._cells: dict[str, FormCell] = {}
        self._sections: list[FormSection] = []
        self._reveal: Button | None = None
        self._loading = False
        self._later = QTimer(self, interval=ADVICE_PAUSE_MS, singleShot=True)
        self._later.timeout.connect(self._advise)
        self._arrange()
        for name, one in self._inputs.items():
            one.set_read_only(name in fixed)
            one.changed.connect(self._changed)
            one.entered.connect(lambda name=name: self._go_on(name))
        self._start: dict[str, Any] = {}
        self.set_values(values)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        section: FormSection | None = None
        for name, spec in self._specs.items():
            if section is None or spec.section != section.name:
                section = FormSection(spec.section)
                self._sections.append(section)
                column.addWidget(section)
            self._cells[name] = FormCell(spec, self._inputs[name])
            section.add(self._cells[name])
        for one in self._sections:
            one.follow_cells()
        if self._sensitive():
            self._reveal = Button(_("Hiện thông tin nhạy cảm"), self.show_sensitive, "secondary", icon="eye")
            column.addWidget(self._reveal, 0, Qt.AlignmentFlag.AlignLeft)
            self._set_sensitive_visible(visible=False)
        column.addStretch(1)

    # values

    def set_values(self, values: Values | object | None) -> None:
        """Show other values (a mapping or an object with these attributes) and take them as unchanged."""
        self._opened_with = values
        self._loading = True
        for name, one in self._inputs.items():
            one.set_value(_value_of(values, name))
            one.show_problem("")
        self._loading = False
        self.take_as_saved()
        self._advise()

    def restore(self) -> None:
        """Show again the values the form was last given."""
        self.set_values(self._opened_with)

    def take_values(self, values: Values) -> None:
        """Show some values without taking them as saved."""
        for name, value in values.items():
            if name in self._inputs:
                self._inputs[name].set_value(value)

    def names(self) -> list[str]:
        """Return the names of the fields, in order."""
        return list(self._inputs)

    def take_as_saved(self) -> None:
        """Take what is typed now as unchanged."""
        self._start = {name: one.state() for name, one in self._inputs.items()}

    def read(self) -> dict[str, Any] | None:
        """Return all values; when some cannot be taken, mark them, go to the first and return None."""
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for name, one in self._inputs.items():
            try:
                values[name] = one.value()
            except InvalidInput as error:
                one.show_problem(str(error))
                wrong.append(name)
                continue
            if self._specs[name].required and values[name] is None:
                one.show_problem(_(NEEDED))
                wrong.append(name)
        if not wrong:
            return values
        self._focus_problem(wrong[0])
        return None

    def current(self) -> dict[str, Any]:
        """Return the values that can be read now, without marking anything."""
        found: dict[str, Any] = {}
        for name, one in self._inputs.items():
            try:
                found[name] = one.kind.parse(one.state()) if isinstance(one.state(), str) else one.value()
            except InvalidInput:
                continue
        return found

    def show_error(self, error: LabordeskError) -> bool:
        """Show a refusal beside its field; False when it belongs to none of them."""
        if not isinstance(error, InvalidInput) or error.field not in self._inputs:
            return False
        self._inputs[error.field].show_problem(str(error))
        self._focus_problem(error.field)
        return True

    @property
    def dirty(self) -> bool:
        """Say whether anything differs from the values the form was opened with."""
        return any(one.state() != self._start.get(name) for name, one in self._inputs.items())

    def drafts(self) -> dict[str, str]:
        """Return the texts of the fields that differ, to be put back with ``set_drafts``."""
        return {name: one.text() for name, one in self._inputs.items() if one.state() != self._start.get(name)}

    def set_drafts(self, drafts: Mapping[str, str]) -> None:
        """Put texts back that were typed but not saved."""
        for name, text in drafts.items():
            if name in self._inputs:
                self._inputs[name].set_text(text)

    def input(self, name: str) -> FieldInput:
        """Return the input of a field."""
        return self._inputs[name]

    def label(self, name: str) -> str:
        """Return the label of a field in the language of the screen."""
        return _(self._specs[name].label)

    def show_value(self, name: str, value: Any) -> str:
        """Return a value of a field the way a person reads it."""
        return self._specs[name].kind.show(value)

    def focus_first(self) -> None:
        """Put the cursor into the first field that can be typed into."""
        for name in self._order():
            self._focus(name)
            return

    # sensitive fields

    def show_sensitive(self) -> None:
        """Show the sensitive fields and tell that they were shown."""
        if self._reveal is None or self._reveal.isHidden():
            return
        self._set_sensitive_visible(visible=True)
        self.sensitive_shown.emit()
        self._focus(self._sensitive()[0])

    def _sensitive(self) -> list[str]:
        return [name for name, spec in self._specs.items() if spec.gate is Gate.SENSITIVE]

    def _set_sensitive_visible(self, *, visible: bool) -> None:
        for name in self._sensitive():
            self._cells[name].set_shown(visible)
        for section in self._sections:
            section.follow_cells()
        if self._reveal is not None:
            self._reveal.setVisible(not visible)

    # the hand

    def _order(self) -> list[str]:
        return [name for name in self._inputs if self._cells[name].is_shown() and self._inputs[name].isEnabled()]

    def _go_on(self, name: str) -> None:
        order = self._order()
        place = order.index(name) if name in order else -1
        if place + 1 < len(order):
            self._focus(order[place + 1])
        else:
            self.finished.emit()

    def _focus(self, name: str) -> None:
        editor = self._inputs[name].editor()
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()
        self.reached.emit(self._cells[name])

    def _focus_problem(self, name: str) -> None:
        if not self._cells[name].is_shown():
            self.show_sensitive()
        self._focus(name)

    def _changed(self) -> None:
        if not self._loading:
            self.changed.emit()
            if self._advice:
                self._later.start()

    def _advise(self) -> None:
        if not self._advice:
            return
        values = self.current()
        for name, advise in self._advice.items():
            if name in self._inputs:
                self._inputs[name].show_note(advise(values), advice=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for section in self._sections:
            section.set_columns(columns_for(self.width()))


def _value_of(values: Values | object | None, name: str) -> Any:
    if values is None:
        return None
    if isinstance(values, Mapping):
        return values.get(name)
    return getattr(values, name, None)
