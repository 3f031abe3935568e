"""Looking through the whole register for people entered twice; what was decided before is never asked again.

A scan keeps the moment it began, so that the next one looks only at people changed since, against everybody.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from labordesk.model.base import new_uid, now
from labordesk.rules.duplicate_search import (
    Entry,
    Finding,
    is_coincidence,
    judge,
    worth_a_look,
    worth_a_look_without_birth,
)
from labordesk.rules.duplicates import Candidate
from labordesk.services.changes import Changes
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.fold import KEY_VERSION
from labordesk.vietnamese.names import sort_key

Progress = Callable[[int, int], None]
"""Told (people done, people in all); raises to stop the scan, and nothing is written."""

SCANNED: Final = "duplicates_scanned"
"""The setting that keeps which rules scanned last, and when that began."""
RULES: Final = f"1.{KEY_VERSION}"
"""Raise the first number when ``rules.duplicates`` judges otherwise: the next scan looks at everybody again."""
SHARED_PHONE: Final = 20
"""A number that more people than this have is that of a workplace and says nothing."""

_COLUMNS = "id, full_name, birth, unit_id, citizen_id, phone, old_id, plain_key, search_key"
_ONES = f"SELECT {_COLUMNS} FROM person WHERE id IN (SELECT value FROM json_each(?))"

_SHARED = (
    "SELECT a.id, b.id FROM person a JOIN person b ON b.citizen_id = a.citizen_id AND b.id > a.id",
    "SELECT a.id, b.id FROM person a JOIN person b ON b.old_id = a.old_id AND b.id > a.id",
    "SELECT a.id, b.id FROM person a JOIN person b ON b.citizen_id = a.old_id AND b.id <> a.id",
    "SELECT a.id, b.id FROM (SELECT phone FROM person WHERE phone IS NOT NULL GROUP BY phone"
    f" HAVING count(*) BETWEEN 2 AND {SHARED_PHONE}) s JOIN person a ON a.phone = s.phone"
    " JOIN person b ON b.phone = s.phone AND b.id > a.id",
)
"""Pairs that share a number of a human, or a phone few people share."""
_OTHER_YEAR = """
SELECT plain_key, substr(birth, 6), json_group_array(id) FROM person WHERE length(birth) = 10
GROUP BY 1, 2 HAVING count(*) > 1 AND min(substr(birth, 1, 4)) <> max(substr(birth, 1, 4))
"""
"""People of one name and one day of the year: one of them may have a slip in the year."""


@dataclass(frozen=True)
class Scanned:
    """What a scan found: how many people were looked at, and the pairs now waiting for a look."""

    people: int
    strong: int
    review: int
    changes: Changes


def scan_duplicates(register: Register, progress: Progress | None = None, *, anew: bool = False) -> Scanned:
    """Look for people entered twice and keep the pairs; ``anew`` looks at everybody, not only at those changed since.

    Reading happens before the register is locked for writing; when ``progress`` raises, nothing is kept.
    """
    began = now()
    with register.looking() as connection:
        touched = None if anew else _touched(connection)
        people = _count(connection) if touched is None else len(touched)
        found = dict(_found(connection, touched, progress or _silent)) if people else {}
        found |= dict.fromkeys(_coincidences(connection, found), "review")
    with register.writing() as session:
        writer = sqlite_of(session)
        changed = _keep(writer, found, touched)
        writer.execute(
            "INSERT INTO register_setting (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (SCANNED, f"{RULES} {began}"),
        )
        counts = open_counts(writer)
    return Scanned(people, counts["strong"], counts["review"], Changes(people=changed))


def open_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many pairs wait for a look, by verdict."""
    rows = connection.execute("SELECT verdict, count(*) FROM person_pair WHERE decision = 'open' GROUP BY verdict")
    return {"strong": 0, "review": 0, **dict(rows.fetchall())}


def last_scan(connection: sqlite3.Connection) -> str | None:
    """Return the moment (UTC, ISO text) the last scan by today's rules began, None when there was none."""
    row = connection.execute("SELECT value FROM register_setting WHERE key = ?", (SCANNED,)).fetchone()
    rules, _blank, moment = row[0].partition(" ") if row else ("", "", "")
    return moment if rules == RULES else None


def _touched(connection: sqlite3.Connection) -> frozenset[int] | None:
    """Return who was added or changed since the last scan, None when everybody has to be looked at."""
    moment = last_scan(connection)
    if moment is None:
        return None
    return frozenset(row[0] for row in connection.execute("SELECT id FROM person WHERE updated_at >= ?", (moment,)))


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])


def _found(
    connection: sqlite3.Connection, touched: frozenset[int] | None, progress: Progress
) -> Iterator[tuple[tuple[int, int], Literal["strong", "review"]]]:
    """Yield pairs with their verdict, those brought together by several roads several times."""
    for first, second, verdict in (
        *_of_one_year(connection, touched, progress),
        *_without_birth(connection, touched),
        *_brought_together(connection, touched),
    ):
        yield (first, second), verdict


