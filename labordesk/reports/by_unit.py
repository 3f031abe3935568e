"""Bảng tổng hợp theo đơn vị: the tree with a sub-total for each unit that has others below it (domain.md 6.3 c)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from labordesk.documents.model import Align, Block, Cell, Column, Document, Row, RowKind, Table
from labordesk.i18n import N_
from labordesk.reports.base import Paper, Report, Request, UnitRow
from labordesk.reports.counted import row_of, unit_figures, units_under
from labordesk.reports.framing import BY_HAND_OVER, left_out_note, table_paper, typed_note
from labordesk.reports.summary_tables import own_figure, roll_up
from labordesk.store import figures
from labordesk.store.figures import Scope, UnitFigure
from labordesk.vietnamese.numbers import percent

_MONEY = "Trị giá (đồng)"
_COLUMNS = (
    Column("TT", 0.7, Align.CENTER),
    Column("Đơn vị", 3.4),
    Column("Lượt hỗ trợ", 0.9, Align.RIGHT),
    Column("Suất quà", 0.9, Align.RIGHT),
    Column("Nhà Mái ấm", 0.8, Align.RIGHT),
    Column("Tặng quà", 1.5, Align.RIGHT, group=_MONEY),
    Column("Trợ cấp", 1.4, Align.RIGHT, group=_MONEY),
    Column("Mái ấm", 1.4, Align.RIGHT, group=_MONEY),
    Column("Cộng", 1.6, Align.RIGHT, group=_MONEY),
    Column("Tỷ trọng", 0.9, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the tree; units that gave nothing are left out."""
    scope = request.scope()
    found = figures.by_unit(connection, scope)
    totals = figures.totals(connection, scope)
    rolled = roll_up(found, request)
    whole = rolled.get(request.units.root.id, UnitFigure())
    rows: list[Row] = []
    if whole != UnitFigure():
        rows = [*_Tree(request, found, rolled, whole.total).rows()]
        rows.append(_row("Tổng cộng", None, scope, whole, whole.total, RowKind.TOTAL))
    blocks: list[Block] = [Table(_COLUMNS, tuple(rows), size=11)]
    blocks += typed_note(totals.typed, paper.words)
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    return table_paper(
        request,
        paper,
        "Kết quả chăm lo đoàn viên, người lao động theo đơn vị",
        blocks,
        event=f"{BY_HAND_OVER}; nhà tính theo ngày trao hỗ trợ",
        landscape=True,
    )


class _Tree:
    """Writes the tree: a unit with others below it is a heading with its sum, its own rows stand first."""

    def __init__(
        self, request: Request, found: dict[int, UnitFigure], rolled: Mapping[int, UnitFigure], whole: int
    ) -> None:
        self._request, self._found, self._rolled, self._whole = request, found, rolled, whole
        self._units, self._scope = units_under(request), request.scope()
        self._below: dict[int | None, list[UnitRow]] = defaultdict(list)
        for unit in request.units.rows[1:]:
            if rolled.get(unit.id, UnitFigure()) != UnitFigure():
                self._below[unit.parent_id].append(unit)

    def rows(self) -> Iterator[Row]:
        """Return the rows below the unit reported on, itself first with what is its own."""
        return self._under(self._request.units.root, "")

    def _under(self, unit: UnitRow, label: str) -> Iterator[Row]:
        place = 0
        own = own_figure(self._found, self._request, unit)
        if own != UnitFigure():
            place += 1
            name = self._request.units.itself(unit)
            scope = self._units.own_scope(self._scope, unit.id)
            yield _row(f"{label}{place}", name, scope, own, self._whole, RowKind.NORMAL)
        for one in self._below[unit.id]:
            place += 1
            yield from self._branch(one, f"{label}{place}")

    def _branch(self, unit: UnitRow, label: str) -> Iterator[Row]:
        has_below = bool(self._below[unit.id])
        kind = RowKind.GROUP if has_below else RowKind.NORMAL
        scope = self._units.scope_under(self._scope, unit.id)
        yield _row(label, unit.short_name or unit.name, scope, self._rolled[unit.id], self._whole, kind)
        if has_below:
            yield from self._under(unit, f"{label}.")


def _row(label: str, name: str | None, scope: Scope, figure: UnitFigure, whole: int, kind: RowKind) -> Row:
    empty: Cell = None if kind is RowKind.NORMAL else ""
    counted: Sequence[int] = (figure.turns, figure.packages, figure.houses)
    money: Sequence[int] = (figure.gift + figure.other, figure.grant, figure.house, figure.total)
    share = percent(figure.total, whole, 1) if figure.total and whole else ""
    if kind is RowKind.TOTAL and share:
        share = "100%"
    cells = unit_figures(scope, [value or empty for value in (*counted, *money)])
    return row_of((label, name, *cells, share), kind)


REPORT = Report(
    name="theo-don-vi",
    title=N_("Kết quả theo đơn vị"),
    summary=N_("Cây đơn vị có cộng từng cấp: lượt, suất quà, nhà, tiền theo loại hỗ trợ."),
    compose=compose,
)
