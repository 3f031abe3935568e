"""The mark of a copy ("BẢN SAO") in the upper right margin: drawn with a page, or laid over a paper made earlier."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from labordesk.documents import decree
from labordesk.documents.drawing import RULE_WIDTH
from labordesk.documents.fonts import BOLD, register_fonts
from labordesk.documents.pdfium import opened_pdf

_CAPITALS = 0.66
"""Height of capital letters, as a share of the letter size."""


def draw_copy_mark(canv: Canvas, mark: str, width: float, height: float) -> None:
    """Draw the mark on a page of this size (points), framed, its right edge level with that of the text."""
    size, tall = decree.COPY_MARK_SIZE, decree.COPY_MARK_HEIGHT_MM * mm
    wide = pdfmetrics.stringWidth(mark, BOLD, size) + 2 * decree.COPY_MARK_SIDE_MM * mm
    left = width - decree.MARGIN_RIGHT_MM * mm - wide
    bottom = height - decree.COPY_MARK_FROM_TOP_MM * mm - tall
    canv.saveState()
    canv.setLineWidth(RULE_WIDTH)
    canv.rect(left, bottom, wide, tall)
    canv.setFont(BOLD, size)
    canv.drawCentredString(left + wide / 2, bottom + (tall - _CAPITALS * size) / 2, mark)
    canv.restoreState()


def with_copy_mark(content: bytes, mark: str) -> bytes:
    """Return a finished PDF with the mark laid over every page; what the pages say is not touched."""
    from pypdfium2 import PdfDocument  # late: the window opens without it

    with opened_pdf(content) as paper:
        sizes = [paper.get_page_size(place) for place in range(len(paper))]
        sheets = {size: number for number, size in enumerate(dict.fromkeys(sizes))}
        marks = PdfDocument(_marks(mark, list(sheets)))
        try:
            shapes = {size: marks.page_as_xobject(number, paper) for size, number in sheets.items()}
            for place, size in enumerate(sizes):
                page = paper[place]
                page.insert_obj(shapes[size].as_pageobject())
                page.gen_content()
                page.close()
            target = BytesIO()
            paper.save(target)
            return target.getvalue()
        finally:
            marks.close()


def _marks(mark: str, sizes: list[tuple[float, float]]) -> bytes:
    """Return a file with one page for each size of sheet and nothing but the mark on it."""
    register_fonts()
    target = BytesIO()
    canv = Canvas(target, invariant=1)
    for width, height in sizes:
        canv.setPageSize((width, height))
        draw_copy_mark(canv, mark, width, height)
        canv.showPage()
    canv.save()
    return target.getvalue()
