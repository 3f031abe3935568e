"""Search keys: the one place where spelling variants of one Vietnamese text become equal.

The original text is always kept beside its keys. Raise ``KEY_VERSION`` whenever a key changes, so that stored key
columns are rebuilt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

KEY_VERSION: Final = 1

_TONE_NUMBERS: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_VOWELS: Final = frozenset("aeiouyAEIOUY")
# Controls and zero-width characters part words; U+00AD does not: in TCVN3 texts it is the letter ư.
_BLANKS: Final = re.compile("[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff]")
_APOSTROPHES: Final = re.compile("[\u2018\u2019\u201b\u02b9\u02bb\u02bc\u2032\uff07`´]")
_OUTER: Final = " .,;"
_WORD: Final = re.compile("[0-9a-z\x80-\U0010ffff]+")
_BLANK_AROUND_APOSTROPHE: Final = re.compile(" *' *")
# Mỹ = Mĩ, Lý = Lí, Quý = Quí, but Huy, May, Thây and Thy keep their y.
_FINAL_Y: Final = re.compile(r"\A(qu|[bcdđghklmnprstvx])y\Z")


@lru_cache(maxsize=1024)
def clean(text: str) -> str:
    """Return a name in NFC with single blanks, plain apostrophes and no outer blanks, dots, commas, semicolons.

    Letters, marks and capitals stay as typed: a name is never respelled. Decode legacy fonts before, not after.
    """
    text = _APOSTROPHES.sub("'", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)))
    text = " ".join(text.split())
    if "'" in text:
        text = _BLANK_AROUND_APOSTROPHE.sub("'", text)
    return text.strip(_OUTER)


@lru_cache(maxsize=65536)
def split_tone(word: str) -> tuple[str, str]:
    """Return a word without its tone mark, and the tone's number: "Hòa" and "Hoà" -> ("Hoa", "1").

    1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng, "" ngang. ă â ê ô ơ ư and the tilde of ñ are letters and stay.
    """
    if word.isascii():
        return word, ""
    letters: list[str] = []
    tones: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", word):
        tone = _TONE_NUMBERS.get(char)
        if tone is not None and base in _VOWELS:
            tones.append(tone)
            continue
        if not unicodedata.combining(char):
            base = char
        letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), "".join(tones)


def search_key(text: str) -> str:
    """Return the key in which accents matter but their place does not: "Nguyễn Thị HÒA" -> "nguyên3 thi5 hoa1".

    Hoà = Hòa, Thủy = Thuỷ, Mỹ = Mĩ, Quý = Quí; Hoà ≠ Hoá, Huy ≠ Hui. Apostrophes and hyphens are blanks.
    """
    return _key(text, _search_word)


def plain_key(text: str) -> str:
    """Return the key without any mark: "Đỗ Văn Đại" -> "do van dai", "H'Hen Niê" -> "h hen nie"."""
    return _key(text, _plain_word)


def words_of(key: str) -> list[str]:
    """Return the words of a lower-case text, "hoa (to may)" -> hoa, to, may, as FTS5's tokenizer "ascii" parts them."""
    return _WORD.findall(key)


@lru_cache(maxsize=65536)
def _search_word(word: str) -> str:
    letters, tones = split_tone(_lowered(word))
    return _FINAL_Y.sub(r"\1i", letters) + tones


@lru_cache(maxsize=65536)
def _plain_word(word: str) -> str:
    lowered = _lowered(word)
    if lowered.isascii():
        return lowered
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("ƀ", "b")


def _key(text: str, fold_word: Callable[[str], str]) -> str:
    words = map(fold_word, clean(text).replace("'", " ").replace("-", " ").split())
    return " ".join(filter(None, words)).strip(_OUTER)


def _lowered(word: str) -> str:
    """Casefold one word; ð is a look-alike of đ in texts made with old keyboards, U+02BC comes out of ŉ."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFC", word.casefold())
    return folded.replace("ð", "đ").replace("\u02bc", "")
