"""The steps of an import in a row: where one is, what is done, where something waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from labordesk.gui.icons import pixmap
from labordesk.gui.theme import colours, sizes, text_font
from labordesk.gui.tokens import Tone, tone_colours
from labordesk.i18n import _

DISC = 22
GAP = 8
ARROW = 18


class StepButton(QAbstractButton):
    """A numbered disc, the name of the step and a short note ("3 câu hỏi")."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number = number
        self._note = ""
        self._tone: Tone = "neutral"
        self._is_done = False
        self.setText(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name()

    def set_state(self, note: str, tone: Tone, *, done: bool) -> None:
        """Say how the step stands."""
        if (note, tone, done) != (self._note, self._tone, self._is_done):
            self._note, self._tone, self._is_done = note, tone, done
            self._name()
            self.updateGeometry()
            self.update()

    def note(self) -> str:
        """Return the short note of the step."""
        return self._note

    def _name(self) -> None:
        words = _("Bước {n}: {name}").format(n=self._number, name=self.text())
        state = self._note or (_("đã xong") if self._is_done else "")
        self.setAccessibleName(f"{words}, {state}" if state else words)

    def sizeHint(self) -> QSize:
        bold, small = QFontMetrics(text_font(bold=True)), QFontMetrics(text_font(sizes().small))
        width = DISC + GAP + bold.horizontalAdvance(self.text()) + 2 * GAP
        if self._note:
            width += small.horizontalAdvance(self._note) + 16 + 6
        return QSize(width, sizes().control)

    def minimumSizeHint(self) -> QSize:
        return QSize(DISC + GAP + 24, sizes().control)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here, middle = self.isChecked(), self.height() / 2
        if self.hasFocus() or self.underMouse() or here:
            painter.setPen(QPen(QColor(c.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_soft if here else c.hover) if self.isEnabled() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        disc = QRectF(GAP, middle - DISC / 2, DISC, DISC)
        self._disc(painter, disc, here=here)
        left = disc.right() + GAP - 2
        note = self._note_width()
        painter.setFont(text_font(bold=here))
        painter.setPen(QColor(c.accent if here else c.text if self.isEnabled() else c.disabled))
        area = QRectF(left, 0, self.width() - left - note - 4, self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(area.width()))
        flags = int((Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft).value)
        painter.drawText(area, flags, shown)
        if note:
            text, ground = tone_colours(c, self._tone)
            pill = QRectF(left + painter.fontMetrics().horizontalAdvance(shown) + 6, middle - 10, note - 6, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(pill, 10, 10)
            painter.setPen(QColor(text))
            painter.setFont(text_font(sizes().small))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter.value), self._note)

    def _note_width(self) -> int:
        if not self._note:
            return 0
        return QFontMetrics(text_font(sizes().small)).horizontalAdvance(self._note) + 16 + 6

    def _disc(self, painter: QPainter, disc: QRectF, *, here: bool) -> None:
        c = colours()
        painter.setPen(QPen(QColor(c.primary if here else c.control), 1))
        painter.setBrush(QColor(c.primary if here else c.good_soft if self._is_done else c.surface))
        painter.drawEllipse(disc)
        if self._is_done and not here:
            sign = pixmap("check", "good", 14, self.devicePixelRatioF())
            painter.drawPixmap(int(disc.left()) + 4, int(disc.top()) + 4, sign)
            return
        painter.setPen(QColor(c.on_primary if here else c.secondary))
        painter.setFont(text_font(sizes().small, bold=True))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter.value), str(self._number))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class StepBar(QWidget):
    """``chosen`` gives the place (from 0) of the step pressed; Left and Right move between the steps."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.buttons = [StepButton(number, name) for number, name in enumerate(names, 1)]
        self.setAccessibleName(_("Các bước nhập danh sách"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for place, button in enumerate(self.buttons):
            if place:
                row.addWidget(_Arrow())
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, place=place: self._press(place))
        row.addStretch(1)
        self.show_step(0)

    def _press(self, place: int) -> None:
        self.buttons[place].setChecked(self.buttons[place] is self.buttons[self._here])
        self.chosen.emit(place)

    def show_step(self, here: int) -> None:
        """Show which step is in front."""
        self._here = here
        for place, button in enumerate(self.buttons):
            button.setChecked(place == here)

    def here(self) -> int:
        """Return the place of the step in front."""
        return self._here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        at = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        if move is None or at is None:
            super().keyPressEvent(event)
        elif 0 <= at + move < len(self.buttons):
            self.buttons[at + move].setFocus(Qt.FocusReason.TabFocusReason)


class _Arrow(QWidget):
    """The sign between two steps."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(ARROW, DISC)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(2, 4, pixmap("chevron-right", "secondary", 14, self.devicePixelRatioF()))
