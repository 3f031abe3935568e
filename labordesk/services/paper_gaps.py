"""Which files lack papers, for lists and the dashboard: plain SQL over many files at once.

A paper is lacking when it is mandatory, in use, due by the steps the file has come through (``rules.papers``), and
neither handed in, waived nor shown elsewhere in the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from labordesk.rules.papers import CLOSED_HOUSES, GRANT_STEPS, HOUSE_STEPS, grant_steps_reached
from labordesk.services.attachment_owner import Owner, OwnerKind

Found = dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Lacking:
    """A paper that a file lacks, the step by which it was due, and what else in the file would show it."""

    owner: Owner
    paper_type_id: int
    name: str
    step: str
    proof: str | None


@dataclass(frozen=True)
class Gaps:
    """How many houses and how many requests lack at least one paper."""

    houses: int
    cases: int


def _quoted(words: Collection[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _rank(column: str, places: Mapping[str, int]) -> str:
    """Return SQL for the place of a step on its way, NULL for one that is not on it."""
    return " ".join((f"CASE {column}", *(f"WHEN '{step}' THEN {place}" for step, place in places.items()), "END"))


_PROVEN_HOUSE = """
CASE t.proof
  WHEN 'decision' THEN coalesce(h.decision_number, '') <> ''
  WHEN 'milestone' THEN EXISTS (SELECT 1 FROM house_milestone m WHERE m.house_id = h.id AND m.milestone = t.step
    AND coalesce(m.document, '') <> '')
  WHEN 'voucher' THEN EXISTS (SELECT 1 FROM award a WHERE a.house_id = h.id AND coalesce(a.voucher_number, '') <> '')
  ELSE t.proof IS NOT NULL AND EXISTS (SELECT 1 FROM attachment x WHERE x.house_id = h.id AND x.kind = t.proof)
END
"""
_PROVEN_CASE = """
CASE t.proof
  WHEN 'decision' THEN coalesce(h.decision_number, '') <> ''
  WHEN 'voucher' THEN EXISTS (SELECT 1 FROM award a WHERE a.case_id = h.id AND coalesce(a.voucher_number, '') <> '')
  ELSE t.proof IS NOT NULL AND EXISTS (SELECT 1 FROM attachment x WHERE x.case_id = h.id AND x.kind = t.proof)
END
"""

_HOUSE_PLACES = {step: place for place, step in enumerate(HOUSE_STEPS)}
_GRANT_PLACES = {step: place for place, step in enumerate(GRANT_STEPS)}
_STATE_PLACES = {
    state: max(_GRANT_PLACES[step] for step in grant_steps_reached(state)) for state in (*GRANT_STEPS, "incomplete")
}


def _houses(narrowed: str = "") -> str:
    """Return the rows (house, lacking paper); ``narrowed`` says which milestones are looked at."""
    return f"""
FROM house h LEFT JOIN (
  SELECT m.house_id, coalesce(max({_rank("m.milestone", _HOUSE_PLACES)}), 0) AS place,
    max(m.milestone = 'funded') AS funded, max(m.milestone IN ({_quoted(CLOSED_HOUSES)})) AS closed
  FROM house_milestone m {narrowed} GROUP BY m.house_id
) r ON r.house_id = h.id
JOIN paper_type t ON t.kind = 'house' AND t.active AND t.mandatory AND (t.work IS NULL OR t.work = h.work)
  AND CASE WHEN t.step = 'funded' THEN coalesce(r.funded, 0)
      ELSE {_rank("t.step", _HOUSE_PLACES)} <= coalesce(r.place, 0) END
WHERE NOT coalesce(r.closed, 0)
  AND NOT EXISTS (SELECT 1 FROM case_paper p WHERE p.house_id = h.id AND p.paper_type_id = t.id
    AND (p.received_on IS NOT NULL OR coalesce(p.waived_reason, '') <> ''))
  AND NOT ({_PROVEN_HOUSE})
"""


_CASES = f"""
FROM grant_case h
JOIN paper_type t ON t.kind = 'grant' AND t.active AND t.mandatory
  AND (t.circumstance_id IS NULL OR t.circumstance_id = h.circumstance_id)
  AND {_rank("t.step", _GRANT_PLACES)} <= {_rank("h.state", _STATE_PLACES)}
WHERE NOT EXISTS (SELECT 1 FROM case_paper p WHERE p.case_id = h.id AND p.paper_type_id = t.id
    AND (p.received_on IS NOT NULL OR coalesce(p.waived_reason, '') <> ''))
  AND NOT ({_PROVEN_CASE})
"""

_THESE = "AND h.id IN (SELECT value FROM json_each(?))"


def missing_of_houses(connection: sqlite3.Connection, house_ids: Collection[int]) -> Found:
    """Return the names of lacking papers by house, in the order of the checklist; a whole file is left out."""
    return _missing(connection, _houses("WHERE m.house_id IN (SELECT value FROM json_each(?))"), house_ids, times=2)


def missing_of_cases(connection: sqlite3.Connection, case_ids: Collection[int]) -> Found:
    """Return the names of lacking papers by request, in the order of the checklist; a whole file is left out."""
    return _missing(connection, _CASES, case_ids, times=1)


def count_gaps(connection: sqlite3.Connection) -> Gaps:
    """Count the houses and the requests that lack a paper."""
    houses, cases = (
        connection.execute(f"SELECT count(DISTINCT h.id) {rows}").fetchone()[0] for rows in (_houses(), _CASES)
    )
    return Gaps(houses, cases)


def lacking_houses(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the ids of all houses that lack a paper, for a filter."""
    return frozenset(found for (found,) in connection.execute(f"SELECT DISTINCT h.id {_houses()}"))


def lacking_cases(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the ids of all requests that lack a paper, for a filter."""
    return frozenset(found for (found,) in connection.execute(f"SELECT DISTINCT h.id {_CASES}"))


def lacking_papers(connection: sqlite3.Connection) -> Iterator[Lacking]:
    """Give every lacking paper of the register, houses first, for a list to be worked off."""
    kinds: tuple[tuple[OwnerKind, str], ...] = (("house", _houses()), ("case", _CASES))
    for kind, rows in kinds:
        sql = f"SELECT h.id, t.id, t.name, t.step, t.proof {rows} ORDER BY h.id, t.position, t.name"
        for file_id, *paper in connection.execute(sql):
            yield Lacking(Owner(kind, file_id), *paper)


def proven(connection: sqlite3.Connection, owner: Owner) -> frozenset[int]:
    """Return the paper types that a file shows elsewhere to be there: decision, minutes, voucher, photos."""
    table, shown = ("house", _PROVEN_HOUSE) if owner.kind == "house" else ("grant_case", _PROVEN_CASE)
    kind = "house" if owner.kind == "house" else "grant"
    rows = connection.execute(
        f"SELECT t.id FROM {table} h JOIN paper_type t ON t.kind = '{kind}' WHERE h.id = ? AND ({shown})", (owner.id,)
    )
    return frozenset(found for (found,) in rows)


def _missing(connection: sqlite3.Connection, rows: str, ids: Collection[int], *, times: int) -> Found:
    found: Found = {}
    wanted = json.dumps(list(ids))
    sql = f"SELECT h.id, t.name {rows} {_THESE} ORDER BY h.id, t.position, t.name"
    for file_id, name in connection.execute(sql, (wanted,) * times):
        found[file_id] = (*found.get(file_id, ()), name)
    return found
