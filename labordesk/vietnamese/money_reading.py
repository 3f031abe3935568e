"""What reading an amount of money yields, and the range in which an amount is plausible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class MoneyReading:
    """``value`` in đồng when ``ok``; ``candidates`` to choose from when ``ask``, best first; ``notes`` for the user."""

    status: Literal["ok", "ask", "error", "empty"]
    value: int | None = None
    candidates: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def asked(self, note: str, *, negated: bool = False) -> MoneyReading:
        """Return this reading as a question that starts with ``note``; an error stays an error."""
        if self.status == "error":
            return self
        candidates = tuple(-amount for amount in self.candidates) if negated else self.candidates
        return MoneyReading("ask", None, candidates, (note, *self.notes))


@dataclass(frozen=True, slots=True)
class MoneyField:
    """The plausible range of a field in đồng, both ends included, and the unit its column heading states."""

    lo: int
    hi: int
    unit: int = 1

    def holds(self, amount: Decimal | None) -> bool:
        """Tell whether the amount is whole and in range."""
        return amount is not None and is_whole(amount) and self.lo <= amount <= self.hi


def is_whole(amount: Decimal) -> bool:
    """Tell whether an amount has no fraction of a đồng."""
    return amount == amount.to_integral_value()


def taken(amount: Decimal, *notes: str) -> MoneyReading:
    """The one reading there is."""
    return MoneyReading("ok", int(amount), (int(amount),), notes)


def ask(candidates: Iterable[Decimal], *notes: str) -> MoneyReading:
    """Several readings or a doubtful one; candidates with a fraction are left out."""
    return MoneyReading("ask", None, tuple(int(amount) for amount in candidates if is_whole(amount)), notes)


def error(note: str) -> MoneyReading:
    """No reading at all."""
    return MoneyReading("error", notes=(note,))
