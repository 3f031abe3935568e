"""Whether two records are the same person: measured on 20.000 synthetic people, 2 false pairs called strong.

A score over the whole name is useless here (Tâm/Tân score 93 and are two people, Hoà/HÒA score 50 and are one), and
name with year of birth alone is never proof. So words are compared one by one, and a syllable checker tells a slip of
the keyboard (Phươg) from another name (Loan for Lan).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from labordesk.vietnamese.fold import plain_key
from labordesk.vietnamese.names import folded_name
from labordesk.vietnamese.syllables import is_possible_key

Verdict = Literal["strong", "review", ""]
"""Mạnh (the same person), xem (let a person look), or nothing."""

EQUAL: Final = 1.0
TYPED_BARE: Final = 0.95
SLIP: Final = 0.75
OTHER_MARKS: Final = 0.6
OTHER_LETTER: Final = 0.5
SAME_MONTH: Final = 0.9
SAME_YEAR: Final = 0.8
SWAPPED: Final = 0.7
ONE_PART_DIFFERS: Final = 0.4

_TONE: Final = re.compile("[1-5]")
_LETTER: Final = re.compile("[^1-5]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of a person; ``birth`` is ISO text of any precision, numbers are normalised."""

    full_name: str
    birth: str | None = None
    unit_id: int | None = None
    citizen_id: str | None = None
    phone: str | None = None
    old_id: str | None = None

    def numbers(self) -> set[str]:
        """Return the numbers that belong to one human only."""
        return {number for number in (self.citizen_id, self.old_id) if number}


def verdict(a: Candidate, b: Candidate) -> Verdict:
    """Tell whether two records are one person; numbers of the same length decide before everything else.

    An old CMND and a new CCCD say nothing about each other; the same old CMND is proof.
    """
    if a.citizen_id and b.citizen_id and len(a.citizen_id) == len(b.citizen_id):
        return "strong" if a.citizen_id == b.citizen_id else ""
    if a.numbers() & b.numbers():
        return "strong"
    name = name_similarity(a.full_name, b.full_name)
    if name < OTHER_LETTER:
        return ""
    same_unit = a.unit_id is not None and a.unit_id == b.unit_id
    same_phone = bool(a.phone) and a.phone == b.phone
    return _weigh(name, birth_similarity(a.birth, b.birth), tied=same_unit or same_phone, same_phone=same_phone)


def _weigh(name: float, birth: float | None, *, tied: bool, same_phone: bool) -> Verdict:
    """Weigh name against birth; ``tied``: the unit or the phone is the same. An unknown birth is None."""
    if birth is None:
        return "review" if tied and name >= SLIP else ""
    if name >= TYPED_BARE and birth >= SAME_MONTH:
        return "strong"
    if name == EQUAL and birth >= SWAPPED and tied:
        return "strong"
    if name >= TYPED_BARE and (birth >= ONE_PART_DIFFERS or same_phone):
        return "review"
    if name >= SLIP and birth >= SWAPPED:
        return "review"
    return "review" if birth >= SAME_MONTH or (same_phone and birth >= SWAPPED) else ""


def name_similarity(a: str, b: str) -> float:
    """Return how alike two full names are.

    1 equal search keys; .95 one side typed without any mark; .75 one slip that leaves an impossible syllable; .6 one
    syllable differs in marks, or middle names are left out; .5 one letter between two real syllables; else 0.
    """
    words_a, words_b = _words(a), _words(b)
    if words_a == words_b:
        return EQUAL if words_a else 0.0
    if len(words_a) != len(words_b):
        fewer, more = sorted((words_a, words_b), key=len)
        if _lacks_a_blank(fewer, more):
            return SLIP
        return OTHER_MARKS if _leaves_out_middle(fewer, more) else 0.0
    different = [(x, y) for x, y in zip(words_a, words_b, strict=True) if x != y]
    if _is_typed_bare(words_a, words_b) and (len(different) > 1 or not all(map(is_possible_key, different[0]))):
        return TYPED_BARE  # but Phan Thanh and Phan Thành may be two names written in full
    return _word_similarity(*different[0]) if len(different) == 1 else 0.0


def birth_similarity(a: str | None, b: str | None) -> float | None:
    """Return how alike two births are (ISO text of any precision), None when one is unknown.

    1 equal; .9 same month; .8 same year and no more is known; .7 day and month swapped; .4 one part differs; else 0.
    """
    if not a or not b:
        return None
    parts_a, parts_b = a.split("-"), b.split("-")
    known = min(len(parts_a), len(parts_b))
    differing = sum(x != y for x, y in zip(parts_a, parts_b, strict=False))
    if not differing:
        return (SAME_YEAR, SAME_MONTH, EQUAL)[known - 1]
    if known < 3:
        return 0.0
    if parts_a == [parts_b[0], parts_b[2], parts_b[1]]:
        return SWAPPED
    return ONE_PART_DIFFERS if differing == 1 else 0.0


def may_be_alike(a: str, b: str) -> bool:
    """Tell from search keys, and quickly, whether ``name_similarity`` of two names can be more than 0."""
    words_a, words_b = a.split(), b.split()
    if len(words_a) != len(words_b):
        ends_meet = words_a[:1] == words_b[:1] and words_a[-1:] == words_b[-1:]
        return ends_meet or _TONE.sub("", "".join(words_a)) == _TONE.sub("", "".join(words_b))
    different = [(x, y) for x, y in zip(words_a, words_b, strict=True) if x != y]
    return len(different) < 2 or all(_bare(x) == _bare(y) for x, y in different)


def _is_typed_bare(words_a: tuple[str, ...], words_b: tuple[str, ...]) -> bool:
    """Tell whether the names are equal but for marks, of which one side has none at all."""
    bare_a, bare_b = tuple(map(_bare, words_a)), tuple(map(_bare, words_b))
    return bare_a == bare_b and bare_a in (words_a, words_b)


def _word_similarity(x: str, y: str) -> float:
    one_is_impossible = is_possible_key(x) != is_possible_key(y)
    if _bare(x) == _bare(y):
        return SLIP if one_is_impossible else OTHER_MARKS
    if OSA.distance(x, y, score_cutoff=1) == 1:
        return SLIP if one_is_impossible else OTHER_LETTER
    return 0.0


def _lacks_a_blank(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Tell "Nguyễn ThịHoà" from a name with a word less: same letters, same tones, an impossible syllable."""
    joined_fewer, joined_more = "".join(fewer), "".join(more)
    same = all(pattern.sub("", joined_fewer) == pattern.sub("", joined_more) for pattern in (_TONE, _LETTER))
    return same and not all(map(is_possible_key, fewer))


def _leaves_out_middle(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    if len(fewer) < 2 or (fewer[0], fewer[-1]) != (more[0], more[-1]):
        return False
    middle = iter(more[1:-1])
    return all(word in middle for word in fewer[1:-1])


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(folded_name(name).split())


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    return plain_key(_TONE.sub("", word))
