"""Units end, merge and split by decisions; another unit carries on with the people and the work not yet done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from sqlmodel import Session, select

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.i18n import N_, _
from labordesk.model import RegisterSetting, Unit, UnitEvent
from labordesk.model.unit import UnitFields
from labordesk.services.changes import Changes
from labordesk.services.registers import OWN_UNIT
from labordesk.services.row_edit import touch
from labordesk.services.share_book import ShareBook
from labordesk.services.unit_changes import move_in_tree
from labordesk.services.unit_events import Decision, add_event, ensure_lives_on, history_in, unit_of
from labordesk.services.unit_guard import ensure_unit_open
from labordesk.services.unit_records import end_memberships, move_people, move_records, records_since
from labordesk.services.unit_shares import move_shares
from labordesk.services.units import add_unit
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

ALREADY_ENDED = N_("“{unit}” đã có quyết định kết thúc hoạt động ngày {day}; hãy kiểm tra lại.")
CHILDREN = N_(
    "Ngày {day} “{unit}” còn {count} đơn vị trực thuộc; hãy chuyển các đơn vị đó trước, hoặc chọn đơn vị kế tục."
)
RECORDS = N_(
    "“{unit}” có {count} bản ghi từ ngày {day} trở đi; hãy sửa các bản ghi đó, "
    "hoặc chọn đơn vị kế tục và chuyển các bản ghi sang."
)
LATER_EVENT = N_("“{unit}” có quyết định từ ngày {day}; ngày kết thúc phải sau ngày đó.")
ITSELF = N_("Đơn vị kế tục phải khác đơn vị kết thúc; hãy chọn lại.")
BELOW = N_("“{target}” trực thuộc “{unit}”; hãy chuyển “{target}” về đơn vị khác trước.")
NO_SOURCE = N_("Hãy chọn ít nhất một đơn vị được sáp nhập.")
NO_PART = N_("Hãy ghi ít nhất một đơn vị mới được chia, tách ra.")
UNCOUNTED = N_("Số đoàn viên của “{unit}” ({n}) chưa được cộng; cập nhật số đoàn viên của “{successor}”.")
UNCOUNTED_IN_NEW = N_("Số đoàn viên của “{unit}” ({n}) chưa được cộng; ghi xong hãy cập nhật số của đơn vị mới.")
OWN_UNIT_ENDS = N_("“{unit}” là đơn vị giữ sổ này; hãy chọn đơn vị kế tục.")


@dataclass(frozen=True)
class Reorganised:
    """What a decision did: ``id`` is the unit that carries on (the one that ended when nobody does).

    ``new_ids`` are units founded by the decision; the counts are people, units and records that changed hands.
    """

    id: int
    row_version: int
    changes: Changes
    new_ids: tuple[int, ...] = ()
    people: int = 0
    units: int = 0
    records: int = 0
    uncounted: tuple[str, ...] = ()
    """Sentences about members reported for a unit that ended, which nobody has added to the one that carries on."""


def close_unit(
    register: Register,
    unit_id: int,
    decision: Decision,
    *,
    successor_id: int | None = None,
    take_records: bool = False,
) -> Reorganised:
    """End a unit on the eve of the decision's day; with a successor its people and units go there.

    ``take_records`` also hands over records of that day or later and the work not yet done; without it such later
    records are refused.
    """
    with register.writing() as session:
        decision.check()
        unit = unit_of(session, unit_id)
        moved = _end(session, unit, "closed", decision, successor_id, take_records=take_records)
        left = unit if successor_id is None else unit_of(session, successor_id)
        uncounted = uncounted_members(session, [unit_id], left.name) if successor_id is not None else ()
        return _reorganised(session, left, moved, uncounted=uncounted)


def merge_units(
    register: Register,
    sources: Sequence[int],
    target: int | UnitFields,
    decision: Decision,
    *,
    take_records: bool = False,
) -> Reorganised:
    """End several units in favour of one that exists or is founded by the decision; see ``close_unit``."""
    with register.writing() as session:
        decision.check()
        ended = list(dict.fromkeys(sources))
        if not ended:
            raise InvalidInput(NO_SOURCE, field="sources")
        if isinstance(target, UnitFields):
            left = add_unit(session, target, decision=decision, instead_of=ended)
            new_ids: tuple[int, ...] = (cast(int, left.id),)
        else:
            left, new_ids = unit_of(session, target), ()
        moved = _Moved()
        for unit_id in ended:
            moved += _end(session, unit_of(session, unit_id), "merged", decision, left.id, take_records=take_records)
            add_event(session, left, "merged", decision, other_unit_id=unit_id)
        return _reorganised(session, left, moved, new_ids, uncounted=uncounted_members(session, ended, left.name))


def uncounted_members(session: Session, ended: Sequence[int], successor: str | None) -> tuple[str, ...]:
    """Return a sentence for each unit whose reported number of members does not go along by itself.

    The number of the one that carries on (None: a unit not founded yet) may count these members already, so it is
    for a person to put right.
    """
    units = (unit_of(session, unit_id) for unit_id in ended)
    sentence = _(UNCOUNTED_IN_NEW if successor is None else UNCOUNTED)
    return tuple(
        sentence.format(unit=unit.name, n=number(unit.member_count), successor=successor)
        for unit in units
        if unit.member_count
    )


def split_unit(
    register: Register,
    unit_id: int,
    parts: Sequence[UnitFields],
    decision: Decision,
    *,
    goes_on: bool = True,
    successor: int = 0,
    take_records: bool = False,
) -> Reorganised:
    """Found new units out of one that goes on (tách) or ends (chia), beside it unless they say where.

    When it ends, the part at place ``successor`` carries on with its people and units, to be moved on from there.
    """
    with register.writing() as session:
        decision.check()
        unit = unit_of(session, unit_id)
        ensure_lives_on(unit, decision)
        if not parts:
            raise InvalidInput(NO_PART, field="parts")
        place = history_in(session).parent_on(unit_id, decision.on)
        replaced = () if goes_on else (unit_id,)
        new_ids = tuple(_found_part(session, unit, part, decision, place, replaced) for part in parts)
        if goes_on:
            for part_id in new_ids:
                add_event(session, unit, "split", decision, other_unit_id=part_id)
            return _reorganised(session, unit, _Moved(), new_ids)
        left = unit_of(session, new_ids[successor])
        moved = _end(session, unit, "split", decision, left.id, take_records=take_records)
        uncounted = uncounted_members(session, [unit_id], left.name)
        return _reorganised(session, left, moved, new_ids, uncounted=uncounted)


def _found_part(
    session: Session,
    unit: Unit,
    part: UnitFields,
    decision: Decision,
    place: int | None,
    replaced: Collection[int],
) -> int:
    fields = part if part.parent_id is not None else part.model_copy(update={"parent_id": place})
    return cast(int, add_unit(session, fields, decision=decision, instead_of=replaced, out_of=unit.id).id)


@dataclass(frozen=True)
class _Moved:
    """How many people, units and records changed hands."""

    people: int = 0
    units: int = 0
    records: int = 0

    def __add__(self, other: _Moved) -> _Moved:
        return _Moved(self.people + other.people, self.units + other.units, self.records + other.records)


def _end(
    session: Session, unit: Unit, kind: str, decision: Decision, successor_id: int | None, *, take_records: bool
) -> _Moved:
    """End a unit on the eve of the decision's day and hand over what it had."""
    unit_id = cast(int, unit.id)
    check_end(session, unit, decision, successor_id)
    _pass_on_the_register(session, unit, successor_id)
    book = ShareBook(session, decision.on)
    units = _hand_over_units(session, unit, successor_id, decision)
    count = records_since(session, unit_id, decision.on)
    if count and not (take_records and successor_id is not None):
        raise RuleBroken(RECORDS, unit=unit.name, count=count, day=short(decision.on))
    records = 0
    if take_records and successor_id is not None:
        records = move_shares(session, book, unit, unit_of(session, successor_id), decision.on)
        records += move_records(session, unit_id, successor_id, decision.on)
    people = move_people(session, unit_id, successor_id, decision.on) if successor_id else 0
    end_memberships(session, unit_id, decision.on)
    add_event(session, unit, kind, decision, other_unit_id=successor_id)
    unit.valid_to = decision.on - timedelta(days=1)
    unit.successor_id = successor_id
    touch(unit)
    book.write()
    return _Moved(people, units, records)


