"""From tokens to Qt: one palette, one style sheet, one font; light, dark or the system's choice."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from labordesk.gui.fonts import interface_font, replace_unfit_font
from labordesk.gui.style_sheet import style_sheet
from labordesk.gui.tokens import DARK, LIGHT, Colours, Sizes, sizes_for

ThemeChoice = Literal["system", "light", "dark"]


class _Theme(QObject):
    """The theme now in force; ``changed`` lets icons and painted widgets follow."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: ThemeChoice = "system"
        self.text_size = 13
        self.colours = LIGHT
        self.sizes = Sizes()


_theme = _Theme()


def colours() -> Colours:
    """Return the colours now in force, for widgets that paint themselves."""
    return _theme.colours


def sizes() -> Sizes:
    """Return the sizes now in force."""
    return _theme.sizes


def theme_changes() -> _Theme:
    """Return the object whose ``changed`` signal follows every change of theme or text size."""
    return _theme


def apply_theme(app: QApplication, choice: ThemeChoice = "system", text_size: int = 13) -> None:
    """Dress the whole program; may be called again while windows are open."""
    _theme.choice, _theme.text_size = choice, text_size
    _theme.colours = DARK if _is_dark(choice) else LIGHT
    _theme.sizes = sizes_for(text_size)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(interface_font(_theme.sizes.text))
    app.setPalette(palette_of(_theme.colours))
    app.setStyleSheet(style_sheet(_theme.colours, _theme.sizes))
    _theme.changed.emit()


def settle_theme(app: QApplication) -> None:
    """Do what can wait until the first window is painted: look into the font, follow the system's light and dark."""
    if replace_unfit_font():
        apply_theme(app, _theme.choice, _theme.text_size)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow_system(app))


def _follow_system(app: QApplication) -> None:
    if _theme.choice == "system":
        apply_theme(app, "system", _theme.text_size)


def _is_dark(choice: ThemeChoice) -> bool:
    if choice == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return choice == "dark"


def palette_of(c: Colours) -> QPalette:
    """Return the palette for everything the style sheet leaves to Fusion (check boxes, calendars, dialogs)."""
    palette = QPalette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, c.page),
        (role.WindowText, c.text),
        (role.Base, c.surface),
        (role.AlternateBase, c.raised),
        (role.Text, c.text),
        (role.Button, c.surface),
        (role.ButtonText, c.text),
        (role.BrightText, c.error),
        (role.Highlight, c.primary),
        (role.HighlightedText, c.on_primary),
        (role.Accent, c.primary),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.PlaceholderText, c.secondary),
        (role.ToolTipBase, c.raised),
        (role.ToolTipText, c.text),
        (role.Mid, c.control),
        (role.Light, c.raised),
        (role.Midlight, c.line),
        (role.Dark, c.secondary),
        (role.Shadow, c.text),
    ):
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(c.disabled))
    return palette


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget the colours of a tone from the style sheet, again if it had another."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Change a property the style sheet looks at and let the widget take the new look."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        for child in widget.findChildren(QWidget):
            child.style().unpolish(child)
            child.style().polish(child)


def text_font(size: int | None = None, *, bold: bool = False) -> QFont:
    """Return the interface font at a pixel size (the text size when not given)."""
    font = QFont(QApplication.font())
    font.setPixelSize(size or sizes().text)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
