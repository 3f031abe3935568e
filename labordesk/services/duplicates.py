"""Who in the register may be the person being entered: looked for by numbers, and by given name with year of birth.

Scores over whole names are useless for Vietnamese (Nguyễn Văn Tâm / Tân); ``rules.duplicates`` judges each candidate.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from labordesk.fields import common
from labordesk.i18n import _
from labordesk.model.keys import block_key
from labordesk.model.person import PersonFields
from labordesk.rules.duplicates import EQUAL, Candidate, may_be_alike, name_similarity, verdict
from labordesk.store.register import Register
from labordesk.vietnamese.fold import plain_key, search_key, words_of
from labordesk.vietnamese.names import given_name, given_name_range

MOST_HINTS: Final = 20
_MOST_CANDIDATES: Final = 1_000
"""So many people of one given name and year are compared in about 5 ms; at a million people there are 400."""

_SELECT: Final = """
SELECT p.id, coalesce(u.short_name, u.name, ''), p.search_key,
       p.full_name, p.birth, p.unit_id, p.citizen_id, p.phone, p.old_id
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
"""


@dataclass(frozen=True)
class DuplicateHint:
    """Somebody who may be the same person: ``strong`` surely, ``review`` worth a look; ``reasons`` are sentences."""

    person_id: int
    verdict: Literal["strong", "review"]
    name: str
    birth: str | None
    unit_name: str
    reasons: tuple[str, ...]
    same_citizen_id: bool = False


@dataclass(frozen=True)
class _Known:
    """A person of the register as the rules look at one."""

    person_id: int
    candidate: Candidate
    unit_name: str = ""


def similar_people(
    register: Register, fields: PersonFields, exclude_id: int | None = None
) -> tuple[DuplicateHint, ...]:
    """Return who may be this person, the surest first; ``exclude_id`` is the person's own row when it is edited."""
    with register.looking() as connection:
        return similar_in(connection, fields, exclude_id)


def similar_in(
    connection: sqlite3.Connection, fields: PersonFields, exclude_id: int | None = None
) -> tuple[DuplicateHint, ...]:
    """Return the same within a unit of work."""
    asked = _candidate(fields)
    others = {exclude_id} if exclude_id is None else {exclude_id, *_decided_different(connection, exclude_id)}
    found = [
        (judged, known)
        for known in _candidates(connection, fields)
        if known.person_id not in others and (judged := verdict(asked, known.candidate))
    ]
    found.sort(key=lambda one: (one[0] != "strong", -_nearness(asked, one[1].candidate), one[1].person_id))
    return tuple(_hint(asked, judged, known) for judged, known in found[:MOST_HINTS])


def _decided_different(connection: sqlite3.Connection, person_id: int) -> Iterator[int]:
    """Yield those of whom somebody has said that they are other people: nobody asks about them again."""
    for (other,) in connection.execute(
        "SELECT second_id FROM person_pair WHERE first_id = :person AND decision = 'different'"
        " UNION SELECT first_id FROM person_pair WHERE second_id = :person AND decision = 'different'",
        {"person": person_id},
    ):
        yield other


def _candidates(connection: sqlite3.Connection, fields: PersonFields) -> Iterator[_Known]:
    """Yield each person once who shares a number, or whose given name and year of birth may be the same."""
    seen: set[int] = set()
    wanted = " ".join(words_of(search_key(fields.full_name)))
    for sql, values, by_number in _questions(fields):
        for row in connection.execute(f"{_SELECT} {sql} LIMIT {_MOST_CANDIDATES}", values):
            if row[0] not in seen and (by_number or may_be_alike(wanted, row[2])):
                seen.add(row[0])
                yield _Known(row[0], Candidate(*row[3:]), row[1])


def _questions(fields: PersonFields) -> Iterator[tuple[str, tuple[Any, ...], bool]]:
    """Yield where to look, and whether a number brings people together there, whatever their names."""
    for column in ("citizen_id", "old_id", "phone"):
        if number := getattr(fields, column):
            yield f"WHERE p.{column} = ?", (number,), True
    low, high = given_name_range(plain_key(given_name(fields.full_name)))
    same_unit = "WHERE p.unit_id = ? AND p.sort_key BETWEEN ? AND ?"
    if fields.birth:
        yield "WHERE p.block_key = ?", (block_key(fields.full_name, fields.birth),), False
        if fields.unit_id is not None:
            yield f"{same_unit} AND p.birth IS NULL", (fields.unit_id, low, high), False
    elif fields.unit_id is not None:
        yield same_unit, (fields.unit_id, low, high), False


def _candidate(fields: PersonFields) -> Candidate:
    return Candidate(fields.full_name, fields.birth, fields.unit_id, fields.citizen_id, fields.phone, fields.old_id)


def _have_same(a: str | None, b: str | None) -> bool:
    return a is not None and a == b


def _nearness(asked: Candidate, known: Candidate) -> float:
    return name_similarity(asked.full_name, known.full_name)


def _hint(asked: Candidate, judged: Literal["strong", "review"], known: _Known) -> DuplicateHint:
    return DuplicateHint(
        person_id=known.person_id,
        verdict=judged,
        name=known.candidate.full_name,
        birth=known.candidate.birth,
        unit_name=known.unit_name,
        reasons=tuple(reasons(asked, known.candidate)),
        same_citizen_id=_have_same(asked.citizen_id, known.candidate.citizen_id),
    )


def reasons(a: Candidate, b: Candidate) -> Iterator[str]:
    """Yield what two people have in common, the weightiest first."""
    if _have_same(a.citizen_id, b.citizen_id):
        yield _("cùng số CCCD")
    elif a.numbers() & b.numbers():
        yield _("cùng số CMND cũ")
    likeness = name_similarity(a.full_name, b.full_name)
    if likeness == EQUAL:
        yield _("cùng họ tên")
    elif likeness:
        yield _("họ tên gần giống")
    if a.birth and b.birth and a.birth == b.birth:
        yield _("cùng ngày sinh") if len(a.birth) == 10 else _("cùng năm sinh")
    elif a.birth and b.birth and a.birth[:4] == b.birth[:4]:
        yield _("cùng năm sinh, khác ngày") if min(len(a.birth), len(b.birth)) == 10 else _("cùng năm sinh")
    if _have_same(a.phone, b.phone):
        yield _("cùng số điện thoại")
    if a.unit_id is not None and a.unit_id == b.unit_id:
        yield _("cùng đơn vị")


def describe(hint: DuplicateHint) -> str:
    """Return "Trần Thị Hoà, sinh 05/01/1988, THCS Đồng Tâm (cùng họ tên, cùng năm sinh)" for a sentence."""
    birth = _("sinh {birth}").format(birth=common.BIRTH.kind.show(hint.birth)) if hint.birth else ""
    person = ", ".join(part for part in (hint.name, birth, hint.unit_name) if part)
    return f"{person} ({', '.join(hint.reasons)})"
