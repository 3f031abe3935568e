"""Ảnh thẻ căn cước: how one is told from its name or its shape, and why it is not kept by default.

Source: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and Nghị định 356/2025/NĐ-CP count pictures of identity cards among
sensitive data (domain.md 3.5); the number of the card is enough for welfare work.
"""

from __future__ import annotations

import re
from enum import Enum

from labordesk.vietnamese.fold import plain_key

LAW = "Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP"

_WORDS = re.compile(
    r"cccd|cmt?nd|\bcmt\d*\b|\bcan ?cuoc|chung ?minh ?(?:nhan ?dan|thu)|\bthe cc\b|\bid(?:entity)? card\b"
)

_CARD = 85.60 / 53.98
"""Long side to short side of a card (ISO/IEC 7810 ID-1)."""
_CUT = 0.02
"""How far a hand that cuts out a card misses its shape."""
_SCREENS = (16 / 10,)
"""Shapes of screens as near to a card as this; a picture exactly of that shape is a screenshot."""
_CARD_POINTS = (200, 330)
"""Long side in points of a page cut to a card: 85,60 mm are 243."""


class Suspicion(Enum):
    """Why a file is held for a card."""

    NAME = "name"
    SHAPE = "shape"


def suspected(
    name: str, pixels: tuple[int, int] | None = None, page: tuple[float, float] | None = None
) -> Suspicion | None:
    """Return why a file looks like a card: by its name, its picture (width, height) or its only page in points.

    A shape is a guess that the officer may answer; a name is the officer's own word.
    """
    key = re.sub(r"[\W_]+", " ", plain_key(name))
    if _WORDS.search(key):
        return Suspicion.NAME
    if pixels is not None and _has_card_shape(*pixels) and not _is_screen(*pixels):
        return Suspicion.SHAPE
    if page is not None and _CARD_POINTS[0] <= max(page) <= _CARD_POINTS[1] and _has_card_shape(*page):
        return Suspicion.SHAPE
    return None


def _has_card_shape(width: float, height: float) -> bool:
    short, long = sorted((width, height))
    return short > 0 and abs(long / short / _CARD - 1) <= _CUT


def _is_screen(width: int, height: int) -> bool:
    short, long = sorted((width, height))
    return any(long == round(short * shape) for shape in _SCREENS)
