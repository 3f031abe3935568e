"""What the page of units reads, for the reading pool: the tree of a day with its member counts, and one unit's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from labordesk.services.unit_tree import UnitNode, find_units, unit_label, unit_tree

if TYPE_CHECKING:
    from labordesk.services.unit_story import UnitStoryLine
    from labordesk.services.units import LoadedUnit
    from labordesk.store.register import Register


@dataclass(frozen=True)
class Members:
    """Union members of a unit: the number it reported itself, else (``is_sum``) what the units below it reported."""

    count: int
    is_sum: bool = False


@dataclass(frozen=True)
class TreeRead:
    """Units in tree order; ``found`` are those looked for (the others lead to them), None when nothing was."""

    nodes: tuple[UnitNode, ...]
    found: frozenset[int] | None
    members: Mapping[int, Members]
    open_count: int
    total: Members | None


@dataclass(frozen=True)
class UnitFile:
    """Everything the card of a unit says; ``successor`` is the name of who carries on, "" for nobody."""

    node: UnitNode
    loaded: LoadedUnit
    story: tuple[UnitStoryLine, ...]
    members: Members | None
    successor: str


def read_tree(register: Register, text: str, on: date, *, include_closed: bool) -> TreeRead:
    """Return the units of a day; with a text those whose names hold it and the units above them."""
    nodes = unit_tree(register, on=on, include_closed=include_closed)
    members = member_counts(nodes, on)
    living = [node for node in nodes if not is_closed(node, on)]
    tops = [members[node.id].count for node in living if node.parent_id is None and node.id in members]
    total = Members(sum(tops), is_sum=True) if tops else None
    if not text:
        return TreeRead(nodes, None, members, len(living), total)
    matches = find_units(register, text, on=on, include_closed=include_closed, limit=len(nodes))
    found = frozenset(node.id for node in matches)
    wanted = _with_parents(nodes, found)
    return TreeRead(tuple(node for node in nodes if node.id in wanted), found, members, len(living), total)


def read_file(register: Register, node: UnitNode, members: Members | None) -> UnitFile:
    """Return what the register knows of a unit; NotFound when it is gone."""
    from labordesk.services.unit_story import unit_history
    from labordesk.services.units import load_unit

    loaded = load_unit(register, node.id)
    successor = unit_label(register, loaded.successor_id) if loaded.successor_id is not None else ""
    return UnitFile(node, loaded, unit_history(register, node.id), members, successor)


def is_closed(node: UnitNode, on: date) -> bool:
    """Say whether a unit had ended before that day."""
    return node.valid_to is not None and node.valid_to < on


def member_counts(nodes: Iterable[UnitNode], on: date) -> dict[int, Members]:
    """Return the members of each unit of a tree; a unit's own number already holds those below it."""
    counts: dict[int, Members] = {}
    below: dict[int | None, int] = {}
    for node in reversed(list(nodes)):
        if node.member_count is not None:
            counts[node.id] = Members(node.member_count)
        elif node.id in below:
            counts[node.id] = Members(below[node.id], is_sum=True)
        if node.id in counts and not is_closed(node, on):
            below[node.parent_id] = below.get(node.parent_id, 0) + counts[node.id].count
    return counts


def _with_parents(nodes: Iterable[UnitNode], found: frozenset[int]) -> set[int]:
    parents = {node.id: node.parent_id for node in nodes}
    wanted: set[int] = set()
    for unit_id in found:
        above: int | None = unit_id
        while above is not None and above not in wanted:
            wanted.add(above)
            above = parents.get(above)
    return wanted
