"""``ReferencePicker``: another row of the register, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent

from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Kind, Reference
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.suggestions import Found, Suggestions
from labordesk.gui.work import Work
from labordesk.i18n import N_, _

PAUSE_MS = 80
CREATE = object()


@dataclass(frozen=True)
class Lookup:
    """How a kind of row is found; ``find`` and ``name`` run on the reading pool, ``create`` on the screen.

    ``find("")`` gives what to offer before anything is typed; ``create(text)`` opens a form for a new one;
    ``where`` is said when nothing was found: where a new one is made.
    """

    find: Callable[[str], Sequence[Found]]
    name: Callable[[Any], str]
    create: Callable[[str], None] | None = None
    where: str = ""


class ReferencePicker(FieldInput):
    """A line edit with a list of matches; a typed text counts only when a row was chosen for it."""

    def __init__(self, lookup: Lookup, work: Work, name: str = "", kind: Kind | None = None) -> None:
        super().__init__(kind or Reference(), name)
        self._lookup = lookup
        self._work = work
        self._id: Any = None
        self._label = ""
        self._found: list[Found] = []
        self._was_emptied = False
        self._line = _PickerLine(self)
        self._line.setPlaceholderText(_("Gõ để tìm…"))
        self.place(self._line)
        self._list: Suggestions | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.search)
        self._line.live_text.connect(self._typed)

    def value(self) -> Any:
        text = self._line.commit().strip()
        if not text:
            return self._id  # the name of a given row may still be on its way
        if self._id is None or text != self._label:
            raise InvalidInput(N_("Hãy chọn một dòng trong danh sách hiện ra khi gõ."))
        return self._id

    def set_value(self, value: Any) -> None:
        """Show the row with this id; its name is fetched in the background."""
        self._id = value
        self._label = ""
        self._line.set_text("")
        if value is None:
            self.changed.emit()
            return
        self._work.read(lambda: self._lookup.name(value), lambda label: self._named(value, label), owner=self)

    def choose(self, found: Found) -> None:
        """Take a row."""
        self._line.commit()
        self._id, self._label = found.id, found.label
        self._line.set_text(found.label)
        self._hide()
        self.show_problem("")
        self.show_note(found.detail)
        self.changed.emit()

    def text(self) -> str:
        """Return the draft: the chosen id and label, or the words typed so far."""
        text = self._line.commit()
        return f"{self._id}\t{text}" if self._id is not None and text == self._label else text

    def set_text(self, text: str) -> None:
        number, tab, label = text.partition("\t")
        if tab and number.isdecimal():
            self.choose(Found(int(number), label))
        else:
            self._id, self._label = None, ""
            self._line.set_text(text)
            self.changed.emit()

    def state(self) -> Any:
        return self._id if self._id is not None else self._line.seen_text()

    def is_empty(self) -> bool:
        return not self._line.seen_text().strip() and self._id is None

    def set_read_only(self, fixed: bool) -> None:
        self._line.setReadOnly(fixed)

    def label(self) -> str:
        """Return the name of the chosen row."""
        return self._label

    def suggestions(self) -> Suggestions:
        """Return the list of matches, made when first needed."""
        if self._list is None:
            self._list = Suggestions(self._line, _("Các dòng tìm thấy"), width=360)
            self._list.picked.connect(self._pick)
        return self._list

    def offer(self) -> None:
        """Show the list because it was asked for: its first row is marked."""
        self._was_emptied = False
        self.search()

    def search(self) -> None:
        """Ask for the rows matching what is typed."""
        if self._line.isReadOnly():
            return
        text = self._line.seen_text().strip()
        wanted = "" if self._id is not None and text == self._label else text
        self._work.read(lambda: list(self._lookup.find(wanted)), self._show, latest=("picker", id(self)))

    def hide_list(self) -> None:
        """Put the list away without choosing."""
        self._pause.stop()
        self._hide()

    def _named(self, value: Any, label: str) -> None:
        if value == self._id and not self._line.seen_text():
            self._label = label
            self._line.set_text(label)
            if self._line.window().focusWidget() is self._line:  # also while its window is only opening
                self._line.setSelection(len(label), -len(label))  # marked as on arriving by Tab: typing replaces it
            else:
                self._line.home(False)  # a long name is read from its beginning
            self.changed.emit()

    def _typed(self, text: str) -> None:
        if not text.strip() or text.strip() != self._label:
            self._id = None
            self.show_note("")
        self._was_emptied = not text.strip()
        self.show_problem("")
        self.changed.emit()
        self._pause.start()

    def _show(self, rows: list[Found]) -> None:
        if not self._line.hasFocus():
            return
        self._found = list(rows)
        text = self._line.seen_text().strip()
        if self._lookup.create is not None and text:
            self._found.append(Found(CREATE, _("Thêm mới “{text}”…").format(text=text), icon="plus"))
        elif not self._found and text:
            self.show_note(" ".join((_("Không tìm thấy “{text}”.").format(text=text), self._lookup.where)).strip())
        # Enter after clearing the field leaves it empty; the first row is not put back unasked.
        self.suggestions().show_rows(self._found, mark_first=bool(text) or not self._was_emptied)

    def _pick(self, row: int) -> None:
        found = self._found[row]
        if found.id is CREATE:
            self._hide()
            assert self._lookup.create is not None
            self._lookup.create(self._line.commit().strip())
            return
        self.choose(found)
        self.entered.emit()

    def _hide(self) -> None:
        if self._list is not None:
            self._list.hide()


class _PickerLine(ViLineEdit):
    """The line of a picker: arrows and Enter go to the list while it is open."""

    def __init__(self, owner: ReferencePicker) -> None:
        super().__init__()
        self._owner = owner

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._owner.suggestions().claims(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._owner.suggestions().handles(event):
            return
        if event.key() == Qt.Key.Key_Down:
            self._owner.offer()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.hide_list()
        problem = self._owner.problem()
        if problem:
            self._owner.show_problem(problem)
        self._owner.left.emit()
