"""Who in the register shares a household with a person: linked in either file, or registered apart under a name.

A name alone proves nothing among a million people: a relative who is not linked must also live at the same address,
or each of the two must name the other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from labordesk.model.keys import block_key, name_key
from labordesk.rules.duplicates import SWAPPED, TYPED_BARE, birth_similarity, name_similarity
from labordesk.vietnamese.names import sort_key

REVERSED: Final = {"child": "parent", "parent": "child", "grandparent": "grandchild", "grandchild": "grandparent"}
"""How a relation reads from the other side; the others read alike from both."""
_MOST: Final = 500
"""Files of one name looked at; more cannot be told apart by a name in a household anyway."""

_FILE = "SELECT id, full_name, birth, address, registered_address, plain_key FROM person WHERE"
_NAMED = "SELECT full_name, relation, birth FROM household_member WHERE person_id = ? AND relative_id IS NULL"
_NAMING = f"""
SELECT person_id, full_name, relation, birth FROM household_member
WHERE relative_id IS NULL AND plain_key = ? AND (birth IS NULL OR ? IS NULL OR substr(birth, 1, 4) = ?) LIMIT {_MOST}
"""


@dataclass(frozen=True)
class _File:
    person_id: int
    full_name: str
    birth: str | None
    address: str | None
    registered_address: str | None
    plain_key: str

    def homes(self) -> set[str]:
        """Return the addresses without marks and signs, so that "xã Hương Sơn" is "Xa Huong Son,"."""
        return {" ".join(name_key(one).split()) for one in (self.address, self.registered_address) if one}


def household_of(connection: sqlite3.Connection, own: Iterable[int]) -> dict[int, str]:
    """Return the relation (code, "" when unknown) of every registered person who shares a household with these."""
    people = set(own)
    found: dict[int, str] = {}
    for person_id in people:
        for relative_id, relation in (*_linked(connection, person_id), *_apart(connection, person_id)):
            if not found.get(relative_id):
                found[relative_id] = relation
    return {person_id: relation for person_id, relation in found.items() if person_id not in people}


def _linked(connection: sqlite3.Connection, person_id: int) -> Iterator[tuple[int, str]]:
    yield from connection.execute(
        "SELECT relative_id, relation FROM household_member WHERE person_id = ? AND relative_id IS NOT NULL",
        (person_id,),
    ).fetchall()
    for head_id, relation in connection.execute(
        "SELECT person_id, relation FROM household_member WHERE relative_id = ?", (person_id,)
    ).fetchall():
        yield head_id, REVERSED.get(relation, relation)
        for (other_id,) in connection.execute(
            "SELECT relative_id FROM household_member WHERE person_id = ? AND relative_id IS NOT NULL", (head_id,)
        ).fetchall():
            yield other_id, ""


def _apart(connection: sqlite3.Connection, person_id: int) -> Iterator[tuple[int, str]]:
    """Yield relatives whom a household names without a link: those named here, and those who name this person."""
    row = connection.execute(f"{_FILE} id = ?", (person_id,)).fetchone()
    if row is None:
        return
    person = _File(*row)
    homes = person.homes()
    named = connection.execute(_NAMED, (person_id,)).fetchall()
    for name, relation, birth in named:
        for other in _files_named(connection, name, birth):
            if other.person_id != person_id and (homes & other.homes() or _names(connection, other, person)):
                yield other.person_id, relation
    year = person.birth[:4] if person.birth else None
    for head_id, name, relation, birth in connection.execute(_NAMING, (person.plain_key, year, year)).fetchall():
        if head_id != person_id and _is_called(person, name, birth):
            head = _File(*connection.execute(f"{_FILE} id = ?", (head_id,)).fetchone())
            if homes & head.homes() or any(_is_called(head, one[0], one[2]) for one in named):
                yield head_id, REVERSED.get(relation, relation)


def _files_named(connection: sqlite3.Connection, name: str, birth: str | None) -> list[_File]:
    """Return the files that a name in a household may mean: by given name and year, or by the name as it is."""
    if birth:
        where, values = "block_key = ? AND plain_key = ?", (block_key(name, birth), name_key(name))
    else:
        where, values = "sort_key = ? AND plain_key = ?", (sort_key(name), name_key(name))
    rows = connection.execute(f"{_FILE} {where} LIMIT {_MOST}", values)
    return [one for one in (_File(*row) for row in rows) if _is_called(one, name, birth)]


def _names(connection: sqlite3.Connection, head: _File, person: _File) -> bool:
    """Tell whether a household names a person who has a file apart."""
    rows = connection.execute(_NAMED, (head.person_id,))
    return any(_is_called(person, name, birth) for name, _relation, birth in rows)


def _is_called(person: _File, name: str, birth: str | None) -> bool:
    if name_similarity(person.full_name, name) < TYPED_BARE:
        return False
    likeness = birth_similarity(person.birth, birth)
    return likeness is None or likeness >= SWAPPED
