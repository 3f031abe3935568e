"""A day as the light connection reads it: text of the row, where the ORM would give a date."""

from __future__ import annotations

from datetime import date


def stored_day(text: str | None) -> date | None:
    """Return the day of an ISO text, None for an empty column."""
    return date.fromisoformat(text) if text else None
