"""A search in SQL: the conditions a person must meet, and the indexes that name all who meet one of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from labordesk.fields import Text
from labordesk.fields.common import IDENTIFIERS
from labordesk.store.search import CALLED
from labordesk.store.search_terms import Number, Terms, Word

LIST_INDEX: Final = "ix_person_sort_key_id_unit_id_standing_plain_key_search_key"
"""The name order, with most of what ``conditions`` look at."""

UNIT_INDEX: Final = "ix_person_unit_id_sort_key_id_standing_plain_key_search_key"
"""The name order within each unit, with the same."""

_SEARCHED: Final = {name: spec.kind for name, spec in IDENTIFIERS.items() if spec.searchable}
_CARDS: Final = tuple(name for name, kind in _SEARCHED.items() if isinstance(kind, Text))  # letters and signs as typed
_DIGITS: Final = tuple(name for name in _SEARCHED if name not in _CARDS)

# ``until`` may be a year or a month, which ends with its last day.
_IS_OPEN: Final = "(c.until IS NULL OR c.until >= substr(?, 1, length(c.until)))"


@dataclass(frozen=True)
class Wanted:
    """A search: what is typed and the filters beside it; ``today`` (ISO) tells which circumstances are open."""

    terms: Terms
    today: str
    unit_ids: frozenset[int] | None = None
    circumstance_id: int | None = None
    standing: str | None = None

    @property
    def is_one_number(self) -> bool:
        """Tell whether the indexes of numbers alone can answer."""
        return len(self.terms.numbers) == 1 and self == Wanted(Terms(numbers=self.terms.numbers), self.today)

    @property
    def is_names_only(self) -> bool:
        """Tell whether nothing but words of a name is asked for."""
        return self == Wanted(Terms(self.terms.words), self.today)


@dataclass(frozen=True)
class Part:
    """A piece of SQL with the values it binds."""

    sql: str
    values: tuple[Any, ...] = ()
    in_order: bool = False
    """Whether the ids it names come in their order."""


def conditions(wanted: Wanted) -> Iterator[Part]:
    """Yield what a person ``p`` must meet, but for the place of marks: ``Terms.marks`` looks at that."""
    # The last word typed is mostly the given name, which parts people best.
    for word in reversed(wanted.terms.words):
        yield _has(word)
        yield from (Part("instr(p.search_key, ?)", (sign,)) for sign in word.signs)
    if wanted.unit_ids is not None:
        yield in_units("p.unit_id", wanted.unit_ids)
    if wanted.standing is not None:
        yield Part("p.standing = ?", (wanted.standing,))
    for number in wanted.terms.numbers:
        tests, values = zip(*_beginnings(number), strict=True)
        yield Part(f"({' OR '.join(f'p.{test}' for test in tests)})", sum(values, ()))
    if wanted.circumstance_id is not None:
        yield Part(
            "EXISTS (SELECT 1 FROM person_circumstance c WHERE c.circumstance_id = ? AND c.person_id = p.id"
            f" AND {_IS_OPEN})",
            (wanted.circumstance_id, wanted.today),
        )


def named_by_filters(wanted: Wanted) -> Iterator[Part]:
    """Yield for each number and filter that has an index the query for the ``id`` of all whom it names."""
    for number in wanted.terms.numbers:
        tests, values = zip(*_beginnings(number), strict=True)
        yield Part(" UNION ALL ".join(f"SELECT id FROM person WHERE {test}" for test in tests), sum(values, ()))
    if wanted.unit_ids is not None:
        yield named_by_units(wanted.unit_ids)
    if wanted.circumstance_id is not None:
        yield Part(
            f"SELECT person_id AS id FROM person_circumstance c WHERE circumstance_id = ? AND {_IS_OPEN}",
            (wanted.circumstance_id, wanted.today),
        )


def in_order_of_name(number: Number, after: Part) -> Part:
    """Return the query for (sort_key, id) of all who have the number, in name order; ``after`` holds for ``p``."""
    tests, values = zip(*_beginnings(number), strict=True)
    rows = [f"SELECT p.sort_key, p.id FROM person p WHERE p.{test} AND {after.sql}" for test in tests]
    return Part(f"{' UNION '.join(rows)} ORDER BY 1, 2", sum(((*value, *after.values) for value in values), ()))


def named_by_units(unit_ids: frozenset[int]) -> Part:
    """Return the query for the ``id`` of all people of some units."""
    within = in_units("unit_id", unit_ids)
    return Part(f"SELECT id FROM person INDEXED BY {UNIT_INDEX} WHERE {within.sql}", within.values)


def in_units(column: str, unit_ids: frozenset[int]) -> Part:
    """Return the condition of some units; for a single one the index gives the people in name order."""
    if len(unit_ids) == 1:
        return Part(f"{column} = ?", tuple(unit_ids))
    return Part(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(sorted(unit_ids)),))


def named_by_words(words: Iterable[Word]) -> Part:
    """Return the query for the ``id``, in order, of all who have the words in their name."""
    return _found(" AND ".join(f"({_spelled(word)})" for word in words))


def named_otherwise(word: Word, words: Iterable[Word] = ()) -> Part:
    """Return the query for the ``id``, in order, of all who have the word (and the words) but are not called by it."""
    rest = "".join(f" AND ({_spelled(one)})" for one in words if one != word)
    return _found(f"(({_spelled(word)}) NOT ({_spelled(word, CALLED)})){rest}")


def spread_ids(last_id: int, count: int) -> Part:
    """Return the query for some ids strewn over all of them (by the golden ratio: no list has that rhythm)."""
    ids = [1 + int(place * 0.618033988749895 % 1 * last_id) for place in range(count)]
    return Part("SELECT value AS id FROM json_each(?)", (json.dumps(ids),))


def _has(word: Word) -> Part:
    whole = [*([word.plain] if word.finished else []), *([word.twin] if word.twin else [])]
    tests = ["instr(' ' || p.plain_key || ' ', ?)"] * len(whole)
    values = [f" {spelling} " for spelling in whole]
    if not word.finished:
        tests.append("instr(' ' || p.plain_key, ?)")
        values.append(f" {word.plain}")
    return Part(f"({' OR '.join(tests)})", tuple(values))


def _beginnings(number: Number) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield a test and its values for each column that may begin with the number."""
    places = [(column, number.digits) for column in _DIGITS if number.digits]
    places += [(column, card) for column in _CARDS for card in number.cards]
    for column, beginning in places:
        yield f"{column} BETWEEN ? AND ?", (beginning, f"{beginning}\U0010ffff")


def _spelled(word: Word, before: str = "") -> str:
    """Return a word in FTS5's language; ``before`` is put in front of its spellings."""
    query = f'"{before}{word.plain}"{"" if word.finished else "*"}'
    return f'{query} OR "{before}{word.twin}"' if word.twin else query


def _found(query: str) -> Part:
    return Part("SELECT rowid AS id FROM person_search WHERE person_search MATCH ?", (query,), in_order=True)
