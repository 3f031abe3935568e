"""What a person and the household have received or are to receive: the facts the double-benefit rule judges."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from labordesk.fields.choices import PAID, RELATIONS
from labordesk.i18n import _
from labordesk.rules.double_benefit import Benefit
from labordesk.services.person_relatives import household_of
from labordesk.services.stored_day import stored_day
from labordesk.store.humans import files_of, probable_twins

_RELATION_LABELS = dict(RELATIONS)

_AWARDS = """
SELECT a.id, a.person_id, p.full_name, a.programme_id, g.name, coalesce(u.short_name, u.name),
       (SELECT coalesce(sum(l.amount), 0) FROM award_line l WHERE l.award_id = a.id),
       coalesce(a.paid_on, c.starts_on), a.handover, a.campaign_id, coalesce(c.name, ''), c.tet_year
FROM award a JOIN person p ON p.id = a.person_id JOIN programme g ON g.id = a.programme_id
JOIN unit u ON u.id = a.unit_id LEFT JOIN campaign c ON c.id = a.campaign_id
WHERE {which} AND a.house_id IS NULL AND a.handover <> 'returned'
"""

_HOUSES = """
SELECT h.id, h.person_id, p.full_name, h.programme_id, g.name, coalesce(u.short_name, u.name),
       coalesce(h.approved_amount, 0), f.happened_on, f.id IS NOT NULL
FROM house h JOIN person p ON p.id = h.person_id JOIN programme g ON g.id = h.programme_id
JOIN unit u ON u.id = h.unit_id LEFT JOIN house_milestone f ON f.house_id = h.id AND f.milestone = 'funded'
WHERE h.person_id IN (SELECT value FROM json_each(:people)) AND h.stage NOT IN ('refused', 'cancelled')
"""


def benefits_of(connection: sqlite3.Connection, person_id: int) -> tuple[Benefit, ...]:
    """Return everything given or planned for a human, whichever file it was written in, and for the household.

    Files that are very likely the same human, but nobody has decided so, count apart (``Benefit.perhaps_same``).
    """
    own = files_of(connection, person_id)
    relations = household_of(connection, own)
    twins = {one for one in probable_twins(connection, person_id) if one not in own and one not in relations}
    people = json.dumps([*own, *relations, *twins])
    found = (*awards_of_people(connection, people), *houses_of_people(connection, people))
    return tuple(_related(benefit, person_id, own, relations) for benefit in found)


def _related(benefit: Benefit, person_id: int, own: Set[int], relations: Mapping[int, str]) -> Benefit:
    """Return the benefit as seen from the person: own when it is of another file of the same human."""
    if benefit.person_id in own:
        return replace(benefit, person_id=person_id, file_id=benefit.person_id)
    if benefit.person_id not in relations:
        return replace(benefit, perhaps_same=True)
    return replace(benefit, relation=_(_RELATION_LABELS.get(relations[benefit.person_id], "")))


def campaign_benefits(connection: sqlite3.Connection, campaign_id: int, people: Iterable[int]) -> tuple[Benefit, ...]:
    """Return what these people have in a campaign's list."""
    which = "a.campaign_id = ? AND a.person_id IN (SELECT value FROM json_each(?))"
    return tuple(_given(connection, which, campaign_id, json.dumps(list(people))))


def awards_of_people(
    connection: sqlite3.Connection, people: str, programme_id: int | None = None, tet_year: int | None = None
) -> Iterator[Benefit]:
    """Yield the supports of people, houses apart; ``people`` is a JSON list of ids.

    With a programme only its own and those of the same Tết.
    """
    which = "a.person_id IN (SELECT value FROM json_each(?))"
    if programme_id is None:
        yield from _given(connection, which, people)
    else:
        which += " AND (a.programme_id = ? OR c.tet_year = ?)"
        yield from _given(connection, which, people, programme_id, tet_year)


def _given(connection: sqlite3.Connection, which: str, *bound: int | str | None) -> Iterator[Benefit]:
    for row in connection.execute(_AWARDS.format(which=which), bound):
        yield Benefit(
            award_id=row[0],
            person_id=row[1],
            person_name=row[2],
            programme_id=row[3],
            programme_name=row[4],
            unit_name=row[5],
            amount=row[6],
            on=stored_day(row[7]),
            given=row[8] in PAID,
            campaign_id=row[9],
            campaign_name=row[10],
            tet_year=row[11],
        )


def houses_of_people(connection: sqlite3.Connection, people: str) -> Iterator[Benefit]:
    """Yield the houses of people; ``people`` is a JSON list of ids."""
    for row in connection.execute(_HOUSES, {"people": people}):
        yield Benefit(
            award_id=None,
            person_id=row[1],
            person_name=row[2],
            programme_id=row[3],
            programme_name=row[4],
            unit_name=row[5],
            amount=row[6],
            on=stored_day(row[7]),
            given=bool(row[8]),
            house_id=row[0],
        )
