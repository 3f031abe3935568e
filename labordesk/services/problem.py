"""``Problem``: one thing that is wrong in a register, said in one sentence without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN = 3


@dataclass(frozen=True)
class Problem:
    """A sentence for the officer; a repairable problem goes away with ``repairing.repair_derived``."""

    text: str
    repairable: bool = False

    def __str__(self) -> str:
        return self.text


def examples(ids: Sequence[int]) -> str:
    """Return the first ids for a sentence ("4, 7, 9 …")."""
    return ", ".join(map(str, ids[:_SHOWN])) + (" …" if len(ids) > _SHOWN else "")
