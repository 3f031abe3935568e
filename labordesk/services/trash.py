"""Thùng rác: what was deleted and is not in the register now; each can come back alone with what went along."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from labordesk.errors import NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.model import RegisterSetting
from labordesk.model.base import now
from labordesk.rules.roles import Right
from labordesk.services.changes import Changes
from labordesk.services.history import right_to_undo, undo, why_not
from labordesk.services.history_tables import changes_of
from labordesk.services.history_values import Names
from labordesk.services.table_names import table_name
from labordesk.services.trash_rules import ensure_fits, ensure_known, ensure_nobody_twice
from labordesk.store.driver import database_errors
from labordesk.store.engine import sqlite_of
from labordesk.store.history_restoring import deleted_with, empty_bin, is_gone, missing_parents, put_all_back
from labordesk.store.history_undo import changes_in, parents_of
from labordesk.store.origin import EMPTYING, origin
from labordesk.store.register import Register
from labordesk.store.rights import ensure_right

NOT_THERE = N_("Không thấy hồ sơ này trong thùng rác; có thể đã được khôi phục.")
NO_PARENT = N_("Chưa khôi phục được vì {what} không còn trong sổ; hãy khôi phục {what} trước.")
TAKEN = N_("Chưa khôi phục được vì nay đã có dòng khác giữ chỗ của hồ sơ này; hãy xem lại dòng đó trước.")

EMPTIED: Final = "trash_emptied"
"""Key of the setting that says when the trash was last emptied, so that the history tells it."""

RECORDS: Final = (
    *("person", "house", "grant_case", "campaign", "award", "unit", "contribution", "activity", "agreement"),
    *("agreement_use", "attachment", "voucher", "target", "indicator_value", "aggregate", "fund", "programme"),
    *("norm", "house_progress", "house_funder", "case_paper", "letterhead", "officer"),
)
"""Tables whose deleted rows an officer may look for; what hangs on them comes back with them."""

_DELETED = """
SELECT c.id, c.operation_id, c.table_name, c.row_id, c.content, o.at, coalesce(f.name, '')
FROM row_change c JOIN operation o ON o.id = c.operation_id LEFT JOIN officer f ON f.id = o.officer_id
WHERE c.kind = 'd' AND c.table_name IN (SELECT value FROM json_each(?)) AND c.content IS NOT NULL
  AND o.undoes_id IS NULL AND c.id < ?
ORDER BY c.id DESC
"""
_NO_LIMIT: Final = 2**62


@dataclass(frozen=True)
class TrashRow:
    """A deleted record; ``id`` is the change that deleted it, ``whose`` the person, campaign … it belonged to."""

    id: int
    operation_id: int
    table: str
    row_id: int
    kind: str
    name: str
    whose: str
    at: datetime
    officer: str


@dataclass(frozen=True)
class TrashPage:
    """Deleted records, the latest first; ``next_key`` goes on after the last."""

    rows: tuple[TrashRow, ...]
    next_key: int | None
    total: int | None = None


@dataclass(frozen=True)
class Restored:
    """What came back."""

    name: str
    changes: Changes


def deleted_records(
    register: Register, *, table: str | None = None, after: int | None = None, limit: int = 100
) -> TrashPage:
    """Return a page of the trash, of one table or of all."""
    rows: list[TrashRow] = []
    tables = json.dumps([table] if table else list(RECORDS))
    with register.looking() as connection:
        names = Names(connection)
        last = None
        for found in connection.execute(_DELETED, (tables, after or _NO_LIMIT)):
            if len(rows) == limit:
                return TrashPage(tuple(rows), last)
            last = found[0]
            if is_gone(connection, found[2], found[3], json.loads(found[4])) and not _went_along(connection, found):
                rows.append(_row(names, found))
    return TrashPage(tuple(rows), None)


def restore(register: Register, change_id: int) -> Restored:
    """Bring a deleted record back: by taking its deletion back, or else alone with what hung on it.

    RuleBroken when something it needs is gone, something else stands in its place or what was written since forbids it
    (services/trash_rules.py); NotFound when it is back already.
    """
    with register.looking() as connection:
        found = connection.execute(
            "SELECT operation_id, table_name, row_id, content FROM row_change WHERE id = ? AND kind = 'd'", (change_id,)
        ).fetchone()
        if found is None or not is_gone(connection, found[1], found[2], json.loads(found[3] or "{}")):
            raise NotFound(NOT_THERE)
        operation_id, table, row_id, content = found
        name = Names(connection).of_gone(table, json.loads(content or "{}")) or table_name(table)
        rows = deleted_with(connection, operation_id, table, row_id)
        ensure_known(rows)
        along = {(one.table, one.row_id) for one in rows}
        others = [one for one in changes_in(connection, operation_id) if (one.table, one.row_id) not in along]
        is_whole = not any(one.kind == "d" and one.table in RECORDS for one in others)
        ensure_nobody_twice(connection, rows)
    if is_whole and not why_not(register, operation_id):
        return Restored(name, undo(register, operation_id).changes)
    return Restored(name, _alone(register, operation_id, table, row_id))


def empty_trash(register: Register, *, older_than_days: int) -> int:
    """Take the bytes of files deleted so many days ago for good, never to be undone; return how many. NotAllowed."""
    before = datetime.now(UTC) - timedelta(days=older_than_days)
    with origin(EMPTYING), register.writing(right=Right.ERASE) as session:
        files = empty_bin(sqlite_of(session), before.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
        if files:
            session.merge(RegisterSetting(key=EMPTIED, value=f"{now()} · {files}"))
    return files


def _alone(register: Register, operation_id: int, table: str, row_id: int) -> Changes:
    try:
        with register.writing() as session:
            connection = sqlite_of(session)
            ensure_right(connection, register.officer_id, right_to_undo(connection, operation_id, register.officer_id))
            rows = deleted_with(connection, operation_id, table, row_id)
            ensure_known(rows)
            missing = missing_parents(connection, rows)
            if missing:
                names = Names(connection)
                first = missing[0]
                what = f"{table_name(first.table)} “{names.of(first.table, first.row_id)}”"
                raise RuleBroken(NO_PARENT, what=what)
            ensure_fits(connection, operation_id, rows)
            return changes_of(put_all_back(connection, rows))
    except database_errors() as error:
        if "constraint" in str(error).casefold():
            raise RuleBroken(TAKEN) from error
        raise


def _went_along(connection: sqlite3.Connection, found: tuple[Any, ...]) -> bool:
    """Tell whether the record went because the one it belongs to was deleted in the same operation."""
    _id, operation_id, table, _row_id, content, *_rest = found
    row = json.loads(content)
    return any(
        row.get(column) is not None
        and connection.execute(
            "SELECT 1 FROM row_change WHERE table_name = ? AND row_id = ? AND kind = 'd' AND operation_id = ?",
            (parent, row[column], operation_id),
        ).fetchone()
        is not None
        for column, parent in parents_of(connection, table)
    )


def _row(names: Names, found: tuple[Any, ...]) -> TrashRow:
    id_, operation_id, table, row_id, content, at, officer = found
    row = json.loads(content)
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    name = names.of_gone(table, row)
    return TrashRow(id_, operation_id, table, row_id, table_name(table), name, names.whose(row, name), moment, officer)
