"""Which records hang on a unit and of which day: asked before a unit ends, followed when another carries on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CursorResult, text
from sqlmodel import Session

from labordesk.model.base import new_uid, now


@dataclass(frozen=True)
class _Table:
    """Rows of a unit with the expressions of their first and last day; ``pending`` rows wait for somebody to act."""

    name: str
    first: str
    last: str
    pending: str = "0"


_CHANGED = "row_version = row_version + 1, updated_at = :now"
_MILESTONE = "(SELECT {which}(m.happened_on) FROM house_milestone m WHERE m.house_id = house.id)"
_TABLES = (
    _Table("award", "paid_on", "paid_on", "handover = 'planned'"),
    _Table("activity", "happened_on", "happened_on"),
    _Table("contribution", "received_on", "received_on"),
    _Table("indicator_value", "starts_on", "ends_on"),
    _Table("aggregate", "starts_on", "ends_on"),
    _Table("target", "year || '-01-01'", "year || '-12-31'"),
    _Table("campaign", "starts_on", "ends_on", "ends_on >= :day"),
    _Table("grant_case", "requested_on", "requested_on", "state NOT IN ('paid', 'refused', 'closed')"),
    _Table(
        "house",
        _MILESTONE.format(which="min"),
        _MILESTONE.format(which="max"),
        "stage NOT IN ('handed_over', 'settled', 'refused', 'cancelled')",
    ),
)


def records_since(session: Session, unit_id: int, day: date) -> int:
    """Return how many records of the unit begin on that day or later."""
    return sum(_count(session, table.name, f"{table.first} >= :day", unit_id, day) for table in _TABLES)


def records_before(session: Session, unit_id: int, day: date) -> int:
    """Return how many records of the unit end before that day."""
    return sum(_count(session, table.name, f"{table.last} < :day", unit_id, day) for table in _TABLES)


def records_of(session: Session, unit_id: int) -> int:
    """Return how many records of any kind the unit has, its people included."""
    tables = [*(table.name for table in _TABLES), "person", "membership", "letterhead"]
    return sum(_count(session, table, "1", unit_id, date.min) for table in tables)


def move_records(session: Session, unit_id: int, to_unit_id: int, day: date) -> int:
    """Give another unit the records that begin on that day or later and the work not yet done; return how many.

    Records of earlier days stay: they happened in the unit as it was then (domain.md 3.4).
    """
    return sum(
        _run(
            session,
            f"UPDATE {table.name} SET unit_id = :to, {_CHANGED}"
            f" WHERE unit_id = :unit AND ({table.first} >= :day OR {table.pending})",
            unit=unit_id,
            to=to_unit_id,
            day=day,
        )
        for table in _TABLES
    )


def move_people(session: Session, unit_id: int, to_unit_id: int, day: date) -> int:
    """Let everybody of the unit belong to another one from that day on, memberships included; return how many."""
    bound: dict[str, Any] = {"unit": unit_id, "to": to_unit_id, "day": day}
    end_memberships(session, unit_id, day)
    _run(session, f"UPDATE membership SET unit_id = :to, {_CHANGED} WHERE unit_id = :unit AND since >= :day", **bound)
    people = session.connection().execute(
        text(
            "SELECT id FROM person p WHERE unit_id = :unit AND NOT EXISTS"
            " (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.unit_id = :to AND m.until IS NULL)"
        ),
        {"unit": unit_id, "to": to_unit_id},
    )
    moment = now()
    rows = [
        {"uid": new_uid(), "moment": moment, "person": person_id, "to": to_unit_id, "day": day.isoformat()}
        for (person_id,) in people
    ]
    if rows:
        session.connection().execute(
            text(
                "INSERT INTO membership (uid, row_version, created_at, updated_at, person_id, unit_id, since)"
                " VALUES (:uid, 1, :moment, :moment, :person, :to, :day)"
            ),
            rows,
        )
    return _run(session, f"UPDATE person SET unit_id = :to, {_CHANGED} WHERE unit_id = :unit", **bound)


def end_memberships(session: Session, unit_id: int, day: date) -> None:
    """Let memberships that were open before that day end on its eve."""
    _run(
        session,
        f"UPDATE membership SET until = :eve, {_CHANGED}"
        " WHERE unit_id = :unit AND until IS NULL AND (since IS NULL OR since < :day)",
        unit=unit_id,
        day=day,
        eve=day - timedelta(days=1),
    )


def reopen_memberships(session: Session, unit_id: int, last: date) -> None:
    """Let memberships that ended with the unit be open again for those who are still in it."""
    _run(
        session,
        f"UPDATE membership SET until = NULL, {_CHANGED} WHERE unit_id = :unit AND until = :last"
        " AND person_id IN (SELECT id FROM person WHERE unit_id = :unit)",
        unit=unit_id,
        last=last,
    )


def _count(session: Session, table: str, where: str, unit_id: int, day: date) -> int:
    found = session.connection().execute(
        text(f"SELECT count(*) FROM {table} WHERE unit_id = :unit AND {where}"),
        {"unit": unit_id, "day": day.isoformat()},
    )
    return int(found.scalar_one())


def _run(session: Session, sql: str, **bound: Any) -> int:
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in bound.items()}
    result: CursorResult[Any] = session.connection().execute(text(sql), {"now": now(), **values})
    return result.rowcount
