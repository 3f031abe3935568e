"""Who in the register may be each of many rows: the questions of ``duplicates``, asked for all rows at once.

Numbers are looked up by their indexes. Names are compared in one walk over the register, or for a short list over the
people of the given names and years in it; only who may be alike by ``rules.duplicates`` is judged.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final, Literal

from labordesk.rules.duplicate_search import is_coincidence, tells
from labordesk.rules.duplicates import Candidate, name_similarity, verdict
from labordesk.services.duplicate_scan import SHARED_PHONE
from labordesk.services.import_names import Named, NameIndex, other_spelling
from labordesk.vietnamese.names import sort_key

_CHUNK: Final = 5_000
_FEW_BLOCKS: Final = 1_500
"""Up to so many given names with years are looked up; more are met sooner by walking over everybody (measured)."""

_DETAILS: Final = """
SELECT p.id, p.full_name, p.birth, p.unit_id, p.citizen_id, p.phone, p.old_id, p.union_card, p.search_key
FROM person p WHERE {which} IN (SELECT value FROM json_each(?))
"""
_NAMES: Final = "SELECT id, block_key, plain_key, search_key, birth, unit_id, citizen_id FROM person"
_MERGED: Final = """
SELECT kept_id, json_extract(snapshot, '$.gone.citizen_id'), json_extract(snapshot, '$.gone.old_id')
FROM person_merge WHERE undone_on IS NULL
"""

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as it is looked for; ``union_card`` finds members of lists that give nothing else."""

    candidate: Candidate
    union_card: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody of the register a row may be; ``by_number``: a number of theirs, or their card, is the same."""

    person_id: int
    verdict: Literal["strong", "review"]
    known: Candidate
    by_number: bool


@dataclass(frozen=True, slots=True)
class _Known:
    candidate: Candidate
    union_card: str | None
    search_key: str


def match_rows(
    connection: sqlite3.Connection, rows: Sequence[Wanted], told: Told | None = None
) -> list[tuple[Hit, ...]]:
    """Return for each row who it may be, sure ones first; people merged away are met under the file that is left."""
    found = _Found()
    merged = _by_number(connection, rows, found)
    _by_name(connection, rows, found, told or _silent)
    known = _details(connection, found.people())
    names = _Names(connection)
    return [
        _judged(row, found.of(place), known, merged.get(place, frozenset()), names) for place, row in enumerate(rows)
    ]


class _Found:
    """Who may be whom: ids of people by the place of a row."""

    def __init__(self) -> None:
        self._ids: dict[int, set[int]] = {}

    def add(self, place: int, person_id: int) -> None:
        """Note somebody a row may be."""
        ids = self._ids.get(place)
        if ids is None:
            self._ids[place] = {person_id}
        else:
            ids.add(person_id)

    def of(self, place: int) -> Iterable[int]:
        """Return who a row may be."""
        return self._ids.get(place, ())

    def people(self) -> set[int]:
        """Return everybody some row may be."""
        return {person_id for ids in self._ids.values() for person_id in ids}


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def _by_number(connection: sqlite3.Connection, rows: Sequence[Wanted], found: _Found) -> Mapping[int, Set[int]]:
    """Find people by numbers; return for each row those a file was merged into that had its number."""
    humans = _places(rows, lambda row: row.candidate.numbers())
    cards = _places(rows, lambda row: (row.union_card,))
    for column, wanted in (("citizen_id", humans), ("old_id", humans), ("union_card", cards)):
        for person_id, number in _holders(connection, column, wanted):
            for place in wanted[number]:
                found.add(place, person_id)
    _by_phone(connection, rows, found)
    merged: defaultdict[int, set[int]] = defaultdict(set)
    for kept_id, *numbers in connection.execute(_MERGED):
        for place in (place for number in numbers for place in humans.get(number, ())):
            found.add(place, kept_id)
            merged[place].add(kept_id)
    return merged


def _by_phone(connection: sqlite3.Connection, rows: Sequence[Wanted], found: _Found) -> None:
    phones = _places(rows, lambda row: (row.candidate.phone,))
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for person_id, number in _holders(connection, "phone", phones):
        holders[number].append(person_id)
    for number, people in holders.items():
        for place in phones[number] if len(people) <= SHARED_PHONE else ():
            for person_id in people:
                found.add(place, person_id)


def _places(rows: Sequence[Wanted], numbers: Callable[[Wanted], Iterable[str | None]]) -> Mapping[str, list[int]]:
    """Return the places of the rows by their numbers."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for number in numbers(row):
            if number:
                found[number].append(place)
    return found


def _holders(connection: sqlite3.Connection, column: str, wanted: Iterable[str]) -> Iterator[tuple[int, str]]:
    for chunk in _chunks(wanted):
        yield from connection.execute(
            f"SELECT id, {column} FROM person WHERE {column} IN (SELECT value FROM json_each(?))", (json.dumps(chunk),)
        )


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    everything = list(values)
    for start in range(0, len(everything), _CHUNK):
        yield everything[start : start + _CHUNK]


