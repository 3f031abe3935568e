"""The icon set (Lucide, ISC), tinted with a token colour; sharp on every screen density."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from labordesk.assets import asset_bytes
from labordesk.gui.theme import colours, sizes

TEXT_GAP = 6


def pixmap(name: str, colour: str = "secondary", size: int | None = None, ratio: float | None = None) -> QPixmap:
    """Return an icon in a colour of the tokens (by its name) at a size in logical pixels."""
    pixels = size or sizes().icon
    scale = ratio or _screen_ratio()
    return _drawn(name, getattr(colours(), colour), pixels, scale)


def icon(name: str, colour: str = "secondary", size: int | None = None) -> QIcon:
    """Return an icon for menus and actions, in the theme now in force; buttons use ``put_icon``."""
    found = QIcon(pixmap(name, colour, size))
    found.addPixmap(pixmap(name, "disabled", size), QIcon.Mode.Disabled)
    return found


def put_icon(target: QAbstractButton | QLabel, name: str, colour: str = "secondary", size: int | None = None) -> None:
    """Show an icon on a button or label and keep its name for a change of theme."""
    target.setProperty("iconName", (name, colour, size or 0))
    _show(target)


def follow_theme() -> None:
    """Tint every icon on the screen again; the shell calls it after a change of theme."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton | QLabel) and widget.property("iconName"):
            _show(widget)


def _show(target: QAbstractButton | QLabel) -> None:
    name, colour, size = target.property("iconName")
    pixels = size or sizes().icon
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, colour, pixels, target.devicePixelRatioF()))
        return
    gap = TEXT_GAP if target.text() else 0
    target.setIcon(_with_gap(icon(name, colour, pixels), pixels, gap))
    target.setIconSize(QSize(pixels + gap, pixels))


def _with_gap(drawn: QIcon, size: int, gap: int) -> QIcon:
    """Widen an icon at the right, because a push button sets its text hard against it."""
    if not gap:
        return drawn
    widened = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        ratio = _screen_ratio()
        found = QPixmap(round((size + gap) * ratio), round(size * ratio))
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.drawPixmap(0, 0, drawn.pixmap(QSize(size, size), ratio, mode))
        painter.end()
        widened.addPixmap(found, mode)
    return widened


def _screen_ratio() -> float:
    screens = QGuiApplication.screens()
    return max((screen.devicePixelRatio() for screen in screens), default=1.0)


@cache
def _source(name: str) -> bytes:
    return asset_bytes(f"icons/{name}.svg")


@cache
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    edge = max(1, round(size * ratio))
    found = QPixmap(edge, edge)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found
