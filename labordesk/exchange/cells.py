"""What a sheet of an officer's file holds: cells as typed, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Final, Literal, TypeAlias

FileKind: TypeAlias = Literal["xlsx", "xls", "ods", "csv"]


@dataclass(frozen=True, slots=True)
class FormulaGap:
    """A cell whose formula was saved without its result: nothing is known of its value, least of all that it is 0."""

    formula: str = ""

    def __str__(self) -> str:
        return f"={self.formula}" if self.formula else "="


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell in which the sheet itself shows an error, such as ``#N/A`` or ``#REF!``."""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | FormulaGap | CellError | None
"""A cell as the file keeps it: a text cell is ``str`` as typed, not trimmed; a number cell is ``int`` when whole (its
leading zeros are gone, and beyond 15 digits its tail too), else ``float``; an empty one is None.
"""


_WHOLE: Final = 1e300
"""From here on a figure is none an officer typed, and as a whole number it would have hundreds of digits."""


def figure(value: float) -> int | float | CellError:
    """Return a number cell: ``int`` when whole; what a program wrote as NaN or infinite is an error, never words."""
    if value.is_integer() and -_WHOLE < value < _WHOLE:
        return int(value)
    return value if isfinite(value) else CellError("#NUM!")


@dataclass(frozen=True, slots=True)
class Range:
    """A merged block of cells: rows as the officer sees them (from 1), columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_one_row(self) -> bool:
        """Tell whether the block lies in a single row, as group rows and titles do."""
        return self.top == self.bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[i]`` is row ``first_row + i`` of the officer, every row as wide as the widest, column A first.

    ``fonts`` names for a column (from 0) the old Vietnamese font most of its text cells are in (".VnTime"), where the
    file says so; ``capital_fonts`` are the cells (row, column) in a font that shows small letters as capitals.
    ``hidden_rows`` and ``struck_rows`` (struck through) are the officer's numbers of rows a reader passes over.
    ``tab`` is the sheet of the file this is only one table of, "" for a whole sheet.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    first_row: int = 1
    merged: tuple[Range, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    fonts: Mapping[int, str] = field(default_factory=dict)
    capital_fonts: frozenset[tuple[int, int]] = frozenset()
    tab: str = ""

    @property
    def width(self) -> int:
        """Return how many columns the rows have."""
        return len(self.rows[0]) if self.rows else 0

    def number_of(self, index: int) -> int:
        """Return the officer's number of ``rows[index]``."""
        return self.first_row + index

    def row(self, number: int) -> Sequence[CellValue]:
        """Return the row the officer calls ``number``; an empty one outside the sheet."""
        index = number - self.first_row
        return self.rows[index] if 0 <= index < len(self.rows) else (None,) * self.width


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file read whole; ``encoding`` is what a .csv was written in ("utf-8", "utf-16", "cp1258", "cp1252"), else None.

    Text of .csv in cp1252 may still be TCVN3, VNI …: that is judged column by column.
    """

    path: Path
    kind: FileKind
    encoding: str | None
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet with exactly this name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
