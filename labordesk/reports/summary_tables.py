"""The tables of the summary: by programme, by unit, and what is not spending."""

from __future__ import annotations

from labordesk.documents.model import Align, Column, Row, RowKind, Table
from labordesk.reports import sentences as say
from labordesk.reports.base import Request, UnitRow
from labordesk.reports.summary_figures import Summary
from labordesk.store import figures
from labordesk.store.figures import ProgrammeFigure, UnitFigure
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
    rows.append(Row(("Tổng cộng", None, None, None, None, content.totals.total, whole), RowKind.TOTAL))
    return Table(_PROGRAMME_COLUMNS, tuple(rows), size=12)


def _programme_rows(number: int, figure: ProgrammeFigure, content: Summary) -> list[Row]:
    """One row with the money, and a row below for each further unit of count (never added together)."""
    counts = [one for one in figure.quantities if one.count] or [figures.Quantity(figure.count_unit, 0)]
    counts.sort(key=lambda one: one.count_unit != figure.count_unit)
    before = content.programmes_before.get(figure.programme_id)
    first = Row(
        (
            str(number),
            figure.name,
            say.COUNT_WORDS[counts[0].count_unit],
            content.targets.get(figure.programme_id),
            counts[0].count or None,
            figure.total or None,
            change(figure.total, before.total if before else 0),
        )
    )
    return [first, *(_counted_row("", say.COUNT_WORDS[one.count_unit], one.count) for one in counts[1:])]


def _counted_row(name: str, unit: str, count: int) -> Row:
    """Return a row below another one: a count without money of its own."""
    return Row(("", name, unit, None, count, None, ""))


def house_rows(number: int, content: Summary) -> list[Row]:
    """Return the houses by event; the money stands once, on the row of the event that it belongs to."""
    money = [figure for figure in content.programmes if figure.kind == "house"]
    total = sum(one.total for one in money)
    before = sum(one.total for one in content.programmes_before.values() if one.kind == "house")
    target = sum(content.targets.get(one, 0) for one in content.house_programmes) or None
    houses = content.houses
    funded = houses.count("funded")
    reached = [(label, houses.count(code)) for code, label in (("started", "khởi công"), ("handed_over", "bàn giao"))]
    rows = []
    if funded or total:
        cells = (target, funded or None, total or None, change(total, before))
        rows.append(Row((str(number), "Mái ấm công đoàn: trao hỗ trợ", "nhà", *cells)))
        for label, works in (("xây mới", houses.new), ("sửa chữa", houses.repaired)):
            if works.get("funded"):
                rows.append(_counted_row(f"– trong đó {label}", "nhà", works["funded"]))
    for label, count in reached:
        if count:
            first = "Mái ấm công đoàn: " if not rows else "– "
            rows.append(Row((str(number) if not rows else "", first + label, "nhà", None, count, None, "")))
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
    root = request.units.root
    rows: list[Row] = []
    number = 0
    own = own_figure(content.units, request, root)
    if own != UnitFigure():
        number += 1
        rows.append(_unit_row(str(number), f"{root.short_name or root.name} (trực tiếp)", own, RowKind.NORMAL))
    for unit in request.units.rows[1:]:
        figure = rolled.get(unit.id, UnitFigure())
        if figure == UnitFigure():
            continue
        number += unit.depth == 1
        name = unit.short_name or unit.name
        label = str(number) if unit.depth == 1 else ""
        rows.append(_unit_row(label, name if unit.depth == 1 else "– " + name, figure, RowKind.NORMAL))
    rows.append(_unit_row("Tổng cộng", None, rolled.get(root.id, UnitFigure()), RowKind.TOTAL))
    return Table(_UNIT_COLUMNS, tuple(rows), size=11)


def _unit_row(number: str, name: str | None, figure: UnitFigure, kind: RowKind) -> Row:
    gift = figure.gift + figure.other
    counts = (figure.turns or None, figure.packages or None, figure.houses or None)
    return Row(
        (number, name, *counts, gift or None, figure.grant or None, figure.house or None, figure.total or None), kind
    )


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
    Column("Nội dung", 4.6),
    Column("ĐVT", 1.3, Align.CENTER),
    Column("Số lượng", 1.1, Align.RIGHT),
    Column("Kinh phí, trị giá (đồng)", 1.9, Align.RIGHT),
    Column("Ghi chú", 1.8),
)


def other_table(content: Summary) -> Table:
    """Return what is never spending: activities, money raised, organisation figures."""
    rows: list[Row] = []
    if content.activities:
        rows.append(_group("Hoạt động"))
        rows.extend(_activity_rows(content.activities))
    if content.contributions:
        rows.append(_group("Vận động, đóng góp"))
        for number, raised in enumerate(content.contributions, start=1):
            fund = "" if raised.fund in raised.programme else raised.fund
            what = " – ".join(part for part in (raised.programme, fund, raised.purpose) if part)
            days = ("ngày công", raised.labour_days) if raised.labour_days else ("", None)
            rows.append(Row((str(number), what or "Vận động", *days, raised.money or None, "khoản thu")))
    if content.indicators:
        rows.append(_group("Chỉ tiêu tổ chức"))
        for number, one in enumerate(content.indicators, start=1):
            target = f"chỉ tiêu {written(one.target)}" if one.target else ""
            note = ", ".join(part for part in (target, say.counted_on(one)) if part)
            rows.append(Row((str(number), one.name, say.COUNT_WORDS[one.count_unit], one.value, None, note)))
    return Table(_OTHER_COLUMNS, tuple(rows), size=11)


def _group(title: str) -> Row:
    return Row((title, None, None, None, None, None), RowKind.GROUP)


def _activity_rows(activities: tuple[figures.ActivityFigure, ...]) -> list[Row]:
    rows = []
    for number, one in enumerate(activities, start=1):
        cells = (one.name, say.COUNT_WORDS[one.count_unit], one.count, one.cost or None)
        rows.append(Row((str(number), *cells, f"{written(one.events)} cuộc" if one.events > 1 else "")))
        rows.extend(Row(("", "", say.COUNT_WORDS[beside.count_unit], beside.count, None, "")) for beside in one.beside)
    return rows
