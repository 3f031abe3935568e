"""Báo cáo tổng hợp chăm lo: narrative, table by programme, table by unit (domain.md 6.2 to 6.4)."""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import (
    Appendix,
    Block,
    Bullet,
    Document,
    Heading,
    Paragraph,
)
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request, WordStyle
from labordesk.reports.framing import BY_HAND_OVER_AND_MILESTONE, ROMAN, basis, named, of_unit, said_all, within
from labordesk.reports.summary_figures import Summary, read_summary
from labordesk.reports.summary_tables import house_rows, other_table, programme_table, unit_table
from labordesk.vietnamese.numbers import number as written

NARRATIVE, PROGRAMMES, UNITS, OTHER = "narrative", "programmes", "units", "other"
PARTS = (
    (NARRATIVE, N_("Lời văn kết quả")),
    (PROGRAMMES, N_("Bảng theo chương trình")),
    (UNITS, N_("Bảng theo đơn vị")),
    (OTHER, N_("Bảng hoạt động, vận động, chỉ tiêu")),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the report; a part that has nothing to say is left out, an empty period says so."""
    content = read_summary(connection, request)
    wanted = request.parts or frozenset(key for key, _label in PARTS)
    sections: list[tuple[str, list[Block]]] = []
    if NARRATIVE in wanted:
        sections.append(("Kết quả chăm lo đoàn viên, người lao động", narrative(content, request, paper.words)))
    if PROGRAMMES in wanted and (content.programmes or house_rows(1, content)):
        sections.append(("Kết quả theo chương trình", [programme_table(content)]))
    if OTHER in wanted and (content.activities or content.contributions or content.indicators):
        sections.append(("Hoạt động, vận động, chỉ tiêu (không tính vào tổng chi)", [other_table(content)]))
    subject = f"kết quả chăm lo đoàn viên, người lao động{of_unit(request)} {named(request.period)}"
    blocks: list[Block] = [_opening(request, paper)]
    for number, (title, parts) in enumerate(sections, start=1):
        blocks.append(Heading(f"{ROMAN[number - 1]}. {title}", 1))
        blocks.extend(parts)
    blocks.append(said_all(f"tổng hợp {subject}", paper.issuer))
    return Document(
        letterhead=paper.letterhead(),
        kind="Báo cáo",
        abstract=f"Tổng hợp {subject}",
        number=paper.number_text("BC"),
        place_date=paper.place_date(),
        addressees=paper.addressees,
        blocks=tuple(blocks),
        signatures=(paper.chair(),),
        recipients=paper.recipients,
        appendices=_appendices(content, request, paper) if UNITS in wanted else (),
        author=paper.issuing_body,
    )


def _appendices(content: Summary, request: Request, paper: Paper) -> tuple[Appendix, ...]:
    """Return the table by unit on a landscape page of its own; a unit without units below it needs none."""
    if not content.units or len(request.units.rows) < 2:
        return ()
    return (
        Appendix(
            label="Phụ lục",
            title=f"Kết quả chăm lo theo đơn vị{of_unit(request)} {named(request.period)}",
            attached_to=paper.attached_to("Báo cáo", "BC"),
            blocks=(unit_table(content, request),),
            landscape=True,
        ),
    )


def _opening(request: Request, paper: Paper) -> Paragraph:
    who = paper.issuer_name or paper.issuing_body
    return Paragraph(
        f"{who} tổng hợp kết quả chăm lo đoàn viên, người lao động{of_unit(request)} {within(request.period)} như sau"
        f" ({basis(request, BY_HAND_OVER_AND_MILESTONE)}):"
    )


def narrative(content: Summary, request: Request, words: WordStyle) -> list[Block]:
    """Return the results in sentences, a chapter for each kind; what did not happen is not mentioned."""
    opening = [
        say.total_sentence(request.units.root.name, content.totals, words, has_below=len(request.units.rows) > 1),
    ]
    if content.totals.goods and content.totals.cash:
        cash, goods = say.amount(content.totals.cash, words), say.amount(content.totals.goods, words)
        opening.append(f"Theo hình thức hỗ trợ: tiền mặt, chuyển khoản {cash}; quà, hiện vật trị giá {goods}")
    if content.totals.typed:
        opening.append(
            f"Trong tổng số trên có {say.amount(content.totals.typed, words)} là số liệu tổng hợp do đơn vị báo cáo,"
            " không kèm danh sách"
        )
    opening.append(say.compared_sentence(content.totals.total, content.before.total, content.before_label))
    count, amount = content.left_out
    if count:
        money = f" ({say.amount(amount, words)})" if amount else ""
        opening.append(f"Chưa tính {written(count)} số liệu tổng hợp{money} vì có kỳ vượt ra ngoài kỳ báo cáo này")
    groups = (
        ("Thăm hỏi, tặng quà", _programme_lines(content, ("gift", "all"), words)),
        ("Trợ cấp khó khăn", _programme_lines(content, ("grant",), words)),
        ("Mái ấm công đoàn", say.house_sentences(content.houses, content.house_money(), words)),
        ("Hoạt động chăm lo khác", [say.activity_sentence(one, words) for one in content.activities]),
        (
            "Vận động, đóng góp (không tính vào tổng chi)",
            [say.contribution_sentence(one, words) for one in content.contributions],
        ),
        ("Tổ chức công đoàn", [say.indicator_sentence(one) for one in content.indicators if not one.computed]),
        ("Chỉ tiêu được giao", [say.indicator_sentence(one) for one in content.indicators if one.computed]),
    )
    blocks: list[Block] = [Paragraph(f"{sentence}.") for sentence in opening if sentence]
    number = 0
    for title, lines in groups:
        spoken = [line for line in lines if line]
        if spoken:
            number += 1
            blocks.append(Heading(f"{number}. {title}", 2))
            blocks.extend(Bullet(f"{say.capital(line)}.") for line in spoken)
    return blocks or [Paragraph("Trong kỳ chưa ghi nhận khoản hỗ trợ nào.")]


def _programme_lines(content: Summary, kinds: tuple[str, ...], words: WordStyle) -> list[str]:
    return [say.programme_sentence(one, words) for one in content.programmes if one.kind in kinds]


REPORT = Report(
    name="tong-hop",
    title=N_("Báo cáo tổng hợp chăm lo"),
    summary=N_("Lời văn kết quả, bảng theo chương trình và theo đơn vị cho một kỳ bất kỳ."),
    compose=compose,
    group="papers",
    numbered=True,
    parts=PARTS,
)
