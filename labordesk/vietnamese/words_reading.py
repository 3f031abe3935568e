"""Amounts written in words read back: "Một tỷ một trăm bốn mươi bảy triệu đồng" -> 1147000000 (``words`` reversed)."""

from __future__ import annotations

import re
from typing import Final

from labordesk.vietnamese.fold import plain_key

_SPOKEN: Final = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "tu", "lam")
_DIGITS: Final = dict(zip(_SPOKEN, (*range(10), 4, 5), strict=True))
_SCALES: Final = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
_END: Final = re.compile(r"\b(?:dong|vnd)\b.*$")


def read_words(text: str) -> int | None:
    """Return the whole number that words say, None when they are not such words; a label before ":" is passed over."""
    key = plain_key(text.rpartition(":")[2].strip(" ()./"))
    words = re.findall(r"[a-z]+", _END.sub("", key))
    return _Sum().of(words) if words else None


class _Sum:
    """Adds up groups: digits, then trăm and mươi, then a scale."""

    def __init__(self) -> None:
        self.total = 0  # finished tỷ
        self.block = 0  # below the next tỷ
        self.group = 0  # below the next scale
        self.digit: int | None = None

    def of(self, words: list[str]) -> int | None:
        """Return the sum of all words, None at the first that is no number."""
        for word in words:
            if not self._take(word):
                return None
        self._close_digit()
        return self.total + self.block + self.group

    def _take(self, word: str) -> bool:
        if word in _DIGITS:
            if self.digit is not None:
                return False
            self.digit = _DIGITS[word]
        elif word == "tram":
            self.group += 100 * (self.digit or 0)
            self.digit = None
        elif word == "muoi":
            self.group += 10 * (1 if self.digit is None else self.digit)
            self.digit = None
        elif word in _SCALES:
            self._scale(_SCALES[word])
        elif word not in ("linh", "le", "va"):
            return False
        return True

    def _scale(self, scale: int) -> None:
        self._close_digit()
        if scale == 10**9:
            self.total = (self.total + self.block + (self.group or (0 if self.total or self.block else 1))) * scale
            self.block = 0
        else:
            self.block += self.group * scale
        self.group = 0

    def _close_digit(self) -> None:
        self.group += self.digit or 0
        self.digit = None
