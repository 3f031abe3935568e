"""Hồ sơ trùng: the pairs waiting for a look as a work list, and what was decided about them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from labordesk.errors import InvalidInput, NotFound
from labordesk.i18n import N_
from labordesk.model.base import new_uid, now
from labordesk.rules.duplicates import Candidate, verdict
from labordesk.services.changes import Changes
from labordesk.services.duplicates import reasons
from labordesk.services.pages import Page
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register

Decision = Literal["open", "same", "different"]

PAGE: Final = 100
GONE = N_("Một trong hai hồ sơ không còn trong sổ; hãy tải lại danh sách.")
ONE_FILE = N_("Đây là cùng một hồ sơ; hãy chọn hai hồ sơ khác nhau.")

_PERSON = (
    "{p}.id, {p}.full_name, {p}.birth, {p}.unit_id, {p}.citizen_id, {p}.phone, {p}.old_id,"
    " coalesce({u}.short_name, {u}.name, ''), {p}.updated_at"
)
_FROM = """
FROM person_pair x JOIN person a ON a.id = x.first_id JOIN person b ON b.id = x.second_id
LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unit v ON v.id = b.unit_id
WHERE x.decision = :decision AND (:verdict IS NULL OR x.verdict = :verdict)
  AND (:person IS NULL OR :person IN (x.first_id, x.second_id))
  AND (:units IS NULL OR a.unit_id IN (SELECT value FROM json_each(:units))
       OR b.unit_id IN (SELECT value FROM json_each(:units)))
"""
_ROWS = f"""
SELECT x.verdict, x.decision, coalesce(x.reason, ''), x.id,
       {_PERSON.format(p="a", u="u")}, {_PERSON.format(p="b", u="v")}
{_FROM} AND (x.verdict = 'review', x.id) > (:later, :id) ORDER BY x.verdict = 'review', x.id LIMIT :limit
"""


@dataclass(frozen=True)
class PairQuery:
    """Which pairs are asked for; ``unit_ids`` None is every unit, one of the two being there is enough."""

    unit_ids: frozenset[int] | None = None
    verdict: str | None = None
    decision: Decision = "open"
    person_id: int | None = None


@dataclass(frozen=True)
class PairPerson:
    """One of the two as the list shows them; ``changed_at`` is a moment in UTC."""

    id: int
    full_name: str
    birth: str | None
    citizen_id: str | None
    unit_name: str
    changed_at: str


@dataclass(frozen=True)
class PairRow:
    """Two files that may be one human; ``reasons`` say what they share, ``reason`` why it was decided so."""

    id: int
    first: PairPerson
    second: PairPerson
    verdict: str
    decision: str
    reason: str
    reasons: tuple[str, ...]


def pairs(
    register: Register, query: PairQuery, *, after: tuple[Any, ...] | None = None, limit: int = PAGE
) -> Page[PairRow]:
    """Return pairs, the sure ones first; ``after`` is the ``next_key`` of the page before."""
    later, pair_id = after or (-1, -1)
    bound = {**_bound(query), "later": later, "id": pair_id, "limit": limit + 1}
    with register.looking() as connection:
        rows = tuple(_row(row) for row in connection.execute(_ROWS, bound))
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], None if last is None else (int(last.verdict == "review"), last.id))


def count_pairs(register: Register, query: PairQuery) -> int:
    """Return how many pairs match."""
    with register.looking() as connection:
        return int(connection.execute(f"SELECT count(*) {_FROM}", _bound(query)).fetchone()[0])


def decide(register: Register, person_id: int, other_id: int, decision: Decision, reason: str | None = None) -> Changes:
    """Keep what an officer says about two files; "open" takes it back.

    "different" is never asked about again, "same" counts both as one human from now on.
    """
    with register.writing() as session:
        put_decision(sqlite_of(session), person_id, other_id, decision, reason)
    return Changes(people=True)


def decide_different(register: Register, person_id: int, other_id: int, reason: str | None = None) -> Changes:
    """Keep that two files are two people."""
    return decide(register, person_id, other_id, "different", reason)


def put_decision(
    connection: sqlite3.Connection, person_id: int, other_id: int, decision: Decision, reason: str | None = None
) -> None:
    """Write a decision within a unit of work; what is taken back waits for a look only if the rules still say so."""
    first, second = sorted((person_id, other_id))
    if first == second:
        raise InvalidInput(ONE_FILE)
    found = {row[0]: Candidate(*row[1:]) for row in connection.execute(_CANDIDATES, (first, second))}
    if len(found) < 2:
        raise NotFound(GONE)
    judged = verdict(found[first], found[second])
    if decision == "open" and not judged:
        connection.execute("DELETE FROM person_pair WHERE first_id = ? AND second_id = ?", (first, second))
        return
    moment = now()
    connection.execute(
        "INSERT INTO person_pair (uid, row_version, created_at, updated_at, first_id, second_id, verdict, decision,"
        " reason) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (first_id, second_id) DO UPDATE SET"
        " decision = excluded.decision, reason = excluded.reason, updated_at = excluded.updated_at,"
        " row_version = row_version + 1",
        (
            new_uid(),
            moment,
            moment,
            first,
            second,
            judged or "review",
            decision,
            " ".join((reason or "").split()) or None,
        ),
    )


def remember_different(connection: sqlite3.Connection, person_id: int, others: Iterable[int]) -> None:
    """Keep that a person just saved is none of these, as the officer said in the form."""
    for other_id in others:
        put_decision(connection, person_id, other_id, "different")


_CANDIDATES = "SELECT id, full_name, birth, unit_id, citizen_id, phone, old_id FROM person WHERE id IN (?, ?)"


def _bound(query: PairQuery) -> dict[str, Any]:
    return {
        "decision": query.decision,
        "verdict": query.verdict,
        "person": query.person_id,
        "units": None if query.unit_ids is None else json.dumps(list(query.unit_ids)),
    }


def _row(row: tuple[Any, ...]) -> PairRow:
    a, b = row[4:13], row[13:]
    return PairRow(
        id=row[3],
        first=_person(a),
        second=_person(b),
        verdict=row[0],
        decision=row[1],
        reason=row[2],
        reasons=tuple(reasons(Candidate(*a[1:7]), Candidate(*b[1:7]))),
    )


def _person(row: tuple[Any, ...]) -> PairPerson:
    return PairPerson(row[0], row[1], row[2], row[4], row[7], row[8])
