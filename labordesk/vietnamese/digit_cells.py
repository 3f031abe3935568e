"""Cells that should hold a number of digits (CCCD, phone, account): what Excel did to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from labordesk.vietnamese.fold import clean

EXACT_DIGITS: Final = 15  # Excel keeps no more; the tail of a longer number cell is gone

_EXPONENT: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_READ_AS_FLOAT: Final = re.compile(r"[0-9]+\.0")


@dataclass(frozen=True, slots=True)
class DigitCell:
    """``text`` without the marks Excel adds; ``is_number``: Excel held a number, so leading zeros may be lost."""

    text: str
    is_number: bool = False

    def joined(self, separators: str) -> str:
        """Return the text without these separators (a regular-expression class, without brackets)."""
        return re.sub(f"[{separators}]", "", self.text)

    @property
    def is_exponent(self) -> bool:
        """Whether the cell shows "6.6085E+10": digits are lost for good."""
        return bool(_EXPONENT.fullmatch(self.text))


def read_cell(cell: str | int | float | None) -> DigitCell:
    """Return what an Excel or CSV cell, or a typed text, holds; a whole float (66085001234.0) loses its fraction."""
    if cell is None:
        return DigitCell("")
    if isinstance(cell, str):
        text = clean(cell).lstrip("'")
        return DigitCell(text.removesuffix(".0") if _READ_AS_FLOAT.fullmatch(text) else text)
    if isinstance(cell, float):  # a comma keeps a true fraction from passing for a separator
        return DigitCell(str(int(cell)) if cell.is_integer() else str(cell).replace(".", ","), is_number=True)
    return DigitCell(str(cell), is_number=not isinstance(cell, bool))
