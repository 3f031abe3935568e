"""One operation in one sentence, as somebody at the next desk would tell it.

What officers do every day has words of its own (``history_deeds``); the rest is "Thêm", "Sửa", "Xóa" and the record.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from labordesk.i18n import N_, _
from labordesk.services.history_deeds import Deed, deed_words
from labordesk.services.history_values import Names, Shown, row_put_in, shown_change
from labordesk.services.table_names import table_name
from labordesk.store import history_undo as store
from labordesk.store.history_undo import Change
from labordesk.store.origin import EMPTYING, ERASING, NEW, OUTSIDE, SALVAGE, SCAN
from labordesk.vietnamese.numbers import number

ADDED, CHANGED, DELETED = N_("Thêm {what}"), N_("Sửa {what}"), N_("Xóa {what}")
OF_ONE = N_("{table} “{name}”")
OF_MANY = N_("{n} {table}")
AND_MORE = N_("{sentence}, cùng {rest}")
WITH_FIELDS = N_("{sentence}: {fields}")
FROM_TO, ONLY_TO, ONLY_FROM = N_("{label} từ “{before}” thành “{after}”"), N_("{label} “{after}”"), N_("bỏ {label}")
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

_FIRST: Final = (
    "person", "house", "grant_case", "campaign", "unit_list", "award", "unit", "unit_event", "contribution", "activity",
    "agreement", "target", "indicator_value", "aggregate", "fund", "programme", "norm", "attachment", "officer",
)  # fmt: skip
"""Of several tables the one the sentence is about, the first that was touched."""

_MOST_READ: Final = 24
"""Changes whose values are looked at for one sentence; larger operations are only counted beyond."""

_FIELDS_NAMED: Final = 3
_LONGEST_VALUE: Final = 40


@dataclass(frozen=True)
class Facts:
    """What a sentence needs to know of an operation; a page of the history reads it for all its rows at once."""

    id: int
    origin: str
    undoes_id: int | None
    first_change: int
    changes: int


def sentence(connection: sqlite3.Connection, names: Names, operation_id: int) -> str:
    """Return what an operation did; a taking back begins with what it took back."""
    facts = connection.execute(
        "SELECT id, origin, undoes_id, first_change, changes FROM operation WHERE id = ?", (operation_id,)
    ).fetchone()
    return told(connection, names, Facts(*facts))


def told(connection: sqlite3.Connection, names: Names, facts: Facts) -> str:
    """Return the same for an operation whose facts are known."""
    if facts.undoes_id is not None:
        frame = UNDID if store.is_taking_back(connection, facts.id) else REDID
        return _(frame).format(sentence=sentence(connection, names, _first_deed(connection, facts.id)))
    if facts.origin in ORIGINS:
        return _(ORIGINS[facts.origin])
    changes = store.changes_from(connection, facts.first_change, min(facts.changes, _MOST_READ))
    deed = Deed(facts.id, connection, names, changes, partial(_counted, connection, facts, changes))
    return deed_words(deed) or _plain(connection, names, deed)


def _first_deed(connection: sqlite3.Connection, operation_id: int) -> int:
    """Return the deed at the end of a row of takings back."""
    undoes = connection.execute("SELECT undoes_id FROM operation WHERE id = ?", (operation_id,)).fetchone()[0]
    return operation_id if undoes is None else _first_deed(connection, undoes)


def _counted(connection: sqlite3.Connection, facts: Facts, changes: list[Change]) -> Counter[tuple[str, str]]:
    """Count the rows by table and kind of change; a row put in and changed again counts as put in."""
    if facts.changes <= len(changes):
        first: dict[tuple[str, int, object], str] = {}
        for one in changes:
            first.setdefault((one.table, one.row_id, one.key), one.kind)
        return Counter((table, kind) for (table, _row_id, _key), kind in first.items())
    found = connection.execute(
        "SELECT table_name, kind, CASE kind WHEN 'u' THEN count(DISTINCT CASE kind WHEN 'u' THEN row_id END)"
        " ELSE count(*) END FROM row_change WHERE id >= ? AND id < ? GROUP BY table_name, kind",
        (facts.first_change, facts.first_change + facts.changes),
    )
    counted = Counter({(table, kind): rows for table, kind, rows in found})
    for table, kind in list(counted):
        if kind == "u" and (table, "i") in counted:  # what was put in and then changed is one row
            counted[table, "u"] = max(0, counted[table, "u"] - counted[table, "i"])
    return +counted


def _plain(connection: sqlite3.Connection, names: Names, deed: Deed) -> str:
    tables = {table for table, _kind in deed.rows}
    table = next((one for one in _FIRST if one in tables), deed.changes[0].table if deed.changes else "")
    about = [one for one in deed.changes if one.table == table]
    if not about:
        return ""
    kinds = [kind for name, kind in deed.rows if name == table]
    rows = sum(count for (name, _kind), count in deed.rows.items() if name == table)
    kind = kinds[0] if len(kinds) == 1 else "i" if "i" in kinds else "u"
    verb = {"i": ADDED, "d": DELETED}.get(kind, CHANGED)
    label = small(table_name(table))
    if rows == 1:
        one = about[-1] if kind == "u" else about[0]
        name = names.of(table, one.row_id, one.content if one.kind == "d" else None)
        words = _(verb).format(what=_(OF_ONE).format(table=label, name=name) if name else label)
        words += _of_whom(connection, names, table, one, name)
        fields = _fields(values(names, _as_one(about))) if kind == "u" else ""
    else:
        words = _(verb).format(what=_(OF_MANY).format(n=number(rows), table=label))
        fields = _labels([shown for one in about for shown in values(names, one)]) if kind == "u" else ""
    if fields:
        words = _(WITH_FIELDS).format(sentence=words, fields=fields)
    rest = [
        (other, sum(count for (name, _kind), count in deed.rows.items() if name == other))
        for other in _FIRST
        if other in tables and other != table
    ]
    if not rest:
        return words
    named = ", ".join(_(OF_MANY).format(n=number(count), table=small(table_name(other))) for other, count in rest)
    return _(AND_MORE).format(sentence=words, rest=named)


def _of_whom(connection: sqlite3.Connection, names: Names, table: str, one: Change, name: str) -> str:
    """Return " của …" for a paper or file, which says little by its own name."""
    if table not in ("attachment", "case_paper"):
        return ""
    row = one.content if one.kind == "d" else row_put_in(connection, one)
    for column, parent in (("case_id", "grant_case"), ("house_id", "house"), ("campaign_id", "campaign")):
        if row.get(column) is not None:
            whose = names.of(parent, row[column])
            if whose and whose != name:
                return _(" của “{whose}”").format(whose=whose)
    return ""


def _fields(found: list[Shown]) -> str:
    """Return what changed: one or two fields with both values, more of them by their names."""
    if len(found) <= 2 and all(len(one.before) <= _LONGEST_VALUE and len(one.after) <= _LONGEST_VALUE for one in found):
        return ", ".join(_change(one) for one in found)
    return _labels(found)


def _labels(found: list[Shown]) -> str:
    """Return the names of what changed, each once."""
    labels = list(dict.fromkeys(one.label for one in found))
    return ", ".join(labels[:_FIELDS_NAMED]) + ("…" if len(labels) > _FIELDS_NAMED else "")


def _as_one(changes: list[Change]) -> Change:
    """Return the changes of one row as one: what stood before the first, what after the last."""
    if len(changes) == 1:
        return changes[0]
    pairs: dict[str, list[object]] = {}
    for one in changes:
        for name, pair in one.content.items() if one.kind == "u" else ():
            pairs[name] = [pairs[name][0] if name in pairs else pair[0], pair[1]]
    return replace(changes[-1], kind="u", content=pairs)


def _change(one: Shown) -> str:
    if one.before == one.after:  # both hidden
        return one.label
    frame = FROM_TO if one.before and one.after else ONLY_TO if one.after else ONLY_FROM
    return _(frame).format(
        label=small(one.label) if frame is ONLY_FROM else one.label, before=one.before, after=one.after
    )


def values(names: Names, change: Change, row: dict[str, object] | None = None) -> list[Shown]:
    """Return the fields of a change that a form shows, each with both sides."""
    if change.kind == "u":
        pairs = {name: (pair[0], pair[1]) for name, pair in change.content.items()}
    elif change.kind == "d":
        pairs = {name: (value, None) for name, value in change.content.items()}
    else:
        pairs = {name: (None, value) for name, value in (row or {}).items()}
    found = (shown_change(names, change.table, column, *pair) for column, pair in pairs.items())
    # A hidden value reads the same before and after; that it changed is told all the same.
    return [one for one in found if one is not None and (one.before or one.after)]


def small(text: str) -> str:
    """Return a table's name inside a sentence; abbreviations and names keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
