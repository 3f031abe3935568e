"""What the submissions (tờ trình) about a house and about a grant share: whom they address, how they end."""

from __future__ import annotations

from collections.abc import Iterable

from labordesk.documents.model import Block, Document, Paragraph, PlaceDate
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import in_sentence


def submission(abstract: str, paper: Paper, blocks: Iterable[Block]) -> Document:
    """Return a submission to the body named in the letterhead, else to the standing committee above."""
    above = paper.superior_body or paper.issuer
    receivers = paper.addressees or (f"Ban Thường vụ {in_sentence(above)}",)
    return Document(
        letterhead=paper.letterhead(),
        kind="Tờ trình",
        abstract=abstract,
        number=paper.number_text("TTr"),
        place_date=PlaceDate(paper.place, None),
        addressees=receivers,
        blocks=(*blocks, Paragraph(f"{paper.issuer} kính trình {receivers[0]} xem xét, quyết định.")),
        signatures=(paper.chair(),),
        recipients=("Như trên", "Lưu: VT"),
        author=paper.issuing_body,
    )
