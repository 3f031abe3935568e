"""What the overview is asked for: a period, a unit, and whether units count as they were or as they are; light."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from labordesk.services.unit_tree import read_history, root_unit, short_names
from labordesk.store.figures import Scope
from labordesk.vietnamese.periods import Period, same_period_last_year

UnitView = Literal["then", "now"]
"""Units as they were when it happened, or brought to those of today (domain.md 3.4)."""


@dataclass(frozen=True)
class Choice:
    """``unit_id`` None is the unit that keeps the register, with everything below it."""

    period: Period
    today: date
    unit_id: int | None = None
    view: UnitView = "then"

    @property
    def end(self) -> date:
        """Return the last day whose figures are known: today in a period not yet over (inclusive)."""
        return max(self.period.start, min(self.period.end, self.today))

    @property
    def earlier(self) -> Period:
        """Return the same days of last year: a year not yet over is compared with as much of the last one."""
        if self.end == self.period.end or self.period.tet_year is not None:
            return same_period_last_year(self.period)
        return same_period_last_year(Period.between(self.period.start, self.end))


@dataclass(frozen=True)
class Ground:
    """The rows that count: in the period, in the same days of last year, and since 1 January for the year's targets.

    ``parents`` maps every unit to its parent at the end; ``standing`` are the units of what waits today, None for all.
    """

    scope: Scope
    before: Scope
    since: Scope
    root: int
    parents: Mapping[int, int | None]
    standing: frozenset[int] | None


def ground_of(connection: sqlite3.Connection, choice: Choice) -> Ground:
    """Return the rows that count for a choice, as this connection sees the units."""
    root = root_unit(connection)
    unit = choice.unit_id or root
    history = read_history(connection)
    units = standing = None
    if unit != root:
        # The paper's own rule; what it needs is loaded only when somebody looks at a part of the register.
        from labordesk.services.reporting import units_of

        names = short_names(connection)
        units = units_of(history, unit, replace(choice.period, end=choice.end), choice.view, choice.today, names).ids()
        standing = history.subtree_ids(unit, choice.today, include_closed=True)
    earlier = choice.earlier
    scope = Scope(choice.period.start, choice.end, units, choice.period.tet_year)
    return Ground(
        scope=scope,
        before=Scope(earlier.start, earlier.end, units, earlier.tet_year),
        since=replace(scope, start=date(choice.end.year, 1, 1), tet_year=None),
        root=unit,
        parents={one: history.parent_on(one, choice.end) for one in history.units},
        standing=standing,
    )
