"""What a unit was on a past day: name, place in the tree and existence, told by undoing its dated events.

The rows of ``unit`` hold the state after all events; an event holds what was before it. Going back from today one
undoes every event that happened after the day asked for (domain.md 3.4: every record keeps the unit of its day).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit after all its events; both dates inclusive, ``None`` is open."""

    id: int
    name: str
    parent_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: int | None = None

    def exists_on(self, day: date) -> bool:
        """Tell whether the unit existed on that day, first and last day included."""
        return not self.starts_after(day) and not self.ended_before(day)

    def starts_after(self, day: date) -> bool:
        """Tell whether the unit was not yet founded on that day."""
        return self.valid_from is not None and day < self.valid_from

    def ended_before(self, day: date) -> bool:
        """Tell whether the unit had ceased to exist on that day."""
        return self.valid_to is not None and self.valid_to < day


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A change of name or parent; ``happened_on`` is the first day of the new state, ``id`` orders one day's changes.

    The name changed when ``old_name`` is given and differs, the parent when the two parents differ.
    """

    id: int
    unit_id: int
    happened_on: date
    old_name: str | None = None
    new_name: str | None = None
    old_parent_id: int | None = None
    new_parent_id: int | None = None

    @property
    def renames(self) -> bool:
        """Tell whether the name changed."""
        return self.old_name is not None and self.old_name != self.new_name

    @property
    def moves(self) -> bool:
        """Tell whether the parent changed; ``None`` is the top of the tree."""
        return self.old_parent_id != self.new_parent_id


class UnitHistory:
    """All units of a register with their changes; asks for an unknown unit raise KeyError."""

    def __init__(self, units: Iterable[UnitFact], changes: Iterable[UnitChange] = ()) -> None:
        self.units: Mapping[int, UnitFact] = {unit.id: unit for unit in units}
        by_unit: defaultdict[int, list[UnitChange]] = defaultdict(list)
        for change in changes:
            by_unit[change.unit_id].append(change)
        self._changes = {
            unit_id: sorted(found, key=lambda one: (one.happened_on, one.id), reverse=True)
            for unit_id, found in by_unit.items()
        }

    def exists_on(self, unit_id: int, day: date) -> bool:
        """Tell whether the unit existed on that day."""
        return self.units[unit_id].exists_on(day)

    def name_on(self, unit_id: int, day: date) -> str:
        """Return the name the unit bore on that day; outside its life the nearest name it had."""
        name = self.units[unit_id].name
        for change in self._changes.get(unit_id, ()):
            if change.happened_on <= day:
                break
            if change.renames and change.old_name is not None:
                name = change.old_name
        return name

    def parent_on(self, unit_id: int, day: date) -> int | None:
        """Return the unit it was under on that day, ``None`` at the top."""
        parent = self.units[unit_id].parent_id
        for change in self._changes.get(unit_id, ()):
            if change.happened_on <= day:
                break
            if change.moves:
                parent = change.old_parent_id
        return parent

    def tree_on(self, day: date, *, include_closed: bool = False) -> dict[int | None, list[int]]:
        """Return the children of every unit on that day, those at the top under ``None``.

        A unit whose parent did not exist on that day stands at the top, so that no unit is ever lost; so does one
        unit of a ring (only a damaged file has one).
        """
        present = {unit.id for unit in self.units.values() if include_closed or unit.exists_on(day)}
        parents: dict[int, int | None] = {}
        for unit_id in sorted(present):
            parent = self.parent_on(unit_id, day)
            parents[unit_id] = parent if parent in present and not _closes_ring(parents, unit_id, parent) else None
        children: defaultdict[int | None, list[int]] = defaultdict(list)
        for unit_id, parent in parents.items():
            children[parent].append(unit_id)
        return dict(children)

    def subtree_ids(self, unit_id: int, day: date, *, include_closed: bool = False) -> frozenset[int]:
        """Return the unit and everything under it on that day."""
        children = self.tree_on(day, include_closed=include_closed)
        found = {unit_id}
        waiting = [unit_id]
        while waiting:
            for child in children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return frozenset(found)

    def children_since(self, unit_id: int, since: date) -> frozenset[int]:
        """Return the units that stand under it, while they exist, on that day or on any later one."""
        days = {since} | {change.happened_on for found in self._changes.values() for change in found}
        days |= {unit.valid_from for unit in self.units.values() if unit.valid_from is not None}
        later = [day for day in days if day >= since]
        return frozenset(
            unit.id
            for unit in self.units.values()
            if any(unit.exists_on(day) and self.parent_on(unit.id, day) == unit_id for day in later)
        )

    def current_unit(self, unit_id: int, day: date) -> int:
        """Return who carries on for the unit on that day ("quy về đơn vị hiện nay"); itself while it exists.

        The last of a chain without a successor answers for it, also when it is closed itself. A divided unit's past
        goes whole to the part named as successor (rows do not say to which part they would belong now); a unit that
        goes on after a split keeps all of its own.
        """
        seen = {unit_id}
        unit = self.units[unit_id]
        while unit.ended_before(day) and unit.successor_id is not None and unit.successor_id not in seen:
            seen.add(unit.successor_id)
            unit = self.units[unit.successor_id]
        return unit.id

    def ring_from(self, unit_id: int, since: date) -> date | None:
        """Return the first day on or after ``since`` when the unit would be above itself, ``None`` when never."""
        days = {since} | {change.happened_on for found in self._changes.values() for change in found}
        return next((day for day in sorted(days) if day >= since and self._above_itself(unit_id, day)), None)

    def ancestors(self, unit_id: int, day: date) -> tuple[int, ...]:
        """Return the units above it on that day, the nearest first."""
        found: list[int] = []
        parent = self.parent_on(unit_id, day)
        while parent is not None and parent in self.units and parent not in found:
            found.append(parent)
            parent = self.parent_on(parent, day)
        return tuple(found)

    def _above_itself(self, unit_id: int, day: date) -> bool:
        return unit_id in self.ancestors(unit_id, day)


def _closes_ring(parents: Mapping[int, int | None], unit_id: int, parent: int | None) -> bool:
    """Tell whether going up from ``parent`` over the links kept so far comes back to the unit."""
    while parent is not None:
        if parent == unit_id:
            return True
        parent = parents.get(parent)
    return False
