"""Xã, phường, đặc khu by code and by name: the 3.321 of today, the 10.040 until 30/6/2025, from old to new and back.

A divided ward has several wards of today: ask, never pick. Looking for names takes 0,2 s the first time and some
milliseconds afterwards: do it off the screen's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.ward_table import Ward, WardLink, name_key, ward_table, wards_by_key
from labordesk.vietnamese.ward_words import WARD_KINDS, marked_words, parted, place_words, short_name

__all__ = [
    "Ward",
    "WardLink",
    "distance_from",
    "find_wards",
    "new_wards_for",
    "old_ward_of",
    "old_wards_of",
    "ward_labelled",
    "ward_of",
    "wards_named",
]

_PARTS: Final = str.maketrans(",;", "  ")


def ward_of(code: str) -> Ward | None:
    """Return the ward of today with this code."""
    return ward_table().new(code)


def old_ward_of(code: str) -> Ward | None:
    """Return the ward of before 1/7/2025 with this code; a code may be that of another ward today."""
    return ward_table().old(code)


def new_wards_for(old_code: str) -> tuple[WardLink, ...]:
    """Return what became of an old ward: one link is certain, several ask, none is an unknown code."""
    table = ward_table()
    old = table.old(old_code)
    found = [table.new(code) for code in table.targets(old_code)]
    return tuple(WardLink(old, new) for new in found if old is not None and new is not None)


def old_wards_of(code: str) -> tuple[WardLink, ...]:
    """Return the old wards that went into a ward of today, wholly or in part."""
    table = ward_table()
    new = table.new(code)
    found = [table.old(old_code) for old_code in table.sources(code)]
    return tuple(WardLink(old, new) for old in found if old is not None and new is not None)


def find_wards(text: str, *, old: bool = False, limit: int = 20, home: str = "") -> tuple[Ward, ...]:
    """Return the wards whose name, district and province hold all words typed so far, the likeliest first.

    "p tan loi bmt", "xã Ea Tu", "Tân Lợi, Buôn Ma Thuột": marks and prefixes may be missing, words unfinished.
    Of wards that fit alike those of the ``home`` province ("Đắk Lắk") stand first.
    """
    typed = clean(text).translate(_PARTS)
    words = place_words(typed)
    if not words:
        return ()
    table = ward_table()
    needed = [f" {word}" for word in words]
    codes = [code for code, found_by in table.words(old=old) if all(word in found_by for word in needed)]
    get = table.old if old else table.new
    found = [ward for ward in map(get, codes) if ward is not None]
    return tuple(sorted(found, key=distance_from(text, home))[:limit])


def ward_labelled(text: str, *, old: bool = False) -> Ward | None:
    """Return the ward with exactly this label, fast enough to be asked for every row of a list."""
    name, _bracket, _above = text.partition(" (")
    return next(
        (ward for ward in wards_by_key().get(name_key(name), ()) if ward.is_old == old and ward.label == text), None
    )


def wards_named(text: str, *, old: bool = False) -> tuple[Ward, ...]:
    """Return the wards whose whole name was typed, all of them: one when the district or the province tells."""
    words = place_words(clean(text).translate(_PARTS))
    asked, rest = kind_asked(words)
    found = []
    for ward in find_wards(text, old=old, limit=50):
        kind, own = parted(ward.name)
        name = "".join(place_words(own))
        if "".join(rest).startswith(name) and asked in ("", kind):
            found.append(ward)
    return tuple(found)


def distance_from(text: str, home: str = "") -> Callable[[Ward], tuple[Any, ...]]:
    """Return a key for sorting wards found: the own name first, then the home, then kind and marks."""
    typed = clean(text).translate(_PARTS)
    asked, rest = kind_asked(place_words(typed))
    marked = [word for word in marked_words(typed) if not word.isascii() or word[-1:] in "12345"]

    def distance(ward: Ward) -> tuple[Any, ...]:
        kind, own = parted(ward.name)
        name = place_words(own)
        is_whole = rest[: len(name)] == name or "".join(name) in ("".join(rest), *rest[:1])
        is_begun = is_whole or f"{' '.join(name)} ".startswith(" ".join(rest))
        is_away = bool(home) and home not in _provinces(ward)
        known = marked_words(" ".join((ward.name, ward.district, ward.province)))
        strange = sum(not any(one.startswith(word.rstrip("12345")) for one in known) for word in marked)
        tones = sum(word not in known for word in marked)
        other_kind = bool(asked) and asked != kind
        return not is_whole, not is_begun, is_away, other_kind, strange, tones, len(name), own, ward.is_old, ward.code

    return distance


def _provinces(ward: Ward) -> set[str]:
    """Return the provinces a ward was or is in, without "tỉnh"."""
    table = ward_table()
    today = (table.new(code) for code in table.targets(ward.code)) if ward.is_old else ()
    return {short_name(one.province) for one in (ward, *today) if one is not None}


def kind_asked(words: list[str]) -> tuple[str, list[str]]:
    """Part the words typed into the kind of ward they begin with, "" when none, and the rest."""
    for count in (2, 1):
        kind = WARD_KINDS.get(" ".join(words[:count]))
        if kind is not None and len(words) > count:
            return kind, words[count:]
    return "", words
