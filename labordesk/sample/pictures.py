"""Drawn pictures of a house and of papers for the sample: plainly drawings, so that nobody takes them for photos."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

from labordesk.assets import asset_path

Moment = Literal["before", "during", "after"]

_SIZE: Final = (800, 600)
_PAGE: Final = (620, 877)
_NOTE: Final = "Ảnh vẽ minh họa trong sổ mẫu"
_INK: Final = (60, 64, 72)

_WALLS: Final = {"before": (181, 163, 137), "during": (188, 104, 82), "after": (246, 232, 196)}
_ROOFS: Final = {"before": (126, 110, 94), "during": None, "after": (172, 62, 48)}


def house_picture(moment: Moment, seed: str) -> bytes:
    """Return a JPEG of a house before, while and after it was built; the same seed draws the same house."""
    chance = random.Random(seed)  # noqa: S311 - a drawing
    picture = Image.new("RGB", _SIZE, (205, 226, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 420, *_SIZE), fill=(150, 176, 120))
    left, right, top = chance.randint(190, 240), chance.randint(560, 620), chance.randint(250, 280)
    draw.rectangle((left, top, right, 460), fill=_WALLS[moment], outline=_INK, width=3)
    _openings(draw, moment, left, right, top)
    _roof(draw, moment, left, right, top)
    _surroundings(draw, chance, moment, right)
    draw.text((16, 566), _NOTE, fill=_INK, font=_font(22))
    return _jpeg(picture)


def paper_scan(title: str, lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page that looks like a scanned paper, with a stamp "MẪU" across it."""
    page = Image.new("L", _PAGE, 252)
    draw = ImageDraw.Draw(page)
    middle = _PAGE[0] // 2
    draw.text((middle, 60), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", fill=20, font=_font(20), anchor="mm")
    draw.text((middle, 86), "Độc lập - Tự do - Hạnh phúc", fill=20, font=_font(20), anchor="mm")
    draw.line((middle - 110, 104, middle + 110, 104), fill=20)
    draw.text((middle, 170), title.upper(), fill=20, font=_font(26), anchor="mm")
    for place, line in enumerate(lines):
        draw.text((80, 230 + 34 * place), line, fill=40, font=_font(19))
    draw.text((middle, 620), "MẪU", fill=205, font=_font(130), anchor="mm")
    target = BytesIO()
    page.save(target, "PDF", resolution=75)
    return target.getvalue()


def _openings(draw: ImageDraw.ImageDraw, moment: Moment, left: int, right: int, top: int) -> None:
    """Door and windows: holes while it is built."""
    glass = {"before": (90, 84, 78), "during": (70, 60, 56), "after": (120, 170, 205)}[moment]
    middle = (left + right) // 2
    draw.rectangle((middle - 38, top + 70, middle + 38, 460), fill=glass, outline=_INK, width=3)
    for centre in ((left + middle - 38) // 2, (middle + 38 + right) // 2):
        draw.rectangle((centre - 36, top + 60, centre + 36, top + 130), fill=glass, outline=_INK, width=3)


def _roof(draw: ImageDraw.ImageDraw, moment: Moment, left: int, right: int, top: int) -> None:
    peak = ((left + right) // 2, top - 120)
    roof = _ROOFS[moment]
    if roof is None:
        for end in range(left - 20, right + 21, 60):
            draw.line((end, top, *peak), fill=(120, 84, 50), width=7)
        return
    draw.polygon(((left - 30, top), (right + 30, top), peak), fill=roof, outline=_INK)
    if moment == "before":
        for hole in ((left + 60, top - 30), (peak[0] + 30, top - 60)):
            draw.polygon((hole, (hole[0] + 40, hole[1] + 8), (hole[0] + 14, hole[1] + 28)), fill=(52, 48, 46))


def _surroundings(draw: ImageDraw.ImageDraw, chance: random.Random, moment: Moment, right: int) -> None:
    """Cracks before, bricks and a ladder during, a tree after."""
    if moment == "before":
        for _crack in range(4):
            x, y = chance.randint(200, 560), chance.randint(290, 420)
            draw.line((x, y, x + 18, y + 22, x + 8, y + 46), fill=(92, 80, 66), width=3)
    elif moment == "during":
        for row in range(4):
            for brick in range(5 - row):
                x, y = right + 40 + brick * 26 + row * 13, 488 - row * 14
                draw.rectangle((x, y, x + 23, y + 11), fill=(186, 92, 66), outline=_INK)
    else:
        draw.rectangle((right + 70, 380, right + 84, 470), fill=(110, 80, 52))
        draw.ellipse((right + 30, 290, right + 124, 400), fill=(84, 142, 78), outline=(60, 110, 60))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(asset_path("fonts/LiberationSerif-Regular.ttf")), size)


def _jpeg(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=82)
    return target.getvalue()