def _of_one_year(
    connection: sqlite3.Connection, touched: frozenset[int] | None, progress: Progress
) -> Iterator[Finding]:
    years = _groups(connection, "SELECT substr(birth, 1, 4), id FROM person WHERE birth IS NOT NULL", touched)
    done, total = 0, sum(map(len, years))
    for ids in years:
        yield from worth_a_look(_entries(connection, ids), touched)
        done += len(ids)
        progress(done, total)


def _without_birth(connection: sqlite3.Connection, touched: frozenset[int] | None) -> Iterator[Finding]:
    """Yield pairs of one unit of which one has no birth."""
    sql = "SELECT unit_id, id FROM person WHERE unit_id IN (SELECT unit_id FROM person WHERE birth IS NULL)"
    for ids in _groups(connection, sql, touched):
        yield from worth_a_look_without_birth(_entries(connection, ids), touched)


def _groups(connection: sqlite3.Connection, sql: str, touched: frozenset[int] | None) -> list[array[int]]:
    """Return the ids of each group (group, id) that has somebody to look at."""
    groups: defaultdict[Any, array[int]] = defaultdict(lambda: array("q"))
    for group, person_id in connection.execute(sql):
        groups[group].append(person_id)
    return [ids for ids in groups.values() if touched is None or not touched.isdisjoint(ids)]


def _coincidences(connection: sqlite3.Connection, found: Mapping[tuple[int, int], str]) -> Iterator[tuple[int, int]]:
    """Yield the sure pairs that so many namesakes make unsure; each name and unit is counted once."""
    strong = [pair for pair, verdict in found.items() if verdict == "strong"]
    entries = {entry.person_id: entry for entry in _entries(connection, {one for pair in strong for one in pair})}
    everybody = max(1, _count(connection))

    @cache
    def bearers(search_key: str, sort_key: str) -> int:
        sql = "SELECT count(*) FROM person WHERE sort_key = ? AND search_key = ?"
        return int(connection.execute(sql, (sort_key, search_key)).fetchone()[0])

    @cache
    def unit_share(unit_id: int | None) -> float:
        sql = "SELECT count(*) FROM person WHERE unit_id = ?"
        return int(connection.execute(sql, (unit_id,)).fetchone()[0]) / everybody

    for pair in strong:
        a, b = entries[pair[0]], entries[pair[1]]
        others = max(bearers(one.search_key, sort_key(one.candidate.full_name)) for one in (a, b)) - len(pair)
        if is_coincidence(a.candidate, b.candidate, bearers=others, unit_share=unit_share(a.candidate.unit_id)):
            yield pair


def _entries(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Entry]:
    rows = connection.execute(_ONES, (json.dumps(list(ids)),))
    return [Entry(row[0], Candidate(*row[1:7]), row[7], row[8]) for row in rows]


def _brought_together(connection: sqlite3.Connection, touched: frozenset[int] | None) -> Iterator[Finding]:
    """Yield pairs that share a number, or name and day of birth in another year."""
    pairs = {pair for sql in _SHARED for pair in connection.execute(sql)}
    for _name, _day, ids in connection.execute(_OTHER_YEAR):
        people = json.loads(ids)
        pairs.update((a, b) for place, a in enumerate(people) for b in people[:place])
    if touched is not None:
        pairs = {pair for pair in pairs if not touched.isdisjoint(pair)}
    wanted = {person_id for pair in pairs for person_id in pair}
    entries = {entry.person_id: entry for entry in _entries(connection, wanted)}
    for a, b in pairs:
        if (finding := judge(entries[a], entries[b])) is not None:
            yield finding


def _keep(
    writer: sqlite3.Connection, found: dict[tuple[int, int], Literal["strong", "review"]], touched: Set[int] | None
) -> bool:
    """Make the open pairs those found, and tell whether anything changed; decided pairs stay as they are."""
    stored = {
        (first, second): (verdict, decision)
        for first, second, verdict, decision in writer.execute(
            "SELECT first_id, second_id, verdict, decision FROM person_pair"
        )
        if touched is None or first in touched or second in touched
    }
    gone = [pair for pair, (_verdict, decision) in stored.items() if decision == "open" and pair not in found]
    other = [(verdict, now(), *pair) for pair, verdict in found.items() if stored.get(pair, (verdict,))[0] != verdict]
    moment = now()
    new = [(new_uid(), moment, moment, *pair, verdict) for pair, verdict in found.items() if pair not in stored]
    writer.executemany("DELETE FROM person_pair WHERE first_id = ? AND second_id = ?", gone)
    writer.executemany(
        "UPDATE person_pair SET verdict = ?, updated_at = ?, row_version = row_version + 1"
        " WHERE first_id = ? AND second_id = ?",
        other,
    )
    writer.executemany(
        "INSERT INTO person_pair (uid, row_version, created_at, updated_at, first_id, second_id, verdict, decision)"
        " SELECT ?, 1, ?, ?, p.id, q.id, v.verdict, 'open' FROM (SELECT ? AS first, ? AS second, ? AS verdict) v"
        " JOIN person p ON p.id = v.first JOIN person q ON q.id = v.second",
        new,
    )
    return bool(gone or other or new)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""
