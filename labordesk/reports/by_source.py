"""Bảng theo nguồn kinh phí và cấp chi: who bore the cost and which union level paid it (domain.md 6.3 d, e)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace

from labordesk.documents.model import Align, Block, Column, Document, Heading, Row, RowKind, Table
from labordesk.fields.choices import LEVELS, SOURCES
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, row_of
from labordesk.reports.framing import BY_HAND_OVER, left_out_note, table_paper, typed_note
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Given, Raised
from labordesk.store.figures import Scope
from labordesk.store.figures.raised import RaisedFigure, raised_by_source
from labordesk.store.figures.sources import UNTOLD, by_source
from labordesk.vietnamese.numbers import percent

UNTOLD_NAME = "Chưa ghi nguồn (số liệu tổng hợp)"
_PAID_BY = "Cấp chi (đồng)"
_LEVEL_HEADS = {
    "national": "Tổng Liên đoàn",
    "province": "Cấp tỉnh, ngành",
    "upper": "Cấp trên trực tiếp cơ sở; xã, phường",
    "grassroots": "Công đoàn cơ sở",
}
_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Nguồn kinh phí", 3.2),
    *(Column(_LEVEL_HEADS[level], 1.7, Align.RIGHT, group=_PAID_BY) for level, _label in LEVELS),
    Column("Cộng (đồng)", 1.8, Align.RIGHT),
    Column("Tỷ lệ", 0.9, Align.RIGHT),
)
_RAISED_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Nguồn, quỹ vận động", 4.0),
    Column("Tiền (đồng)", 1.8, Align.RIGHT),
    Column("Hiện vật (đồng)", 1.8, Align.RIGHT),
    Column("Cộng (đồng)", 1.8, Align.RIGHT),
    Column("Ngày công", 1.0, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return source by level with shares, and beside it what was raised, which is no spending."""
    scope = request.scope()
    sources = by_source(connection, scope)
    raised = raised_by_source(connection, scope)
    spent = Table(_COLUMNS, tuple(_rows(scope, sources)), size=11)
    blocks: list[Block] = [spent]
    if raised:
        blocks = [Heading("1. Chi chăm lo theo nguồn và cấp chi", 2), spent]
    blocks += typed_note(figures.totals(connection, scope).typed, paper.words)
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    if raised:
        blocks.append(Heading("2. Vận động, đóng góp trong kỳ (khoản thu, không cộng vào chi)", 2))
        blocks.append(Table(_RAISED_COLUMNS, tuple(_raised_rows(scope, raised)), size=11))
    event = f"{BY_HAND_OVER}{'; vận động tính theo ngày nhận' if raised else ''}"
    title = "Kinh phí chăm lo đoàn viên, người lao động theo nguồn và cấp chi"
    return table_paper(request, paper, title, blocks, event=event, landscape=True)


def _rows(scope: Scope, sources: Mapping[str, Mapping[str, int]]) -> Iterator[Row]:
    whole = sum(sum(levels.values()) for levels in sources.values())
    names = (*SOURCES, (UNTOLD, UNTOLD_NAME))
    shown = [(code, name, sources[code]) for code, name in names if sum(sources.get(code, {}).values())]
    for place, (code, name, levels) in enumerate(shown, start=1):
        total = sum(levels.values())
        ours = Given(scope, source=code)
        paid = (Figure(levels.get(level) or None, replace(ours, level=level)) for level, _label in LEVELS)
        yield row_of((str(place), name, *paid, Figure(total, ours), percent(total, whole, 1)))
    if whole:
        paid_in_all = [(level, sum(levels.get(level, 0) for _code, _name, levels in shown)) for level, _label in LEVELS]
        sums = (Figure(one or "", Given(scope, level=level)) for level, one in paid_in_all)
        yield row_of(("Tổng cộng", None, *sums, Figure(whole, Given(scope)), "100%"), RowKind.TOTAL)
        shares = (percent(one, whole, 1) if one else "" for _level, one in paid_in_all)
        yield Row(("Tỷ lệ theo cấp chi", None, *shares, "100%", ""), RowKind.SUBTOTAL)


def _raised_rows(scope: Scope, raised: tuple[RaisedFigure, ...]) -> Iterator[Row]:
    for place, one in enumerate(raised, start=1):
        ours = Raised(scope, by_fund=True, fund_id=one.fund_id)
        cells = (replace(cell, cell=cell.cell or None) for cell in _raised(one, ours))
        yield row_of((str(place), one.name or "Chưa ghi vào quỹ nào", *cells))
    whole = RaisedFigure(
        "", sum(one.cash for one in raised), sum(one.goods for one in raised), sum(one.labour_days for one in raised)
    )
    sums = (replace(cell, cell=cell.cell or "") for cell in _raised(whole, Raised(scope)))
    yield row_of(("Tổng cộng", None, *sums), RowKind.TOTAL)


def _raised(one: RaisedFigure, ours: Raised) -> tuple[Figure, ...]:
    return (
        Figure(one.cash, replace(ours, measure="cash")),
        Figure(one.goods, replace(ours, measure="goods")),
        Figure(one.cash + one.goods, ours),
        Figure(one.labour_days, replace(ours, measure="labour_days")),
    )


REPORT = Report(
    name="theo-nguon",
    title=N_("Kinh phí theo nguồn và cấp chi"),
    summary=N_("Nguồn nào, cấp công đoàn nào chi bao nhiêu, tỷ lệ từng nguồn; vận động đứng riêng."),
    compose=compose,
)
