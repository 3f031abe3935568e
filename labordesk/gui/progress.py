"""The dialog of long work: what is done, how much, how long still, and a way out."""

from __future__ import annotations

import time
from threading import Event

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from labordesk.gui.buttons import secondary_button
from labordesk.i18n import _

SHOW_AFTER_MS = 300
LEAST_SECONDS_TO_GUESS = 1.5


class ProgressDialog(QDialog):
    """Opens when the work takes longer than a moment; ``report`` may be called from any thread."""

    stop_asked = Signal()
    _reported = Signal(int, int)

    def __init__(self, title: str, stop: str = "") -> None:
        super().__init__(_window_in_front())
        self.stopped = Event()
        self._began = time.monotonic()
        self._finished = False
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(420)
        heading = QLabel(title)
        heading.setProperty("role", "section")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._count = QLabel(_("Đang chuẩn bị…"))
        self._count.setProperty("role", "secondary")
        self._cancel = secondary_button(stop or _("Dừng"), self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (heading, self._bar, self._count):
            column.addWidget(widget)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)
        self._reported.connect(self._show_progress)

    def report(self, done: int, total: int | None) -> None:
        """Tell how far the work is; raises ``Cancelled`` when the user has pressed "Dừng"."""
        from labordesk.gui.work import Cancelled

        if self.stopped.is_set():
            raise Cancelled
        self._reported.emit(done, total or 0)

    def show_soon(self) -> None:
        """Open unless the work is over in a moment."""
        QTimer.singleShot(SHOW_AFTER_MS, self, self._open_unless_finished)

    def finish(self) -> None:
        """Close for good."""
        self._finished = True
        self.accept()
        self.deleteLater()

    def stop(self) -> None:
        """Ask the work to stop; the dialog stays until it has put everything back."""
        self.stopped.set()
        self._cancel.setEnabled(False)
        self._count.setText(_("Đang dừng, mọi thứ sẽ như trước khi bắt đầu…"))
        self.stop_asked.emit()

    def _open_unless_finished(self) -> None:
        if not self._finished:
            self.show()

    def _show_progress(self, done: int, total: int) -> None:
        if self.stopped.is_set():
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(progress_text(done, total, time.monotonic() - self._began))

    def text(self) -> str:
        """Return the line under the bar."""
        return self._count.text()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._finished:
            self.stop()
            event.ignore()

    def reject(self) -> None:
        self.stop()


def _window_in_front() -> QWidget | None:
    """Return the window the work was asked for in; a dialog just closed is about to go and take its children along.

    So is the dialog of work that is over and begins the next one.
    """
    window = QApplication.activeWindow()
    while window is not None and (not window.isVisible() or isinstance(window, ProgressDialog)):
        window = window.parentWidget()
    return window


def progress_text(done: int, total: int, seconds: float) -> str:
    """Return "1.200 / 10.000 · còn khoảng 8 giây"; no guess before enough time has passed to make one."""
    from labordesk.vietnamese.numbers import number

    if not total:
        return _("Đã xong {done}").format(done=number(done))
    count = f"{number(done)} / {number(total)}"
    if not done or done >= total or seconds < LEAST_SECONDS_TO_GUESS:
        return count
    return f"{count} · {_time_left(seconds / done * (total - done))}"


def _time_left(seconds: float) -> str:
    if seconds < 60:
        return _("còn khoảng {n} giây").format(n=max(1, round(seconds)))
    return _("còn khoảng {n} phút").format(n=round(seconds / 60 + 0.4))
