"""The tables of the summary: by programme, by unit, and what is not spending."""

from __future__ import annotations

from dataclasses import replace

from labordesk.documents.model import Align, Column, Row, RowKind, Table
from labordesk.reports import sentences as say
from labordesk.reports.base import Request, UnitRow
from labordesk.reports.counted import HOUSES, Figure, aimed, counted, money, row_of, told, unit_figures, units_under
from labordesk.reports.summary_figures import Summary
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Done, Given, Raised, Reached
from labordesk.store.figures import ProgrammeFigure, Scope, UnitFigure
from labordesk.vietnamese.numbers import change
from labordesk.vietnamese.numbers import number as written

_PROGRAMME_COLUMNS = (
    Column("TT", 0.6, Align.CENTER),
    Column("Chương trình", 3.6),
    Column("ĐVT", 1.0, Align.CENTER),
    Column("Chỉ tiêu", 1.0, Align.RIGHT),
    Column("Thực hiện", 1.1, Align.RIGHT),
    Column("Số tiền, trị giá (đồng)", 2.0, Align.RIGHT),
    Column("So cùng kỳ", 1.1, Align.RIGHT),
)


def programme_table(content: Summary) -> Table:
    """Return the programmes with counts, money and last year; houses follow, each event on its own row."""
    rows: list[Row] = []
    others = [figure for figure in content.programmes if figure.kind != "house"]
    for number, figure in enumerate(others, start=1):
        rows.extend(_programme_rows(number, figure, content))
    rows.extend(house_rows(len(others) + 1, content))
    whole = change(content.totals.total, content.before.total)
    total = Figure(content.totals.total, money(content.scope))
    rows.append(row_of(("Tổng cộng", None, None, None, None, total, whole), RowKind.TOTAL))
    return Table(_PROGRAMME_COLUMNS, tuple(rows), size=12)


def _programme_rows(number: int, figure: ProgrammeFigure, content: Summary) -> list[Row]:
    """One row with the money, and a row below for each further unit of count (never added together)."""
    counts = [one for one in figure.quantities if one.count] or [figures.Quantity(figure.count_unit, 0)]
    counts.sort(key=lambda one: one.count_unit != figure.count_unit)
    before = content.programmes_before.get(figure.programme_id)
    scope, ours = content.scope, figure.programme_id
    first = row_of(
        (
            str(number),
            figure.name,
            say.COUNT_WORDS[counts[0].count_unit],
            Figure(content.targets.get(ours), aimed(content.request, scope, (ours,))),
            Figure(counts[0].count or None, counted(scope, ours, counts[0].count_unit)),
            Figure(figure.total or None, Given(scope, programmes=frozenset({ours}))),
            change(figure.total, before.total if before else 0),
        )
    )
    others = (Figure(one.count, counted(scope, ours, one.count_unit)) for one in counts[1:])
    words = (say.COUNT_WORDS[one.count_unit] for one in counts[1:])
    return [first, *(_counted_row("", unit, one) for unit, one in zip(words, others, strict=True))]


def _counted_row(name: str, unit: str, count: Figure) -> Row:
    """Return a row below another one: a count without money of its own."""
    return row_of(("", name, unit, None, count, None, ""))


def house_rows(number: int, content: Summary) -> list[Row]:
    """Return the houses by event; the money stands once, on the row of the event that it belongs to."""
    total = sum(one.total for one in content.programmes if one.kind == "house")
    before = sum(one.total for one in content.programmes_before.values() if one.kind == "house")
    target = sum(content.targets.get(one, 0) for one in content.house_programmes) or None
    houses = content.houses
    funded = houses.count("funded")
    reached = [
        (code, label, houses.count(code)) for code, label in (("started", "khởi công"), ("handed_over", "bàn giao"))
    ]
    rows: list[Row] = []
    scope = content.scope
    if funded or total:
        cells = (
            Figure(target, aimed(content.request, scope, content.house_programmes)),
            Figure(funded or None, Reached(scope, "funded")),
            Figure(total or None, money(scope, HOUSES)),
        )
        rows.append(row_of((str(number), "Mái ấm công đoàn: trao hỗ trợ", "nhà", *cells, change(total, before))))
        for label, works, ours in (
            ("xây mới", houses.new, Reached(scope, "funded", "new")),
            ("sửa chữa", houses.repaired, Reached(scope, "funded", "repair")),
        ):
            if works.get("funded"):
                rows.append(_counted_row(f"– trong đó {label}", "nhà", Figure(works["funded"], ours)))
    for code, label, count in reached:
        if count:
            first = "Mái ấm công đoàn: " if not rows else "– "
            name = (str(number) if not rows else "", first + label)
            rows.append(row_of((*name, "nhà", None, Figure(count, Reached(scope, code)), None, "")))
    return rows


