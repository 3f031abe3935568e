"""Two lists pasted into one: rows in .VnTime above rows in VNI. Each row is judged by all its words together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from labordesk.exchange.layout import BodyRow
from labordesk.vietnamese.legacy import Encoding, marked_words, share_of

_OLD: Final[tuple[Encoding, ...]] = ("tcvn3", "vni", "viscii", "vps", "mojibake")
_MOST: Final = 0.97
"""Share of words that both encodings together have to explain."""
_LEAST: Final = 0.7
"""Share of words that are syllables in any encoding at all."""
_PART: Final = 0.15
"""Share of words that only one of them explains."""
_SAMPLE: Final = 400


def encodings_by_row(body: Sequence[BodyRow], columns: Sequence[int]) -> Mapping[int, Encoding]:
    """Return the encoding of each row (by the officer's number) where two share these columns, else nothing.

    A row both would fit is as the one above it.
    """
    words = {line.row: _words(line, columns) for line in body if line.kind == "row"}
    sample = list(words.values())[:: len(words) // _SAMPLE + 1]
    pair = _pair(Counter(word for row in sample for word in row))
    if pair is None:
        return {}
    found: dict[int, Encoding] = {}
    last = pair[0]
    for row, said in words.items():
        one, other = (share_of(said, encoding) for encoding in pair)
        if one != other:
            last = pair[0] if one > other else pair[1]
        found[row] = last
    return found


def _words(line: BodyRow, columns: Sequence[int]) -> list[str]:
    cells = (line.cells[at] for at in columns if at < len(line.cells))
    return [word for cell in cells if isinstance(cell, str) for word in marked_words(cell)]


def _pair(words: Counter[str]) -> tuple[Encoding, Encoding] | None:
    """Return the two encodings that explain nearly all words together, each a good part of them alone."""
    fits = {encoding: {word for word in words if share_of([word], encoding)} for encoding in _OLD}
    known = set().union(*fits.values(), (word for word in words if share_of([word], "unicode")))
    total = sum(words[word] for word in known)  # CĐCS is no syllable in any encoding
    if not total or total < _LEAST * words.total():
        return None
    best: tuple[int, tuple[Encoding, Encoding]] | None = None
    for place, one in enumerate(_OLD):
        for other in _OLD[place + 1 :]:
            both = sum(words[word] for word in fits[one] | fits[other])
            alone = [sum(words[word] for word in fits[a] - fits[b]) for a, b in ((one, other), (other, one))]
            if both >= _MOST * total and min(alone) >= _PART * total and (best is None or both > best[0]):
                best = both, (one, other)
    return best[1] if best else None
