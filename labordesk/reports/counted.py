"""Figures of a table with what they count: set here where a figure is made, so that its rows can be opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from labordesk.documents.model import Cell, Row, RowKind
from labordesk.fields.choices import SPENDING_KINDS
from labordesk.reports.base import Request
from labordesk.store.figure_rows.meaning import Aimed, Given, Reached, Rows, Several, Told
from labordesk.store.figures.scope import Scope
from labordesk.store.sum_tables import PERSON_UNITS

HOUSES, GRANTS = frozenset({"house"}), frozenset({"grant"})
GIFTS_AND_OTHERS = frozenset(SPENDING_KINDS) - HOUSES - GRANTS
"""What a table by unit calls "tặng quà": gifts, and totals that do not tell programmes apart."""


@dataclass(frozen=True)
class Figure:
    """A cell and what stands behind it; nothing stands behind a cell that shows nothing."""

    cell: Cell
    counts: Rows | None


def row_of(cells: Iterable[Cell | Figure], kind: RowKind = RowKind.NORMAL) -> Row:
    """Return a row of plain cells and figures."""
    told = tuple(cells)
    shown = tuple(one.cell if isinstance(one, Figure) else one for one in told)
    counts = tuple(one.counts if isinstance(one, Figure) and one.cell else None for one in told)
    return Row(shown, kind, counts if any(counts) else ())


def column_sum(rows: Sequence[Row], column: int) -> Figure:
    """Return the sum of a column of whole numbers, "" when there is nothing to add."""
    cells = [row.cells[column] for row in rows]
    parts = [row.counts[column] if row.counts else None for row in rows]
    return Figure(
        sum(cell for cell in cells if isinstance(cell, int)) or "", Several(tuple(one for one in parts if one))
    )


def counted(scope: Scope, programme_id: int, unit: str) -> Given:
    """Return what a programme counts in one unit of count: different people, or quantities."""
    programmes = frozenset({programme_id})
    if unit in PERSON_UNITS:
        return Given(scope, "people", programmes, count_units=(unit,), houses=False, unnamed=True)
    return Given(scope, "quantity", programmes, count_units=(unit,))


def money(scope: Scope, kinds: frozenset[str] | None = None, form: Literal["", "cash", "goods"] = "") -> Given:
    """Return the money given by programmes of some kinds."""
    return Given(scope, kinds=kinds, form=form)


def packages(scope: Scope, kinds: frozenset[str] | None = None) -> Given:
    """Return the packages handed over."""
    return Given(scope, "quantity", kinds=kinds, count_units=("package",))


def unit_figures(scope: Scope, cells: Sequence[Cell]) -> list[Figure]:
    """Return the cells of a table by unit: turns, packages, houses, then money for gifts, grants, houses and in all."""
    counts: tuple[Rows, ...] = (
        *(Given(scope, "turns"), packages(scope), Reached(scope, "funded")),
        *(money(scope, GIFTS_AND_OTHERS), money(scope, GRANTS), money(scope, HOUSES), money(scope)),
    )
    return [Figure(cell, one) for cell, one in zip(cells, counts, strict=True)]


def told(request: Request, scope: Scope, indicator_id: int) -> Told:
    """Return an indicator of the unit reported on."""
    return Told(scope, indicator_id, request.units.root.id, tuple(request.units.parents().items()))


def aimed(request: Request, scope: Scope, programmes: Iterable[int] = (), indicator_id: int | None = None) -> Aimed:
    """Return the year's targets of the unit reported on."""
    tree = tuple(request.units.parents().items())
    return Aimed(scope, request.units.root.id, tree, tuple(sorted(programmes)), indicator_id)


@dataclass(frozen=True)
class UnitsUnder:
    """Which units' rows are counted under each unit shown: its own, and with all below it."""

    own: Mapping[int, frozenset[int]]
    under: Mapping[int, frozenset[int]]

    def own_scope(self, scope: Scope, unit_id: int) -> Scope:
        """Return the scope narrowed to what a unit gave by itself."""
        return replace(scope, unit_ids=self.own.get(unit_id, frozenset()))

    def scope_under(self, scope: Scope, unit_id: int) -> Scope:
        """Return the scope narrowed to a unit with all below it."""
        return replace(scope, unit_ids=self.under.get(unit_id, frozenset()))


def units_under(request: Request) -> UnitsUnder:
    """Return the units counted under each unit shown, as tables by unit add them up."""
    parents, home = request.units.parents(), request.units.home
    own: dict[int, set[int]] = defaultdict(set)
    under: dict[int, set[int]] = defaultdict(set)
    for unit_id in request.units.ids():
        at: int | None = home.get(unit_id, unit_id)
        if at is not None:
            own[at].add(unit_id)
        while at is not None and at in parents:
            under[at].add(unit_id)
            at = None if at == request.units.root.id else parents[at]
    return UnitsUnder(
        {unit: frozenset(found) for unit, found in own.items()},
        {unit: frozenset(found) for unit, found in under.items()},
    )
