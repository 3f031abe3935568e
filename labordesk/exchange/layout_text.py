"""The words of a sheet as they are meant: decoded, in one line, and folded for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from labordesk.exchange.cells import CellError, CellValue, FormulaGap, Range, Sheet
from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.legacy import Encoding, decode, guess_encoding, marked_words
from labordesk.vietnamese.legacy_decoding import ONLY_UNICODE
from labordesk.vietnamese.syllables import is_possible

_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_SAMPLE: Final = 4000
_SURE_SHARE: Final = 0.85


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Return the plain words of a text with single blanks: "TỔNG CỘNG: 25 người" -> "tong cong 25 nguoi"."""
    return _SIGNS.sub(" ", plain_key(text)).strip()


def is_filled(value: CellValue) -> bool:
    """Tell whether a cell shows something; blanks alone are nothing."""
    return bool(value.strip()) if isinstance(value, str) else value is not None


def is_figure(value: CellValue) -> bool:
    """Tell whether a cell is a number, a date or a formula: anything but words."""
    return value is not None and not isinstance(value, str)


class SheetText:
    """Reads the words of one sheet; its old encoding, if any, is judged over the whole sheet and again for each row."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = sheet.width
        self.height = len(sheet.rows)

    @cached_property
    def merged_at(self) -> dict[tuple[int, int], Range]:
        """Return the merged block that begins at (index of row, column)."""
        first = self.sheet.first_row
        return {(block.top - first, block.left): block for block in self.sheet.merged}

    @cached_property
    def encoding(self) -> Encoding:
        """Return what most of the sheet is written in."""
        step = max(1, self.height * max(self.width, 1) // _SAMPLE)
        texts = [cell for row in self.sheet.rows[:200] for cell in row if isinstance(cell, str)]
        texts += [cell for row in self.sheet.rows[200::step] for cell in row if isinstance(cell, str)]
        guess = guess_encoding(texts, self._usual_font).encoding
        return "unicode" if guess != "nfd" and _can_stand(texts) else guess

    @cached_property
    def _usual_font(self) -> str | None:
        fonts = Counter(self.sheet.fonts.values()).most_common(1)
        return fonts[0][0] if fonts else None

    def words(self, index: int, column: int) -> str:
        """Return the text of a cell on one line; "" for anything that is no text."""
        value = self.sheet.rows[index][column]
        if not isinstance(value, str):
            return ""
        encoding = "unicode" if value.isascii() else self._encoding_of(index)
        is_capital = (self.sheet.number_of(index), column) in self.sheet.capital_fonts
        return " ".join(decode(value, encoding, capitals=is_capital).split())

    def texts(self, index: int) -> list[tuple[int, str]]:
        """Return the cells of a row that hold text, each with its column."""
        found = ((column, self.words(index, column)) for column in range(self.width))
        return [(column, text) for column, text in found if text]

    def filled(self, index: int) -> list[int]:
        """Return the columns of a row that show something."""
        return [column for column, value in enumerate(self.sheet.rows[index]) if is_filled(value)]

    def cells(self, index: int) -> Sequence[CellValue]:
        """Return the row as it is."""
        return self.sheet.rows[index]

    def _encoding_of(self, index: int) -> Encoding:
        """Return the encoding of one row: headings may be typed in another font than the list."""
        if self.encoding == "unicode" and index >= 200:
            return self.encoding
        texts = [cell for cell in self.sheet.rows[index] if isinstance(cell, str)]
        guess = _guess_row(tuple(texts), self._usual_font)
        return guess if guess is not None else self.encoding


@lru_cache(maxsize=1024)
def _guess_row(texts: tuple[str, ...], font: str | None) -> Encoding | None:
    """Return the encoding of a row where it is plain."""
    guess = guess_encoding(texts, font)
    if guess.encoding != "unicode" and _can_stand(texts):
        return None
    return guess.encoding if guess.sure and guess.share >= _SURE_SHARE else None


def _can_stand(texts: Iterable[str]) -> bool:
    """Tell whether all words are syllables as they stand; then they tell no old encoding: "Hoà" in VNI would be Hồ."""
    words = (word for text in texts for word in marked_words(unicodedata.normalize("NFC", text)))
    return all(ONLY_UNICODE.search(word) or is_possible(word) for word in words)


def shows_nothing_known(value: CellValue) -> bool:
    """Tell whether a cell holds no value of its own: empty, a formula without result, an error, or 0."""
    return value is None or value == 0 or isinstance(value, (FormulaGap, CellError)) or not is_filled(value)
