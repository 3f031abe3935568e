"""Receivers of copies (Nơi nhận) and signers at the end of a Word paper, on one page with the end of the text."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from labordesk.documents import decree
from labordesk.documents.fonts import BOLD, ITALIC
from labordesk.documents.model import PlaceDate, SignatureBlock
from labordesk.documents.word.heads import Column, in_cell
from labordesk.documents.word.marks import keep_with_next, tight
from labordesk.documents.word.tables import invisible_table, little_room
from labordesk.documents.word.text import write_runs
from labordesk.documents.wrapping import Setter

_SIGNING_HEIGHT = Mm(24)
"""Room for the signature and the seal between office and name."""
_GAP = 6


def write_closing(
    word: WordDocument,
    signatures: Sequence[SignatureBlock],
    recipients: Sequence[str],
    signed_at: PlaceDate | None,
    width: float,
) -> None:
    """Write one signer right with the receivers left, or several signers side by side."""
    if not signatures and not recipients:
        return
    keep_with_next(word)
    little_room(word, 8)
    if len(signatures) == 1:
        _write_signer_and_recipients(word, signatures[0], recipients, signed_at, width)
        return
    if signatures:
        _write_signers(word, signatures, signed_at, width)
    if recipients:
        keep_with_next(word)
        little_room(word, 8)
        _write_recipients(invisible_table(word, [width]).cell(0, 0), recipients, lowered=False)


def _write_signer_and_recipients(
    word: WordDocument,
    signature: SignatureBlock,
    recipients: Sequence[str],
    signed_at: PlaceDate | None,
    width: float,
) -> None:
    left, right = width * decree.LEFT_HALF, width * (1 - decree.LEFT_HALF)
    keep_with_next(word)
    table = invisible_table(word, [left, right])
    office = in_cell(table.cell(0, 1), right)
    _write_place(office, signed_at)
    _write_signer(office, signature, decree.SIGNER_SIZE)
    if recipients:
        _write_recipients(table.cell(0, 0), recipients, lowered=signed_at is not None)


def _write_signers(
    word: WordDocument, signatures: Sequence[SignatureBlock], signed_at: PlaceDate | None, width: float
) -> None:
    """Write signers in columns of equal width, place and date above the last one; all names stand on one line.

    One row holds all of it, since a row is the only thing that every program keeps on one page.
    """
    column = width / len(signatures)
    size = decree.SIGNER_SIZE if len(signatures) <= 2 else decree.CROWDED_SIGNER_SIZE
    tallest = max(_office_lines(one, size, column - _GAP) for one in signatures)
    last = max(column, width / 2, min(width, _place_width(signed_at))) if signed_at is not None else column
    keep_with_next(word)
    table = invisible_table(word, [column] * len(signatures))
    for index, signature in enumerate(signatures):
        office = in_cell(table.cell(0, index), column - _GAP)
        if signed_at is not None:
            _write_place_above(office, signed_at if signature is signatures[-1] else None, last - column)
        missing = tallest - _office_lines(signature, size, column - _GAP)
        _write_signer(office, signature, size, missing=missing)


def _place_width(signed_at: PlaceDate) -> float:
    """Return the width of place and date on one line; Word sets the same letters a little wider."""
    return Setter(ITALIC, decree.PLACE_DATE_SIZE).natural_width(decree.place_date_text(signed_at)) * 1.02 + _GAP


def _write_place_above(column: Column, signed_at: PlaceDate | None, outwards: float) -> None:
    """Write place and date reaching out of the last column to the left, or leave its line empty in the others."""
    paragraph = tight(column.next(), after=2)
    if signed_at is None:
        write_runs(paragraph, " ", decree.PLACE_DATE_SIZE)
        return
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.left_indent = Pt(-outwards)
    write_runs(paragraph, decree.place_date_text(signed_at), decree.PLACE_DATE_SIZE, italic=True)


def _office_lines(signature: SignatureBlock, size: float, width: float) -> int:
    """Return how many lines the office of a signer takes."""
    setter = Setter(BOLD, size)
    words = [decree.capitals(one) for one in (signature.authority, signature.title) if one]
    return sum(len(setter.balanced(one, width)) for one in words) + bool(signature.hint)


def _write_signer(column: Column, signature: SignatureBlock, size: float, *, missing: int = 0) -> None:
    """Write office, room for signature and seal, and name; ``missing`` lines more than the taller offices beside."""
    _write_office(column, signature, size)
    room = tight(column.next()).paragraph_format
    room.line_spacing = Pt(_SIGNING_HEIGHT.pt + missing * size * 1.15)
    if signature.name:
        column.line(signature.name, size, bold=True)


def _write_place(column: Column, signed_at: PlaceDate | None) -> None:
    if signed_at is not None:
        column.line(decree.place_date_text(signed_at), decree.PLACE_DATE_SIZE, italic=True)


def _write_office(column: Column, signature: SignatureBlock, size: float) -> None:
    for words in (signature.authority, signature.title):
        if words:
            column.line(decree.capitals(words), size, bold=True)
    if signature.hint:
        column.line(signature.hint, decree.RECIPIENTS_HEAD_SIZE, italic=True)


def _write_recipients(cell: _Cell, recipients: Sequence[str], *, lowered: bool) -> None:
    head = tight(cell.paragraphs[0])
    if lowered:
        head.paragraph_format.space_before = Pt(decree.PLACE_DATE_SIZE + 2)
    write_runs(head, "Nơi nhận:", decree.RECIPIENTS_HEAD_SIZE, bold=True, italic=True)
    for line in decree.recipient_lines(recipients):
        write_runs(tight(cell.add_paragraph()), line, decree.RECIPIENTS_SIZE)
