"""The people and units of an accepted list: added or completed, thousands at once, by the rules of their forms."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

from sqlmodel import Session, select

from labordesk.errors import RuleBroken
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.model import Membership, PersonCircumstance, UnitType
from labordesk.model.base import new_uids, now
from labordesk.model.keys import person_keys
from labordesk.model.person import PersonFields
from labordesk.model.unit import UnitFields
from labordesk.rules.duplicates import Candidate, verdict
from labordesk.rules.written_units import bare_key, marked_key
from labordesk.services.duplicate_pairs import put_decision
from labordesk.services.import_model import ImportOrder, PreviewRow, RowPlace
from labordesk.services.import_people import completions, file_of, person_fields, stored_people
from labordesk.services.people_bulk import insert_people
from labordesk.services.unit_guard import UnitGuard
from labordesk.services.units import add_unit
from labordesk.store.bulk import insert_rows, stamp
from labordesk.store.engine import sqlite_of

CANNOT = N_("Dòng {row} trang “{sheet}” không ghi được: {reason}")

_TYPES = {"cdcs": "Công đoàn cơ sở", "ndcs": "Nghiệp đoàn cơ sở", "cdbp": "Công đoàn bộ phận"}
"""What a unit's name begins with, and the type it then is, where the catalogue has it."""


def add_units(session: Session, rows: Sequence[PreviewRow], home_id: int | None) -> Mapping[str, int]:
    """Add the units the rows name for the first time, under the one of the order; return their ids by key."""
    added: dict[str, int] = {}
    for row in rows:
        if row.unit_id is None and row.unit_name and marked_key(row.unit_name) not in added:
            fields = UnitFields(name=row.unit_name, parent_id=home_id, type_id=type_of(session, row.unit_name))
            unit = add_unit(session, fields)
            added[marked_key(row.unit_name)] = cast(int, unit.id)
    return added


def type_of(session: Session, name: str) -> int | None:
    """Return the type of unit a name tells: "CĐCS …" is a Công đoàn cơ sở."""
    wanted = _TYPES.get(bare_key(name).partition(" ")[0])
    return session.exec(select(UnitType.id).where(UnitType.name == wanted)).first() if wanted else None


def unit_of(row: PreviewRow, added: Mapping[str, int]) -> int | None:
    """Return the unit of a row, one just added included."""
    return row.unit_id if row.unit_id is not None else added.get(marked_key(row.unit_name))


def group_of(row: PreviewRow) -> RowPlace:
    """Return what rows of one new person have in common."""
    return row.same_as or row.place


def put_people(
    session: Session, rows: Sequence[PreviewRow], units: Mapping[str, int], order: ImportOrder
) -> Mapping[RowPlace, int]:
    """Add or complete the person of each row and return whose it is, by the place of the row."""
    people: dict[RowPlace, int] = {}
    new: dict[RowPlace, list[PreviewRow]] = defaultdict(list)
    known: dict[int, list[PreviewRow]] = defaultdict(list)
    for row in rows:
        if row.chosen is not None:
            if row.adds:
                known[row.chosen].append(row)
            people[row.place] = row.chosen
        else:
            new[group_of(row)].append(row)
    given = [_new_person(same, units) for same in new.values()]
    for same, person_id in zip(new.values(), insert_people(session, given, checked=True), strict=True):
        people.update((row.place, person_id) for row in same)
    _complete(session, known, units)
    _put_circumstances(session, rows, people)
    _keep_doubts(sqlite_of(session), rows, people, order)
    return people


def _new_person(same: Sequence[PreviewRow], units: Mapping[str, int]) -> PersonFields:
    """Return the file of a new person: the first row, and what only later rows of the same person say."""
    first = same[0]
    if len(same) == 1 and first.columns is not None and (unit_id := unit_of(first, units)) is not None:
        return file_of(first.columns, unit_id)
    values: dict[str, Any] = {}
    for row in reversed(same):
        values.update({name: value for name, value in row.values.items() if value not in (None, "")})
    fields, problems = person_fields(values, unit_of(first, units))
    if fields is None:
        raise RuleBroken(CANNOT, row=first.read.row, sheet=first.read.sheet, reason=problems[-1].reason)
    return fields


