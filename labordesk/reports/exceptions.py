"""Danh sách trường hợp ngoại lệ: what was given against the usual rule, with the reason, for whoever inspects.

Source of the rule: KH 48/KH-LĐLĐ of Hồ Chí Minh City, 2023 (one form only, the most favourable; domain.md 2.2). The
citizen number is masked because the list goes to a meeting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from labordesk.documents.model import Align, Column, Document, Paragraph, Row, RowKind, SignatureBlock, Table
from labordesk.fields.common import FULL_NAME, UNIT
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.reports.framing import BY_HAND_OVER, basis, named, of_unit
from labordesk.store.exceptions import Earlier, ExceptionRow, Exceptions, exceptions_of
from labordesk.store.figure_rows.meaning import Several
from labordesk.store.lists import campaign_head
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

NO_REASON = "(chưa nêu lý do)"

_COLUMNS = (
    Column("STT", 0.5, Align.CENTER),
    Column(FULL_NAME.label, 1.7),
    Column(UNIT.label, 1.4),
    Column("Chương trình, đợt", 1.6),
    Column("Đã nhận trước", 2.0),
    Column("Số tiền", 1.1, Align.RIGHT),
    Column("Lý do", 2.0),
    Column("Quyết định, căn cứ", 1.5),
)
_ROMAN = ("I", "II", "III", "IV", "V")


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the list, one group for each kind of exception, with how many and how much."""
    found = exceptions_of(connection, request.scope(), request.campaign_id)
    head = campaign_head(connection, request.campaign_id) if request.campaign_id else None
    unexplained = sum(not one.reason for one in found.second_gifts)
    of_what = f": {head.name}" if head else f"{of_unit(request)} {named(request.period)}"
    return Document(
        letterhead=paper.letterhead(),
        kind="Danh sách",
        abstract=f"Các trường hợp ngoại lệ{of_what}",
        note=(
            "(Mỗi người chỉ hưởng một hình thức có lợi nhất trong một đợt; trường hợp khác phải nêu lý do. "
            f"{say.capital(basis(request, BY_HAND_OVER))})"
        ),
        blocks=(
            exception_table(found),
            *_closing([title for title, rows in exception_groups(found) if not rows], unexplained),
        ),
        signed_at=paper.place_date(),
        signatures=(SignatureBlock("Người lập", paper.preparer_name), paper.chair()),
        landscape=True,
        closes_text=False,
        author=paper.issuing_body,
    )


def exception_groups(found: Exceptions) -> tuple[tuple[str, Sequence[ExceptionRow]], ...]:
    """Return the exceptions by kind, in the order of the paper."""
    return (
        ("Nhận hơn một suất trong một đợt", found.second_gifts),
        ("Vượt định mức", found.above_norm),
        ("Vẫn ghi dù đã được hỗ trợ", found.other_reasons),
        ("Danh sách nhiều hơn chỉ tiêu phân bổ", found.long_lists),
        ("Số liệu tổng hợp ghi bên cạnh dòng chi tiết", found.typed_totals),
    )


def exception_table(found: Exceptions) -> Table:
    """Return all exceptions, a group for each kind."""
    rows = tuple(_rows(exception_groups(found)))
    return Table(_COLUMNS, rows, size=11, unit_note="Đơn vị tính: đồng", when_empty="(Không có)")


def _closing(absent: Sequence[str], unexplained: int) -> Iterator[Paragraph]:
    if absent:
        yield Paragraph(f"Không có trường hợp: {'; '.join(title[:1].lower() + title[1:] for title in absent)}.")
    if unexplained:
        yield Paragraph(f"Còn {number(unexplained)} trường hợp chưa nêu lý do; đề nghị bổ sung trước khi quyết toán.")


def _rows(groups: Sequence[tuple[str, Sequence[ExceptionRow]]]) -> Iterator[Row]:
    position = 0
    shown = [(title, rows) for title, rows in groups if rows]
    for roman, (title, rows) in zip(_ROMAN, shown, strict=False):
        whole = Several(tuple(one.counts for one in rows if one.counts is not None))
        total = Figure(sum(one.amount for one in rows), whole)
        told = f"{roman}. {title} ({number(len(rows))} trường hợp)"
        yield row_of((told, None, None, None, None, total, "", ""), RowKind.GROUP)
        for one in rows:
            position += 1
            yield _row(position, one)


def _row(position: int, one: ExceptionRow) -> Row:
    who = f"{one.person} ({mask(one.citizen_id)})" if one.citizen_id else one.person
    what = f"{one.what}, ngày {_day(one.on)}" if one.on else one.what
    earlier = "; ".join(map(_before, one.earlier))
    decided = f"{one.decision} ngày {_day(one.decided_on)}" if one.decision and one.decided_on else one.decision
    basis = "; ".join(part for part in (decided, one.basis) if part)
    amount = Figure(one.amount, one.counts)
    return row_of((str(position), who, one.unit_name, what, earlier, amount, one.reason or NO_REASON, basis))


def _before(past: Earlier) -> str:
    when = f"Ngày {_day(past.on)}" if past.on else "Trong danh sách"
    return f"{when} tại {past.unit_name}: {number(past.amount)} đồng"


def _day(iso: str) -> str:
    return short(date.fromisoformat(iso))


REPORT = Report(
    name="ngoai-le",
    title=N_("Danh sách trường hợp ngoại lệ"),
    summary=N_("Nhận hơn một suất trong một đợt, vượt định mức, số liệu ghi đè: ai, đã nhận gì trước, lý do."),
    compose=compose,
    group="lists",
)
