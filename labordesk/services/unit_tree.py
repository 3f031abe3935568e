"""The tree of units on a day, read without the ORM because the first screen needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from labordesk.errors import NotFound
from labordesk.fields import kinds
from labordesk.i18n import N_
from labordesk.rules.unit_history import UnitChange, UnitFact, UnitHistory
from labordesk.rules.unit_names import unit_found, unit_sort_key
from labordesk.services.registers import OWN_UNIT
from labordesk.services.stored_day import stored_day
from labordesk.store.register import Register
from labordesk.vietnamese.fold import plain_key

_UNRANKED = 99


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit as it was on the day asked for; ``path`` names the units from the top down to it.

    ``member_count`` is the number last reported for the unit itself; both dates are inclusive.
    """

    id: int
    name: str
    short_name: str | None
    type_name: str | None
    parent_id: int | None
    depth: int
    path: tuple[str, ...]
    children_count: int
    member_count: int | None
    valid_from: date | None
    valid_to: date | None
    successor_id: int | None

    @property
    def label(self) -> str:
        """Return the name used in tables, the short one where there is one."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class _Details:
    short_name: str | None
    type_name: str | None
    rank: int
    member_count: int | None
    sort_key: str


def unit_tree(register: Register, *, on: date | None = None, include_closed: bool = False) -> tuple[UnitNode, ...]:
    """Return the units of a day (default today) in tree order: by level, then by name."""
    with register.looking() as connection:
        history, details = _read(connection)
    return tuple(_walk(history, details, on or kinds.today(), include_closed=include_closed))


def subtree(
    register: Register, unit_id: int, on: date | None = None, *, include_closed: bool = False
) -> frozenset[int]:
    """Return the unit and all under it on a day (default today), also the closed ones when asked."""
    return unit_history_of(register).subtree_ids(unit_id, on or kinds.today(), include_closed=include_closed)


def find_units(
    register: Register, text: str, *, on: date | None = None, include_closed: bool = False, limit: int = 50
) -> tuple[UnitNode, ...]:
    """Return units whose names, also former ones, hold all words typed, in tree order; an empty text finds all."""
    with register.looking() as connection:
        history, details = _read(connection)
        wanted = _names_with(connection, text)
    nodes = _walk(history, details, on or kinds.today(), include_closed=include_closed)
    found = (node for node in nodes if node.id in wanted and unit_found(text, wanted[node.id]))
    return tuple(node for node, _place in zip(found, range(limit), strict=False))


def unit_label(register: Register, unit_id: int, on: date | None = None) -> str:
    """Return the full name a unit bore on a day (default today); NotFound for an unknown unit."""
    history = unit_history_of(register)
    if unit_id not in history.units:
        raise NotFound(N_("Không thấy đơn vị này trong sổ; hãy chọn lại."))
    return history.name_on(unit_id, on or kinds.today())


def unit_history_of(register: Register) -> UnitHistory:
    """Return all units of a register with their dated changes."""
    with register.looking() as connection:
        return read_history(connection)


def read_history(connection: sqlite3.Connection) -> UnitHistory:
    """Return all units with their dated changes as this connection sees them."""
    units = [
        UnitFact(row[0], row[1], row[2], stored_day(row[3]), stored_day(row[4]), row[5])
        for row in connection.execute("SELECT id, name, parent_id, valid_from, valid_to, successor_id FROM unit")
    ]
    changes = [
        UnitChange(row[0], row[1], date.fromisoformat(row[2]), *row[3:])
        for row in connection.execute(
            "SELECT id, unit_id, happened_on, old_name, new_name, old_parent_id, new_parent_id FROM unit_event"
        )
    ]
    return UnitHistory(units, changes)


def root_unit(connection: sqlite3.Connection) -> int:
    """Return the id of the unit that keeps the register; NotFound only in a damaged register."""
    row = connection.execute(
        "SELECT id FROM unit WHERE id = (SELECT CAST(value AS INTEGER) FROM register_setting WHERE key = ?)",
        (OWN_UNIT,),
    ).fetchone()
    row = row or connection.execute("SELECT id FROM unit ORDER BY parent_id IS NOT NULL, id LIMIT 1").fetchone()
    if row is None:
        raise NotFound(N_("Sổ này chưa có đơn vị nào; hãy thêm đơn vị ở mục Đơn vị."))
    return int(row[0])


def short_names(connection: sqlite3.Connection) -> dict[int, str]:
    """Return the short name of every unit that has one; it goes with the name of today."""
    return dict(connection.execute("SELECT id, short_name FROM unit WHERE short_name IS NOT NULL"))


def unit_names(connection: sqlite3.Connection) -> Callable[[int, date], str]:
    """Return a function that tells what to call a unit in a table of a day: its short name, or its name of then."""
    history, short = read_history(connection), short_names(connection)

    def name(unit_id: int, day: date) -> str:
        then = history.name_on(unit_id, day)
        return short.get(unit_id, then) if then == history.units[unit_id].name else then

    return name


def _read(connection: sqlite3.Connection) -> tuple[UnitHistory, dict[int, _Details]]:
    rows = connection.execute(
        "SELECT u.id, u.short_name, t.name, coalesce(t.rank, ?), u.member_count, u.sort_key"
        " FROM unit u LEFT JOIN unit_type t ON t.id = u.type_id",
        (_UNRANKED,),
    )
    return read_history(connection), {row[0]: _Details(*row[1:]) for row in rows}


def _walk(
    history: UnitHistory, details: Mapping[int, _Details], day: date, *, include_closed: bool
) -> Iterator[UnitNode]:
    """Yield the units of the day, each before its children, brothers by level and then by name."""
    children = history.tree_on(day, include_closed=include_closed)
    names = {unit_id: history.name_on(unit_id, day) for below in children.values() for unit_id in below}

    def place(unit_id: int) -> tuple[Any, ...]:
        detail, name = details[unit_id], names[unit_id]
        key = detail.sort_key if name == history.units[unit_id].name else unit_sort_key(name)
        return detail.rank, key, unit_id

    waiting: list[tuple[int, int | None, tuple[str, ...]]] = [
        (unit_id, None, ()) for unit_id in sorted(children.get(None, ()), key=place, reverse=True)
    ]
    while waiting:
        unit_id, parent_id, above = waiting.pop()
        unit, detail, name = history.units[unit_id], details[unit_id], names[unit_id]
        below = children.get(unit_id, [])
        path = (*above, name)
        yield UnitNode(
            id=unit_id,
            name=name,
            short_name=detail.short_name if name == unit.name else None,
            type_name=detail.type_name,
            parent_id=parent_id,
            depth=len(above),
            path=path,
            children_count=len(below),
            member_count=detail.member_count,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            successor_id=unit.successor_id,
        )
        waiting.extend((child, unit_id, path) for child in sorted(below, key=place, reverse=True))


def _names_with(connection: sqlite3.Connection, text: str) -> dict[int, list[str]]:
    """Return all names, former ones too, of the units whose key holds the words typed, marks aside."""
    words = plain_key(text).split()
    where = " AND ".join(["' ' || u.plain_key LIKE ?"] * len(words)) or "1"
    names: dict[int, list[str]] = {}
    for unit_id, *found in connection.execute(
        "SELECT u.id, u.name, coalesce(u.short_name, ''), coalesce(u.abbreviation, ''), coalesce(e.old_name, '')"
        f" FROM unit u LEFT JOIN unit_event e ON e.unit_id = u.id WHERE {where}",
        [f"% {word}%" for word in words],
    ):
        names.setdefault(unit_id, []).extend(found)
    return names
