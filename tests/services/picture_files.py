"""Pictures and papers made for a test, as cameras, scanners and bad copies leave them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from labordesk.documents.model import Document, Paragraph
from labordesk.documents.pdf import render_pdf

SECRET_PLACE = (18, 30, 15)
"""Degrees, minutes, seconds north, as a telephone writes where a photo was taken."""


def photo(size: tuple[int, int] = (1200, 900), colour: str = "#8a6f4d") -> Image.Image:
    """A picture with a mark at its upper left corner."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#ff0000")
    return picture


def save(path: Path, picture: Image.Image, kind: str = "JPEG", **more: Any) -> Path:
    """Write a picture and return its path."""
    picture.save(path, kind, **more)
    return path


def telephone_photo(path: Path, *, taken: str = "2026:02:01 08:30:00", turned: int = 1) -> Path:
    """A JPEG with place, camera, owner and day in its EXIF; ``turned`` is the orientation tag."""
    exif = Image.Exif()
    exif[0x010F] = "Fone"
    exif[0x0112] = turned
    exif[0x013B] = "Nguyễn Văn An"
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0nha rieng"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", SECRET_PLACE
    gps[3], gps[4] = "E", (105, 25, 40)
    return save(path, photo(), exif=exif)


def paper(path: Path, pages: int = 1) -> Path:
    """A PDF as an office prints it."""
    text = "Công đoàn cơ sở đề nghị hỗ trợ Mái ấm công đoàn. " * 50
    document = Document(kind="Tờ trình", abstract="Hỗ trợ nhà ở", blocks=tuple(Paragraph(text) for _ in range(pages)))
    path.write_bytes(render_pdf(document))
    return path


def opened(content: bytes) -> Image.Image:
    """Read kept bytes as a picture."""
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture
