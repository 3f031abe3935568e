"""The sheets of a file as tabs, those that will be taken with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QTabBar

from labordesk.gui.icons import pixmap
from labordesk.gui.theme import colours, theme_changes
from labordesk.i18n import _

BOX = 16


@dataclass(frozen=True)
class SheetTab:
    """A sheet: its name, whether it will be taken (None: that is not asked), a few words on what is in it."""

    name: str
    taken: bool | None
    words: str


class SheetTabs(QTabBar):
    """``picked`` when another sheet is in front, ``toggled`` when Space changes whether it is taken."""

    picked = Signal(str)
    toggled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._tabs: list[SheetTab] = []
        self.setAccessibleName(_("Các trang tính của tệp"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(BOX, BOX))
        self.currentChanged.connect(lambda place: self.picked.emit(self.name_at(place)))
        theme_changes().changed.connect(self._draw)

    def show_sheets(self, tabs: Sequence[SheetTab]) -> None:
        """Show the sheets of a file; the one in front stays when it is among them."""
        before = self.current_name()
        blocked = self.blockSignals(True)
        if [one.name for one in tabs] != [one.name for one in self._tabs]:
            while self.count():
                self.removeTab(0)
            for one in tabs:
                self.addTab(one.name)
        self._tabs = list(tabs)
        self._draw()
        names = [one.name for one in tabs]
        self.setCurrentIndex(names.index(before) if before in names else 0)
        self.blockSignals(blocked)
        self.setVisible(len(tabs) > 1)

    def name_at(self, place: int) -> str:
        """Return the name of a sheet by its place."""
        return self._tabs[place].name if 0 <= place < len(self._tabs) else ""

    def current_name(self) -> str:
        """Return the name of the sheet in front."""
        return self.name_at(self.currentIndex())

    def go_to(self, name: str) -> None:
        """Bring a sheet to the front."""
        names = [one.name for one in self._tabs]
        if name in names:
            self.setCurrentIndex(names.index(name))

    def _draw(self) -> None:
        for place, one in enumerate(self._tabs):
            self.setTabText(place, f"{one.name} · {one.words}" if one.words else one.name)
            self.setTabIcon(place, QIcon() if one.taken is None else _box(one.taken, self.devicePixelRatioF()))
            state = {True: _("có nhập"), False: _("không nhập"), None: ""}[one.taken]
            self.setAccessibleTabName(place, ", ".join(word for word in (one.name, state, one.words) if word))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.current_name())
        else:
            super().keyPressEvent(event)


def _box(ticked: bool, ratio: float) -> QIcon:
    c = colours()
    drawn = QPixmap(QSize(BOX, BOX) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(c.primary if ticked else c.secondary), 1))
    painter.setBrush(QColor(c.primary if ticked else c.surface))
    painter.drawRoundedRect(QRectF(0.5, 0.5, BOX - 1, BOX - 1), 4, 4)
    if ticked:
        painter.drawPixmap(2, 2, pixmap("check", "on_primary", BOX - 4, ratio))
    painter.end()
    return QIcon(drawn)
