"""Buttons of one look: primary, secondary, danger, link, menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from labordesk.gui.icons import pixmap, put_icon
from labordesk.gui.theme import colours, sizes, text_font

Run = Callable[[], None]
MENU_PADDING = 14
LEAST_LINK = 80
"""Pixels a link keeps before its text is shortened."""


class Button(QPushButton):
    """A push button that can show its key beside its text ("Thêm người  Ctrl N")."""

    def __init__(self, text: str, run: Run | None, role: str, key: str = "", icon: str = "") -> None:
        super().__init__(text)
        self._key = self.shown_key = key
        self.setProperty("role", role)
        self.setProperty("trail", bool(key))
        self.setAccessibleName(f"{text} ({key})" if key else text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            put_icon(self, icon, "on_primary" if role == "primary" else "secondary")
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def _key_width(self) -> int:
        if not self._key:
            return 0
        return self.fontMetrics().horizontalAdvance(self._key) + 8

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._key_width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._key:
            return
        painter = QPainter(self)
        painter.setFont(text_font(sizes().small))
        quiet = colours().on_primary_quiet if self.property("role") == "primary" else colours().secondary
        painter.setPen(quiet if self.isEnabled() else colours().disabled)
        area = self.rect().adjusted(0, 0, -14, 0)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._key)


class PairButton(Button):
    """Two texts on one button, the second quieter and shortened when there is no room (whole in the tooltip)."""

    def __init__(self, first: str, second: str, run: Run) -> None:
        super().__init__("", run, "choice")
        self._texts = (first, second)
        self.setAccessibleName(f"{first}: {second}")
        self.setToolTip(second)
        self.setMinimumWidth(120)

    def texts(self) -> tuple[str, str]:
        """Return both texts."""
        return self._texts

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        area = self.rect().adjusted(12, 0, -12, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(text_font(bold=True))
        painter.setPen(colours().text)
        painter.drawText(area, middle, self._texts[0])
        area.adjust(painter.fontMetrics().horizontalAdvance(self._texts[0]) + 12, 0, 0, 0)
        painter.setFont(text_font(sizes().small))
        painter.setPen(colours().secondary)
        words = painter.fontMetrics().elidedText(self._texts[1], Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle, words)


class MenuButton(Button):
    """A secondary button with an arrow that opens a menu."""

    def __init__(self, text: str, menu: QMenu | None = None, icon: str = "") -> None:
        super().__init__(text, None, "secondary", icon=icon)
        if menu is not None:
            self.setMenu(menu)

    def _icon_width(self) -> int:
        return 0 if self.icon().isNull() else self.iconSize().width()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + self._icon_width()
        return QSize(width + 2 * MENU_PADDING + 20, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        # Drawn by hand: a style sheet sets the text of a button with a menu without regard to its padding.
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        area = self.rect().adjusted(MENU_PADDING, 0, -MENU_PADDING, 0)
        middle = area.center().y()
        if not self.icon().isNull():
            size = self.iconSize()
            drawn = self.icon().pixmap(size, self.devicePixelRatioF())
            painter.drawPixmap(area.left(), middle - size.height() // 2, drawn)
            area.adjust(size.width(), 0, 0, 0)
        painter.setPen(colours().text if self.isEnabled() else colours().disabled)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        arrow = pixmap("chevron-down", "secondary" if self.isEnabled() else "disabled", 14, self.devicePixelRatioF())
        painter.drawPixmap(area.right() - 12, middle - 6, arrow)


class Link(Button):
    """A text one can press; reached by Tab, opened by Enter or Space."""

    def __init__(self, text: str, run: Run) -> None:
        super().__init__(text, run, "link")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(LEAST_LINK, hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shorten a text that has no room, with a mark that it goes on."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 2)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def primary_button(text: str, run: Run | None = None, *, key: str = "", icon: str = "") -> Button:
    """Return the one main button of a page or dialog."""
    return Button(text, run, "primary", key, icon)


def secondary_button(text: str, run: Run | None = None, *, key: str = "", icon: str = "") -> Button:
    """Return an ordinary button."""
    return Button(text, run, "secondary", key, icon)


def danger_button(text: str, run: Run | None = None, *, key: str = "", icon: str = "") -> Button:
    """Return a button for something that takes away; its text names what."""
    return Button(text, run, "danger", key, icon)


def quiet_button(icon: str, name: str, run: Run | None = None, size: int | None = None) -> Button:
    """Return a button that shows only an icon; ``name`` is its tooltip and accessible name."""
    button = Button("", run, "quiet", icon=icon)
    if size:
        put_icon(button, icon, "secondary", size)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def menu_button(
    text: str, entries: Sequence[tuple[str, Run]], *, icon: str = "", parent: QWidget | None = None
) -> MenuButton:
    """Return a button with a menu of (text, what it does)."""
    button = MenuButton(text, icon=icon)
    menu = QMenu(button if parent is None else parent)
    for label, run in entries:
        menu.addAction(label).triggered.connect(lambda _checked=False, run=run: run())
    button.setMenu(menu)
    return button
