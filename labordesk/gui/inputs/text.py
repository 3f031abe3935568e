"""One-line inputs: everything a kind can read from a text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Area, Count, Day, Kind, PartialDay
from labordesk.fields.person_numbers import CitizenId, Phone
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.i18n import N_, _


class LineInput(FieldInput):
    """A line edit with the rules of its kind; tidied up only when it is left."""

    example = ""

    def __init__(self, kind: Kind, name: str = "") -> None:
        super().__init__(kind, name)
        self.line = self.make_line()
        if self.example:
            self.line.setPlaceholderText(_(self.example))
        if kind.align == "right":
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.place(self.line)
        self.line.textChanged.connect(self._changed)
        self.line.live_text.connect(lambda _text: self.while_typing())
        self.line.editingFinished.connect(self._leave)
        self.line.returnPressed.connect(self.enter)

    def make_line(self) -> ViLineEdit:
        """Return the line edit used."""
        return ViLineEdit()

    def text(self) -> str:
        return self.line.commit()

    def set_text(self, text: str) -> None:
        self.line.commit()
        self.line.set_text(text)

    def state(self) -> Any:
        return self.line.seen_text()

    def is_empty(self) -> bool:
        return not self.line.seen_text().strip()

    def enter(self) -> None:
        """React to Enter."""
        self.entered.emit()

    def while_typing(self) -> None:
        """React to each key, the word being composed included; never changes the text."""

    def tidy(self) -> None:
        """Write the value back the way it is shown, or say what is wrong; called on leaving."""
        try:
            value = self.value()
        except InvalidInput as error:
            self.refuse(error)
            return
        self.show_problem("")
        self.set_text(self.kind.show(value))

    def refuse(self, error: InvalidInput) -> None:
        """Show why the text cannot be taken."""
        self.show_problem(str(error))

    def set_read_only(self, fixed: bool) -> None:
        self.line.setReadOnly(fixed)

    def _changed(self) -> None:
        if self.shown_problem():
            self.show_problem("")
        self.changed.emit()

    def _leave(self) -> None:
        if not self.line.isReadOnly():
            self.tidy()
        self.left.emit()


class CountEdit(LineInput):
    """A whole number, right-aligned."""

    def __init__(self, kind: Count | None = None, name: str = "") -> None:
        super().__init__(kind or Count(), name)


class AreaEdit(LineInput):
    """A floor area in m²; the value is in dm²."""

    example = N_("m²")

    def __init__(self, kind: Area | None = None, name: str = "") -> None:
        super().__init__(kind or Area(), name)


class PhoneEdit(LineInput):
    """A phone number; old prefixes are converted on leaving."""

    def __init__(self, kind: Phone | None = None, name: str = "") -> None:
        super().__init__(kind or Phone(), name)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)


class CitizenIdEdit(LineInput):
    """A citizen number of twelve digits; says live how many digits are still missing."""

    def __init__(self, kind: CitizenId | None = None, name: str = "") -> None:
        super().__init__(kind or CitizenId(), name)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def while_typing(self) -> None:
        digits = sum(letter.isdigit() for letter in self.line.seen_text())
        missing = 12 - digits
        self.show_note(_("còn thiếu {n} chữ số").format(n=missing) if 0 < missing < 12 else "")


class DateEdit(LineInput):
    """A date typed freely ("5/1/26", "5-1", "1985" where a year is enough); up and down move by a day."""

    def __init__(self, kind: Day | PartialDay | None = None, name: str = "") -> None:
        super().__init__(kind or Day(), name)
        partial = isinstance(self.kind, PartialDay)
        self.line.setPlaceholderText(_("ngày hoặc năm") if partial else _("ngày/tháng/năm"))

    def make_line(self) -> ViLineEdit:
        return _DayLine(self)

    def move_by(self, days: int) -> None:
        """Move a full date by some days; an empty or partial date stays."""
        try:
            value: Any = self.value()
        except InvalidInput:
            return
        if isinstance(value, date):
            self.set_value(value + timedelta(days=days))


class _DayLine(ViLineEdit):
    """The line of a date, with the arrow keys."""

    def __init__(self, owner: DateEdit) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self._owner.move_by(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
