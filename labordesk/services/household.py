"""Hộ gia đình: who lives with a person, and which of them has a file of their own in the register."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from labordesk.fields.choices import RELATIONS
from labordesk.i18n import N_, _
from labordesk.services.person_relatives import household_of
from labordesk.store.register import Register

NO_MEMBER = N_("Không thấy thành viên này trong hộ; hãy mở lại hồ sơ.")
LINKED_ALREADY = N_("{name} đã có trong hộ này.")

_RELATION_LABELS = dict(RELATIONS)


@dataclass(frozen=True)
class HouseholdRow:
    """One of the household: written in this file (``member_id``), or known from a relative's file.

    ``relation`` is a code of RELATIONS, "" when unknown; ``relative_id`` is the file of their own, if they have one.
    """

    name: str
    relation: str
    birth: str | None
    occupation: str | None
    dependant: bool
    note: str | None
    unit_name: str
    relative_id: int | None
    member_id: int | None

    @property
    def relation_label(self) -> str:
        """Return the relation in the language of the screen, "" when unknown."""
        return _(_RELATION_LABELS[self.relation]) if self.relation in _RELATION_LABELS else ""


def household(register: Register, person_id: int) -> tuple[HouseholdRow, ...]:
    """Return the household of a person: first those written in the file, then those whose files name the person."""
    with register.looking() as connection:
        return household_in(connection, person_id)


def household_in(connection: sqlite3.Connection, person_id: int) -> tuple[HouseholdRow, ...]:
    """Return the same as this connection sees it."""
    own = [
        HouseholdRow(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6], row[7], row[8])
        for row in connection.execute(
            "SELECT m.full_name, m.relation, coalesce(p.birth, m.birth), m.occupation, m.dependant, m.note,"
            " coalesce(u.short_name, u.name, ''), m.relative_id, m.id FROM household_member m"
            " LEFT JOIN person p ON p.id = m.relative_id LEFT JOIN unit u ON u.id = p.unit_id"
            " WHERE m.person_id = ? ORDER BY m.id",
            (person_id,),
        )
    ]
    written = {row.relative_id for row in own}
    others = household_of(connection, [person_id])
    return (*own, *(_registered(connection, one, how) for one, how in others.items() if one not in written))


def _registered(connection: sqlite3.Connection, person_id: int, relation: str) -> HouseholdRow:
    name, birth, job, unit = connection.execute(
        "SELECT p.full_name, p.birth, p.job, coalesce(u.short_name, u.name, '')"
        " FROM person p LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id = ?",
        (person_id,),
    ).fetchone()
    return HouseholdRow(name, relation, birth, job, False, None, unit, person_id, None)
