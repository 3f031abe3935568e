"""Names of union bodies: their order in lists and how they are found by what an officer types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from labordesk.vietnamese.fold import clean, plain_key, search_key
from labordesk.vietnamese.names import sort_key

_NUMBER: Final = re.compile(r"\d+")
ABBREVIATIONS: Final = (
    ("tong lien doan lao dong", "tldld"),
    ("lien doan lao dong", "ldld"),
    ("cong doan co so thanh vien", "cdcstv"),
    ("cong doan co so", "cdcs"),
    ("nghiep doan co so", "ndcs"),
    ("cong doan bo phan", "cdbp"),
    ("cong doan", "cd"),
    ("khu cong nghiep", "kcn"),
    ("khu kinh te", "kkt"),
    ("khu che xuat", "kcx"),
    ("trach nhiem huu han", "tnhh"),
    ("co phan", "cp"),
    ("mot thanh vien", "mtv"),
    ("trung hoc pho thong", "thpt"),
    ("trung hoc co so", "thcs"),
    ("uy ban nhan dan", "ubnd"),
)
"""Full words of a unit's name and the letters they are written with on lists; longer phrases first."""


def unit_sort_key(name: str) -> str:
    """Return an ASCII key for ORDER BY: word by word from the first one, numbers by value ("số 2" before "số 10")."""
    return sort_key("", _NUMBER.sub(lambda digits: digits.group().zfill(6), name))


def unit_plain_key(names: Iterable[str | None]) -> str:
    """Return the words a unit is found by, without marks: of all its names, spelled out and abbreviated.

    "Công đoàn cơ sở Công ty May" is found as "cdcs may", "CĐCS Công ty May" as "cong doan co so may".
    """
    keys = [f" {plain_key(name)} " for name in names if name]
    short = [_each_replaced(key, ABBREVIATIONS) for key in keys]
    long = [_each_replaced(key, [(letters, words) for words, letters in ABBREVIATIONS]) for key in keys]
    return " ".join(dict.fromkeys(" ".join((*keys, *short, *long)).split()))


def unit_found(query: str, names: Iterable[str | None]) -> bool:
    """Tell whether every word typed begins a word of the names; a word typed with marks asks for those marks.

    An unfinished word is enough: "hò" finds "Hòa" and "Hoà", not "Hoa".
    """
    known = [name for name in names if name]
    plain = unit_plain_key(known).split()
    marked = [word for name in known for word in search_key(name).split()]
    return all(
        any(word.startswith(plain_key(wanted)) for word in plain)
        if _says_no_marks(wanted)
        else any(_begins(word, search_key(wanted)) for word in marked)
        for wanted in clean(query).replace("-", " ").replace("'", " ").split()
    )


def _says_no_marks(word: str) -> bool:
    """Tell whether a word was typed without marks, or is an abbreviation such as CĐCS, which has no vowel."""
    return word.isascii() or not set(plain_key(word)) & set("aeiouy")


def _begins(word: str, wanted: str) -> bool:
    """Tell whether a key word begins with the letters wanted and has the tone wanted, if one was typed."""
    letters, tone = _split(word)
    wanted_letters, wanted_tone = _split(wanted)
    return letters.startswith(wanted_letters) and wanted_tone in ("", tone)


def _split(key: str) -> tuple[str, str]:
    letters = key.rstrip("12345")
    return letters, key[len(letters) :]


def _each_replaced(key: str, pairs: Iterable[tuple[str, str]]) -> str:
    for old, new in pairs:
        key = key.replace(f" {old} ", f" {new} ")
    return key
