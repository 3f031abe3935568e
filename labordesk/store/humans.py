"""Which files of the register are one human: the same number, or so decided; never by name alone.

Two files with different citizen ids, or decided to be different people, are never one, whatever else they share.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_NUMBERS = "SELECT id, citizen_id, old_id FROM person WHERE id IN (SELECT value FROM json_each(?))"
_HOLDERS = """
SELECT id FROM person WHERE citizen_id IN (SELECT value FROM json_each(:numbers))
UNION SELECT id FROM person WHERE old_id IN (SELECT value FROM json_each(:numbers))
"""
_DECIDED = """
SELECT first_id, second_id, decision FROM person_pair
WHERE first_id IN (SELECT value FROM json_each(:people)) AND decision <> 'open'
UNION SELECT first_id, second_id, decision FROM person_pair
WHERE second_id IN (SELECT value FROM json_each(:people)) AND decision <> 'open'
"""
SAME_HUMAN = """
q.id IN (
    SELECT p.id
    UNION SELECT o.id FROM person o WHERE o.citizen_id IN (p.citizen_id, p.old_id)
    UNION SELECT o.id FROM person o WHERE o.old_id IN (p.citizen_id, p.old_id)
    UNION SELECT d.second_id FROM person_pair d WHERE d.first_id = p.id AND d.decision = 'same'
    UNION SELECT d.first_id FROM person_pair d WHERE d.second_id = p.id AND d.decision = 'same'
) AND coalesce(q.citizen_id = p.citizen_id, 1) AND NOT EXISTS (
    SELECT 1 FROM person_pair d WHERE d.decision = 'different'
    AND d.first_id = min(p.id, q.id) AND d.second_id = max(p.id, q.id)
)
"""
"""The condition that files ``p`` and ``q`` are one human by what they share themselves, for lists read by SQL."""
_OPEN_TWINS = """
SELECT second_id FROM person_pair WHERE first_id = :person AND decision = 'open' AND verdict = 'strong'
UNION SELECT first_id FROM person_pair WHERE second_id = :person AND decision = 'open' AND verdict = 'strong'
"""


@dataclass
class _Links:
    """Files with their numbers, and which of them lead to one another."""

    citizen_ids: dict[int, str | None] = field(default_factory=dict)
    holders: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    same: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    different: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    numbers: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def may_be_one(self, a: int, b: int) -> bool:
        """Return whether nothing denies that two files are one human."""
        ids = self.citizen_ids[a], self.citizen_ids[b]
        return b not in self.different[a] and (None in ids or ids[0] == ids[1])

    def is_alone(self, person_id: int) -> bool:
        """Return whether a file leads to no other one, as nearly all do."""
        if person_id in self.same:
            return False
        return all(len(self.holders[number]) == 1 for number in self.numbers.get(person_id, ()))

    def neighbours(self, person_id: int) -> set[int]:
        """Return the files that share a number with this one or were decided to be the same human."""
        found = set(self.same[person_id])
        for number in self.numbers[person_id]:
            found |= self.holders[number]
        return {one for one in found if one != person_id and self.may_be_one(person_id, one)}


def same_humans(connection: sqlite3.Connection, person_ids: Iterable[int]) -> Mapping[int, frozenset[int]]:
    """Return for each file all files of its human, itself included.

    A file reached through a third one counts too, unless it contradicts the file asked about.
    """
    asked = list(dict.fromkeys(person_ids))
    links = _links(connection, asked)
    return {person_id: frozenset(_reached(links, person_id)) for person_id in asked}


def files_of(connection: sqlite3.Connection, person_id: int) -> frozenset[int]:
    """Return all files of one human."""
    return same_humans(connection, [person_id])[person_id]


def probable_twins(connection: sqlite3.Connection, person_id: int) -> tuple[int, ...]:
    """Return the files that are very likely the same human, which nobody has looked at yet."""
    return tuple(row[0] for row in connection.execute(_OPEN_TWINS, {"person": person_id}))


def _links(connection: sqlite3.Connection, asked: list[int]) -> _Links:
    links = _Links()
    frontier = set(asked)
    while frontier:
        people, numbers = json.dumps(list(frontier)), set()
        for person_id, citizen_id, old_id in connection.execute(_NUMBERS, (people,)):
            links.citizen_ids[person_id] = citizen_id
            own = [number for number in (citizen_id, old_id) if number]
            links.numbers[person_id] = own
            numbers.update(own)
            for number in own:
                links.holders[number].add(person_id)
        found = {row[0] for row in connection.execute(_HOLDERS, {"numbers": json.dumps(list(numbers))})}
        for first, second, decision in connection.execute(_DECIDED, {"people": people}):
            known = links.same if decision == "same" else links.different
            known[first].add(second)
            known[second].add(first)
            if decision == "same":
                found |= {first, second}
        frontier = found - links.citizen_ids.keys()
    return links


def _reached(links: _Links, start: int) -> set[int]:
    if links.is_alone(start):
        return {start}
    found = {start}
    ahead = [start] if start in links.citizen_ids else []
    while ahead:
        new = {one for one in links.neighbours(ahead.pop()) if one not in found and links.may_be_one(start, one)}
        found |= new
        ahead.extend(new)
    return found


def doubled_files(connection: sqlite3.Connection) -> Mapping[int, frozenset[int]]:
    """Return the files of every human who has several, by each of them: few in a register, found by its indexes."""
    suspects = {
        row[0]
        for number in ("citizen_id", "old_id")
        for row in connection.execute(
            f"SELECT id FROM person WHERE {number} IN (SELECT {number} FROM person WHERE {number} IS NOT NULL"
            f" GROUP BY {number} HAVING count(*) > 1)"
        )
    }
    for pair in connection.execute("SELECT first_id, second_id FROM person_pair WHERE decision = 'same'"):
        suspects.update(pair)
    return {one: files for one, files in same_humans(connection, suspects).items() if len(files) > 1}
