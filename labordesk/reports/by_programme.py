"""Bảng tổng hợp theo chương trình: people, handings-over, packages, cash and goods of each (domain.md 6.3 b)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from labordesk.documents.model import Align, Block, Cell, Column, Document, Paragraph, Row, RowKind, Table
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import HOUSES, Figure, counted, money, row_of
from labordesk.reports.framing import BY_HAND_OVER_AND_MILESTONE, left_out_note, table_paper, typed_note
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Given, Reached, Several
from labordesk.store.figures import HouseFigure, ProgrammeFigure, Scope
from labordesk.store.figures.turns import turns_by_programme
from labordesk.vietnamese.numbers import number, percent

_MONEY = "Trị giá (đồng)"
_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Chương trình", 3.4),
    Column("Số người có tên", 1.0, Align.RIGHT),
    Column("Số lượt", 1.0, Align.RIGHT),
    Column("Số lượng", 1.8, Align.CENTER),
    Column("Tiền", 1.6, Align.RIGHT, group=_MONEY),
    Column("Quà, hiện vật", 1.6, Align.RIGHT, group=_MONEY),
    Column("Cộng", 1.7, Align.RIGHT, group=_MONEY),
    Column("Tỷ trọng", 0.9, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the table; each programme shows its own units of count, which are never added to each other."""
    scope = request.scope()
    totals = figures.totals(connection, scope)
    programmes = figures.by_programme(connection, scope)
    houses = figures.houses(connection, scope)
    turns = turns_by_programme(connection, scope)
    rows = list(_rows(scope, programmes, houses, turns, totals.total))
    if rows:
        cells = (
            Figure(totals.people or None, Given(scope, "people", houses=False)),
            Figure(totals.turns or None, Given(scope, "turns")),
            "",
            Figure(totals.cash, money(scope, form="cash")),
            Figure(totals.goods, money(scope, form="goods")),
            Figure(totals.total, money(scope)),
        )
        rows.append(row_of(("Tổng cộng", None, *cells, "100%" if totals.total else ""), RowKind.TOTAL))
    blocks: list[Block] = [Table(_COLUMNS, tuple(rows), size=11)]
    if sum(one.people for one in programmes if one.kind != "house") > totals.people:
        blocks.append(
            Paragraph("Người được hỗ trợ theo nhiều chương trình chỉ tính một lần ở dòng tổng cộng số người.")
        )
    blocks += typed_note(totals.typed, paper.words)
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    return table_paper(
        request,
        paper,
        "Kết quả chăm lo đoàn viên, người lao động theo chương trình",
        blocks,
        event=BY_HAND_OVER_AND_MILESTONE,
        landscape=True,
    )


def _rows(
    scope: Scope, programmes: tuple[ProgrammeFigure, ...], houses: HouseFigure, turns: Mapping[int, int], whole: int
) -> Iterator[Row]:
    others = [figure for figure in programmes if figure.kind != "house"]
    for place, figure in enumerate(others, start=1):
        ours = Given(scope, programmes=frozenset({figure.programme_id}))
        counts = (
            Figure(figure.people or None, replace(ours, measure="people")),
            Figure(turns.get(figure.programme_id) or None, replace(ours, measure="turns")),
            _counted(scope, figure),
        )
        yield _row(place, figure.name, counts, (figure.cash, figure.goods, whole), ours)
    built = [figure for figure in programmes if figure.kind == "house"]
    if built or houses.count("funded"):
        cash, goods = sum(one.cash for one in built), sum(one.goods for one in built)
        reached = Figure(houses_counted(houses), Reached(scope, "funded"))
        yield _row(
            len(others) + 1, "Mái ấm công đoàn", (None, None, reached), (cash, goods, whole), money(scope, HOUSES)
        )


def _row(place: int, name: str, counts: Iterable[Cell | Figure], amounts: tuple[int, int, int], ours: Given) -> Row:
    """Return a row of cash and goods out of a whole; ``ours`` is the money of the programme."""
    cash, goods, whole = amounts
    total = cash + goods
    paid = (
        Figure(cash or None, replace(ours, form="cash")),
        Figure(goods or None, replace(ours, form="goods")),
        Figure(total or None, ours),
    )
    return row_of((str(place), name, *counts, *paid, percent(total, whole, 1) if total and whole else ""))


def _counted(scope: Scope, figure: ProgrammeFigure) -> Figure:
    """Return "250 suất; 30 phiếu"; people have a column of their own."""
    shown = [one for one in figure.quantities if one.count and one.count_unit != "turn"]
    shown.sort(key=lambda one: one.count_unit != figure.count_unit)
    words = "; ".join(f"{number(one.count)} {say.COUNT_WORDS[one.count_unit]}" for one in shown)
    return Figure(words, Several(tuple(counted(scope, figure.programme_id, one.count_unit) for one in shown)))


def houses_counted(houses: HouseFigure) -> str:
    """Return "12 nhà (xây mới 10, sửa chữa 2)" of the houses whose support was handed over."""
    new, repaired = houses.new.get("funded", 0), houses.repaired.get("funded", 0)
    if not new and not repaired:
        return ""
    kinds = ", ".join(
        f"{label} {number(count)}" for label, count in (("xây mới", new), ("sửa chữa", repaired)) if count
    )
    return f"{number(new + repaired)} nhà ({kinds})"


REPORT = Report(
    name="theo-chuong-trinh",
    title=N_("Kết quả theo chương trình"),
    summary=N_("Số người, số lượt, số suất, tiền và hiện vật của từng chương trình, có tỷ trọng."),
    compose=compose,
)
