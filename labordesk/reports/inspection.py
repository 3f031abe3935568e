"""Danh sách phục vụ kiểm tra: a random sample that can be drawn again, missing papers, exceptions, no signature.

The sample depends on its seed and on the awards of the period only, so that whoever is inspected can see that it was
not chosen: the same seed over the same register gives the same list.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from labordesk.documents.model import Align, Block, Column, Document, Heading, Paragraph, Row, RowKind, Table
from labordesk.fields.common import FULL_NAME, UNIT
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.reports.exceptions import exception_groups, exception_table
from labordesk.reports.framing import BY_HAND_OVER, table_paper
from labordesk.store.exceptions import exceptions_of
from labordesk.store.figure_rows.meaning import Given, Records
from labordesk.store.figures import Scope
from labordesk.store.inspection import (
    CheckedAward,
    LackingFile,
    Unsigned,
    checked_awards,
    given_ids,
    lacking_files,
    unsigned,
)
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

SHARE, FEWEST, MOST = 0.05, 10, 30
"""How large a sample is: one in twenty, at least ten and at most thirty, or all there are."""

SAMPLE, PAPERS, EXCEPTIONS, UNSIGNED = "sample", "papers", "exceptions", "unsigned"
PARTS = (
    (SAMPLE, N_("Mẫu ngẫu nhiên")),
    (PAPERS, N_("Hồ sơ thiếu giấy tờ")),
    (EXCEPTIONS, N_("Vượt định mức, ngoại lệ")),
    (UNSIGNED, N_("Chưa ký nhận")),
)
_SAMPLE_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column(FULL_NAME.label, 2.0),
    Column(UNIT.label, 1.6),
    Column("Chương trình, đợt", 2.0),
    Column("Ngày trao", 1.1, Align.CENTER),
    Column("Số tiền (đồng)", 1.3, Align.RIGHT),
    Column("Quyết định, phiếu chi", 1.5),
    Column("Ký nhận", 0.8, Align.CENTER),
    Column("Kết quả đối chiếu", 1.8),
)
_PAPER_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column(FULL_NAME.label, 2.0),
    Column(UNIT.label, 2.0),
    Column("Hồ sơ", 2.2),
    Column("Giấy tờ còn thiếu", 4.0),
)
_UNSIGNED_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column(UNIT.label, 2.6),
    Column("Chương trình, đợt", 3.4),
    Column("Số lần trao", 1.0, Align.RIGHT),
    Column("Số tiền (đồng)", 1.6, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the parts asked for; a part in which nothing was found says so in a sentence."""
    scope = request.scope()
    wanted = request.parts or frozenset(key for key, _label in PARTS)
    sections: list[tuple[str, list[Block]]] = []
    given = given_ids(connection, scope)
    if SAMPLE in wanted:
        sections.append(("Mẫu ngẫu nhiên để đối chiếu", _sample(connection, request, given)))
    if PAPERS in wanted:
        sections.append(("Hồ sơ thiếu giấy tờ", _papers(lacking_files(connection, scope))))
    if EXCEPTIONS in wanted:
        found = exceptions_of(connection, scope)
        some = any(rows for _title, rows in exception_groups(found))
        none = Paragraph("Không có trường hợp vượt định mức hoặc ngoại lệ.")
        sections.append(("Vượt định mức và các trường hợp ngoại lệ", [exception_table(found) if some else none]))
    if UNSIGNED in wanted:
        sections.append(("Đã trao, chưa ký nhận", _unsigned(scope, unsigned(connection, scope), bool(given))))
    blocks: list[Block] = []
    for place, (title, parts) in enumerate(sections, start=1):
        blocks += [Heading(f"{place}. {title}", 2), *parts]
    title = "Phục vụ kiểm tra việc hỗ trợ đoàn viên, người lao động"
    return table_paper(request, paper, title, blocks, event=BY_HAND_OVER, kind="Danh sách", landscape=True)


def seed_of(request: Request) -> int:
    """Return the seed: the one asked for, or the cut-off as a number (20261122)."""
    return request.seed if request.seed is not None else int(request.cut_off.strftime("%Y%m%d"))


