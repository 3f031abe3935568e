"""The period at a glance: the same sums as on paper, each asked for by itself; light, for the first screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labordesk.fields.choices import SPENDING_KINDS
from labordesk.services.overview_choice import Choice, Ground, ground_of
from labordesk.store import figures
from labordesk.store.figures import IndicatorFigure, ProgrammeFigure, Quantity, Scope, Totals
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period

NEW_MEMBERS = "DV-MOI"
"""Code of the shipped indicator "Đoàn viên kết nạp mới"."""

MILESTONES = ("approved", "started", "funded", "inspected", "handed_over")
"""Milestones of houses told by the period they were reached in."""


@dataclass(frozen=True)
class Money:
    """Spending of the period beside the same days of last year; ``left_out`` are typed totals that reach beyond."""

    totals: Totals
    before: Totals
    earlier: Period
    left_out: int


@dataclass(frozen=True)
class ProgrammeLine:
    """One programme of the period; money in đồng, ``typed`` the part that comes from typed totals.

    ``target`` is the year's, in the programme's unit of count, and ``done`` what was reached of it since 1 January;
    ``target_id`` is the unit's own target, None where those of the units below are added up.
    """

    programme_id: int
    name: str
    kind: str
    count_unit: str
    quantities: tuple[Quantity, ...]
    total: int
    typed: int
    before: int
    target: int | None
    target_id: int | None
    done: int


@dataclass(frozen=True)
class Houses:
    """Houses of the period by milestone reached, those standing in each stage today, and the year's target.

    A target is met by houses whose support was paid out (``funded``), here as in the lines and on paper; ``typed`` of
    them are from typed totals and have no rows.
    """

    funded: int
    typed: int
    reached: Mapping[str, int]
    stages: Mapping[str, int]
    overdue: int
    target: int | None
    done: int


@dataclass(frozen=True)
class Raised:
    """Money raised in the period, in đồng: never spending. ``pledged_open`` was promised in it and not received."""

    received: int
    before: int
    pledged_open: int
    rows: int
    labour_days: int


@dataclass(frozen=True)
class Members:
    """New members of the year; ``target_id`` as in ``ProgrammeLine``."""

    figure: IndicatorFigure
    target_id: int | None


@dataclass(frozen=True)
class Month:
    """What was handed over in a month ("2026-02") and in the same month of last year, in đồng."""

    month: str
    amount: int
    before: int


def money(register: Register, choice: Choice) -> Money:
    """Return the grand totals."""
    with register.looking() as connection:
        ground = ground_of(connection, choice)
        return Money(
            figures.totals(connection, ground.scope),
            figures.totals(connection, ground.before),
            choice.earlier,
            figures.left_out(connection, ground.scope)[0],
        )


def programme_lines(register: Register, choice: Choice) -> tuple[ProgrammeLine, ...]:
    """Return the programmes that gave something or have a target, in the order of the catalogue."""
    with register.looking() as connection:
        ground = ground_of(connection, choice)
        given = {one.programme_id: one for one in figures.by_programme(connection, ground.scope)}
        earlier = figures.total_by_programme(connection, ground.before)
        done = _done(connection, ground, given)
        targets = figures.programme_targets(connection, ground.scope, ground.root, ground.parents)
        own = _own_targets(connection, ground, "programme_id")
        funded = figures.houses(connection, ground.scope).count("funded")
        lines = []
        for programme_id, name, kind, count_unit in connection.execute(
            "SELECT id, name, kind, count_unit FROM programme ORDER BY position, id"
        ):
            figure = given.get(programme_id)
            if figure is None and (programme_id not in targets or kind not in SPENDING_KINDS):
                continue
            quantities = figure.quantities if figure else ()
            if kind == "house":
                quantities = (Quantity("house", funded, figure.total if figure else 0),)
            lines.append(
                ProgrammeLine(
                    programme_id=programme_id,
                    name=name,
                    kind=kind,
                    count_unit=count_unit,
                    quantities=quantities,
                    total=figure.total if figure else 0,
                    typed=figure.typed if figure else 0,
                    before=earlier.get(programme_id, 0),
                    target=targets.get(programme_id),
                    target_id=own.get(programme_id),
                    done=done.get(programme_id, 0),
                )
            )
    return tuple(lines)


def houses(register: Register, choice: Choice) -> Houses:
    """Return how the houses stand."""
    with register.looking() as connection:
        ground = ground_of(connection, choice)
        found = figures.houses(connection, ground.scope)
        reached = _reached(connection, ground.scope)
        targets = figures.programme_targets(connection, ground.scope, ground.root, ground.parents)
        ours = figures.programmes_of_kind(connection, "house")
        stages, overdue = _stages(connection, ground, choice.today)
        return Houses(
            funded=found.count("funded"),
            typed=found.count("funded") - reached.get("funded", 0),
            reached=reached,
            stages=stages,
            overdue=overdue,
            target=sum(targets[one] for one in ours if one in targets) or None,
            done=figures.houses(connection, ground.since).count("funded"),
        )


def raised(register: Register, choice: Choice) -> Raised:
    """Return what was raised; a Tết label has none, since contributions carry no campaign."""
    with register.looking() as connection:
        ground = ground_of(connection, choice)
        now = figures.contributions(connection, ground.scope)
        rows, pledged_open = _pledged(connection, ground.scope)
        return Raised(
            received=sum(one.money for one in now),
            before=sum(one.money for one in figures.contributions(connection, ground.before)),
            pledged_open=pledged_open,
            rows=rows,
            labour_days=sum(one.labour_days for one in now),
        )


def members(register: Register, choice: Choice) -> Members | None:
    """Return the new members since 1 January against the year's target, None while nothing was typed."""
    with register.looking() as connection:
        ground = ground_of(connection, choice)
        found = figures.indicators(connection, ground.since, ground.root, ground.parents, code=NEW_MEMBERS)
        if not found:
            return None
        [figure] = found
        return Members(figure, _own_targets(connection, ground, "indicator_id").get(figure.indicator_id))


