"""What all minutes share: when and where it was held, how it ends, on how many copies (NĐ 30/2020, mẫu 1.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from labordesk.documents.model import Appendix, Block, Document, KeepTogether, Letterhead, Paragraph, SignatureBlock
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import day_or_dots, line, pair, place_said, said, sentence
from labordesk.reports.forms.grassroots import letterhead as grassroots_head
from labordesk.reports.forms.grassroots import number as grassroots_number

COPIES = (
    "Biên bản được lập thành 02 bản có giá trị như nhau, các bên đã đọc, thống nhất và cùng ký tên; mỗi bên giữ 01 bản."
)


def opening(day: date | None, place: str) -> list[Block]:
    """Return "Hôm nay, ngày …, tại …": the hour is always written by hand."""
    when = f"vào hồi ….. giờ ….. phút, {day_or_dots(day)}"
    return [sentence(f"Hôm nay, {when}, tại {place_said(place)}, chúng tôi gồm có:")]


def closing(text: str = COPIES) -> KeepTogether:
    """Return when it ended, and on how many copies it was written."""
    return KeepTogether((Paragraph(f"Việc lập biên bản kết thúc vào hồi ….. giờ ….. phút cùng ngày. {text}"),))


def minute(
    abstract: str,
    paper: Paper,
    blocks: Iterable[Block],
    signatures: tuple[SignatureBlock, ...],
    *,
    number: str = "",
    appendices: tuple[Appendix, ...] = (),
    letterhead: Letterhead | None = None,
) -> Document:
    """Return a minute; ``number`` is the one recorded in the file, else there is room for it."""
    return Document(
        letterhead=letterhead or paper.letterhead(),
        kind="Biên bản",
        abstract=abstract,
        number=number or paper.number_text("BB"),
        blocks=tuple(blocks),
        signatures=signatures,
        appendices=appendices,
        author=paper.issuing_body,
    )


def review(
    abstract: str,
    paper: Paper,
    unit: str,
    proposals: Iterable[Block],
    appendices: tuple[Appendix, ...] = (),
    *,
    grassroots: str = "",
) -> Document:
    """Return the minute of the meeting at which a unit chose whom to propose (domain.md 2.1, step 1; 2.2, step 3).

    It bears the head of the ``grassroots`` union that held the meeting, or is part of.
    """
    return minute(
        abstract,
        paper,
        [
            sentence(
                f"Hôm nay, vào hồi ….. giờ ….. phút, {day_or_dots(None)}, tại {said('')}, {unit or 'công đoàn cơ sở'} "
                "họp rà soát, bình xét đối tượng đề nghị hỗ trợ."
            ),
            pair(("Chủ trì, ông/bà", ""), ("Thư ký, ông/bà", "")),
            line("Thành phần tham dự", "", lines=2),
            line("Số người có mặt trên tổng số người được triệu tập", ""),
            *proposals,
            line("Ý kiến tại cuộc họp", "", lines=2),
            line("Số người tán thành, không tán thành, ý kiến khác", ""),
            Paragraph(
                "Danh sách được công khai tại đơn vị trước khi trình. Cuộc họp kết thúc vào hồi ….. giờ ….. phút cùng "
                "ngày; biên bản đã được đọc cho những người dự họp cùng nghe và thống nhất."
            ),
        ],
        (
            SignatureBlock("Thư ký", hint="(Ký, ghi rõ họ tên)"),
            SignatureBlock("Chủ trì", hint="(Ký tên, đóng dấu)"),
        ),
        letterhead=grassroots_head(grassroots, paper),
        number=grassroots_number(grassroots, paper, "BB"),
        appendices=appendices,
    )
