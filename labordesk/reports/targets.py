"""Biểu thực hiện chỉ tiêu: plan, period, year so far, same period of last year (domain.md 6.3 a)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal, TypeVar

from labordesk.documents.model import Align, Block, Cell, Column, Document, Paragraph, Row, RowKind, Table
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.counted import Figure, aimed, counted, money, row_of, told
from labordesk.reports.framing import ROMAN, left_out_note, same_period, table_paper
from labordesk.store import figures
from labordesk.store.figure_rows.meaning import Done, Raised, Reached, Rows
from labordesk.store.figures import Scope
from labordesk.vietnamese.numbers import achievement, number, percent

_CHANGE = "Tăng, giảm so cùng kỳ"
_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Chỉ tiêu", 3.3),
    Column("ĐVT", 1.15, Align.CENTER),
    Column("Chỉ tiêu năm", 0.95, Align.RIGHT),
    Column("TH kỳ này", 1.45, Align.RIGHT),
    Column("Lũy kế từ đầu năm", 1.45, Align.RIGHT),
    Column("% so KH", 0.9, Align.RIGHT),
    Column("Cùng kỳ năm trước", 1.45, Align.RIGHT),
    Column("+/−", 1.4, Align.RIGHT, group=_CHANGE),
    Column("%", 0.9, Align.RIGHT, group=_CHANGE),
    Column("Ghi chú", 1.6),
)


Years = tuple[int, int, int]
Year = TypeVar("Year")


@dataclass(frozen=True)
class Line:
    """One indicator in one unit of count; ``target`` is the year's, None when none was set.

    ``years`` are its figures in the period, in the year so far, and in the same period of last year; ``counts`` are
    what each of them counts, ``aims`` what the target is made of. A figure that was typed and not for last year is not
    compared: nobody knows that it was nothing.
    """

    name: str
    unit: str
    target: int | None
    years: Years
    note: str = ""
    counts: tuple[Rows, ...] = ()
    aims: Rows | None = None
    is_compared: bool = True

    def figures(self) -> tuple[Figure, Figure, Figure]:
        """Return the three figures with what they count."""
        now, so_far, before = (
            Figure(value or None, counts) for value, counts in zip(self.years, self.counts, strict=True)
        )
        return now, so_far, before

    @property
    def says_something(self) -> bool:
        """Tell whether there is a target, or a figure in either year."""
        return bool(self.target or any(self.years))


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the table; a line appears when it has a target or something happened in either year."""
    scope, earlier = request.scope(), request.earlier()
    groups = lines_by_group(connection, request)
    shown = [(title, lines) for title, lines in groups if lines]
    rows: list[Row] = []
    for roman, (title, lines) in zip(ROMAN, shown, strict=False):
        rows.append(Row((f"{roman}. {title}", *(None,) * 10), RowKind.GROUP))
        rows += _rows(lines)
    blocks: list[Block] = [Table(_COLUMNS, tuple(rows), size=11)]
    same = "dịp Tết năm trước" if scope.tet_year is not None else same_period(earlier)
    if rows:
        blocks.append(Paragraph(f"KH: chỉ tiêu giao năm {scope.end.year}. So sánh với {same} ({earlier.label})."))
    blocks += left_out_note(figures.left_out(connection, scope), paper.words)
    return table_paper(
        request,
        paper,
        "Thực hiện chỉ tiêu chăm lo đoàn viên, người lao động",
        blocks,
        event="tiền và quà tính theo ngày trao, chỉ tiêu khác theo mốc ghi ở cột Ghi chú",
        kind="Biểu tổng hợp",
        landscape=True,
    )


def lines_by_group(connection: sqlite3.Connection, request: Request) -> tuple[tuple[str, Sequence[Line]], ...]:
    """Return every counted figure of the period by chapter; empty chapters too."""
    scope = request.scope()
    read = _Years(connection, request, scope, year_so_far(scope), request.scope(request.earlier()))
    return (
        ("Chăm lo đoàn viên, người lao động", list(read.programmes())),
        ("Mái ấm công đoàn", list(read.houses())),
        ("Kinh phí chăm lo", list(read.money())),
        ("Hoạt động chăm lo khác", list(read.activities())),
        ("Vận động, đóng góp (không tính vào kinh phí chăm lo)", list(read.raised())),
        ("Tổ chức công đoàn", list(read.indicators())),
    )


