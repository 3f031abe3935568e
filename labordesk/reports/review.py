"""Báo cáo sơ kết, tổng kết phần chăm lo: results told by the register, the rest in an officer's words (domain.md 6.2).

What an officer writes is kept with the register for this unit and period; a part not written yet is left as dots.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from labordesk.documents.model import Appendix, Block, Bullet, Document, DottedLine, Heading, Paragraph
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.framing import BY_HAND_OVER_AND_MILESTONE, ROMAN, basis, named, of_unit, said_all, within
from labordesk.reports.summary import narrative
from labordesk.reports.summary_figures import Summary, read_summary
from labordesk.reports.summary_tables import house_rows, other_table, programme_table, unit_table

CONTEXT, LIMITS, TASKS, PROPOSALS = "context", "limits", "tasks", "proposals"
TEXTS = (
    (CONTEXT, N_("Đặc điểm tình hình")),
    (LIMITS, N_("Hạn chế, nguyên nhân")),
    (TASKS, N_("Nhiệm vụ trọng tâm")),
    (PROPOSALS, N_("Đề xuất, kiến nghị")),
)
_WHOLE_YEAR = 330
"""Days from which a period is a year's, so that the report is a "tổng kết" and no "sơ kết"."""

_BLANK = {
    LIMITS: (DottedLine("Hạn chế", lines=3), DottedLine("Nguyên nhân", lines=3)),
    TASKS: (DottedLine("Nhiệm vụ", lines=5),),
}
_MARKS = ("- ", "– ", "+ ", "* ", "• ")


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the report: I. results, II. limits, III. tasks, IV. proposals when there are any, appendices."""
    content = read_summary(connection, request)
    subject = f"công tác chăm lo đoàn viên, người lao động{of_unit(request)}"
    blocks: list[Block] = [_opening(request, paper, subject), *written(request.texts.get(CONTEXT, ""))]
    results = narrative(content, request, paper.words)
    chapters: list[tuple[str, Sequence[Block]]] = [
        ("Kết quả chăm lo đoàn viên, người lao động", results),
        ("Hạn chế, nguyên nhân", _part(request, LIMITS)),
        ("Nhiệm vụ trọng tâm thời gian tới", _part(request, TASKS)),
    ]
    if proposals := list(written(request.texts.get(PROPOSALS, ""))):
        chapters.append(("Đề xuất, kiến nghị", proposals))
    for roman, (title, inside) in zip(ROMAN, chapters, strict=False):
        blocks += [Heading(f"{roman}. {title}", 1), *inside]
    blocks.append(said_all(f"{_review(request).lower()} {subject} {named(request.period)}", paper.issuer))
    return Document(
        letterhead=paper.letterhead(),
        kind="Báo cáo",
        abstract=f"{_review(request)} {subject} {named(request.period)}",
        number=paper.number_text("BC"),
        place_date=paper.place_date(),
        addressees=paper.addressees,
        blocks=tuple(blocks),
        signatures=(paper.chair(),),
        recipients=paper.recipients,
        appendices=tuple(_appendices(content, request, paper)),
        author=paper.issuing_body,
    )


def _review(request: Request) -> str:
    days = (request.period.end - request.period.start).days + 1
    return "Tổng kết" if days >= _WHOLE_YEAR or request.period.tet_year is not None else "Sơ kết"


def _opening(request: Request, paper: Paper, subject: str) -> Paragraph:
    return Paragraph(
        f"{paper.issuer} báo cáo {_review(request).lower()} {subject} {within(request.period)} như sau"
        f" ({basis(request, BY_HAND_OVER_AND_MILESTONE)}):"
    )


def _part(request: Request, part: str) -> Sequence[Block]:
    return list(written(request.texts.get(part, ""))) or _BLANK[part]


def written(text: str) -> Iterator[Block]:
    """Return an officer's words: each line a paragraph, one that begins with "-" or "+" an item of a list."""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith(_MARKS):
            yield Bullet(line[2:].strip(), 2 if line.startswith("+") else 1)
        else:
            yield Paragraph(line)


def _appendices(content: Summary, request: Request, paper: Paper) -> Iterator[Appendix]:
    """Return the tables behind the text, numbered when there are several."""
    found: list[tuple[str, Block, bool]] = []
    if content.programmes or house_rows(1, content):
        found.append(("Kết quả chăm lo theo chương trình", programme_table(content), False))
    if content.units and len(request.units.rows) > 1:
        found.append(("Kết quả chăm lo theo đơn vị", unit_table(content, request), True))
    if content.activities or content.contributions or content.indicators:
        found.append(("Hoạt động, vận động, chỉ tiêu (không tính vào tổng chi)", other_table(content), False))
    for roman, (title, block, landscape) in zip(ROMAN, found, strict=False):
        yield Appendix(
            label=f"Phụ lục {roman}" if len(found) > 1 else "Phụ lục",
            title=f"{title}{of_unit(request)} {named(request.period)}",
            attached_to=paper.attached_to("Báo cáo", "BC"),
            blocks=(block,),
            landscape=landscape,
        )


REPORT = Report(
    name="so-ket",
    title=N_("Báo cáo sơ kết, tổng kết"),
    summary=N_("Kết quả do máy viết từ sổ; hạn chế, nhiệm vụ do cán bộ viết và giữ lại trong sổ; có phụ lục."),
    compose=compose,
    group="papers",
    numbered=True,
    texts=TEXTS,
)
