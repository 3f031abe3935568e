"""How the names of wards, districts and provinces are written on lists: prefixes, abbreviations, spelling variants.

Names are compared without marks and prefixes (vietnamese.md 7): "P.Tân Lợi" = "phường Tân Lợi", Hoà = Hòa, "Ea Tul" =
"EaTul", Krông Pắc = Krông Pắk, "Phường 05" = "P5".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from labordesk.vietnamese.fold import clean, plain_key, search_key

WARD_KINDS: Final = {
    "phuong": "phuong",
    "p": "phuong",
    "xa": "xa",
    "x": "xa",
    "thi tran": "thi tran",
    "tt": "thi tran",
    "dac khu": "dac khu",
    "dk": "dac khu",
}
DISTRICT_KINDS: Final = {
    "quan": "quan",
    "q": "quan",
    "huyen": "huyen",
    "h": "huyen",
    "thi xa": "thi xa",
    "tx": "thi xa",
    "thanh pho": "thanh pho",
    "tp": "thanh pho",
}
PROVINCE_KINDS: Final = {"tinh": "tinh", "t": "tinh", "thanh pho": "thanh pho", "tp": "thanh pho"}
SMALLER: Final = frozenset(
    (
        *("duong", "d", "pho", "ngo", "hem", "kiet", "ngach", "so", "sn", "to", "tdp", "cum", "doi"),
        *("thon", "buon", "ap", "khom", "ban", "lang", "xom", "khu", "kp", "phum", "soc"),
    )
)
"""What stands before the name of something smaller than a ward: a street, a hamlet, a group of houses."""

SHORT_KINDS: Final = {
    "phuong": "p",
    "xa": "x",
    "thi tran": "tt",
    "dac khu": "dk",
    "quan": "q",
    "huyen": "h",
    "thi xa": "tx",
    "thanh pho": "tp",
    "tinh": "t",
}
_MARKS: Final = re.compile(r"[.()/:]+")
_NUMBERED: Final = re.compile(r"\A(p|q|x|tt|tx|tp)(\d+)\Z")
_GLUED: Final = re.compile(r"\A(tp|tx|tt)([a-z]{2,})\Z")
_FINAL_K: Final = re.compile(r"([aeiouy])k\Z")
_FINAL_Y: Final = re.compile(r"\A(qu|[bcdghklmnprstvx])y\Z")


def place_words(text: str) -> list[str]:
    """Return the words of a place's name without marks, each in one of its spellings: "TP.BMT" -> tp, bmt."""
    words: list[str] = []
    for word in plain_key(_MARKS.sub(" ", text)).split():
        words.extend(_variants(word))
    return words


def marked_words(text: str) -> list[str]:
    """Return the words with their marks in one place: "Hoà" = "Hòa", but not "Hoa"."""
    return search_key(_MARKS.sub(" ", text)).split()


def parted(name: str) -> tuple[str, str]:
    """Part an official name into its kind, plain, and its own name: "Thị trấn Ea T'Ling" -> thi tran, "Ea T'Ling"."""
    tidy = clean(name)
    words = tidy.split()
    for count in (2, 1):
        kind = plain_key(" ".join(words[:count]))
        if kind in SHORT_KINDS and len(words) > count:
            return kind, " ".join(words[count:])
    return "", tidy


def short_name(name: str) -> str:
    """Return an official name without its kind: "Thành phố Buôn Ma Thuột" -> "Buôn Ma Thuột"; a number keeps it."""
    _kind, own = parted(name)
    return name if own.isdecimal() else own


def initials(name: str) -> str:
    """Return the first letters of a name without its kind: "Thành phố Buôn Ma Thuột" -> "bmt"."""
    return "".join(word[0] for word in place_words(parted(name)[1]))


def compact(words: list[str]) -> str:
    """Return words as one key, so that blanks and apostrophes do not matter: ea, h, leo -> "eahleo"."""
    return "".join(words)


@lru_cache(maxsize=32768)
def _variants(word: str) -> tuple[str, ...]:
    """Return a word in the spelling keys use, parted where a prefix was glued on: "p05" -> p, 5."""
    if found := _NUMBERED.match(word) or _GLUED.match(word):
        return found.group(1), *_variants(found.group(2))
    if word.isdecimal():
        return (word.lstrip("0") or "0",)
    return (_FINAL_K.sub(r"\1c", _FINAL_Y.sub(r"\1i", word)),)
