"""Tóm tắt một trang cho cuộc họp: the figures a chair says aloud, and charts of where the money went."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from labordesk.documents.model import (
    Align,
    Bar,
    Block,
    Chart,
    ChartKind,
    Charts,
    Column,
    Document,
    Paragraph,
    Row,
    Table,
)
from labordesk.fields.choices import SOURCES
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.by_source import UNTOLD_NAME
from labordesk.reports.counted import Figure, money, packages, row_of, units_under
from labordesk.reports.framing import BY_HAND_OVER_AND_MILESTONE, basis, named, of_unit
from labordesk.reports.summary_figures import Summary, read_summary
from labordesk.reports.summary_tables import own_figure, roll_up
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Given, Reached, Rows, Several
from labordesk.store.figures import Scope, UnitFigure
from labordesk.store.figures.sources import UNTOLD, by_source
from labordesk.vietnamese.numbers import change, millions, number, percent

MOST_BARS = 8
REST = "Các mục khác"
_COLUMNS = (
    Column("Nội dung", 3.4),
    Column("Kỳ này", 1.6, Align.RIGHT),
    Column("Cùng kỳ năm trước", 1.6, Align.RIGHT),
    Column("Tăng, giảm", 1.0, Align.RIGHT),
)


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return one page; a period without a figure says so and has no charts."""
    content = read_summary(connection, request)
    blocks: list[Block] = []
    before = figures.houses(connection, request.scope(request.earlier()))
    if rows := tuple(_rows(content, before)):
        blocks.append(Table(_COLUMNS, rows, size=12))
    if content.totals.total:
        blocks += _charts(connection, request, content)
    else:
        blocks.append(Paragraph("Trong kỳ chưa ghi nhận khoản hỗ trợ nào."))
    return Document(
        letterhead=paper.letterhead(),
        kind="Tóm tắt số liệu",
        abstract=f"Chăm lo đoàn viên, người lao động{of_unit(request)} {named(request.period)}",
        note=f"({say.capital(basis(request, BY_HAND_OVER_AND_MILESTONE))})",
        place_date=paper.place_date(),
        blocks=tuple(blocks),
        closes_text=False,
        author=paper.issuing_body,
    )


def _rows(content: Summary, houses_before: figures.HouseFigure) -> Iterator[Row]:
    now, before = content.totals, content.before
    given = _packages(content.programmes), _packages(tuple(content.programmes_before.values()))
    reached = [
        (content.houses.count(code), houses_before.count(code), _reached(code)) for code in ("funded", "handed_over")
    ]
    lines: tuple[tuple[str, int, int, Callable[[Scope], Rows]], ...] = (
        ("Tổng trị giá chăm lo (đồng)", now.total, before.total, money),
        ("Số lượt hỗ trợ", now.turns, before.turns, lambda scope: Given(scope, "turns")),
        ("Số người có tên được hỗ trợ", now.people, before.people, lambda scope: Given(scope, "people", houses=False)),
        ("Số suất quà đã trao", *given, packages),
        ("Số nhà Mái ấm được trao hỗ trợ", *reached[0]),
        ("Số nhà Mái ấm bàn giao", *reached[1]),
    )
    for name, this, that, counts in lines:
        if this or that:
            cells = (Figure(this or None, counts(content.scope)), Figure(that or None, counts(content.scope_before)))
            yield row_of((name, *cells, change(this, that)))


def _reached(milestone: str) -> Callable[[Scope], Rows]:
    return lambda scope: Reached(scope, milestone)


def _packages(programmes: tuple[figures.ProgrammeFigure, ...]) -> int:
    return sum(one.count for programme in programmes for one in programme.quantities if one.count_unit == "package")


def _charts(connection: sqlite3.Connection, request: Request, content: Summary) -> Iterator[Block]:
    scope = content.scope
    programmes = [
        (one.name, one.total, Given(scope, programmes=frozenset({one.programme_id}))) for one in content.programmes
    ]
    names = {**dict(SOURCES), UNTOLD: UNTOLD_NAME}
    sources = [
        (names[code], sum(paid.values()), Given(scope, source=code))
        for code, paid in by_source(connection, scope).items()
    ]
    yield Charts((_months(connection, request, content),))
    pair = [_largest("Theo chương trình", "Chương trình", programmes)]
    if len(request.units.rows) > 1:
        pair.append(_largest("Theo đơn vị", "Đơn vị", _units(content, request)))
    yield Charts(tuple(pair))
    yield Charts((_largest("Theo nguồn", "Nguồn", sources, shares=True),))


