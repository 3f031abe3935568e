"""A PDF is kept byte for byte when it can be read, and refused with one sentence when it cannot."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from labordesk.errors import BadFile
from labordesk.services.attachment_pdf import checked_pdf
from tests.services.picture_files import opened, paper


def drawn(pages: int = 1, size: tuple[float, float] = (595, 842), password: str = "") -> bytes:
    """A small PDF with a word on each page."""
    target = BytesIO()
    lock = StandardEncryption(password, canPrint=1) if password else None
    canvas = Canvas(target, pagesize=size, encrypt=lock)
    for page in range(pages):
        canvas.drawString(20, 20, f"Trang {page + 1}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


CONTENT = drawn(3)


def test_the_first_page_is_the_small_picture(tmp_path: Path) -> None:
    checked = checked_pdf(paper(tmp_path / "a.pdf", 3).read_bytes(), "a.pdf")
    assert checked.page_count == 3
    assert checked.only_page is None
    small = opened(checked.thumbnail)
    assert max(small.size) <= 256
    assert small.height > small.width


def test_the_size_of_a_single_page_is_told() -> None:
    assert checked_pdf(drawn(size=(243, 153)), "a.pdf").only_page == (243, 153)


def test_a_paper_behind_a_password_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadFile, match="“a.pdf” có mật khẩu.*không mật khẩu"):
        checked_pdf(drawn(password="bí mật"), "a.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + b"\0" * 5000])
def test_a_mark_without_a_paper_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match="bị hỏng"):
        checked_pdf(content, "a.pdf")


def test_a_page_too_narrow_to_be_drawn_is_refused() -> None:
    with pytest.raises(BadFile, match="bị hỏng"):
        checked_pdf(drawn(size=(2, 842)), "a.pdf")


@settings(max_examples=150, deadline=None)
@given(st.integers(5, len(CONTENT) - 1), st.binary(max_size=40))
def test_a_broken_paper_is_refused_or_can_be_shown_to_its_last_page(place: int, noise: bytes) -> None:
    for content in (CONTENT[:place], CONTENT[:place] + noise + CONTENT[place + len(noise) :]):
        try:
            checked = checked_pdf(content, "a.pdf")
        except BadFile:
            continue
        document = pypdfium2.PdfDocument(content)
        for page in document:
            page.render(scale=0.1).close()
            page.close()
        assert len(document) == checked.page_count
        document.close()
