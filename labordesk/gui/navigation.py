"""The list of pages at the left: icon, word, and a number where something waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from labordesk.gui.entries import PageEntry
from labordesk.gui.icons import pixmap
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.i18n import _


class NavigationButton(QAbstractButton):
    """One entry; the chosen one is blue on blue and bold, so that colour is not the only sign."""

    def __init__(self, entry: PageEntry, key: str) -> None:
        super().__init__()
        self.entry = entry
        self._hovered = False
        self._count = 0
        self._key = key
        self.setText(_(entry.title))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_badge(0)

    def set_badge(self, count: int, meaning: str = "") -> None:
        """Show how many things wait; ``meaning`` says what they are."""
        self._count = count
        name = self.text()
        self.setAccessibleName(f"{name}: {meaning or count}" if count else name)
        self.setToolTip(" · ".join(part for part in (meaning if count else "", self._key) if part))
        self.update()

    def badge(self) -> int:
        """Return the number shown."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(sizes().navigation - 16, sizes().control + 2)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._hovered = isinstance(event, QEnterEvent)
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, s = colours(), sizes()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        self._paint_ground(painter, chosen)
        top = (self.height() - s.icon) // 2
        tint = "accent" if chosen else "secondary" if self.isEnabled() else "disabled"
        painter.drawPixmap(QPoint(10, top), pixmap(self.entry.icon, tint, s.icon, self.devicePixelRatioF()))
        painter.setFont(text_font(bold=chosen))
        painter.setPen(QColor(c.accent if chosen else c.text if self.isEnabled() else c.disabled))
        badge = self._paint_badge(painter)
        area = QRect(20 + s.icon, 0, self.width() - 28 - s.icon - badge, self.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)

    def _paint_ground(self, painter: QPainter, chosen: bool) -> None:
        c = colours()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(c.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if chosen or (self._hovered and self.isEnabled()):
            painter.setBrush(QColor(c.accent_soft if chosen else c.hover))
        if chosen or self._hovered or self.hasFocus():
            painter.drawRoundedRect(area, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_badge(self, painter: QPainter) -> int:
        if not self._count:
            return 0
        c = colours()
        pen, font = painter.pen(), painter.font()
        painter.setFont(text_font(sizes().small))
        words = str(self._count) if self._count < 1000 else "999+"
        width = max(20, painter.fontMetrics().horizontalAdvance(words) + 12)
        area = QRectF(self.width() - width - 8, (self.height() - 18) / 2, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.warn_soft))
        painter.drawRoundedRect(area, 9, 9)
        painter.setPen(QColor(c.warn))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.setPen(pen)
        painter.setFont(font)
        return width + 4


def page_keys(number: int) -> str:
    """Return the keys of the page at a place counted from 1: Alt+1 to Alt+9, Alt+0 for the tenth, then none."""
    return f"Alt+{number % 10}" if 1 <= number <= 10 else ""


class Navigation(QFrame):
    """All entries in groups divided by a line; up and down move, Enter or Alt+digit chooses."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setFixedWidth(sizes().navigation)
        self.setAccessibleName(_("Các trang"))
        self._buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(2)
        group = entries[0].group if entries else 0
        for number, entry in enumerate(entries, start=1):
            if entry.group != group:
                column.addWidget(_rule())
                group = entry.group
            column.addWidget(self._add(entry, page_keys(number)))
        column.addStretch(1)

    def _add(self, entry: PageEntry, key: str) -> NavigationButton:
        button = NavigationButton(entry, key)
        self._buttons[entry.key] = button
        self._group.addButton(button)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(entry.key))
        return button

    def mark(self, key: str) -> None:
        """Show which page is in front."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int, meaning: str) -> None:
        """Put a number beside an entry."""
        if key in self._buttons:
            self._buttons[key].set_badge(count, meaning)

    def button(self, key: str) -> NavigationButton:
        """Return the button of an entry."""
        return self._buttons[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(colours().line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())


def _rule() -> QWidget:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(4, 6, 4, 6)
    layout.addWidget(rule)
    return holder
