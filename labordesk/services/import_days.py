"""The days a row of a list speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any


def day_of(values: Mapping[str, Any], field: str) -> date | None:
    """Return a day of a row, None when it is missing or only a month or a year is known."""
    value = values.get(field)
    if isinstance(value, date):
        return value
    return _day(value) if isinstance(value, str) and len(value) == 10 else None


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """Return a day; a list repeats few of them thousands of times."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
