"""Báo cáo nhanh: how far the gifts of a Tết, or of any season, have got on a day, for the call of the level above."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labordesk.documents.model import (
    Align,
    Block,
    Bullet,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from labordesk.fields.choices import SOURCES
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request, UnitRow, WordStyle
from labordesk.reports.by_source import UNTOLD_NAME
from labordesk.reports.framing import basis, named, of_unit, within
from labordesk.store.figures.campaign_gifts import (
    CampaignPlan,
    CampaignScope,
    GiftFigure,
    allocated,
    gifts_by_unit,
    members_without,
    money_by_source,
    plans,
)
from labordesk.store.lists import campaigns_between
from labordesk.vietnamese.numbers import number, percent

PACKAGE = "package"
_COUNTS = "Số suất quà"
_CAMPAIGN_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Đợt", 3.0),
    Column("ĐVT", 0.8, Align.CENTER),
    Column("Dự kiến", 0.9, Align.RIGHT, group="Số lượng"),
    Column("Phân bổ", 0.9, Align.RIGHT, group="Số lượng"),
    Column("Danh sách", 0.9, Align.RIGHT, group="Số lượng"),
    Column("Đã trao", 0.9, Align.RIGHT, group="Số lượng"),
    Column("Đã trao (đồng)", 1.6, Align.RIGHT),
)
_UNIT_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Đơn vị", 3.0),
    Column("Phân bổ", 0.9, Align.RIGHT, group=_COUNTS),
    Column("Danh sách", 0.9, Align.RIGHT, group=_COUNTS),
    Column("Đã trao", 0.9, Align.RIGHT, group=_COUNTS),
    Column("Đã trao (đồng)", 1.5, Align.RIGHT),
    Column("Đoàn viên chưa có tên", 1.0, Align.RIGHT),
)
_SOURCE_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Nguồn kinh phí", 4.0),
    Column("Số tiền, trị giá (đồng)", 2.0, Align.RIGHT),
    Column("Tỷ lệ", 1.0, Align.RIGHT),
)


@dataclass(frozen=True)
class _Quick:
    """Every figure of the paper, read once; ``by_unit`` is already brought to the units shown."""

    campaigns: tuple[CampaignPlan, ...]
    gifts: Mapping[tuple[int, int, str], GiftFigure]
    shares: Mapping[int, Mapping[int, int]]
    sources: Mapping[str, int]
    missed: Mapping[int, int]

    def of(self, campaign: int) -> dict[str, GiftFigure]:
        """Return one campaign by unit of count."""
        found: dict[str, GiftFigure] = {}
        for (one, _unit, counted), figure in self.gifts.items():
            if one == campaign:
                found[counted] = found.get(counted, GiftFigure()) + figure
        return found

    def counted(self) -> dict[str, GiftFigure]:
        """Return all campaigns together by unit of count, packages first."""
        found: dict[str, GiftFigure] = {}
        for (_one, _unit, counted), figure in self.gifts.items():
            found[counted] = found.get(counted, GiftFigure()) + figure
        return dict(sorted(found.items(), key=lambda one: one[0] != PACKAGE))

    def own(self, units: Container[int]) -> GiftFigure:
        """Return the packages of some units with the money of everything given in them."""
        total = GiftFigure()
        for (_one, unit, counted), figure in self.gifts.items():
            if unit in units:
                total += figure if counted == PACKAGE else GiftFigure(amount=figure.amount, typed=figure.typed)
        return total


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the quick report; without a campaign in the period it says so."""
    quick = _read(connection, request)
    blocks: list[Block] = [_opening(request, paper)]
    if not quick.campaigns:
        blocks.append(Paragraph("Trong kỳ chưa lập đợt tặng quà nào."))
    else:
        blocks += (Bullet(f"{one}.") for one in _said(quick, request, paper.words))
        blocks += _tables(quick, request)
    return Document(
        letterhead=paper.letterhead(),
        kind="Báo cáo nhanh",
        abstract=f"Tình hình tặng quà đoàn viên, người lao động{of_unit(request)} {named(request.period)}",
        number=paper.number_text("BC"),
        place_date=paper.place_date(),
        addressees=paper.addressees,
        blocks=tuple(blocks),
        signatures=(paper.chair(),),
        recipients=paper.recipients,
        author=paper.issuing_body,
    )


