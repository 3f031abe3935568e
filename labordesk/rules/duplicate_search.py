"""Who of many people is worth comparing with whom, without comparing everybody with everybody.

Two people of one group (a year of birth, a unit) are brought together when their names are equal without marks, when
they were born on one day and share the first or the last word, or when one name has an impossible syllable just where
they differ. Everything else ``rules.duplicates`` would not call alike anyway; it judges the pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, Final, Literal

from labordesk.rules.duplicates import SAME_YEAR, Candidate, birth_similarity, verdict
from labordesk.vietnamese.syllables import is_possible_key

FEW_NAMESAKES: Final = 3
"""So many people of one name and year may be looked at on the strength of these alone; more are coincidence."""

AGES: Final = 50
"""Years of birth over which the people of a register are spread."""
MOST_BY_CHANCE: Final = 0.003
"""A pair of which more than this many are expected by chance alone is looked at, not called sure."""

Pair = tuple[int, ...]
"""Places of two people in their group."""
Finding = tuple[int, int, Literal["strong", "review"]]
"""Ids of two people, the smaller first, and how alike they are."""

_TONES: Final = str.maketrans("", "", "12345 ")


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as the search sees one; the keys are those of ``model.keys``."""

    person_id: int
    candidate: Candidate
    plain_key: str
    search_key: str


def worth_a_look(group: Sequence[Entry], touched: Set[int] | None = None) -> Iterator[Finding]:
    """Yield the pairs of people of one year of birth that a person should look at, some perhaps twice.

    ``touched`` (ids) leaves out the pairs of which neither is among them.
    """
    for places in _by_name(group):
        yield from _judged(group, combinations(places, 2), touched, crowd=len(places))
    yield from _judged(group, slips(group), touched)
    yield from _judged(group, born_together(group), touched)


def worth_a_look_without_birth(group: Sequence[Entry], touched: Set[int] | None = None) -> Iterator[Finding]:
    """Yield the same of people of one unit, for the pairs of which one has no known birth."""
    for places in (*_by_name(group), *slips(group)):
        pairs = (pair for pair in combinations(places, 2) if not all(group[one].candidate.birth for one in pair))
        yield from _judged(group, pairs, touched)


def judge(a: Entry, b: Entry) -> Finding | None:
    """Return whether two people brought together by a number need a look."""
    found = verdict(a.candidate, b.candidate)
    return _finding(a, b, found) if found else None


def is_coincidence(a: Candidate, b: Candidate, *, bearers: int, unit_share: float) -> bool:
    """Tell whether a pair that name and birth alone call sure may as well be two people: Vietnamese names repeat.

    ``bearers`` is how many others of the register have the name, ``unit_share`` the part of it that is in the unit.
    """
    if a.numbers() & b.numbers() or (a.phone and a.phone == b.phone):
        return False
    known = min(len(a.birth or ""), len(b.birth or ""))
    days = AGES * (1 if known < 7 else 12 if known < 10 else 365)
    share = unit_share if a.unit_id is not None and a.unit_id == b.unit_id else 1.0
    return bearers * share / days > MOST_BY_CHANCE


def _by_name(group: Sequence[Entry]) -> Iterator[list[int]]:
    """Yield the places of people of equal names, marks aside, who are not alone."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(group):
        by_name[entry.plain_key].append(place)
    return (places for places in by_name.values() if len(places) > 1)


def slips(group: Sequence[Entry]) -> Iterator[Pair]:
    """Yield pairs that differ in one word, or in a blank, where one of them has an impossible syllable."""
    wanted: defaultdict[Any, list[int]] = defaultdict(list)
    for place, entry in enumerate(group):
        words = entry.search_key.split()
        odd = [number for number, word in enumerate(words) if not is_possible_key(word)]
        for number in odd:
            wanted[_without(words, number)].append(place)
        if odd:
            wanted[entry.search_key.translate(_TONES)].append(place)
    if not wanted:
        return
    for place, entry in enumerate(group):
        words = entry.search_key.split()
        keys = (*(_without(words, number) for number in range(len(words))), entry.search_key.translate(_TONES))
        for key in keys:
            for other in wanted.get(key, ()):
                if other != place:
                    yield other, place


def born_together(group: Sequence[Entry]) -> Iterator[Pair]:
    """Yield pairs of one day of birth, or of one month where no day is known, that share the first or last word."""
    by_day: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    bare_months: set[str] = set()
    for place, entry in enumerate(group):
        birth = entry.candidate.birth or ""
        if len(birth) >= 7 and entry.plain_key:
            words = entry.plain_key.split()
            for part in (f"^{words[0]}", f"{words[-1]}$"):
                by_day[birth, part].append(place)
            if len(birth) == 7:
                bare_months.add(birth)
    for places in by_day.values():
        yield from combinations(places, 2)
    by_month: defaultdict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, entry in enumerate(group):
        birth = entry.candidate.birth or ""
        if birth[:7] in bare_months and entry.plain_key:
            by_month[birth[:7], entry.plain_key.split()[-1]][len(birth) == 10].append(place)
    for bare, full in by_month.values():
        yield from product(bare, full)


def _judged(
    group: Sequence[Entry], places: Iterable[Pair], touched: Set[int] | None, crowd: int = 0
) -> Iterator[Finding]:
    """Yield what is worth a look; ``crowd`` is how many of the group bear the name, 0 when that does not matter."""
    for place, other in places:
        a, b = group[place], group[other]
        if touched is not None and a.person_id not in touched and b.person_id not in touched:
            continue
        first, second = a.candidate, b.candidate
        if first.citizen_id and second.citizen_id and first.citizen_id != second.citizen_id:
            continue
        found = verdict(first, second)
        if found == "strong" or (found and (not crowd or tells(first, second, crowd))):
            yield _finding(a, b, found)


def _finding(a: Entry, b: Entry, found: Literal["strong", "review"]) -> Finding:
    first, second = sorted((a.person_id, b.person_id))
    return first, second, found


def tells(a: Candidate, b: Candidate, crowd: int) -> bool:
    """Tell whether a doubtful pair is more than a coincidence: name and year alone are none where many share them."""
    if crowd <= FEW_NAMESAKES or (a.unit_id is not None and a.unit_id == b.unit_id) or (a.phone and a.phone == b.phone):
        return True
    return birth_similarity(a.birth, b.birth) != SAME_YEAR


def _without(words: Sequence[str], number: int) -> tuple[int, tuple[str, ...]]:
    return number, (*words[:number], *words[number + 1 :])
