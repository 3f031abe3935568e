"""Hoàn tác (undo): taking back what one operation wrote, as long as nothing was built on it.

Taking back is an operation of its own, so it can be taken back too, and the history shows both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from labordesk.errors import LabordeskError, NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.rules.roles import Right
from labordesk.services.changes import Changes
from labordesk.services.history_tables import changes_of
from labordesk.services.table_names import table_name
from labordesk.store import history_undo as store
from labordesk.store.engine import sqlite_of
from labordesk.store.origin import EMPTYING, ERASING, NEW, SALVAGE, SCAN
from labordesk.store.register import Register
from labordesk.store.rights import ensure_right

NO_OPERATION = N_("Không thấy lần ghi này trong nhật ký; hãy xem lại danh sách.")
NOT_THIS = N_("Lần ghi này không hoàn tác được; nếu cần, hãy mở bản sao lưu trước đó.")
DONE_ALREADY = N_("Lần ghi này đã được hoàn tác rồi.")
BUILT_ON = N_("Chưa hoàn tác được vì sau đó đã có việc dựa vào: {what}; hãy hoàn tác hoặc bỏ việc đó trước.")

_NEVER = frozenset((NEW, ERASING, EMPTYING, SALVAGE))
_SILENT = frozenset((NEW, ERASING, EMPTYING, SALVAGE, SCAN))
"""Not taken back by Ctrl+Z: nobody remembers having done it."""

_COUNTERS = "next_document_number_"
"""Beginning of the setting that counts papers; a number once given out stays given out."""


@dataclass(frozen=True)
class Undone:
    """What taking an operation back wrote: its own operation, and which pages it concerns."""

    operation_id: int
    undone_id: int
    changes: Changes


def undo(register: Register, operation_id: int, *, also: Callable[[sqlite3.Connection], None] | None = None) -> Undone:
    """Take back one operation; RuleBroken names what was built on it, NotFound when there is no such operation.

    ``also`` writes what belongs to it in the same unit of work, such as the mark on an import.
    """
    with register.writing(undoes=operation_id) as session:
        connection = sqlite_of(session)
        ensure_right(connection, register.officer_id, right_to_undo(connection, operation_id, register.officer_id))
        _must_be_undoable(connection, operation_id)
        obstacles = store.obstacles(connection, operation_id)
        if obstacles:
            raise RuleBroken(BUILT_ON, what=named(obstacles))
        tables = store.take_back(connection, operation_id)
        if also is not None:
            also(connection)
    assert register.last_operation is not None
    return Undone(register.last_operation, operation_id, changes_of(tables))


def last_operation(register: Register) -> int | None:
    """Return what Ctrl+Z takes back: the latest deed that stands, or None."""
    with register.looking() as connection:
        return next(iter(undoable(connection, limit=1)), None)


def last_undone(register: Register) -> int | None:
    """Return the taking back that Ctrl+Y takes back in turn; None after a new deed, or when nothing was taken back."""
    with register.looking() as connection:
        for id_, came_from, undoes in connection.execute(
            "SELECT id, origin, undoes_id FROM operation ORDER BY id DESC"
        ):
            if undoes is None and came_from not in _SILENT and not _is_silent(connection, id_):
                return None
            if undoes is not None and store.is_taking_back(connection, id_) and store.stands(connection, id_):
                return int(id_)
    return None


def undoable(connection: sqlite3.Connection, *, limit: int) -> list[int]:
    """Return the latest operations Ctrl+Z would take back one after another, the newest first."""
    found: list[int] = []
    deeds = connection.execute("SELECT id, origin FROM operation WHERE undoes_id IS NULL ORDER BY id DESC")
    for id_, came_from in deeds:
        if came_from in _SILENT or not store.stands(connection, id_) or _is_silent(connection, id_):
            continue
        found.append(int(id_))
        if len(found) == limit:
            break
    return found


def why_not(register: Register, operation_id: int) -> str:
    """Return the sentence that says why an operation cannot be taken back now; empty when it can."""
    with register.looking() as connection:
        try:
            _must_be_undoable(connection, operation_id)
        except LabordeskError as error:
            return str(error)
        obstacles = store.obstacles(connection, operation_id)
        return str(RuleBroken(BUILT_ON, what=named(obstacles))) if obstacles else ""


def right_to_undo(connection: sqlite3.Connection, operation_id: int, officer_id: int | None) -> Right:
    """Return what taking back asks for: choices are the keeper's, another user's work is for who approves."""
    row = connection.execute(
        "SELECT o.officer_id, EXISTS (SELECT 1 FROM row_change c WHERE c.id >= o.first_change"
        " AND c.id < o.first_change + o.changes AND c.table_name = 'register_setting' AND instr(c.content, ?) = 0)"
        " FROM operation o WHERE o.id = ?",
        (f'"{_COUNTERS}', operation_id),
    ).fetchone()
    if row is not None and row[1]:
        return Right.SETTINGS
    return Right.WRITE if row is None or row[0] in (None, officer_id) else Right.APPROVE


def _must_be_undoable(connection: sqlite3.Connection, operation_id: int) -> None:
    row = connection.execute("SELECT origin FROM operation WHERE id = ?", (operation_id,)).fetchone()
    if row is None:
        raise NotFound(NO_OPERATION)
    if row[0] in _NEVER or store.is_erased(connection, operation_id) or _is_silent(connection, operation_id):
        raise RuleBroken(NOT_THIS)
    if not store.stands(connection, operation_id):
        raise RuleBroken(DONE_ALREADY)


def _is_silent(connection: sqlite3.Connection, operation_id: int) -> bool:
    """Tell whether an operation did nothing but note what happened or give out the number of a paper."""
    return not store.has_deeds(connection, operation_id, counters=_COUNTERS)


def named(obstacles: Iterable[store.Obstacle]) -> str:
    """Return what stands in the way, for a sentence: "Lần hỗ trợ (2), Phiếu, vé (1)"."""
    return ", ".join(f"{table_name(one.table)} ({one.count})" for one in tuple(obstacles)[:4])
