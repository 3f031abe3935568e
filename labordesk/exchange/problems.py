"""What is wrong, or not certain, about one field of one row of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "ask", "warning"]
"""``error``: the cell cannot be taken; ``ask``: it has several readings; ``warning``: taken, but worth a look."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``reason`` is shown to the officer; ``candidates`` are typed values, best first, for ``ask``.

    ``excusable``: a rule of the register stands against the row, and a reason given by the officer lifts it.
    """

    field: str
    kind: Severity
    reason: str
    candidates: tuple[Any, ...] = ()
    excusable: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the row cannot be taken before this is settled."""
        return self.kind != "warning"


def blocked(problems: Iterable[Problem]) -> bool:
    """Tell whether a row with these problems cannot be taken as it is."""
    return any(problem.blocks for problem in problems)
