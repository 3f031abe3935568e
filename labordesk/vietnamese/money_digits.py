"""How a string of digits, dots, commas and blanks can be read as a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LONGEST: Final = 18  # digits; beyond that no amount of money is meant
FIGURE: Final = r"[0-9]{1,3}(?: [0-9]{3}(?![0-9]))+(?:[.,][0-9]+)?|[0-9]+(?:[.,'][0-9]+)*"

# Groups of three never start with 0: "0.500" can only be a decimal.
_VIETNAMESE: Final = re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_ENGLISH: Final = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SPACED: Final = re.compile(r"[1-9][0-9]{0,2}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Readings:
    """``standard``: dots group, a comma is decimal (Vietnam); ``other``: the reverse, or blanks and apostrophes group.

    ``None`` where the text cannot be read that way; both are None for malformed groups ("8.500.00").
    """

    standard: Decimal | None
    other: Decimal | None

    @property
    def all(self) -> tuple[Decimal, ...]:
        """The readings there are, the standard one first."""
        return tuple(reading for reading in (self.standard, self.other) if reading is not None)


def read_digits(figure: str) -> Readings:
    """Return both readings of a ``FIGURE``; plain digits have the standard one only."""
    standard = other = None
    if _VIETNAMESE.fullmatch(figure):
        standard = Decimal(figure.replace(".", "").replace(",", "."))
    # Nobody writes decimals ".000": where 1.000 can be a group of thousands it is one.
    is_group = standard is not None and (figure.isdecimal() or figure.endswith(".000"))
    if _SPACED.fullmatch(figure):
        other = Decimal(re.sub("[ ']", "", figure).replace(",", "."))
    elif _ENGLISH.fullmatch(figure) and not is_group:
        other = Decimal(figure.replace(",", ""))
    return Readings(standard, other)
