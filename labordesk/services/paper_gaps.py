"""Which files lack papers, for lists and the dashboard; what lacking means is told in ``store.missing_papers``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from labordesk.services.attachment_owner import Owner, OwnerKind
from labordesk.store.missing_papers import (
    CASE_FILES,
    PROVEN_CASE,
    PROVEN_HOUSE,
    PaperFiles,
    house_files,
    missing_of_cases,
    missing_of_houses,
)

__all__ = [
    "Gaps",
    "Lacking",
    "count_gaps",
    "count_lacking_cases",
    "lacking_cases",
    "lacking_houses",
    "lacking_papers",
    "missing_of_cases",
    "missing_of_houses",
    "proven",
]


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


def count_gaps(connection: sqlite3.Connection) -> Gaps:
    """Count the houses and the requests that lack a paper."""
    houses, cases = (connection.execute(one.files("count(*)")).fetchone()[0] for one in (house_files(), CASE_FILES))
    return Gaps(houses, cases)


def count_lacking_cases(connection: sqlite3.Connection, unit_ids: Collection[int] | None, *, most: int) -> int:
    """Count the requests of some units (None: of all) that lack a paper, but no further than one beyond ``most``."""
    condition = "AND (:units IS NULL OR h.unit_id IN (SELECT value FROM json_each(:units)))"
    units = None if unit_ids is None else json.dumps(sorted(unit_ids))
    sql = f"SELECT count(*) FROM ({CASE_FILES.files('h.id', condition)} LIMIT :most)"
    return int(connection.execute(sql, {"units": units, "most": most + 1}).fetchone()[0])


def lacking_houses(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the ids of all houses that lack a paper, for a filter."""
    return frozenset(found for (found,) in connection.execute(house_files().files("h.id")))


def lacking_cases(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the ids of all requests that lack a paper, for a filter."""
    return frozenset(found for (found,) in connection.execute(CASE_FILES.files("h.id")))


def lacking_papers(connection: sqlite3.Connection) -> Iterator[Lacking]:
    """Give every lacking paper of the register, houses first, for a list to be worked off."""
    kinds: tuple[tuple[OwnerKind, PaperFiles], ...] = (("house", house_files()), ("case", CASE_FILES))
    for kind, files in kinds:
        for file_id, *paper in connection.execute(files.papers("h.id, t.id, t.name, t.step, t.proof")):
            yield Lacking(Owner(kind, file_id), *paper)


def proven(connection: sqlite3.Connection, owner: Owner) -> frozenset[int]:
    """Return the paper types that a file shows elsewhere to be there: decision, minutes, voucher, photos."""
    table, shown = ("house", PROVEN_HOUSE) if owner.kind == "house" else ("grant_case", PROVEN_CASE)
    kind = "house" if owner.kind == "house" else "grant"
    rows = connection.execute(
        f"SELECT t.id FROM {table} h JOIN paper_type t ON t.kind = '{kind}' WHERE h.id = ? AND ({shown})", (owner.id,)
    )
    return frozenset(found for (found,) in rows)