def year_so_far(scope: Scope) -> Scope:
    """Return the year up to the end of the period; a statistical year of the union begins on 1 December.

    A Tết is a season of its own: what was done in it is all there is.
    """
    statistical = date(scope.end.year - 1, 12, 1)
    begins = statistical if scope.start == statistical else date(scope.end.year, 1, 1)
    return scope if scope.tet_year is not None else replace(scope, start=begins)


class _Years:
    """Reads each figure three times: for the period, for the year so far, for last year."""

    def __init__(
        self, connection: sqlite3.Connection, request: Request, now: Scope, so_far: Scope, before: Scope
    ) -> None:
        self._connection = connection
        self._request = request
        self._scopes = (now, so_far, before)
        self._root, self._parents = request.units.root.id, request.units.parents()
        self._targets = figures.programme_targets(connection, now, self._root, self._parents)
        self._given = [
            {one.programme_id: one for one in figures.by_programme(connection, scope)} for scope in self._scopes
        ]

    def programmes(self) -> Iterator[Line]:
        """Return gifts and grants: the unit of count of the target first, others below."""
        for programme_id, name, kind, unit in self._catalogue():
            if kind not in ("gift", "grant", "all"):
                continue
            counts = [self._counts(year, programme_id) for year in self._given]
            yield from self._by_count_unit(programme_id, name, unit, counts, counted)

    def _by_count_unit(
        self,
        programme_id: int,
        name: str,
        unit: str,
        counts: Sequence[Mapping[str, int]],
        rows: Callable[[Scope, int, str], Rows],
    ) -> Iterator[Line]:
        """Return a line for each unit of count, that of the target first."""
        aims = aimed(self._request, self._scopes[0], (programme_id,))
        for one in (unit, *sorted({one for year in counts for one in year} - {unit})):
            target = self._targets.get(programme_id) if one == unit else None
            now, so_far, before = (year.get(one, 0) for year in counts)
            theirs = tuple(rows(scope, programme_id, one) for scope in self._scopes)
            line = Line(name, say.COUNT_WORDS[one], target, (now, so_far, before), counts=theirs, aims=aims)
            if line.says_something:
                yield line

    def _catalogue(self) -> list[tuple[int, str, str, str]]:
        return figures.programme_names(self._connection)

    def _counts(self, year: dict[int, figures.ProgrammeFigure], programme_id: int) -> dict[str, int]:
        return {one.count_unit: one.count for one in year[programme_id].quantities} if programme_id in year else {}

    def houses(self) -> Iterator[Line]:
        """Return houses by event; the target is met by those whose support was handed over."""
        built = [figures.houses(self._connection, scope) for scope in self._scopes]
        ours = figures.programmes_of_kind(self._connection, "house")
        target = sum(self._targets.get(one, 0) for one in ours) or None
        lines: tuple[tuple[str, str, Literal["", "new", "repair"], str], ...] = (
            ("Nhà được trao hỗ trợ", "funded", "", "theo ngày trao hỗ trợ"),
            ("– trong đó xây mới", "funded", "new", ""),
            ("– trong đó sửa chữa", "funded", "repair", ""),
            ("Nhà khởi công", "started", "", "theo ngày khởi công"),
            ("Nhà bàn giao", "handed_over", "", "theo ngày bàn giao"),
        )
        for place, (name, milestone, work, note) in enumerate(lines):
            line = Line(
                name,
                "nhà",
                None if place else target,
                _each(built, partial(_reached, milestone=milestone, work=work)),
                note,
                tuple(Reached(scope, milestone, work) for scope in self._scopes),
                aimed(self._request, self._scopes[0], ours),
            )
            if line.says_something:
                yield line

    def money(self) -> Iterator[Line]:
        """Return what was spent, in all and by kind of programme."""
        for name, kinds in (
            ("Tổng trị giá chăm lo", ("gift", "grant", "house", "all")),
            ("– tặng quà", ("gift",)),
            ("– trợ cấp", ("grant",)),
            ("– Mái ấm công đoàn", ("house",)),
            ("– không tách chương trình", ("all",)),
        ):
            now, so_far, before = (self._spent(year, kinds) for year in self._given)
            spent = tuple(money(scope, frozenset(kinds)) for scope in self._scopes)
            line = Line(name, "đồng", None, (now, so_far, before), counts=spent)
            if line.says_something:
                yield line

    def _spent(self, year: dict[int, figures.ProgrammeFigure], kinds: tuple[str, ...]) -> int:
        return sum(one.total for one in year.values() if one.kind in kinds)

    def activities(self) -> Iterator[Line]:
        """Return head counts, each in its own unit of count."""
        years: list[dict[int, dict[str, int]]] = [defaultdict(dict) for _scope in self._scopes]
        for year, scope in zip(years, self._scopes, strict=True):
            for one in figures.activities(self._connection, scope):
                year[one.programme_id][one.count_unit] = one.count
        for programme_id, name, kind, unit in self._catalogue():
            if kind == "activity":
                counts = [year.get(programme_id, {}) for year in years]
                yield from self._by_count_unit(programme_id, name, unit, counts, Done)

    def raised(self) -> Iterator[Line]:
        """Return money raised and labour days, which are no money."""
        years = [figures.contributions(self._connection, scope) for scope in self._scopes]
        got = _each(years, lambda year: sum(one.money for one in year))
        days = _each(years, lambda year: sum(one.labour_days for one in year))
        ours = tuple(Raised(scope) for scope in self._scopes)
        worked = tuple(replace(one, measure="labour_days") for one in ours)
        lines = (
            Line("Tiền, hiện vật vận động được", "đồng", None, got, counts=ours),
            Line("Ngày công", "ngày công", None, days, counts=worked),
        )
        return (line for line in lines if line.says_something)

    def indicators(self) -> Iterator[Line]:
        """Return the organisation figures; what is counted from the rows says by which day."""
        years = [
            {one.indicator_id: one for one in figures.indicators(self._connection, scope, self._root, self._parents)}
            for scope in self._scopes
        ]
        first = {key: one for year in reversed(years) for key, one in year.items()}
        order = list(dict.fromkeys(key for year in years for key in year))
        for key in order:
            one = first[key]
            now, so_far, before = (year[key].value if key in year else 0 for year in years)
            target = figures.indicator_target(self._connection, self._scopes[0], key, self._root, self._parents)
            line = Line(
                *(one.name, say.TABLE_WORDS[one.count_unit], target, (now, so_far, before)),
                "có đến cuối kỳ" if one.measure == "stock" else say.counted_on(one).removeprefix("tính "),
                tuple(told(self._request, scope, key) for scope in self._scopes),
                aimed(self._request, self._scopes[0], indicator_id=key),
                is_compared=bool(one.computed) or key in years[2],
            )
            if line.says_something:
                yield line


