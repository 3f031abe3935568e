"""How long a password would hold: a small estimate by how people choose, not by classes of letters."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise

from labordesk.i18n import N_
from labordesk.vietnamese.fold import plain_key


class Strength(IntEnum):
    """From the one guessed at once to the one nobody guesses."""

    WEAK = 0
    FAIR = 1
    GOOD = 2
    STRONG = 3


WORDS: dict[Strength, str] = {
    Strength.WEAK: N_("Yếu, đoán được ngay"),
    Strength.FAIR: N_("Tạm được, nên dài hơn"),
    Strength.GOOD: N_("Tốt"),
    Strength.STRONG: N_("Rất tốt"),
}

_BITS = ((60, Strength.STRONG), (44, Strength.GOOD), (30, Strength.FAIR))
"""At 5 guesses a second (deriving a key takes 0,2 s) 30 bits last 3 years on one machine, 44 on a thousand."""

_FIRST_TRIED = """
password passw0rd admin administrator labordesk congdoan cong doan matkhau mat khau khongco welcome abc qwerty
qwertyuiop asdfgh zxcvbn iloveyou anhyeuem emyeuanh vietnam hanoi saigon letmein user test number one
"""
_COMMON = frozenset(_FIRST_TRIED.split())
_WORD_BITS, _SYLLABLE_BITS, _RUN_BITS, _CHANCE_BITS = 5.0, 9.0, 4.0, 5.0
_SEQUENCES = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def strength(password: str, *, known: tuple[str, ...] = ()) -> Strength:
    """Estimate a password; ``known`` are words anybody would try first, such as the name of the unit."""
    bits = bits_of(password, known=known)
    return next((level for least, level in _BITS if bits >= least), Strength.WEAK)


def bits_of(password: str, *, known: tuple[str, ...] = ()) -> float:
    """Return the estimated bits: words by the word, runs (aaaa, 1234, a year) nearly none, the rest by the letter."""
    text = unicodedata.normalize("NFC", password)
    easy = _COMMON | {part for name in known for part in _joined(plain_key(name).split())}
    total, seen = 0.0, set()
    for part in _parts(text):
        plain = plain_key(part).replace(" ", "")
        if plain in seen:
            total += 1
            continue
        seen.add(plain)
        total += _WORD_BITS if plain in easy else _part_bits(part, plain)
    return total


def _joined(words: list[str]) -> Iterator[str]:
    """Give the words of a name and all that stand together, as "huongson"."""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield "".join(words[start:end])


def _parts(text: str) -> list[str]:
    """Split into stretches of letters, of digits and of signs, as people put passwords together."""
    parts: list[str] = []
    for letter in text:
        if parts and _kind(parts[-1][-1]) == _kind(letter):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _kind(letter: str) -> str:
    return "a" if letter.isalpha() else "0" if letter.isdigit() else " " if letter.isspace() else "#"


def _part_bits(part: str, plain: str) -> float:
    kind = _kind(part[0])
    if kind == " ":
        return 1.0
    if _is_run(plain):
        return _RUN_BITS
    if kind == "0":
        is_year = len(part) == 4 and "1940" <= part <= "2035"
        return _RUN_BITS if is_year else len(part) * math.log2(10)
    if kind == "#":
        return len(part) * 4.0
    if part not in (part.lower(), part.upper(), part.capitalize()):
        return len(part) * _CHANCE_BITS
    by_letter = len(part) * 3.6
    marks = 2.0 if plain != part.lower() else 0.0
    return min(by_letter, _SYLLABLE_BITS + marks) if len(part) <= 7 else by_letter + marks


def _is_run(plain: str) -> bool:
    """Tell aaaa, 1234, 4321 and qwerty."""
    if len(plain) < 3:
        return False
    if len(set(plain)) == 1:
        return True
    if any(plain in one or plain[::-1] in one for one in _SEQUENCES):
        return True
    return len({ord(b) - ord(a) for a, b in pairwise(plain)}) == 1
