"""Who was helped: by circumstance, by sex, by standing; the rows behind "theo đối tượng" (domain.md 6.3 g)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from labordesk.store.figures.scope import Scope, helped_in, rows, settled

NO_NAME = "-"
"""The group of handings-over to people not listed by name; "" are people whose sex nobody wrote down."""


@dataclass(frozen=True)
class RecipientFigure:
    """Different people with a name, handings-over (both without those for houses, as everywhere), money in đồng."""

    people: int = 0
    turns: int = 0
    amount: int = 0

    def __add__(self, other: RecipientFigure) -> RecipientFigure:
        return RecipientFigure(self.people + other.people, self.turns + other.turns, self.amount + other.amount)


@dataclass(frozen=True)
class Recipients:
    """The same money divided three ways; a circumstance is known by its id, None where nobody wrote one down.

    A person helped for two reasons is counted under both: people add up by sex and by standing only.
    """

    by_circumstance: Mapping[int | None, RecipientFigure]
    by_sex: Mapping[str, RecipientFigure]
    by_standing: Mapping[str, RecipientFigure]
    whole: RecipientFigure


_SUMS = (
    "count(DISTINCT CASE WHEN a.house_id IS NULL THEN a.person_id END),"
    " sum(CASE WHEN a.house_id IS NOT NULL THEN 0 WHEN a.person_id IS NULL THEN a.quantity ELSE 1 END),"
    " sum((SELECT coalesce(sum(l.amount), 0) FROM award_line l WHERE l.award_id = a.id))"
)
CIRCUMSTANCE = "coalesce(a.circumstance_id, (SELECT g.circumstance_id FROM programme g WHERE g.id = a.programme_id))"
"""Why an award ``a`` was given: its own circumstance, else that of its programme."""


def recipients(connection: sqlite3.Connection, scope: Scope) -> Recipients:
    """Return the figures of each group, from the awards themselves: typed totals tell nothing about people."""
    scope = settled(connection, scope)
    by_circumstance = {
        key: RecipientFigure(*sums)
        for key, *sums in rows(connection, f"SELECT {CIRCUMSTANCE}, {_SUMS} FROM {helped_in(scope)} GROUP BY 1", scope)
    }
    by_sex: dict[str, RecipientFigure] = defaultdict(RecipientFigure)
    by_standing: dict[str, RecipientFigure] = defaultdict(RecipientFigure)
    whole = RecipientFigure()
    joined = helped_in(scope).replace("award a WHERE", "award a LEFT JOIN person p ON p.id = a.person_id WHERE", 1)
    for sex, standing, *sums in rows(
        connection,
        f"SELECT coalesce(p.sex, CASE WHEN p.id IS NULL THEN '{NO_NAME}' ELSE '' END),"
        f" coalesce(p.standing, '{NO_NAME}'), {_SUMS} FROM {joined} GROUP BY 1, 2",
        scope,
    ):
        figure = RecipientFigure(*sums)
        by_sex[sex] += figure
        by_standing[standing] += figure
        whole += figure
    return Recipients(by_circumstance, dict(by_sex), dict(by_standing), whole)


def circumstance_names(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return (id, name) of the circumstances in the order of the catalogue, retired ones too."""
    return connection.execute("SELECT id, name FROM circumstance ORDER BY position, id").fetchall()
