"""``FilePage``: a list of files, or the one file that is open, whose draft is kept when it is put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QWidget

from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.page import Page
from labordesk.gui.pages.parts.search_line import SearchLine
from labordesk.i18n import _

SIDE_WIDTH, NARROW_SIDE = 344, 254
WIDE_FROM = 1000
"""Pixels from which the side of a file may be wide; below, the rows of lines need the room."""


class FileList(Protocol):
    """What the page asks of its list."""

    search: SearchLine

    def ask(self) -> None: ...

    def reload(self) -> None: ...

    def focus_rows(self) -> None: ...


class FileSide(QWidget):
    """What stands beside the form of a file."""

    def set_wide(self, wide: bool) -> None:
        """Follow the room there is."""


class RecordFile(QWidget):
    """A form at the left, its side at the right; ``record_id`` is None for a new one, ``name`` is its title."""

    saved = Signal(object)
    """What the service answered; it has ``.changes`` and, where the file stays open, ``.id``."""
    closed = Signal()
    deleted = Signal()

    def __init__(self, context: Context, record_id: int | None, name: str) -> None:
        super().__init__()
        self.context = context
        self.record_id = record_id
        self.name = name
        self.panel: FormPanel
        self._side: FileSide
        self._scroll = QScrollArea()

    def arrange(self, panel: FormPanel, side: FileSide, into: QWidget | None = None) -> None:
        """Put form and side in their places; ``into`` is the part of the file they stand in, if it has several."""
        self.panel, self._side = panel, side
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(side)
        row = QHBoxLayout(into or self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(panel, 1)
        row.addWidget(self._scroll)
        panel.saved.connect(self.saved)
        panel.closed.connect(self.closed)

    def take_focus(self) -> None:
        """Put the cursor where the work begins."""
        self.panel.form.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE_FROM
        self._scroll.setFixedWidth(SIDE_WIDTH if wide else NARROW_SIDE)
        self._side.set_wide(wide)


class FilePage(Page):
    """A subclass sets up ``self.list`` and the header, hands it to ``begin``, and says how files are read and made."""

    def begin(self, files: FileList, view: QWidget) -> None:
        """Show the list; called once at the end of the subclass's own set-up."""
        self.files = files
        self.file: RecordFile | None = None
        self._asked = False
        self._then: Callable[[], None] | None = None
        self._view = view
        # A stack shows its first widget at once: without a parent that would be a window of its own.
        self.stack = QStackedLayout()
        self.body.addLayout(self.stack, 1)
        self.stack.addWidget(view)
        self.show_header()

    def show_header(self) -> None:
        """Say in the header what is in front; the subclass shows its own buttons too."""
        file = self.file
        self.header.set_trail([] if file is None else [(_(self.title), self.close_file)])
        self.header.set_title(_(self.title) if file is None else file.name)

    def make_file(self, parts: Any) -> RecordFile:
        """Return the widget of a file from what was read for it."""
        raise NotImplementedError

    def concerns(self, changes: Any) -> bool:
        """Say whether a write touched what this page shows."""
        raise NotImplementedError

    def open(self, record_id: int) -> None:
        """Show a stored file."""
        raise NotImplementedError

    def sum_up(self) -> None:
        """Ask for the figures of the header and the badge."""

    # what the window asks

    def arrived(self) -> None:
        if not self._asked:
            self._asked = True
            self.files.ask()
        self.sum_up()
        if self.file is None:
            self.files.search.start()

    def refresh(self, changes: Any) -> None:
        if not self.concerns(changes):
            return
        if self._asked:
            self.files.reload()
            self.sum_up()
        if self.file is not None and self.file.record_id is not None and not self.file.panel.form.dirty:
            self.open(self.file.record_id)

    def focus_search(self) -> None:
        """Go to the search of the list (Ctrl+F); an open file is put away, what was typed stays as a draft."""
        self.close_file()
        self.files.search.start()

    def escape(self) -> bool:
        if self.file is not None:
            self.close_file()
            return True
        if self.files.search.text():
            self.files.search.clear()
            return True
        return False

    # the file in front

    def read_file(self, load: Callable[[], Any]) -> None:
        """Read what a file needs behind the screen and show it."""
        self.context.work.read(load, self.show_file, latest=(self.title, "file"))

    def show_file(self, parts: Any) -> None:
        """Put a file in front; the one that was there keeps what was typed as a draft."""
        self.put_away(keep_draft=True)
        self.file = file = self.make_file(parts)
        file.closed.connect(self.close_file)
        file.saved.connect(self.was_saved)
        file.deleted.connect(self.put_away)
        file.panel.refused.connect(self._forget_next)
        self.stack.addWidget(file)
        self.stack.setCurrentWidget(file)
        self.show_header()
        if self.isVisible():  # a file read again behind another page must not take the keyboard from it
            file.take_focus()
        then, self._then = self._then, None
        if then is not None:
            then()

    def was_saved(self, saved: Any) -> None:
        """Show the file as it is stored now; the list follows through ``refresh``."""
        self.context.tell(saved.changes)
        self.open(saved.id)

    def close_file(self) -> None:
        """Put the open file away, keeping what was typed, and go back to the list."""
        if self.file is not None:
            self.put_away(keep_draft=True)
            self.files.focus_rows()

    def put_away(self, *, keep_draft: bool = False) -> None:
        """Take the open file from the screen."""
        if self.file is None:
            return
        file, self.file = self.file, None
        if keep_draft:
            file.panel.keep_draft()
        self.stack.setCurrentWidget(self._view)
        self.stack.removeWidget(file)
        file.hide()
        file.deleteLater()
        self.show_header()

    def _forget_next(self) -> None:
        """Nothing was saved, so what should have followed does not."""
        self._then = None

    def save_first(self, then: Callable[[], None]) -> bool:
        """Save what is typed in the open file and go on with ``then`` afterwards; False when nothing is typed."""
        if self.file is None or not self.file.panel.form.dirty:
            return False
        self._then = then
        self.file.panel.submit()
        return True
