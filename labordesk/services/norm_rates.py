"""The rates in force and how often somebody was helped, read without the model: hints and checks ask here."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields
from datetime import date

from labordesk.rules.norms import Norm
from labordesk.services.registers import OWN_UNIT
from labordesk.services.stored_day import stored_day
from labordesk.store.humans import files_of

_COLUMNS = tuple(one.name for one in fields(Norm))
_NORMS = f"SELECT {', '.join(_COLUMNS)} FROM norm"

_TIMES = """
SELECT count(DISTINCT coalesce('h' || a.house_id, 'c' || a.case_id, 'a' || a.id)) FROM award a
WHERE a.person_id IN (SELECT value FROM json_each(:files))
  AND a.programme_id = :programme AND a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :start AND :end
  AND (:circumstance IS NULL OR a.circumstance_id = :circumstance)
  AND (:house IS NULL OR a.house_id IS NOT :house) AND (:case IS NULL OR a.case_id IS NOT :case)
  AND (:award IS NULL OR a.id <> :award)
"""

_FIRST_OF = (("national", 0), ("province", 10), ("upper", 26), ("grassroots", 60))
"""From which rank of the catalogue of unit types a unit pays at a level."""


def norms_of(connection: sqlite3.Connection, programme_id: int) -> list[Norm]:
    """Return all rates of a programme, of every time."""
    return [_norm(row) for row in connection.execute(f"{_NORMS} WHERE programme_id = ?", (programme_id,))]


def all_norms(connection: sqlite3.Connection) -> list[Norm]:
    """Return all rates of all programmes, for lists that judge many supports at once."""
    return [_norm(row) for row in connection.execute(_NORMS)]


def times_in_year(
    connection: sqlite3.Connection,
    person_id: int | None,
    norm: Norm | None,
    on: date,
    *,
    house_id: int | None = None,
    case_id: int | None = None,
    award_id: int | None = None,
) -> int:
    """Return how often a human, whichever files they have, was helped in the calendar year as the rate counts it.

    A house or a case paid in several parts is one time; the file or award being recorded is left out.
    """
    if norm is None or person_id is None:
        return 0
    bound = {
        "files": json.dumps(list(files_of(connection, person_id))),
        "programme": norm.programme_id,
        "circumstance": norm.circumstance_id,
        "start": f"{on.year:04d}-01-01",
        "end": f"{on.year:04d}-12-31",
        "house": house_id,
        "case": case_id,
        "award": award_id,
    }
    return int(connection.execute(_TIMES, bound).fetchone()[0])


def member_of(connection: sqlite3.Connection, person_id: int | None) -> bool | None:
    """Return whether a person is a union member, None for nobody in particular."""
    row = connection.execute("SELECT standing FROM person WHERE id = ?", (person_id,)).fetchone()
    return None if row is None else row[0] == "member"


def usual_level(connection: sqlite3.Connection) -> str:
    """Return the level the unit of the register pays at, for supports whose money is not yet told."""
    row = connection.execute(
        "SELECT t.rank FROM unit u JOIN unit_type t ON t.id = u.type_id"
        " WHERE u.id = (SELECT value FROM register_setting WHERE key = ?)",
        (OWN_UNIT,),
    ).fetchone()
    if row is None:
        return "upper"
    return next(level for level, first in reversed(_FIRST_OF) if row[0] >= first)


def _norm(row: tuple[object, ...]) -> Norm:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in ("valid_from", "valid_to"):
        values[name] = stored_day(values[name])  # type: ignore[arg-type]
    return Norm(**values)  # type: ignore[arg-type]
