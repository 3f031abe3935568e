"""The table of wards, made by ``tools/wards.py``: read once when first asked for, about 20 ms and 5 MB."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from labordesk.assets import asset_bytes
from labordesk.vietnamese.ward_words import SHORT_KINDS, initials, parted, place_words, short_name


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward with its official names; ``district`` is "" for a ward of today."""

    code: str
    name: str
    province: str
    district: str = ""

    @property
    def is_old(self) -> bool:
        """Tell whether it ended on 30/6/2025."""
        return bool(self.district)

    @property
    def label(self) -> str:
        """Return "Phường Tân Lợi (Buôn Ma Thuột, Đắk Lắk)"."""
        above = [short_name(name) for name in (self.district, self.province) if name and name != self.name]
        return f"{self.name} ({', '.join(above)})"


@dataclass(frozen=True, slots=True)
class WardLink:
    """An old ward and one ward of today that took it or a part of it."""

    old: Ward
    new: Ward


class WardTable:
    """All wards by code; the words they are found by are made when first asked for, which takes 0,2 s."""

    def __init__(self, content: bytes) -> None:
        table = json.loads(gzip.decompress(content))
        self._provinces: list[list[str]] = table["provinces"]
        self._old_provinces: list[list[str]] = table["old_provinces"]
        self._districts: list[list[Any]] = table["districts"]
        self._new: dict[str, list[Any]] = {row[0]: row for row in table["wards"]}
        self._old: dict[str, list[Any]] = {row[0]: row for row in table["old_wards"]}
        self._sources: dict[str, list[str]] = {}
        for code, row in self._old.items():
            for target in row[3]:
                self._sources.setdefault(target, []).append(code)
        self._lock = Lock()
        self._words: dict[bool, tuple[tuple[str, str], ...]] = {}

    def new(self, code: str) -> Ward | None:
        """Return a ward of today."""
        row = self._new.get(code)
        return Ward(code, row[1], self._provinces[row[2]][1]) if row is not None else None

    def old(self, code: str) -> Ward | None:
        """Return a ward of before 1/7/2025."""
        row = self._old.get(code)
        if row is None:
            return None
        _code, district, province = self._districts[row[2]]
        return Ward(code, row[1], self._old_provinces[province][1], district)

    def codes(self, *, old: bool) -> Iterable[str]:
        """Return all codes in order."""
        return self._old if old else self._new

    def provinces(self) -> frozenset[str]:
        """Return the provinces of today and of before."""
        return frozenset(name for _code, name in (*self._provinces, *self._old_provinces))

    def targets(self, old_code: str) -> tuple[str, ...]:
        """Return the codes of today of an old ward, none for an unknown one."""
        row = self._old.get(old_code)
        return tuple(row[3]) if row is not None else ()

    def sources(self, code: str) -> tuple[str, ...]:
        """Return the codes of the old wards that went into a ward of today, wholly or in part."""
        return tuple(self._sources.get(code, ()))

    def words(self, *, old: bool) -> tuple[tuple[str, str], ...]:
        """Return (code, words it is found by) of all wards; an old one is also found by its province of today."""
        with self._lock:
            if old not in self._words:
                above: dict[tuple[str, ...], str] = {}
                self._words[old] = tuple((code, self._found_by(code, above, old=old)) for code in self.codes(old=old))
            return self._words[old]

    def _found_by(self, code: str, above: dict[tuple[str, ...], str], *, old: bool) -> str:
        ward = self.old(code) if old else self.new(code)
        assert ward is not None
        places = (ward.district, ward.province, *(self._provinces[self._new[one][2]][1] for one in self.targets(code)))
        names = tuple(dict.fromkeys(name for name in (places if old else places[:2]) if name))
        if names not in above:
            above[names] = "".join(map(_ways, names))
        return _ways(ward.name) + above[names] + " "


def _ways(name: str) -> str:
    """Return the words of a name, each after a blank: its kind in full and short, its own words, joined, initials."""
    kind, own = parted(name)
    words = place_words(own)
    joined = ["".join(words), initials(name)] if len(words) > 1 else []
    return "".join(f" {word}" for word in (*kind.split(), SHORT_KINDS.get(kind, ""), *words, *joined) if word)


def ward_table() -> WardTable:
    """Return the table, reading it the first time."""
    global _table
    if _table is None:
        with _loading:
            if _table is None:
                _table = WardTable(asset_bytes("wards.json.gz"))
    return _table


_table: WardTable | None = None
_loading = Lock()


@cache
def wards_by_key() -> Mapping[str, tuple[Ward, ...]]:
    """Return all wards, of today and of before, by the ``name_key`` of their names."""
    table = ward_table()
    found: dict[str, list[Ward]] = {}
    for get, codes in ((table.new, table.codes(old=False)), (table.old, table.codes(old=True))):
        for ward in map(get, codes):
            if ward is not None:
                found.setdefault(name_key(ward.name), []).append(ward)
    return {key: tuple(wards) for key, wards in found.items()}


def name_key(name: str) -> str:
    """Return a name without kind, marks and blanks: "Xã Ea H'Leo" -> "eahleo"."""
    return "".join(place_words(parted(name)[1]))
