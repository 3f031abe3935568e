"""What the people of a list have had already: asked for all of them at once, judged as the form judges one."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from labordesk.rules.double_benefit import Benefit
from labordesk.services.benefits import awards_of_people, houses_of_people
from labordesk.store.humans import same_humans


def past_benefits(
    connection: sqlite3.Connection, people: Iterable[int], programme_id: int, tet_year: int | None
) -> Mapping[int, tuple[Benefit, ...]]:
    """Return what each human was given or is to be given, whichever file it was written in.

    Of other programmes only what belongs to the same Tết, and houses: the rest is no news to a list.
    """
    files = same_humans(connection, people)
    owners: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, own in files.items():
        for file_id in own:
            owners[file_id].append(person_id)
    found: defaultdict[int, list[Benefit]] = defaultdict(list)
    everybody = json.dumps(list(owners))
    for benefit in (
        *awards_of_people(connection, everybody, programme_id, tet_year),
        *houses_of_people(connection, everybody),
    ):
        for person_id in owners[benefit.person_id]:
            found[person_id].append(replace(benefit, person_id=person_id, file_id=benefit.person_id))
    return {person_id: tuple(benefits) for person_id, benefits in found.items()}
