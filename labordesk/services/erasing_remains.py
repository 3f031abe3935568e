"""What erasing cannot reach: copies made before, papers in folders, files sent, and names that several people have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from labordesk.services.backups import backups_of
from labordesk.services.erasing_papers import FrozenPaper, Papers
from labordesk.store.erasing_traces import Traces
from labordesk.store.kept_aside import kept_aside

_FILES = """
SELECT a.name FROM attachment a WHERE a.campaign_id IN (
    SELECT campaign_id FROM award WHERE campaign_id IS NOT NULL AND person_id IN (SELECT value FROM json_each(?))
) ORDER BY a.id
"""


@dataclass(frozen=True)
class Remains:
    """What still holds or may hold the data, or held it; numbers count files, papers and places."""

    backups: int
    """Backups beside the register, thinned in time or removed in the settings."""
    aside: int
    """Files put aside before a restore."""
    replaced: tuple[FrozenPaper, ...]
    """Frozen reports whose paper was put away: printed copies are in folders."""
    unsure_papers: tuple[FrozenPaper, ...]
    unsure: tuple[tuple[str, int], ...]
    """Places by table where a name stands that another file has too."""
    printed: tuple[int, ...]
    """Numbers of prints that were about the people."""
    exports: int
    """Lists of people taken out as files, ever."""
    scans: tuple[str, ...]
    """Pictures and papers attached to campaigns the people were on: nobody can read them here."""

    @property
    def anything(self) -> bool:
        """Tell whether there is something left to do by hand."""
        return any(vars(self).values())


def remains_of(
    connection: sqlite3.Connection, register: Path, ids: Collection[int], papers: Papers, traces: Traces
) -> Remains:
    """Gather it inside the unit of work that erased."""
    printed = connection.execute(
        "SELECT number FROM paper_print WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number",
        (json.dumps(sorted(traces.masked.get("paper_print", ()))),),
    ).fetchall()
    (exports,) = connection.execute("SELECT count(*) FROM access_note WHERE kind = 'export'").fetchone()
    scans = connection.execute(_FILES, (json.dumps(sorted(ids)),)).fetchall()
    return Remains(
        backups=len(backups_of(register)),
        aside=len(kept_aside(register)),
        replaced=papers.named,
        unsure_papers=papers.unsure,
        unsure=tuple(sorted(traces.unsure.items())),
        printed=tuple(number for (number,) in printed),
        exports=exports,
        scans=tuple(name for (name,) in scans),
    )
