"""The figures of the summary, read once in one snapshot."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from labordesk.reports.base import Request
from labordesk.reports.framing import same_period
from labordesk.store import figures
from labordesk.store.figures import ProgrammeFigure, Scope, UnitFigure


@dataclass(frozen=True)
class Summary:
    """Every figure of the report, read once; ``before`` is the same period of last year."""

    request: Request
    scope: Scope
    scope_before: Scope
    totals: figures.Totals
    programmes: tuple[ProgrammeFigure, ...]
    houses: figures.HouseFigure
    units: dict[int, UnitFigure]
    activities: tuple[figures.ActivityFigure, ...]
    contributions: tuple[figures.ContributionFigure, ...]
    indicators: tuple[figures.IndicatorFigure, ...]
    targets: dict[int, int]
    before: figures.Totals
    left_out: tuple[int, int]
    programmes_before: dict[int, ProgrammeFigure]
    house_programmes: frozenset[int]
    before_label: str

    def house_money(self) -> int:
        """Return the union's money given for houses in the period, in đồng."""
        return sum(figure.total for figure in self.programmes if figure.kind == "house")


def read_summary(connection: sqlite3.Connection, request: Request) -> Summary:
    """Read the figures of the period asked for and of the same period a year before."""
    scope, earlier = request.scope(), request.earlier()
    before = request.scope(earlier)
    root, parents = request.units.root.id, request.units.parents()
    return Summary(
        request=request,
        scope=scope,
        scope_before=before,
        totals=figures.totals(connection, scope),
        programmes=figures.by_programme(connection, scope),
        houses=figures.houses(connection, scope),
        units=figures.by_unit(connection, scope),
        activities=figures.activities(connection, scope),
        contributions=figures.contributions(connection, scope),
        indicators=figures.indicators(connection, scope, root, parents),
        targets=figures.programme_targets(connection, scope, root, parents),
        before=figures.totals(connection, before),
        left_out=figures.left_out(connection, scope),
        programmes_before={one.programme_id: one for one in figures.by_programme(connection, before)},
        house_programmes=figures.programmes_of_kind(connection, "house"),
        before_label=same_period(earlier),
    )
