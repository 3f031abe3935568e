"""Which ward an address as written names: "12 Lê Lợi, P. Tân Lợi, TP Buôn Ma Thuột, Đắk Lắk". A proposal, never a fact.

Every run of words that is the name of a ward is weighed by what else the text says: the kind before it, the district
and the province after it, the marks. Wards of equal weight are all returned: then a person is asked. The first address
takes 0,3 s, another a fraction of a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from labordesk.vietnamese.address_names import NamedPlace, NamedWard, Words, named_places, named_wards, words_of
from labordesk.vietnamese.ward_table import Ward, ward_table
from labordesk.vietnamese.ward_words import marked_words, parted, short_name

MOST_ASKED: Final = 12
"""A name borne by more wards than this, with nothing to tell them apart, is as good as not found."""

# What speaks for a ward and against it. A district outweighs a province, both outweigh the looks of the name.
_DISTRICT, _PROVINCE, _PROVINCE_OF_TODAY = 16, 12, 10
_KIND, _ALONE, _MARKS, _HOME = 4, 2, 2, 1
_OTHER_PLACE, _OTHER_KIND, _LONGER_NAME = -24, -3, -4


@dataclass(frozen=True, slots=True)
class WardChoice:
    """A ward of today that may be meant, with the old one it was when the address names exactly one."""

    new: Ward
    old: Ward | None


@dataclass(frozen=True, slots=True)
class AddressReading:
    """The wards an address may name: ``old`` those until 30/6/2025, ``new`` those of today."""

    old: tuple[Ward, ...] = ()
    new: tuple[Ward, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Tell whether there is one ward of today, and not several of before."""
        return len(self.new) == 1 and len(self.old) < 2

    @property
    def asks(self) -> bool:
        """Tell whether a person has to choose."""
        return bool(self.new) and not self.is_certain

    @property
    def choices(self) -> tuple[WardChoice, ...]:
        """Return what there is to choose from, one for each ward of today."""
        table = ward_table()
        found = []
        for new in self.new:
            before = [old for old in self.old if new.code in table.targets(old.code)]
            found.append(WardChoice(new, before[0] if len(before) == 1 else None))
        return tuple(found)


def parse_address(text: str | None, *, home: str = "") -> AddressReading:
    """Return the wards an address names; ``home`` is the province to think of first when the text says none."""
    words = words_of(text or "")
    if not words.plain:
        return AddressReading()
    places = named_places(words)
    weighed = [(_weight(one, places, words, home), one.ward) for one in named_wards(words, places)]
    best = max((weight for weight, _ward in weighed), default=0)
    likely = dict.fromkeys(ward for weight, ward in weighed if weight == best)
    if best <= 0 or len(likely) > MOST_ASKED:
        return AddressReading()
    table = ward_table()
    old = tuple(ward for ward in likely if ward.is_old)
    codes = [ward.code for ward in likely if not ward.is_old]
    codes += [code for ward in old for code in table.targets(ward.code)]
    new = (table.new(code) for code in dict.fromkeys(codes))
    return AddressReading(old, tuple(ward for ward in new if ward is not None))


def province_named(text: str) -> str:
    """Return the province a text names with its kind, "Hà Tĩnh" for "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ TĨNH"; "" for none."""
    provinces = ward_table().provinces()
    for place in named_places(words_of(text)):
        found = [name for name in place.names if name in provinces and parted(name)[0] == place.kind]
        if found:
            return short_name(found[0])
    return ""


def _weight(one: NamedWard, places: Sequence[NamedPlace], words: Words, home: str) -> int:
    """Return how much speaks for a ward; not above zero when it should not even be proposed."""
    ward = one.ward
    today = _provinces_of_today(ward)
    weight = 0
    district = _mention([place for place in places if place.kind != "tinh"], one.end, frozenset((ward.district,)))
    if district is not None and not district.kind and ward.province in district.names:
        # "Cao Bằng" alone is the province before it is the town; said twice it is both.
        twice = _mention(places, district.end, frozenset((ward.province,)))
        district = district if twice is not None else None
    if district is not None:
        same_kind = district.kind in ("", parted(ward.district)[0])
        weight += _DISTRICT + (_OTHER_KIND if not same_kind else 1 if district.kind else 0)
    after = district.end if district is not None else one.end
    province = _mention(places, after, frozenset((ward.province,))) or _mention(places, after, today)
    if province is not None:
        weight += _PROVINCE if ward.province in province.names else _PROVINCE_OF_TODAY
    is_placed = weight > 0
    if not one.kind and district is None and (one.is_place or not one.is_alone):
        return 0  # "Buôn Ma Thuột, Đắk Lắk" is the town, "12 Trần Phú, Hà Nội" a street
    explained = (ward.district, ward.province, *today)
    overlooked = [place for place in places if place.is_firm and place.start >= one.end]
    if any(place.names.isdisjoint(explained) for place in overlooked):
        weight += _OTHER_PLACE
    if one.kind:
        weight += _KIND if one.kind == parted(ward.name)[0] else _OTHER_KIND
    is_whole = words.ends_part(one.end) or words.kind_follows(one.end)
    if not is_whole and not any(place.start == one.end for place in places):
        weight += _LONGER_NAME
    if one.is_alone:
        weight += _ALONE
    if words.has_marks:
        same = list(words.marked[one.start : one.end]) == marked_words(parted(ward.name)[1])
        weight += _MARKS if same else 0
    is_home = home in (short_name(ward.province), *map(short_name, today))
    return weight + (_HOME if is_home else 0) if is_placed or one.kind or (is_home and one.is_alone) else 0


def _mention(places: Sequence[NamedPlace], after: int, names: frozenset[str]) -> NamedPlace | None:
    """Return where one of these places is named behind a word, the firmest mention of it."""
    found = [place for place in places if place.start >= after and not place.names.isdisjoint(names)]
    return max(found, key=lambda place: (place.is_firm, bool(place.kind), -place.start), default=None)


def _provinces_of_today(ward: Ward) -> frozenset[str]:
    table = ward_table()
    found = (table.new(code) for code in table.targets(ward.code)) if ward.is_old else (ward,)
    return frozenset(new.province for new in found if new is not None)
