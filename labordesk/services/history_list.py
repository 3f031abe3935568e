"""Nhật ký: what was written, when, by whom and from where, in sentences; the newest first."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.history_values import Names, Shown, shown_change
from labordesk.services.import_sentences import import_sentence
from labordesk.services.table_names import table_name
from labordesk.store import history_undo as store
from labordesk.store.history_triggers import BOOKS
from labordesk.store.history_undo import Change
from labordesk.store.origin import EMPTYING, ERASING, NEW, OUTSIDE, SALVAGE, SCAN
from labordesk.store.register import Register

ADDED, CHANGED, DELETED = N_("Thêm {what}"), N_("Sửa {what}"), N_("Xóa {what}")
OF_ONE = N_("{table} “{name}”")
OF_MANY = N_("{n} {table}")
AND_MORE = N_("{sentence}, cùng {n} dòng khác")
WITH_FIELDS = N_("{sentence}: {fields}")
UNDID, REDID = N_("Hoàn tác: {sentence}"), N_("Làm lại: {sentence}")

ORIGINS: Final = {
    NEW: N_("Lập sổ"),
    OUTSIDE: N_("Chương trình khác sửa thẳng vào tệp sổ"),
    SCAN: N_("Rà hồ sơ trùng"),
    ERASING: N_("Xóa dữ liệu cá nhân hết hạn lưu"),
    SALVAGE: N_("Cứu sổ hỏng: bỏ các liên kết đã mất"),
    EMPTYING: N_("Dọn thùng rác"),
}
"""Origins that are a sentence by themselves."""

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
    "history": N_("Nhật ký"),
    "cli": N_("Dòng lệnh"),
}

_FIRST: Final = (
    "person", "house", "grant_case", "campaign", "unit_list", "award", "unit", "unit_event", "contribution", "activity",
    "agreement", "target", "indicator_value", "aggregate", "fund", "programme", "norm", "attachment", "officer",
)  # fmt: skip
"""Of several tables the one the sentence is about, the first that was touched."""

_MOST_READ: Final = 2_000
"""Changes looked at for one sentence."""

_FIELDS_NAMED: Final = 3


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
    conditions, values = _conditions(query)
    if after is not None:
        conditions.append("o.id < ?")
        values.append(after)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with register.looking() as connection:
        names = Names(connection)
        found = connection.execute(
            "SELECT o.id, o.at, o.origin, o.changes, o.undoes_id, f.name FROM operation o"
            f" LEFT JOIN officer f ON f.id = o.officer_id {where} ORDER BY o.id DESC LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        rows = tuple(_row(connection, names, one) for one in found[:limit])
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
        return _sentence(connection, Names(connection), operation_id)


def _conditions(query: HistoryQuery) -> tuple[list[str], list[Any]]:
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
    if query.row_id is not None or query.kind == "d":
        # Few of all changes: found by their own index, not by walking through every operation.
        inside = [f"{column} = ?" for column, _value in asked]
        conditions.append(f"o.id IN (SELECT operation_id FROM row_change WHERE {' AND '.join(inside)})")
        values += [value for _column, value in asked]
        asked = []
    inside = [f"c.{column} = ?" for column, _value in asked]
    values += [value for _column, value in asked]
    if not query.books:
        inside.append("c.table_name NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(BOOKS)))
    if inside:
        conditions.append(
            "EXISTS (SELECT 1 FROM row_change c WHERE c.id >= o.first_change AND c.id < o.first_change + o.changes"
            f" AND {' AND '.join(inside)})"
        )
    return conditions, values


def _of_rows(query: HistoryQuery) -> tuple[tuple[str, Any], ...]:
    return (("table_name", query.table), ("row_id", query.row_id), ("kind", query.kind))


def _utc(day: date) -> str:
    return datetime(day.year, day.month, day.day).astimezone().astimezone(UTC).isoformat().replace("+00:00", "Z")


def _row(connection: sqlite3.Connection, names: Names, found: tuple[Any, ...]) -> OperationRow:
    id_, at, came_from, changes, undoes, officer = found
    return OperationRow(
        id=id_,
        at=datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(),
        officer=officer or "",
        place=_(PLACES[came_from]) if came_from in PLACES else "",
        sentence=_sentence(connection, names, id_),
        changes=changes,
        stands=store.stands(connection, id_),
        undoes_id=undoes,
        can_undo=came_from not in (NEW, ERASING, EMPTYING, SALVAGE),
        takes_back=undoes is not None and store.is_taking_back(connection, id_),
    )


def _sentence(connection: sqlite3.Connection, names: Names, operation_id: int) -> str:
    origin, undoes = connection.execute(
        "SELECT origin, undoes_id FROM operation WHERE id = ?", (operation_id,)
    ).fetchone()
    if undoes is not None:
        frame = UNDID if store.is_taking_back(connection, operation_id) else REDID
        return _(frame).format(sentence=_sentence(connection, names, _first_deed(connection, operation_id)))
    if origin in ORIGINS:
        return _(ORIGINS[origin])
    if origin == "import" and (sentence := import_sentence(connection, operation_id)):
        return sentence
    return _deed(names, store.changes_in(connection, operation_id, limit=_MOST_READ))


def _first_deed(connection: sqlite3.Connection, operation_id: int) -> int:
    """Return the deed at the end of a row of takings back."""
    undoes = connection.execute("SELECT undoes_id FROM operation WHERE id = ?", (operation_id,)).fetchone()[0]
    return operation_id if undoes is None else _first_deed(connection, undoes)


def _deed(names: Names, changes: list[Change]) -> str:
    tables = Counter(one.table for one in changes)
    table = next((one for one in _FIRST if one in tables), changes[0].table if changes else "")
    about = [one for one in changes if one.table == table]
    kind = next((kind for kind in ("i", "d", "u") if any(one.kind == kind for one in about)), "u")
    rows = {(one.row_id, one.key) for one in about if one.kind == kind}
    verb = {"i": ADDED, "d": DELETED}.get(kind, CHANGED)
    label = _small(table_name(table))
    if len(rows) == 1:
        one = next(one for one in about if one.kind == kind)
        name = names.of(table, one.row_id, one.content)
        what = _(OF_ONE).format(table=label, name=name) if name else label
        sentence = _(verb).format(what=what)
        fields = [shown.label for shown in _values(names, one)] if kind == "u" else []
        if fields:
            more = "…" if len(fields) > _FIELDS_NAMED else ""
            sentence = _(WITH_FIELDS).format(sentence=sentence, fields=", ".join(fields[:_FIELDS_NAMED]) + more)
    else:
        sentence = _(verb).format(what=_(OF_MANY).format(n=len(rows), table=label))
    others = len({(one.table, one.row_id, one.key) for one in changes if one.table != table and one.table in _FIRST})
    return _(AND_MORE).format(sentence=sentence, n=others) if others else sentence


def _changed(connection: sqlite3.Connection, names: Names, change: Change) -> ChangedRow:
    verb = {"i": ADDED, "d": DELETED}.get(change.kind, CHANGED)
    row = _row_put_in(connection, change) if change.kind == "i" else change.content
    name = names.of(change.table, change.row_id, row if change.kind != "u" else None)
    label = _small(table_name(change.table))
    what = _(verb).format(what=_(OF_ONE).format(table=label, name=name) if name else label)
    about = names.record(change.table, change.row_id, change.content if change.kind == "d" else row)
    return ChangedRow(change.table, change.row_id, what, tuple(_values(names, change, row)), about)


def _values(names: Names, change: Change, row: dict[str, Any] | None = None) -> list[Shown]:
    if change.kind == "u":
        pairs = {name: (pair[0], pair[1]) for name, pair in change.content.items()}
    elif change.kind == "d":
        pairs = {name: (value, None) for name, value in change.content.items()}
    else:
        pairs = {name: (None, value) for name, value in (row or {}).items()}
    found = (shown_change(names, change.table, column, *pair) for column, pair in pairs.items())
    # A hidden value reads the same before and after; that it changed is told all the same.
    return [one for one in found if one is not None and (one.before or one.after)]


def _row_put_in(connection: sqlite3.Connection, change: Change) -> dict[str, Any]:
    """Return a row as it was put in: as it stands, or as it was when deleted, taken back through later changes."""
    later = connection.execute(
        "SELECT kind, content FROM row_change WHERE table_name = ? AND row_id = ? AND id > ? ORDER BY id",
        (change.table, change.row_id, change.id),
    ).fetchall()
    cursor = connection.execute(f"SELECT * FROM {change.table} WHERE rowid = ?", (change.row_id,))
    found = cursor.fetchone()
    row = dict(zip((one[0] for one in cursor.description), found, strict=True)) if found else {}
    end = next((place for place, (kind, _content) in enumerate(later) if kind == "d"), None)
    if end is not None:
        row = json.loads(later[end][1] or "{}")
    for kind, content in reversed(later[:end]):
        if kind == "u":
            row |= {name: pair[0] for name, pair in json.loads(content or "{}").items()}
    return row


def _small(text: str) -> str:
    """Return a table's name inside a sentence; abbreviations and names keep their capitals."""
    return text[:1].lower() + text[1:]
