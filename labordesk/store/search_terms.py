"""What is typed into the search box, read as words and numbers that must all match, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from labordesk.vietnamese.fold import clean, plain_key, search_key, words_of

LEAST_DIGITS: Final = 3
"""A shorter number is not looked for yet: it would match nearly everybody."""

_LONGEST_NUMBER: Final = 12
# In a key words are parted by single blanks, and a word ends in the number of its tone.
_START, _END, _LETTERS = "(?<![^ ])", "(?![^ ])", "[^ 0-9]*"
_ONLY_NUMBER: Final = re.compile(r"[0-9.+()-]*[0-9][0-9.+()-]*")
# Mỹ = Mĩ, Quý = Quí: the rule of fold.search_key, for words typed without marks.
_Y_OR_I: Final = re.compile(r"(?:qu|[bcdghklmnprstvx])[yi]")


@dataclass(frozen=True)
class Word:
    """A word of a name; an unfinished one is the beginning of a word. ``twin`` is the spelling with i for y or y for i.

    ``plain`` and ``twin`` are compared with ``plain_key``. A word that carries a mark is also compared with
    ``search_key``: ``marked`` is the pattern of it, and the key holds the ``signs`` wherever it matches.
    """

    plain: str
    twin: str
    finished: bool
    marked: re.Pattern[str] | None = None
    signs: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return ``plain`` and its twin, if it has one."""
        return (self.plain, self.twin) if self.twin else (self.plain,)


@dataclass(frozen=True)
class Number:
    """The beginning of a citizen number, old identity number or phone (``digits``) or of a union card (``cards``)."""

    digits: str
    cards: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """Everything typed; nothing typed matches everybody."""

    words: tuple[Word, ...] = ()
    numbers: tuple[Number, ...] = ()

    @property
    def marks(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns that all have to be found in a ``search_key``."""
        return tuple(word.marked for word in self.words if word.marked is not None)


def read_terms(text: str) -> Terms:
    """Read a search text: "hoa nguyen", "Hoà 0912 345", "NA-001"; the last word may be unfinished."""
    chunks = clean(text).split()
    words: list[Word] = []
    numbers: list[Number] = []
    place = 0
    while place < len(chunks):
        taken = _digits_from(chunks, place)
        if taken:
            numbers += _number(chunks[place : place + taken])
            place += taken
            continue
        chunk = chunks[place]
        place += 1
        if any(char.isdecimal() for char in chunk):
            numbers.append(Number("", _card_spellings(chunk)))
        else:
            words += _words(chunk, is_last=place == len(chunks))
    return Terms(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(numbers)))


def _digits_from(chunks: list[str], place: int) -> int:
    """Return how many chunks from here on are one number typed in groups, "0912 345 678"."""
    taken = length = 0
    while place + taken < len(chunks) and _ONLY_NUMBER.fullmatch(chunks[place + taken]):
        length += sum(map(str.isdecimal, chunks[place + taken]))
        if taken and length > _LONGEST_NUMBER:
            break
        taken += 1
    return taken


def _number(chunks: list[str]) -> list[Number]:
    digits = re.sub(r"[^0-9]", "", "".join(chunks))
    if chunks[0].startswith("+84"):
        digits = f"0{digits[2:]}"
    if len(digits) < LEAST_DIGITS:
        return []
    return [Number(digits, tuple(dict.fromkeys((digits, " ".join(chunks)))))]


def _card_spellings(chunk: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((chunk, chunk.upper())))


def _words(chunk: str, *, is_last: bool) -> list[Word]:
    found = [(part, plain) for part in words_of(chunk.casefold()) for plain in words_of(plain_key(part))]
    last = len(found) - 1
    return [_word(part, plain, finished=not (is_last and place == last)) for place, (part, plain) in enumerate(found)]


def _word(part: str, plain: str, *, finished: bool) -> Word:
    twin = plain[:-1] + ("i" if plain[-1] == "y" else "y") if _Y_OR_I.fullmatch(plain) else ""
    if part == plain:
        return Word(plain, twin, finished)
    folded, tone = _tone_apart(search_key(part))
    letters = f"{folded[:-1]}y" if plain.endswith("y") else folded
    pattern = re.compile(_START + _marked(letters, folded, tone, finished=finished))
    return Word(plain, twin, finished, pattern, tuple(filter(None, (tone, "" if twin else letters))))


def _tone_apart(key: str) -> tuple[str, str]:
    folded = key.rstrip("12345")
    return folded, key[len(folded) :]


def _marked(letters: str, folded: str, tone: str, *, finished: bool) -> str:
    """Return the pattern of a word with marks: its letters hold, its tone only if it has one ("nguyên" -> Nguyễn).

    In a search key the tone stands behind the word: the beginning "hoà" is h-o-a, any letters, tone 1 (Hoàng, Hòa).
    """
    ending = f"{tone or '[0-9]*'}{_END}"
    whole = re.escape(folded) + ending
    return whole if finished else f"(?:{whole}|{re.escape(letters)}{_LETTERS}{ending})"
