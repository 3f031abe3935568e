"""The frame of a report: how its title names period and unit, and the line that says what its figures are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labordesk.documents.model import Appendix, Block, Document, Paragraph, SignatureBlock
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Request, WordStyle
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number
from labordesk.vietnamese.periods import Period

BY_HAND_OVER = "tiền và quà tính theo ngày trao"
"""The event that spending is counted on."""

BY_HAND_OVER_AND_MILESTONE = "tiền và quà tính theo ngày trao, Mái ấm tính theo ngày của từng mốc"

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def table_paper(
    request: Request,
    paper: Paper,
    title: str,
    blocks: Iterable[Block],
    *,
    event: str,
    kind: str = "Bảng tổng hợp",
    landscape: bool = False,
    appendices: Sequence[Appendix] = (),
) -> Document:
    """Return a list or table as it is handed round a meeting: no number, signed by who made it and by the chair."""
    return Document(
        letterhead=paper.letterhead(),
        kind=kind,
        abstract=f"{title}{of_unit(request)} {named(request.period)}",
        note=f"({say.capital(basis(request, event))})",
        blocks=tuple(blocks),
        signed_at=paper.place_date(),
        signatures=(SignatureBlock("Người lập", paper.preparer_name), paper.chair()),
        appendices=tuple(appendices),
        landscape=landscape,
        closes_text=False,
        author=paper.issuing_body,
    )


def basis(request: Request, event: str) -> str:
    """Return what every report says of its figures: the cut-off, the view of units, the event that is counted."""
    return f"số liệu tính đến ngày {short(request.cut_off)}, {view_words(request)}; {event}"


def view_words(request: Request) -> str:
    """Return how units are seen (domain.md 3.4)."""
    return "theo đơn vị lúc phát sinh" if request.unit_view == "then" else "quy về đơn vị hiện nay"


def of_unit(request: Request) -> str:
    """Return " của …" when the paper reports on another unit than the one that keeps the register."""
    return "" if request.units.is_whole else f" của {request.units.root.name}"


def named(period: Period) -> str:
    """Return the period as a title names it ("năm 2026", "dịp Tết Bính Ngọ 2026"); the cut-off is said elsewhere."""
    label = period.label.partition(" (số liệu tính đến")[0]
    return label if period.tet_year is None else f"dịp {label}"


def within(period: Period) -> str:
    """Return the period inside a sentence ("trong quý III/2023")."""
    return named(period) if period.label.startswith("từ ngày") else f"trong {named(period)}"


def same_period(earlier: Period) -> str:
    """Return what a figure of last year is compared with: "cùng kỳ năm 2025", no year for days of two years."""
    if earlier.tet_year is not None:
        return f"dịp {earlier.label}"
    is_of_one_year = earlier.start.year == earlier.end.year or ".." not in earlier.code
    return f"cùng kỳ năm {earlier.end.year}" if is_of_one_year else "cùng kỳ năm trước"


def said_all(what: str, issuer: str) -> Paragraph:
    """Return the sentence a report closes with, so that its text ends with "./." (NĐ 30/2020, mẫu 1.4)."""
    by_whom = f"do {issuer} lập" if " của " in what else f"của {issuer}"
    return Paragraph(f"Trên đây là báo cáo {what} {by_whom}.")


def typed_note(amount: int, words: WordStyle) -> Iterable[Paragraph]:
    """Say how much of the total was reported without a list; nothing when there is none."""
    if amount:
        yield Paragraph(
            f"Trong tổng số có {say.amount(amount, words)} là số liệu tổng hợp do đơn vị báo cáo, không kèm danh sách."
        )


def left_out_note(left_out: tuple[int, int], words: WordStyle) -> Iterable[Paragraph]:
    """Say which typed totals could not be counted because they reach beyond the period."""
    count, amount = left_out
    if count:
        money = f" ({say.amount(amount, words)})" if amount else ""
        yield Paragraph(f"Chưa tính {number(count)} số liệu tổng hợp{money} vì có kỳ vượt ra ngoài kỳ báo cáo này.")
