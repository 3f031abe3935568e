"""Photos on paper: shape kept, side by side, with their captions, in all three kinds of file."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from labordesk.documents.excel.book import render_excel
from labordesk.documents.model import Document, Letterhead, Paragraph, Picture, Pictures
from labordesk.documents.pdf import render_pdf
from labordesk.documents.picture_sizes import NO_PICTURE
from labordesk.documents.word.paper import render_word


def photo(width: int, height: int, kind: str = "JPEG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), (90, 140, 200)).save(target, kind)
    return target.getvalue()


def paper(*rows: Pictures) -> Document:
    return Document(letterhead=Letterhead("Công đoàn xã"), kind="Báo cáo", blocks=(*rows, Paragraph("Hết")))


def boxes(content: bytes) -> list[tuple[int, float, float, float, float]]:
    """Return (page, left, bottom, right, top) of the photos, in points."""
    found = []
    pages = pypdfium2.PdfDocument(content)
    for number, page in enumerate(pages):
        found += [(number, *one.get_bounds()) for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    pages.close()
    return found


def test_two_photos_stand_side_by_side_in_their_own_shape() -> None:
    pair = Pictures((Picture(photo(800, 600), "Trước"), Picture(photo(900, 600, "PNG"), "Sau")))
    (_, left, bottom, right, top), (_, other_left, other_bottom, other_right, other_top) = boxes(
        render_pdf(paper(pair))
    )
    assert right < other_left
    assert top == pytest.approx(bottom + (right - left) * 600 / 800, abs=1)
    assert (right - left) / (top - bottom) == pytest.approx(800 / 600, rel=0.01)
    assert (other_right - other_left) / (other_top - other_bottom) == pytest.approx(900 / 600, rel=0.01)
    assert other_right <= (210 - 20) * 72 / 25.4 + 0.5


def test_a_photo_goes_to_the_next_page_with_its_caption() -> None:
    rows = [Pictures((Picture(photo(800, 700), f"Chú thích {number}"),), 150) for number in range(1, 6)]
    content = render_pdf(paper(*rows))
    pages = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in pages]
    pages.close()
    for number, (page, *_box) in enumerate(boxes(content), start=1):
        assert f"Chú thích {number}" in texts[page]


def test_a_wanted_width_is_kept_and_a_tall_photo_is_made_narrower() -> None:
    (_, left, _bottom, right, _top), (_, _left, bottom, _right, top) = boxes(
        render_pdf(paper(Pictures((Picture(photo(800, 600)),), 100), Pictures((Picture(photo(300, 2000)),))))
    )
    assert right - left == pytest.approx(100 * 72 / 25.4, abs=0.5)
    assert top - bottom <= 110 * 72 / 25.4


def test_a_damaged_photo_leaves_its_caption_and_a_word() -> None:
    broken = paper(Pictures((Picture(b"not a picture", "Nhà cũ"),)))
    pages = pypdfium2.PdfDocument(render_pdf(broken))
    text = pages[0].get_textpage().get_text_range()
    pages.close()
    assert "Nhà cũ" in text
    assert "Không mở được" in text
    assert NO_PICTURE.encode() in zipfile.ZipFile(BytesIO(render_word(broken))).read("word/document.xml")
    assert render_excel(broken)[:2] == b"PK"


def test_the_twins_hold_the_photos_themselves() -> None:
    content = photo(640, 480)
    document = paper(Pictures((Picture(content, "Một"), Picture(photo(480, 640), "Hai"))))
    for twin, folder in ((render_word(document), "word/media/"), (render_excel(document), "xl/media/")):
        files = zipfile.ZipFile(BytesIO(twin))
        kept = [files.read(name) for name in files.namelist() if name.startswith(folder)]
        assert content in kept
        assert len(kept) == 2


@pytest.mark.parametrize("count", [0, 3])
def test_a_row_holds_one_or_two_photos(count: int) -> None:
    with pytest.raises(ValueError, match="1 or 2"):
        Pictures((Picture(photo(8, 6)),) * count)
