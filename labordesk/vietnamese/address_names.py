"""Names of wards, districts and provinces among the words of an address, each with the kind written before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from labordesk.vietnamese.ward_table import Ward, name_key, wards_by_key
from labordesk.vietnamese.ward_words import (
    DISTRICT_KINDS,
    PROVINCE_KINDS,
    SMALLER,
    WARD_KINDS,
    initials,
    marked_words,
    parted,
    place_words,
)

LONGEST_NAME: Final = 6
"""Words of the longest name of a ward."""
_FORMER: Final = {"thuathienhue": "Thành phố Huế"}
"""Provinces better known by the name they had before."""
_PARTS: Final = re.compile(r"[,;\n]+")
_KINDS: Final = {**PROVINCE_KINDS, **DISTRICT_KINDS, **WARD_KINDS}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an address; ``parts`` tells for each between which commas it stands: no name reaches over one."""

    plain: tuple[str, ...]
    marked: tuple[str, ...]
    parts: tuple[int, ...]

    @property
    def has_marks(self) -> bool:
        """Tell whether the address was typed with marks: only then do they tell names apart."""
        return any(not word.isascii() or word[-1:] in "12345" for word in self.marked if not word.isdecimal())

    def kind_before(self, start: int) -> tuple[str, int]:
        """Return the words that say what the next name is ("thi tran"), plain, and how many they are; "" for none."""
        for count in (2, 1):
            if start >= count and self.parts[start - count] == self.parts[start]:
                kind = " ".join(self.plain[start - count : start])
                if kind in _KINDS or kind in SMALLER:
                    return kind, count
        return "", 0

    def is_alone(self, start: int, end: int) -> bool:
        """Tell whether these words are all that stands between two commas."""
        begins = start == 0 or self.parts[start - 1] != self.parts[start]
        return begins and self.ends_part(end)

    def ends_part(self, at: int) -> bool:
        """Tell whether a comma or nothing stands where the word would be."""
        return at == len(self.plain) or self.parts[at - 1] != self.parts[at]

    def kind_follows(self, at: int) -> bool:
        """Tell whether the word begins what another name is."""
        return any(" ".join(self.plain[at : at + count]) in _KINDS for count in (1, 2))

    def runs(self) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, joined words) of every run of words that may be a name."""
        for start in range(len(self.plain)):
            for end in range(start + 1, min(start + LONGEST_NAME, len(self.plain)) + 1):
                if self.parts[end - 1] != self.parts[start]:
                    break
                yield start, end, "".join(self.plain[start:end])


def words_of(address: str) -> Words:
    """Part an address into words."""
    plain: list[str] = []
    marked: list[str] = []
    parts: list[int] = []
    for number, part in enumerate(_PARTS.split(address)):
        for word in marked_words(part):
            variants = place_words(word.rstrip("12345") if not word.isdecimal() and word[-1:] in "12345" else word)
            plain.extend(variants)
            marked.extend([word] * len(variants))
            parts.extend([number] * len(variants))
    return Words(tuple(plain), tuple(marked), tuple(parts))


@dataclass(frozen=True, slots=True)
class NamedWard:
    """A ward whose name stands in an address, words ``start`` to before ``end``; ``kind`` is the one written, or ""."""

    ward: Ward
    start: int
    end: int
    kind: str
    is_alone: bool
    """The name, with its kind, is all between two commas."""
    is_place: bool
    """A district or province bears the same name."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A district or province in an address; ``names`` are the official ones it may be."""

    names: frozenset[str]
    start: int
    end: int
    kind: str
    is_firm: bool
    """It is surely a place: its kind is written, or it is all between two commas."""


def named_places(words: Words) -> tuple[NamedPlace, ...]:
    """Return the districts and provinces that may be meant, none inside the longer name of another."""
    places = _places()
    found = []
    for start, end, key in words.runs():
        names = places.get(key)
        if names is None:
            continue
        before, count = words.kind_before(start)
        kind = DISTRICT_KINDS.get(before) or PROVINCE_KINDS.get(before, "")
        is_alone = words.is_alone(start - count, end)
        if before in WARD_KINDS or (not kind and (key.isdecimal() or (len(key) < 3 and not is_alone))):
            continue
        found.append(NamedPlace(names, start, end, kind, bool(kind) or (is_alone and not before)))
    # "Tân Phú Đồng Nai" is not Tân Phú Đông: a longer name spelled otherwise gives way to the shorter one.
    spelled = [one for one in found if _is_spelled(words, one)]
    found = [
        one for one in found if one in spelled or not any(_holds(one, short.start, short.end) for short in spelled)
    ]
    return tuple(one for one in found if not any(_holds(other, one.start, one.end) for other in found))


def named_wards(words: Words, places: Iterable[NamedPlace]) -> Iterator[NamedWard]:
    """Yield the wards that may be meant; streets, hamlets and parts of a longer name are not."""
    wards, known = wards_by_key(), _places()
    longer = [place for place in places if place.is_firm]
    runs = [(start, end, key) for start, end, key in words.runs() if key in wards]
    for start, end, key in runs:
        before, count = words.kind_before(start)
        kind = WARD_KINDS.get(before, "")
        inside = any(_holds(place, start, end) for place in longer)
        inside |= any(first <= start and end <= last and last - first > end - start for first, last, _key in runs)
        follows_number = (
            start > 0 and words.parts[start - 1] == words.parts[start] and words.plain[start - 1].isdecimal()
        )
        if not kind and (inside or follows_number or key.isdecimal()):
            continue
        for ward in wards[key]:
            is_island = ward.name == ward.district and parted(ward.name)[0] == DISTRICT_KINDS.get(before)
            if kind or is_island or not before:
                written = parted(ward.name)[0] if is_island else kind
                yield NamedWard(ward, start, end, written, words.is_alone(start - count, end), key in known)


def _is_spelled(words: Words, place: NamedPlace) -> bool:
    """Tell whether a place is written with the marks of its name; a text without marks spells everything."""
    written = list(words.marked[place.start : place.end])
    return not words.has_marks or any(written == marked_words(parted(name)[1]) for name in place.names)


def _holds(place: NamedPlace, start: int, end: int) -> bool:
    return place.start <= start and end <= place.end and place.end - place.start > end - start


@cache
def _places() -> Mapping[str, frozenset[str]]:
    """Return the official names of districts and provinces by their joined words and by their initials."""
    found: dict[str, set[str]] = {key: {name} for key, name in _FORMER.items()}
    for wards in wards_by_key().values():
        for ward in wards:
            for name in filter(None, (ward.district, ward.province)):
                short = initials(name)
                for key in {name_key(name), short} if len(short) > 1 else {name_key(name)}:
                    found.setdefault(key, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}
