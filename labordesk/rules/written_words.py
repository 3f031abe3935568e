"""Which entry of a catalogue a list means by its own words: a circumstance, a source of money, a programme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from labordesk.rules.written_banks import bank_lends
from labordesk.vietnamese.fold import clean, plain_key

_SAYS_NOTHING: Final = frozenset("va hoac bi do cho cua co nam mac".split())  # noqa: SIM905
_SYNONYMS: Final[Mapping[str, str]] = {
    "ung thu": "benh hiem ngheo",
    "suy than": "benh hiem ngheo",
    "chay than": "benh hiem ngheo",
    "tai bien": "benh hiem ngheo",
    "bhn": "benh hiem ngheo",
    "tnld": "tai nan lao dong",
    "bnn": "benh nghe nghiep",
    "bao": "thien tai bao",
    "lu": "thien tai lu",
    "lut": "thien tai lu",
    "lu lut": "thien tai lu",
    "ngap": "thien tai lu",
    "sat lo": "thien tai sat lo",
    "chay nha": "hoa hoan",
    "nha chay": "hoa hoan",
    "nha bi chay": "hoa hoan",
    "hoa hoan": "hoa hoan",
    "loc xoay": "thien tai bao",
    "giong loc": "thien tai bao",
    "toc mai": "thien tai bao",
    "ngap lut": "thien tai lu",
    "lu quet": "thien tai lu",
    "tan tat": "khuyet tat",
    "mat cha": "mo coi",
    "mat me": "mo coi",
    "me don than": "don than nuoi con",
    "nuoi con mot minh": "don than nuoi con",
    "chat doc da cam": "nhiem chat doc da cam dioxin",
    "liet si": "gia dinh chinh sach than nhan liet si",
    "thuong binh": "gia dinh chinh sach thuong binh",
    "can ngheo": "ho can ngheo",
    "thu nhap thap": "thu nhap thap",
    "nha o kho khan": "nha tam dot nat",
    "nha xuong cap": "nha tam dot nat",
    "quy ma": "quy mai am",
    "quy xh": "quy xa hoi cong doan",
    "ubnd": "ngan sach nha nuoc",
    "qma": "quy mai am cong doan",
    "cong ty": "doanh nghiep",
    "cty": "doanh nghiep",
    "chu doanh nghiep": "doanh nghiep",
    "nsdld": "nguoi su dung lao dong",
    "dn": "doanh nghiep",
    "gd": "gia dinh",
    "ban than": "gia dinh",
    "doi ung": "gia dinh",
    "ho gia dinh": "gia dinh",
    "nguoi than": "gia dinh ho hang",
    "dong ho": "gia dinh ho hang",
    "noi ngoai": "gia dinh ho hang",
    "xhh": "xa hoi hoa",
    "manh thuong quan": "nha hao tam",
    "ung ho": "nha hao tam xa hoi hoa",
    "tai tro": "nha hao tam xa hoi hoa",
    "khac": "xa hoi hoa",
    "ho tro khac": "xa hoi hoa",
    "nguon khac": "xa hoi hoa",
    "cong doan": "tai chinh cong doan",
    "ldld": "tai chinh cong doan",
    "ldld tinh": "tai chinh cong doan",
    "cdcs": "tai chinh cong doan",
    "ngan sach": "ngan sach nha nuoc",
    "ngan hang": "vay ngan hang",
    "vay": "vay ngan hang",
    "doan vien": "doan vien nguoi lao dong dong gop",
    "dong nghiep": "doan vien nguoi lao dong dong gop",
    "tam long vang": "tam long vang",
    "tlv": "tam long vang",
}
"""Words of lists, folded, and words of the catalogue they stand for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a catalogue under every name it goes by (its own, its code)."""

    id: int
    names: tuple[str, ...]


def best_entries(written: str, entries: Iterable[Entry]) -> tuple[int, ...]:
    """Return the ids of the entries meant, the best first; empty when no word points at any.

    An entry all of whose words are written, or whose words hold all that is written, comes before one that shares
    some; fewer words left over are better.
    """
    scored = _scored(written, entries)
    return tuple(sorted(scored, key=lambda entry_id: (-scored[entry_id][0], -scored[entry_id][1], entry_id)))


def sure_entry(written: str, entries: Iterable[Entry]) -> int | None:
    """Return the entry surely meant, None when none is: all its words are written, or all that is written is in it."""
    scored = _scored(written, entries)
    best = max(scored.values(), default=(0, 0.0))
    meant = [entry_id for entry_id, score in scored.items() if score == best]
    return meant[0] if best[0] >= _CONTAINED and len(meant) == 1 else None


def is_written(written: str, entry: Entry) -> bool:
    """Tell whether what is written is a name of the entry and nothing else, marks and capitals aside."""
    key = _folded(written)
    return bool(key) and any(key == _folded(name) for name in entry.names)


def sure_giver(written: str, entries: Iterable[Entry]) -> int | None:
    """Return the source of money surely meant by a heading such as "Doanh nghiệp hỗ trợ", None when none is.

    Who gives comes before the words for giving: "tài trợ" says that somebody gave only when nothing says who.
    """
    every = tuple(entries)
    lends = bank_lends(written)
    if lends is not None and all(_folded(written) != _folded(name) for one in every for name in one.names):
        return sure_entry(_LENT if lends else _DONOR, every)
    giver = _GIVING.sub(" ", f" {_folded(written)} ".replace(" cd ", " cong doan "))
    found = sure_entry(giver, every)
    return sure_entry(written, every) if found is None else found


def _scored(written: str, entries: Iterable[Entry]) -> dict[int, tuple[int, float]]:
    """Return how well each entry fits, by id; what a synonym alone says never outweighs words that are written."""
    own, meant = _readings(written)
    found = {
        entry.id: max(
            (
                *(_score(one, name) for one in own for name in entry.names),
                *(min((_CONTAINED, 1.0), _score(one, name)) for one in meant for name in entry.names),
            ),
            default=_NONE,
        )
        for entry in entries
    }
    return {entry_id: score for entry_id, score in found.items() if score > _NONE}


def _readings(written: str) -> tuple[list[str], list[str]]:
    """Return what is written, folded, alone and with each synonym in its place; and each synonym instead of all."""
    key = _folded(written)
    if not key:
        return [], []
    there = {letters: words for letters, words in _SYNONYMS.items() if f" {letters} " in f" {key} "}
    spelled = [f" {key} ".replace(f" {letters} ", f" {words} ").strip() for letters, words in there.items()]
    return list(dict.fromkeys((key, *spelled))), list(there.values())


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return plain_key(_MARKS.sub(" ", clean(text)))


_LENT: Final = "vay ngân hàng"
_DONOR: Final = "doanh nghiệp"
"""What banks are in the catalogue of sources: those that lend, and those that give like any enterprise."""
_CONTAINED: Final = 2
_NONE: Final = (0, 0.0)
_GIVING: Final = re.compile(r"\b(?:nguon|kinh phi|so tien|von|do|ho tro|dong gop|(?<!nha )tai tro|ung ho|giup do)\b")
"""Words of a heading for the money and for giving it, folded; they do not say who gives."""
_MARKS: Final = re.compile(r"[/,:;.()\"“”]")


def _score(written: str, name: str) -> tuple[int, float]:
    """Return 4 equal, 3 the name is written whole, 2 what is written is part of the name, 1 some words are shared."""
    theirs = _folded(name)
    if written == theirs:
        return 4, 1.0
    ours, others = _words(written), _words(theirs)
    common = ours & others
    if not common:
        return _NONE
    share = len(common) / len(ours | others)
    if others <= ours:
        return 3, share
    if ours <= others:
        return 2, share
    return (1, share) if len(common) > 1 else _NONE


def _words(key: str) -> frozenset[str]:
    words = frozenset(key.split())
    return words - _SAYS_NOTHING or words
