"""Lacking papers, by plain SQL over many files at once.

A paper is lacking when it is mandatory, in use, due by the steps the file has come through (``rules.papers``), and
neither handed in, waived nor shown elsewhere in the file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from labordesk.rules.papers import CLOSED_HOUSES, GRANT_STEPS, HOUSE_STEPS, grant_steps_reached

Found = dict[int, tuple[str, ...]]


def _quoted(words: Collection[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _rank(column: str, places: Mapping[str, int]) -> str:
    """Return SQL for the place of a step on its way, NULL for one that is not on it."""
    return " ".join((f"CASE {column}", *(f"WHEN '{step}' THEN {place}" for step, place in places.items()), "END"))


PROVEN_HOUSE = """
CASE t.proof
  WHEN 'decision' THEN coalesce(h.decision_number, '') <> ''
  WHEN 'milestone' THEN EXISTS (SELECT 1 FROM house_milestone m WHERE m.house_id = h.id AND m.milestone = t.step
    AND coalesce(m.document, '') <> '')
  WHEN 'voucher' THEN EXISTS (SELECT 1 FROM award a WHERE a.house_id = h.id AND coalesce(a.voucher_number, '') <> '')
  ELSE t.proof IS NOT NULL AND EXISTS (SELECT 1 FROM attachment x WHERE x.house_id = h.id AND x.kind = t.proof)
END
"""
PROVEN_CASE = """
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


@dataclass(frozen=True)
class PaperFiles:
    """Files ``h`` in SQL: where they come from, which of them are still asked for papers, when a paper ``t`` lacks."""

    kind: str
    source: str
    is_open: str
    lacks: str

    def papers(self, columns: str, condition: str = "") -> str:
        """Return one row for each lacking paper, in the order of the checklist."""
        return (
            f"SELECT {columns} {self.source} JOIN paper_type t ON t.kind = '{self.kind}' WHERE {self.is_open}"
            f" {condition} AND {self.lacks} ORDER BY h.id, t.position, t.name"
        )

    def files(self, columns: str, condition: str = "") -> str:
        """Return one row for each file that lacks a paper; the first one found is enough."""
        return (
            f"SELECT {columns} {self.source} WHERE {self.is_open} {condition}"
            f" AND EXISTS (SELECT 1 FROM paper_type t WHERE t.kind = '{self.kind}' AND {self.lacks})"
        )


def house_files(narrowed: str = "") -> PaperFiles:
    """Return the houses; ``narrowed`` says whose milestones are looked at."""
    source = f"""
FROM house h LEFT JOIN (
  SELECT m.house_id, coalesce(max({_rank("m.milestone", _HOUSE_PLACES)}), 0) AS place,
    max(m.milestone = 'funded') AS funded, max(m.milestone IN ({_quoted(CLOSED_HOUSES)})) AS closed
  FROM house_milestone m {narrowed} GROUP BY m.house_id
) r ON r.house_id = h.id"""
    lacks = f"""
t.active AND t.mandatory AND (t.work IS NULL OR t.work = h.work)
AND CASE WHEN t.step = 'funded' THEN coalesce(r.funded, 0)
    ELSE {_rank("t.step", _HOUSE_PLACES)} <= coalesce(r.place, 0) END
AND NOT EXISTS (SELECT 1 FROM case_paper p WHERE p.house_id = h.id AND p.paper_type_id = t.id
  AND (p.received_on IS NOT NULL OR coalesce(p.waived_reason, '') <> ''))
AND NOT ({PROVEN_HOUSE})"""
    return PaperFiles("house", source, "NOT coalesce(r.closed, 0)", lacks)


CASE_FILES = PaperFiles(
    "grant",
    "FROM grant_case h",
    f"h.state IN ({_quoted(_STATE_PLACES)})",
    f"""
t.active AND t.mandatory AND (t.circumstance_id IS NULL OR t.circumstance_id = h.circumstance_id)
AND {_rank("t.step", _GRANT_PLACES)} <= {_rank("h.state", _STATE_PLACES)}
AND NOT EXISTS (SELECT 1 FROM case_paper p WHERE p.case_id = h.id AND p.paper_type_id = t.id
  AND (p.received_on IS NOT NULL OR coalesce(p.waived_reason, '') <> ''))
AND NOT ({PROVEN_CASE})""",
)

_THESE = "AND h.id IN (SELECT value FROM json_each(?))"


def missing_of_houses(connection: sqlite3.Connection, house_ids: Collection[int]) -> Found:
    """Return the names of lacking papers by house, in the order of the checklist; a whole file is left out."""
    return _missing(connection, house_files("WHERE m.house_id IN (SELECT value FROM json_each(?))"), house_ids, times=2)


def missing_of_cases(connection: sqlite3.Connection, case_ids: Collection[int]) -> Found:
    """Return the names of lacking papers by request, in the order of the checklist; a whole file is left out."""
    return _missing(connection, CASE_FILES, case_ids, times=1)


def _missing(connection: sqlite3.Connection, files: PaperFiles, ids: Collection[int], *, times: int) -> Found:
    found: Found = {}
    wanted = json.dumps(list(ids))
    for file_id, name in connection.execute(files.papers("h.id, t.name", _THESE), (wanted,) * times):
        found[file_id] = (*found.get(file_id, ()), name)
    return found