def _read(connection: sqlite3.Connection, request: Request) -> _Quick:
    period = request.period
    ids = [
        one[0]
        for one in campaigns_between(connection, period.start.isoformat(), period.end.isoformat(), period.tet_year)
    ]
    scope = CampaignScope(tuple(ids), request.units.ids(), request.cut_off)
    return _Quick(
        plans(connection, ids),
        gifts_by_unit(connection, scope),
        allocated(connection, scope),
        money_by_source(connection, scope),
        members_without(connection, scope) if ids else {},
    )


def _opening(request: Request, paper: Paper) -> Paragraph:
    who = paper.issuer_name or paper.issuing_body
    event = "suất quà đã trao tính theo ngày trao"
    return Paragraph(
        f"{who} báo cáo nhanh tình hình tặng quà đoàn viên, người lao động{of_unit(request)} {within(request.period)}"
        f" như sau ({basis(request, event)}):"
    )


def _said(quick: _Quick, request: Request, words: WordStyle) -> Iterator[str]:
    counted = quick.counted()
    amount = sum(one.amount for one in counted.values())
    money = f" với tổng trị giá {say.amount(amount, words)}" if amount else ""
    given = ", ".join(_things(one.given, unit) for unit, one in counted.items() if one.given)
    yield f"Đã trao {given}{money}" if given else "Chưa trao suất quà nào"
    planned = sum(one.planned for one in quick.campaigns if one.count_unit == PACKAGE)
    packages = counted.get(PACKAGE, GiftFigure()).given
    if planned and packages:
        yield f"Số suất quà đã trao đạt {percent(packages, planned, 1)} số suất dự kiến ({number(planned)} suất)"
    waiting = ", ".join(_things(one.waiting, unit) for unit, one in counted.items() if one.waiting)
    if waiting:
        yield f"Còn {waiting} đã có tên trong danh sách, chưa trao"
    if typed := sum(one.typed for one in counted.values()):
        yield f"Trong tổng trị giá có {say.amount(typed, words)} là số liệu tổng hợp, không kèm danh sách"
    if missed := sum(quick.missed.values()):
        yield f"Còn {number(missed)} đoàn viên trong sổ chưa có tên trong danh sách nào của {_season(request)}"
    silent = [unit for unit in request.units.rows if unit.depth == 1 and _figure(quick, request, unit) == GiftFigure()]
    if silent:
        names = "; ".join(unit.short_name or unit.name for unit in silent[:12])
        more = f" và {number(len(silent) - 12)} đơn vị khác" if len(silent) > 12 else ""
        yield f"Chưa có danh sách của {number(len(silent))} đơn vị: {names}{more}"


def _things(count: int, unit: str) -> str:
    return f"{number(count)} {'suất quà' if unit == PACKAGE else say.COUNT_WORDS[unit]}"


def _season(request: Request) -> str:
    return "dịp này" if request.period.tet_year is not None else "kỳ này"


def _tables(quick: _Quick, request: Request) -> Iterator[Block]:
    yield Heading("1. Theo đợt", 2)
    yield Table(_CAMPAIGN_COLUMNS, tuple(_campaign_rows(quick, request)), size=11)
    yield Heading("2. Theo đơn vị", 2)
    yield Table(_UNIT_COLUMNS, tuple(_unit_rows(quick, request)), size=11)
    if quick.sources:
        yield Heading("3. Theo nguồn kinh phí", 2)
        yield Table(_SOURCE_COLUMNS, tuple(_source_rows(quick.sources)), size=11)


