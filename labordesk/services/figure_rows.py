"""The rows behind a figure on paper, page by page, and what they come to; light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labordesk.services.pages import Page
from labordesk.services.stored_day import stored_day
from labordesk.services.unit_tree import unit_names
from labordesk.store.figure_rows import parts_of
from labordesk.store.figure_rows.meaning import Given, Rows, Several
from labordesk.store.figure_rows.parts import MONEY, Behind, page_of, sums_of
from labordesk.store.figures.scope import Scope
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period, parse_period

_PARTS_OF_YEAR = (*(f"Q{one}" for one in range(1, 5)), "H1", "H2", "9M", *(f"{one:02d}" for one in range(1, 13)))


@dataclass(frozen=True)
class FigureRow:
    """A row behind a figure: ``value`` is what it adds to it, counted in ``counted`` ("dong" is đồng).

    ``table`` says what it is ("award", "person", "house", "aggregate" …); ``page`` and ``target`` are where its file
    stands, "" where it has none.
    """

    id: str
    table: str
    day: date | None
    unit: str
    who: str
    what: str
    value: int
    counted: str
    note: str
    page: str
    target: dict[str, Any] = field(default_factory=dict)

    @property
    def amount(self) -> int | None:
        """Return the value where it is money."""
        return self.value if self.counted == MONEY else None


@dataclass(frozen=True)
class FigureSum:
    """What all rows come to: rows of the register, typed totals beside them, and a value for each unit of count."""

    rows: int
    typed_rows: int
    values: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Return the figure the rows were opened from; it counts in one unit only."""
        return sum(value for _counted, value in self.values)


def rows_behind(
    register: Register, asked: Rows, *, after: tuple[Any, ...] | None = None, limit: int = 100
) -> Page[FigureRow]:
    """Return the rows of a figure in a settled order; ``after`` is the ``next_key`` of the page before."""
    with register.looking() as connection:
        found, key = page_of(connection, parts_of(connection, asked), after, limit)
        names = unit_names(connection)
    return Page(tuple(_row(one, names) for one in found), key)


def sum_behind(register: Register, asked: Rows) -> FigureSum:
    """Return what the rows of a figure come to: the figure itself, unless something was written since."""
    with register.looking() as connection:
        sums = sums_of(connection, parts_of(connection, asked))
    values: dict[str, int] = {}
    for one in sums:
        values[one.counted] = values.get(one.counted, 0) + one.value
    return FigureSum(
        sum(one.rows for one in sums if one.table != "aggregate"),
        sum(one.rows for one in sums if one.table == "aggregate"),
        tuple(values.items()),
    )


def period_of(asked: Rows) -> Period | None:
    """Return the days a figure is about, None where it is about no days or about several stretches of them."""
    if isinstance(asked, Several):
        found = {period_of(part) for part in asked.parts}
        return found.pop() if len(found) == 1 else None
    scope = getattr(asked, "scope", None)
    if not isinstance(scope, Scope):
        return None
    if scope.tet_year is not None:
        return parse_period(f"TET {scope.tet_year}")
    start, end = scope.start, scope.end
    if isinstance(asked, Given) and asked.month:
        return parse_period(asked.month)
    year = f"{start.year:04d}"
    codes = (year, *(f"{year}-{part}" for part in _PARTS_OF_YEAR))
    known = (parse_period(code) for code in codes)
    return next((one for one in known if (one.start, one.end) == (start, end)), Period.between(start, end))


def _row(one: Behind, names: Callable[[int, date], str]) -> FigureRow:
    day = stored_day(one.day)
    unit = names(one.unit_id, day or date.max) if one.unit_id is not None else ""
    page, target = _file(one, day)
    return FigureRow(
        f"{one.table} {one.id}",
        one.table,
        None if one.table == "target" else day,
        unit,
        one.who,
        one.what,
        one.value,
        one.counted,
        one.note,
        page,
        target,
    )


def _file(one: Behind, day: date | None) -> tuple[str, dict[str, Any]]:
    """Return the page that holds the file of a row, and what it is asked to show."""
    files: dict[str, tuple[str, dict[str, Any]]] = {
        "person": ("people", {"person": one.link_id}),
        "house": ("houses", {"house": one.link_id}),
        "case": ("grants", {"case": one.link_id}),
        "campaign": ("gifts", {"campaign": one.link_id, "unit": one.unit_id}),
        "share": ("gifts", {"campaign": one.link_id, "tab": "units", "unit": one.unit_id}),
        "activity": ("activities", {"part": "activities", "record": one.link_id}),
        "contribution": ("activities", {"part": "contributions", "record": one.link_id}),
        "agreement": ("activities", {"part": "agreements", "record": one.link_id}),
        "aggregate": ("activities", {"part": "aggregates", "record": one.link_id}),
        "target": ("targets", {"year": day.year if day else None, "target": one.link_id}),
        "indicator": ("targets", {"year": day.year if day else None}),
    }
    return files.get(one.link, ("", {}))
