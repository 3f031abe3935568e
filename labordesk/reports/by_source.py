"""Bảng theo nguồn kinh phí và cấp chi: who bore the cost and which union level paid it (domain.md 6.3 d, e)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from labordesk.documents.model import Align, Block, Column, Document, Heading, Row, RowKind, Table
from labordesk.fields.choices import LEVELS, SOURCES
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.framing import BY_HAND_OVER, left_out_note, table_paper, typed_note
from labordesk.store import figures
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
    spent = Table(_COLUMNS, tuple(_rows(sources)), size=11)
    blocks: list[Block] = [spent]
    if raised:
        blocks = [Heading("1. Chi chăm lo theo nguồn và cấp chi", 2), spent]
    blocks += typed_note(figures.totals(connection, scope).typed, paper.words)
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    if raised:
        blocks.append(Heading("2. Vận động, đóng góp trong kỳ (khoản thu, không cộng vào chi)", 2))
        blocks.append(Table(_RAISED_COLUMNS, tuple(_raised_rows(raised)), size=11))
    event = f"{BY_HAND_OVER}{'; vận động tính theo ngày nhận' if raised else ''}"
    title = "Kinh phí chăm lo đoàn viên, người lao động theo nguồn và cấp chi"
    return table_paper(request, paper, title, blocks, event=event, landscape=True)


def _rows(sources: Mapping[str, Mapping[str, int]]) -> Iterator[Row]:
    whole = sum(sum(levels.values()) for levels in sources.values())
    names = (*SOURCES, (UNTOLD, UNTOLD_NAME))
    shown = [(name, sources[code]) for code, name in names if sum(sources.get(code, {}).values())]
    for place, (name, levels) in enumerate(shown, start=1):
        total = sum(levels.values())
        paid = (levels.get(level) or None for level, _label in LEVELS)
        yield Row((str(place), name, *paid, total, percent(total, whole, 1)))
    if whole:
        paid_in_all = [sum(levels.get(level, 0) for _name, levels in shown) for level, _label in LEVELS]
        yield Row(("Tổng cộng", None, *(one or "" for one in paid_in_all), whole, "100%"), RowKind.TOTAL)
        shares = (percent(one, whole, 1) if one else "" for one in paid_in_all)
        yield Row(("Tỷ lệ theo cấp chi", None, *shares, "100%", ""), RowKind.SUBTOTAL)


def _raised_rows(raised: tuple[RaisedFigure, ...]) -> Iterator[Row]:
    for place, one in enumerate(raised, start=1):
        cells = (one.cash or None, one.goods or None, one.cash + one.goods or None, one.labour_days or None)
        yield Row((str(place), one.name or "Chưa ghi vào quỹ nào", *cells))
    cash, goods = sum(one.cash for one in raised), sum(one.goods for one in raised)
    days = sum(one.labour_days for one in raised)
    yield Row(("Tổng cộng", None, cash or "", goods or "", cash + goods or "", days or ""), RowKind.TOTAL)


REPORT = Report(
    name="theo-nguon",
    title=N_("Kinh phí theo nguồn và cấp chi"),
    summary=N_("Nguồn nào, cấp công đoàn nào chi bao nhiêu, tỷ lệ từng nguồn; vận động đứng riêng."),
    compose=compose,
)
