"""Titles of papers and appendices, and the receivers a paper addresses."""

from __future__ import annotations

from labordesk.documents import decree
from labordesk.documents.drawing import Drawing, DrawnBlock
from labordesk.documents.fonts import BOLD, ITALIC, REGULAR
from labordesk.documents.model import Appendix, Document
from labordesk.documents.wrapping import Setter

_SIDE = 12
"""Points a title keeps from both edges of the text."""


def title_block(document: Document, width: float) -> DrawnBlock | None:
    """Set kind, abstract with its line, and note; None for a letter (công văn), which has no title."""
    if not document.kind:
        return None
    drawing = Drawing(width)
    bold = Setter(BOLD, decree.TITLE_SIZE)
    drawing.centred(decree.capitals(document.kind), bold, _SIDE, width - _SIDE)
    if document.abstract:
        longest = drawing.centred(decree.unbroken_terms(document.abstract), bold, _SIDE, width - _SIDE)
        drawing.rule(width / 2, longest * decree.UNDERLINE_SHARE)
    _add_note(drawing, document.note)
    return DrawnBlock(drawing, space_before=12, space_after=14)


def appendix_title(appendix: Appendix, width: float) -> DrawnBlock:
    """Set "Phụ lục I", the title in capitals and the paper it belongs to."""
    drawing = Drawing(width)
    bold = Setter(BOLD, decree.TITLE_SIZE)
    drawing.centred(appendix.label, bold, _SIDE, width - _SIDE)
    drawing.centred(decree.unbroken_terms(decree.capitals(appendix.title)), bold, _SIDE, width - _SIDE)
    _add_note(drawing, appendix.attached_to)
    return DrawnBlock(drawing, space_after=14)


def _add_note(drawing: Drawing, note: str) -> None:
    if note:
        bare = note.strip().removeprefix("(").removesuffix(")")
        drawing.centred(f"({bare})", Setter(ITALIC, decree.TEXT_SIZE), _SIDE, drawing.width - _SIDE)


def addressees_block(addressees: tuple[str, ...], width: float) -> DrawnBlock:
    """Set "Kính gửi:", one receiver behind the colon or several as a list aligned there."""
    drawing = Drawing(width)
    setter = Setter(REGULAR, decree.TEXT_SIZE)
    lead = "Kính gửi: "
    lead_width = setter.width(lead)
    lines = decree.addressee_lines(addressees)
    widest = max(setter.width(part) for line in lines for part in setter.lines(line, width - lead_width))
    left = max(0.0, (width - lead_width - widest) / 2)
    names = Drawing(width)
    for line in lines:
        names.flush(line, setter, left + lead_width, width)
        names.gap(3)
    drawing.flush(lead.rstrip(), setter, left, width)
    drawing.place(names, 0, 0)
    return DrawnBlock(drawing, space_before=6, space_after=12)