def sample_of(ids: Sequence[int], seed: int) -> list[int]:
    """Return the sample of these awards; always the same for the same seed."""
    size = min(len(ids), max(FEWEST, min(MOST, round(len(ids) * SHARE))))
    return random.Random(seed).sample(sorted(ids), size)  # noqa: S311 - a list that can be drawn again, no secret


def _sample(connection: sqlite3.Connection, request: Request, ids: Sequence[int]) -> list[Block]:
    if not ids:
        return [Paragraph("Trong kỳ chưa có lần trao nào để chọn mẫu.")]
    seed = seed_of(request)
    chosen = checked_awards(connection, sample_of(ids, seed))
    told = (
        f"Chọn ngẫu nhiên {number(len(chosen))} trong {number(len(ids))} lần trao, mã chọn mẫu {seed}"
        " (cùng mã và cùng số liệu thì chọn ra cùng danh sách)."
    )
    rows = [_award_row(place, one) for place, one in enumerate(chosen, start=1)]
    whole = Figure(sum(one.amount for one in chosen), Records("award", tuple(one.id for one in chosen)))
    total = row_of(("Tổng cộng", *(None,) * 4, whole, "", "", ""), RowKind.TOTAL)
    return [Paragraph(told), Table(_SAMPLE_COLUMNS, (*rows, total), size=11)]


def _award_row(place: int, one: CheckedAward) -> Row:
    name = f"{one.person} ({mask(one.citizen_id)})" if one.citizen_id else one.person
    who = name or f"Nhóm {number(one.quantity)} người"
    papers = "; ".join(part for part in (one.decision, one.voucher) if part)
    day = short(date.fromisoformat(one.paid_on))
    signed = "đã ký" if one.signed else "chưa"
    amount = Figure(one.amount, Records("award", (one.id,)))
    return row_of((str(place), who, one.unit_name, one.what, day, amount, papers, signed, ""))


def _papers(files: Sequence[LackingFile]) -> list[Block]:
    if not files:
        return [Paragraph("Không có hồ sơ nhà hoặc hồ sơ trợ cấp nào thiếu giấy tờ đến hạn.")]
    rows = [
        Row((str(place), one.person, one.unit_name, one.what, "; ".join(one.papers)))
        for place, one in enumerate(files, start=1)
    ]
    told = f"Có {number(len(files))} hồ sơ đang giải quyết còn thiếu giấy tờ đến hạn, theo hồ sơ hiện nay trong sổ."
    return [Paragraph(told), Table(_PAPER_COLUMNS, tuple(rows), size=11)]


def _unsigned(scope: Scope, found: Sequence[Unsigned], some_given: bool) -> list[Block]:
    if not some_given:
        return [Paragraph("Trong kỳ chưa có lần trao nào.")]
    if not found:
        return [Paragraph("Mọi lần trao trong kỳ đều đã có ký nhận.")]
    return [Table(_UNSIGNED_COLUMNS, tuple(_unsigned_rows(scope, found)), size=11)]


def _unsigned_rows(scope: Scope, found: Sequence[Unsigned]) -> Iterator[Row]:
    for place, one in enumerate(found, start=1):
        ours = Given(
            replace(scope, unit_ids=frozenset({one.unit_id})),
            programmes=frozenset({one.programme_id}),
            campaign=one.campaign_id,
            unsigned=True,
            typed=False,
        )
        yield row_of((str(place), one.unit_name, one.what, *_awards(one.awards, one.amount, ours)))
    awards, amount = sum(one.awards for one in found), sum(one.amount for one in found)
    whole = Given(scope, unsigned=True, typed=False)
    yield row_of(("Tổng cộng", None, None, *_awards(awards, amount, whole)), RowKind.TOTAL)


def _awards(awards: int, amount: int, ours: Given) -> tuple[Figure, Figure]:
    return Figure(awards, replace(ours, measure="awards")), Figure(amount, ours)


REPORT = Report(
    name="kiem-tra",
    title=N_("Danh sách phục vụ kiểm tra"),
    summary=N_("Mẫu ngẫu nhiên có mã chọn mẫu, hồ sơ thiếu giấy tờ, vượt định mức, ngoại lệ, chưa ký nhận."),
    compose=compose,
    group="lists",
    samples=True,
    parts=PARTS,
)
