"""The mistakes real lists are full of, made on purpose so that the sample shows how they are found (domain.md 5.3)."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from copy import deepcopy
from typing import Final

from labordesk.sample.drafts import Draft
from labordesk.sample.numbers import Numbers

CAPITALS: Final = "capitals"
NO_MARKS: Final = "no marks"
OTHER_TONE_PLACE: Final = "other tone place"
TWICE: Final = "twice"
WRONG_SEX: Final = "number of the other sex"
WRONG_YEAR: Final = "number of another year"
NO_BIRTH: Final = "no birth"

CONTRADICTING: Final = (WRONG_SEX, WRONG_YEAR)
"""Mistakes that make a citizen number contradict its person."""

_HOW_OFTEN: Final = ((CAPITALS, 14), (NO_MARKS, 10), (WRONG_SEX, 3), (WRONG_YEAR, 2), (NO_BIRTH, 8), (TWICE, 6))
"""Of each mistake so many in 1.200 people."""

_TONE_PLACES: Final = {
    "òa": "oà",
    "óa": "oá",
    "ỏa": "oả",
    "õa": "oã",
    "ọa": "oạ",
    "ủy": "uỷ",
    "úy": "uý",
    "ùy": "uỳ",
    "ũy": "uỹ",
    "ụy": "uỵ",
}
_PER: Final = 1200


def make_mistakes(chance: random.Random, numbers: Numbers, drafts: list[Draft], *, first: int, last: int) -> None:
    """Spoil some of the drafts at the places from ``first`` up to ``last``; nobody is spoilt twice.

    People registered twice take the places of others, so that there are as many people as before.
    """
    free = [place for place in range(first, last) if not drafts[place].household and not _is_kin(drafts[place])]
    chance.shuffle(free)
    for mistake, often in _HOW_OFTEN:
        for _time in range(max(1, often * len(drafts) // _PER) if len(free) > 1 else 0):
            if mistake == TWICE:
                _register_again(chance, numbers, drafts, free)
            elif free:
                _SPOIL[mistake](chance, numbers, drafts[free.pop()])
    for draft in drafts[first:last]:
        if not draft.mistake and chance.random() < 0.5:
            _move_tones(draft)


def _is_kin(draft: Draft) -> bool:
    return bool(draft.fields.get("recipient_name"))


def _capitals(_chance: random.Random, _numbers: Numbers, draft: Draft) -> None:
    draft.fields["full_name"] = draft.name.upper()
    draft.mistake = CAPITALS


def _no_marks(_chance: random.Random, _numbers: Numbers, draft: Draft) -> None:
    draft.fields["full_name"] = without_marks(draft.name)
    draft.mistake = NO_MARKS


def _wrong_sex(_chance: random.Random, numbers: Numbers, draft: Draft) -> None:
    other = "male" if draft.sex == "female" else "female"
    draft.fields["citizen_id"] = numbers.citizen_id(other, int(draft.fields["birth"][:4]), "042")
    draft.mistake = WRONG_SEX


def _wrong_year(chance: random.Random, numbers: Numbers, draft: Draft) -> None:
    year = int(draft.fields["birth"][:4]) + chance.choice((-10, -1, 1, 2))
    draft.fields["citizen_id"] = numbers.citizen_id(draft.sex, year, "042")
    draft.mistake = WRONG_YEAR


def _no_birth(_chance: random.Random, _numbers: Numbers, draft: Draft) -> None:
    draft.fields |= {"birth": None, "citizen_id": None}
    draft.mistake = NO_BIRTH


def _register_again(chance: random.Random, numbers: Numbers, drafts: list[Draft], free: list[int]) -> None:
    """Write somebody with a new CCCD once more, as another unit knew them: old CMND, only the year of birth."""
    if len(free) < 2:
        return
    first, again = free.pop(), free.pop()
    known, unit = drafts[first], drafts[again].unit
    known.fields["citizen_id"] = known.fields.get("citizen_id") or numbers.citizen_id(
        known.sex, int(known.fields["birth"][:4]), "042"
    )
    copy = deepcopy(known)
    copy.unit, copy.health, copy.mistake, copy.same_as = unit, None, TWICE, first
    copy.hardships = known.hardships[:1]
    copy.fields |= {
        "birth": known.fields["birth"][:4],
        "citizen_id": None,
        "citizen_id_issued_on": None,
        "citizen_id_issued_at": None,
        "old_id": known.fields.get("old_id") or numbers.old_id(),
        "union_card": None,
        "social_insurance": None,
        "department": drafts[again].fields["department"],
        "job": drafts[again].fields["job"],
        "joined_on": None,
        "phone": known.fields["phone"] if chance.random() < 0.5 else None,
        "consent": False,
        "consent_on": None,
        "consent_form": None,
    }
    drafts[again] = copy


def _move_tones(draft: Draft) -> None:
    name = draft.name
    for old, new in _TONE_PLACES.items():
        if not name.endswith(("quý", "Quý")):
            name = name.replace(old, new)
    if name != draft.name:
        draft.fields["full_name"] = name
        draft.mistake = OTHER_TONE_PLACE


def without_marks(name: str) -> str:
    """Return a name as it is typed without a Vietnamese keyboard, its capitals kept ("Do Thi Hoa")."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))
    return bare.replace("đ", "d").replace("Đ", "D")


_SPOIL: Final[dict[str, Callable[[random.Random, Numbers, Draft], None]]] = {
    CAPITALS: _capitals,
    NO_MARKS: _no_marks,
    WRONG_SEX: _wrong_sex,
    WRONG_YEAR: _wrong_year,
    NO_BIRTH: _no_birth,
}
