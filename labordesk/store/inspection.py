"""What an inspection looks at: all awards handed over, which of them are not signed, which files lack papers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from labordesk.store.figures.scope import OF_UNITS, Scope, helped_in, rows
from labordesk.store.missing_papers import missing_of_cases, missing_of_houses


@dataclass(frozen=True)
class CheckedAward:
    """One award to be looked up in the files; money in đồng, days ISO text."""

    id: int
    person: str
    citizen_id: str
    quantity: int
    unit_name: str
    what: str
    paid_on: str
    amount: int
    decision: str
    voucher: str
    signed: bool


@dataclass(frozen=True)
class Unsigned:
    """Awards handed over without a signature, of one unit under one programme or campaign."""

    unit_name: str
    what: str
    awards: int
    amount: int
    unit_id: int = 0
    programme_id: int = 0
    campaign_id: int = 0
    """0 for awards of no campaign."""


@dataclass(frozen=True)
class LackingFile:
    """A house or request that lacks papers due by the step it has reached."""

    person: str
    unit_name: str
    what: str
    papers: tuple[str, ...]


_AMOUNT = "(SELECT coalesce(sum(l.amount), 0) FROM award_line l WHERE l.award_id = a.id)"
_WHAT = "coalesce(c.name, g.name)"
_JOINED = (
    "FROM award a JOIN programme g ON g.id = a.programme_id JOIN unit u ON u.id = a.unit_id"
    " LEFT JOIN campaign c ON c.id = a.campaign_id LEFT JOIN person p ON p.id = a.person_id"
)


def given_ids(connection: sqlite3.Connection, scope: Scope) -> list[int]:
    """Return the ids of the awards handed over in the scope, in order: a sample is drawn from them."""
    return [row[0] for row in rows(connection, f"SELECT a.id FROM {helped_in(scope)} ORDER BY a.id", scope)]


def checked_awards(connection: sqlite3.Connection, ids: Collection[int]) -> tuple[CheckedAward, ...]:
    """Return the awards asked for, by unit and day."""
    found = connection.execute(
        "SELECT a.id, coalesce(p.full_name, ''), coalesce(p.citizen_id, p.old_id, ''), a.quantity,"
        f" coalesce(u.short_name, u.name), {_WHAT}, a.paid_on, {_AMOUNT}, coalesce(a.decision_number, ''),"
        f" coalesce(a.voucher_number, ''), a.signed <> 0 {_JOINED} WHERE a.id IN (SELECT value FROM json_each(?))"
        " ORDER BY u.sort_key, a.paid_on, a.id",
        (json.dumps(list(ids)),),
    )
    return tuple(CheckedAward(*row) for row in found)


def unsigned(connection: sqlite3.Connection, scope: Scope) -> tuple[Unsigned, ...]:
    """Return where awards were handed over without a signature being noted."""
    return tuple(
        Unsigned(*row)
        for row in rows(
            connection,
            f"SELECT coalesce(u.short_name, u.name), {_WHAT}, count(*), sum({_AMOUNT}), u.id,"
            f" a.programme_id, coalesce(a.campaign_id, 0) {_JOINED}"
            f" WHERE NOT a.signed AND a.id IN (SELECT a.id FROM {helped_in(scope)})"
            " GROUP BY u.id, a.campaign_id, a.programme_id ORDER BY u.sort_key, u.id, 2",
            scope,
        )
    )


def lacking_files(connection: sqlite3.Connection, scope: Scope) -> tuple[LackingFile, ...]:
    """Return the houses and requests of the units that lack papers today, whatever the period."""
    found = []
    for table, missing_of in (("house", missing_of_houses), ("grant_case", missing_of_cases)):
        files = rows(
            connection,
            f"SELECT h.id, p.full_name, coalesce(u.short_name, u.name), g.name FROM {table} h"
            " JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = h.unit_id"
            f" JOIN programme g ON g.id = h.programme_id WHERE {OF_UNITS.format(alias='h')} ORDER BY u.sort_key, h.id",
            scope,
        )
        missing = missing_of(connection, [row[0] for row in files])
        found += [
            LackingFile(person, unit, what, missing[file_id])
            for file_id, person, unit, what in files
            if file_id in missing
        ]
    return tuple(found)
