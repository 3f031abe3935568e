"""The queue of hardship requests: who waits, in which state, for how long."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from typing import Any

from labordesk.fields import kinds as clock
from labordesk.rules.grant_states import WAITING, days_waiting
from labordesk.services.name_filter import NameFilter, digits_in
from labordesk.services.pages import Page
from labordesk.store.register import Register

PAGE = 100

_LIST = """
SELECT c.id, c.person_id, p.full_name, p.birth, c.unit_id, coalesce(u.short_name, u.name),
       c.programme_id, g.name, c.circumstance_id, coalesce(k.name, ''), c.state, c.requested_on,
       coalesce((SELECT e.happened_on FROM case_event e WHERE e.case_id = c.id ORDER BY e.id DESC LIMIT 1),
                c.requested_on),
       c.asked_amount, c.approved_amount,
       (SELECT coalesce(sum(l.amount), 0) FROM award a JOIN award_line l ON l.award_id = a.id
        WHERE a.case_id = c.id AND a.handover IN ('received', 'proxy')),
       (SELECT min(e.happened_on) FROM case_event e WHERE e.case_id = c.id AND e.state IN ('paid', 'refused')),
       p.plain_key, p.search_key
FROM grant_case c JOIN person p ON p.id = c.person_id JOIN unit u ON u.id = c.unit_id
JOIN programme g ON g.id = c.programme_id LEFT JOIN circumstance k ON k.id = c.circumstance_id
WHERE (c.requested_on, c.id) > (:day, :id)
  AND (:states IS NULL OR c.state IN (SELECT value FROM json_each(:states)))
  AND (:units IS NULL OR c.unit_id IN (SELECT value FROM json_each(:units)))
  AND (:ending = '' OR p.citizen_id LIKE :ending OR p.old_id LIKE :ending)
ORDER BY c.requested_on, c.id
"""


@dataclass(frozen=True)
class CaseRow:
    """A request in the queue; money in đồng. ``since`` is the day it came into its state.

    ``days_waiting`` runs from the request to the payment or refusal, or until today.
    """

    id: int
    person_id: int
    person_name: str
    birth: str | None
    unit_id: int
    unit_name: str
    programme_id: int
    programme_name: str
    circumstance_id: int | None
    circumstance: str
    state: str
    requested_on: date
    since: date
    asked_amount: int | None
    approved_amount: int | None
    paid_amount: int
    days_waiting: int


_COLUMNS = tuple(one.name for one in fields(CaseRow))
"""The columns of ``_LIST``, in its order; the last one is computed from the day that ended the waiting."""


def list_cases(
    register: Register,
    *,
    state: str | None = None,
    open_only: bool = False,
    text: str = "",
    unit_ids: Collection[int] | None = None,
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
    today: date | None = None,
) -> Page[CaseRow]:
    """Return requests, the longest waiting first; ``open_only`` leaves out what is paid, refused or closed."""
    digits = digits_in(text)
    names = NameFilter.of("" if digits else text)
    wanted = [state] if state else list(WAITING) if open_only else None
    day, case_id = after or ("", -1)
    bound = {
        "day": day,
        "id": case_id,
        "states": None if wanted is None else json.dumps(wanted),
        "units": None if unit_ids is None else json.dumps(sorted(unit_ids)),
        "ending": f"%{digits}" if digits else "",
    }
    with register.looking() as connection:
        cursor = connection.execute(_LIST, bound)
        found = list(islice((row for row in cursor if names.matches(row[-2], row[-1])), limit + 1))
    rows = tuple(_row(row[:-2], today or clock.today()) for row in found[:limit])
    last = (rows[-1].requested_on.isoformat(), rows[-1].id) if len(found) > limit else None
    return Page(rows, last)


def count_cases(register: Register) -> dict[str, int]:
    """Return how many requests stand in each state; a state without any is left out."""
    with register.looking() as connection:
        return dict(connection.execute("SELECT state, count(*) FROM grant_case GROUP BY state").fetchall())


def _row(row: tuple[Any, ...], today: date) -> CaseRow:
    values = dict(zip(_COLUMNS, row, strict=True))
    requested_on = date.fromisoformat(values["requested_on"])
    ended = values["days_waiting"]
    values["requested_on"], values["since"] = requested_on, date.fromisoformat(values["since"])
    values["days_waiting"] = days_waiting(
        values["state"], requested_on, date.fromisoformat(ended) if ended else None, today
    )
    return CaseRow(**values)