def _reached(houses: figures.HouseFigure, milestone: str, work: str) -> int:
    if not work:
        return houses.count(milestone)
    return (houses.new if work == "new" else houses.repaired).get(milestone, 0)


def _each(years: Sequence[Year], count: Callable[[Year], int]) -> Years:
    """Return one figure of each of the three years."""
    now, so_far, before = (count(year) for year in years)
    return now, so_far, before


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    place = 0
    for line in lines:
        is_part = line.name.startswith("–")
        place += not is_part
        yield _row("" if is_part else str(place), line)


def _row(label: str, line: Line) -> Row:
    now, so_far, before = line.years
    done = achievement(so_far, line.target, 1).percent_text if line.target else ""
    left = ""
    if line.target and so_far < line.target:
        left = f"còn thiếu {number(line.target - so_far)}"
    note = "; ".join(part for part in (line.note, left) if part)
    this, since, last = line.figures()
    return row_of(
        (
            *(label, line.name, line.unit, Figure(line.target, line.aims)),
            *(this, since, done, last),
            *(*(_difference(now, before) if line.is_compared else ("", "")), note),
        )
    )


def _difference(now: int, before: int) -> tuple[Cell, Cell]:
    """Return "+12" and "+9,3%"; nothing where last year has no figure."""
    if not now and not before:
        return "", ""
    if now == before:
        return "0", "0%"
    sign = "+" if now > before else "−"
    share = f"{sign}{percent(abs(now - before), before, 1)}" if before else ""
    return f"{sign}{number(abs(now - before))}", share


REPORT = Report(
    name="chi-tieu",
    title=N_("Thực hiện chỉ tiêu, so cùng kỳ"),
    summary=N_("Chỉ tiêu năm, thực hiện kỳ này, lũy kế, phần trăm kế hoạch, tăng giảm so với cùng kỳ năm trước."),
    compose=compose,
)
