"""What a person and the household have received or are to receive: the facts the double-benefit rule judges."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace

from labordesk.fields.choices import PAID, RELATIONS
from labordesk.i18n import _
from labordesk.rules.double_benefit import Benefit
from labordesk.services.stored_day import stored_day

_RELATION_LABELS = dict(RELATIONS)
_REVERSED = {"child": "parent", "parent": "child", "grandparent": "grandchild", "grandchild": "grandparent"}
"""How a relation reads from the other side; the others read alike from both."""

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
WHERE h.person_id IN ({people}) AND h.stage NOT IN ('refused', 'cancelled')
"""

_TWINS = "SELECT id FROM person WHERE citizen_id = (SELECT citizen_id FROM person WHERE id = ?)"
"""The same human registered twice: one citizen id, two rows."""


def benefits_of(connection: sqlite3.Connection, person_id: int) -> tuple[Benefit, ...]:
    """Return everything given or planned for a person, for a second row of the same citizen id, and the household."""
    own = {person_id, *(row[0] for row in connection.execute(_TWINS, (person_id,)))}
    relations = household_of(connection, own)
    found = [*_awards(connection, [*own, *relations]), *_houses(connection, [*own, *relations])]
    return tuple(_related(benefit, person_id, own, relations) for benefit in found)


def household_of(connection: sqlite3.Connection, own: Iterable[int]) -> dict[int, str]:
    """Return the relation (code, "" when unknown) of every registered person who shares a household with these."""
    people = set(own)
    found: dict[int, str] = {}
    for person_id in people:
        for relative_id, relation in connection.execute(
            "SELECT relative_id, relation FROM household_member WHERE person_id = ? AND relative_id IS NOT NULL",
            (person_id,),
        ):
            found.setdefault(relative_id, relation)
        for head_id, relation in connection.execute(
            "SELECT person_id, relation FROM household_member WHERE relative_id = ?", (person_id,)
        ).fetchall():
            found.setdefault(head_id, _REVERSED.get(relation, relation))
            for (other_id,) in connection.execute(
                "SELECT relative_id FROM household_member WHERE person_id = ? AND relative_id IS NOT NULL", (head_id,)
            ):
                found.setdefault(other_id, "")
    return {person_id: relation for person_id, relation in found.items() if person_id not in people}


def _related(benefit: Benefit, person_id: int, own: set[int], relations: Mapping[int, str]) -> Benefit:
    """Return the benefit as seen from the person: own when it is of a second row of the same human."""
    if benefit.person_id in own:
        return replace(benefit, person_id=person_id)
    return replace(benefit, relation=_(_RELATION_LABELS.get(relations[benefit.person_id], "")))


def campaign_benefits(connection: sqlite3.Connection, campaign_id: int) -> tuple[tuple[Benefit, str], ...]:
    """Return what everybody named in a campaign's list has there, each with the citizen id ("" when unknown)."""
    ids = dict(
        connection.execute(
            "SELECT p.id, p.citizen_id FROM award a JOIN person p ON p.id = a.person_id"
            " WHERE a.campaign_id = ? AND p.citizen_id IS NOT NULL",
            (campaign_id,),
        ).fetchall()
    )
    found = _given(connection, "a.campaign_id = ?", [campaign_id])
    return tuple((benefit, ids.get(benefit.person_id, "")) for benefit in found)


def _awards(connection: sqlite3.Connection, people: list[int]) -> Iterable[Benefit]:
    return _given(connection, f"a.person_id IN ({_marks(people)})", people)


def _given(connection: sqlite3.Connection, which: str, bound: list[int]) -> Iterable[Benefit]:
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


def _houses(connection: sqlite3.Connection, people: list[int]) -> Iterable[Benefit]:
    for row in connection.execute(_HOUSES.format(people=_marks(people)), people):
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


def _marks(people: list[int]) -> str:
    return ", ".join("?" * len(people))
