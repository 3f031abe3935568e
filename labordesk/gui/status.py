"""The foot of the window: when it was saved, the latest information, and where the keys are listed."""

from __future__ import annotations

from collections.abc import Callable
from time import strftime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from labordesk.gui.theme import colours, sizes
from labordesk.i18n import _

INFO_SECONDS = 8


class StatusLine(QFrame):
    """Saved time, background facts, information that fades by itself, and the F1 link."""

    def __init__(
        self,
        show_keys: Callable[[], None],
        undo: Callable[[], None],
        clock: Callable[[], str] = lambda: strftime("%H:%M"),
    ) -> None:
        super().__init__()
        self._clock = clock
        self.setProperty("role", "bar")
        self.setFixedHeight(sizes().status)
        self._saved = _small("")
        self._fact = _small("")
        self._info = _small("")
        self._info.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._info.setAccessibleName(_("Thông báo"))
        keys = QPushButton(_("F1 phím tắt"))
        keys.setProperty("role", "foot")
        keys.clicked.connect(show_keys)
        self._undo = QPushButton(_("Hoàn tác"))
        self._undo.setProperty("role", "foot")
        self._undo.setToolTip(_("Hoàn tác việc vừa ghi (Ctrl+Z)"))
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it comes and goes; the keyboard has Ctrl+Z
        self._undo.clicked.connect(self._undo.hide)
        self._undo.clicked.connect(lambda _checked=False: undo())
        self._undo.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 14, 0)
        row.setSpacing(20)
        row.addWidget(self._saved)
        row.addWidget(self._undo)
        row.addWidget(self._fact)
        row.addWidget(self._info, 1)
        row.addWidget(keys)
        self._fade = QTimer(self, interval=INFO_SECONDS * 1000, singleShot=True)
        self._fade.timeout.connect(self._info.clear)
        self._undo_fade = QTimer(self, interval=INFO_SECONDS * 1000, singleShot=True)
        self._undo_fade.timeout.connect(self._undo.hide)

    def saved(self, *, offer_undo: bool = False) -> None:
        """Say that everything is saved, with the time of now, and for some seconds offer to take it back."""
        self._saved.setText(_("Đã lưu {time}").format(time=self._clock()))
        self._undo.setVisible(offer_undo)
        if offer_undo:
            self._undo_fade.start()

    def set_fact(self, text: str) -> None:
        """Show a lasting fact, such as the last backup."""
        self._fact.setText(text)

    def inform(self, text: str) -> None:
        """Show a sentence for some seconds."""
        self._info.setText(text)
        self._info.setToolTip(text)
        self._fade.start()

    def message(self) -> str:
        """Return the sentence now shown."""
        return self._info.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(colours().line))
        painter.drawLine(0, 0, self.width(), 0)


def _small(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "small")
    return label
