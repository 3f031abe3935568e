"""Danh sách và tình hình Mái ấm công đoàn: every house of the period, and how many stand in each stage (6.3 f)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from labordesk.documents.model import Align, Block, Column, Document, Heading, Paragraph, Row, RowKind, Table
from labordesk.fields import Area
from labordesk.fields.choices import STAGES
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.reports.framing import table_paper
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Given, Listed
from labordesk.store.figures import Scope
from labordesk.store.figures.house_list import ListedHouse, house_list
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number
from labordesk.vietnamese.wards import ward_of

STAGE_WORDS = dict(STAGES)
STAGE_WORDS["approved"] = "Đã duyệt, chưa khởi công"
STAGE_WORDS["started"] = "Đang xây dựng"
STAGE_WORDS["inspected"] = "Đã nghiệm thu, chờ bàn giao"
STAGE_WORDS["handed_over"] = "Đã bàn giao"
STAGE_WORDS["settled"] = "Đã quyết toán"
STAGE_WORDS["requested"] = "Mới đề nghị"
STAGE_WORDS["surveyed"] = "Đã khảo sát, chờ duyệt"
_AREA = Area()
_WORK_MARKS = {"new": "Xây mới", "repair": "Sửa chữa"}
_UNION = "Công đoàn hỗ trợ (đồng)"

_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Chủ hộ", 1.7),
    Column("Đơn vị", 1.6),
    Column("Xã, phường", 1.3),
    Column("Loại", 0.8, Align.CENTER),
    Column("m²", 0.5, Align.RIGHT),
    Column("Khởi công", 1.1, Align.CENTER),
    Column("Bàn giao", 1.1, Align.CENTER),
    Column("Tổng giá trị (đồng)", 1.35, Align.RIGHT),
    Column("Trong kỳ", 1.3, Align.RIGHT, group=_UNION),
    Column("Lũy kế", 1.3, Align.RIGHT, group=_UNION),
    Column("Nguồn khác (đồng)", 1.3, Align.RIGHT),
    Column("Tình trạng", 1.3),
)
_STAGE_COLUMNS = (
    Column("Tình trạng", 3.0),
    Column("Xây mới", 1.0, Align.RIGHT, group="Số nhà"),
    Column("Sửa chữa", 1.0, Align.RIGHT, group="Số nhà"),
    Column("Cộng", 1.0, Align.RIGHT, group="Số nhà"),
    Column("Công đoàn đã hỗ trợ (đồng)", 2.0, Align.RIGHT),
    Column("Tổng giá trị (đồng)", 2.0, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the count by stage first, then the list: the union's money and the whole value are two figures."""
    scope = replace(request.scope(), tet_year=None)
    houses = house_list(connection, scope)
    blocks: list[Block] = []
    if houses:
        blocks.append(Heading("1. Số nhà theo tình trạng", 2))
        blocks.append(Table(_STAGE_COLUMNS, tuple(_stage_rows(scope, houses)), size=11))
        blocks += [Paragraph(f"{one}.") for one in _said(connection, scope, houses, paper)]
        blocks.append(Heading("2. Danh sách", 2))
        blocks.append(Table(_COLUMNS, tuple(_rows(scope, houses)), size=10))
        blocks.append(Paragraph("Tổng giá trị và nguồn khác ghi theo hồ sơ hiện nay trong sổ, không theo ngày."))
    else:
        blocks += [Paragraph(f"{one}.") for one in _said(connection, scope, houses, paper)]
        if not blocks:
            blocks.append(Paragraph("Trong kỳ không có nhà nào được đề nghị, xây dựng hay bàn giao."))
    return table_paper(
        request,
        paper,
        "Tình hình thực hiện chương trình Mái ấm công đoàn",
        blocks,
        event="nhà tính theo ngày của từng mốc, tiền tính theo ngày trao",
        landscape=True,
    )


