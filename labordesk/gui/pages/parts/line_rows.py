"""``LineRows``: lines of one record (sources of money, milestones), typed like a small table, by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields import Count, Reference, Spec
from labordesk.gui.buttons import Button, Link, quiet_button
from labordesk.gui.cards import SectionHeader
from labordesk.gui.form import NEEDED
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.make import input_for
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.pages.parts.line_columns import heading, least_width, share
from labordesk.gui.theme import sizes
from labordesk.gui.work import Work
from labordesk.i18n import _

Values = Mapping[str, Any]


@dataclass
class _Line:
    """The inputs of one line by field, and the button that takes it away."""

    inputs: dict[str, FieldInput]
    remove: Button
    untouched: list[Any]
    offered: bool
    """A new line: it counts once something is typed into it."""
    kept: dict[str, Any]


class LineRows(QWidget):
    """Lines over the specs of one model; a line left as it was offered does not count.

    Enter goes from field to field, from the last one to a new line, and out when that line stays empty. Alt+Delete
    takes a line away. ``start`` gives the values a new line is offered with; ``fixed(values)`` names the fields of a
    line that cannot be typed into; a line whose first field is fixed cannot be taken away.
    ``keep`` names what goes through a line unseen (the id of its row). Below ``lead_below`` pixels the first field, a
    long name, stands above the others.
    """

    changed = Signal()
    finished = Signal()
    """Enter left the last line."""

    def __init__(
        self,
        title: str,
        specs: Mapping[str, Spec],
        fields: Sequence[str],
        *,
        work: Work,
        lookups: Mapping[str, Lookup] | None = None,
        add_text: str = "",
        start: Callable[[], Values] = dict,
        fixed: Callable[[Values], Sequence[str]] = lambda _values: (),
        keep: Sequence[str] = (),
        lead_below: int = 0,
    ) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self._specs = {name: specs[name] for name in fields}
        self._lookups, self._work = lookups, work
        self._start, self._fixed, self._keep = start, fixed, tuple(keep)
        self._lead_below = lead_below
        self._leads = False
        self._lines: list[_Line] = []
        self._kept: list[list[Any]] = []
        self._before: QWidget | None = None
        self._title = title
        self.head = SectionHeader(title)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(6)
        self._headings = [heading(spec) for spec in self._specs.values()]
        self._problem = QLabel()
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.add_link = Link(add_text or _("Thêm dòng"), self.add_line)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(0, 0, 0, 0)
        self.foot.addWidget(self.add_link)
        self.foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addLayout(self._grid)
        column.addWidget(self._problem)
        column.addLayout(self.foot)
        away = QShortcut(QKeySequence("Alt+Del"), self)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self._remove_current)
        self._lay_out()

    # values

    def set_lines(self, lines: Sequence[Values | object]) -> None:
        """Show other lines (mappings, or objects with these attributes) and take them as unchanged."""
        self._clear()
        for line in lines:
            self._append(_values_of(line, (*self._specs, *self._keep)))
        self._lay_out()
        self.take_as_saved()

    def read(self) -> list[dict[str, Any]] | None:
        """Return the values of all lines that count; when some cannot be taken, mark them and return None."""
        self.show_problem("")
        found: list[dict[str, Any]] = []
        wrong: list[FieldInput] = []
        for line in self._counting():
            values: dict[str, Any] = dict(line.kept)
            for name, one in line.inputs.items():
                problem = one.problem()
                values[name] = None if problem else one.value()
                if not problem and self._specs[name].required and values[name] is None:
                    problem = _(NEEDED)
                one.show_problem(problem)
                if problem:
                    wrong.append(one)
            found.append(values)
        if wrong:
            _focus(wrong[0])
            return None
        return found

    def current(self) -> list[dict[str, Any]]:
        """Return what can be read of the lines now, without marking anything."""
        return [_readable(line) for line in self._counting()]

    def state(self) -> list[list[Any]]:
        """Return something to compare with an earlier state."""
        return [[one.state() for one in line.inputs.values()] for line in self._counting()]

    def take_as_saved(self) -> None:
        """Take what is typed now as unchanged."""
        self._kept = self.state()

    @property
    def dirty(self) -> bool:
        """Say whether anything differs from the lines last shown."""
        return self.state() != self._kept

    def text(self) -> str:
        """Return the draft of all lines."""
        return json.dumps(
            [{**line.kept, **{name: one.text() for name, one in line.inputs.items()}} for line in self._counting()]
        )

    def set_text(self, text: str) -> None:
        """Put a draft back."""
        self._clear()
        for texts in json.loads(text):
            self._append({name: texts.get(name) for name in self._keep})
            for name, one in self._lines[-1].inputs.items():
                one.set_text(texts.get(name, ""))
        self._lay_out()
        self.changed.emit()

    def show_problem(self, text: str) -> None:
        """Say under the lines why they cannot be taken."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def problem(self) -> str:
        """Return the sentence now standing under the lines."""
        return self._problem.text()

    def title(self) -> str:
        """Return the heading of the lines."""
        return self._title

    def show_lines(self, lines: Sequence[Values | object]) -> str:
        """Return lines the way a person reads them, references left out: one line of text each."""
        shown = {name: spec.kind for name, spec in self._specs.items() if not isinstance(spec.kind, Reference)}
        texts = ([kind.show(_values_of(line, shown)[name]) for name, kind in shown.items()] for line in lines)
        return "\n".join(" · ".join(part for part in parts if part) for parts in texts)

    def count(self) -> int:
        """Return how many lines are shown, the one still empty included."""
        return len(self._lines)

    def input(self, line: int, name: str) -> FieldInput:
        """Return an input; lines count from 0."""
        return self._lines[line].inputs[name]

    # the hand

    def put_after(self, before: QWidget | None, after: QWidget | None) -> None:
        """Stand between two editors of a form for the Tab key."""
        self._before = before
        self._lay_out()
        if after is not None:
            QWidget.setTabOrder(self.add_link, after)

    def enter(self) -> None:
        """Come in from the field before: to the first line, or to a new one."""
        if self._lines:
            self.focus_line(0)
        else:
            self.add_line()

    def add_line(self, values: Values | None = None) -> None:
        """Offer one more line and go to its first field."""
        if values is None and self._lines and self._is_blank(self._lines[-1]):
            self.focus_line(len(self._lines) - 1)
            return
        self._append({**self._start(), **(values or {})}, offered=values is None)
        self._lay_out()
        self.focus_line(len(self._lines) - 1)
        self.changed.emit()

    def remove_line(self, number: int) -> None:
        """Take a line away and go to the one that takes its place."""
        line = self._lines.pop(number)
        for widget in (*line.inputs.values(), line.remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._lay_out()
        self.changed.emit()
        if self._lines:
            self.focus_line(min(number, len(self._lines) - 1))
        else:
            self.add_link.setFocus()

    def focus_line(self, number: int, name: str = "") -> None:
        """Put the cursor into a field of a line, the first one that is empty when none is named."""
        inputs = self._lines[number].inputs
        free = [one for one in inputs.values() if _is_free(one)]
        _focus(
            inputs[name] if name else next((one for one in free if one.is_empty()), (free or list(inputs.values()))[0])
        )

    def specs_for(self, values: Values) -> Mapping[str, Spec]:
        """Return the specs of one line; a subclass may offer other choices in some lines."""
        return self._specs

    def _append(self, values: Values, *, offered: bool = False) -> None:
        specs = self.specs_for(values)
        inputs = {name: input_for(name, spec, self._lookups, self._work) for name, spec in specs.items()}
        fixed = self._fixed(values)
        for name, one in inputs.items():
            one.keep_notes_aside()
            if isinstance(box := one.editor(), QCheckBox):
                box.setText("")  # the heading says what it is
                box.setFixedHeight(sizes().control)
            one.set_value(values.get(name))
            one.set_read_only(name in fixed)
        remove = quiet_button("x", _("Bỏ dòng này (Alt Delete)"))
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remove.setFixedWidth(26)
        if next(iter(inputs)) in fixed:
            remove.setEnabled(False)
            remove.hide()
        line = _Line(inputs, remove, [], offered, {name: values.get(name) for name in self._keep})
        line.untouched = _states(line)
        self._lines.append(line)
        remove.clicked.connect(lambda: self.remove_line(self._lines.index(line)))
        for name, one in inputs.items():
            one.changed.connect(self.changed)
            one.entered.connect(lambda name=name: self._go_on(line, name))

    def _go_on(self, line: _Line, name: str) -> None:
        names = [one for one in line.inputs if _is_free(line.inputs[one])]
        place = names.index(name) if name in names else -1
        if place == 0 and self._is_blank(line) and line is self._lines[-1] and len(self._lines) > 1:
            self.remove_line(len(self._lines) - 1)
            self.finished.emit()
        elif place + 1 < len(names):
            _focus(line.inputs[names[place + 1]])
        elif self._lines.index(line) + 1 < len(self._lines):
            self.focus_line(self._lines.index(line) + 1)
        elif self._is_blank(line):
            self.finished.emit()
        else:
            self.add_line()

    def _remove_current(self) -> None:
        number = self._line_with_focus()
        if number is not None and self._lines[number].remove.isEnabled():
            self.remove_line(number)

    def _line_with_focus(self) -> int | None:
        for number, line in enumerate(self._lines):
            if any(one.editor().hasFocus() for one in line.inputs.values()):
                return number
        return None

    def _is_blank(self, line: _Line) -> bool:
        """Say whether a line was offered and nobody has typed into it."""
        return line.offered and _states(line) == line.untouched

    def _counting(self) -> list[_Line]:
        return [line for line in self._lines if not self._is_blank(line)]

    def _clear(self) -> None:
        for line in self._lines:
            for widget in (*line.inputs.values(), line.remove):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._lines = []

    def _lay_out(self) -> None:
        lead = 1 if self._leads else 0
        last = len(self._specs) - lead
        for place, (label, spec) in enumerate(zip(self._headings, self._specs.values(), strict=True)):
            label.setVisible(bool(self._lines) and place >= lead)
            if place >= lead:
                self._grid.addWidget(label, 0, place - lead)
                self._set_width(place - lead, spec, label)
        self._grid.setColumnStretch(last, 0)
        self._grid.setColumnMinimumWidth(last, 0)
        for number, line in enumerate(self._lines):
            self._place_line(line, 1 + number * (1 + lead), lead, last)
        for before, after in pairwise(self._editors()):
            QWidget.setTabOrder(before, after)

    def _place_line(self, line: _Line, row: int, lead: int, last: int) -> None:
        """Put the inputs of a line into its row, the first one above the others when it leads."""
        top = Qt.AlignmentFlag.AlignTop
        inputs = list(line.inputs.values())
        for one in inputs[:lead]:
            self._grid.addWidget(one, row, 0, 1, last, top)
        for place, one in enumerate(inputs[lead:]):
            self._grid.addWidget(one, row + lead, place, top)
        self._grid.addWidget(line.remove, row, last, top)

    def _set_width(self, column: int, spec: Spec, label: QLabel) -> None:
        self._grid.setColumnStretch(column, share(spec))
        least = least_width(spec)
        if isinstance(spec.kind, Count):  # figures are narrower than the word above them
            least = max(least, label.sizeHint().width())
        self._grid.setColumnMinimumWidth(column, least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < self._lead_below) != self._leads:
            self._leads = not self._leads
            self._lay_out()

    def _editors(self) -> list[QWidget]:
        before = [] if self._before is None else [self._before]
        return [*before, *(one.editor() for line in self._lines for one in line.inputs.values()), self.add_link]


def _states(line: _Line) -> list[Any]:
    return [one.state() for one in line.inputs.values()]


def _readable(line: _Line) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, one in line.inputs.items():
        try:
            values[name] = one.kind.parse(one.state()) if isinstance(one.state(), str) else one.value()
        except InvalidInput:
            values[name] = None
    return values


def _is_free(one: FieldInput) -> bool:
    editor = one.editor()
    return one.isEnabled() and not (isinstance(editor, QLineEdit) and editor.isReadOnly())


def _focus(one: FieldInput) -> None:
    editor = one.editor()
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(editor, QLineEdit):
        editor.selectAll()


def _values_of(line: Values | object, names: Iterable[str]) -> dict[str, Any]:
    if isinstance(line, Mapping):
        return {name: line.get(name) for name in names}
    return {name: getattr(line, name, None) for name in names}
