"""A picture made small and plain: upright, at most 2048 pixels, without EXIF but for the day it was taken (Pillow)."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from PIL import (
    BmpImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from labordesk.errors import BadFile
from labordesk.i18n import N_
from labordesk.services.attachment_types import BMP, JPEG, PNG, TIFF, WEBP
from labordesk.vietnamese.numbers import number

LONGEST_SIDE = 2048
THUMBNAIL_SIDE = 256
QUALITY, THUMBNAIL_QUALITY = 85, 80

MOST_PIXELS = 50_000_000
"""Pixels a picture may unfold to: 150 MB while it is read. A small file can hold many more (a decompression bomb)."""
MOST_JPEG_PIXELS = 250_000_000
"""A JPEG is read at a half, a quarter or an eighth of its size, so that the largest cameras of telephones pass."""

BROKEN = N_("Ảnh “{name}” bị hỏng hoặc chép chưa hết nên không mở được; hãy chép lại từ máy chụp rồi thêm lần nữa.")
TOO_MANY_PIXELS = N_(
    "Ảnh “{name}” rộng {width} × {height} điểm ảnh, lớn hơn mức {most} triệu điểm ảnh; hãy thu nhỏ rồi thêm lại."
)

_EXIF_BLOCK, _TAKEN, _CHANGED = 0x8769, 0x9003, 0x0132
"""Tags of EXIF 2.32: the block of the camera, DateTimeOriginal in it, DateTime beside it."""

_OPENERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    # Each format by its own reader: ``Image.open`` would ask every reader it knows.
    JPEG: JpegImagePlugin.JpegImageFile,
    PNG: PngImagePlugin.PngImageFile,
    WEBP: WebPImagePlugin.WebPImageFile,
    BMP: BmpImagePlugin.BmpImageFile,
    TIFF: TiffImagePlugin.TiffImageFile,
}


@dataclass(frozen=True)
class Picture:
    """A JPEG to keep and a small one for lists; pixels of the one to keep, upright."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_on: date | None


def reduced(content: bytes, media_type: str, name: str) -> Picture:
    """Return a picture as it is kept; BadFile when it is broken or unfolds to too many pixels.

    ``name`` is only for the sentence.
    """
    # Pillow warns of what it mends or of a large picture; both are decided here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _OPENERS[media_type](BytesIO(content)) as source:
                _check_size(source, media_type, name)
                taken_on = _day_taken(source)
                plain = _plain(source)
        except BadFile:
            raise
        except Exception as error:  # readers meet damaged bytes with errors of every kind
            raise BadFile(BROKEN, name=name) from error
    small = plain.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(_jpeg(plain, QUALITY), _jpeg(small, THUMBNAIL_QUALITY), plain.width, plain.height, taken_on)


def thumbnail_of(picture: Image.Image) -> bytes:
    """Return a small JPEG of a picture already drawn, such as the first page of a paper."""
    small = picture.convert("RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _jpeg(small, THUMBNAIL_QUALITY)


def _check_size(source: ImageFile.ImageFile, media_type: str, name: str) -> None:
    most = MOST_JPEG_PIXELS if media_type == JPEG else MOST_PIXELS
    if source.width * source.height > most:
        raise BadFile(
            TOO_MANY_PIXELS,
            name=name,
            width=number(source.width),
            height=number(source.height),
            most=number(most // 1_000_000),
        )


def _plain(source: ImageFile.ImageFile) -> Image.Image:
    """Return a picture of at most 2048 pixels, upright, in red, green and blue or in greys, with nothing else in it."""
    source.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unfolded no larger than needed
    source.load()
    profile = source.info.get("icc_profile")
    upright = ImageOps.exif_transpose(source)
    flat = _in_screen_colours(_in_eight_bits(upright), profile)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat.info.clear()
    return flat


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return greys of more than eight bits as eight, a palette as its colours, and what is clear as white paper."""
    if picture.mode.startswith(("I", "F")):
        _low, high = picture.getextrema()
        top = 65535 if picture.mode.startswith("I;16") or high > 255 else 255  # type: ignore[operator]
        return picture.convert("F").point(lambda level: level * (255 / top)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return picture.convert("RGB") if picture.mode == "P" else picture


def _in_screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB: the profile is left out, so its colours are brought over first."""
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            brought = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            brought = None
        if brought is not None:
            return brought
    return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")


def _day_taken(source: Image.Image) -> date | None:
    """Return the day the camera says, None when it says none or one that cannot be."""
    exif = source.getexif()
    for text in (exif.get_ifd(_EXIF_BLOCK).get(_TAKEN), exif.get(_CHANGED)):
        try:
            day = datetime.strptime(str(text)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 the camera's own day
        except ValueError:
            continue
        if day.year >= 1990:
            return day
    return None


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()
