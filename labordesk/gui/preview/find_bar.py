"""Finding words in the paper shown: typed once, gone through with Enter and Shift+Enter, Esc ends it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from labordesk.gui.buttons import quiet_button
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.preview.finding import Mark, find_words
from labordesk.gui.preview.paper import Paper
from labordesk.gui.work import Work
from labordesk.i18n import _

PAUSE_MS = 200


class FindBar(QFrame):
    """``found`` tells the places and which of them is the one to be seen (-1: none); hidden until ``open``."""

    found = Signal(object, int)
    closed = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._paper: Paper | None = None
        self._marks: tuple[Mark, ...] = ()
        self._at = -1
        self.line = _FindLine(self)
        self.line.setPlaceholderText(_("Tìm chữ trong trang in"))
        self.line.setAccessibleName(_("Tìm chữ trong trang in"))
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._search)
        self.line.live_text.connect(lambda _text: self._pause.start())
        self.line.textChanged.connect(lambda _text: self._pause.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self._count)
        row.addWidget(quiet_button("chevron-up", _("Chỗ trước (Shift+Enter)"), lambda: self.go(-1), 16))
        row.addWidget(quiet_button("chevron-down", _("Chỗ sau (Enter)"), lambda: self.go(1), 16))
        row.addWidget(quiet_button("x", _("Đóng (Esc)"), self.close_bar, 16))
        self.hide()

    def set_paper(self, paper: Paper | None) -> None:
        """Search another paper; the words stay."""
        self._paper = paper
        self._show((), -1)
        if not self.isHidden():
            self._search()

    def open(self) -> None:
        """Show the bar with the cursor in it."""
        self.show()
        self.line.setFocus()
        self.line.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks."""
        self._pause.stop()
        self.hide()
        self._show((), -1)
        self.closed.emit()

    def escape(self) -> bool:
        """Close the bar if it is open, and say whether it was."""
        was_open = not self.isHidden()
        if was_open:
            self.close_bar()
        return was_open

    def count_text(self) -> str:
        """Return what stands beside the words ("2 / 7")."""
        return self._count.text()

    def go(self, step: int) -> None:
        """Go to another place, round and round."""
        if self._pause.isActive():
            self._search()
        elif self._marks:
            self._show(self._marks, (self._at + step) % len(self._marks))

    def _search(self) -> None:
        self._pause.stop()
        paper, words = self._paper, self.line.text()
        if paper is None or not words.strip():
            self._show((), -1)
            return
        self._work.read(
            lambda: find_words(paper, words),
            lambda marks: self._arrived(paper, marks),
            latest=("preview", "find"),
            owner=self,
        )

    def _arrived(self, paper: Paper, marks: tuple[Mark, ...]) -> None:
        if paper is self._paper and not self.isHidden():
            self._show(marks, 0 if marks else -1)

    def _show(self, marks: tuple[Mark, ...], at: int) -> None:
        self._marks, self._at = marks, at
        if marks:
            self._count.setText(f"{at + 1} / {len(marks)}")
        else:
            self._count.setText(_("Không thấy") if self.line.text().strip() and not self.isHidden() else "")
        self.found.emit(marks, at)


class _FindLine(ViLineEdit):
    """Enter goes on, Shift+Enter back, Esc ends."""

    def __init__(self, bar: FindBar) -> None:
        super().__init__()
        self._bar = bar

    def event(self, event: QEvent) -> bool:
        # Claimed here: the window and the dialog around have an Esc of their own, which would be asked first.
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._bar.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self._bar.close_bar()
        else:
            super().keyPressEvent(event)