def _units(content: Summary, request: Request) -> list[tuple[str, int, Rows]]:
    """Return what each unit right below gave with its own sub-units, and the unit itself."""
    rolled = roll_up(content.units, request)
    under = units_under(request)
    root = request.units.root
    own = own_figure(content.units, request, root).total
    found: list[tuple[str, int, Rows]] = [
        (
            one.short_name or one.name,
            rolled.get(one.id, UnitFigure()).total,
            money(under.scope_under(content.scope, one.id)),
        )
        for one in request.units.rows
        if one.depth == 1
    ]
    return [
        (request.units.itself(root), own, money(under.own_scope(content.scope, root.id))),
        *found,
    ]


def _largest(title: str, heading: str, values: Sequence[tuple[str, int, Rows]], *, shares: bool = False) -> Chart:
    """Return the largest values, what is left of them in one bar at the end, so that the bars are the whole.

    They are drawn in millions, and in đồng where the chart is a table.
    """
    whole = sum(value for _name, value, _counts in values)
    ordered = sorted((one for one in values if one[1]), key=lambda one: -one[1])
    shown, rest = ordered[:MOST_BARS], ordered[MOST_BARS:]
    if len(rest) == 1:
        shown, rest = ordered, []
    if rest:
        together = Several(tuple(counts for _name, _value, counts in rest))
        shown.append((f"{REST} ({number(len(rest))})", sum(value for _name, value, _counts in rest), together))
    bars = tuple(
        Bar(name, value, millions(value) + (f" ({percent(value, whole, 1)})" if shares else ""), counts=counts)
        for name, value, counts in shown
    )
    return Chart(
        f"{title} (triệu đồng)", bars, label_heading=heading, value_heading="Trị giá (đồng)", table_title=title
    )


def _months(connection: sqlite3.Connection, request: Request, content: Summary) -> Chart:
    """Return the months of the period beside those a year before; typed totals have no month."""
    earlier = request.earlier()
    this, that = request.scope(), request.scope(earlier)
    now, before = figures.by_month(connection, this), figures.by_month(connection, that)
    first = min([*now, this.start.isoformat()[:7]])
    last = max([*now, this.end.isoformat()[:7]])
    bars = []
    for month in _months_between(first, last):
        year_before = f"{int(month[:4]) - 1:04d}{month[4:]}"
        label = f"T{int(month[5:])}" if first[:4] == last[:4] else f"{int(month[5:])}/{month[2:4]}"
        value = now.get(month, 0)
        counts = Given(this, month=month, typed=False)
        bars.append(Bar(label, value, millions(value), before.get(year_before, 0), counts if value else None))
    series = ("Kỳ này", "Cùng kỳ năm trước") if any(one.before for one in bars) else ("Kỳ này",)
    note = "không gồm số liệu tổng hợp" if content.totals.typed else ""
    return Chart(
        f"Theo tháng (triệu đồng, {note})" if note else "Theo tháng (triệu đồng)",
        tuple(bars),
        ChartKind.COLUMNS,
        series,
        label_heading="Tháng",
        value_heading="Trị giá (đồng)",
        table_title=f"Theo tháng ({note})" if note else "Theo tháng",
    )


def _months_between(first: str, last: str) -> Iterator[str]:
    day = date(int(first[:4]), int(first[5:]), 1)
    while day.isoformat()[:7] <= last:
        yield day.isoformat()[:7]
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


REPORT = Report(
    name="mot-trang",
    title=N_("Tóm tắt một trang có biểu đồ"),
    summary=N_("Các con số chính so cùng kỳ và biểu đồ theo tháng, chương trình, nguồn, đơn vị, để phát tại cuộc họp."),
    compose=compose,
    group="papers",
)
