"""Nhật ký: what was written, when, by whom and from where, in sentences; the newest first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.history_sentences import ADDED, CHANGED, DELETED, OF_ONE, Facts, sentence, small, told, values
from labordesk.services.history_values import Names, Shown, row_put_in
from labordesk.services.table_names import table_name
from labordesk.store import history_undo as store
from labordesk.store.history_triggers import BOOKS
from labordesk.store.history_undo import Change
from labordesk.store.origin import EMPTYING, ERASING, NEW, SALVAGE
from labordesk.store.register import Register

PLACES: Final = {
    "overview": N_("Tổng quan"),
    "people": N_("Đối tượng"),
    "houses": N_("Mái ấm công đoàn"),
    "gifts": N_("Quà tặng"),
    "grants": N_("Trợ cấp khó khăn"),
    "activities": N_("Hoạt động, vận động"),
    "funds": N_("Quỹ, nguồn"),
    "targets": N_("Chỉ tiêu"),
    "units": N_("Đơn vị"),
    "reports": N_("Báo cáo"),
    "imports": N_("Nhập danh sách"),
    "import": N_("Nhập danh sách"),
    "settings": N_("Cài đặt"),
    "settings:letterheads": N_("Cài đặt: Đầu văn bản"),
    "settings:norms": N_("Cài đặt: Định mức"),
    "settings:backups": N_("Cài đặt: Sao lưu"),
    "settings:check": N_("Cài đặt: Kiểm tra sổ"),
    "settings:officers": N_("Cài đặt: Người dùng sổ"),
    "settings:retention": N_("Cài đặt: Hồ sơ hết hạn lưu"),
    "settings:security": N_("Cài đặt: Bảo mật"),
    "restore": N_("Khôi phục từ bản sao lưu"),
    "history": N_("Nhật ký"),
    "cli": N_("Dòng lệnh"),
}


_RARE: Final = 5_000
"""Changes of a table that are gathered in a few milliseconds."""


@dataclass(frozen=True)
class HistoryQuery:
    """What is looked for; days of this machine, both inclusive. ``books`` adds prints, views and the like."""

    since: date | None = None
    until: date | None = None
    officer_id: int | None = None
    table: str | None = None
    row_id: int | None = None
    kind: str | None = None
    """ "d" for operations that deleted something: the trash."""
    books: bool = False


@dataclass(frozen=True)
class OperationRow:
    """One operation; ``at`` is the time of this machine, ``stands`` False once it was taken back."""

    id: int
    at: datetime
    officer: str
    place: str
    sentence: str
    changes: int
    stands: bool
    undoes_id: int | None
    can_undo: bool
    """Whether it is of a kind that can be taken back; ``history.why_not`` tells what stands in the way now."""
    takes_back: bool = False
    """Whether it took a deed back; one that did a deed again has ``undoes_id`` too, and is taken back as a deed."""


@dataclass(frozen=True)
class HistoryPage:
    """Operations, the newest first; ``next_key`` goes on after the last."""

    rows: tuple[OperationRow, ...]
    next_key: int | None
    total: int | None = None


@dataclass(frozen=True)
class ChangedRow:
    """One row of an operation: ``what`` was done to it in a sentence, and its values before and after."""

    table: str
    row_id: int
    what: str
    values: tuple[Shown, ...]
    about: tuple[str, int] | None = None
    """The record with a page of its own that the row belongs to (table, id), while it is in the register."""


def operations(register: Register, query: HistoryQuery, *, after: int | None = None, limit: int = 100) -> HistoryPage:
    """Return a page of the history; ``after`` is the ``next_key`` of the page before. NotAllowed."""
    ensure(register, Right.LOG)
    with register.looking() as connection:
        conditions, values = _conditions(connection, query)
        if after is not None:
            conditions.append("o.id < ?")
            values.append(after)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        names = Names(connection)
        found = connection.execute(
            "SELECT o.id, o.at, o.origin, o.changes, o.undoes_id, o.first_change, f.name FROM operation o"
            f" LEFT JOIN officer f ON f.id = o.officer_id {where} ORDER BY o.id DESC LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        undone = _taken_back(connection, [one[0] for one in found[:limit]])
        rows = tuple(_row(connection, names, one, undone) for one in found[:limit])
    return HistoryPage(rows, rows[-1].id if len(found) > limit else None)


def changed_rows(register: Register, operation_id: int, *, limit: int = 500) -> tuple[ChangedRow, ...]:
    """Return the rows of an operation with what changed in each, in the order of the changes. NotAllowed."""
    ensure(register, Right.LOG)
    with register.looking() as connection:
        names = Names(connection)
        changes = store.changes_in(connection, operation_id)[:limit]
        return tuple(_changed(connection, names, one) for one in changes)


def writers(register: Register) -> tuple[tuple[int, str], ...]:
    """Return the officers of the register, by name."""
    with register.looking() as connection:
        return tuple(connection.execute("SELECT id, name FROM officer ORDER BY name, id").fetchall())


def sentence_of(register: Register, operation_id: int) -> str:
    """Return what an operation did in one sentence: what Ctrl+Z asks about."""
    with register.looking() as connection:
        return sentence(connection, Names(connection), operation_id)


def _conditions(connection: sqlite3.Connection, query: HistoryQuery) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if query.since is not None:
        conditions.append("o.at >= ?")
        values.append(_utc(query.since))
    if query.until is not None:
        conditions.append("o.at < ?")
        values.append(_utc(query.until + timedelta(days=1)))
    if query.officer_id is not None:
        conditions.append("o.officer_id = ?")
        values.append(query.officer_id)
    asked = [(column, value) for column, value in _of_rows(query) if value is not None]
    if query.row_id is not None or query.kind == "d" or _is_rare(connection, query.table):
        # Few of all changes: found by their own index, not by walking through every operation.
        inside = [f"{column} = ?" for column, _value in asked]
        conditions.append(f"o.id IN (SELECT operation_id FROM row_change WHERE {' AND '.join(inside)})")
        values += [value for _column, value in asked]
        asked = []
    inside = [f"+c.{column} = ?" for column, _value in asked]  # by the range of the operation, never by their index
    values += [value for _column, value in asked]
    if not query.books:
        inside.append("+c.table_name NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(BOOKS)))
    if inside:
        conditions.append(
            "EXISTS (SELECT 1 FROM row_change c WHERE c.id >= o.first_change AND c.id < o.first_change + o.changes"
            f" AND {' AND '.join(inside)})"
        )
    return conditions, values


def _is_rare(connection: sqlite3.Connection, table: str | None) -> bool:
    """Tell whether a table was written so seldom that its changes are sooner gathered than met on the way."""
    if table is None:
        return False
    (found,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM row_change WHERE table_name = ? LIMIT ?)", (table, _RARE)
    ).fetchone()
    return bool(found < _RARE)


def _of_rows(query: HistoryQuery) -> tuple[tuple[str, Any], ...]:
    return (("table_name", query.table), ("row_id", query.row_id), ("kind", query.kind))


def _utc(day: date) -> str:
    return datetime(day.year, day.month, day.day).astimezone().astimezone(UTC).isoformat().replace("+00:00", "Z")


def _taken_back(connection: sqlite3.Connection, ids: Sequence[int]) -> Set[int]:
    """Return which of these operations another one took back, whether that stands or not."""
    rows = connection.execute(
        "SELECT DISTINCT undoes_id FROM operation WHERE undoes_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {id_ for (id_,) in rows}


def place_words(origin: str) -> str:
    """Return where something was written: the page, or the section of it that has a name here; empty for none."""
    found = PLACES.get(origin) or PLACES.get(origin.partition(":")[0])
    return "" if found is None else _(found)


def _row(connection: sqlite3.Connection, names: Names, found: tuple[Any, ...], undone: Set[int]) -> OperationRow:
    id_, at, came_from, changes, undoes, first, officer = found
    return OperationRow(
        id=id_,
        at=datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(),
        officer=officer or "",
        place=place_words(came_from),
        sentence=told(connection, names, Facts(id_, came_from, undoes, first, changes)),
        changes=changes,
        stands=id_ not in undone or store.stands(connection, id_),
        undoes_id=undoes,
        can_undo=came_from not in (NEW, ERASING, EMPTYING, SALVAGE),
        takes_back=undoes is not None and store.is_taking_back(connection, id_),
    )


def _changed(connection: sqlite3.Connection, names: Names, change: Change) -> ChangedRow:
    verb = {"i": ADDED, "d": DELETED}.get(change.kind, CHANGED)
    row = row_put_in(connection, change) if change.kind == "i" else change.content
    name = names.of(change.table, change.row_id, row if change.kind != "u" else None)
    label = small(table_name(change.table))
    what = _(verb).format(what=_(OF_ONE).format(table=label, name=name) if name else label)
    about = names.record(change.table, change.row_id, change.content if change.kind == "d" else row)
    return ChangedRow(change.table, change.row_id, what, tuple(values(names, change, row)), about)
