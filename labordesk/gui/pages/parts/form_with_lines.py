"""``FormWithLines``: a form of fields with rows of lines below them, read, saved and kept as one draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayoutItem, QVBoxLayout

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.fields import Spec
from labordesk.gui.form import Advice, FieldForm, Values
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.pages.parts.line_rows import LineRows
from labordesk.gui.work import Work


class FormWithLines(FieldForm):
    """A ``FieldForm`` whose values also hold a list of dicts for each name of ``lines``.

    ``after`` names the field after whose section lines stand (the last one when not told). ``homes`` tells under which
    lines a refusal of a field is shown ("labour_days": "funders"); it goes before the form's own field of that name.
    """

    def __init__(
        self,
        specs: Mapping[str, Spec],
        lines: Mapping[str, LineRows],
        values: Values | object | None = None,
        *,
        after: Mapping[str, str] | None = None,
        homes: Mapping[str, str] | None = None,
        lookups: Mapping[str, Lookup] | None = None,
        work: Work | None = None,
        only: Sequence[str] = (),
        without: Collection[str] = (),
        fixed: Collection[str] = (),
        advice: Mapping[str, Advice] | None = None,
    ) -> None:
        self.lines = dict(lines)
        self._homes = dict(homes or {})
        super().__init__(
            specs, values, lookups=lookups, work=work, only=only, without=without, fixed=fixed, advice=advice
        )
        last = super().names()[-1]
        self._after = {name: (after or {}).get(name, last) for name in self.lines}
        for name, rows in self.lines.items():
            self._place(name, rows)
            rows.changed.connect(self._changed)
        self._join()

    def _place(self, name: str, rows: LineRows) -> None:
        """Put lines below the section of their field, below other lines that stand there already."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        section = self._specs[self._after[name]].section
        before = [one for one in self._sections if one.name == section][-1]
        place = layout.indexOf(before) + 1
        while isinstance(item := layout.itemAt(place), QLayoutItem) and isinstance(item.widget(), LineRows):
            place += 1
        layout.insertWidget(place, rows)

    def _join(self) -> None:
        """Let Enter and Tab go from a field into its lines, from lines to the next ones, and on to the next field."""
        fields = super().names()
        for field in dict.fromkeys(self._after.values()):
            chain = self._lines_after(field)
            following = fields[fields.index(field) + 1 :]
            for one, other in pairwise(chain):
                one.finished.connect(other.enter)
                one.put_after(self.input(field).editor() if one is chain[0] else None, None)
                other.put_after(one.add_link, None)
            goes_on = self.input(following[0]).editor() if following else None
            chain[-1].put_after(chain[-2].add_link if len(chain) > 1 else self.input(field).editor(), goes_on)
            if following:
                chain[-1].finished.connect(lambda field=field: super(FormWithLines, self)._go_on(field))
            else:
                chain[-1].finished.connect(self.finished)

    def _lines_after(self, field: str) -> list[LineRows]:
        return [self.lines[name] for name, place in self._after.items() if place == field]

    def _go_on(self, name: str) -> None:
        found = self._lines_after(name)
        if found:
            found[0].enter()
        else:
            super()._go_on(name)

    def set_values(self, values: Values | object | None) -> None:
        for name, rows in self.lines.items():
            rows.set_lines(_lines_of(values, name))
        super().set_values(values)

    def take_as_saved(self) -> None:
        super().take_as_saved()
        for rows in self.lines.values():
            rows.take_as_saved()

    def read(self) -> dict[str, Any] | None:
        values = super().read()
        wrong = values is None
        found: dict[str, Any] = dict(values or {})
        for name, rows in self.lines.items():
            # Lines after a wrong field are marked too, but the cursor stays at the first wrong place.
            focus = self.focusWidget()
            found[name] = rows.read()
            if wrong and found[name] is None and focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
            wrong = wrong or found[name] is None
        return None if wrong else found

    def current(self) -> dict[str, Any]:
        return {**super().current(), **{name: rows.current() for name, rows in self.lines.items()}}

    @property
    def dirty(self) -> bool:
        return super().dirty or any(rows.dirty for rows in self.lines.values())

    def drafts(self) -> dict[str, str]:
        return {**super().drafts(), **{name: rows.text() for name, rows in self.lines.items() if rows.dirty}}

    def set_drafts(self, drafts: Mapping[str, str]) -> None:
        super().set_drafts(drafts)
        for name, rows in self.lines.items():
            if name in drafts:
                rows.set_text(drafts[name])

    def take_values(self, values: Values) -> None:
        super().take_values(values)
        for name, rows in self.lines.items():
            if name in values:
                rows.set_lines(list(values[name]))

    def names(self) -> list[str]:
        return [*super().names(), *self.lines]

    def label(self, name: str) -> str:
        return self.lines[name].title() if name in self.lines else super().label(name)

    def show_value(self, name: str, value: Any) -> str:
        return self.lines[name].show_lines(value) if name in self.lines else super().show_value(name, value)

    def show_error(self, error: LabordeskError) -> bool:
        field = error.field if isinstance(error, InvalidInput) else None
        home = self._homes.get(field or "", field or "")
        if home in self.lines:
            self.lines[home].show_problem(str(error))
            self.reached.emit(self.lines[home])
            return True
        return super().show_error(error)


def _lines_of(values: Values | object | None, name: str) -> Sequence[Any]:
    found = values.get(name) if isinstance(values, Mapping) else getattr(values, name, None)
    return tuple(found or ())