def _complete(session: Session, known: Mapping[int, Sequence[PreviewRow]], units: Mapping[str, int]) -> None:
    """Write into files what only the list says; nothing there is overwritten."""
    connection, moment = sqlite_of(session), now()
    updates: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    joined: list[tuple[int, int]] = []
    guard = UnitGuard(session, clock.today())
    for person_id, stored in stored_people(connection, known).items():
        found: dict[str, Any] = {}
        for row in known[person_id]:
            missing = completions(stored, row.read.values, unit_of(row, units) if row.read.values.get("unit") else None)
            found |= {column: value for column, value in missing.items() if column not in found}
        if not found:
            continue
        unit_id = found.pop("unit_id", None)
        fields, _problems = person_fields(known[person_id][0].values, unit_id or stored.unit_id)
        changed = {column: getattr(fields, column) for column in found} if fields is not None else {}
        changed = {column: value for column, value in changed.items() if value not in (None, "")}
        if unit_id is not None:
            guard.ensure_open(unit_id)
            changed["unit_id"] = unit_id
            joined.append((person_id, unit_id))
        if "birth" in changed:
            keys = person_keys(stored.values["full_name"], changed["birth"], stored.values.get("sort_name"))
            changed |= {name: value for name, value in vars(keys).items() if name == "block_key"}
        if changed:
            updates[tuple(changed)].append((*map(_plain, changed.values()), moment, person_id))
    for columns, rows in updates.items():
        told = ", ".join(f"{column} = ?" for column in columns)
        connection.executemany(
            f"UPDATE person SET {told}, row_version = row_version + 1, updated_at = ? WHERE id = ?", rows
        )
    given = zip(joined, new_uids(), strict=False)
    members = ({"uid": uid, "person_id": one, "unit_id": unit} for (one, unit), uid in given)
    insert_rows(session, Membership, members, stamp())


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _put_circumstances(session: Session, rows: Sequence[PreviewRow], people: Mapping[RowPlace, int]) -> None:
    """Note the circumstances of each person who is not known to be in them."""
    wanted = {
        (people[row.place], circumstance_id)
        for row in rows
        for circumstance_id in (row.circumstance_id, *row.more_circumstances)
        if circumstance_id is not None
    }
    if not wanted:
        return
    there = set(
        sqlite_of(session).execute(
            "SELECT person_id, circumstance_id FROM person_circumstance WHERE until IS NULL AND person_id IN"
            " (SELECT value FROM json_each(?))",
            (json.dumps(sorted({person_id for person_id, _circumstance in wanted})),),
        )
    )
    given = zip(sorted(wanted - there), new_uids(), strict=False)
    new = ({"uid": uid, "person_id": one, "circumstance_id": what} for (one, what), uid in given)
    insert_rows(session, PersonCircumstance, new, stamp())


def _keep_doubts(
    connection: sqlite3.Connection, rows: Sequence[PreviewRow], people: Mapping[RowPlace, int], order: ImportOrder
) -> None:
    """Keep who was said to be another person, and let the rest wait among the files to be compared."""
    waiting: list[tuple[int, int]] = []
    for row in rows:
        if row.chosen is not None or row.same_as is not None:
            continue
        others = [one for one in row.candidates if one.person_id is not None]
        if row.place in order.people:
            for one in others:
                put_decision(connection, people[row.place], cast(int, one.person_id), "different")
        else:
            waiting += ((people[row.place], cast(int, one.person_id)) for one in others)
    _open_pairs(connection, waiting)


def _open_pairs(connection: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Let the files of each pair that may be one human wait to be compared."""
    columns = "id, full_name, birth, unit_id, citizen_id, phone, old_id"
    sql = f"SELECT {columns} FROM person WHERE id IN (SELECT value FROM json_each(?))"
    asked = json.dumps(sorted({one for pair in pairs for one in pair}))
    found = {one[0]: Candidate(*one[1:]) for one in connection.execute(sql, (asked,))}
    moment = now()
    judged = ((*sorted(pair), verdict(found[pair[0]], found[pair[1]])) for pair in pairs)
    connection.executemany(
        "INSERT OR IGNORE INTO person_pair (uid, row_version, created_at, updated_at, first_id, second_id,"
        " verdict, decision) VALUES (?, 1, ?, ?, ?, ?, ?, 'open')",
        ((uid, moment, moment, *one) for one, uid in zip(filter(itemgetter(2), judged), new_uids(), strict=False)),
    )
