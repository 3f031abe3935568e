"""Some of the people of a unit go to another one by a decision: after a split, each to the successor they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.services.changes import Changes
from labordesk.services.unit_events import Decision, unit_of
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.services.unit_records import move_people, move_work_of
from labordesk.services.unit_shares import move_shares_of
from labordesk.store.register import Register
from labordesk.vietnamese.fold import plain_key

SAME_UNIT = N_("Những người này đang ở chính đơn vị này; hãy chọn đơn vị khác.")
NOBODY = N_("Hãy chọn ít nhất một người.")


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """A person of a unit with the open work that would go along."""

    id: int
    full_name: str
    birth: str | None
    department: str | None
    job: str | None
    open_work: int


@dataclass(frozen=True)
class Department:
    """A department of a unit and how many people it has; ``name`` is None for those without one."""

    name: str | None
    people: int


@dataclass(frozen=True)
class PeopleMoved:
    """How many people went to the unit ``id`` and how many records of theirs went along."""

    id: int
    people: int
    records: int
    changes: Changes


_OPEN_WORK = """
(SELECT count(*) FROM award a WHERE a.person_id = p.id AND a.unit_id = p.unit_id
   AND a.handover IN ('planned', 'absent'))
+ (SELECT count(*) FROM grant_case g WHERE g.person_id = p.id AND g.unit_id = p.unit_id
   AND g.state NOT IN ('paid', 'refused', 'closed'))
+ (SELECT count(*) FROM house h WHERE h.person_id = p.id AND h.unit_id = p.unit_id
   AND h.stage NOT IN ('handed_over', 'settled', 'refused', 'cancelled'))
"""


def departments_of(register: Register, unit_id: int) -> tuple[Department, ...]:
    """Return the departments people of a unit are in, the largest first."""
    with register.looking() as connection:
        rows = connection.execute(
            "SELECT department, count(*) FROM person WHERE unit_id = ? GROUP BY department ORDER BY 2 DESC, 1",
            (unit_id,),
        )
        return tuple(Department(*row) for row in rows)


def people_of_unit(
    register: Register, unit_id: int, text: str = "", *, department: str | None = None
) -> tuple[UnitPerson, ...]:
    """Return the people of a unit in the order of their names: of a department ("" for none), by words of the name."""
    words = plain_key(text).split()
    where = " AND ".join(["p.unit_id = ?", *["' ' || p.plain_key LIKE ?"] * len(words)])
    bound: list[Any] = [unit_id, *(f"% {word}%" for word in words)]
    if department is not None:
        where += " AND coalesce(p.department, '') = ?"
        bound.append(department)
    with register.looking() as connection:
        rows = connection.execute(
            f"SELECT p.id, p.full_name, p.birth, p.department, p.job, {_OPEN_WORK}"
            f" FROM person p WHERE {where} ORDER BY p.sort_key, p.id",
            bound,
        )
        return tuple(UnitPerson(*row) for row in rows)


def move_some_people(
    register: Register, unit_id: int, people: Collection[int], to_unit_id: int, decision: Decision
) -> PeopleMoved:
    """Let some people of a unit belong to another from the decision's day on, their open work with them.

    All of them or none. What they received before that day stays where it happened.
    """
    with register.writing() as session:
        decision.check()
        _check(session, unit_id, people, to_unit_id, decision)
        source, target = unit_of(session, unit_id), unit_of(session, to_unit_id)
        move_shares_of(session, source, target, decision.on, people)
        records = move_work_of(session, unit_id, to_unit_id, decision.on, people)
        moved = move_people(session, unit_id, to_unit_id, decision.on, only=people)
    changes = Changes(people=True, awards=records > 0, cases=records > 0, houses=records > 0, campaigns=records > 0)
    return PeopleMoved(to_unit_id, moved, records, changes)


def _check(session: Session, unit_id: int, people: Collection[int], to_unit_id: int, decision: Decision) -> None:
    if not people:
        raise InvalidInput(NOBODY, field="people")
    unit_of(session, unit_id)
    if to_unit_id == unit_id:
        raise InvalidInput(SAME_UNIT, field="unit_id")
    ensure_unit_open(session, to_unit_id, decision.on, field="unit_id")