def _by_name(connection: sqlite3.Connection, rows: Sequence[Wanted], found: _Found, told: Told) -> None:
    index = NameIndex([row.candidate for row in rows])
    index.meet(_people(connection, index, rows, told), found.add)


def _people(connection: sqlite3.Connection, index: NameIndex, rows: Sequence[Wanted], told: Told) -> Iterator[Named]:
    """Yield everybody a row may be alike: of the given names and years of a short list, or the whole register."""
    blocks = {one for block in index.block for one in _spellings(block)}
    units = {row.candidate.unit_id for place, row in enumerate(rows) if place in index.birthless}
    known = sorted(one for one in units if one is not None and one > 0)
    if len(blocks) <= _FEW_BLOCKS and len(known) <= _FEW_BLOCKS:
        blocks |= {one for (_unit, given) in index.unit_given for one in _spellings(f"{given} ")}
        for column, values in (("block_key", sorted(blocks)), ("unit_id", known)):
            sql = f"{_NAMES} WHERE {column} IN (SELECT value FROM json_each(?))"
            for chunk in _chunks(values):
                yield from connection.execute(sql, (json.dumps(chunk),))
        return
    total = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    everybody = connection.execute(_NAMES)
    done = 0
    while some := everybody.fetchmany(_CHUNK):
        yield from some
        done += len(some)
        told(done, total)


def _spellings(block: str) -> tuple[str, ...]:
    """Return a block with its given name spelled with y and with i."""
    given, blank, year = block.rpartition(" ")
    other = other_spelling(given)
    return (block, f"{other}{blank}{year}") if other else (block,)


def _details(connection: sqlite3.Connection, ids: Iterable[int]) -> Mapping[int, _Known]:
    known = {}
    for chunk in _chunks(ids):
        for row in connection.execute(_DETAILS.format(which="p.id"), (json.dumps(chunk),)):
            known[row[0]] = _Known(Candidate(*row[1:7]), row[7], row[8])
    return known


class _Names:
    """How many people bear a name and which part of all is in a unit, each counted once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bearers: dict[str, int] = {}
        self._shares: dict[int | None, float] = {}
        self._everybody = 0

    def bearers(self, known: _Known) -> int:
        """Return how many people of the register bear this one's name."""
        count = self._bearers.get(known.search_key)
        if count is None:
            sql = "SELECT count(*) FROM person WHERE sort_key = ? AND search_key = ?"
            key = sort_key(known.candidate.full_name)
            count = self._bearers[known.search_key] = int(
                self._connection.execute(sql, (key, known.search_key)).fetchone()[0]
            )
        return count

    def share(self, unit_id: int | None) -> float:
        """Return the part of all people that is in a unit."""
        share = self._shares.get(unit_id)
        if share is None:
            if not self._everybody:
                self._everybody = max(1, self._connection.execute("SELECT count(*) FROM person").fetchone()[0])
            sql = "SELECT count(*) FROM person WHERE unit_id = ?"
            share = self._shares[unit_id] = self._connection.execute(sql, (unit_id,)).fetchone()[0] / self._everybody
        return share


def _judged(
    row: Wanted, ids: Iterable[int], known: Mapping[int, _Known], merged: Set[int], names: _Names
) -> tuple[Hit, ...]:
    asked = row.candidate
    hits = [hit for one in ids if one in known and (hit := _hit(row, one, known[one], one in merged, names))]
    crowd = len(hits) + 1
    kept = [hit for hit in hits if hit.verdict == "strong" or tells(asked, hit.known, crowd)]
    return tuple(sorted(kept, key=lambda hit: _order(asked, hit)))


def _hit(row: Wanted, person_id: int, one: _Known, is_merged: bool, names: _Names) -> Hit | None:
    asked, theirs = row.candidate, one.candidate
    contradict = bool(asked.citizen_id and theirs.citizen_id and asked.citizen_id != theirs.citizen_id)
    by_number = is_merged or bool(asked.numbers() & theirs.numbers())
    by_card = row.union_card is not None and row.union_card == one.union_card and not contradict
    if by_number or by_card:
        return Hit(person_id, "strong", theirs, by_number=True)
    judged = verdict(asked, theirs)
    if not judged:
        return None
    doubtful = judged == "strong" and is_coincidence(
        asked, theirs, bearers=names.bearers(one) - 1, unit_share=names.share(theirs.unit_id)
    )
    return Hit(person_id, "review" if doubtful else judged, theirs, by_number=False)


def _order(asked: Candidate, hit: Hit) -> tuple[bool, bool, float, int]:
    return (
        hit.verdict != "strong",
        not hit.by_number,
        -name_similarity(asked.full_name, hit.known.full_name),
        hit.person_id,
    )
