"""Cần làm: the card of work that waits; each kind arrives by itself and takes its place in the order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.cards import Card, Notice
from labordesk.gui.pages.overview_words import waiting_words
from labordesk.i18n import _
from labordesk.services.overview_waiting import Waiting


class TaskCard(Card):
    """``opened`` brings the ``Waiting`` pressed."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Cần làm"))
        self._found: dict[int, tuple[Waiting, ...]] = {}
        self._kinds = 0
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        self._notices.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(_scrolled(self._notices), 1)

    def start(self, kinds: int) -> None:
        """Wait for so many kinds; what is shown stays until it is replaced."""
        self._kinds = kinds
        self._found = {place: found for place, found in self._found.items() if place < kinds}

    def put(self, place: int, found: Sequence[Waiting]) -> None:
        """Show what was found of one kind."""
        self._found[place] = tuple(found)
        self._show()

    def tasks(self) -> tuple[Waiting, ...]:
        """Return all that waits, in the order shown."""
        return tuple(one for place in sorted(self._found) for one in self._found[place])

    def _show(self) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in self.tasks():
            text, link, tone = waiting_words(one)
            self._notices.addWidget(Notice(text, tone, [(link, partial(self.opened.emit, one))]))
        if not self.tasks() and len(self._found) == self._kinds:
            self._notices.addWidget(Notice(_("Không có việc nào quá hạn."), "good"))


def _scrolled(column: QVBoxLayout) -> QScrollArea:
    """Return a place for notices that scrolls when they are more than its height."""
    inner = QWidget()
    inner.setProperty("role", "form")
    outer = QVBoxLayout(inner)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addLayout(column)
    outer.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    return area
