"""Người đóng góp: who promised and gave how much in a period, and whom to thank (domain.md 7); light to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from labordesk.fields import kinds
from labordesk.rules.thanks import thanks_overdue
from labordesk.services.changes import Changes
from labordesk.store.register import Register
from labordesk.vietnamese.fold import clean

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Donor:
    """What one donor promised and gave, in đồng; labour days stay days.

    ``due`` is promised and not received. ``unthanked`` are the records with something received and no thanks yet,
    ``late`` by how many days the oldest of them is overdue (0: there is time).
    """

    id: str
    name: str
    times: int
    pledged: int
    received: int
    due: int
    labour_days: int
    last_on: date
    unthanked: tuple[int, ...]
    late: int


def donors(register: Register, start: date | None, end: date | None, today: date) -> tuple[Donor, ...]:
    """Return the named donors of a period (both days inclusive, None: open), those to be thanked first."""
    with register.looking() as connection:
        rows = connection.execute(
            "SELECT donor, id, received_on, pledged, cash + goods, labour_days, thanked_on FROM contribution"
            " WHERE donor IS NOT NULL AND (?1 IS NULL OR received_on >= ?1) AND (?2 IS NULL OR received_on <= ?2)"
            " ORDER BY received_on, id",
            (start and start.isoformat(), end and end.isoformat()),
        ).fetchall()
    found: dict[str, list[tuple[str, int, date, int, int, int, bool]]] = {}
    for donor, row_id, day, pledged, received, days, thanked in rows:
        # One donor typed in two ways of capital letters is one donor; two spellings stay two.
        row = (donor, row_id, date.fromisoformat(day), pledged, received, days, thanked is not None)
        found.setdefault(clean(donor).casefold(), []).append(row)
    return tuple(
        sorted(
            (_donor(key, one, today) for key, one in found.items()),
            key=lambda one: (-one.late, -one.received, -one.pledged, one.id),
        )
    )


def _donor(key: str, rows: list[tuple[str, int, date, int, int, int, bool]], today: date) -> Donor:
    open_rows = [
        (row_id, day) for _n, row_id, day, _p, received, days, thanked in rows if (received or days) and not thanked
    ]
    return Donor(
        id=key,
        name=rows[-1][0],
        times=len(rows),
        pledged=sum(row[3] for row in rows),
        received=sum(row[4] for row in rows),
        due=sum(max(0, row[3] - row[4]) for row in rows),
        labour_days=sum(row[5] for row in rows),
        last_on=rows[-1][2],
        unthanked=tuple(row_id for row_id, _day in open_rows),
        late=max((thanks_overdue(day, today) for _row_id, day in open_rows), default=0),
    )


def note_thanks(register: Register, contribution_ids: Iterable[int], on: date) -> Changes:
    """Note that the donor of these records was thanked on a day; what was noted before stays."""
    from labordesk.model import Contribution
    from labordesk.rules.happened_days import check_happened
    from labordesk.services.row_edit import touch

    check_happened(on, kinds.today())
    with register.writing() as session:
        for contribution_id in contribution_ids:
            row = session.get(Contribution, contribution_id)
            if row is not None and row.thanked_on is None:
                row.thanked_on = on
                touch(row)
    return Changes(contributions=True)
