"""What a file really is, told by its first bytes: its name may say anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
BMP: Final = "image/bmp"
TIFF: Final = "image/tiff"
PDF: Final = "application/pdf"
HEIC: Final = "image/heic"
"""Known so that it can be refused with the way out: Pillow does not read it."""

PICTURES: Final = (JPEG, PNG, WEBP, BMP, TIFF)
ACCEPTED: Final = "JPEG, PNG, WebP, BMP, TIFF, PDF"

HEAD: Final = 1024
"""Bytes of the beginning that tell: a PDF may have something before its mark (ISO 32000-1, 7.5.2)."""

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

_MARKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (WEBP, lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
    (TIFF, lambda head: head.startswith((b"II*\0", b"MM\0*"))),
    (BMP, lambda head: head.startswith(b"BM") and head[6:10] == b"\0\0\0\0"),
    (HEIC, lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS),
    (PDF, lambda head: b"%PDF-" in head),
)


def media_type_of(head: bytes) -> str | None:
    """Return the media type of a file from its first ``HEAD`` bytes, None for one that is not known here."""
    return next((kind for kind, fits in _MARKS if fits(head)), None)


def ending_of(media_type: str) -> str:
    """Return the ending of the name under which a file of this type is kept and saved out."""
    return ".pdf" if media_type == PDF else ".jpg"