def months(register: Register, choice: Choice) -> tuple[Month, ...]:
    """Return spending by month of the period up to today, each beside the same month a year before."""
    with register.looking() as connection:
        ground = ground_of(connection, choice)
        now, before = figures.by_month(connection, ground.scope), figures.by_month(connection, ground.before)
    wanted = {*now, *(_a_year_later(month) for month in before)}
    if choice.period.tet_year is None:
        wanted |= set(_months_between(ground.scope.start, ground.scope.end))
    return tuple(Month(one, now.get(one, 0), before.get(_a_year_later(one, -1), 0)) for one in sorted(wanted))


def _done(connection: sqlite3.Connection, ground: Ground, given: Mapping[int, ProgrammeFigure]) -> dict[int, int]:
    """Return what was reached of the year's targets, each in its programme's unit of count."""
    if ground.scope != ground.since:
        given = {one.programme_id: one for one in figures.by_programme(connection, ground.since)}
    done = {
        programme_id: next((one.count for one in figure.quantities if one.count_unit == figure.count_unit), 0)
        for programme_id, figure in given.items()
    }
    funded = figures.houses(connection, ground.since).count("funded")
    return done | dict.fromkeys(figures.programmes_of_kind(connection, "house"), funded)


def _own_targets(connection: sqlite3.Connection, ground: Ground, subject: str) -> dict[int, int]:
    """Return the target rows of the unit itself by programme or indicator."""
    return dict(
        connection.execute(
            f"SELECT {subject}, id FROM target WHERE unit_id = ? AND year = ? AND {subject} IS NOT NULL ORDER BY id",
            (ground.root, ground.scope.end.year),
        ).fetchall()
    )


def _reached(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """Return how many houses of the register reached each milestone, without typed totals."""
    if scope.tet_year is not None:
        return {}
    return dict(
        connection.execute(
            "SELECT m.milestone, count(*) FROM house_milestone m JOIN house h ON h.id = m.house_id WHERE"
            " m.happened_on BETWEEN :start AND :end AND (:units IS NULL OR h.unit_id IN"
            " (SELECT value FROM json_each(:units))) GROUP BY m.milestone",
            scope.parameters(),
        ).fetchall()
    )


def _stages(connection: sqlite3.Connection, ground: Ground, today: date) -> tuple[dict[str, int], int]:
    from labordesk.rules.house_stages import FINISHED

    values = {**Scope(today, today, ground.standing).parameters(), "today": today.isoformat()}
    rows = connection.execute(
        "SELECT h.stage, count(*), sum(h.due_on < :today) FROM house h WHERE (:units IS NULL OR h.unit_id IN"
        " (SELECT value FROM json_each(:units))) GROUP BY h.stage",
        values,
    ).fetchall()
    late = sum(overdue or 0 for stage, _count, overdue in rows if stage not in FINISHED)
    return {stage: count for stage, count, _overdue in rows}, late


def _pledged(connection: sqlite3.Connection, scope: Scope) -> tuple[int, int]:
    """Return how many contributions of the period have been promised and not wholly received, and what is due."""
    if scope.tet_year is not None:
        return 0, 0
    [(rows, due)] = connection.execute(
        "SELECT count(*), coalesce(sum(c.pledged - c.cash - c.goods), 0) FROM contribution c WHERE"
        " c.received_on BETWEEN :start AND :end AND c.pledged > c.cash + c.goods AND (:units IS NULL OR c.unit_id IN"
        " (SELECT value FROM json_each(:units)))",
        scope.parameters(),
    ).fetchall()
    return rows, due


def _a_year_later(month: str, years: int = 1) -> str:
    return f"{int(month[:4]) + years:04d}{month[4:]}"


def _months_between(start: date, end: date) -> list[str]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [f"{place // 12:04d}-{place % 12 + 1:02d}" for place in range(first, last + 1)]
