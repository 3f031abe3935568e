"""Kept sums: what was handed over by day, and on which days people were helped, kept by triggers on the awards.

Only awards handed over are in here. The four tables hold nothing that the rows do not say: ``rebuild_sums`` makes them
anew from the definitions below, ``wrong_sums`` compares (docs/decisions/0007).

``sum_person`` answers "how many different people" for any period: a person counts on each day of help together with
the last such day before it, so that those helped between two days are the days in between whose last day before lies
outside. It does so for all programmes together (``programme_id`` 0, without houses), for each programme
(``count_unit`` ""), and for each programme and unit of count that counts people.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from labordesk.fields.choices import PAID

PERSON_UNITS: Final = ("person", "member")
"""Units of count that count humans: distinct people, not handings-over."""

NEVER: Final = ""
"""The day before the first one."""


def _listed(codes: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{code}'" for code in codes) + ")"


@dataclass(frozen=True)
class Sum:
    """A table of sums: ``key`` and ``counts`` with their SQL types, and the SELECT that defines its rows."""

    table: str
    key: tuple[tuple[str, str], ...]
    counts: tuple[str, ...]
    rows: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the key columns."""
        return tuple(name for name, _type in self.key)

    @property
    def columns(self) -> str:
        """Return all columns as SQL."""
        return ", ".join((*self.keys, *self.counts))


def is_paid(row: str) -> str:
    """Return the condition that an award has been handed over, and is spending of its day therefore."""
    return f"{row}.handover IN {_listed(PAID)} AND {row}.paid_on IS NOT NULL"


_PLACE: Final = (
    ("paid_on", "TEXT"),
    ("unit_id", "INTEGER"),
    ("programme_id", "INTEGER"),
    ("campaign_id", "INTEGER"),
    ("count_unit", "TEXT"),
    ("for_house", "INTEGER"),
)
"""What an award is summed by; ``campaign_id`` is 0 outside campaigns."""


def _place_of(row: str) -> str:
    columns = f"{row}.paid_on, {row}.unit_id, {row}.programme_id, coalesce({row}.campaign_id, 0), {row}.count_unit"
    return f"{columns}, {row}.house_id IS NOT NULL"


def _days_of_help() -> str:
    families = (
        ("0", "''", "house_id IS NULL"),
        ("programme_id", "''", "1"),
        ("programme_id", "count_unit", f"house_id IS NULL AND count_unit IN {_listed(PERSON_UNITS)}"),
    )
    return " UNION ".join(
        f"SELECT {programme} AS programme_id, {unit} AS count_unit, a.person_id, a.paid_on FROM award a"
        f" WHERE {is_paid('a')} AND a.person_id IS NOT NULL AND {condition}"
        for programme, unit, condition in families
    )


SUMS: Final = (
    Sum(
        "sum_award",
        _PLACE,
        ("awards", "named", "quantity", "unnamed"),
        f"SELECT {_place_of('a')}, count(*), count(a.person_id), sum(a.quantity),"
        " sum(CASE WHEN a.person_id IS NULL THEN a.quantity ELSE 0 END)"
        f" FROM award a WHERE {is_paid('a')} GROUP BY 1, 2, 3, 4, 5, 6",
    ),
    Sum(
        "sum_line",
        (*_PLACE, ("fund_id", "INTEGER"), ("level", "TEXT"), ("form", "TEXT")),
        ("lines", "amount"),
        f"SELECT {_place_of('a')}, l.fund_id, l.level, l.form, count(*), sum(l.amount)"
        f" FROM award a JOIN award_line l ON l.award_id = a.id WHERE {is_paid('a')} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
    ),
    Sum(
        "sum_fund",
        (("fund_id", "INTEGER"), ("paid_on", "TEXT")),
        ("lines", "amount"),
        "SELECT l.fund_id, a.paid_on, count(*), sum(l.amount)"
        f" FROM award a JOIN award_line l ON l.award_id = a.id WHERE {is_paid('a')} GROUP BY 1, 2",
    ),
    Sum(
        "sum_person",
        (("programme_id", "INTEGER"), ("count_unit", "TEXT"), ("paid_on", "TEXT"), ("before_on", "TEXT")),
        ("people",),
        "SELECT programme_id, count_unit, paid_on, before_on, count(*) FROM"
        " (SELECT programme_id, count_unit, paid_on, coalesce(lag(paid_on) OVER"
        f" (PARTITION BY programme_id, count_unit, person_id ORDER BY paid_on), '{NEVER}') AS before_on"
        f" FROM ({_days_of_help()})) GROUP BY 1, 2, 3, 4",
    ),
)


