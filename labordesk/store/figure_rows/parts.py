"""One kind of rows behind a figure as one query, read page by page and added up: one place for both."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

MONEY = "dong"
"""What a value is counted in when it is đồng; else a unit of count, or "award" and "record"."""

OF_UNIT = "{of_unit}"
"""Where a query that is read unit by unit names the unit of its rows (``alias.unit_id`` stands before it)."""


class Behind(NamedTuple):
    """A row behind a figure and what it adds to it.

    ``day`` is ISO text or None; ``value`` is counted in ``counted``; ``link`` and ``link_id`` name the file it belongs
    to ("person", "house", "case", "campaign", or its own table); ``year`` matters to targets only.
    """

    table: str
    id: int
    place: str
    day: str | None
    unit_id: int | None
    who: str
    what: str
    value: int
    counted: str
    note: str
    link: str
    link_id: int


@dataclass(frozen=True)
class Part:
    """Rows of one table: ``body`` selects id, place, day, unit_id, who, what, value, counted, note, link, link_id.

    ``place`` orders them, with the id. A body with ``OF_UNIT`` is read unit by unit, so that the index by unit and day
    serves; ``units`` are those (None: all).
    """

    table: str
    body: str
    values: Mapping[str, Any]
    units: frozenset[int] | None = None

    @property
    def is_by_unit(self) -> bool:
        """Tell whether the rows are read unit by unit."""
        return OF_UNIT in self.body


class Sum(NamedTuple):
    """How many rows of a table there are, and what they come to in one unit of count."""

    table: str
    rows: int
    counted: str
    value: int


Key = tuple[int, int, str, int]
"""Where to go on: the part, the unit in it, and place and id of the last row."""


def page_of(
    connection: sqlite3.Connection, parts: Sequence[Part], after: Key | None, limit: int
) -> tuple[list[Behind], Key | None]:
    """Return so many rows, and where the next ones begin (None: nowhere)."""
    at, start, place, last_id = after or (0, 0, "", -1)
    found: list[Behind] = []
    keys: list[Key] = []
    for number in range(at, len(parts)):
        part = parts[number]
        units = _units(connection, part) if part.is_by_unit else [0]
        for here in range(start, len(units)):
            body = part.body.format(of_unit="= :unit") if part.is_by_unit else part.body
            bound = {**part.values, "unit": units[here], "place": place, "last": last_id}
            for row in connection.execute(
                f"SELECT * FROM ({body}) WHERE value <> 0 AND (place, id) > (:place, :last)"
                " ORDER BY place, id LIMIT :most",
                {**bound, "most": limit + 1 - len(found)},
            ):
                found.append(Behind(part.table, *row))
                keys.append((number, here, row[1], row[0]))
            if len(found) > limit:
                return found[:limit], keys[limit - 1]
            place, last_id = "", -1
        start = 0
    return found, None


def sums_of(connection: sqlite3.Connection, parts: Iterable[Part]) -> list[Sum]:
    """Return what all rows come to, by table and by unit of count."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for part in parts:
        values = dict(part.values)
        body = part.body
        if part.is_by_unit:
            values["those"] = None if part.units is None else json.dumps(sorted(part.units))
            these = "SELECT id FROM unit" if part.units is None else "SELECT value FROM json_each(:those)"
            body = body.format(of_unit=f"IN ({these})")
        # The limit keeps SQLite from working out each value twice, once to look at it and once to add it.
        once = f"SELECT counted, value FROM ({body}) LIMIT -1"
        for counted, rows, value in connection.execute(
            f"SELECT counted, sum(value <> 0), sum(value) FROM ({once}) GROUP BY 1", values
        ):
            if not rows:
                continue
            old = found[part.table, counted]
            found[part.table, counted] = (old[0] + rows, old[1] + value)
    return [Sum(table, rows, counted, value) for (table, counted), (rows, value) in found.items()]


def _units(connection: sqlite3.Connection, part: Part) -> list[int]:
    """Return the units of a part in the order of their names."""
    units = [row[0] for row in connection.execute("SELECT id FROM unit ORDER BY sort_key, id")]
    return [one for one in units if part.units is None or one in part.units]


def listed(ids: Iterable[object]) -> str:
    """Return numbers or codes as SQL for ``IN``."""
    return f"({', '.join(repr(one) for one in ids)})"
