"""A PDF in memory and its pages as pictures (pypdfium2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from labordesk.documents.hot_spots import Spot
from labordesk.documents.pdfium import opened_pdf

if TYPE_CHECKING:
    from labordesk.services.outgoing import Identity

POINTS_PER_INCH = 72
_LEAST_PIXELS = 8


@dataclass(frozen=True)
class Paper:
    """The file as it is printed and saved; ``sizes`` are the pages' (width, height) in points.

    ``spots`` are the figures on it whose rows can be opened, ``identity`` says which paper it is for the log of prints.
    """

    content: bytes
    sizes: tuple[tuple[float, float], ...]
    spots: tuple[Spot, ...] = ()
    identity: Identity | None = None

    @property
    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self.sizes)

    def picture(self, page: int, width: int) -> QImage:
        """Return a page (from 0) as wide as so many device pixels; takes some tens of milliseconds."""
        points, _height = self.sizes[page]
        # PDFium rounds up: a hair less than the width gives the width itself and never one more.
        return self._drawn(page, (max(_LEAST_PIXELS, width) - 0.01) / points)

    def picture_at(self, page: int, dots_per_inch: int) -> QImage:
        """Return a page (from 0) for a printer; an A4 page at 300 dpi holds 35 MB."""
        return self._drawn(page, dots_per_inch / POINTS_PER_INCH)

    def _drawn(self, page: int, scale: float) -> QImage:
        with opened_pdf(self.content) as document:
            found = document[page]
            bitmap = found.render(scale=scale, prefer_bgrx=True)
            try:
                seen = QImage(
                    memoryview(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
                )
                return seen.copy()
            finally:
                bitmap.close()
                found.close()


def read_paper(content: bytes, spots: tuple[Spot, ...] = (), identity: Identity | None = None) -> Paper:
    """Return the paper of a PDF; one from outside must have been checked (``services.attachment_pdf``)."""
    with opened_pdf(content) as document:
        sizes = tuple(document.get_page_size(page) for page in range(len(document)))
    return Paper(content, sizes, spots, identity)
