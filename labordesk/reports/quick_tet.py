"""Báo cáo nhanh: how far the gifts of a Tết, or of any season, have got on a day, for the call of the level above."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from labordesk.documents.model import (
    Align,
    Block,
    Bullet,
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
from labordesk.reports.counted import Figure, column_sum, row_of, units_under
from labordesk.reports.framing import basis, named, of_unit, said_all, within
from labordesk.store.figure_rows.meaning import Gifts, Missed, Planned, Shared
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
    """Every figure of the paper, read once, over the gifts of ``scope``."""

    scope: CampaignScope
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
    subject = f"tình hình tặng quà đoàn viên, người lao động{of_unit(request)} {named(request.period)}"
    blocks.append(said_all(f"nhanh {subject}", paper.issuer))
    return Document(
        letterhead=paper.letterhead(),
        kind="Báo cáo nhanh",
        abstract=say.capital(subject),
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
    gifts, shares = gifts_by_unit(connection, scope), allocated(connection, scope)
    return _Quick(
        scope,
        tuple(_concerning(plans(connection, ids), request, {one[0] for one in gifts} | set(shares))),
        gifts,
        shares,
        money_by_source(connection, scope),
        members_without(connection, scope) if ids else {},
    )


def _concerning(campaigns: Iterable[CampaignPlan], request: Request, known: Container[int]) -> Iterator[CampaignPlan]:
    """Yield the campaigns as they concern the units: of a campaign that another unit holds only what came down to them.

    Its plan is that of all its units, so that a share of it would say nothing; what was allocated is theirs.
    """
    for one in campaigns:
        if request.units.is_whole or one.unit_id in request.units.ids():
            yield one
        elif one.id in known:
            yield replace(one, planned=0)


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
    yield from _reached(quick, request)
    waiting = ", ".join(_things(one.waiting, unit) for unit, one in counted.items() if one.waiting)
    if waiting:
        yield f"Còn {waiting} đã có tên trong danh sách, chưa trao"
    if typed := sum(one.typed for one in counted.values()):
        yield f"Trong tổng trị giá có {say.amount(typed, words)} là số liệu tổng hợp, không kèm danh sách"
    if missed := sum(quick.missed.values()):
        yield f"Còn {number(missed)} đoàn viên trong sổ chưa có tên trong danh sách nào của {_season(request)}"
    figures = _figures(quick, request)
    silent = [unit for unit in request.units.rows if unit.depth == 1 and figures[unit.id] == GiftFigure()]
    if silent:
        names = "; ".join(unit.short_name or unit.name for unit in silent[:12])
        more = f" và {number(len(silent) - 12)} đơn vị khác" if len(silent) > 12 else ""
        yield f"Chưa có danh sách của {number(len(silent))} đơn vị: {names}{more}"


def _reached(quick: _Quick, request: Request) -> Iterator[str]:
    """Yield how far the campaigns with a plan have got, else those of which something was allocated."""
    packages = [one for one in quick.campaigns if one.count_unit == PACKAGE]
    planned = {one.id: one.planned for one in packages if one.planned}
    shares = {one.id: int(_share(quick, request, (one.id,)).cell or 0) for one in packages} if not planned else {}
    for aims, word in ((planned, "dự kiến"), (shares, "được phân bổ")):
        aim = sum(aims.values())
        given = sum(quick.of(one).get(PACKAGE, GiftFigure()).given for one, count in aims.items() if count)
        if aim and given:
            yield f"Số suất quà đã trao đạt {percent(given, aim, 1)} số suất {word} ({number(aim)} suất)"


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
        yield Table(_SOURCE_COLUMNS, tuple(_source_rows(quick.scope, quick.sources)), size=11)


def _campaign_rows(quick: _Quick, request: Request) -> Iterator[Row]:
    rows: list[Row] = []
    for place, one in enumerate(quick.campaigns, start=1):
        gifts = quick.of(one.id) or {one.count_unit: GiftFigure()}
        share = _share(quick, request, (one.id,))
        scope = replace(quick.scope, campaigns=(one.id,))
        for unit, gift in sorted(gifts.items(), key=lambda found: found[0] != one.count_unit):
            plan = (Figure(one.planned or None, Planned((one.id,))), share) if unit == one.count_unit else (None, None)
            first = (str(place), one.name) if not rows or rows[-1].cells[1] != one.name else ("", one.name)
            rows.append(row_of((*first, say.COUNT_WORDS[unit], *plan, *_gifts(gift, scope, unit, unit))))
    yield from rows
    is_one_unit = len({row.cells[2] for row in rows}) == 1
    sums = [column_sum(rows, column) if is_one_unit or column == 7 else "" for column in range(3, 8)]
    yield row_of(("Tổng cộng", None, "", *sums), RowKind.TOTAL)


def _gifts(gift: GiftFigure, scope: CampaignScope, unit: str, paid: str) -> tuple[Figure, Figure, Figure]:
    """Return what was listed and handed over in a unit of count, and the money of ``paid`` ("" of everything)."""
    return (
        Figure(gift.listed or None, Gifts(scope, "listed", unit)),
        Figure(gift.given or None, Gifts(scope, "given", unit)),
        Figure(gift.amount or None, Gifts(scope, "money", paid)),
    )


def _share(quick: _Quick, request: Request, campaigns: Iterable[int], top: UnitRow | None = None) -> Figure:
    """Return the packages allocated in these campaigns, at or below ``top``, with the shares they are the sum of."""
    found = [
        (campaign, unit, packages)
        for campaign in campaigns
        for unit, packages in _handed_down(quick.shares.get(campaign, {}), request, top)
    ]
    total = sum(packages for _campaign, _unit, packages in found)
    return Figure(total or None, Shared(tuple((campaign, unit) for campaign, unit, _packages in found)))


def _handed_down(shares: Mapping[int, int], request: Request, top: UnitRow | None) -> list[tuple[int, int]]:
    """Return (unit, packages) of the topmost units with a share, at or below ``top``; the rest is handed on of them.

    The share of the unit reported on is what it may hand down itself, so that those right below it are told.
    """
    parents = request.units.parents()
    root = request.units.root.id
    found = []
    for unit, packages in shares.items():
        path = _path(request.units.home.get(unit, unit), parents)
        if unit == root or (top is not None and top.id not in path):
            continue
        if not any(above in shares for above in path[1:] if above != root):
            found.append((unit, packages))
    if not sum(packages for _unit, packages in found) and top is None and root in shares:
        return [(root, shares[root])]
    return found


def _path(unit: int, parents: Mapping[int, int | None]) -> list[int]:
    found = [unit]
    while (above := parents.get(found[-1])) is not None:
        found.append(above)
    return found


def _figures(quick: _Quick, request: Request) -> dict[int, GiftFigure]:
    """Return what each unit right below the one reported on, with all below it, listed and gave."""
    parents, home = request.units.parents(), request.units.home
    below: dict[int, set[int]] = defaultdict(set)
    for of in {unit for _one, unit, _counted in quick.gifts}:
        for above in _path(home.get(of, of), parents):
            below[above].add(of)
    return {unit.id: quick.own(below[unit.id]) for unit in request.units.rows if unit.depth == 1}


def _unit_rows(quick: _Quick, request: Request) -> Iterator[Row]:
    root, parents, home = request.units.root, request.units.parents(), request.units.home
    own = quick.own([of for _one, of, _unit in quick.gifts if home.get(of, of) == root.id])
    missed: dict[int, int] = defaultdict(int)
    for of, count in quick.missed.items():
        path = _path(home.get(of, of), parents)
        missed[path[-2] if len(path) > 1 else path[0]] += count
    under = units_under(request)
    shown: list[tuple[str, Figure, GiftFigure, int, frozenset[int]]] = []
    if own != GiftFigure() or missed[root.id]:
        ours = under.own.get(root.id, frozenset())
        is_alone = len(request.units.rows) == 1
        share = _share(quick, request, quick.shares) if is_alone else Figure(None, None)
        shown.append((request.units.itself(root), share, own, missed[root.id], ours))
    figures = _figures(quick, request)
    for unit in request.units.rows:
        if unit.depth == 1:
            share = _share(quick, request, quick.shares, unit)
            figure = figures[unit.id]
            if share.cell or figure != GiftFigure() or missed[unit.id]:
                theirs = under.under.get(unit.id, frozenset())
                shown.append((unit.short_name or unit.name, share, figure, missed[unit.id], theirs))
    rows = []
    for place, (name, share, one, left, units) in enumerate(shown, start=1):
        scope = replace(quick.scope, units=units)
        gifts = _gifts(one, scope, PACKAGE, "")
        rows.append(row_of((str(place), name, share, *gifts, Figure(left or None, Missed(scope)))))
    yield from rows
    yield row_of(("Tổng cộng", None, *(column_sum(rows, column) for column in range(2, 7))), RowKind.TOTAL)


def _source_rows(scope: CampaignScope, sources: Mapping[str, int]) -> Iterator[Row]:
    whole = sum(sources.values())
    names = (*SOURCES, ("", UNTOLD_NAME))
    shown = [(code, name, sources[code]) for code, name in names if sources.get(code)]
    for place, (code, name, amount) in enumerate(shown, start=1):
        ours = Figure(amount, Gifts(scope, "money", source=code))
        yield row_of((str(place), name, ours, percent(amount, whole, 1)))
    yield row_of(("Tổng cộng", None, Figure(whole, Gifts(scope, "money")), "100%"), RowKind.TOTAL)


REPORT = Report(
    name="nhanh-tet",
    title=N_("Báo cáo nhanh tặng quà Tết"),
    summary=N_("Suất dự kiến, phân bổ, danh sách, đã trao theo đợt và đơn vị; tiền theo nguồn; ai chưa có suất."),
    compose=compose,
    group="papers",
    numbered=True,
)
