"""Chance that can be repeated: every part of the story draws from its own stream, so that one may grow alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

_SUNDAY = 6


def stream(seed: int, part: str) -> random.Random:
    """Return the stream of a part of the story; the same seed and part always give the same draws."""
    return random.Random(f"{seed}/{part}")  # noqa: S311 - invented people, not secrets


def day_between(chance: random.Random, first: date, last: date) -> date:
    """Return a working day (Monday to Saturday) between two days, both inclusive; the last one when there is none."""
    day = first + timedelta(days=chance.randint(0, max(0, (last - first).days)))
    if day.weekday() == _SUNDAY:
        day = day + timedelta(days=1) if day < last else max(first, day - timedelta(days=1))
    return min(day, last)


def weighted(chance: random.Random, pairs: Sequence[tuple[T, int]]) -> T:
    """Return one of the values, as often as its weight says."""
    return chance.choices([value for value, _weight in pairs], [weight for _value, weight in pairs])[0]


def spread(chance: random.Random, total: int, parts: int) -> list[int]:
    """Return so many whole numbers, none below 0, that add up to the total and differ a little."""
    weights = [chance.uniform(0.7, 1.3) for _part in range(parts)]
    shares = [int(total * weight / sum(weights)) for weight in weights]
    shares[-1] += total - sum(shares)
    return shares
