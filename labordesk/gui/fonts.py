"""The interface font: the system's own when it can write Vietnamese, else one that can."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from labordesk.assets import asset_path

NEEDED = "ữằẵậẾỠđĐ₫"
PREFERRED = ("Segoe UI", "Noto Sans", "Roboto", "Liberation Sans", "DejaVu Sans")
BUNDLED = "fonts/LiberationSerif-Regular.ttf"


def interface_font(pixels: int) -> QFont:
    """Return the font of the whole screen at a size in logical pixels."""
    font = QFont(_family())
    font.setPixelSize(pixels)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return font


def writes_vietnamese(font: QFont) -> bool:
    """Say whether the font itself (not a substitute) has every needed letter and the đồng sign."""
    raw = QRawFont.fromFont(font)
    return raw.isValid() and all(raw.supportsCharacter(ord(letter)) for letter in NEEDED)


@cache
def _family() -> str:
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    families = (own.family(), *PREFERRED)
    installed = {own.family(), *QFontDatabase.families()}
    for family in families:
        if family in installed and writes_vietnamese(QFont(family)):
            return family
    number = QFontDatabase.addApplicationFont(str(asset_path(BUNDLED)))
    return QFontDatabase.applicationFontFamilies(number)[0]
