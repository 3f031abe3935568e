"""The head of the first page: bodies and number on the left, national name, motto, place and date on the right."""

from __future__ import annotations

from labordesk.documents import decree
from labordesk.documents.drawing import Drawing, DrawnBlock, side_by_side
from labordesk.documents.fonts import BOLD, ITALIC, REGULAR
from labordesk.documents.model import Document, Letterhead
from labordesk.documents.wrapping import Setter

_COLUMN_GAP = 6
"""Points between the two halves, so that a long name of a body never touches the national name."""


def letterhead_block(document: Document, letterhead: Letterhead, width: float) -> DrawnBlock:
    """Set the head of a paper; a letter (công văn) has its "V/v …" line under the number."""
    if not letterhead.issuing_body:
        return DrawnBlock(_centred_head(document, width), space_after=12)
    left_width = width * decree.LEFT_HALF - _COLUMN_GAP
    right_start = width * decree.LEFT_HALF
    right_width = width - right_start
    head = side_by_side(width, [(_bodies(letterhead, left_width), 0), (_nation(right_width), right_start)])
    head.gap(6)
    second_row = side_by_side(width, [(_number(document, left_width), 0), (_place(document, right_width), right_start)])
    head.place(second_row, 0, head.depth)
    return DrawnBlock(head, space_after=12)


def _centred_head(document: Document, width: float) -> Drawing:
    """Set the head of a paper by a person: the nation's name alone, place and date under it if asked for."""
    head = _nation(width)
    if document.place_date is not None:
        head.gap(6)
        head.place(_place(document, width), 0, head.depth)
    return head


def _bodies(letterhead: Letterhead, width: float) -> Drawing:
    drawing = Drawing(width)
    if letterhead.superior_body:
        drawing.centred(_body_name(letterhead.superior_body), Setter(REGULAR, decree.BODY_NAME_SIZE), 0, width)
    longest = drawing.centred(_body_name(letterhead.issuing_body), Setter(BOLD, decree.BODY_NAME_SIZE), 0, width)
    drawing.rule(width / 2, longest * decree.UNDERLINE_SHARE)
    return drawing


def _body_name(name: str) -> str:
    return decree.unbroken_terms(decree.capitals(name))


def _nation(width: float) -> Drawing:
    drawing = Drawing(width)
    drawing.centred(decree.NATION, Setter(BOLD, decree.NATION_SIZE), 0, width)
    motto = drawing.centred(decree.MOTTO, Setter(BOLD, decree.MOTTO_SIZE), 0, width)
    drawing.rule(width / 2, motto)
    return drawing


def _number(document: Document, width: float) -> Drawing:
    drawing = Drawing(width)
    if document.number is not None:
        drawing.centred(decree.number_text(document.number), Setter(REGULAR, decree.NUMBER_SIZE), 0, width)
    if not document.kind and document.abstract:
        drawing.centred(decree.subject_text(document.abstract), Setter(REGULAR, decree.SUBJECT_SIZE), 0, width)
    return drawing


def _place(document: Document, width: float) -> Drawing:
    drawing = Drawing(width)
    if document.place_date is not None:
        text = decree.place_date_text(document.place_date)
        drawing.centred(text, Setter(ITALIC, decree.PLACE_DATE_SIZE), 0, width)
    return drawing
