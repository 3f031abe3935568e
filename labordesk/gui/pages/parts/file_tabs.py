"""The parts of a file, one in front: Ctrl+PgDown and Ctrl+PgUp or the arrows turn them like pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QTabBar, QVBoxLayout, QWidget


class FileTabs(QWidget):
    """``turned`` tells that another part came to the front."""

    turned = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._focus: list[Callable[[], None]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, title: str, part: QWidget, focus: Callable[[], None] | None = None, *, scrolls: bool = True) -> None:
        """Add a part; ``focus`` puts the cursor into it, otherwise the first thing that takes it has it."""
        self._focus.append(focus or (lambda: _focus_first(part)))
        self._stack.addWidget(_scrolling(part) if scrolls else part)
        self.bar.addTab(title)

    def say(self, place: int, title: str) -> None:
        """Change what a tab says."""
        self.bar.setTabText(place, title)

    def place(self) -> int:
        """Return the part in front, from 0."""
        return self.bar.currentIndex()

    def go(self, place: int) -> None:
        """Bring a part to the front."""
        self.bar.setCurrentIndex(place)

    def step(self, by: int) -> None:
        """Turn to the next part or back, from the last to the first."""
        self.go((self.place() + by) % self.bar.count())
        self.take_focus()

    def take_focus(self) -> None:
        """Put the cursor into the part in front."""
        self._focus[self.place()]()

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.turned.emit(place)


def _focus_first(part: QWidget) -> None:
    takes = Qt.FocusPolicy.TabFocus
    one = next((one for one in part.findChildren(QWidget) if one.focusPolicy() & takes and one.isVisible()), None)
    if one is not None:
        one.setFocus(Qt.FocusReason.TabFocusReason)


def _scrolling(part: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    holder.setProperty("role", "form")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 4, 0)
    column.addWidget(part)
    column.addStretch(1)
    area.setWidget(holder)
    return area
