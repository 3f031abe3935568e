"""The sheet: its text block, its page templates and the number in its top margin."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from labordesk.documents import decree
from labordesk.documents.copy_mark import draw_copy_mark
from labordesk.documents.fonts import REGULAR


@dataclass(frozen=True, slots=True)
class Sheet:
    """An A4 page and the block its text stands in; lengths in points from the lower left corner."""

    landscape: bool = False

    @property
    def width(self) -> float:
        return (decree.PAPER_LONG_MM if self.landscape else decree.PAPER_SHORT_MM) * mm

    @property
    def height(self) -> float:
        return (decree.PAPER_SHORT_MM if self.landscape else decree.PAPER_LONG_MM) * mm

    @property
    def left(self) -> float:
        return decree.MARGIN_LEFT_MM * mm

    @property
    def bottom(self) -> float:
        return decree.MARGIN_BOTTOM_MM * mm

    @property
    def text_width(self) -> float:
        return self.width - self.left - decree.MARGIN_RIGHT_MM * mm

    @property
    def text_height(self) -> float:
        return self.height - self.bottom - decree.MARGIN_TOP_MM * mm

    @property
    def first_template(self) -> str:
        """The template of a part's first page, which bears no number."""
        return f"first-{'landscape' if self.landscape else 'portrait'}"

    @property
    def later_template(self) -> str:
        """The template of the numbered pages after it."""
        return f"later-{'landscape' if self.landscape else 'portrait'}"


class _SheetTemplate(PageTemplate):
    """A page of one orientation with a single frame as large as the text block, and room for the mark of a copy."""

    def __init__(self, name: str, sheet: Sheet) -> None:
        frame = Frame(
            sheet.left,
            sheet.bottom,
            sheet.text_width,
            sheet.text_height,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        super().__init__(id=name, frames=[frame], pagesize=(sheet.width, sheet.height))
        self.sheet = sheet

    def draw_mark(self, canv: Canvas, doc: BaseDocTemplate) -> None:
        """Draw the mark of a copy, where there is one."""
        assert isinstance(doc, PaperTemplate)
        if doc.copy_mark:
            draw_copy_mark(canv, doc.copy_mark, self.sheet.width, self.sheet.height)


class _FirstPage(_SheetTemplate):
    """Begins the count of pages anew and shows no number."""

    def beforeDrawPage(self, canv: Canvas, doc: BaseDocTemplate) -> None:  # noqa: N802 (ReportLab's name)
        assert isinstance(doc, PaperTemplate)
        doc.pages_before_part = canv.getPageNumber() - 1
        self.draw_mark(canv, doc)


class _LaterPage(_SheetTemplate):
    """Shows the page's number in the middle of the top margin."""

    def beforeDrawPage(self, canv: Canvas, doc: BaseDocTemplate) -> None:  # noqa: N802 (ReportLab's name)
        assert isinstance(doc, PaperTemplate)
        canv.setFont(REGULAR, decree.PAGE_NUMBER_SIZE)
        canv.drawCentredString(
            self.sheet.left + self.sheet.text_width / 2,
            self.sheet.height - decree.PAGE_NUMBER_FROM_TOP_MM * mm,
            str(canv.getPageNumber() - doc.pages_before_part),
        )
        self.draw_mark(canv, doc)


class PaperTemplate(BaseDocTemplate):
    """A file of administrative pages, byte for byte the same each time it is made from the same content."""

    def __init__(
        self, target: BytesIO, first_sheet: Sheet, *, title: str, author: str, language: str, copy_mark: str = ""
    ) -> None:
        super().__init__(
            target,
            pagesize=(first_sheet.width, first_sheet.height),
            title=title,
            author=author,
            creator="Labordesk",
            lang=language,
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
        )
        self.pages_before_part = 0
        self.copy_mark = copy_mark
        other = Sheet(landscape=not first_sheet.landscape)
        self.addPageTemplates(
            [
                _FirstPage(first_sheet.first_template, first_sheet),
                _LaterPage(first_sheet.later_template, first_sheet),
                _FirstPage(other.first_template, other),
                _LaterPage(other.later_template, other),
            ]
        )
