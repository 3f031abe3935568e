"""Gộp hồ sơ: two files of one human become one with both histories, and can be parted again at any time.

The row taken away is written down whole, with all that was moved; later rows stay with the kept file when they part.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, cast

from sqlmodel import Session, col, select

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields import kinds as clock
from labordesk.fields import specs_of
from labordesk.fields.spec import Gate
from labordesk.i18n import N_, _
from labordesk.model import Person, PersonMerge
from labordesk.model.person import PersonFields
from labordesk.rules.person_choice import JOINED
from labordesk.services.benefit_reasons import DoubledGift, doubled_gifts
from labordesk.services.changes import Changes
from labordesk.services.person_records import CONSENT_FIRST, CONSENT_LAW, health_row, person_of, put_keys
from labordesk.services.person_review import check_person_fields
from labordesk.services.person_snapshot import Trace, Values, change_noted, insert_row, move, put_back, rows_of
from labordesk.services.row_edit import apply_fields, touch
from labordesk.store.engine import sqlite_of
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short

ITSELF = N_("Không gộp một hồ sơ với chính nó; hãy chọn hai hồ sơ khác nhau.")
CHANGED = N_("Hồ sơ của {name} vừa được sửa ở nơi khác; hãy mở lại để so sánh rồi gộp.")
TWO_NUMBERS = N_("Hai hồ sơ có hai số CCCD khác nhau; chỉ gộp khi chắc chắn một số ghi sai, và phải nêu lý do.")
NUMBER_SOURCE: Final = "Nghị định 137/2015/NĐ-CP"
SAID_DIFFERENT = N_("Hai hồ sơ này đã được kết luận là hai người khác nhau; hãy bỏ kết luận ấy trước khi gộp.")
PARTED_ALREADY = N_("Lần gộp này đã được tách lại rồi.")
LATER_FIRST = N_("Sau lần gộp này còn gộp thêm {name} ngày {day}; hãy tách lần gộp sau trước.")
NO_MERGE = N_("Không thấy lần gộp này; hãy mở lại hồ sơ.")

KEPT_NUMBERS: Final = ("citizen_id", "old_id", "phone", "union_card", "social_insurance")
"""Numbers not chosen stay readable in the note, because old papers bear them."""
FROM_MERGED: Final = "Hồ sơ gộp ngày {day}: {numbers}"
"""A line of the note, which is always Vietnamese."""


@dataclass(frozen=True)
class MergeOrder:
    """Which file is kept and what comes from the other; versions are those the officer has compared."""

    kept_id: int
    gone_id: int
    kept_version: int
    gone_version: int
    from_gone: frozenset[str] = frozenset()
    reason: str | None = None


@dataclass(frozen=True)
class Merged:
    """The merge, the file that is left, and campaigns in which it now has two gifts without a reason."""

    merge_id: int
    person_id: int
    row_version: int
    doubled: tuple[DoubledGift, ...]
    changes: Changes


@dataclass(frozen=True)
class Parted:
    """The file that is back, what was recorded since and stays with the kept one, and fields edited since."""

    person_id: int
    kept_id: int
    later_awards: int
    edited: tuple[str, ...]
    changes: Changes


@dataclass(frozen=True)
class UnusedValue:
    """A value that was not chosen; sensitive ones are shown on request only."""

    label: str
    text: str
    sensitive: bool


@dataclass(frozen=True)
class MergeRow:
    """A merge as the file shows it; ``can_part`` is False while a later merge stands above it."""

    id: int
    name: str
    merged_on: date
    reason: str
    unused: tuple[UnusedValue, ...]
    can_part: bool


def merge_people(register: Register, order: MergeOrder) -> Merged:
    """Make one file of two; nothing that either of them holds is lost.

    InvalidInput for a file with itself, RuleBroken for two citizen ids without a reason, or when one was changed since.
    """
    if order.kept_id == order.gone_id:
        raise InvalidInput(ITSELF)
    with register.writing() as session:
        kept, gone = person_of(session, order.kept_id), person_of(session, order.gone_id)
        reason = " ".join((order.reason or "").split()) or None
        connection = sqlite_of(session)
        _check(connection, order, kept, gone, reason)
        fields = merged_fields(kept, gone, order.from_gone)
        check_person_fields(fields)
        [gone_row] = rows_of(connection, "person", "id = ?", (order.gone_id,))
        before, theirs = _values(kept), _values(gone)
        trace = move(connection, order.gone_id, order.kept_id)
        _close_memberships(connection, trace, order.kept_id, fields.unit_id)
        session.expire_all()
        session.delete(session.get_one(Person, order.gone_id))
        session.flush()
        kept = session.get_one(Person, order.kept_id)
        apply_fields(kept, fields, None)
        touch(kept)
        put_keys(kept)
        if not kept.consent and health_row(session, order.kept_id) is not None:
            raise RuleBroken(CONSENT_FIRST, source=CONSENT_LAW)
        merge = PersonMerge(
            kept_id=order.kept_id,
            gone_uid=gone_row["uid"],
            merged_on=clock.today(),
            reason=reason,
            snapshot=_snapshot(gone_row, theirs, before, _values(kept), trace, _last_award(connection)),
        )
        session.add(merge)
        session.flush()
        doubled = tuple(doubled_gifts(sqlite_of(session), order.kept_id))
        return Merged(cast(int, merge.id), order.kept_id, kept.row_version, doubled, _CHANGES)


def undo_merge(register: Register, merge_id: int) -> Parted:
    """Part two files again: both as they were, with all that was theirs.

    What was recorded since stays with the kept file, and a field edited since keeps its newer value.
    """
    with register.writing() as session:
        merge = session.get(PersonMerge, merge_id)
        if merge is None:
            raise InvalidInput(NO_MERGE)
        if merge.undone_on is not None:
            raise RuleBroken(PARTED_ALREADY)
        later = _later(session, merge)
        if later is not None:
            raise RuleBroken(LATER_FIRST, name=_gone_row(later)["full_name"], day=short(later.merged_on))
        told = json.loads(merge.snapshot)
        connection = sqlite_of(session)
        stored = told["gone"]["id"]
        gone_id = insert_row(connection, "person", _with_unit(connection, told["gone"]))
        put_back(connection, Trace(**told["trace"]), gone_id, merge.kept_id, stored)
        session.expire_all()
        kept = session.get_one(Person, merge.kept_id)
        edited = tuple(_restore(kept, told["before"], told["after"]))
        touch(kept)
        put_keys(kept)
        put_keys(session.get_one(Person, gone_id))
        merge = session.get_one(PersonMerge, merge_id)
        merge.undone_on = clock.today()
        touch(merge)
        session.flush()
        [later_awards] = (
            sqlite_of(session)
            .execute("SELECT count(*) FROM award WHERE person_id = ? AND id > ?", (merge.kept_id, told["last_award"]))
            .fetchone()
        )
        return Parted(gone_id, merge.kept_id, later_awards, edited, _CHANGES)


def merges_in(connection: sqlite3.Connection, person_id: int) -> tuple[MergeRow, ...]:
    """Return the merges that made a file what it is, the latest first; those parted again are left out."""
    rows = connection.execute(
        "SELECT id, merged_on, coalesce(reason, ''), snapshot FROM person_merge"
        " WHERE kept_id = ? AND undone_on IS NULL ORDER BY id DESC",
        (person_id,),
    ).fetchall()
    return tuple(
        MergeRow(
            row[0], told["gone"]["full_name"], date.fromisoformat(row[1]), row[2], tuple(_unused(told)), place == 0
        )
        for place, row in enumerate(rows)
        for told in (json.loads(row[3]),)
    )


def merged_fields(kept: PersonFields, gone: PersonFields, from_gone: frozenset[str]) -> PersonFields:
    """Return the fields of the file that is left: those chosen, both notes, and numbers that are not chosen noted."""
    names = PersonFields.model_fields
    values = {name: getattr(gone if name in from_gone and name not in JOINED else kept, name) for name in names}
    if not values["old_id"]:
        values["old_id"] = kept.old_id or gone.old_id
    unused = dict.fromkeys(
        f"{_label(name)} {value}"
        for name in KEPT_NUMBERS
        for value in (getattr(kept, name), getattr(gone, name))
        if value and value not in (values[name], values["old_id"])
    )
    line = FROM_MERGED.format(day=short(clock.today()), numbers="; ".join(unused)) if unused else None
    notes = dict.fromkeys(part for part in (kept.note, gone.note, line) if part)
    values["note"] = "\n".join(notes) or None
    return PersonFields.model_validate(values)


_CHANGES: Final = Changes(people=True, awards=True, cases=True, houses=True)


def _check(connection: sqlite3.Connection, order: MergeOrder, kept: Person, gone: Person, reason: str | None) -> None:
    for person, version in ((kept, order.kept_version), (gone, order.gone_version)):
        if person.row_version != version:
            raise RuleBroken(CHANGED, name=person.full_name)
    if kept.citizen_id and gone.citizen_id and kept.citizen_id != gone.citizen_id and not reason:
        raise RuleBroken(TWO_NUMBERS, source=NUMBER_SOURCE)
    first, second = sorted((order.kept_id, order.gone_id))
    said = connection.execute(
        "SELECT 1 FROM person_pair WHERE first_id = ? AND second_id = ? AND decision = 'different'", (first, second)
    ).fetchone()
    if said:
        raise RuleBroken(SAID_DIFFERENT)


def _close_memberships(connection: sqlite3.Connection, trace: Trace, person_id: int, unit_id: int | None) -> None:
    """End today what is still open in other units than the chosen one: a person is in one unit at a time."""
    until = clock.today().isoformat()
    for row in rows_of(connection, "membership", "person_id = ? AND until IS NULL", (person_id,)):
        if row["unit_id"] != unit_id:
            change_noted(connection, trace, "membership", row, {"until": until})


def _snapshot(gone_row: Values, gone: Values, before: Values, after: Values, trace: Trace, last_award: int) -> str:
    changed = [name for name in before if before[name] != after[name]]
    unused = [
        (name, side[name])
        for name in before
        for side in (before, gone)
        if name not in (*JOINED, "unit_id") and side[name] not in (None, "", False, after[name])
    ]
    return json.dumps(
        {
            "gone": gone_row,
            "unused": unused,
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
            "trace": asdict(trace),
            "last_award": last_award,
        },
        ensure_ascii=False,
    )


def _values(person: PersonFields) -> Values:
    """Return a person's own fields as JSON holds them."""
    return PersonFields.model_validate(person).model_dump(mode="json")


