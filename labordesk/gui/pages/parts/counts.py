"""How a number with its unit of count is said on screen ("490 người")."""

from __future__ import annotations

from labordesk.fields.choices import COUNT_UNITS
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

_UNITS = dict(COUNT_UNITS)


def counted(count: int | None, unit: str | None) -> str:
    """Return "490 người", "" when nothing was counted."""
    if count is None or not unit:
        return ""
    return " ".join((number(count), _(_UNITS.get(unit, unit))))