def sums_ddl() -> tuple[str, ...]:
    """Return the statements that make the tables and their triggers."""
    return (*map(_table, SUMS), *map(_emptied, SUMS), *_triggers())


def rebuild_sums(connection: sqlite3.Connection) -> None:
    """Fill the tables anew from the awards; the caller holds the transaction."""
    for one in SUMS:
        connection.execute(f"DELETE FROM {one.table}")
        connection.execute(f"INSERT INTO {one.table} ({one.columns}) {one.rows}")


def remake_sums(connection: sqlite3.Connection) -> None:
    """Make tables and triggers anew and fill them, whatever state they are in; the caller holds the transaction."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sum\\_%' ESCAPE '\\'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for one in SUMS:
        connection.execute(f"DROP TABLE IF EXISTS {one.table}")
    for statement in sums_ddl():
        connection.execute(statement)
    rebuild_sums(connection)


def wrong_sums(connection: sqlite3.Connection) -> int:
    """Return how many kept sums are missing, too many or not what the awards say, or what does not keep them."""
    there = {
        sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'sum\\_%' ESCAPE '\\'")
    }
    missing = [statement for statement in sums_ddl() if statement not in there]
    if missing:
        return len(missing)
    wrong = 0
    for one in SUMS:
        kept = f"SELECT {one.columns} FROM {one.table}"
        for odd in (f"SELECT * FROM ({one.rows}) EXCEPT {kept}", f"{kept} EXCEPT SELECT * FROM ({one.rows})"):
            wrong += connection.execute(f"SELECT count(*) FROM ({odd})").fetchone()[0]
    return wrong


def _table(one: Sum) -> str:
    columns = [f"{name} {kind} NOT NULL" for name, kind in one.key]
    columns += [f"{name} INTEGER NOT NULL" for name in one.counts]
    return f"CREATE TABLE {one.table} ({', '.join(columns)}, PRIMARY KEY ({', '.join(one.keys)})) WITHOUT ROWID"


def _emptied(one: Sum) -> str:
    """Let a sum of nothing disappear; the first count tells how many rows are in it."""
    here = " AND ".join(f"{name} = new.{name}" for name in one.keys)
    return (
        f"CREATE TRIGGER {one.table}_emptied AFTER UPDATE ON {one.table} WHEN new.{one.counts[0]} = 0"
        f" BEGIN DELETE FROM {one.table} WHERE {here}; END"
    )


_WATCHED: Final = (*(name for name, _type in _PLACE[:-1]), "house_id", "person_id", "handover", "quantity")
"""The columns of an award that its sums depend on."""


def _triggers() -> Iterator[str]:
    old, new = (", ".join(f"{row}.{name}" for name in _WATCHED) for row in ("old", "new"))
    yield (
        f"CREATE TRIGGER sum_award_insert AFTER INSERT ON award WHEN {is_paid('new')}"
        f" BEGIN {_award('new', '+')} {_lines('new', '+')} {_days('new', '+')} END"
    )
    yield (
        f"CREATE TRIGGER sum_award_update AFTER UPDATE OF {', '.join(_WATCHED)} ON award"
        f" WHEN (({is_paid('old')}) OR ({is_paid('new')})) AND ({old}) IS NOT ({new}) BEGIN"
        f" {_award('old', '-')} {_lines('old', '-')} {_award('new', '+')} {_lines('new', '+')}"
        f" {_days('old', '-')} {_days('new', '+')} END"
    )
    # Before, because the lines go with their award.
    yield (
        f"CREATE TRIGGER sum_award_delete BEFORE DELETE ON award WHEN {is_paid('old')}"
        f" BEGIN {_award('old', '-')} {_lines('old', '-')} {_days('old', '-')} END"
    )
    yield f"CREATE TRIGGER sum_line_insert AFTER INSERT ON award_line BEGIN {_line('new', '+')} END"
    yield (
        "CREATE TRIGGER sum_line_update AFTER UPDATE OF award_id, fund_id, level, form, amount ON award_line"
        f" BEGIN {_line('old', '-')} {_line('new', '+')} END"
    )
    yield f"CREATE TRIGGER sum_line_delete AFTER DELETE ON award_line BEGIN {_line('old', '-')} END"


def _added(one: Sum, rows: str) -> str:
    """Return the statement that adds rows to a table of sums; ``rows`` is a SELECT with a WHERE."""
    more = ", ".join(f"{name} = {name} + excluded.{name}" for name in one.counts)
    return f"INSERT INTO {one.table} ({one.columns}) {rows} ON CONFLICT ({', '.join(one.keys)}) DO UPDATE SET {more};"


def _award(row: str, sign: str) -> str:
    unnamed = f"CASE WHEN {row}.person_id IS NULL THEN {row}.quantity ELSE 0 END"
    counts = f"{sign} 1, {sign} ({row}.person_id IS NOT NULL), {sign} {row}.quantity, {sign} {unnamed}"
    return _added(SUMS[0], f"SELECT {_place_of(row)}, {counts} WHERE {is_paid(row)}")


def _lines(row: str, sign: str) -> str:
    """Return what moves all lines of an award that is changed itself."""
    of_award = f"FROM award_line l WHERE l.award_id = {row}.id AND {is_paid(row)}"
    line = f"l.fund_id, l.level, l.form, {sign} 1, {sign} 1 * l.amount"
    return (
        _added(SUMS[1], f"SELECT {_place_of(row)}, {line} {of_award}")
        + " "
        + _added(SUMS[2], f"SELECT l.fund_id, {row}.paid_on, {sign} 1, {sign} 1 * l.amount {of_award}")
    )


def _line(row: str, sign: str) -> str:
    """Return what adds or takes one line; while its award is being deleted there is none any more."""
    its_award = f"FROM award a WHERE a.id = {row}.award_id AND {is_paid('a')}"
    counts = f"{sign} 1, {sign} 1 * {row}.amount"
    return (
        _added(SUMS[1], f"SELECT {_place_of('a')}, {row}.fund_id, {row}.level, {row}.form, {counts} {its_award}")
        + " "
        + _added(SUMS[2], f"SELECT {row}.fund_id, a.paid_on, {counts} {its_award}")
    )


def _days(row: str, sign: str) -> str:
    """Return what puts a day of help between its neighbours, or takes it out; another award of the day holds it."""
    less = "-" if sign == "+" else "+"
    person_unit = f"{row}.count_unit IN {_listed(PERSON_UNITS)}"
    families = (
        f"SELECT 0 AS programme_id, '' AS count_unit WHERE {row}.house_id IS NULL"
        f" UNION ALL SELECT {row}.programme_id, ''"
        f" UNION ALL SELECT {row}.programme_id, {row}.count_unit WHERE {row}.house_id IS NULL AND {person_unit}"
    )
    in_family = (
        "CASE WHEN f.programme_id = 0 THEN a.house_id IS NULL"
        " WHEN f.count_unit = '' THEN a.programme_id = f.programme_id"
        " ELSE a.programme_id = f.programme_id AND a.house_id IS NULL AND a.count_unit = f.count_unit END"
    )
    others = f"FROM award a WHERE a.person_id = {row}.person_id AND a.id <> {row}.id AND {is_paid('a')} AND {in_family}"
    neighbours = (
        "SELECT f.programme_id, f.count_unit,"
        f" coalesce((SELECT max(a.paid_on) {others} AND a.paid_on < {row}.paid_on), '{NEVER}') AS before_on,"
        f" (SELECT min(a.paid_on) {others} AND a.paid_on > {row}.paid_on) AS after_on,"
        f" EXISTS (SELECT 1 {others} AND a.paid_on = {row}.paid_on) AS held"
        f" FROM ({families}) f LIMIT 3"
    )
    steps = (
        f"SELECT n.programme_id, n.count_unit, CASE k.column1 WHEN 1 THEN {row}.paid_on ELSE n.after_on END,"
        f" CASE k.column1 WHEN 3 THEN {row}.paid_on ELSE n.before_on END,"
        f" CASE k.column1 WHEN 2 THEN {less} 1 ELSE {sign} 1 END"
        f" FROM ({neighbours}) n CROSS JOIN (VALUES (1), (2), (3)) k"
        f" WHERE {row}.person_id IS NOT NULL AND {is_paid(row)} AND NOT n.held"
        " AND (k.column1 = 1 OR n.after_on IS NOT NULL)"
    )
    return _added(SUMS[3], steps)
