"""Wards of people: in which province the register works, and what the addresses of a unit's people propose."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import CursorResult, text

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.model.base import now
from labordesk.services.changes import Changes
from labordesk.services.unit_tree import subtree
from labordesk.store.register import Register
from labordesk.vietnamese.addresses import WardChoice, parse_address, province_named
from labordesk.vietnamese.wards import old_ward_of, ward_of

Certainty = Literal["certain", "ask", "none"]
Progress = Callable[[int, int], None]

UNKNOWN_WARD = N_("Không có xã, phường mang mã {code}; hãy chọn lại.")


@dataclass(frozen=True, slots=True)
class WardProposal:
    """What the address of a person proposes: one choice is certain, several ask, none was found."""

    person_id: int
    full_name: str
    address: str
    choices: tuple[WardChoice, ...]

    @property
    def certainty(self) -> Certainty:
        """Return whether it can be filled in, must be asked for, or is not known."""
        return "certain" if len(self.choices) == 1 else "ask" if self.choices else "none"


@dataclass(frozen=True)
class WardsFilled:
    """How many people got their wards."""

    people: int
    changes: Changes


def home_province(register: Register) -> str:
    """Return the province of the register's unit without "tỉnh" ("Hà Tĩnh"), "" when no paper of it says one."""
    with register.looking() as connection:
        return _home(connection)


def propose_wards(
    register: Register, unit_id: int, progress: Progress = lambda _done, _total: None
) -> tuple[WardProposal, ...]:
    """Read the addresses of the people of a unit and below who have no ward yet; those without address are left out."""
    units = json.dumps(sorted(subtree(register, unit_id)))
    with register.looking() as connection:
        home = _home(connection)
        people = connection.execute(
            "SELECT id, full_name, address FROM person WHERE unit_id IN (SELECT value FROM json_each(?))"
            " AND ward_code IS NULL AND trim(coalesce(address, '')) <> '' ORDER BY sort_key, id",
            (units,),
        ).fetchall()
    known: dict[str, tuple[WardChoice, ...]] = {}
    found = []
    for place, (person_id, name, address) in enumerate(people):
        if place % 200 == 0:
            progress(place, len(people))
        if address not in known:
            known[address] = parse_address(address, home=home).choices
        found.append(WardProposal(person_id, name, address, known[address]))
    return tuple(found)


def fill_wards(register: Register, chosen: Mapping[int, tuple[str, str | None]]) -> WardsFilled:
    """Write (ward of today, old ward or None) for each person, all of them or none; a ward written since stays.

    InvalidInput for a code that is none.
    """
    for code, old_code in set(chosen.values()):
        if ward_of(code) is None:
            raise InvalidInput(UNKNOWN_WARD, field="ward_code", code=code)
        if old_code is not None and old_ward_of(old_code) is None:
            raise InvalidInput(UNKNOWN_WARD, field="old_ward_code", code=old_code)
    people = 0
    with register.writing() as session:
        for person_id, (code, old_code) in chosen.items():
            result: CursorResult[Any] = session.connection().execute(
                text(
                    "UPDATE person SET ward_code = :code, old_ward_code = coalesce(old_ward_code, :old),"
                    " row_version = row_version + 1, updated_at = :now WHERE id = :person AND ward_code IS NULL"
                ),
                {"code": code, "old": old_code, "person": person_id, "now": now()},
            )
            people += result.rowcount
    return WardsFilled(people, Changes(people=people > 0))


def _home(connection: sqlite3.Connection) -> str:
    """Return the province named by the letterheads (the superior body is its federation), else by the units."""
    texts = connection.execute(
        "SELECT superior_body FROM letterhead WHERE unit_id IS NULL"
        " UNION ALL SELECT issuing_body FROM letterhead WHERE unit_id IS NULL"
        " UNION ALL SELECT name FROM unit WHERE parent_id IS NULL"
        " UNION ALL SELECT locality FROM unit WHERE parent_id IS NULL"
    )
    return next((province for (one,) in texts if one and (province := province_named(one))), "")
