"""How long nobody has touched the keyboard or the mouse, also across a sleeping laptop."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS = 5_000

_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    )
)


class IdleWatch(QObject):
    """Emits ``rested`` once nothing was touched for the minutes set; 0, as at first, never.

    It looks at the windows themselves: a filter over the whole application would slow every event there is.
    """

    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._minutes = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)
        self.touch()

    def _watch(self, window: QWindow | None) -> None:
        """Follow a window from when it first has the keyboard."""
        if window is not None:
            window.installEventFilter(self)  # installed twice it is still asked once
            self.touch()

    def set_minutes(self, minutes: int) -> None:
        """Change the time; it begins anew."""
        self._minutes = minutes
        self.touch()
        self._timer.start() if minutes else self._timer.stop()

    def touch(self) -> None:
        """Begin counting anew."""
        self._last = (time.monotonic(), time.time())

    def look(self) -> None:
        """Tell when the time is over; a clock that runs while the machine sleeps counts too."""
        steady, wall = self._last
        rest = max(time.monotonic() - steady, time.time() - wall)
        if self._minutes and rest >= self._minutes * 60:
            self.touch()
            self.rested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False
