"""What a list is before it becomes a file: its columns with their kinds, its title, what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from labordesk.fields import Kind, Text
from labordesk.fields.person_numbers import PersonNumber

Told = Callable[[int, int | None], None]
"""Told (rows done, rows in all or None) now and then; may raise to stop, and then no file is left."""


@dataclass(frozen=True)
class ListColumn:
    """One column; the kind says how a value stands in its cell, ``width`` is in characters (0: that of the kind).

    ``added_up`` asks for a total: amounts of money, never numbers of unlike things, running balances or norms.
    """

    heading: str
    kind: Kind = Text()  # noqa: RUF009 - kinds are frozen values
    width: int = 0
    added_up: bool = False

    @property
    def is_identifier(self) -> bool:
        """Say whether the column holds numbers that name a person: CCCD, phone, account."""
        return isinstance(self.kind, PersonNumber)


@dataclass(frozen=True)
class ListPlan:
    """A list as one sheet: ``lines`` under the title tell unit of money, filter and day."""

    name: str
    columns: tuple[ListColumn, ...]
    title: str = ""
    lines: tuple[str, ...] = ()
    total_label: str = ""
    """Words before the totals; empty when there are none."""
