"""``Problem``: one thing that is wrong in a register, said in one sentence without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_SHOWN = 3

MOST_ROWS = 200
"""Row numbers kept of one problem, to be opened one after another."""


class Fault(StrEnum):
    """What kind of thing is wrong, which decides the way out of it."""

    DAMAGE = "damage"
    """The file itself: only a backup or a salvage helps."""
    DERIVED = "derived"
    """What the program made of the rows: ``repairing.repair_derived`` makes it anew."""
    BOOK = "book"
    """The history was cut or edited: no program can put it right, somebody has to know."""
    ROWS = "rows"
    """Rows that an officer puts right, or takes from a backup."""


@dataclass(frozen=True)
class Problem:
    """A sentence for the officer; ``rows`` are the first row numbers of ``table`` it speaks of, where it knows them."""

    text: str
    kind: Fault = Fault.ROWS
    table: str = ""
    rows: tuple[int, ...] = ()

    @property
    def repairable(self) -> bool:
        """Tell whether it goes away with ``repairing.repair_derived``."""
        return self.kind is Fault.DERIVED

    def __str__(self) -> str:
        return self.text


def problem_of(sentence: str, ids: Sequence[int], table: str = "", kind: Fault = Fault.ROWS) -> Problem:
    """Return the problem of some rows; ``sentence`` is said with their count {n} and the first of them {ids}."""
    return Problem(sentence.format(n=len(ids), ids=examples(ids)), kind, table, tuple(ids[:MOST_ROWS]))


def examples(ids: Sequence[int]) -> str:
    """Return the first ids for a sentence ("4, 7, 9 …")."""
    return ", ".join(map(str, ids[:_SHOWN])) + (" …" if len(ids) > _SHOWN else "")
