"""Pictures of every kind are kept upright, small and without what the camera wrote into them."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from labordesk.errors import BadFile
from labordesk.services.attachment_pictures import LONGEST_SIDE, MOST_PIXELS, Picture, reduced
from labordesk.services.attachment_types import media_type_of
from tests.services.picture_files import opened, photo, save, telephone_photo

RED = (255, 0, 0)


def kept(path: Path) -> Picture:
    content = path.read_bytes()
    media_type = media_type_of(content[:1024])
    assert media_type is not None
    return reduced(content, media_type, path.name)


def is_red(picture: Image.Image, x: int, y: int) -> bool:
    colour = picture.convert("RGB").getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour[0] > 200 and colour[1] < 60 and colour[2] < 60


def test_what_a_telephone_writes_is_gone_but_the_day(tmp_path: Path) -> None:
    picture = kept(telephone_photo(tmp_path / "a.jpg"))
    assert picture.taken_on == date(2026, 2, 1)
    for content in (picture.content, picture.thumbnail):
        seen = opened(content)
        assert dict(seen.getexif()) == {}
        assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(seen.info)
        for word in (b"Exif", b"GPS", b"Fone", "Nguyễn".encode(), b"nha rieng"):
            assert word not in content


@pytest.mark.parametrize(
    ("turned", "corner", "size"),
    [(1, (5, 5), (1200, 900)), (3, (1195, 895), (1200, 900)), (6, (895, 5), (900, 1200)), (8, (5, 1195), (900, 1200))],
)
def test_a_photo_taken_sideways_stands_upright(
    tmp_path: Path, turned: int, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    picture = kept(telephone_photo(tmp_path / "a.jpg", turned=turned))
    seen = opened(picture.content)
    assert seen.size == (picture.width, picture.height) == size
    assert is_red(seen, *corner)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "", "hôm qua", "1899:01:01 00:00:00", "2026:13:40 00:00:00"])
def test_a_day_that_cannot_be_is_no_day(tmp_path: Path, taken: str) -> None:
    assert kept(telephone_photo(tmp_path / "a.jpg", taken=taken)).taken_on is None


@pytest.mark.parametrize("size", [(4000, 3000), (1000, 6000), (2048, 2048), (300, 200), (5000, 3)])
def test_the_long_side_is_at_most_2048_and_small_pictures_are_not_blown_up(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    picture = kept(save(tmp_path / "a.jpg", photo(size)))
    assert max(picture.width, picture.height) == min(LONGEST_SIDE, max(size))
    assert abs(picture.width / picture.height - size[0] / size[1]) <= size[0] / size[1] * 0.5
    assert max(opened(picture.thumbnail).size) <= 256
    assert len(picture.thumbnail) < 20_000


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGB"), ("BMP", "RGB"),
     ("TIFF", "RGB"), ("TIFF", "CMYK")],
)  # fmt: skip
def test_every_kind_of_picture_becomes_a_plain_jpeg_that_looks_the_same(tmp_path: Path, kind: str, mode: str) -> None:
    picture = kept(save(tmp_path / "a", photo().convert(mode), kind))
    seen = opened(picture.content)
    assert (seen.format, seen.size) == ("JPEG", (1200, 900))
    assert seen.mode in ("RGB", "L")
    if mode not in ("L", "LA"):
        assert is_red(seen, 10, 10)
        assert not is_red(seen, 1000, 800)


def test_a_scan_in_black_and_white_stays_black_on_white(tmp_path: Path) -> None:
    scan = Image.new("1", (1000, 1400), 1)
    scan.paste(0, (100, 100, 500, 500))
    seen = opened(kept(save(tmp_path / "a.png", scan, "PNG")).content).convert("L")
    assert seen.getpixel((300, 300)) < 30  # type: ignore[operator]
    assert seen.getpixel((800, 1200)) > 225  # type: ignore[operator]


@pytest.mark.parametrize(("level", "shown"), [(0, 0), (32768, 128), (65535, 255)])
def test_sixteen_bits_of_grey_keep_their_brightness(tmp_path: Path, level: int, shown: int) -> None:
    scan = Image.new("I;16", (200, 200), level)
    seen = opened(kept(save(tmp_path / "a.png", scan, "PNG")).content).convert("L")
    grey = seen.getpixel((100, 100))
    assert isinstance(grey, int | float)
    assert abs(grey - shown) <= 3


def test_what_is_clear_becomes_white_paper(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    seen = opened(kept(save(tmp_path / "a.png", clear, "PNG")).content)
    assert all(band > 250 for band in seen.convert("RGB").getpixel((50, 50)))  # type: ignore[union-attr]


def test_colours_of_another_profile_are_brought_to_the_screen(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture = kept(save(tmp_path / "a.jpg", photo(), icc_profile=profile))  # a profile that does not fit is left out
    assert is_red(opened(picture.content), 10, 10)
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = kept(save(tmp_path / "b.jpg", photo(), icc_profile=own))
    assert is_red(opened(picture.content), 10, 10)
    assert "icc_profile" not in opened(picture.content).info


def test_a_file_that_unfolds_to_too_much_is_refused_before_it_is_read() -> None:
    side = 40_000
    assert side * side > MOST_PIXELS
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )
    with pytest.raises(BadFile, match=r"40\.000 × 40\.000 điểm ảnh, lớn hơn mức 50 triệu"):
        reduced(bomb, "image/png", "a.png")


def test_a_photo_of_200_million_pixels_is_read_at_a_part_of_its_size(tmp_path: Path) -> None:
    large = save(tmp_path / "a.jpg", Image.new("L", (16_000, 12_000), 90), quality=30)
    picture = kept(large)
    assert (picture.width, picture.height) == (2048, 1536)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("TIFF", "image/tiff")])
def test_a_picture_copied_by_halves_is_refused(share: float, kind: str, media_type: str) -> None:
    target = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(target, kind)
    content = target.getvalue()
    with pytest.raises(BadFile, match="hãy chép lại"):
        reduced(content[: int(len(content) * share)], media_type, "a.jpg")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_bytes_give_a_picture_or_a_sentence_and_nothing_else(data: st.DataObject) -> None:
    kind, media_type = data.draw(
        st.sampled_from([("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("BMP", "image/bmp"),
                         ("TIFF", "image/tiff")])
    )  # fmt: skip
    target = BytesIO()
    photo((160, 120)).save(target, kind)
    content = bytearray(target.getvalue())
    for place in data.draw(st.lists(st.integers(8, len(content) - 1), min_size=1, max_size=12)):
        content[place] = data.draw(st.integers(0, 255))
    try:
        picture = reduced(bytes(content), media_type, "ảnh.jpg")
    except BadFile:
        return
    assert opened(picture.content).size == (picture.width, picture.height)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