def _campaign_rows(quick: _Quick, request: Request) -> Iterator[Row]:
    rows: list[Row] = []
    for place, one in enumerate(quick.campaigns, start=1):
        gifts = quick.of(one.id) or {one.count_unit: GiftFigure()}
        share = _handed_down(quick.shares.get(one.id, {}), request)
        for unit, gift in sorted(gifts.items(), key=lambda found: found[0] != one.count_unit):
            plan = (one.planned or None, share or None) if unit == one.count_unit else (None, None)
            first = (str(place), one.name) if not rows or rows[-1].cells[1] != one.name else ("", one.name)
            counts = (*plan, gift.listed or None, gift.given or None, gift.amount or None)
            rows.append(Row((*first, say.COUNT_WORDS[unit], *counts)))
    yield from rows
    is_one_unit = len({row.cells[2] for row in rows}) == 1
    sums = [_total(rows, column) if is_one_unit or column == 7 else "" for column in range(3, 8)]
    yield Row(("Tổng cộng", None, "", *sums), RowKind.TOTAL)


def _handed_down(shares: Mapping[int, int], request: Request, top: UnitRow | None = None) -> int:
    """Return the packages of the topmost units that got a share, at or below ``top``; the rest is handed on of them.

    The share of the unit reported on is what it may hand down itself, so that those right below it are told.
    """
    parents = request.units.parents()
    root = request.units.root.id
    total = 0
    for unit, packages in shares.items():
        path = _path(request.units.home.get(unit, unit), parents)
        if unit == root or (top is not None and top.id not in path):
            continue
        if not any(above in shares for above in path[1:] if above != root):
            total += packages
    return total or (shares.get(root, 0) if top is None else 0)


def _path(unit: int, parents: Mapping[int, int | None]) -> list[int]:
    found = [unit]
    while (above := parents.get(found[-1])) is not None:
        found.append(above)
    return found


def _figure(quick: _Quick, request: Request, unit: UnitRow) -> GiftFigure:
    """Return what a unit and all below it listed and gave."""
    parents, home = request.units.parents(), request.units.home
    return quick.own([of for _one, of, _unit in quick.gifts if unit.id in _path(home.get(of, of), parents)])


def _unit_rows(quick: _Quick, request: Request) -> Iterator[Row]:
    root, parents, home = request.units.root, request.units.parents(), request.units.home
    own = quick.own([of for _one, of, _unit in quick.gifts if home.get(of, of) == root.id])
    missed: dict[int, int] = defaultdict(int)
    for of, count in quick.missed.items():
        path = _path(home.get(of, of), parents)
        missed[path[-2] if len(path) > 1 else path[0]] += count
    shown: list[tuple[str, int, GiftFigure, int]] = []
    if own != GiftFigure() or missed[root.id]:
        shown.append((f"{root.short_name or root.name} (trực tiếp)", 0, own, missed[root.id]))
    for unit in request.units.rows:
        if unit.depth == 1:
            share = sum(_handed_down(shares, request, unit) for shares in quick.shares.values())
            figure = _figure(quick, request, unit)
            if share or figure != GiftFigure() or missed[unit.id]:
                shown.append((unit.short_name or unit.name, share, figure, missed[unit.id]))
    rows = [
        Row((str(place), name, share or None, one.listed or None, one.given or None, one.amount or None, left or None))
        for place, (name, share, one, left) in enumerate(shown, start=1)
    ]
    yield from rows
    yield Row(("Tổng cộng", None, *(_total(rows, column) for column in range(2, 7))), RowKind.TOTAL)


def _total(rows: Sequence[Row], column: int) -> Cell:
    cells = (row.cells[column] for row in rows)
    return sum(cell for cell in cells if isinstance(cell, int)) or ""


def _source_rows(sources: Mapping[str, int]) -> Iterator[Row]:
    whole = sum(sources.values())
    shown = [(name, sources[code]) for code, name in (*SOURCES, ("", UNTOLD_NAME)) if sources.get(code)]
    for place, (name, amount) in enumerate(shown, start=1):
        yield Row((str(place), name, amount, percent(amount, whole, 1)))
    yield Row(("Tổng cộng", None, whole, "100%"), RowKind.TOTAL)


REPORT = Report(
    name="nhanh-tet",
    title=N_("Báo cáo nhanh tặng quà Tết"),
    summary=N_("Suất dự kiến, phân bổ, danh sách, đã trao theo đợt và đơn vị; tiền theo nguồn; ai chưa có suất."),
    compose=compose,
    group="papers",
    numbered=True,
)
