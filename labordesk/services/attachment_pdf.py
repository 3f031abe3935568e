"""A PDF from outside: whether it can be read, and its first page small; the file itself stays byte for byte."""

from __future__ import annotations

from dataclasses import dataclass

from pypdfium2 import PdfDocument, PdfiumError

from labordesk.documents.pdfium import opened_pdf
from labordesk.errors import BadFile
from labordesk.i18n import N_
from labordesk.services.attachment_pictures import THUMBNAIL_SIDE, thumbnail_of

BROKEN = N_("Tệp PDF “{name}” bị hỏng hoặc chép chưa hết nên không mở được; hãy quét hoặc chép lại rồi thêm lần nữa.")
LOCKED = N_("Tệp PDF “{name}” có mật khẩu nên người khác không mở được; hãy lưu một bản không mật khẩu rồi thêm lại.")

_ERR_LOCKED = 4
"""FPDF_ERR_PASSWORD of PDFium."""
_LEAST_POINTS, _MOST_POINTS = 8.0, 14_400.0
"""Sides of a page: smaller cannot be drawn, larger is against ISO 32000-1, Annex C."""


@dataclass(frozen=True)
class CheckedPdf:
    """What is kept about a PDF beside its bytes; ``only_page`` is (width, height) in points of a file of one page."""

    thumbnail: bytes
    page_count: int
    only_page: tuple[float, float] | None


def checked_pdf(content: bytes, name: str) -> CheckedPdf:
    """Look at every page and draw the first; BadFile when it is damaged, empty or behind a password."""
    try:
        with opened_pdf(content) as document:
            sizes = [_page_size(document, page) for page in range(len(document))]
            if not sizes or not all(_LEAST_POINTS <= side <= _MOST_POINTS for size in sizes for side in size):
                raise BadFile(BROKEN, name=name)
            thumbnail = _first_page(document)
    except PdfiumError as error:
        raise BadFile(LOCKED if error.err_code == _ERR_LOCKED else BROKEN, name=name) from error
    return CheckedPdf(thumbnail, len(sizes), sizes[0] if len(sizes) == 1 else None)


def _page_size(document: PdfDocument, index: int) -> tuple[float, float]:
    page = document[index]  # PdfiumError when the page cannot be loaded
    try:
        width, height = page.get_size()
        return width, height
    finally:
        page.close()


def _first_page(document: PdfDocument) -> bytes:
    page = document[0]
    bitmap = page.render(scale=THUMBNAIL_SIDE / max(page.get_size()))
    try:
        return thumbnail_of(bitmap.to_pil())
    finally:
        bitmap.close()
        page.close()
