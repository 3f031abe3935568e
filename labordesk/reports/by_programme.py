"""Bảng tổng hợp theo chương trình: people, handings-over, packages, cash and goods of each (domain.md 6.3 b)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from labordesk.documents.model import Align, Block, Column, Document, Paragraph, Row, RowKind, Table
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.framing import BY_HAND_OVER_AND_MILESTONE, left_out_note, table_paper, typed_note
from labordesk.store import figures
from labordesk.store.figures import HouseFigure, ProgrammeFigure
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
    rows = list(_rows(programmes, houses, turns, totals.total))
    if rows:
        cells = (totals.people or None, totals.turns or None, "", totals.cash, totals.goods, totals.total)
        rows.append(Row(("Tổng cộng", None, *cells, "100%" if totals.total else ""), RowKind.TOTAL))
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
    programmes: tuple[ProgrammeFigure, ...], houses: HouseFigure, turns: Mapping[int, int], whole: int
) -> Iterator[Row]:
    others = [figure for figure in programmes if figure.kind != "house"]
    for place, figure in enumerate(others, start=1):
        counts = (figure.people or None, turns.get(figure.programme_id) or None, _counted(figure))
        yield _row(place, figure.name, counts, figure.cash, figure.goods, whole)
    built = [figure for figure in programmes if figure.kind == "house"]
    if built or houses.count("funded"):
        cash, goods = sum(one.cash for one in built), sum(one.goods for one in built)
        yield _row(len(others) + 1, "Mái ấm công đoàn", (None, None, houses_counted(houses)), cash, goods, whole)


def _row(place: int, name: str, counts: tuple[int | None, int | None, str], cash: int, goods: int, whole: int) -> Row:
    total = cash + goods
    share = percent(total, whole, 1) if total and whole else ""
    return Row((str(place), name, *counts, cash or None, goods or None, total or None, share))


def _counted(figure: ProgrammeFigure) -> str:
    """Return "250 suất; 30 phiếu"; people have a column of their own."""
    counted = [one for one in figure.quantities if one.count and one.count_unit != "turn"]
    counted.sort(key=lambda one: one.count_unit != figure.count_unit)
    return "; ".join(f"{number(one.count)} {say.COUNT_WORDS[one.count_unit]}" for one in counted)


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
