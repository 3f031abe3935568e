"""So sánh cụm thi đua: units beside each other, in all and by rank (domain.md 6.3 h).

The figures of other provinces or communes are typed in as totals of units that stand beside the own one. A unit that
stands alone compares the units right below it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from labordesk.documents.model import Align, Block, Column, Document, Paragraph, Row, RowKind, Table
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request, Units
from labordesk.reports.counted import HOUSES, Figure, column_sum, money, packages, row_of, told
from labordesk.reports.framing import BY_HAND_OVER, left_out_note, table_paper
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Reached, Rows
from labordesk.vietnamese.numbers import number

NEW_UNIONS, NEW_MEMBERS = "CDCS-MOI", "DV-MOI"
"""Codes of the shipped indicators."""

_GIFT = frozenset({"gift"})
_HOUSES, _GIFTS = "Mái ấm công đoàn", "Tặng quà"
_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Đơn vị", 2.6),
    Column("CĐCS mới", 0.8, Align.RIGHT),
    Column("Đoàn viên mới", 0.9, Align.RIGHT),
    Column("Xây mới", 0.8, Align.RIGHT, group=_HOUSES),
    Column("Sửa chữa", 0.8, Align.RIGHT, group=_HOUSES),
    Column("Số tiền (đồng)", 1.6, Align.RIGHT, group=_HOUSES),
    Column("Số suất", 0.9, Align.RIGHT, group=_GIFTS),
    Column("Số tiền (đồng)", 1.6, Align.RIGHT, group=_GIFTS),
    Column("Tổng chăm lo (đồng)", 1.8, Align.RIGHT),
    Column("Xếp thứ", 0.7, Align.CENTER),
)


@dataclass(frozen=True)
class Standing:
    """The figures of one unit with all below it, in the order of the columns; money in đồng."""

    name: str
    counts: tuple[int, int, int, int, int, int, int, int]
    rows: tuple[Rows | None, ...]

    @property
    def total(self) -> int:
        """Return what decides the rank."""
        return self.counts[-1]


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the comparison; equal totals share a rank."""
    beside = any(peer.root.id == request.units.root.id for peer in request.units.peers)
    standings = [_standing(connection, request, peer) for peer in request.units.peers]
    blocks: list[Block] = [Table(_COLUMNS, tuple(_rows(standings)), size=11)]
    if any(one.total for one in standings):
        blocks.append(
            Paragraph(
                "Xếp thứ theo tổng trị giá chăm lo đã trao; đơn vị bằng nhau cùng thứ hạng. Số liệu của đơn vị không"
                " ghi hồ sơ trong sổ này là số liệu tổng hợp nhập tay theo báo cáo của đơn vị."
            )
        )
    everyone = frozenset(unit for peer in request.units.peers for unit in peer.ids())
    scope = replace(request.scope(), unit_ids=everyone)
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    of_whom = "trong cụm thi đua" if beside else "của các đơn vị trực thuộc"
    title = f"So sánh kết quả chăm lo {of_whom}"
    event = f"{BY_HAND_OVER}; nhà tính theo ngày trao hỗ trợ"
    return table_paper(request, paper, title, blocks, event=event, landscape=True)


def _standing(connection: sqlite3.Connection, request: Request, peer: Units) -> Standing:
    ours = replace(request, units=peer)
    scope = ours.scope()
    programmes = figures.by_programme(connection, scope)
    houses = figures.houses(connection, scope)
    said = {one.code: one for one in figures.indicators(connection, scope, peer.root.id, peer.parents())}
    gifts = [one for one in programmes if one.kind == "gift"]
    given = sum(one.count for gift in gifts for one in gift.quantities if one.count_unit == "package")
    news = [said.get(code) for code in (NEW_UNIONS, NEW_MEMBERS)]
    new_unions, new_members = (one.value if one else 0 for one in news)
    return Standing(
        peer.root.short_name or peer.root.name,
        (
            new_unions,
            new_members,
            houses.new.get("funded", 0),
            houses.repaired.get("funded", 0),
            sum(one.total for one in programmes if one.kind == "house"),
            given,
            sum(one.total for one in gifts),
            sum(one.total for one in programmes),
        ),
        (
            *(told(ours, scope, one.indicator_id) if one else None for one in news),
            *(Reached(scope, "funded", "new"), Reached(scope, "funded", "repair"), money(scope, HOUSES)),
            *(packages(scope, _GIFT), money(scope, _GIFT), money(scope)),
        ),
    )


def _rows(standings: Sequence[Standing]) -> Iterator[Row]:
    shown = sorted((one for one in standings if any(one.counts)), key=lambda one: -one.total)
    rows = []
    for place, one in enumerate(shown, start=1):
        rank = 1 + sum(other.total > one.total for other in shown)
        cells = (Figure(count or None, counts) for count, counts in zip(one.counts, one.rows, strict=True))
        rows.append(row_of((str(place), one.name, *cells, str(rank) if one.total else "")))
    yield from rows
    if shown:
        sums = (column_sum(rows, column) for column in range(2, 10))
        yield row_of((f"Tổng cộng ({number(len(shown))} đơn vị)", None, *sums, ""), RowKind.TOTAL)


REPORT = Report(
    name="cum-thi-dua",
    title=N_("So sánh trong cụm thi đua"),
    summary=N_("Các đơn vị cùng cấp cạnh nhau: đoàn viên mới, nhà, suất quà, tổng chăm lo, cộng và xếp thứ."),
    compose=compose,
    compares=True,
)
