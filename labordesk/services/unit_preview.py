"""What a decision about a unit would move, told before anything is written: how much of what, and what to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from labordesk.i18n import N_, _
from labordesk.services.unit_events import Decision, history_in, unit_of
from labordesk.services.unit_mergers import check_end, uncounted_members
from labordesk.services.unit_records import TABLES, moving_count, moving_titles
from labordesk.services.unit_shares import joined_campaigns
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

PEOPLE, UNITS, BRANCH, BRANCH_PEOPLE = "people", "units", "branch", "branch_people"
_LABELS = {
    PEOPLE: N_("người"),
    UNITS: N_("đơn vị trực thuộc"),
    BRANCH: N_("đơn vị bên dưới đi cùng"),
    BRANCH_PEOPLE: N_("người đi cùng"),
}
MOST_NAMED = 3

NAMESAKES = N_(
    "{n} người cùng tên, cùng năm sinh hoặc cùng số CCCD ở các đơn vị này: {names}. Hãy xem ở mục Hồ sơ trùng."
)
SHARES = N_("Phân bổ đợt “{campaign}” được cộng lại: {own} + {other} suất.")
REOPENS = N_("Danh sách đợt “{campaign}” phải duyệt lại vì có phần chưa duyệt.")
STAYING = N_("{n} bản ghi từ ngày {day} trở đi hoặc chưa xong còn ở “{unit}”; hãy chọn chuyển cả bản ghi.")
NOBODY = N_("Không có đơn vị kế tục: {n} người vẫn ghi ở đơn vị đã kết thúc.")
MORE = N_("và {n} người khác")


@dataclass(frozen=True)
class MovingPart:
    """So many rows of one kind; ``key`` asks for their names."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class UnitMove:
    """What one unit hands over."""

    unit_id: int
    name: str
    parts: tuple[MovingPart, ...]


@dataclass(frozen=True)
class MovePreview:
    """What a decision of a day would move, unit by unit, with sentences about what deserves a look."""

    on: date
    units: tuple[UnitMove, ...]
    warnings: tuple[str, ...]


def preview_end(
    register: Register,
    sources: Sequence[int],
    successor_id: int | None,
    on: date,
    *,
    take_records: bool,
    founds: bool = False,
) -> MovePreview:
    """Tell what the end of units would move; the refusals are those of ``merge_units`` and ``close_unit``.

    Without ``successor_id`` nobody carries on, unless the decision ``founds`` the unit that does.
    """
    decision = Decision(on)
    decision.check()
    with register.reading() as session:
        ended = list(dict.fromkeys(sources))
        for unit_id in ended:
            check_end(session, unit_of(session, unit_id), decision, successor_id)
        carries_on = founds or successor_id is not None
        takes = take_records and carries_on
        units = tuple(_move(session, unit_id, on, take_records=takes) for unit_id in ended) if carries_on else ()
        warnings = _left_behind(session, ended, on, people=not carries_on) if not takes else []
        if takes and successor_id is not None:
            warnings += _joined(session, ended, successor_id, on)
        if carries_on:
            successor = None if successor_id is None else unit_of(session, successor_id).name
            warnings += uncounted_members(session, ended, successor)
            warnings += _namesakes(session, [*ended, *([successor_id] if successor_id is not None else ())])
        return MovePreview(on, units, tuple(warnings))


def preview_transfer(register: Register, unit_id: int, on: date) -> MovePreview:
    """Tell what goes with a unit that is put under another one: the units below it and all their people."""
    with register.reading() as session:
        history = history_in(session)
        branch = history.subtree_ids(unit_id, on)
        parts = (
            MovingPart(BRANCH, _(_LABELS[BRANCH]), len(branch) - 1),
            MovingPart(BRANCH_PEOPLE, _(_LABELS[BRANCH_PEOPLE]), sum(_people(session, one) for one in branch)),
        )
        move = UnitMove(unit_id, history.name_on(unit_id, on), tuple(part for part in parts if part.count))
        return MovePreview(on, (move,), ())


