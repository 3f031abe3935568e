"""People written straight into a register's table, so that search is tested apart from the services."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from labordesk.model.keys import person_keys


@dataclass(frozen=True)
class Listed:
    """What search looks at; ``circumstance`` is (id, until) or None."""

    name: str
    sort_name: str | None = None
    unit_id: int | None = None
    standing: str = "member"
    citizen_id: str | None = None
    old_id: str | None = None
    phone: str | None = None
    union_card: str | None = None
    circumstance: tuple[int, str | None] | None = None

    @property
    def sort_key(self) -> str:
        return person_keys(self.name, None, self.sort_name).sort_key


def write_people(connection: sqlite3.Connection, people: Iterable[Listed]) -> None:
    """Replace everybody in the table; ids are 1, 2, 3 … in the order given."""
    connection.execute("DELETE FROM person_circumstance")
    connection.execute("DELETE FROM person")
    for place, one in enumerate(people, start=1):
        keys = person_keys(one.name, "1985", one.sort_name)
        connection.execute(
            "INSERT INTO person (id, uid, row_version, created_at, updated_at, full_name, sort_name, unit_id, standing,"
            " citizen_id, old_id, phone, union_card, consent, plain_key, search_key, sort_key, block_key)"
            " VALUES (?, ?, 1, '', '', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
            (
                place,
                f"uid {place}",
                one.name,
                one.sort_name,
                one.unit_id,
                one.standing,
                one.citizen_id,
                one.old_id,
                one.phone,
                one.union_card,
                keys.plain_key,
                keys.search_key,
                keys.sort_key,
                keys.block_key,
            ),
        )
        if one.circumstance is not None:
            connection.execute(
                "INSERT INTO person_circumstance (uid, row_version, created_at, updated_at, person_id, circumstance_id,"
                " until) VALUES (?, 1, '', '', ?, ?, ?)",
                (f"uid {place}", place, *one.circumstance),
            )
