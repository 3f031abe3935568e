"""Tables of names on forms: those the register knows first, then rows to write on by hand."""

from __future__ import annotations

from collections.abc import Sequence

from labordesk.documents.model import Align, Column, Row

NUMBER = Column("STT", 0.6, Align.CENTER)
ROWS = 8.0
"""Height of a row in mm: a hand writes in it."""


def blank_rows(rows: Sequence[Row], columns: int, *, least: int = 5) -> tuple[Row, ...]:
    """Return the rows followed by numbered empty ones, until there are ``least``."""
    wanted = max(least, len(rows))
    empty = [Row((str(place), *([""] * (columns - 1)))) for place in range(len(rows) + 1, wanted + 1)]
    return (*rows, *empty)
