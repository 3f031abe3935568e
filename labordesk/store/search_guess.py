"""How long a walk along the name order may be, guessed from a few people."""

from __future__ import annotations

from bisect import bisect, bisect_left
from dataclasses import dataclass
from math import ceil
from typing import Final

END: Final = "\x7f"
"""Stands behind every sort key."""

_FIRST_PIECES: Final = 4


@dataclass(frozen=True)
class Guess:
    """Where those who match seem to stand: ``keys`` are some of them, ``everybody`` some of all people, in order.

    ``matching`` is how many may match behind ``after``, ``people`` how many there are.
    """

    keys: list[str]
    matching: float
    everybody: list[str]
    people: int
    limit: int
    step_us: float
    after: str

    def walk(self, low: str = "", high: str = END) -> float:
        """Return the microseconds until a walk between two places has found enough or is at its end.

        The keys cut the name order into pieces with as many matches in each; the length of one is that of the first
        few, because a single one is a matter of luck.
        """
        low = max(low, self.after)
        inside = self.keys[bisect_left(self.keys, low) : bisect(self.keys, high)]
        cuts = [*inside, high]
        matching = self.matching * len(inside) / max(1, len(self.keys))
        pieces = len(cuts) * self.limit / matching if matching else len(cuts)
        measured = min(len(cuts), max(_FIRST_PIECES, ceil(pieces)))
        length = self._people_between(low, cuts[measured - 1]) / measured
        return min(pieces, len(cuts)) * length * self.step_us

    def _people_between(self, low: str, high: str) -> float:
        between = max(0, bisect(self.everybody, high) - bisect(self.everybody, low))
        return between / max(1, len(self.everybody)) * self.people
