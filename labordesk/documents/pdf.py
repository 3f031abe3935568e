"""Documents as PDF: embedded fonts, bookmarks, language, and the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

from reportlab.platypus import Flowable, NextPageTemplate
from reportlab.platypus import PageBreak as NewPage

from labordesk.documents import decree
from labordesk.documents.drawing import DrawnBlock
from labordesk.documents.fonts import paper_text, register_fonts
from labordesk.documents.hot_spots import Spot, Spots
from labordesk.documents.letterhead import letterhead_block
from labordesk.documents.model import Appendix, Document
from labordesk.documents.page import PaperTemplate, Sheet
from labordesk.documents.signature import closing_block
from labordesk.documents.story import StoryTeller
from labordesk.documents.text import Bookmark, Outline
from labordesk.documents.titles import addressees_block, appendix_title, title_block
from labordesk.documents.whole_file import write_whole

_one_at_a_time = Lock()
"""ReportLab's fonts keep the subsets of the file being made: two files cannot be made at once."""


def render_pdf(document: Document | Sequence[Document]) -> bytes:
    """Return one or several documents as a PDF; each begins on a page of its own, numbered from 1."""
    documents = [document] if isinstance(document, Document) else list(document)
    if not documents:
        raise ValueError("there is no document to print")
    with _one_at_a_time:
        return _rendered(documents)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, byte for byte what ``render_pdf`` returns, and where its figures stand."""

    content: bytes
    spots: tuple[Spot, ...]


def render_with_spots(document: Document) -> Printed:
    """Return a document as a PDF with the places of the figures that have something behind them."""
    spots = Spots()
    with _one_at_a_time:
        content = _rendered([document], spots)
    return Printed(content, spots.found())


def write_pdf(document: Document | Sequence[Document], path: Path) -> None:
    """Write a PDF so that ``path`` holds either the old file or the whole new one; raises ``Unavailable``."""
    write_whole(path, render_pdf(document))


def _rendered(documents: Sequence[Document], spots: Spots | None = None) -> bytes:
    register_fonts()
    first = documents[0]
    target = BytesIO()
    template = PaperTemplate(
        target,
        Sheet(first.landscape),
        title=paper_text(first.full_title),
        author=paper_text(first.author),
        language=first.language,
        copy_mark=paper_text(first.copy_mark),
    )
    outline = Outline()
    story: list[Flowable] = []
    for document in documents:
        for sheet, part in _parts(document, outline, spots):
            if story:
                story += [NextPageTemplate(sheet.first_template), NewPage()]
            story += [NextPageTemplate(sheet.later_template), *part]
    template.build(story)
    return target.getvalue()


def _parts(document: Document, outline: Outline, spots: Spots | None) -> list[tuple[Sheet, list[Flowable]]]:
    """Return the paper itself and its appendices, each with its sheet; each part counts its own pages."""
    sheet = Sheet(document.landscape)
    parts = [(sheet, _paper(document, StoryTeller(sheet, outline, spots), outline, sheet.text_width))]
    for appendix in document.appendices:
        sheet = Sheet(appendix.landscape)
        parts.append((sheet, _appendix(appendix, StoryTeller(sheet, outline, spots), outline, sheet.text_width)))
    return parts


def _paper(document: Document, teller: StoryTeller, outline: Outline, width: float) -> list[Flowable]:
    front: list[DrawnBlock] = []
    if document.letterhead is not None:
        front.append(letterhead_block(document, document.letterhead, width))
    title = title_block(document, width)
    if title is not None:
        front.append(title)
    if document.addressees:
        front.append(addressees_block(document.addressees, width))
    closing = closing_block(document.signatures, document.recipients, document.signed_at, width)
    blocks = decree.with_end_mark(document.blocks) if document.closes_text else document.blocks
    return [Bookmark(outline, document.full_title, 0), *teller.tell(front, blocks, closing)]


def _appendix(appendix: Appendix, teller: StoryTeller, outline: Outline, width: float) -> list[Flowable]:
    closing = closing_block(appendix.signatures, (), appendix.signed_at, width)
    told = teller.tell([appendix_title(appendix, width)], appendix.blocks, closing)
    return [Bookmark(outline, f"{appendix.label} {appendix.title}", 1), *told]
