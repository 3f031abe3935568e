"""Pieces of a page: cards, figures, bars, notices, pills, empty places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, Run
from labordesk.gui.icons import put_icon
from labordesk.gui.theme import colours, set_tone, sizes
from labordesk.gui.tokens import Tone
from labordesk.i18n import _

LEAST_FIGURE = 15
"""Pixels below which a figure is shortened rather than set smaller."""


class Card(QFrame):
    """A white place with a thin line around it; put things into ``body``."""

    def __init__(self, title: str = "", padding: int = 16) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding - 2, padding, padding)
        self.body.setSpacing(8)
        if title:
            self.body.addWidget(SectionHeader(title))


class ProgressBar(QWidget):
    """A thin bar; ``share`` may pass 1 and is then full."""

    def __init__(self, share: float = 0.0) -> None:
        super().__init__()
        self._share = share
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share)

    def set_share(self, share: float) -> None:
        """Fill the bar to a share of 0 to 1."""
        self._share = share
        self.setAccessibleName(_("Đạt {n} phần trăm").format(n=round(share * 100)))
        self.update()

    def share(self) -> float:
        """Return the share shown."""
        return self._share

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().track))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, 4, 4)
        filled = min(1.0, max(0.0, self._share)) * whole.width()
        if filled > 0:
            painter.setBrush(QColor(colours().primary))
            painter.drawRoundedRect(QRectF(0, 0, max(8.0, filled), whole.height()), 4, 4)


class Figure(QLabel):
    """A large figure on one line, painted smaller where it would be cut off."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", "figure")

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        wanted = self.fontMetrics().horizontalAdvance(self.text())
        if wanted <= self.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(max(LEAST_FIGURE, int(font.pixelSize() * self.width() / wanted)))
        painter.setFont(font)
        painter.setPen(QColor(colours().text))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)


class KpiCard(QFrame):
    """A figure with its name and meaning; when something is connected to ``clicked`` it can be pressed."""

    clicked = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title = _label(title, "secondary")
        self._figure = Figure("–")
        self._detail = _label("", "small")
        self._foot = _label("", "small")
        for label in (self._detail, self._foot):
            label.setWordWrap(True)
        self._bar = ProgressBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        for widget in (self._title, self._figure, self._detail):
            column.addWidget(widget)
        column.addSpacing(5)
        column.addWidget(self._bar)
        column.addSpacing(5)
        column.addWidget(self._foot)
        column.addStretch(1)
        self._show_parts(share=None)

    def set(self, figure: str, detail: str = "", share: float | None = None, foot: str = "") -> None:
        """Show a figure; ``share`` of a target (0 to 1) draws the bar."""
        self._figure.setText(figure)
        self._detail.setText(detail)
        self._foot.setText(foot)
        self._show_parts(share)
        words = (self._title.text(), figure, detail, foot)
        self.setAccessibleName(". ".join(word for word in words if word))

    def make_link(self, run: Run, meaning: str = "") -> None:
        """Let the card be pressed, by mouse and keyboard, to see the rows behind the figure."""
        self.clicked.connect(run)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(meaning or _("Xem các dòng làm nên số này"))

    def figure(self) -> str:
        """Return the figure shown."""
        return self._figure.text()

    def _show_parts(self, share: float | None) -> None:
        self._bar.setVisible(share is not None)
        if share is not None:
            self._bar.set_share(share)
        self._detail.setVisible(bool(self._detail.text()))
        self._foot.setVisible(bool(self._foot.text()))

    def _is_link(self) -> bool:
        return self.focusPolicy() != Qt.FocusPolicy.NoFocus

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_link() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_link() and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_link() or not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().focus), 2 if self.hasFocus() else 1))
        edge = sizes().card_radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), edge, edge)


class Notice(QFrame):
    """A sentence in a coloured box with the ways to go on as links."""

    def __init__(self, text: str, tone: Tone = "warn", links: Sequence[tuple[str, Run]] = ()) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("tone", tone)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._links = QHBoxLayout()
        self._links.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addLayout(self._links)
        self.set(text, tone, links)

    def set(self, text: str, tone: Tone = "warn", links: Sequence[tuple[str, Run]] = ()) -> None:
        """Change what it says; an empty text hides the box."""
        self._text.setText(text)
        self.setAccessibleName(text)
        set_tone(self, tone)
        while (item := self._links.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        shown = [Link(label, run) for label, run in links]
        for link in shown:
            self._links.addWidget(link)
        self._links.addStretch(1)
        self._tab_to(shown)
        if self.parentWidget() is not None or not text:
            self.setVisible(bool(text))
        else:
            # Not yet laid out: shown with its parent, never as a window of its own.
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)

    def _tab_to(self, links: Sequence[QWidget]) -> None:
        """Let Tab come to the links where they stand, not after everything that was made before them."""
        if links:
            # Qt orders only what takes the keyboard; the sentence takes it for as long as this needs.
            self._text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            for before, after in pairwise((self._text, *links)):
                QWidget.setTabOrder(before, after)
            self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()


class Pill(QLabel):
    """A short state in a rounded box ("Đã nhận"); the word says what the colour says."""

    def __init__(self, text: str, tone: Tone = "neutral") -> None:
        super().__init__(state_words(text))
        self.setProperty("role", "pill")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set(self, text: str, tone: Tone) -> None:
        """Change the state shown."""
        self.setText(state_words(text))
        set_tone(self, tone)


class KeyHint(QLabel):
    """A key in a small frame ("Ctrl Z"), shown beside what it does."""

    def __init__(self, keys: str) -> None:
        super().__init__(keys)
        self.setProperty("role", "key")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class SectionHeader(QWidget):
    """The heading of a part of a page, with a quieter text at the right."""

    def __init__(self, title: str, trailing: str = "") -> None:
        super().__init__()
        self._title = _label(title, "section")
        self._trailing = _label(trailing, "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._trailing)

    def set(self, title: str, trailing: str = "") -> None:
        """Change both texts."""
        self._title.setText(title)
        self._trailing.setText(trailing)


class EmptyState(QWidget):
    """What an empty place says: what would be here, and what to do first."""

    def __init__(self, icon: str, title: str, hint: str = "", button: QWidget | None = None) -> None:
        super().__init__()
        self._icon = QLabel()
        put_icon(self._icon, icon, "disabled", 40)
        self._title = _label(title, "section")
        self._hint = _label(hint, "secondary")
        for words in (self._title, self._hint):  # the sentence of an error may be long
            words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(1)
        for widget in (self._icon, self._title, self._hint):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        if button is not None:
            column.addSpacing(6)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.setFocusProxy(button)
        column.addStretch(2)
        self.set(title, hint)

    def set(self, title: str, hint: str = "") -> None:
        """Change what it says."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{title} {hint}".strip())

    def title(self) -> str:
        """Return the sentence in bold."""
        return self._title.text()

    def sizeHint(self) -> QSize:
        return QSize(360, 180)


def state_words(text: str) -> str:
    """Return a state as every pill shows it: with a capital, whatever sentence the words come from."""
    return text[:1].upper() + text[1:]


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
