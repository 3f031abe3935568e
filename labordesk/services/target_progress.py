"""How far the targets of a year are met: the same counts as in the reports, and what is still missing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from labordesk.fields import kinds
from labordesk.rules.unit_history import UnitHistory
from labordesk.services.unit_tree import read_history, unit_names, unit_tree
from labordesk.store import figures
from labordesk.store.figures import Scope
from labordesk.store.register import Register
from labordesk.vietnamese.numbers import achievement


@dataclass(frozen=True)
class TargetRow:
    """A target and how far it is met: ``target`` and ``done`` in ``count_unit``, up to the day asked for (inclusive).

    ``percent_text`` is as the articles write it ("100,06%"); ``phrase`` holds the words around it, "đạt trên 100%"
    only when ``above`` (domain.md 10.3). ``behind`` says that less was done than the share of the year that has
    passed, which is ``due``. ``depth`` is how far the unit stands below the topmost one with targets.
    """

    id: int
    unit_id: int
    unit: str
    subject: str
    count_unit: str
    target: int
    done: int
    percent_text: str
    phrase: str
    above: bool
    behind: bool
    due: int
    depth: int
    basis: str
    indicator_id: int | None
    programme_id: int | None
    computed: str = ""
    """What the register counts it from ("house.handed_over"), "" for a typed indicator or a programme."""

    @property
    def missing(self) -> int:
        """Return how much is still missing (còn thiếu), 0 when the target is met."""
        return max(self.target - self.done, 0)


_TARGETS = """
SELECT t.id, t.unit_id, coalesce(i.name, p.name), coalesce(i.count_unit, p.count_unit), t.value, coalesce(t.basis, ''),
       t.indicator_id, t.programme_id, p.kind, coalesce(i.computed, '')
FROM target t LEFT JOIN indicator i ON i.id = t.indicator_id LEFT JOIN programme p ON p.id = t.programme_id
WHERE t.year = ? ORDER BY t.indicator_id IS NULL, coalesce(i.position, p.position), t.id
"""


def target_progress(
    register: Register, year: int, *, unit_ids: frozenset[int] | None = None, today: date | None = None
) -> tuple[TargetRow, ...]:
    """Return the targets of a year, in the order of the tree of units and then of the catalogue.

    What a unit did is what it and all under it did, from 1 January to today or to the end of a past year.
    """
    today = today or kinds.today()
    end = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    with register.looking() as connection:
        done = _Done(connection, read_history(connection), Scope(date(year, 1, 1), end))
        unit_name = unit_names(connection)
        tree = unit_tree(register, on=end, include_closed=True)
        place = {node.id: number for number, node in enumerate(tree)}
        depth = {node.id: node.depth for node in tree}
        rows = []
        for (
            target_id,
            unit_id,
            name,
            count_unit,
            value,
            basis,
            indicator_id,
            programme_id,
            kind,
            computed,
        ) in connection.execute(_TARGETS, (year,)).fetchall():
            if unit_ids is not None and unit_id not in unit_ids:
                continue
            if indicator_id is not None:
                count = done.indicator(unit_id, indicator_id)
            else:
                count = done.programme(unit_id, programme_id, kind, count_unit)
            reached = achievement(count, value)
            rows.append(
                TargetRow(
                    id=target_id,
                    unit_id=unit_id,
                    unit=unit_name(unit_id, end),
                    subject=name,
                    count_unit=count_unit,
                    target=value,
                    done=count,
                    percent_text=reached.percent_text,
                    phrase=reached.phrase,
                    above=reached.above,
                    behind=is_behind(count, value, date(year, 1, 1), end),
                    due=due_by(value, date(year, 1, 1), end),
                    depth=depth[unit_id],
                    basis=basis,
                    indicator_id=indicator_id,
                    programme_id=programme_id,
                    computed=computed,
                )
            )
    top = min((row.depth for row in rows), default=0)
    return tuple(sorted((replace(row, depth=row.depth - top) for row in rows), key=lambda row: place[row.unit_id]))


def due_by(target: int, first: date, today: date) -> int:
    """Return how much of a year's target the days up to that one (inclusive) ask for, rounded up."""
    days = (date(first.year, 12, 31) - first).days + 1
    passed = (today - first).days + 1
    return -(-target * passed // days)


def is_behind(done: int, target: int, first: date, today: date) -> bool:
    """Tell whether less was done than the share of the year that has passed by the end of that day."""
    return done < due_by(target, first, today)


class _Done:
    """What units did in one scope; the sums of a unit are read once for all its targets."""

    def __init__(self, connection: sqlite3.Connection, history: UnitHistory, scope: Scope) -> None:
        self._connection = connection
        self._history = history
        self._scope = scope
        self._parents = {unit_id: history.parent_on(unit_id, scope.end) for unit_id in history.units}
        self._indicators: dict[int, dict[int, int]] = {}
        self._programmes: dict[int, dict[tuple[int, str], int]] = {}
        self._houses: dict[int, int] = {}

    def indicator(self, unit_id: int, indicator_id: int) -> int:
        """Return a flow since 1 January, or the last value of a stock."""
        if unit_id not in self._indicators:
            found = figures.indicators(self._connection, self._of(unit_id), unit_id, self._parents)
            self._indicators[unit_id] = {one.indicator_id: one.value for one in found}
        return self._indicators[unit_id].get(indicator_id, 0)

    def programme(self, unit_id: int, programme_id: int, kind: str, count_unit: str) -> int:
        """Return what was given or held under a programme in its unit of count; houses by the support handed over."""
        if kind == "house":
            if unit_id not in self._houses:
                self._houses[unit_id] = figures.houses(self._connection, self._of(unit_id)).count("funded")
            return self._houses[unit_id]
        if unit_id not in self._programmes:
            self._programmes[unit_id] = self._read_programmes(self._of(unit_id))
        return self._programmes[unit_id].get((programme_id, count_unit), 0)

    def _read_programmes(self, scope: Scope) -> dict[tuple[int, str], int]:
        given = {
            (one.programme_id, quantity.count_unit): quantity.count
            for one in figures.by_programme(self._connection, scope)
            for quantity in one.quantities
        }
        for held in figures.activities(self._connection, scope):
            key = (held.programme_id, held.count_unit)
            given[key] = given.get(key, 0) + held.count
        return given

    def _of(self, unit_id: int) -> Scope:
        units = self._history.subtree_ids(unit_id, self._scope.end, include_closed=True)
        return Scope(self._scope.start, self._scope.end, units)
