"""How a backup differs from the open register: rows by table, deeds since they parted, people and files by name."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from labordesk.store.history_triggers import BOOKS
from labordesk.store.tally import Tally, tally_of

MOST_NAMED: Final = 500
"""Rows listed by name; the counts are of all."""

LEFT_OUT: Final = BOOKS | {"person_pair", "attachment_content"}
"""Books of what happened, and what follows from other rows."""


@dataclass(frozen=True)
class TableDifference:
    """Rows of one table: how many here and in the backup, gone since, added since, and changed on either side."""

    table: str
    here: int
    there: int
    missing: int
    extra: int
    changed: int


@dataclass(frozen=True)
class NamedRow:
    """A person or a file that only one of the two has: table, uid, name and what tells it from others."""

    table: str
    uid: str
    name: str
    detail: str


@dataclass(frozen=True)
class Deeds:
    """Operations that only one of the two has; moments in UTC as ISO text, empty when there are none."""

    count: int
    first: str
    last: str


@dataclass(frozen=True)
class Comparison:
    """``missing``: in the backup and no longer in the register; ``extra``: the other way round."""

    here: Tally
    there: Tally
    tables: tuple[TableDifference, ...]
    deeds_here: Deeds
    deeds_there: Deeds
    missing: tuple[NamedRow, ...]
    extra: tuple[NamedRow, ...]
    missing_count: int
    extra_count: int

    @property
    def is_same(self) -> bool:
        """Tell whether the two hold the same."""
        return not self.tables and self.here.chain == self.there.chain


_PERSON = "(SELECT p.full_name FROM {db}.person p WHERE p.id = r.person_id)"
_UNIT = "(SELECT coalesce(u.short_name, u.name) FROM {db}.unit u WHERE u.id = r.unit_id)"
_PROGRAMME = "(SELECT g.name FROM {db}.programme g WHERE g.id = r.programme_id)"
_CAMPAIGN = "(SELECT c.name FROM {db}.campaign c WHERE c.id = r.campaign_id)"

NAMED: Final = {
    "unit": ("r.name", "''"),
    "person": ("r.full_name", f"coalesce(r.birth, '') || ' · ' || coalesce({_UNIT}, '')"),
    "campaign": ("r.name", f"coalesce({_UNIT}, '')"),
    "house": (f"coalesce({_PERSON}, '')", f"coalesce({_UNIT}, '')"),
    "grant_case": (f"coalesce({_PERSON}, '')", f"coalesce({_PROGRAMME}, '')"),
    "award": (
        f"coalesce({_PERSON}, {_UNIT}, '')",
        f"coalesce({_CAMPAIGN}, {_PROGRAMME}, '') || ' · ' || coalesce(r.paid_on, '')",
    ),
    "activity": ("r.name", f"coalesce({_UNIT}, '')"),
    "agreement": ("r.partner", f"coalesce({_UNIT}, '')"),
    "contribution": ("coalesce(r.donor, '')", "''"),
    "fund": ("r.name", "''"),
}
"""By table that is a file or a person: what it is called, and what tells it from others; parents come first."""


def compare(connection: sqlite3.Connection) -> Comparison:
    """Compare ``main`` with ``other`` of a connection made by ``side_by_side``."""
    compared = [_table(connection, table) for table in tables_with_uid(connection)]
    tables = tuple(one for one in compared if one.missing or one.extra or one.changed)
    by_name = {one.table: one for one in tables}
    parted = _parted(connection)
    return Comparison(
        tally_of(connection),
        tally_of(connection, "other"),
        tables,
        _deeds(connection, "main", parted),
        _deeds(connection, "other", parted),
        _named(connection, "other", "main"),
        _named(connection, "main", "other"),
        sum(by_name[table].missing for table in NAMED if table in by_name),
        sum(by_name[table].extra for table in NAMED if table in by_name),
    )


def tables_with_uid(connection: sqlite3.Connection) -> list[str]:
    """Return the tables whose rows other registers know too, without books and what is derived."""
    found = connection.execute(
        "SELECT m.name FROM main.sqlite_master m WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'uid') ORDER BY m.name"
    ).fetchall()
    return [str(name) for (name,) in found if name not in LEFT_OUT]


def _table(connection: sqlite3.Connection, table: str) -> TableDifference:
    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    here, there = (count(f"SELECT count(*) FROM {db}.{table}") for db in ("main", "other"))
    missing = count(
        f"SELECT count(*) FROM other.{table} o WHERE NOT EXISTS (SELECT 1 FROM main.{table} m WHERE m.uid = o.uid)"
    )
    changed = count(
        f"SELECT count(*) FROM other.{table} o JOIN main.{table} m ON m.uid = o.uid"
        " WHERE m.row_version <> o.row_version OR m.updated_at <> o.updated_at"
    )
    return TableDifference(table, here, there, missing, here - (there - missing), changed)


def _parted(connection: sqlite3.Connection) -> int:
    """Return the last operation both have: the chain of the history makes it the last of a common past."""
    low = 0
    high = min(
        connection.execute(f"SELECT coalesce(max(id), 0) FROM {db}.operation").fetchone()[0] for db in ("main", "other")
    )
    while low < high:
        middle = (low + high + 1) // 2
        same = connection.execute(
            "SELECT 1 FROM main.operation m JOIN other.operation o ON o.id = m.id AND o.chain = m.chain WHERE m.id = ?",
            (middle,),
        ).fetchone()
        low, high = (middle, high) if same else (low, middle - 1)
    return int(low)


def _deeds(connection: sqlite3.Connection, db: str, parted: int) -> Deeds:
    row = connection.execute(
        f"SELECT count(*), coalesce(min(at), ''), coalesce(max(at), '') FROM {db}.operation WHERE id > ?", (parted,)
    ).fetchone()
    return Deeds(*row)


def _named(connection: sqlite3.Connection, having: str, lacking: str) -> tuple[NamedRow, ...]:
    """Return the people and files only ``having`` has, at most ``MOST_NAMED``."""
    found: list[NamedRow] = []
    for table, (name, detail) in NAMED.items():
        left = MOST_NAMED - len(found)
        rows = connection.execute(
            f"SELECT r.uid, {name.format(db=having)}, {detail.format(db=having)} FROM {having}.{table} r"
            f" WHERE NOT EXISTS (SELECT 1 FROM {lacking}.{table} l WHERE l.uid = r.uid) ORDER BY 2, r.id LIMIT ?",
            (left,),
        )
        found += [NamedRow(table, uid, called or "", (more or "").strip(" ·")) for uid, called, more in rows]
    return tuple(found)
