"""Who was helped: by circumstance, by sex, by membership; the rows behind "theo đối tượng" (domain.md 6.3 g)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from labordesk.store.figures.scope import Scope, helped_in, rows

BY_CIRCUMSTANCE = "coalesce(a.circumstance_id, g.circumstance_id)"
BY_SEX = "CASE WHEN a.person_id IS NULL THEN '-' ELSE coalesce(p.sex, '') END"
BY_STANDING = "CASE WHEN a.person_id IS NULL THEN '-' ELSE p.standing END"
"""What people are divided by; "-" are groups without names."""

ALL = "0"


@dataclass(frozen=True)
class RecipientFigure:
    """Different people with a name, handings-over (without those for houses), money in đồng."""

    people: int
    turns: int
    amount: int


def recipients(
    connection: sqlite3.Connection, scope: Scope, divided_by: str
) -> dict[int | str | None, RecipientFigure]:
    """Return the figures of each group, from the awards themselves: typed totals tell nothing about people.

    A person helped for two reasons is counted in both groups, so people add up by sex and standing only.
    """
    sql = (
        f"SELECT {divided_by}, count(DISTINCT a.person_id),"
        " sum(CASE WHEN a.house_id IS NOT NULL THEN 0 WHEN a.person_id IS NULL THEN a.quantity ELSE 1 END),"
        " sum((SELECT sum(l.amount) FROM award_line l WHERE l.award_id = a.id))"
        " FROM award a JOIN programme g ON g.id = a.programme_id LEFT JOIN person p ON p.id = a.person_id"
        f" WHERE a.id IN (SELECT a.id FROM {helped_in(scope)}) GROUP BY 1"
    )
    return {
        key: RecipientFigure(people, turns, amount or 0) for key, people, turns, amount in rows(connection, sql, scope)
    }


def circumstance_names(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return (id, name) of the circumstances in the order of the catalogue, retired ones too."""
    return connection.execute("SELECT id, name FROM circumstance ORDER BY position, id").fetchall()
