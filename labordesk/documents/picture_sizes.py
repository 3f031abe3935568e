"""How large a photo stands on paper: as wide as asked for, never taller than about half a page."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from labordesk.documents.model import Picture, Pictures

_MM_TO_PT = 72 / 25.4
GAP_MM = 4.0
"""Between two photos side by side."""
HIGHEST_MM = 105.0
NO_PICTURE = "(Không mở được ảnh này)"
"""Stands in place of a photo whose file is damaged."""


class Size(NamedTuple):
    """Width and height in points."""

    width: float
    height: float


def room_of(row: Pictures, text_width: float) -> float:
    """Return the width each photo of a row may take, in points; a row has room for two unless its one is wider."""
    count = len(row.pictures)
    share = (text_width - GAP_MM * _MM_TO_PT * (count - 1)) / count
    return min(row.width_mm * _MM_TO_PT, share) if row.width_mm else share


def drawn_size(picture: Picture, room: float) -> Size | None:
    """Return the size at which a photo keeps its shape inside ``room`` points of width; None for a damaged file."""
    pixels = _pixels(picture.content)
    if pixels is None:
        return None
    width, height = pixels
    scale = min(room / width, HIGHEST_MM * _MM_TO_PT / height)
    return Size(width * scale, height * scale)


@lru_cache(maxsize=64)
def _pixels(content: bytes) -> tuple[int, int] | None:
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.load()
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