def _last_award(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM award").fetchone()[0])


def _restore(kept: Person, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Put the fields back that are still as the merge left them, and yield the labels of the others."""
    own = PersonFields.model_validate({**_values(kept), **before})
    now = _values(kept)
    for name in before:
        if now[name] == after[name]:
            setattr(kept, name, getattr(own, name))
        elif name == "note" and after[name] and after[name] in (now[name] or ""):
            kept.note = (now[name] or "").replace(after[name], before[name] or "").strip("\n") or None
        else:
            yield _label(name)


def _later(session: Session, merge: PersonMerge) -> PersonMerge | None:
    """Return a merge into the same file that stands above this one."""
    return session.exec(
        select(PersonMerge)
        .where(
            PersonMerge.kept_id == merge.kept_id,
            col(PersonMerge.id) > merge.id,
            col(PersonMerge.undone_on).is_(None),
        )
        .order_by(col(PersonMerge.id).desc())
    ).first()


def _gone_row(merge: PersonMerge) -> Values:
    return cast(Values, json.loads(merge.snapshot)["gone"])


def _with_unit(connection: sqlite3.Connection, row: Values) -> Values:
    """Return the row without a unit that is no longer in the register."""
    found = connection.execute("SELECT 1 FROM unit WHERE id = ?", (row["unit_id"],)).fetchone()
    return row if found else {**row, "unit_id": None}


def _unused(told: Mapping[str, Any]) -> Iterator[UnusedValue]:
    """Yield what either file held and the merged one does not show; units are told by the memberships."""
    specs = specs_of(PersonFields)
    for name, value in told["unused"]:
        if name in specs:
            fields = PersonFields.model_validate({"full_name": "", name: value})
            text = specs[name].kind.show(getattr(fields, name))
            yield UnusedValue(_(specs[name].label), text, specs[name].gate is Gate.SENSITIVE)


def _label(name: str) -> str:
    return specs_of(PersonFields)[name].label
