"""The register list: people by what is typed and by filters, page by page; light, for the first screen."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from labordesk.fields import Money, Spec, common
from labordesk.fields import kinds as clock
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.services.access import seen
from labordesk.services.pages import Page
from labordesk.store.register import Register
from labordesk.store.search_pages import Key, count_matches, find_people
from labordesk.store.search_sql import Wanted
from labordesk.store.search_terms import read_terms

PAGE: Final = 100

COLUMNS: Final[dict[str, Spec]] = {
    "full_name": common.FULL_NAME,
    "birth": common.BIRTH,
    "sex": common.SEX,
    "citizen_id": common.CITIZEN_ID,
    "phone": common.PHONE,
    "standing": common.STANDING,
    "unit_name": common.UNIT,
    "received_this_year": Spec(N_("Đã nhận trong năm"), Money(low=0)),
}
"""The columns of the list, by attribute of ``PersonRow``; forms declare the same fields in ``model.person``."""

_ROWS: Final = """
SELECT p.id, p.full_name, p.birth, p.sex, p.citizen_id, p.phone, p.standing, p.unit_id, coalesce(u.short_name, u.name),
       (SELECT coalesce(sum(l.amount), 0) FROM award a JOIN award_line l ON l.award_id = a.id
        WHERE a.person_id = p.id AND a.paid_on BETWEEN :first AND :last
          AND a.handover IN (SELECT value FROM json_each(:paid))),
       p.sort_key
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id IN (SELECT value FROM json_each(:ids)) ORDER BY +p.sort_key, p.id
"""


@dataclass(frozen=True)
class PeopleQuery:
    """What is looked for; ``unit_ids`` None is every unit, ``circumstance_id`` asks for those who are in it today.

    ``text`` may hold words of a name, with or without marks, and the beginning of a CCCD, CMND, phone or card number.
    """

    text: str = ""
    unit_ids: frozenset[int] | None = None
    circumstance_id: int | None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the list; ``received_this_year`` is money and goods handed over in the year asked for, in đồng."""

    id: int
    full_name: str
    birth: str | None
    sex: str | None
    citizen_id: str | None
    phone: str | None
    standing: str
    unit_id: int | None
    unit_name: str | None
    received_this_year: int
    sort_key: str


def search_people(
    register: Register, query: PeopleQuery, *, after: tuple[Any, ...] | None = None, limit: int = PAGE, year: int
) -> Page[PersonRow]:
    """Return people in name order; ``after`` is the ``next_key`` of the page before, ``year`` a calendar year."""
    with register.looking() as connection:
        keys = find_people(connection, _wanted(query), _key(after), limit + 1)
        rows = seen(register, _rows(connection, keys[:limit], year))
    return Page(rows, keys[limit - 1] if len(keys) > limit else None)


def count_people(register: Register, query: PeopleQuery, *, at_most: int = 1_000_000_000) -> int:
    """Return how many people match, ``at_most`` when there are more; slower than a page, so ask after showing it."""
    with register.looking() as connection:
        return count_matches(connection, _wanted(query), at_most)


def person_row(register: Register, person_id: int, *, year: int) -> PersonRow | None:
    """Return one person as the list shows them, None when there is none."""
    with register.looking() as connection:
        return next(iter(seen(register, _rows(connection, [("", person_id)], year))), None)


def _wanted(query: PeopleQuery) -> Wanted:
    return Wanted(
        terms=read_terms(query.text),
        today=clock.today().isoformat(),
        unit_ids=query.unit_ids,
        circumstance_id=query.circumstance_id,
        standing=query.standing,
    )


def _key(after: tuple[Any, ...] | None) -> Key | None:
    return None if after is None else (str(after[0]), int(after[1]))


def _rows(connection: sqlite3.Connection, keys: list[Key], year: int) -> tuple[PersonRow, ...]:
    asked = {
        "ids": json.dumps([person_id for _sort_key, person_id in keys]),
        "first": date(year, 1, 1).isoformat(),
        "last": date(year, 12, 31).isoformat(),
        "paid": json.dumps(PAID),
    }
    return tuple(PersonRow(*row) for row in connection.execute(_ROWS, asked))
