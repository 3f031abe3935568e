"""Số liệu cho Mẫu 1-HĐCĐ, 2-HĐCĐ: rows with the union's cut-offs 31/5 and 30/11 (QĐ 1454/QĐ-TLĐ 2014; domain.md 6.1).

Only what the register counts is here: the rows are copied into the form of the level above.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from labordesk.documents.model import (
    Align,
    Block,
    CheckBox,
    CheckRow,
    Column,
    Document,
    DottedLine,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import row_of
from labordesk.reports.forms.base import in_sentence
from labordesk.reports.framing import BY_HAND_OVER_AND_MILESTONE, ROMAN, left_out_note, table_paper
from labordesk.reports.targets import Line, lines_by_group
from labordesk.store import figures
from labordesk.vietnamese.dates import short

_COLUMNS = (
    Column("TT", 0.6, Align.CENTER),
    Column("Nội dung", 4.6),
    Column("Đơn vị tính", 1.4, Align.CENTER),
    Column("Số lượng", 1.6, Align.RIGHT),
    Column("Ghi chú", 2.0),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the rows of the form: that of a grassroots union, or that of a unit with others below it."""
    form = "Mẫu 2-HĐCĐ" if len(request.units.rows) > 1 else "Mẫu 1-HĐCĐ"
    shown = []
    for title, lines in lines_by_group(connection, request):
        if told := [line for line in lines if line.years[0]]:
            shown.append((title, told))
    rows: list[Row] = []
    for roman, (title, told) in zip(ROMAN, shown, strict=False):
        rows.append(Row((f"{roman}. {title}", None, None, None, None), RowKind.GROUP))
        rows += _rows(told)
    blocks: list[Block] = [
        DottedLine("Công đoàn cấp trên", in_sentence(paper.superior_body)),
        DottedLine("Đơn vị báo cáo", request.units.root.name),
        _boxes(request),
        Table(_COLUMNS, tuple(rows), size=12),
    ]
    if typical := _cut_off_note(request):
        blocks.append(Paragraph(typical))
    blocks += left_out_note(figures.left_out(connection, request.scope()), paper.words)
    return table_paper(
        request,
        paper,
        f"Hoạt động công đoàn, phần chăm lo đoàn viên, người lao động ({form})",
        blocks,
        event=BY_HAND_OVER_AND_MILESTONE,
        kind="Báo cáo thống kê",
    )


def _boxes(request: Request) -> CheckRow:
    end = (request.period.end.month, request.period.end.day)
    return CheckRow("Số liệu tính đến ngày", (CheckBox("31/5", end == (5, 31)), CheckBox("30/11", end == (11, 30))))


def _cut_off_note(request: Request) -> str:
    """Say when the figures are not those of one of the two days the form knows, or not yet whole."""
    end = request.period.end
    if (end.month, end.day) not in ((5, 31), (11, 30)):
        return f"Kỳ này kết thúc ngày {short(end)}, không phải ngày 31/5 hay 30/11 của kỳ thống kê công đoàn."
    if request.cut_off < date(end.year, end.month, end.day):
        return f"Kỳ thống kê đến ngày {short(end)} chưa kết thúc; số liệu mới tính đến ngày {short(request.cut_off)}."
    return ""


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    place = 0
    for line in lines:
        is_part = line.name.startswith("–")
        place += not is_part
        figure, _so_far, _before = line.figures()
        yield row_of(("" if is_part else str(place), line.name, line.unit, figure, line.note))


REPORT = Report(
    name="thong-ke",
    title=N_("Số liệu thống kê Mẫu 1, 2-HĐCĐ"),
    summary=N_("Dòng số liệu phần chăm lo cho báo cáo thống kê, mốc 31/5 và 30/11."),
    compose=compose,
)
