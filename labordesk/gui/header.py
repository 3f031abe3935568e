"""The strip on top of the window: name of the program, command box, register, unit and period."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from labordesk.gui.buttons import Button
from labordesk.gui.command_box import CommandBox
from labordesk.gui.theme import colours, sizes
from labordesk.i18n import _

OFFICER_WIDTH, NARROW_WIDTH, NARROW = 170, 84, 1200
"""Pixels the name of the user may take, in a wide window and in one narrower than the third."""


@dataclass(frozen=True)
class RegisterInfo:
    """What the header says about the open register; ``period`` such as "Năm 2026 · đến ngày 22/11/2026".

    ``officer`` is who works now, ``role`` what that user may; empty in a register without users.
    """

    unit: str
    period: str = ""
    name: str = ""
    is_sample: bool = False
    officer: str = ""
    role: str = ""


class Header(QFrame):
    """Brand, command box, and at the right the unit in bold over the period."""

    officer_pressed = Signal()

    def __init__(self, box: CommandBox) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._brand = QLabel("Labordesk")
        self._brand.setProperty("role", "brand")
        self.follow_sizes()
        self._box = box
        self._unit = QLabel()
        self._unit.setProperty("role", "section")
        self._period = QLabel()
        self._period.setProperty("role", "small")
        self._sample = QLabel(_("SỔ MẪU"))
        self._sample.setProperty("role", "pill")
        self._sample.setProperty("tone", "warn")
        self._sample.setToolTip(_("Sổ này chỉ để xem thử; người và số tiền đều không có thật."))
        self._name = ""
        self.officer = Button("", self.officer_pressed.emit, "secondary", icon="user")
        right = QVBoxLayout()
        right.setContentsMargins(0, 3, 0, 3)
        right.setSpacing(0)
        for label in (self._unit, self._period):
            right.addWidget(label, 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(0)
        row.addWidget(self._brand)
        row.addWidget(box)
        row.addStretch(1)
        row.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(12)
        row.addLayout(right)
        row.addSpacing(12)
        row.addWidget(self.officer, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_register(None)

    def follow_sizes(self) -> None:
        """Take the sizes of the text size now chosen."""
        self.setFixedHeight(sizes().header)
        self._brand.setFixedWidth(sizes().navigation - 16)

    def show_register(self, info: RegisterInfo | None) -> None:
        """Name the open register, or clear the place when none is open."""
        self._box.setVisible(info is not None)
        self._sample.setVisible(info is not None and info.is_sample)
        self._show_officer(info)
        self._unit.setText(info.unit if info else "")
        period = " · ".join(part for part in (info.name, info.period) if part) if info else ""
        self._period.setText(period)

    def _show_officer(self, info: RegisterInfo | None) -> None:
        """Name who works now; of a long name the end is kept, by which people are called."""
        name = info.officer if info else ""
        self._name = name
        self.officer.setVisible(bool(name))
        self._shorten()
        words = _("{name} ({role}). Đổi người dùng: Ctrl+Shift+L").format(name=name, role=info.role if info else "")
        self.officer.setToolTip(words)
        self.officer.setAccessibleName(words)

    def _shorten(self) -> None:
        room = NARROW_WIDTH if self.width() < NARROW else OFFICER_WIDTH
        self.officer.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideLeft, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(colours().line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
