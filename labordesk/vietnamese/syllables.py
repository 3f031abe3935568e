"""Which written words can be Vietnamese syllables: onset, rhyme, and stops that bear only sắc or nặng.

The rules are those of the school orthography; they decide what is a slip of the keyboard (Phươg, Nguyêt) and which
legacy encoding a column was typed in. Names of other peoples (Niê, Bkrông) are no syllables here, and no mistakes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from labordesk.vietnamese.fold import split_tone


def _rhymes(finals_of: dict[str, str]) -> frozenset[str]:
    """Return nucleus + final for each nucleus; "-" is the open rhyme."""
    return frozenset(
        nucleus + final.removeprefix("-") for nucleus, finals in finals_of.items() for final in finals.split()
    )


_ONSETS: Final = (
    *("b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_BEFORE_FRONT_VOWEL: Final = frozenset({"k", "gh", "ngh"})
_BEFORE_OTHER_VOWEL: Final = frozenset({"c", "g", "ng"})
_LABIAL: Final = frozenset({"b", "m", "p", "ph", "v"})
_FRONT: Final = "eêiy"
_PLAIN_RHYMES: Final = _rhymes(
    {
        "a": "- c ch i m n ng nh o p t u y",
        "ă": "c m n ng p t",
        "â": "c m n ng p t u y",
        "e": "- c m n ng o p t",
        "ê": "- ch m n nh p t u",
        "i": "- ch m n nh p t u a",
        "iê": "c m n ng p t u",
        "o": "- c i m n ng p t oc ong",
        "ô": "- c i m n ng p t",
        "ơ": "- i m n p t",
        "u": "- c i m n ng p t a",
        "uô": "c i m n ng t",
        "ư": "- c i m n ng t u a",
        "ươ": "c i m n ng p t u",
        "y": "-",
    }
)
_GLIDE_RHYMES: Final = _rhymes(
    {
        "oa": "- c ch i m n ng nh o p t y",
        "oă": "c m n ng t",
        "oe": "- n o t",
        "uâ": "n ng t y",
        "uê": "- ch n nh t",
        "uơ": "-",
        "uy": "- ch n nh p t u a",
        "uyê": "ch n t",
    }
)
# After qu the u is the glide itself: the glide rhymes without their first letter, and what only qu allows.
_AFTER_QU: Final = frozenset(rhyme[1:] for rhyme in _GLIDE_RHYMES) | _rhymes(
    {"a": "u", "â": "u", "e": "t", "i": "- ch n nh t", "ô": "c", "ơ": "i n t"}
)
_WITHOUT_ONSET: Final = _PLAIN_RHYMES | _GLIDE_RHYMES | _rhymes({"yê": "m n ng t u"})
_STOPS: Final = ("c", "ch", "p", "t")
_TONES: Final = "12345"
_SHARP_OR_HEAVY: Final = frozenset({"4", "5"})


def is_possible(word: str) -> bool:
    """Tell whether one word (any case, any Unicode form) is spelt as a Vietnamese syllable can be."""
    letters, tones = split_tone(word.casefold())
    return letters.isalpha() and is_possible_key(letters + tones)


@lru_cache(maxsize=65536)
def is_possible_key(word: str) -> bool:
    """Tell the same of a word of a search key: "nguyêt5" can be, "nguyêt" and "phươg" cannot."""
    letters = word.rstrip(_TONES)
    tones = word[len(letters) :]
    if len(tones) > 1 or (letters.endswith(_STOPS) and tones not in _SHARP_OR_HEAVY):
        return False
    return letters in _WITHOUT_ONSET or any(
        _follows(onset, letters.removeprefix(onset)) for onset in _ONSETS if letters.startswith(onset)
    )


def _follows(onset: str, rhyme: str) -> bool:
    """Tell whether the spelling lets the rhyme follow the onset: kê but ca, quê, hoa but not boa."""
    if onset == "qu":
        return rhyme in _AFTER_QU
    if onset == "gi":  # the i of gì, gìn, giếng is shared by onset and rhyme
        return rhyme in _PLAIN_RHYMES or f"i{rhyme}" in _PLAIN_RHYMES
    if rhyme in _GLIDE_RHYMES:
        return onset not in _LABIAL and onset not in _BEFORE_FRONT_VOWEL
    if rhyme in _PLAIN_RHYMES:
        return onset not in (_BEFORE_OTHER_VOWEL if rhyme[0] in _FRONT else _BEFORE_FRONT_VOWEL)
    return False
