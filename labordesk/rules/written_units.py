"""Which unit a name on a list means: lists abbreviate, spell out, drop marks and legal forms, and mistype."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from labordesk.rules.unit_names import ABBREVIATIONS
from labordesk.vietnamese.fold import clean, plain_key, search_key

Fit = Literal["same", "core", "marks", "slip", "alike"]
"""The same name; the same but for words that say nothing; for marks; for a letter or two; some words are the same."""

_PHRASES: Final[Mapping[tuple[str, ...], str]] = {
    **{tuple(words.split()): letters for words, letters in ABBREVIATIONS},
    ("cong", "ty"): "cty",
    ("ct",): "cty",
    ("xi", "nghiep"): "xn",
    ("nha", "may"): "nm",
    ("doanh", "nghiep", "tu", "nhan"): "dntn",
    ("truong",): "trg",
    ("tieu", "hoc"): "th",
    ("mam", "non"): "mn",
    ("benh", "vien"): "bv",
    ("tram", "y", "te"): "tyt",
    ("trung", "tam"): "tt",
}
"""Words lists also write as letters; every name is brought to the letters."""
_LONGEST: Final = max(map(len, _PHRASES))
_SAYS_NOTHING: Final = frozenset(
    "cdcs cdcstv ndcs cdbp cd cty tnhh cp mtv dntn va trg co so doan cong".split()  # noqa: SIM905
)
_BODIES: Final = frozenset("cdcs cdcstv ndcs cdbp cd ldld tldld".split())  # noqa: SIM905
"""Kinds of union body a name may begin with; two different ones are never the same unit."""
_CORE_NEEDS: Final = 4
"""So many letters must be left when the words that say nothing are gone."""
_MOST_SLIPS: Final = 2
_MOST_ALIKE: Final = 5
_INITIALS: Final = re.compile(r"\b(?:\w\.){2,}\w?(?!\w)")
_DOTS: Final = re.compile(r"(?<=\w)\.(?=\w)|[.,;:()\"“”/]")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit with every name it goes by today or once did."""

    id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A unit a name may mean and how well it fits."""

    unit_id: int
    fit: Fit


class UnitNames:
    """The names of all units, looked up by what lists write."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self._marked: defaultdict[str, set[int]] = defaultdict(set)
        self._bare: defaultdict[str, set[int]] = defaultdict(set)
        self._core: defaultdict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
        for unit in units:
            for name in unit.names:
                self._marked[marked_key(name)].add(unit.id)
                self._bare[bare_key(name)].add(unit.id)
                self._core[core_key(name)][unit.id] = (_marked_core(name), _body(name))

    def fitting(self, written: str) -> tuple[Fitting, ...]:
        """Return the units a written name may mean, the best first; several of one fit are equally likely."""
        bare = bare_key(written)
        if not bare:
            return ()
        if found := self._marked.get(marked_key(written)):
            return _all(found, "same")
        if found := self._bare.get(bare):
            return _all(found, "same" if _marked_core(written) == core_key(written) else "marks")
        core, marked, body = core_key(written), _marked_core(written), _body(written)
        same = {
            unit_id: "core" if marked in (theirs, core) else "marks"
            for unit_id, (theirs, other_body) in self._core.get(core, {}).items()
            if not body or not other_body or body == other_body
        }
        for fit in ("core", "marks"):
            if found := {unit_id for unit_id, its in same.items() if its == fit}:
                return _all(found, fit)
        return tuple(self._near(core, body))

    def _near(self, core: str, body: str) -> Iterator[Fitting]:
        """Yield units some letters away, then those that share all words of one of the names."""
        scored: dict[int, tuple[Fit, int]] = {}
        words = set(core.split())
        most = min(_MOST_SLIPS, len(core) // 6)
        for other, units in self._core.items():
            distance = OSA.distance(core, other, score_cutoff=most) if most else most + 1
            is_slip = distance <= most and _same_numbers(core, other)
            if not is_slip and not _shares(words, set(other.split())):
                continue
            for unit_id, (_marked, other_body) in units.items():
                fit: Fit = "slip" if is_slip and (not body or not other_body or body == other_body) else "alike"
                scored[unit_id] = (fit, distance if is_slip else abs(len(other) - len(core)))
        order = sorted(scored.items(), key=lambda one: (one[1][0] != "slip", one[1][1], one[0]))
        return (Fitting(unit_id, fit) for unit_id, (fit, _distance) in order[:_MOST_ALIKE])


def is_one_unit(a: str, b: str) -> bool:
    """Tell whether two names are of one unit but for words that say nothing: "CĐCS Công ty TNHH May", "Cty May"."""
    core = core_key(a)
    if not core or core != core_key(b) or "" != _body(a) != _body(b) != "":
        return False
    ours, theirs = _marked_core(a), _marked_core(b)
    return ours == theirs or core in (ours, theirs)


def marked_key(name: str) -> str:
    """Return a name with its marks, abbreviated: "Công đoàn cơ sở Cty May" and "CĐCS Công ty May" are equal."""
    return _key(name)[0]


def bare_key(name: str) -> str:
    """Return the same without marks."""
    return _key(name)[1]


@lru_cache(maxsize=8192)
def core_key(name: str) -> str:
    """Return the words that tell a unit from others ("may song lam"), all but its body when too little is left."""
    words = bare_key(name).split()
    core = " ".join(word for word in words if word not in _SAYS_NOTHING)
    if len(core.replace(" ", "")) >= _CORE_NEEDS:
        return core
    return " ".join(word for word in words if word not in _BODIES)


def _marked_core(name: str) -> str:
    marked, bare = _key(name)
    kept = set(core_key(name).split())
    return " ".join(one for one, plain in zip(marked.split(), bare.split(), strict=True) if plain in kept)


def _body(name: str) -> str:
    first = bare_key(name).partition(" ")[0]
    return first if first in _BODIES else ""


@lru_cache(maxsize=8192)
def _key(name: str) -> tuple[str, str]:
    """Return the marked and the bare key; a phrase known by its letters becomes these in both."""
    words = (
        _DOTS.sub(" ", _INITIALS.sub(lambda found: found[0].replace(".", ""), clean(name)))
        .replace("-", " ")
        .replace("'", " ")
        .split()
    )
    bare = [plain_key(word) for word in words]
    pairs: list[tuple[str, str]] = []
    place = 0
    while place < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if tuple(bare[place : place + n]) in _PHRASES), 0)
        if length:
            letters = _PHRASES[tuple(bare[place : place + length])]
            pairs.append((letters, letters))
        elif bare[place]:
            plain = bare[place]
            pairs.append((plain if plain in _LETTERS else search_key(words[place]), plain))
        place += length or 1
    return " ".join(marked for marked, _bare in pairs), " ".join(plain for _marked, plain in pairs)


_LETTERS: Final = frozenset(_PHRASES.values())


def _same_numbers(a: str, b: str) -> bool:
    """Tell whether two names have the same numbers: "so 1" and "so 2" are never a slip."""
    return re.findall(r"\d+", a) == re.findall(r"\d+", b)


def _shares(words: set[str], others: set[str]) -> bool:
    """Tell whether one name has all words of the other, of which there are at least two."""
    fewer = min(words, others, key=len)
    return len(fewer) > 1 and fewer == words & others and {one for one in words ^ others if one.isdigit()} == set()


def _all(ids: Iterable[int], fit: Fit) -> tuple[Fitting, ...]:
    return tuple(Fitting(unit_id, fit) for unit_id in sorted(ids))
