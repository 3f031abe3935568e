"""What can still be read of a damaged register, written into a new one; the damaged file is not touched.

Rows are copied table by table and proved by the checks of the tables. A row whose parent is lost loses the link where
the table allows it, and is left out otherwise; either is counted, and noted in the history of the new register.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command

from labordesk.disk import drafted
from labordesk.errors import BadFile
from labordesk.store import history
from labordesk.store.cipher import dbapi_of, finish_file
from labordesk.store.connection import WRITER_CACHE, Connect, prepare
from labordesk.store.creation import put_in_place
from labordesk.store.driver import database_errors
from labordesk.store.engine import writing_engine
from labordesk.store.faults import EXISTS, NOT_A_REGISTER, told
from labordesk.store.history_triggers import drop_history, noted_tables, remake_history
from labordesk.store.identity import stamp
from labordesk.store.migrations.head import HEAD, KNOWN
from labordesk.store.origin import SALVAGE
from labordesk.store.salvage_copy import DamagedCopy, opened_copy, table_names
from labordesk.store.salvage_reading import TableRead, rows_of
from labordesk.store.search import remake_search
from labordesk.store.sums import remake_sums
from labordesk.store.upgrade import migrate, scripts

Told = Callable[[int, int], None]
"""Gets (tables done, tables) and may raise to stop; nothing is left of the new register then."""

_BOOK = ("operation", "row_change", "kept_content")
_NAMES = ("full_name", "name", "title", "code", "number", "file_name")
"""Columns that tell an officer which row it was, the best first."""
_MOST_NAMES = 20


@dataclass(frozen=True)
class TableSaved:
    """One table: rows kept and unreadable (``ids`` the first numbers), left out or cut off from a lost parent."""

    table: str
    kept: int
    lost: int = 0
    ids: tuple[int, ...] = ()
    unsure: bool = False
    left_out: int = 0
    cut_off: int = 0
    names: tuple[str, ...] = ()
    """What rows left out were called, where the table has a name for them."""

    @property
    def is_whole(self) -> bool:
        """Tell whether every row came over as it was."""
        return not (self.lost or self.unsure or self.left_out or self.cut_off)


@dataclass(frozen=True)
class Salvaged:
    """The new register and what it holds; ``operations_lost`` are the steps of the history that were given up."""

    path: Path
    tables: tuple[TableSaved, ...]
    operations_lost: int

    @property
    def damaged(self) -> tuple[TableSaved, ...]:
        """Return the tables that are not whole."""
        return tuple(one for one in self.tables if not one.is_whole)


def salvage(
    damaged: Path, out: Path, connect: Connect, *, donors: Iterable[Path] = (), told_of: Told | None = None
) -> Salvaged:
    """Make a register of what can be read of a damaged one, with the same key; it appears whole or not at all.

    ``donors`` are sound backups that may lend their first page. BadFile when nothing can be read or ``out`` exists.
    """
    out = out.absolute()
    with told(out, files=True), drafted(out) as draft, drafted(out) as copy:
        if out.exists():
            raise BadFile(EXISTS, name=out.name)
        with opened_copy(damaged, copy, connect, donors) as source:
            revision = _revision(source)
            _make_empty(draft, revision, connect)
            tables, operations_lost = _fill(draft, source, connect, told_of or (lambda _done, _all: None))
        if sum(one.kept for one in tables) == 0:
            raise BadFile(NOT_A_REGISTER, name=damaged.name)
        if revision != HEAD:
            migrate(draft, connect)
        _derive(draft, connect)
        finish_file(draft, connect)
        put_in_place(draft, out)
    return Salvaged(out, tables, operations_lost)


def _revision(source: DamagedCopy) -> str:
    """Return the step the tables of the damaged register have reached, today's when it does not say."""
    try:
        row = source.connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except database_errors():
        source.recover()
        row = None
    return row[0] if row and row[0] in KNOWN else HEAD


def _make_empty(draft: Path, revision: str, connect: Connect) -> None:
    """Make the tables of that step, without rows and without what acts on rows."""
    with closing(connect(draft, "rwc")) as connection:
        stamp(connection)

    def opened() -> sqlite3.Connection:
        made = connect(draft, "rw")
        prepare(made, cache_mib=WRITER_CACHE, writes=True)
        made.execute("PRAGMA foreign_keys = OFF")
        return made

    engine = writing_engine(opened, dbapi_of(connect))
    try:
        with engine.begin() as session:
            command.upgrade(scripts(session), revision)
    finally:
        engine.dispose()


def _fill(draft: Path, source: DamagedCopy, connect: Connect, report: Told) -> tuple[tuple[TableSaved, ...], int]:
    with closing(connect(draft, "rw")) as connection:
        prepare(connection, cache_mib=WRITER_CACHE, writes=True)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        book = [table for table in _BOOK if _columns(connection, table)]
        tables = [*book, *noted_tables(connection)]
        known: dict[str, set[int]] = {}
        found = {}
        for done, table in enumerate(tables):
            report(done, len(tables))
            found[table] = _copy(source, connection, table, known.get(table, set()))
            if table == "row_change":
                known = _known(connection)
        operations_lost = _keep_whole_history(connection) if book else 0
        mended = _mend(connection, noted=bool(book))
        for name, sql in triggers:
            if not name.startswith("history_"):
                connection.execute(sql)
        if book:
            remake_history(connection)
        connection.execute("COMMIT")
    return tuple(_saved(found[table], mended.get(table, _Mended())) for table in tables), operations_lost


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall()]


