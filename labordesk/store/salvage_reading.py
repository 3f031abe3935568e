"""Reading a table of a damaged register row by row: what fails is stepped over, and counted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from labordesk.store.driver import database_errors
from labordesk.store.salvage_copy import DamagedCopy

_MOST_STEPS, _MOST_SLOW_STEPS = 10_000, 300
"""Row numbers tried one after another beyond the last one that anything tells of."""


@dataclass
class TableRead:
    """What was met in one table: ``lost`` are the row numbers known to be unreadable; ``unsure``: there may be more."""

    table: str
    read: int = 0
    lost: list[int] = field(default_factory=list)
    unsure: bool = False


def rows_of(
    source: DamagedCopy, columns: Sequence[str], known: Collection[int], found: TableRead
) -> Iterator[tuple[Any, ...]]:
    """Yield (row number, values of ``columns``) of every row that can be read, in order; ``found`` is filled meanwhile.

    ``known`` are row numbers that the history tells of. Behind a damaged page SQLite finds its way again as soon as
    it is asked for a row number on the next one.
    """
    listed = _listed(source, found.table)
    expected = sorted(listed or known)
    last = expected[-1] if expected else 0
    names = ", ".join(("rowid", *(f'"{name}"' for name in columns)))
    query = f'SELECT {names} FROM "{found.table}" WHERE rowid >= ? ORDER BY rowid'  # each row number is its own key
    at = min(expected[0] if expected else 1, 1)
    steps = _MOST_SLOW_STEPS if source.is_slow_after_faults else _MOST_STEPS
    got: set[int] = set()
    failures = 0
    faults: tuple[type[Exception], ...] = (*database_errors(), OverflowError)
    while True:
        try:
            for row in source.connection.execute(query, (at,)):
                yield row
                got.add(row[0])
                at, failures = row[0] + 1, 0
            break
        except faults:
            failures += 1
            source.recover()
            found.unsure |= not listed
        if at > last and (listed or failures > steps):
            break
        at = expected[bisect_right(expected, at)] if listed and at < last else at + 1
    found.read = len(got)
    found.lost = [id_ for id_ in expected if id_ not in got]


def _listed(source: DamagedCopy, table: str) -> set[int]:
    """Return the row numbers that an index of the table holds; nothing when it has none that can be read."""
    found: set[int] = set()
    try:
        indexes = [row[1] for row in source.connection.execute(f'PRAGMA index_list("{table}")') if not row[4]]
    except database_errors():
        source.recover()
        return found
    for index in indexes:
        try:
            here = {row[0] for row in source.connection.execute(f'SELECT rowid FROM "{table}" INDEXED BY "{index}"')}
        except database_errors():
            source.recover()
            continue
        found = here if len(here) > len(found) else found
    return found
