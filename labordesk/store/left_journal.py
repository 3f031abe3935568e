"""A rollback journal that waits beside a register after a crash: whether it is the register's own.

On a share SQLite writes straight into the file and keeps the pages as they were in a journal, which it rolls back into
any file of the right name (docs/decisions/0015). A broken save must be taken back; a copy that was put over the crashed
register must not get its pages. So the register is looked at as it lies there (a) and as it would be (b), and:

- a is a whole register: the journal is not needed. It is rolled back all the same when that leads to a whole register
  of the same last operation; else it is of another file, or of a save that was complete, and (a) stays.
- a is not whole: the save was broken off. The journal is rolled back when (a) knows no other operations than a save on
  top of (b) would leave, with the same chain, or when (b) is whole.

"Whole" means: SQLite finds no fault, the history ends where it says, its last operation has its digest and stands in
the rows, and the sums and the search index fit the rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from labordesk.store import history
from labordesk.store.another_name import under_another_name
from labordesk.store.connection import Connect, logs_of
from labordesk.store.driver import database_errors
from labordesk.store.history_undo import Change, changes_in
from labordesk.store.left_log import Known, known
from labordesk.store.rollback_journal import RollbackJournal, hot_journal
from labordesk.store.search_check import wrong_words
from labordesk.store.sums import wrong_sums


def fits(path: Path, connect: Connect) -> bool:
    """Tell whether the journal beside a register that nobody has open may be rolled back; true when there is none.

    Reads the register twice, so it takes as long as a check; only after a crash. Where the disk takes neither a link
    nor a copy of the file, or no memory can be shared on it as a log needs, there is nothing to compare with, and
    SQLite does as it always does.
    """
    journal = hot_journal(path)
    if journal is None:
        return True
    faults: tuple[type[Exception], ...] = (OSError, *database_errors())
    try:
        if not journal.changes(path):
            return True
        with closing(connect(path, "ro", frozen=True)) as alone:
            if _page_size(alone) != journal.page_size:
                return False
            with _rolled_back(path, connect, journal) as back:
                return _belongs(alone, back)
    except faults as error:
        if isinstance(error, OSError) or _is_of_the_place(error):
            return True
        raise


def _belongs(alone: sqlite3.Connection, back: sqlite3.Connection | None) -> bool:
    before = None if back is None else _known(back)
    now = _known(alone, None if before is None else before.operations)
    if _is_whole(alone):
        return now == before and back is not None and _is_whole(back)
    if now is not None and before is not None and back is not None and _may_follow(now, before, back):
        return True
    return back is not None and _is_whole(back)


@contextmanager
def _rolled_back(path: Path, connect: Connect, journal: RollbackJournal) -> Iterator[sqlite3.Connection | None]:
    """Give the register as it would be; None when nothing would be rolled back but the length of the file."""
    with under_another_name(path) as other:
        if not journal.write_as_log(next(logs_of(other))):
            yield None
            return
        with closing(connect(other, "ro")) as back:
            yield back


def _known(connection: sqlite3.Connection, operation: int | None = None) -> Known | None:
    faults: tuple[type[Exception], ...] = (TypeError, ValueError, *database_errors())
    try:
        return known(connection, operation)
    except faults as error:  # torn, or of an older program
        if _is_of_the_place(error):
            raise
        return None


def _may_follow(now: Known, before: Known, back: sqlite3.Connection) -> bool:
    """Tell whether a file may come from what was before by one save, which closes what others changed as well."""
    try:
        most = 1 + (history.first_open(back) is not None)
    except database_errors():
        return False
    return before.operations <= now.operations <= before.operations + most and now.chain in ("", before.chain)


def _is_whole(connection: sqlite3.Connection) -> bool:
    faults: tuple[type[Exception], ...] = (TypeError, ValueError, KeyError, *database_errors())
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            return False
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'history_now'").fetchone():
            return True  # of an older program, which kept no book
        return _history_ends_well(connection) and wrong_sums(connection) == 0 and wrong_words(connection) == 0
    except faults as error:
        if _is_of_the_place(error):
            raise
        return False


def _is_of_the_place(error: BaseException) -> bool:
    """Tell whether the disk refused to show a file, which says nothing of what stands in it."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _history_ends_well(connection: sqlite3.Connection) -> bool:
    last, _chain = history.head(connection)
    if connection.execute("SELECT operation_id FROM history_now").fetchall() != [(last + 1,)]:
        return False
    facts = connection.execute("SELECT first_change, changes, digest FROM operation WHERE id = ?", (last,)).fetchone()
    if facts is None:
        return True
    first, count, covered = facts
    return history.digest(connection, first, first + count) == covered and _stands(connection, last)


def _stands(connection: sqlite3.Connection, operation: int) -> bool:
    """Tell whether the rows are as an operation left them."""
    rows: dict[tuple[str, object], tuple[Change, dict[str, object]]] = {}
    for one in changes_in(connection, operation):
        key = one.table, one.row_id or one.key
        left = rows[key][1] if key in rows and one.kind == "u" else {}
        if one.kind == "u":
            left |= {name: pair[1] for name, pair in one.content.items()}
        rows[key] = one, left
    return all(_is_as_left(connection, last, left) for last, left in rows.values() if last.kind in ("i", "u", "d"))


def _is_as_left(connection: sqlite3.Connection, last: Change, left: dict[str, object]) -> bool:
    columns = ", ".join(f'"{name}"' for name in left) or "1"
    row = connection.execute(
        f"SELECT {columns} FROM {last.table} WHERE {'id' if last.row_id else 'key'} = ?", (last.row_id or last.key,)
    ).fetchone()
    if last.kind == "d" or row is None:
        return (row is None) == (last.kind == "d")
    return not left or tuple(row) == tuple(left.values())


def _page_size(connection: sqlite3.Connection) -> int:
    try:
        return int(connection.execute("PRAGMA page_size").fetchone()[0])
    except database_errors():
        return 0
