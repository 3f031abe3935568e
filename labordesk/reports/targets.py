"""Biểu thực hiện chỉ tiêu: plan, period, year so far, same period of last year (domain.md 6.3 a)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from labordesk.documents.model import Align, Block, Cell, Column, Document, Paragraph, Row, RowKind, Table
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request
from labordesk.reports.framing import ROMAN, left_out_note, table_paper
from labordesk.store import figures
from labordesk.store.figures import Scope
from labordesk.vietnamese.numbers import achievement, number, percent

_CHANGE = "Tăng, giảm so cùng kỳ"
_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Chỉ tiêu", 3.4),
    Column("ĐVT", 0.9, Align.CENTER),
    Column("Chỉ tiêu năm", 1.0, Align.RIGHT),
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

    ``years`` are its figures in the period, in the year so far, and in the same period of last year.
    """

    name: str
    unit: str
    target: int | None
    years: Years
    note: str = ""

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
    same = "dịp Tết năm trước" if scope.tet_year is not None else f"cùng kỳ năm {earlier.end.year}"
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
            yield from self._by_count_unit(programme_id, name, unit, counts)

    def _by_count_unit(
        self, programme_id: int, name: str, unit: str, counts: Sequence[Mapping[str, int]]
    ) -> Iterator[Line]:
        """Return a line for each unit of count, that of the target first."""
        for one in (unit, *sorted({one for year in counts for one in year} - {unit})):
            target = self._targets.get(programme_id) if one == unit else None
            now, so_far, before = (year.get(one, 0) for year in counts)
            line = Line(name, say.COUNT_WORDS[one], target, (now, so_far, before))
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
        lines = [
            Line(
                "Nhà được trao hỗ trợ",
                "nhà",
                target,
                _each(built, lambda one: one.count("funded")),
                "theo ngày trao hỗ trợ",
            ),
            Line("– trong đó xây mới", "nhà", None, _each(built, lambda one: one.new.get("funded", 0))),
            Line("– trong đó sửa chữa", "nhà", None, _each(built, lambda one: one.repaired.get("funded", 0))),
            Line("Nhà khởi công", "nhà", None, _each(built, lambda one: one.count("started")), "theo ngày khởi công"),
            Line("Nhà bàn giao", "nhà", None, _each(built, lambda one: one.count("handed_over")), "theo ngày bàn giao"),
        ]
        return (line for line in lines if line.says_something)

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
            line = Line(name, "đồng", None, (now, so_far, before))
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
                yield from self._by_count_unit(programme_id, name, unit, [year.get(programme_id, {}) for year in years])

    def raised(self) -> Iterator[Line]:
        """Return money raised and labour days, which are no money."""
        years = [figures.contributions(self._connection, scope) for scope in self._scopes]
        lines = (
            Line(
                "Tiền, hiện vật vận động được", "đồng", None, _each(years, lambda year: sum(one.money for one in year))
            ),
            Line("Ngày công", "ngày công", None, _each(years, lambda year: sum(one.labour_days for one in year))),
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
            line = Line(
                *(one.name, say.COUNT_WORDS[one.count_unit], one.target, (now, so_far, before)),
                "có đến cuối kỳ" if one.measure == "stock" else say.counted_on(one).removeprefix("tính "),
            )
            if line.says_something:
                yield line


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
    return Row(
        (
            *(label, line.name, line.unit, line.target),
            *(now or None, so_far or None, done, before or None),
            *(*_difference(now, before), note),
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
