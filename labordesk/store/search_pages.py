"""Pages of the register list: the people who match a search, in name order, from the cheapest side.

The same question can be answered from several sides. *Fetched*: the few people an index names are read and sorted.
*Walked*: the name order is gone along until a page is full, good when many match. *Called*: people whose given name
is typed stand together in the name order, so it is walked there, and the few others are fetched. Bounded counts
decide; the figures are those of a million people (docs/decisions/0002-a-search-with-several-sides.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import merge
from itertools import islice
from typing import Final

from labordesk.store.search_guess import END, Guess
from labordesk.store.search_sql import (
    LIST_INDEX,
    UNIT_INDEX,
    Part,
    Wanted,
    conditions,
    in_order_of_name,
    named_by_filters,
    named_by_units,
    named_by_words,
    named_otherwise,
    spread_ids,
)
from labordesk.store.search_terms import Word
from labordesk.vietnamese.names import given_name_range

FEW: Final = 2_000
"""So many people are counted in 0,2 ms, and read and sorted in some 5 ms: good enough to look no further."""
SOME: Final = 30_000
"""So many people of some units are walked along in 6 ms; more than these are not worth counting."""

_FETCH_US, _WALK_US, _WALK_TABLE_US, _UNIT_US, _NUMBERED_US, _NAMED_US = 3.0, 0.15, 5.0, 0.25, 0.4, 0.05
"""Microseconds for one person: read by id; passed in ``LIST_INDEX``; passed there and looked up in the table; passed in
``UNIT_INDEX``; sorted from an index of numbers; passed in the index of names."""

_SAMPLED, _SAMPLED_FILTERED, _SPREAD = 200, 600, 1_000
"""How many people are looked at to guess: of those who have the words, the same with filters, and of everybody."""

Key = tuple[str, int]
"""Where a person stands in the list: (sort_key, id)."""


def find_people(connection: sqlite3.Connection, wanted: Wanted, after: Key | None, limit: int) -> list[Key]:
    """Return the keys of the next people who match, in name order."""
    return list(islice(_matching(_Search(connection, wanted, after, limit)), limit))


def count_matches(connection: sqlite3.Connection, wanted: Wanted, at_most: int) -> int:
    """Return how many people match, ``at_most`` when there are more."""
    search = _Search(connection, wanted, None, at_most)
    bare = wanted.is_names_only and not wanted.terms.marks
    if bare and wanted.terms.words:
        return min(at_most, search.source(named_by_words(wanted.terms.words), at_most).count)
    if bare:
        return min(at_most, int(connection.execute("SELECT count(*) FROM person").fetchone()[0]))
    return sum(1 for _key in islice(_matching(search), at_most))


@dataclass(frozen=True)
class _Source:
    """People whom an index names, and of whom all who match are part; ``count`` is a guess unless ``is_small``."""

    ids: Part
    count: int
    is_small: bool


@dataclass(frozen=True)
class _Named:
    """A word and those who have it in their name."""

    word: Word
    people: _Source


@dataclass(frozen=True)
class _Side:
    """A way to the rows and the microseconds it may take."""

    cost: float
    rows: Callable[[], Iterator[Key]]

    def __lt__(self, other: _Side) -> bool:
        return self.cost < other.cost


class _Search:
    """One search on one connection, from ``after`` on, for ``limit`` people."""

    def __init__(self, connection: sqlite3.Connection, wanted: Wanted, after: Key | None, limit: int) -> None:
        self.wanted = wanted
        self._limit = limit
        self._connection = connection
        self._after = after or ("", 0)
        self._conditions = tuple(conditions(wanted))
        self.last_id: int = connection.execute("SELECT coalesce(max(id), 0) FROM person").fetchone()[0]

    def fetched(self, source: _Source) -> Iterator[Key]:
        """Read the people of a source and sort them."""
        where = [Part(f"p.id IN ({source.ids.sql})", source.ids.values), _behind(self._after)]
        return self._rows("person p NOT INDEXED", where, "+p.sort_key, p.id")

    def walked(self, low: str = "", high: str = END) -> Iterator[Key]:
        """Go along the name order, from ``low`` to ``high`` (both inclusive)."""
        where = [_behind(max(self._after, (low, 0))), Part("p.sort_key <= ?", (high,))]
        return self._rows(f"person p INDEXED BY {LIST_INDEX}", where, "p.sort_key, p.id")

    def called(self, word: Word, others: _Source) -> Iterator[Key]:
        """Walk where the given name is the word, and fetch the others who have it elsewhere in the name."""
        ranges = [given_name_range(spelling) for spelling in word.spellings]
        return _without_repeats(merge(self.fetched(others), *(self.walked(low, high) for low, high in ranges)))

    def source(self, part: Part, bound: int) -> _Source:
        """Count whom an index names up to a bound; from there on the last id seen tells how many there may be."""
        sql = f"SELECT count(*), max(id) FROM ({part.sql} LIMIT {bound + 1})"
        count, last = self._connection.execute(sql, part.values).fetchone()
        if count <= bound:
            return _Source(part, count, is_small=True)
        return _Source(part, count * self.last_id // last if part.in_order else self.last_id, is_small=False)

    def filters(self, bound: int) -> list[_Source]:
        """Return whom each number and each filter names."""
        return [self.source(part, bound) for part in named_by_filters(self.wanted)]

    def in_units(self) -> Iterator[Key]:
        """Go along the name order within the units asked for."""
        return self._rows(f"person p INDEXED BY {UNIT_INDEX}", [_behind(self._after)], "p.sort_key, p.id")

    def numbered(self) -> Iterator[Key]:
        """Sort those who have the number, from the indexes of numbers alone."""
        asked = in_order_of_name(self.wanted.terms.numbers[0], _behind(self._after))
        return self._connection.execute(f"{asked.sql} LIMIT {self._limit}", asked.values)

    def guess(self, base: _Source | None) -> Guess:
        """Look at some people of a source, or of everybody, to guess where in the name order those who match stand."""
        wanted = self.wanted
        size = _SPREAD if base is None else _SAMPLED if wanted.is_names_only else _SAMPLED_FILTERED
        ids = base.ids if base is not None else spread_ids(self.last_id, size)
        keys, looked_at = self._sample(ids, size)
        people = self.last_id if base is None else base.count
        some = spread_ids(self.last_id, _SAMPLED)
        everybody = self._connection.execute(f"SELECT sort_key FROM person WHERE id IN ({some.sql})", some.values)
        return Guess(
            keys=keys,
            matching=people * len(keys) / max(1, looked_at),
            everybody=sorted(key for (key,) in everybody),
            people=self.last_id,
            limit=self._limit,
            step_us=_WALK_TABLE_US if wanted.terms.numbers else _WALK_US,
            after=self._after[0],
        )

    def _sample(self, ids: Part, size: int) -> tuple[list[str], int]:
        """Return in order the sort keys of those who match among some people, and how many were looked at."""
        tests = [_behind(self._after), *self._conditions]
        sql = (
            f"SELECT p.sort_key, p.search_key, {' AND '.join(test.sql for test in tests)} FROM person p"
            f" WHERE p.id IN ({ids.sql} LIMIT {size})"
        )
        values = [*(value for test in tests for value in test.values), *ids.values]
        rows = self._connection.execute(sql, values).fetchall()
        marks = self.wanted.terms.marks
        keys = [key for key, search, is_kept in rows if is_kept and all(mark.search(search) for mark in marks)]
        return sorted(keys), len(rows)

    def _rows(self, table: str, where: list[Part], order: str) -> Iterator[Key]:
        """Ask; where marks are to be looked at, take the rows as they come, else let SQLite stop at the limit."""
        parts = [*where, *self._conditions]
        marks = self.wanted.terms.marks
        sql = f"SELECT p.sort_key, p.id{', p.search_key' if marks else ''} FROM {table}"
        sql += f" WHERE {' AND '.join(part.sql for part in parts)} ORDER BY {order}"
        sql += "" if marks else f" LIMIT {self._limit}"
        rows = self._connection.execute(sql, [value for part in parts for value in part.values])
        if not marks:
            return rows
        return (row[:2] for row in rows if all(mark.search(row[2]) for mark in marks))


def _matching(search: _Search) -> Iterator[Key]:
    """Take a small side as soon as one is seen, else the one that seems cheapest."""
    unit_ids, numbers = search.wanted.unit_ids, search.wanted.terms.numbers
    if unit_ids is not None and not numbers and search.source(named_by_units(unit_ids), SOME).is_small:
        return search.in_units()
    names = [_Named(word, search.source(named_by_words([word]), FEW)) for word in search.wanted.terms.words]
    small = [source for source in (*search.filters(FEW), *(name.people for name in names)) if source.is_small]
    if small:
        return search.fetched(min(small, key=lambda source: source.count))
    if search.wanted.is_names_only and len(names) < 2:
        return _walked_or_called(search, names)
    names.sort(key=lambda name: name.people.count)
    base = search.source(named_by_words(name.word for name in names[:2]), FEW) if names else None
    if base is not None and base.is_small:
        return search.fetched(base)
    return _cheapest(search, names, base)


def _walked_or_called(search: _Search, names: list[_Named]) -> Iterator[Key]:
    """Answer a single common word: the walk is short unless nearly all of them are called so."""
    for name in names:
        others = search.source(named_otherwise(name.word), FEW)
        if others.is_small:
            return search.called(name.word, others)
    return search.walked()


def _cheapest(search: _Search, names: list[_Named], base: _Source | None) -> Iterator[Key]:
    """Compare the sides when none is small; ``base`` have the two rarest words, ``names`` stand rarest first."""
    guess = search.guess(base)
    best = _Side(guess.walk(), search.walked)
    enough = FEW * _FETCH_US
    if best.cost > enough and search.wanted.is_one_number:
        count = search.filters(int(best.cost / _NUMBERED_US))[0].count
        best = min(best, _Side(count * _NUMBERED_US, search.numbered))
    units = search.wanted.unit_ids
    if best.cost > enough and units is not None and not search.wanted.terms.numbers:
        count = search.source(named_by_units(units), int(best.cost / _UNIT_US)).count
        best = min(best, _Side(count * _UNIT_US, search.in_units))
    if best.cost > enough:
        for source in (*search.filters(min(SOME, int(best.cost / _FETCH_US))), *([base] if base else [])):
            best = min(best, _Side(source.count * _FETCH_US, partial(search.fetched, source)))
    for name in names:
        asking = _NAMED_US * sum(one.people.count for one in {name, *names[:2]})
        if best.cost <= enough or asking > best.cost / 2:
            break
        others = search.source(named_otherwise(name.word, (one.word for one in names[:2])), FEW)
        walks = sum(guess.walk(*given_name_range(spelling)) for spelling in name.word.spellings)
        cost = others.count * _FETCH_US + walks + asking
        best = min(best, _Side(cost, partial(search.called, name.word, others)))
    return best.rows()


def _behind(key: Key) -> Part:
    return Part("(p.sort_key, p.id) > (?, ?)", key)


def _without_repeats(keys: Iterable[Key]) -> Iterator[Key]:
    last: Key | None = None
    for key in keys:
        if key != last:
            yield key
        last = key
