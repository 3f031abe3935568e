"""The units of a campaign as its screen shows them: share, handed on, list, handed over, at every level of the tree."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from labordesk.errors import NotFound
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.rules.allocation import NOTHING, Share, ShareTree
from labordesk.rules.unit_history import UnitHistory
from labordesk.services.stored_day import stored_day
from labordesk.services.unit_tree import read_history, short_names
from labordesk.store.register import Register

_CAMPAIGN = (
    "SELECT starts_on, ends_on, unit_id, planned_packages, package_cash, package_goods FROM campaign WHERE id = ?"
)
_SHARES = (
    "SELECT unit_id, packages, cash, goods, coalesce(document, ''), allocated_on FROM allocation WHERE campaign_id = ?"
)
_LISTED = """
SELECT unit_id, sum(CASE WHEN handover <> 'returned' THEN quantity ELSE 0 END),
       sum(CASE WHEN handover IN ('received', 'proxy') THEN quantity ELSE 0 END), count(*)
FROM award WHERE campaign_id = ? GROUP BY unit_id
"""
_LISTS = """
SELECT unit_id, state, due_on, submitted_on, approved_on, coalesce(decision_number, ''), coalesce(excess_reason, ''),
       coalesce(note, '')
FROM unit_list WHERE campaign_id = ?
"""
_MEMBERS = "SELECT id, member_count, sort_key FROM unit"


@dataclass(frozen=True)
class ListFacts:
    """Where the list of a unit stands; ``is_late``: not handed in on its day, or after it."""

    state: str = "drafting"
    due_on: date | None = None
    submitted_on: date | None = None
    approved_on: date | None = None
    decision_number: str = ""
    excess_reason: str = ""
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class UnitShare:
    """One unit of the tree.

    ``share`` is None where nothing was allocated; ``handed_on`` is what the units below got from it. ``listed`` and
    ``given`` count packages of the unit and all below it, ``own_listed`` and ``own_given`` of its own list, ``lines``
    the lines of that. ``room`` is how many more its list may hold, None when nobody limits it. ``members`` is the
    number reported, or else the sum of those below.
    """

    unit_id: int
    parent_id: int | None
    depth: int
    name: str
    members: int
    share: Share | None
    handed_on: Share
    listed: int
    given: int
    own_listed: int
    own_given: int
    lines: int
    room: int | None
    document: str
    facts: ListFacts
    has_children: bool = False
    is_organiser: bool = False

    @property
    def left(self) -> int | None:
        """Return the packages of its share that were not handed on, None without a share."""
        return None if self.share is None else self.share.packages - self.handed_on.packages

    @property
    def waiting(self) -> int:
        """Return the listed packages still to be handed over, here and below."""
        return self.listed - self.given


@dataclass(frozen=True)
class CampaignUnits:
    """The tree of a campaign, each unit before those below it; ``allocated`` is what the campaign handed on itself."""

    campaign_id: int
    plan: int | None
    package: Share
    allocated: Share
    room: int | None
    rows: tuple[UnitShare, ...]

    @property
    def left(self) -> int | None:
        """Return the packages of the plan nobody got yet, None without a plan."""
        return None if self.plan is None else self.plan - self.allocated.packages


@dataclass
class _Facts:
    """What is read at once for a campaign."""

    plan: int | None
    package: Share
    organiser: int | None
    starts_on: date
    ends_on: date
    day: date
    history: UnitHistory
    tree: ShareTree
    documents: Mapping[int, str] = field(default_factory=dict)


def campaign_units(register: Register, campaign_id: int) -> CampaignUnits:
    """Return the units of a campaign; NotFound when it is gone."""
    with register.looking() as connection:
        facts = _facts(connection, campaign_id)
        counts = {row[0]: row[1:] for row in connection.execute(_LISTED, (campaign_id,))}
        lists = {row[0]: _list_facts(row[1:]) for row in connection.execute(_LISTS, (campaign_id,))}
        members = {row[0]: (row[1], row[2]) for row in connection.execute(_MEMBERS)}
        short = short_names(connection)
    handed_on = facts.tree.handed_on()
    rooms = facts.tree.rooms({unit_id: found[0] for unit_id, found in counts.items()})

    def row(unit_id: int, parent_id: int | None, depth: int) -> UnitShare:
        listed, given, lines = counts.get(unit_id, (0, 0, 0))
        return UnitShare(
            unit_id=unit_id,
            parent_id=parent_id,
            depth=depth,
            name=short.get(unit_id) or facts.history.name_on(unit_id, facts.day),
            members=members[unit_id][0] or 0,
            share=facts.tree.shares.get(unit_id),
            handed_on=handed_on.get(
                None if unit_id == facts.organiser and unit_id not in facts.tree.shares else unit_id
            )
            or NOTHING,
            listed=listed,
            given=given,
            own_listed=listed,
            own_given=given,
            lines=lines,
            room=rooms[facts.tree.holder(unit_id)],
            document=facts.documents.get(unit_id, ""),
            facts=lists.get(unit_id, ListFacts()),
            is_organiser=unit_id == facts.organiser,
        )

    wanted = set(facts.tree.shares) | set(counts) | set(lists)
    found = _walk(facts, wanted, lambda unit_id: (members[unit_id][1], unit_id), row)
    return CampaignUnits(
        campaign_id,
        facts.plan,
        facts.package,
        handed_on.get(None, NOTHING),
        rooms[None],
        _with_sums(found),
    )


def share_tree(connection: sqlite3.Connection, campaign_id: int) -> ShareTree:
    """Return who may give how many in a campaign, as this connection sees it."""
    return _facts(connection, campaign_id).tree


def listed_quantities(connection: sqlite3.Connection, campaign_id: int) -> dict[int, int]:
    """Return the packages on the list of each unit, those given back left out."""
    return {row[0]: row[1] for row in connection.execute(_LISTED, (campaign_id,))}


def _facts(connection: sqlite3.Connection, campaign_id: int) -> _Facts:
    row = connection.execute(_CAMPAIGN, (campaign_id,)).fetchone()
    if row is None:
        raise NotFound(N_("Không tìm thấy đợt này; có thể đã bị xóa."))
    starts_on, ends_on = date.fromisoformat(row[0]), date.fromisoformat(row[1])
    day = min(max(clock.today(), starts_on), ends_on)
    history = read_history(connection)
    shares = connection.execute(_SHARES, (campaign_id,)).fetchall()
    parents = {unit_id: history.parent_on(unit_id, day) for unit_id in history.units}
    tree = ShareTree(parents, {one[0]: Share(*one[1:4]) for one in shares}, row[3])
    return _Facts(
        plan=row[3],
        package=Share(1, row[4], row[5]),
        organiser=row[2],
        starts_on=starts_on,
        ends_on=ends_on,
        day=day,
        history=history,
        tree=tree,
        documents={one[0]: one[4] for one in shares},
    )


def _list_facts(row: tuple[Any, ...]) -> ListFacts:
    state, due_on, submitted_on, approved_on = row[0], *map(stored_day, row[1:4])
    handed_in = submitted_on or approved_on or clock.today()
    late = due_on is not None and handed_in > due_on
    return ListFacts(state, due_on, submitted_on, approved_on, row[4], row[5], row[6], late)


def _walk(
    facts: _Facts,
    wanted: set[int],
    order: Callable[[int], Any],
    make: Callable[[int, int | None, int], UnitShare],
) -> list[UnitShare]:
    """Return the rows in tree order: the units of the organiser that existed in these days, and any with a row."""
    history = facts.history
    children = history.tree_on(facts.day, include_closed=True)
    kept = set(wanted)
    for unit_id, unit in history.units.items():
        if not (unit.starts_after(facts.ends_on) or unit.ended_before(facts.starts_on)):
            kept.add(unit_id)
    inside = kept if facts.organiser is None else {facts.organiser} | wanted
    found: list[UnitShare] = []

    def descend(unit_id: int, parent_id: int | None, depth: int, *, below: bool) -> None:
        below = below or unit_id in inside
        shown = unit_id in kept and (below or unit_id in wanted)
        if shown:
            found.append(make(unit_id, parent_id, depth))
        for child in sorted(children.get(unit_id, ()), key=order):
            descend(child, unit_id if shown else parent_id, depth + shown, below=unit_id == facts.organiser or below)

    for top in sorted(children.get(None, ()), key=order):
        descend(top, None, 0, below=facts.organiser is None)
    return found


def _with_sums(rows: Iterable[UnitShare]) -> tuple[UnitShare, ...]:
    """Add what stands below to every unit, from the leaves up."""
    found = {row.unit_id: row for row in rows}
    reported = {unit_id for unit_id, row in found.items() if row.members}
    for unit_id in reversed(list(found)):
        row = found[unit_id]
        above = found.get(row.parent_id) if row.parent_id is not None else None
        if above is not None:
            found[above.unit_id] = replace(
                above,
                listed=above.listed + row.listed,
                given=above.given + row.given,
                members=above.members + (row.members if above.unit_id not in reported else 0),
                has_children=True,
            )
    return tuple(found.values())