def moving_names(register: Register, unit_id: int, key: str, on: date, *, limit: int = 200) -> tuple[str, ...]:
    """Return what the rows of a part of the preview are called, the first ones only."""
    with register.reading() as session:
        if key == UNITS:
            history = history_in(session)
            return tuple(history.name_on(child, on) for child in history.tree_on(on).get(unit_id, [])[:limit])
        if key == BRANCH:
            history = history_in(session)
            return tuple(sorted(history.name_on(one, on) for one in history.subtree_ids(unit_id, on) - {unit_id}))
        if key in (PEOPLE, BRANCH_PEOPLE):
            branch = history_in(session).subtree_ids(unit_id, on) if key == BRANCH_PEOPLE else (unit_id,)
            marks = ", ".join(str(int(one)) for one in branch)
            rows = session.connection().execute(
                text(f"SELECT full_name FROM person WHERE unit_id IN ({marks}) ORDER BY sort_key, id LIMIT :most"),
                {"most": limit},
            )
            return tuple(name for (name,) in rows)
        table = next(table for table in TABLES if table.name == key)
        return moving_titles(session, table, unit_id, on, limit)


def _move(session: Session, unit_id: int, on: date, *, take_records: bool) -> UnitMove:
    history = history_in(session)
    below = len(history.tree_on(on).get(unit_id, ()))
    parts = [MovingPart(PEOPLE, _(_LABELS[PEOPLE]), _people(session, unit_id))]
    parts.append(MovingPart(UNITS, _(_LABELS[UNITS]), below))
    if take_records:
        parts += [MovingPart(table.name, _(table.label), moving_count(session, table, unit_id, on)) for table in TABLES]
    return UnitMove(unit_id, history.name_on(unit_id, on), tuple(part for part in parts if part.count))


def _people(session: Session, unit_id: int) -> int:
    found = session.connection().execute(text("SELECT count(*) FROM person WHERE unit_id = :unit"), {"unit": unit_id})
    return int(found.scalar_one())


def _left_behind(session: Session, ended: Sequence[int], on: date, *, people: bool) -> list[str]:
    """Say what would stay in a unit that has ended."""
    found = []
    for unit_id in ended:
        unit = unit_of(session, unit_id)
        waiting = sum(moving_count(session, table, unit_id, on) for table in TABLES)
        if waiting:
            found.append(_(STAYING).format(n=number(waiting), day=short(on), unit=unit.name))
        count = _people(session, unit_id)
        if people and count:
            found.append(_(NOBODY).format(n=number(count)))
    return found


def _joined(session: Session, ended: Sequence[int], successor_id: int, on: date) -> list[str]:
    """Say what will be added up or opened again at the successor."""
    found = []
    for unit_id in ended:
        for joined in joined_campaigns(session, unit_of(session, unit_id), unit_of(session, successor_id), on):
            if joined.packages is not None:
                own, other = map(number, joined.packages)
                found.append(_(SHARES).format(campaign=joined.name, own=own, other=other))
            if joined.list_reopens:
                found.append(_(REOPENS).format(campaign=joined.name))
    return found


def _namesakes(session: Session, unit_ids: Sequence[int]) -> list[str]:
    """Name the people who stand in two of the units, by number or by name and birth: perhaps the same human."""
    marks = ", ".join(str(int(unit_id)) for unit_id in unit_ids)
    rows = session.connection().execute(
        text(f"SELECT unit_id, full_name, search_key, birth, citizen_id FROM person WHERE unit_id IN ({marks})")
    )
    groups: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for unit_id, name, key, birth, citizen_id in rows:
        groups[key, (birth or "")[:4]].append((unit_id, name))
        if citizen_id:
            groups["", citizen_id].append((unit_id, name))
    names = {found[0][1]: None for found in groups.values() if len({unit_id for unit_id, _name in found}) > 1}
    if not names:
        return []
    shown = list(names)[:MOST_NAMED]
    if len(names) > MOST_NAMED:
        shown.append(_(MORE).format(n=len(names) - MOST_NAMED))
    return [_(NAMESAKES).format(n=len(names), names=", ".join(shown))]