def _copy(source: DamagedCopy, target: sqlite3.Connection, table: str, known: set[int]) -> TableRead:
    """Copy the rows of a table; one that the table refuses counts as unreadable."""
    found = TableRead(table)
    target.execute(f'DELETE FROM "{table}"')
    if table not in table_names(source.connection):
        found.lost, found.unsure = sorted(known), True
        return found
    there = set(_columns(source.connection, table))
    columns = [name for name in _columns(target, table) if name in there]
    names = ", ".join(("rowid", *(f'"{name}"' for name in columns)))
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * (len(columns) + 1))})'
    refused = []
    for row in rows_of(source, columns, known, found):
        try:
            target.execute(insert, row)
        except database_errors() as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH):
                raise
            refused.append(row[0])
    found.read -= len(refused)
    found.lost = sorted({*found.lost, *refused})
    return found


def _known(connection: sqlite3.Connection) -> dict[str, set[int]]:
    """Return by table the rows that stand according to the history: noted and not deleted since."""
    known: dict[str, set[int]] = defaultdict(set)
    for table, row_id, kind in connection.execute("SELECT table_name, row_id, kind FROM row_change ORDER BY id"):
        if row_id and kind in ("i", "u"):
            known[table].add(row_id)
        elif kind == "d":
            known[table].discard(row_id)
    return known


def _keep_whole_history(connection: sqlite3.Connection) -> int:
    """Give up the history from the first step that does not fit, so that its chain goes on; return the steps given up.

    A step after a gap can neither be proved nor taken back.
    """
    kept, _chain = history.head(connection)
    connection.execute("INSERT OR REPLACE INTO history_now (id, operation_id) VALUES (1, ?)", (kept + 1,))
    broken = history.first_broken(connection)
    if broken is None:
        return 0
    (gone,) = connection.execute("SELECT count(*) FROM operation WHERE id >= ?", (broken.operation_id,)).fetchone()
    connection.execute("DELETE FROM operation WHERE id >= ?", (broken.operation_id,))
    connection.execute(
        "DELETE FROM row_change"
        " WHERE id >= coalesce((SELECT first_change + changes FROM operation ORDER BY id DESC LIMIT 1), 1)"
    )
    connection.execute("DELETE FROM kept_content WHERE operation_id >= ?", (broken.operation_id,))
    kept, _chain = history.head(connection)
    connection.execute("UPDATE history_now SET operation_id = ?", (kept + 1,))
    return int(gone)


@dataclass
class _Mended:
    left_out: int = 0
    cut_off: int = 0
    names: tuple[str, ...] = ()


def _mend(connection: sqlite3.Connection, *, noted: bool) -> dict[str, _Mended]:
    """Cut links to rows that are lost, or leave the row out, until no link leads nowhere; noted as one operation."""
    mended: dict[str, _Mended] = defaultdict(_Mended)
    if noted:
        remake_history(connection)
    while orphans := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, _parent, key in orphans:
            _mend_row(connection, table, row_id, key, mended[table])
    if noted:
        history.close(connection, officer_id=None, origin=SALVAGE, undoes_id=None)
        drop_history(connection)
    return mended


def _mend_row(connection: sqlite3.Connection, table: str, row_id: int, key: int, mended: _Mended) -> None:
    columns = [row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall() if row[0] == key]
    sets = ", ".join(f'"{name}" = NULL' for name in columns)
    try:
        mended.cut_off += connection.execute(f'UPDATE "{table}" SET {sets} WHERE rowid = ?', (row_id,)).rowcount
    except database_errors() as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CONSTRAINT:
            raise
        mended.names = (*mended.names, *_names(connection, table, row_id))[:_MOST_NAMES]
        mended.left_out += connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row_id,)).rowcount


def _names(connection: sqlite3.Connection, table: str, row_id: int) -> Iterator[str]:
    telling = next((name for name in _NAMES if name in _columns(connection, table)), None)
    if telling is not None:
        row = connection.execute(f'SELECT "{telling}" FROM "{table}" WHERE rowid = ?', (row_id,)).fetchone()
        if row and row[0]:
            yield str(row[0])


def _saved(found: TableRead, mended: _Mended) -> TableSaved:
    return TableSaved(
        found.table,
        found.read - mended.left_out,
        len(found.lost),
        tuple(found.lost[:_MOST_NAMES]),
        found.unsure,
        mended.left_out,
        mended.cut_off,
        mended.names,
    )


def _derive(draft: Path, connect: Connect) -> None:
    """Make search index, sums and triggers anew from the rows that are there, and leave one file with a log."""
    with closing(connect(draft, "rw")) as connection:
        prepare(connection, cache_mib=WRITER_CACHE, writes=True)
        connection.execute("BEGIN IMMEDIATE")
        drop_history(connection)
        remake_search(connection)
        remake_sums(connection)
        remake_history(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
