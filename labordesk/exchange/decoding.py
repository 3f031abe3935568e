"""Columns in old encodings turned into Unicode before anything is asked of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from labordesk.exchange.cells import CellValue, Sheet
from labordesk.exchange.layout import BodyRow, Layout
from labordesk.exchange.mixed_encodings import encodings_by_row
from labordesk.vietnamese.legacy import Encoding, Guess, decode, encoding_of_font, guess_encoding
from labordesk.vietnamese.legacy_decoding import ONLY_UNICODE
from labordesk.vietnamese.syllables import is_possible

_UNCHANGED: Final = frozenset({"unicode", "nfd", "unknown"})  # readers bring every text to NFC themselves
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 2000
_WHOLLY: Final = 0.9
"""Share of words below which a column may be in two encodings."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A layout in Unicode; ``encodings`` by column, ``doubtful`` those the officer should look at.

    A column that alone would be doubtful is not when another one of the sheet surely is in the same encoding.
    """

    layout: Layout
    encodings: Mapping[int, str]
    doubtful: tuple[int, ...]


def decoded(layout: Layout, sheet: Sheet, chosen: Mapping[int, str]) -> Decoded:
    """Return the layout with every column in Unicode; what the officer chose is not guessed."""
    encodings: dict[int, str] = dict(chosen)
    guesses: dict[int, Guess] = {}
    for index in range(len(layout.labels)):
        texts = _texts(layout.body, index) if index not in chosen else []
        if texts:
            guesses[index] = _guess(texts, sheet.fonts.get(index))
    sure = {one.encoding for one in guesses.values() if one.sure} | set(chosen.values())
    old = [one.encoding for one in guesses.values() if one.sure and one.encoding not in _UNCHANGED]
    is_unicode = bool(sure & {"unicode", "nfd"})
    doubtful: list[int] = []
    for index, guess in guesses.items():
        encodings[index] = guess.encoding
        if guess.sure or guess.encoding in sure:
            continue
        if guess.encoding == "unknown":  # too few words to tell: as the rest of the sheet
            encodings[index] = max(set(old), key=old.count) if old else "unicode"
            doubtful += [index] if len(set(old)) > 1 else []
        elif is_unicode and guess.encoding != encoding_of_font(sheet.fonts.get(index)):
            encodings[index] = "unicode"  # "Hoà" alone could be VNI for Hồ, but its neighbours are Unicode
        elif guess.encoding not in _UNCHANGED:
            doubtful.append(index)
    unsure = [index for index, guess in guesses.items() if not guess.sure and guess.share < _WHOLLY]
    unsure = [index for index in unsure if not any(map(ONLY_UNICODE.search, _texts(layout.body, index)))]
    by_row = encodings_by_row(layout.body, unsure) if unsure else {}
    mixed = dict.fromkeys(unsure, by_row) if by_row else {}
    if mixed:
        encodings |= dict.fromkeys(unsure, Counter(by_row.values()).most_common(1)[0][0])
        doubtful = sorted({*doubtful, *unsure})
    return Decoded(_rewritten(layout, sheet, encodings, mixed), encodings, tuple(doubtful))


def _guess(texts: Sequence[str], font: str | None) -> Guess:
    """Guess a column; what can be read as it stands is, unless its font or the rest of the sheet says otherwise."""
    guess = guess_encoding(texts, font)
    if guess.encoding in _UNCHANGED or guess.encoding == encoding_of_font(font):
        return guess
    if not guess.sure and any(ONLY_UNICODE.search(text) for text in texts):
        return Guess("unicode", guess.share, sure=True)
    words = {word for text in texts for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()}
    return replace(guess, sure=False) if all(map(is_possible, words)) else guess


def _texts(body: Sequence[BodyRow], index: int) -> list[str]:
    step = len(body) // _SAMPLE + 1
    lines = (line for line in body[::step] if line.kind == "row" and index < len(line.cells))
    return [cell for line in lines if isinstance(cell := line.cells[index], str) and not cell.isascii()]


def _rewritten(
    layout: Layout, sheet: Sheet, encodings: Mapping[int, str], mixed: Mapping[int, Mapping[int, Encoding]]
) -> Layout:
    """Put the cells into Unicode by their columns; ``mixed`` names the encoding of each row where columns have two."""
    changed = {index: cast(Encoding, one) for index, one in encodings.items() if one not in _UNCHANGED}
    if not changed:
        return layout
    known: dict[tuple[str, Encoding, bool], str] = {}

    def text_of(cell: str, encoding: Encoding, capitals: bool) -> str:
        key = cell, encoding, capitals
        if key not in known:
            known[key] = decode(cell, encoding, capitals=capitals)
        return known[key]

    def rewritten(line: BodyRow) -> Sequence[CellValue]:
        return [
            text_of(
                cell,
                mixed[index].get(line.row, changed[index]) if index in mixed else changed[index],
                (line.row, index) in sheet.capital_fonts,
            )
            if isinstance(cell, str) and index in changed
            else cell
            for index, cell in enumerate(line.cells)
        ]

    return replace(layout, body=tuple(replace(line, cells=rewritten(line)) for line in layout.body))
