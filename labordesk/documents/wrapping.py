"""Breaking text into lines, with the widths of words and the breaks of whole texts remembered."""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics

from labordesk.documents.fonts import paper_text, register_fonts

_SLACK = 0.01
"""Points by which a line may exceed its width, so that text measured to fit does fit."""


class Setter:
    """Measures and breaks text of one face and size; lengths in points.

    One instance serves one table or block: lists repeat the same units, reasons and amounts over thousands of rows,
    and the memory of what was measured goes with the instance.
    """

    def __init__(self, face: str, size: float) -> None:
        register_fonts()
        self.face = face
        self.size = size
        self._widths: dict[str, float] = {}
        self._lines: dict[tuple[str, float], tuple[str, ...]] = {}
        self._space = self.width(" ")

    def width(self, text: str) -> float:
        """Return the width of a line of text that came out of ``lines`` (or needs no cleaning)."""
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = pdfmetrics.stringWidth(text, self.face, self.size)
        return known

    def natural_width(self, text: str) -> float:
        """Return the width a text takes when nothing but its own line breaks breaks it."""
        return max(self.width(line) for line in self.lines(text, float("inf")))

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        """Return the text broken at its spaces into lines of at most ``width``; longer words are cut; at least one."""
        known = self._lines.get((text, width))
        if known is None:
            known = self._lines[text, width] = self._broken_parts(paper_text(text), width)
        return known

    def balanced(self, text: str, width: float) -> tuple[str, ...]:
        """Return as few lines as ``lines`` would, of lengths as equal as the words allow."""
        greedy = self.lines(text, width)
        if len(greedy) == 1:
            return greedy
        clean = paper_text(text)
        low = min(width, max((self.width(word) for word in clean.split()), default=0.0))
        high = width
        while high - low > 0.5:
            middle = (low + high) / 2
            if len(self._broken_parts(clean, middle)) > len(greedy):
                low = middle
            else:
                high = middle
        return self._broken_parts(clean, high)

    def _broken_parts(self, clean: str, width: float) -> tuple[str, ...]:
        """Break each part between hard line breaks."""
        return tuple(line for part in clean.split("\n") for line in self._broken(part, width))

    def _broken(self, text: str, width: float) -> list[str]:
        """Fill lines word by word."""
        lines: list[str] = []
        line, used = "", 0.0
        for word in text.split(" "):
            if not word:
                continue
            wide = self.width(word)
            if line and used + self._space + wide <= width + _SLACK:
                line, used = f"{line} {word}", used + self._space + wide
                continue
            if line:
                lines.append(line)
            *full, line = self._cut(word, wide, width)
            lines += full
            used = self.width(line) if full else wide
        lines.append(line)
        return lines

    def _cut(self, word: str, wide: float, width: float) -> list[str]:
        """Return a word in pieces of at most ``width`` but never less than a letter with its marks."""
        if wide <= width + _SLACK:
            return [word]
        pieces: list[str] = []
        piece, used = "", 0.0
        for char in word:
            step = _char_width(self.face, char) * self.size
            if piece and used + step > width + _SLACK and not unicodedata.combining(char):
                pieces.append(piece)
                piece, used = "", 0.0
            piece, used = piece + char, used + step
        return [*pieces, piece]


@cache
def _char_width(face: str, char: str) -> float:
    """Return the width of one character at size 1."""
    return pdfmetrics.stringWidth(char, face, 1)
