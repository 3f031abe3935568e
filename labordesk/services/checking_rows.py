"""Which records the rows of a problem are or belong to, so that an officer can open and mend them."""

from __future__ import annotations

from dataclasses import dataclass

from labordesk.i18n import N_, _
from labordesk.services.history_values import Names
from labordesk.services.problem import Problem
from labordesk.store.register import Register

NAMED = N_("{name} (dòng số {id})")
UNNAMED = N_("dòng số {id}")


@dataclass(frozen=True)
class FaultyRow:
    """One row at fault: what it is called, and the record with a page of its own it belongs to (table, id), if any."""

    id: int
    label: str
    record: tuple[str, int] | None


def faulty_rows(register: Register, problem: Problem) -> tuple[FaultyRow, ...]:
    """Return the rows of a problem in its order; those that are gone since the check are left out."""
    if not problem.table:
        return ()
    with register.looking() as connection:
        names = Names(connection)
        there = [
            id_
            for id_ in problem.rows
            if connection.execute(f'SELECT 1 FROM "{problem.table}" WHERE rowid = ?', (id_,)).fetchone()
        ]
        return tuple(
            FaultyRow(id_, _label(names.of(problem.table, id_), id_), names.record(problem.table, id_)) for id_ in there
        )


def _label(name: str, id_: int) -> str:
    return _(NAMED).format(name=name, id=id_) if name else _(UNNAMED).format(id=id_)
