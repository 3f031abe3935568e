"""The interface font: the system's own when it can write Vietnamese, else one that can."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from labordesk.assets import asset_path

NEEDED = "ữằẵậẾỠđĐ₫"
PREFERRED = ("Segoe UI", "Noto Sans", "Roboto", "Liberation Sans", "DejaVu Sans")
BUNDLED = "fonts/LiberationSerif-Regular.ttf"


def interface_font(pixels: int) -> QFont:
    """Return the font of the whole screen at a size in logical pixels."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if _chosen:
        font.setFamily(_chosen[0])
    font.setPixelSize(pixels)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def writes_vietnamese(font: QFont) -> bool:
    """Say whether the font itself (not a substitute) has every needed letter and the đồng sign."""
    raw = QRawFont.fromFont(font)
    return raw.isValid() and all(raw.supportsCharacter(ord(letter)) for letter in NEEDED)


def replace_unfit_font() -> bool:
    """Choose another font when the system's own cannot write Vietnamese, and say whether one was chosen.

    Loading a font to look into it takes as long as opening the window, so the window opens first.
    """
    _chosen.clear()
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if writes_vietnamese(own):
        return False
    _chosen.append(_fit_family())
    return True


def _fit_family() -> str:
    installed = QFontDatabase.families()
    for family in PREFERRED:
        if family in installed and writes_vietnamese(QFont(family)):
            return family
    number = QFontDatabase.addApplicationFont(str(asset_path(BUNDLED)))
    return QFontDatabase.applicationFontFamilies(number)[0]


_chosen: list[str] = []
