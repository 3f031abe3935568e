"""What the files of houses lack: facts not recorded, and papers of the checklist not handed in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from labordesk.i18n import _
from labordesk.rules.house_gaps import missing_facts
from labordesk.rules.house_stages import HouseFacts, Milestone
from labordesk.services.paper_gaps import missing_of_houses

Files = Mapping[int, tuple[Mapping[str, Milestone], HouseFacts]]
"""Milestones and facts of each house by its id."""


def missing_in(connection: sqlite3.Connection, files: Files) -> dict[int, tuple[str, ...]]:
    """Return what each file lacks, by house, in the language of the screen; a whole file has an empty tuple."""
    papers = missing_of_houses(connection, tuple(files))
    return {
        house_id: (*(_(one) for one in missing_facts(milestones, facts)), *papers.get(house_id, ()))
        for house_id, (milestones, facts) in files.items()
    }