_UNIT_COLUMNS = (
    Column("TT", 0.6, Align.CENTER),
    Column("Đơn vị", 3.0),
    Column("Lượt hỗ trợ", 0.9, Align.RIGHT),
    Column("Suất quà", 0.9, Align.RIGHT),
    Column("Nhà Mái ấm", 0.8, Align.RIGHT),
    Column("Tặng quà", 1.6, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Trợ cấp", 1.5, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Mái ấm", 1.5, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Cộng", 1.7, Align.RIGHT, group="Trị giá (đồng)"),
)


def unit_table(content: Summary, request: Request) -> Table:
    """Return the units below the root with what each gave including its own sub-units; empty ones are left out."""
    rolled = roll_up(content.units, request)
    under, scope = units_under(request), content.scope
    root = request.units.root
    rows: list[Row] = []
    number = 0
    own = own_figure(content.units, request, root)
    if own != UnitFigure():
        number += 1
        rows.append(_unit_row(str(number), request.units.itself(root), under.own_scope(scope, root.id), own))
    for unit in request.units.rows[1:]:
        figure = rolled.get(unit.id, UnitFigure())
        if figure == UnitFigure():
            continue
        number += unit.depth == 1
        name = unit.short_name or unit.name
        label = str(number) if unit.depth == 1 else ""
        ours = under.scope_under(scope, unit.id)
        rows.append(_unit_row(label, name if unit.depth == 1 else "– " + name, ours, figure))
    rows.append(_unit_row("Tổng cộng", None, scope, rolled.get(root.id, UnitFigure())))
    return Table(_UNIT_COLUMNS, tuple(rows), size=11)


def _unit_row(number: str, name: str | None, scope: Scope, figure: UnitFigure) -> Row:
    """Return a row; the one without a name closes the table."""
    counts = (figure.turns, figure.packages, figure.houses)
    paid = (figure.gift + figure.other, figure.grant, figure.house, figure.total)
    cells = unit_figures(scope, [one or None for one in (*counts, *paid)])
    return row_of((number, name, *cells), RowKind.NORMAL if name else RowKind.TOTAL)


def own_figure(found: dict[int, UnitFigure], request: Request, unit: UnitRow) -> UnitFigure:
    """Return what a unit gave by itself, with that of the units brought to it."""
    return sum(
        (figure for unit_id, figure in found.items() if request.units.home.get(unit_id, unit_id) == unit.id),
        UnitFigure(),
    )


def roll_up(found: dict[int, UnitFigure], request: Request) -> dict[int, UnitFigure]:
    """Return each unit's figures with those of all units below it."""
    parents = request.units.parents()
    rolled: dict[int, UnitFigure] = {}
    for unit_id, figure in found.items():
        at: int | None = request.units.home.get(unit_id, unit_id)
        while at is not None and at in parents:
            rolled[at] = rolled.get(at, UnitFigure()) + figure
            at = None if at == request.units.root.id else parents[at]
    return rolled


_OTHER_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Nội dung", 4.2),
    Column("ĐVT", 1.3, Align.CENTER),
    Column("Số lượng", 1.1, Align.RIGHT),
    Column("Kinh phí, trị giá (đồng)", 1.8, Align.RIGHT),
    Column("Ghi chú", 2.4),
)


def other_table(content: Summary) -> Table:
    """Return what is never spending: activities, money raised, organisation figures."""
    rows: list[Row] = []
    scope = content.scope
    if content.activities:
        rows.append(_group("Hoạt động"))
        rows.extend(_activity_rows(scope, content.activities))
    if content.contributions:
        rows.append(_group("Vận động, đóng góp"))
        for number, raised in enumerate(content.contributions, start=1):
            fund = "" if raised.fund in raised.programme else raised.fund
            what = " – ".join(part for part in (raised.programme, fund, raised.purpose) if part)
            ours = Raised(scope, apart=(raised.programme_id, raised.fund_id, raised.purpose))
            days = Figure(raised.labour_days or None, replace(ours, measure="labour_days"))
            unit = "ngày công" if raised.labour_days else ""
            rows.append(
                row_of((str(number), what or "Vận động", unit, days, Figure(raised.money or None, ours), "khoản thu"))
            )
    if content.indicators:
        rows.append(_group("Chỉ tiêu tổ chức"))
        for number, one in enumerate(content.indicators, start=1):
            target = f"chỉ tiêu {written(one.target)}" if one.target else ""
            note = ", ".join(part for part in (target, say.counted_on(one)) if part)
            value = Figure(one.value, told(content.request, scope, one.indicator_id))
            rows.append(row_of((str(number), one.name, say.TABLE_WORDS[one.count_unit], value, None, note)))
    return Table(_OTHER_COLUMNS, tuple(rows), size=11)


def _group(title: str) -> Row:
    return Row((title, None, None, None, None, None), RowKind.GROUP)


def _activity_rows(scope: Scope, activities: tuple[figures.ActivityFigure, ...]) -> list[Row]:
    rows = []
    for number, one in enumerate(activities, start=1):
        ours = Done(scope, one.programme_id, one.count_unit)
        cost = Figure(one.cost or None, replace(ours, measure="cost"))
        cells = (one.name, say.COUNT_WORDS[one.count_unit], Figure(one.count, ours), cost)
        rows.append(row_of((str(number), *cells, f"{written(one.events)} cuộc" if one.events > 1 else "")))
        for beside in one.beside:
            count = Figure(beside.count, replace(ours, measure="second", second_unit=beside.count_unit))
            rows.append(row_of(("", "", say.COUNT_WORDS[beside.count_unit], count, None, "")))
    return rows
