"""Pages of the register list: the people who match a search, in name order, from the cheapest side.

The same question can be answered from several sides. *Fetched*: the few people an index names are read and sorted.
*Walked*: the name order is gone along until a page is full, good when many match. *Called*: people whose given name
is typed stand together in the name order, so it is walked there, and the few others are fetched. Bounded counts
decide; the figures are those of a million people (docs/decisions/0010-search-sides.md).
"""

from __future__ import annotations

import sqlite3
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from heapq import merge
from itertools import islice
from typing import Final

from labordesk.store.search_sql import (
    LIST_INDEX,
    Part,
    Wanted,
    conditions,
    in_order_of_name,
    named_by_filters,
    named_by_words,
    named_otherwise,
    spread_ids,
)
from labordesk.store.search_terms import Word
from labordesk.vietnamese.names import given_name_range

FEW: Final = 2_000
"""So many people are counted in 0,2 ms, and read and sorted in some 5 ms: good enough to look no further."""
SOME: Final = 20_000
"""More than these are not worth counting."""

_FETCH_US, _WALK_US, _WALK_TABLE_US, _NUMBERED_US = 2.5, 0.2, 5.0, 0.4
"""Microseconds for one person: read by id; passed in ``LIST_INDEX``; passed there and looked up in the table; sorted
from an index of numbers."""

_END: Final = "\x7f"
"""Stands behind every sort key."""

_SAMPLED, _SPREAD = 200, 1_000
"""How many of a source tell what the source is like, and how many of everybody tell what everybody is like."""

Key = tuple[str, int]
"""Where a person stands in the list: (sort_key, id)."""


def find_people(connection: sqlite3.Connection, wanted: Wanted, after: Key | None, limit: int) -> list[Key]:
    """Return the keys of the next people who match, in name order."""
    return list(islice(_matching(_Search(connection, wanted, after, limit)), limit))


def count_matches(connection: sqlite3.Connection, wanted: Wanted, at_most: int) -> int:
    """Return how many people match, ``at_most`` when there are more."""
    search = _Search(connection, wanted, None, at_most)
    if wanted.is_words_only and wanted.terms.words:
        return min(at_most, search.source(named_by_words(wanted.terms.words), at_most).count)
    if wanted.is_words_only:
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

    def walked(self, low: str = "", high: str = _END) -> Iterator[Key]:
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

    def numbered(self) -> Iterator[Key]:
        """Sort those who have the number, from the indexes of numbers alone."""
        asked = in_order_of_name(self.wanted.terms.numbers[0], _behind(self._after))
        return self._connection.execute(f"{asked.sql} LIMIT {self._limit}", asked.values)

    def walk_cost(self, base: _Source | None) -> float:
        """Guess from a sample of a source the microseconds until the walk has found enough.

        Of the people sampled those who match are put in order: where the last one of the page would stand among them,
        and how many of everybody stand before that place, tells how long the walk is.
        """
        if base is not None:
            keys, sampled = self._sample(base.ids, _SAMPLED)
        else:
            keys, sampled = self._sample(spread_ids(self.last_id, _SPREAD), _SPREAD)
        matching = (base.count if base else self.last_id) * len(keys) / max(1, sampled)
        place = int(len(keys) * self._limit / matching) + 1 if keys else 0
        return self._steps(self._after[0], keys[place] if place < len(keys) else _END) * self._step_us

    def range_cost(self, word: Word) -> float:
        """Guess the microseconds for the walk among those who are called so."""
        return sum(self._steps(*given_name_range(spelling)) for spelling in word.spellings) * self._step_us

    @property
    def _step_us(self) -> float:
        return _WALK_TABLE_US if self.wanted.terms.numbers else _WALK_US

    def _steps(self, low: str, high: str) -> float:
        """Guess from a sample how many people stand between two places of the name order."""
        keys = self._everybody
        return max(1, bisect(keys, high) - bisect(keys, low)) / max(1, len(keys)) * self.last_id

    @cached_property
    def _everybody(self) -> list[str]:
        ids = spread_ids(self.last_id, _SAMPLED)
        rows = self._connection.execute(f"SELECT sort_key FROM person WHERE id IN ({ids.sql})", ids.values)
        return sorted(sort_key for (sort_key,) in rows)

    def _sample(self, ids: Part, size: int) -> tuple[list[str], int]:
        """Return in order the sort keys of those who match among some people of a source, and how many were asked."""
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
    wanted = search.wanted
    names = [_Named(word, search.source(named_by_words([word]), FEW)) for word in wanted.terms.words]
    small = [source for source in (*search.filters(FEW), *(name.people for name in names)) if source.is_small]
    if small:
        return search.fetched(min(small, key=_count_of))
    if wanted.is_words_only and len(names) < 2:
        return _walked_or_called(search, wanted.terms.words)
    rarest = [name.word for name in sorted(names, key=lambda name: name.people.count)[:2]]
    base = search.source(named_by_words(rarest), FEW) if rarest else None
    if base is not None and base.is_small:
        return search.fetched(base)
    return _cheapest(search, rarest, base)


def _walked_or_called(search: _Search, words: tuple[Word, ...]) -> Iterator[Key]:
    """Answer a single common word: the walk is short unless nearly all of them are called so."""
    for word in words:
        others = search.source(named_otherwise(word), FEW)
        if others.is_small:
            return search.called(word, others)
    return search.walked()


def _cheapest(search: _Search, words: list[Word], base: _Source | None) -> Iterator[Key]:
    """Compare the sides when none is small; ``base`` are those who have the words, the rarest of those typed."""
    walk = search.walk_cost(base)
    sides: list[tuple[float, Callable[[], Iterator[Key]]]] = [(walk, search.walked)]
    if search.wanted.is_one_number:
        count = search.filters(int(walk / _NUMBERED_US))[0].count
        sides.append((count * _NUMBERED_US, search.numbered))
    if walk > FEW * _FETCH_US:
        sources = [*search.filters(min(SOME, int(walk / _FETCH_US))), *([base] if base else [])]
        sides += [(source.count * _FETCH_US, partial(search.fetched, source)) for source in sources]
        for word in words:
            others = search.source(named_otherwise(word, words), FEW)
            cost = others.count * _FETCH_US + search.range_cost(word)
            sides.append((cost, partial(search.called, word, others)))
    return min(sides, key=lambda side: side[0])[1]()


def _count_of(source: _Source) -> int:
    return source.count


def _behind(key: Key) -> Part:
    return Part("(p.sort_key, p.id) > (?, ?)", key)


def _without_repeats(keys: Iterable[Key]) -> Iterator[Key]:
    last: Key | None = None
    for key in keys:
        if key != last:
            yield key
        last = key
