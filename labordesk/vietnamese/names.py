"""Personal names: their order in lists, their capitals, the word they go by. The spelling is never changed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile
from typing import Final

from labordesk.vietnamese.fold import clean, plain_key, search_key, split_tone

# The alphabet of the dictionaries, with the letters of Ê-đê, Gia-rai and M'nông after their bases.
_ALPHABET: Final = (
    "0 1 2 3 4 5 6 7 8 9 a ă â b ƀ c č d đ e ĕ ê ê̆ f g h i ĭ j k l m n ñ o ŏ ô ô̆ ơ ơ̆ p q r s t u ŭ ư ư̆ v w x y z"
)
# One ASCII character for each letter, all of them above the tone numbers 0-5 that close a word.
_CODES: Final = {unicodedata.normalize("NFC", letter): chr(ord(":") + i) for i, letter in enumerate(_ALPHABET.split())}
_SPANS: Final = {
    base: "".join(code for letter, code in _CODES.items() if plain_key(letter) == base)
    for base in dict.fromkeys(map(plain_key, _CODES))
}
folded_name = lru_cache(maxsize=65536)(search_key)
"""The search key of a name; each of a long list is asked for by several steps, one after the other."""
FOREIGN: Final = "~"
"""Begins the code of a letter of another alphabet in a sort key."""
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_CAPITAL_PLACES: Final = re.compile(r"[^\s'\-./()]+")


def sort_key(full_name: str, sort_name: str | None = None) -> str:
    """Return an ASCII key for ORDER BY: given name, family name, middle names, each letters first, then tone.

    Word by word as dictionaries do it (Hà Xuân before Há An), đ after d, tones ngang huyền hỏi ngã sắc nặng;
    hoà = hòa. ``sort_name`` is the name the person goes by when it is not the last word ("Moan" of Y Moan Êban).
    Aliases in brackets do not count.
    """
    words = _words(_BRACKETED.sub(" ", full_name)) or _words(full_name)
    given = _words(sort_name) if sort_name else words[-1:]
    rest = words if sort_name else words[:-1]
    return "".join(map(_word_key, (*given, *rest)))


def given_name(full_name: str) -> str:
    """Return the word a person goes by, the last one: "Hoà" of "Nguyễn Thị Hoà", "K'Tin" of "K'Tin"."""
    words = _words(_BRACKETED.sub(" ", full_name)) or _words(full_name)
    return words[-1] if words else ""


def given_name_range(plain: str) -> tuple[str, str]:
    """Return the bounds, both inclusive, between which lie the sort keys of given names that begin so, marks aside.

    ``plain`` is a beginning of a ``plain_key``. Others may lie between too ("tuan" also spans Tùng); names with
    letters of other alphabets (``FOREIGN`` in the key) may lie outside.
    """
    known = "".join(takewhile(_SPANS.__contains__, plain))
    return "".join(_SPANS[base][0] for base in known), "".join(_SPANS[base][-1] for base in known) + "\x7f"


def proper_case(text: str) -> str:
    """Return the cleaned name, with a capital on every word if it was typed all in capitals or all in small letters.

    "H'HEN NIÊ" -> "H'Hen Niê"; a name in mixed letters keeps them.
    """
    name = clean(text)
    if not (name.isupper() or name.islower()):
        return name
    return _CAPITAL_PLACES.sub(lambda word: word[0][0].upper() + word[0][1:].lower(), name)


def _words(text: str) -> list[str]:
    return clean(text).replace("-", " ").split()


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    toneless, tones = split_tone(word.casefold())
    return "".join(map(_letter_code, _letters(toneless))) + (tones[:1] or "0")


def _letters(word: str) -> list[str]:
    """Split a word into letters, a mark without a precomposed form staying with its letter (ê̆ ơ̆)."""
    letters: list[str] = []
    for char in word:
        if letters and unicodedata.combining(char):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def _letter_code(letter: str) -> str:
    """Return the code of a letter, of its base when the alphabet lacks it; signs count for nothing."""
    if letter in _CODES:
        return _CODES[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _CODES:
        return _CODES[base]
    return f"{FOREIGN}{ord(base):06x}" if base.isalnum() else ""
