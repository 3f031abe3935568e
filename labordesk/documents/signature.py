"""Receivers of copies (Nơi nhận) and signers at the end of a paper."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm

from labordesk.documents import decree
from labordesk.documents.drawing import Drawing, DrawnBlock, side_by_side
from labordesk.documents.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from labordesk.documents.model import PlaceDate, SignatureBlock
from labordesk.documents.wrapping import Setter

_SIGNING_HEIGHT = 24 * mm
"""Room for the signature and the seal between office and name."""
_COLUMN_GAP = 6


def closing_block(
    signatures: Sequence[SignatureBlock], recipients: Sequence[str], signed_at: PlaceDate | None, width: float
) -> DrawnBlock | None:
    """Set what stands under the text: one signer right with the receivers left, or several signers side by side."""
    if not signatures and not recipients:
        return None
    drawing = Drawing(width)
    if len(signatures) == 1:
        _place_signer_and_recipients(drawing, signatures, recipients, signed_at)
        return DrawnBlock(drawing, space_before=14)
    if signatures:
        _place_signers(drawing, signatures, signed_at)
        drawing.gap(10)
    if recipients:
        drawing.place(recipients_drawing(recipients, width), 0, drawing.depth)
    return DrawnBlock(drawing, space_before=14)


def _place_signer_and_recipients(
    drawing: Drawing, signatures: Sequence[SignatureBlock], recipients: Sequence[str], signed_at: PlaceDate | None
) -> None:
    """Set the signer right and the receivers left, "Nơi nhận:" on the line of the signer's office."""
    split = drawing.width * decree.LEFT_HALF
    right = Drawing(drawing.width - split)
    _add_place(right, signed_at)
    signer = _signer(signatures, 0, right.width)
    office = right.depth + signer.first_baseline
    right.place(signer, 0, right.depth)
    drawing.place(right, split, 0)
    if recipients:
        left = recipients_drawing(recipients, split - _COLUMN_GAP)
        drawing.place(left, 0, office - left.first_baseline)


def recipients_drawing(recipients: Sequence[str], width: float) -> Drawing:
    """Set "Nơi nhận:" and its entries."""
    drawing = Drawing(width)
    drawing.flush("Nơi nhận:", Setter(BOLD_ITALIC, decree.RECIPIENTS_HEAD_SIZE), 0, width)
    entry = Setter(REGULAR, decree.RECIPIENTS_SIZE)
    for line in decree.recipient_lines(recipients):
        drawing.flush(line, entry, 0, width)
    return drawing


def _place_signers(drawing: Drawing, signatures: Sequence[SignatureBlock], signed_at: PlaceDate | None) -> None:
    """Set signers in columns of equal width, place and date above the last one."""
    column = drawing.width / len(signatures)
    if signed_at is not None:
        words = Setter(ITALIC, decree.PLACE_DATE_SIZE).natural_width(decree.place_date_text(signed_at))
        wide = max(column, min(words, drawing.width))
        place = Drawing(wide)
        _add_place(place, signed_at)
        drawing.place(place, drawing.width - wide, 0)
    inner = column - _COLUMN_GAP
    columns = [(_signer(signatures, i, inner), i * column + _COLUMN_GAP / 2) for i in range(len(signatures))]
    drawing.place(side_by_side(drawing.width, columns), 0, drawing.depth)


def _add_place(drawing: Drawing, signed_at: PlaceDate | None) -> None:
    if signed_at is not None:
        text = decree.place_date_text(signed_at)
        drawing.centred(text, Setter(ITALIC, decree.PLACE_DATE_SIZE), 0, drawing.width)
        drawing.gap(2)


def _signer(signatures: Sequence[SignatureBlock], index: int, width: float) -> Drawing:
    """Set one signer; the name stands as low as under the tallest office of the row."""
    signature = signatures[index]
    bold = Setter(BOLD, decree.SIGNER_SIZE if len(signatures) <= 2 else decree.CROWDED_SIGNER_SIZE)
    drawing = _office(signature, bold, width)
    drawing.depth = max(_office(other, bold, width).depth for other in signatures) + _SIGNING_HEIGHT
    if signature.name:
        drawing.centred(signature.name, bold, 0, width)
    return drawing


def _office(signature: SignatureBlock, bold: Setter, width: float) -> Drawing:
    drawing = Drawing(width)
    for words in (signature.authority, signature.title):
        if words:
            drawing.centred(decree.capitals(words), bold, 0, width)
    if signature.hint:
        drawing.centred(signature.hint, Setter(ITALIC, decree.RECIPIENTS_HEAD_SIZE), 0, width)
    return drawing
