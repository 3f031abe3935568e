"""Styles of the running text, and its blocks as ReportLab paragraphs."""

from __future__ import annotations

from itertools import count
from typing import Literal

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as LaidParagraph

from labordesk.documents import decree
from labordesk.documents.fonts import BOLD, ITALIC, REGULAR, markup, paper_text, register_fonts
from labordesk.documents.model import Align, Heading, Paragraph, Run, Text

_ALIGNMENT: dict[Align, Literal[0, 1, 2, 4]] = {
    Align.LEFT: TA_LEFT,
    Align.CENTER: TA_CENTER,
    Align.RIGHT: TA_RIGHT,
    Align.JUSTIFY: TA_JUSTIFY,
}
_MIN_LINES = 2
"""Lines of a paragraph that may stand alone at the foot or the head of a page."""


class TextParagraph(LaidParagraph):
    """A paragraph that leaves at least two lines on either page when it is cut."""

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        return list(self.cut(available_width, available_height) or ())

    def line_count(self, width: float) -> int:
        """Return how many lines the paragraph takes at this width."""
        _, tall = self.wrap(width, 0)
        return round(tall / self.style.leading)

    def cut(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        lines = self.line_count(width)
        fitting = min(int((height + 0.01) // self.style.leading), lines - _MIN_LINES)
        if fitting < _MIN_LINES:
            return None
        halves = super().split(width, fitting * self.style.leading + 0.01)
        return (halves[0], halves[1]) if len(halves) == 2 else None


class Outline:
    """The bookmarks of a file, in the order its pages are drawn."""

    def __init__(self) -> None:
        self._number = count(1)
        self._last = -1

    def add(self, canv: Canvas, text: str, depth: int, top: float) -> None:
        """Add a bookmark to a place on the current page; depth 0 is a whole paper, and no depth is skipped."""
        depth = min(depth, self._last + 1)
        self._last = depth
        key = f"part-{next(self._number)}"
        canv.bookmarkHorizontal(key, 0, top)
        canv.addOutlineEntry(" ".join(paper_text(text).split()), key, depth, closed=False)


class Bookmark(Flowable):
    """An entry of the outline at a place where nothing is printed."""

    _ZEROSIZE = True

    def __init__(self, outline: Outline, text: str, depth: int) -> None:
        super().__init__()
        self.outline, self.entry, self.depth = outline, text, depth

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.outline.add(self.canv, self.entry, self.depth, 0)


class HeadingParagraph(TextParagraph):
    """A heading, which also stands in the outline."""

    outline: Outline | None = None
    entry: str = ""
    depth: int = 1

    def cut(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        halves = super().cut(width, height)
        if halves is not None and isinstance(halves[0], HeadingParagraph):
            halves[0].outline, halves[0].entry, halves[0].depth = self.outline, self.entry, self.depth
        return halves

    def draw(self) -> None:
        if self.outline is not None:
            self.outline.add(self.canv, self.entry, self.depth, self.height)
        super().draw()


def body_style(
    *, face: str = REGULAR, align: Align = Align.JUSTIFY, indented: bool = True, size: float = decree.TEXT_SIZE
) -> ParagraphStyle:
    """Return the style of running text: at least 6 points apart, its first line indented."""
    register_fonts()
    return ParagraphStyle(
        f"{face}-{align}-{indented}-{size}",
        fontName=face,
        fontSize=size,
        leading=size * decree.TEXT_LEADING / decree.TEXT_SIZE,
        alignment=_ALIGNMENT[align],
        firstLineIndent=decree.FIRST_LINE_MM * mm if indented else 0,
        spaceBefore=decree.PARAGRAPH_GAP,
        spaceAfter=decree.PARAGRAPH_GAP,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


def text_paragraph(block: Paragraph) -> TextParagraph:
    """Lay out body text."""
    indented = block.indented and block.align in (Align.JUSTIFY, Align.LEFT)
    return TextParagraph(markup(block.text), body_style(align=block.align, indented=indented))


def italic_paragraph(text: str) -> TextParagraph:
    """Lay out a legal ground or an amount in words."""
    return TextParagraph(markup(text), body_style(face=ITALIC))


def form_paragraph(label: str, value: str) -> TextParagraph:
    """Lay out a field of a form that has a value."""
    style = body_style(align=Align.LEFT, indented=False)
    style.leading, style.spaceBefore, style.spaceAfter = decree.FORM_LEADING, 0, 0
    return TextParagraph(markup(f"{label}: {value}" if label else value), style)


def bullet_paragraph(text: Text, level: int) -> TextParagraph:
    """Lay out an item; its first line is indented like any other, as in papers of the State."""
    mark = Run("- " if level == 1 else "+ ")
    runs = (Run(text),) if isinstance(text, str) else text
    return TextParagraph(markup((mark, *runs)), body_style())


def heading_paragraph(block: Heading, outline: Outline) -> HeadingParagraph:
    """Lay out a heading: level 1 in bold capitals, level 2 bold, level 3 upright."""
    text = decree.capitals(block.text) if block.level == 1 else block.text
    face = REGULAR if block.level == 3 else BOLD
    laid = HeadingParagraph(markup(text), body_style(face=face))
    laid.outline, laid.entry, laid.depth = outline, text, block.level
    return laid