def _said(connection: sqlite3.Connection, scope: Scope, houses: Sequence[ListedHouse], paper: Paper) -> Iterator[str]:
    """Say what was reached in the period, and what is known only as typed totals."""
    found = figures.houses(connection, scope)
    money = sum(one.total for one in figures.by_programme(connection, scope) if one.kind == "house")
    yield from say.house_sentences(found, money, paper.words)
    listed = sum("funded" in one.milestones and one.milestones["funded"] >= scope.start for one in houses)
    typed = found.count("funded") - listed
    if typed > 0:
        given = sum(one.given for one in houses)
        more = f", {say.amount(money - given, paper.words)}" if money > given else ""
        yield f"Trong đó {number(typed)} nhà{more} là số liệu tổng hợp do đơn vị báo cáo, không có trong danh sách"


def _stage_rows(scope: Scope, houses: Sequence[ListedHouse]) -> Iterator[Row]:
    for code, _label in STAGES:
        if those := [one for one in houses if one.stage == code]:
            yield _stage_row(STAGE_WORDS[code], those, Listed(scope, stage=code), RowKind.NORMAL)
    yield _stage_row("Tổng cộng", houses, Listed(scope), RowKind.TOTAL)


def _stage_row(label: str, houses: Sequence[ListedHouse], ours: Listed, kind: RowKind) -> Row:
    new = sum(one.work == "new" for one in houses)
    cells = (
        Figure(new or "", replace(ours, work="new")),
        Figure(len(houses) - new or "", replace(ours, work="repair")),
        Figure(len(houses), ours),
        Figure(_sum(one.given_so_far for one in houses), replace(ours, measure="given_so_far")),
        Figure(_sum(one.total_value for one in houses), replace(ours, measure="total_value")),
    )
    return row_of((label, *cells), kind)


def _sum(values: Iterable[int]) -> int | str:
    return sum(values) or ""


def _rows(scope: Scope, houses: Sequence[ListedHouse]) -> Iterator[Row]:
    for place, one in enumerate(houses, start=1):
        ward = ward_of(one.ward_code) if one.ward_code else None
        yield row_of(
            (
                *(str(place), one.person, one.unit_name, ward.name if ward else "", _WORK_MARKS.get(one.work, "")),
                *(
                    _AREA.show(one.area) if one.area else "",
                    _day(one.milestones.get("started")),
                    _day(one.milestones.get("handed_over")),
                ),
                *_amounts(scope, one),
                STAGE_WORDS[one.stage],
            )
        )
    ours = Listed(scope)
    sums = (
        Figure(_sum(one.total_value for one in houses), replace(ours, measure="total_value")),
        Figure(_sum(one.given for one in houses), replace(ours, measure="given")),
        Figure(_sum(one.given_so_far for one in houses), replace(ours, measure="given_so_far")),
        Figure(_sum(one.others for one in houses), replace(ours, measure="others")),
    )
    yield row_of((f"Tổng cộng ({number(len(houses))} nhà)", *(None,) * 7, *sums, ""), RowKind.TOTAL)


def _amounts(scope: Scope, one: ListedHouse) -> tuple[Figure, ...]:
    """Return what a house is worth, what the union gave in the period and so far, and what others brought."""
    ours = Listed(scope, house_id=one.id)
    paid = Given(replace(scope, unit_ids=None), house_id=one.id, typed=False)
    so_far = replace(paid, scope=replace(paid.scope, start=date.min))
    return (
        Figure(one.total_value or None, replace(ours, measure="total_value")),
        Figure(one.given or None, paid),
        Figure(one.given_so_far or None, so_far),
        Figure(one.others or None, replace(ours, measure="others")),
    )


def _day(day: date | None) -> str:
    return short(day) if day else ""


REPORT = Report(
    name="mai-am",
    title=N_("Tình hình Mái ấm công đoàn"),
    summary=N_(
        "Danh sách nhà của kỳ với ngày khởi công, bàn giao, tiền công đoàn và tổng giá trị; số nhà theo tình trạng."
    ),
    compose=compose,
)
