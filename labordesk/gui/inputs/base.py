"""What every input of a form shares: a value, a problem beside it, a note under it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Kind
from labordesk.gui.icons import put_icon
from labordesk.gui.theme import set_look


class FieldInput(QWidget):
    """Base of all inputs; a subclass makes one editor and hands it to ``place``.

    ``value()`` raises InvalidInput for a text that cannot be taken and gives ``None`` for an empty field.
    """

    changed = Signal()
    """The text or choice was changed, by the user or by ``set_value``."""
    entered = Signal()
    """Enter was pressed: the form goes to the next field."""
    left = Signal()
    """The field lost the focus, its text is final for now."""

    def __init__(self, kind: Kind, name: str = "") -> None:
        super().__init__()
        self.kind = kind
        self.name = name
        self._editor: QWidget | None = None
        self._aside = False
        self._note = _line("note")
        self._problem = _line("problem")
        self._problem_row = QWidget()
        sign = QLabel()
        put_icon(sign, "circle-alert", "error", 14)
        row = QHBoxLayout(self._problem_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._problem, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)
        self.column.addWidget(self._note)
        self.column.addWidget(self._problem_row)
        self._note.hide()
        self._problem_row.hide()

    def place(self, editor: QWidget) -> None:
        """Put the editor in; its accessible name is the name of the field."""
        self._editor = editor
        editor.setAccessibleName(self.name)
        self.column.insertWidget(0, editor)
        self.setFocusProxy(editor)

    def editor(self) -> QWidget:
        """Return the widget that takes the keyboard."""
        assert self._editor is not None
        return self._editor

    def value(self) -> Any:
        """Return the value; the input method hands over its word first."""
        return self.kind.parse(self.text())

    def set_value(self, value: Any) -> None:
        """Show a value; ``None`` empties the field."""
        self.set_text(self.kind.show(value))

    def text(self) -> str:
        """Return what is typed, as it stands: the draft."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Put a draft back."""
        raise NotImplementedError

    def state(self) -> Any:
        """Return something to compare with an earlier state; never disturbs the input method."""
        return self.text()

    def is_empty(self) -> bool:
        """Say whether nothing is typed or chosen."""
        return not self.text().strip()

    def problem(self) -> str:
        """Return the sentence why the value cannot be taken, "" when it can."""
        try:
            self.value()
        except InvalidInput as error:
            return str(error)
        return ""

    def shown_problem(self) -> str:
        """Return the sentence now standing beside the field."""
        return self._problem.text() if not self._problem_row.isHidden() else ""

    def show_problem(self, text: str) -> None:
        """Mark the field as wrong, with the reason under it; an empty text takes the mark away."""
        self._problem.setText(text)
        self._problem_row.setVisible(bool(text))
        self.editor().setAccessibleDescription(text or self._note.text())
        set_look(self.editor(), "wrong", "true" if text else "false")

    def show_note(self, text: str, *, advice: bool = False) -> None:
        """Say something under the field that does not stop anybody; ``advice`` is amber."""
        if self._aside:
            self.editor().setToolTip(text)
            self.editor().setAccessibleDescription(text)
            return
        self._note.setText(text)
        set_look(self._note, "role", "advice" if advice else "note")
        self._note.setVisible(bool(text))
        if not self.shown_problem():
            self.editor().setAccessibleDescription(text)

    def keep_notes_aside(self) -> None:
        """Show notes as the tooltip only: for inputs standing in rows."""
        self._aside = True
        self._note.hide()

    def note(self) -> str:
        """Return the note now shown."""
        return self._note.text() if not self._note.isHidden() else ""

    def set_read_only(self, fixed: bool) -> None:
        """Show the value without letting it be changed."""
        self.setEnabled(not fixed)


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
