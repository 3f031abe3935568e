"""Marks that stand for the cell above: "nt", "-nt-", "như trên", '"', "//"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from labordesk.exchange.cells import CellValue

_DITTO: Final = re.compile(
    r"[-–\s]*(?:[\"“”„″〃]{1,4}|['’′]{2,4}|/{2,4})[-–\s]*|[-–\s(\"“]*n\s*[./]?\s*t\.?[-–\s)\"”]*"
    r"|[-–\s(]*(?:như|nhu|giống)\s+(?:trên|tren|dòng trên|phần trên)[-–\s).]*",
    re.IGNORECASE,
)
_LONGEST: Final = 20


def is_ditto(cell: CellValue) -> bool:
    """Tell whether a cell only says that it is as the one above."""
    return isinstance(cell, str) and len(cell) <= _LONGEST and _is_mark(cell)


@lru_cache(maxsize=4096)
def _is_mark(text: str) -> bool:
    return _DITTO.fullmatch(text.strip()) is not None
