"""The four Liberation Serif faces, and the one door through which text reaches ReportLab."""

from __future__ import annotations

import unicodedata
from functools import cache
from io import BytesIO
from typing import Literal
from xml.sax.saxutils import escape

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from labordesk.assets import asset_bytes
from labordesk.documents.model import Run, Text
from labordesk.errors import Unavailable
from labordesk.i18n import N_

NO_FONT = N_("Thiếu hoặc hỏng tệp phông chữ {name} nên chưa lập được giấy; hãy cài lại chương trình.")

REGULAR = "LiberationSerif"
BOLD = "LiberationSerif-Bold"
ITALIC = "LiberationSerif-Italic"
BOLD_ITALIC = "LiberationSerif-BoldItalic"

_FACES: dict[str, tuple[str, Literal[0, 1], Literal[0, 1]]] = {
    REGULAR: ("LiberationSerif-Regular", 0, 0),
    BOLD: ("LiberationSerif-Bold", 1, 0),
    ITALIC: ("LiberationSerif-Italic", 0, 1),
    BOLD_ITALIC: ("LiberationSerif-BoldItalic", 1, 1),
}

ASCENT, DESCENT = 0.891, 0.216
"""Height above and depth below the baseline, as shares of the letter size; capitals with two marks included."""


@cache
def register_fonts() -> None:
    """Make the four faces known to ReportLab; done once per process. Unavailable when a file is gone or damaged."""
    for name, (file_name, bold, italic) in _FACES.items():
        try:
            font = TTFont(name, BytesIO(asset_bytes(f"fonts/{file_name}.ttf")), shapable=False)
        except (OSError, TTFError) as error:
            raise Unavailable(NO_FONT, name=f"{file_name}.ttf") from error
        pdfmetrics.registerFont(font)
        addMapping(REGULAR, bold, italic, name)


_SIGNS = {"☐": "□", "☑": "■", "☒": "■", "✓": "√", "✔": "√", "✗": "×", "✘": "×"}
"""Signs of office software that the faces lack, as the nearest they have."""
_MISSING = "□"


def paper_text(text: str) -> str:
    """Return text fit for paper: NFC, one kind of line break, no control or invisible format characters.

    ReportLab draws decomposed letters with their marks beside them, although they can be copied back correctly, and
    nothing at all for a letter the face lacks; so everything drawn passes here. A missing letter shows as "□".
    """
    composed = unicodedata.normalize("NFC", text)
    if _letters().issuperset(composed):
        return composed
    return "".join(_drawable(char) for char in composed.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _letters() -> frozenset[str]:
    """Return what can be drawn as it is."""
    register_fonts()
    font = pdfmetrics.getFont(REGULAR)
    assert isinstance(font, TTFont)
    return frozenset(char for char in map(chr, font.face.charToGlyph) if char.isprintable()) | {"\n", "\u00a0"}


def _drawable(char: str) -> str:
    """Return what stands on paper for one character."""
    if char in _letters():
        return char
    if char in _SIGNS:
        return _SIGNS[char]
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp") or char in "\t\v\f":
        return " "
    # Control and format characters, and the marks that choose a form of a letter, have no shape of their own.
    return "" if category in ("Cc", "Cf", "Mn") else _MISSING


_LONGEST_PROPERTY = 255
"""Letters the title or author of an office file may have."""


def property_text(text: str) -> str:
    """Return a title or author as an office file takes it; a longer one ends in "…"."""
    clean = paper_text(text)
    return clean if len(clean) <= _LONGEST_PROPERTY else clean[: _LONGEST_PROPERTY - 1].rstrip() + "…"


def markup(text: Text) -> str:
    """Return text as ReportLab's paragraph markup, every special character of it made harmless."""
    if isinstance(text, str):
        return _escaped(text)
    return "".join(_run_markup(run) for run in text)


def _escaped(text: str) -> str:
    return escape(paper_text(text)).replace("\n", "<br/>")


def _run_markup(run: Run) -> str:
    inner = _escaped(run.text)
    if run.italic:
        inner = f"<i>{inner}</i>"
    return f"<b>{inner}</b>" if run.bold else inner
