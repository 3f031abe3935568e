"""Who of a list shares a household: with somebody helped before, or with somebody of another row (domain.md 5.3)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from labordesk.fields.choices import RELATIONS
from labordesk.i18n import N_, _
from labordesk.rules.double_benefit import Benefit
from labordesk.services.benefits import awards_of_people, houses_of_people
from labordesk.services.import_drafts import Draft
from labordesk.services.person_relatives import REVERSED, household_of
from labordesk.vietnamese.fold import plain_key, search_key
from labordesk.vietnamese.names import folded_name

IN_LIST: Final = N_("{relation}, {name}, cũng có trong danh sách (dòng {row}).")
PERHAPS: Final = N_("Có thể cùng hộ với {name} ở dòng {row} ({why}); hãy kiểm tra có hỗ trợ trùng một hộ không.")
_LABELS: Final = dict(RELATIONS)
_FEW: Final = 500
"""So many households are looked into name by name, as the form does; of more only what is linked is known."""
_KIN: Final = re.compile(r"\b(?:vo|chong|con|bo|me|cha|em|anh|chi|chau|ong|ba)\b")
_FAMILIES_OF_ONE_PHONE: Final = 4
"""A phone more people have is that of an office."""

_IN_HOUSEHOLDS: Final = """
SELECT p.value FROM json_each(?) p WHERE EXISTS (SELECT 1 FROM household_member m WHERE m.person_id = p.value)
OR EXISTS (SELECT 1 FROM household_member m WHERE m.relative_id = p.value) OR EXISTS (
    SELECT 1 FROM household_member m JOIN person q ON q.plain_key = m.plain_key
    WHERE q.id = p.value AND m.relative_id IS NULL)
"""
_LINKED: Final = """
SELECT person_id, relative_id, relation, 0 FROM household_member
WHERE relative_id IS NOT NULL AND person_id IN (SELECT value FROM json_each(:people))
UNION SELECT relative_id, person_id, relation, 1 FROM household_member
WHERE relative_id IN (SELECT value FROM json_each(:people))
UNION SELECT a.relative_id, b.relative_id, '', 0 FROM household_member a JOIN household_member b
ON b.person_id = a.person_id AND b.relative_id IS NOT NULL AND b.relative_id <> a.relative_id
WHERE a.relative_id IN (SELECT value FROM json_each(:people))
"""


def households_of(connection: sqlite3.Connection, people: Iterable[int]) -> Mapping[int, Mapping[int, str]]:
    """Return who shares a household with each of these people, with the relation (code, "" when unknown)."""
    listed = list(dict.fromkeys(people))
    near = [row[0] for row in connection.execute(_IN_HOUSEHOLDS, (json.dumps(listed),))]
    if len(near) <= _FEW:
        return {one: found for one in near if (found := household_of(connection, [one]))}
    linked: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for person_id, relative_id, relation, is_reversed in connection.execute(_LINKED, {"people": json.dumps(near)}):
        said = REVERSED.get(relation, relation) if is_reversed else relation
        linked[person_id][relative_id] = linked[person_id].get(relative_id) or said
    return linked


def household_benefits(
    connection: sqlite3.Connection,
    households: Mapping[int, Mapping[int, str]],
    programme_id: int,
    tet_year: int | None,
) -> Mapping[int, tuple[Benefit, ...]]:
    """Return what the household of each person was given or is to be given, of a programme or the same Tết."""
    owners: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, relatives in households.items():
        for relative_id in relatives:
            owners[relative_id].append(person_id)
    if not owners:
        return {}
    everybody = json.dumps(list(owners))
    found: defaultdict[int, list[Benefit]] = defaultdict(list)
    for benefit in (
        *awards_of_people(connection, everybody, programme_id, tet_year),
        *houses_of_people(connection, everybody),
    ):
        for person_id in owners[benefit.person_id]:
            relation = _(_LABELS.get(households[person_id][benefit.person_id], ""))
            found[person_id].append(replace(benefit, relation=relation))
    return {person_id: tuple(benefits) for person_id, benefits in found.items()}


def warn_within(drafts: Sequence[Draft], households: Mapping[int, Mapping[int, str]]) -> None:
    """Tell of each later row whose household an earlier row of the list is of, surely or perhaps."""
    rows: dict[int, Draft] = {}
    for draft in drafts:
        person_id = draft.identity.chosen
        for relative_id, relation in households.get(person_id or 0, {}).items():
            if (other := rows.get(relative_id)) is not None:
                label = _(_LABELS[relation]) if relation in _LABELS else _("Người cùng hộ")
                name = str(other.values.get("name") or "")
                draft.wrong("name", "warning", _(IN_LIST).format(relation=label, name=name, row=other.read.row))
        if person_id is not None:
            rows.setdefault(person_id, draft)
    for draft, other, why in _perhaps(drafts):
        if not _known_together(draft, other, households):
            name = str(other.values.get("name") or "")
            draft.wrong("name", "warning", _(PERHAPS).format(name=name, row=other.read.row, why=why))


def _perhaps(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft, str]]:
    """Yield pairs of rows of different people that name each other or have one phone; the later row comes first."""
    names: dict[str, list[int]] = defaultdict(list)
    phones: dict[str, list[int]] = defaultdict(list)
    for place, draft in enumerate(drafts):
        if name := draft.values.get("name"):
            names[folded_name(str(name))].append(place)
        if phone := draft.read.values.get("phone"):
            phones[str(phone)].append(place)
    told: set[tuple[int, int]] = set()
    for place, draft in enumerate(drafts):
        for other, why in _named_in(draft, names):
            pair = min(place, other), max(place, other)
            if pair[0] != pair[1] and pair not in told and _are_two(drafts[pair[0]], drafts[pair[1]]):
                told.add(pair)
                yield drafts[pair[1]], drafts[pair[0]], why
    for same in phones.values():
        if not 1 < len(same) <= _FAMILIES_OF_ONE_PHONE:
            continue
        for other in same[1:]:
            if (same[0], other) not in told and _are_two(drafts[same[0]], drafts[other]):
                told.add((same[0], other))
                yield drafts[other], drafts[same[0]], _("cùng số điện thoại")


def _named_in(draft: Draft, names: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, str]]:
    """Yield the rows of people a row names as kin: "(vợ anh Nguyễn Văn Tú)", or who receives instead."""
    values = draft.read.values
    if recipient := values.get("recipient"):
        for place in _only(names.get(search_key(str(recipient)), ())):
            yield place, _("nhận thay cho nhau")
    beside = str(values.get("alias") or "")
    match = _KIN.match(plain_key(beside)) if beside else None
    if match is None:
        return
    words = beside.split()
    for first in range(1, len(words) - 1):
        for place in _only(names.get(search_key(" ".join(words[first:])), ())):
            yield place, beside


def _only(places: Sequence[int]) -> Sequence[int]:
    return places if len(places) == 1 else ()


def _are_two(one: Draft, other: Draft) -> bool:
    """Tell whether two rows are of two people."""
    if one.same_as == other.place or other.same_as == one.place or (one.same_as and one.same_as == other.same_as):
        return False
    chosen = one.identity.chosen, other.identity.chosen
    if None not in chosen and chosen[0] == chosen[1]:
        return False
    return search_key(str(one.values.get("name") or "")) != search_key(str(other.values.get("name") or ""))


def _known_together(one: Draft, other: Draft, households: Mapping[int, Mapping[int, str]]) -> bool:
    """Tell whether the register says already that two rows are of one household."""
    ids = one.identity.chosen, other.identity.chosen
    return None not in ids and cast(int, ids[1]) in households.get(cast(int, ids[0]), {})
