"""Whether what is derived agrees with what it was derived from: keys of names, the tree of units, stages of houses."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from labordesk.i18n import N_, _
from labordesk.model.keys import PersonKeys, person_keys
from labordesk.rules.house_stages import stage_of
from labordesk.rules.unit_names import unit_plain_key, unit_sort_key
from labordesk.services.problem import Fault, Problem, problem_of

PERSON_KEYS = N_("Đối tượng: {n} người xếp hoặc tìm theo tên chưa đúng (dòng số {ids}); hãy lập lại chỉ mục.")
UNIT_KEYS = N_("Đơn vị: {n} đơn vị xếp hoặc tìm theo tên chưa đúng (dòng số {ids}); hãy lập lại chỉ mục.")
NOT_COMPOSED = N_("Đối tượng: {n} họ tên dùng dấu rời nên khó tìm (dòng số {ids}); hãy mở từng hồ sơ rồi lưu lại.")
RING = N_("Đơn vị: {n} đơn vị trực thuộc vòng quanh chính mình (dòng số {ids}); hãy sửa ô “Trực thuộc”.")
STAGE = N_("Mái ấm công đoàn: {n} nhà có giai đoạn không khớp các mốc (dòng số {ids}); hãy mở từng nhà rồi lưu lại.")


def wrong_keys(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield people and units whose key columns are not what the rule makes of their names."""
    people, loose = [], []
    for id_, name, birth, sort_name, *keys in connection.execute(
        "SELECT id, full_name, birth, sort_name, plain_key, search_key, sort_key, block_key FROM person"
    ):
        if PersonKeys(*keys) != person_keys(name, birth, sort_name):
            people.append(id_)
        if not unicodedata.is_normalized("NFC", name):
            loose.append(id_)
    yield from _found(PERSON_KEYS, people, "person", Fault.DERIVED)
    yield from _found(NOT_COMPOSED, loose, "person")
    units = [id_ for id_, keys, wanted in unit_keys(connection) if keys != wanted]
    yield from _found(UNIT_KEYS, units, "unit", Fault.DERIVED)


def unit_keys(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[str, str], tuple[str, str]]]:
    """Give id, (plain_key, sort_key) as stored and as made anew from all names a unit has or had."""
    former: dict[int, list[str]] = defaultdict(list)
    for id_, name in connection.execute("SELECT unit_id, old_name FROM unit_event WHERE old_name IS NOT NULL"):
        former[id_].append(name)
    for id_, name, short, abbreviation, plain, sort in connection.execute(
        "SELECT id, name, short_name, abbreviation, plain_key, sort_key FROM unit"
    ).fetchall():
        wanted = (unit_plain_key([name, short, abbreviation, *former[id_]]), unit_sort_key(name))
        yield id_, (plain, sort), wanted


def wrong_tree(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield units that are above themselves."""
    parents = dict(connection.execute("SELECT id, parent_id FROM unit").fetchall())
    yield from _found(RING, [id_ for id_ in parents if _is_in_ring(id_, parents)], "unit")


def wrong_stages(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield houses that do not stand where their milestones say."""
    milestones: dict[int, dict[str, date]] = defaultdict(dict)
    for house, code, day in connection.execute("SELECT house_id, milestone, happened_on FROM house_milestone"):
        milestones[house][code] = date.fromisoformat(day)
    wrong = [
        house
        for house, stage in connection.execute("SELECT id, stage FROM house")
        if stage != stage_of(milestones[house])
    ]
    yield from _found(STAGE, wrong, "house")


def _is_in_ring(start: int, parents: dict[int, int | None]) -> bool:
    seen = set()
    unit: int | None = parents[start]
    while unit is not None and unit not in seen:
        if unit == start:
            return True
        seen.add(unit)
        unit = parents.get(unit)
    return False


def _found(sentence: str, ids: list[int], table: str, kind: Fault = Fault.ROWS) -> Iterator[Problem]:
    if ids:
        yield problem_of(_(sentence), ids, table, kind)
