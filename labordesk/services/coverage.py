"""“Mọi đoàn viên đều có Tết”: who of a unit and below got nothing in a campaign, so that nobody is forgotten.

People of the register who are on no line of the campaign, or only on lines where they were absent or gave the gift
back. Who waits for the hand-over is not missed. Another file of the same human (``store.humans``) counts as theirs.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from labordesk.services.access import seen
from labordesk.services.name_filter import NameFilter
from labordesk.services.pages import Page
from labordesk.services.unit_tree import subtree
from labordesk.store.humans import doubled_files
from labordesk.store.register import Register

PAGE: Final = 200

_GOT = """
WITH twin(file, other) AS MATERIALIZED (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:twins)),
listed AS MATERIALIZED (
  SELECT DISTINCT a.person_id FROM award a
  WHERE a.campaign_id IN (SELECT id FROM campaign WHERE id = :campaign OR :any AND tet_year = :tet)
    AND a.person_id IS NOT NULL AND +a.handover IN ('planned', 'received', 'proxy')),
got AS MATERIALIZED (
  SELECT person_id FROM listed UNION SELECT other FROM twin WHERE file IN (SELECT person_id FROM listed))
"""
"""Everybody thought of, read once: looking each person up would walk the campaign's list for everyone."""

_MISSING = """
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE (:units IS NULL OR p.unit_id IN (SELECT value FROM json_each(:units)))
  AND p.standing IN (SELECT value FROM json_each(:standings))
  AND p.id NOT IN (SELECT person_id FROM got)
"""
_LAST = """
(SELECT {column} FROM award a WHERE a.person_id = p.id AND +a.campaign_id = :campaign
 AND a.handover IN ('absent', 'returned') ORDER BY a.handover = 'absent', a.id DESC LIMIT 1)
"""
_ELSEWHERE = """
(SELECT c.name FROM award a JOIN campaign c ON c.id = a.campaign_id
 WHERE a.person_id IN (SELECT p.id UNION ALL SELECT other FROM twin WHERE file = p.id)
 AND c.tet_year = :tet AND c.id <> :campaign AND a.handover IN ('planned', 'received', 'proxy')
 ORDER BY c.starts_on DESC, c.id DESC LIMIT 1)
"""


@dataclass(frozen=True)
class MissedPerson:
    """Somebody who got nothing; ``handover`` is absent, returned or "" (on no list), with the line it is of.

    ``elsewhere`` names another campaign of the same Tết that has them on its list, "" for none.
    """

    id: int
    name: str
    birth: str | None
    citizen_id: str
    standing: str
    unit_id: int | None
    unit_name: str
    award_id: int | None
    handover: str
    elsewhere: str
    sort_key: str


@dataclass(frozen=True)
class Missing:
    """Whom to look for: of a unit and below (None: of all), of these standings, whose name holds ``text``.

    ``any_of_tet`` leaves out those whom another campaign of the same Tết thinks of.
    """

    unit_id: int | None = None
    standings: Collection[str] = ("member",)
    text: str = ""
    any_of_tet: bool = False


def missed_people(
    register: Register,
    campaign_id: int,
    wanted: Missing,
    *,
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
) -> Page[MissedPerson]:
    """Return people in name order who got nothing, page by page."""
    names = NameFilter.of(wanted.text)
    from_key, from_id = after or ("", -1)
    query = f"""
        {_GOT}
        SELECT p.id, p.full_name, p.birth, coalesce(p.citizen_id, p.old_id, ''), p.standing, p.unit_id,
               coalesce(u.short_name, u.name, ''), {_LAST.format(column="a.id")},
               coalesce({_LAST.format(column="a.handover")}, ''), coalesce({_ELSEWHERE}, ''), p.sort_key,
               p.plain_key, p.search_key
        {_MISSING} AND (p.sort_key, p.id) > (:key, :id) ORDER BY p.sort_key, p.id
    """
    with register.looking() as connection:
        bound = _bound(register, campaign_id, wanted) | {"key": from_key, "id": from_id}
        found: list[tuple[Any, ...]] = []
        for row in connection.execute(query, bound):
            if names.matches(row[-2], row[-1]):
                found.append(row[:-2])
            if len(found) > limit:
                break
    rows = seen(register, tuple(MissedPerson(*row) for row in found[:limit]))
    return Page(rows, (rows[-1].sort_key, rows[-1].id) if len(found) > limit else None)


def count_missed(register: Register, campaign_id: int, wanted: Missing) -> int:
    """Return how many got nothing; the text of the search does not narrow it."""
    with register.looking() as connection:
        bound = _bound(register, campaign_id, wanted)
        [count] = connection.execute(f"{_GOT} SELECT count(*) {_MISSING}", bound).fetchone()
    return int(count)


def _bound(register: Register, campaign_id: int, wanted: Missing) -> dict[str, Any]:
    units = None if wanted.unit_id is None else json.dumps(sorted(subtree(register, wanted.unit_id)))
    with register.looking() as connection:
        row = connection.execute("SELECT tet_year FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
        twins = [(file, other) for file, files in doubled_files(connection).items() for other in files if other != file]
    return {
        "campaign": campaign_id,
        "units": units,
        "standings": json.dumps(list(wanted.standings)),
        "tet": row[0] if row else None,
        "any": wanted.any_of_tet,
        "twins": json.dumps(twins),
    }
