"""What every section of the settings is: a heading, a sentence what it is for, and a body."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.context import Context
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.changes import Changes


class Section(QWidget):
    """One section; ``title`` and ``hint`` are msgids. What is changed here is saved at once."""

    title: ClassVar[str] = ""
    hint: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pill = QLabel()
        self._pill.setProperty("role", "pill")
        self._pill.setProperty("tone", "good")
        self._pill.hide()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(_label(self.heading(), "section"))
        head.addWidget(self._pill)
        head.addStretch(1)
        head.addLayout(self.buttons)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(_label(self.explanation(), "secondary"))
        column.addLayout(self.body, 1)

    def heading(self) -> str:
        """Return the heading in the language of the screen."""
        return _(self.title)

    def explanation(self) -> str:
        """Return the sentence under the heading."""
        return _(self.hint)

    def tell_saved(self, changes: Changes | None = None) -> None:
        """Say beside the heading that it is saved, and tell the other pages what changed."""
        self._pill.setText(_("Đã lưu {time}").format(time=datetime.now().strftime("%H:%M:%S")))  # noqa: DTZ005
        self._pill.show()
        if changes is not None:
            self.context.tell(changes)
        else:
            self.context.saved()

    def saved_text(self) -> str:
        """Return what stands beside the heading, "" before anything was saved."""
        return self._pill.text() if not self._pill.isHidden() else ""

    def arrived(self) -> None:
        """Called each time the section comes to the front."""

    def show_target(self, **target: Any) -> None:
        """Go to what a link into the section asks for."""

    def refresh(self, changes: Changes) -> None:
        """React to a write made anywhere."""

    def new_record(self) -> None:
        """Start a new entry here, where there are any (Ctrl+N)."""

    def focus_first(self) -> None:
        """Put the keyboard into the section."""
        self.focusNextChild()


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(role == "secondary")
    return label
