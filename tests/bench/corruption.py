"""How people come to stand in a register twice: the same human typed again from another list, with its noise."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from labordesk.vietnamese.fold import plain_key
from tests.bench.population import Human

_OLD_TONES: Final = str.maketrans({"ý": "í", "ỳ": "ì"})


def format_only(human: Human, chance: random.Random) -> Human:
    """Return the human typed in capitals, with loose marks, doubled blanks or the other i/y."""
    name = human.full_name
    typed = chance.choice(
        (
            name.upper(),
            unicodedata.normalize("NFD", name),
            name.replace(" ", "  "),
            name.translate(_OLD_TONES) if name.endswith(("Lý", "Mỳ", "Quý")) else name.upper(),
        )
    )
    return replace(human, full_name=unicodedata.normalize("NFC", " ".join(typed.split())))


def unaccented(human: Human, _chance: random.Random) -> Human:
    """Return the human typed without a Vietnamese keyboard."""
    return replace(human, full_name=plain_key(human.full_name).title())


def year_only(human: Human, _chance: random.Random) -> Human:
    """Return the human of a list that has only years of birth."""
    return replace(human, birth=human.birth[:4])


def swapped(human: Human, _chance: random.Random) -> Human:
    """Return the human with day and month in the other order."""
    if len(human.birth) < 10 or int(human.birth[8:]) > 12:
        return human
    return replace(human, birth=f"{human.birth[:4]}-{human.birth[8:]}-{human.birth[5:7]}")


def letter_deleted(human: Human, chance: random.Random) -> Human:
    """Return the human with one letter lost, never the first of a word."""
    places = [
        at for at, letter in enumerate(human.full_name) if letter.isalpha() and at and human.full_name[at - 1] != " "
    ]
    at = chance.choice(places)
    return replace(human, full_name=human.full_name[:at] + human.full_name[at + 1 :])


def middle_dropped(human: Human, _chance: random.Random) -> Human:
    """Return the human without middle names."""
    words = human.full_name.split()
    return replace(human, full_name=f"{words[0]} {words[-1]}")


KINDS: Final[Mapping[Callable[[Human, random.Random], Human], int]] = {
    format_only: 40,
    unaccented: 25,
    year_only: 15,
    swapped: 5,
    letter_deleted: 10,
    middle_dropped: 5,
}
"""What happens how often, in hundredths."""


def typed_again(human: Human, chance: random.Random) -> tuple[str, Human]:
    """Return a copy of a human as another list has it, without numbers, and what happened to it."""
    [kind] = chance.choices(list(KINDS), list(KINDS.values()))
    copy = kind(replace(human, citizen_id=None, old_id=None, phone=None, union_card=None), chance)
    return kind.__name__, copy