def check_end(session: Session, unit: Unit, decision: Decision, successor_id: int | None) -> None:
    """Refuse an end on a day it cannot be, or in favour of a unit that cannot carry on."""
    _check_may_end(session, unit, decision)
    if successor_id is not None:
        _check_successor(session, unit, successor_id, decision.on)


def _check_may_end(session: Session, unit: Unit, decision: Decision) -> None:
    if unit.valid_to is not None:
        raise RuleBroken(ALREADY_ENDED, unit=unit.name, day=short(unit.valid_to))
    ensure_lives_on(unit, decision)
    events = session.exec(select(UnitEvent).where(UnitEvent.unit_id == unit.id)).all()
    last = max((event.happened_on for event in events), default=date.min)
    if last >= decision.on:
        raise InvalidInput(LATER_EVENT, field="happened_on", unit=unit.name, day=short(last))


def _check_successor(session: Session, unit: Unit, successor_id: int, on: date) -> None:
    if successor_id == unit.id:
        raise InvalidInput(ITSELF, field="successor_id")
    ensure_unit_open(session, successor_id, on, field="successor_id")
    if successor_id in history_in(session).subtree_ids(cast(int, unit.id), on):
        target = unit_of(session, successor_id)
        raise InvalidInput(BELOW, field="successor_id", target=target.name, unit=unit.name)


def _pass_on_the_register(session: Session, unit: Unit, successor_id: int | None) -> None:
    """Let the register belong to whoever carries on for the unit that kept it."""
    kept = session.get(RegisterSetting, OWN_UNIT)
    if kept is None or kept.value != str(unit.id):
        return
    if successor_id is None:
        raise RuleBroken(OWN_UNIT_ENDS, unit=unit.name)
    kept.value = str(successor_id)


def _hand_over_units(session: Session, unit: Unit, successor_id: int | None, decision: Decision) -> int:
    """Put the units below under the successor; refuse when there is none, or when others come under it later."""
    unit_id = cast(int, unit.id)
    history = history_in(session)
    below = history.tree_on(decision.on).get(unit_id, [])
    since = history.children_since(unit_id, decision.on)
    if since and (successor_id is None or len(since) > len(below)):
        raise RuleBroken(CHILDREN, unit=unit.name, count=len(since), day=short(decision.on))
    for child_id in below:
        child = unit_of(session, child_id)
        move_in_tree(session, child, successor_id, decision)
        touch(child)
    return len(below)


def _reorganised(
    session: Session, left: Unit, moved: _Moved, new_ids: tuple[int, ...] = (), *, uncounted: tuple[str, ...] = ()
) -> Reorganised:
    session.flush()
    changes = Changes(units=True, people=moved.people > 0, settings=True)
    if moved.records:
        changes |= Changes(
            campaigns=True,
            awards=True,
            cases=True,
            houses=True,
            activities=True,
            contributions=True,
            indicators=True,
            agreements=True,
        )
    return Reorganised(
        cast(int, left.id), left.row_version, changes, new_ids, moved.people, moved.units, moved.records, uncounted
    )
