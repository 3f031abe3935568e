"""The days a row of a list speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def day_of(values: Mapping[str, Any], field: str) -> date | None:
    """Return a day of a row, None when it is missing or only a month or a year is known."""
    value = values.get(field)
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
