"""The queue of hardship requests: who waits, in which state, for how long, and what an inspection would ask."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from typing import Any

from labordesk.fields import kinds as clock
from labordesk.rules.grant_states import WAITING, days_waiting
from labordesk.rules.norms import Norm, Question, is_above, norm_for
from labordesk.rules.working_days import working_days
from labordesk.services.case_filter import ALL_CASES, ENDED, CaseFilter, Flag, Order, keys_sql, years_sql
from labordesk.services.handling_time import late_since
from labordesk.services.name_filter import NameFilter, digits_in
from labordesk.services.norm_rates import all_norms, usual_level
from labordesk.services.pages import Page
from labordesk.services.paper_gaps import missing_of_cases
from labordesk.store.register import Register

PAGE = 100

_ROWS = f"""
SELECT c.id, c.person_id, p.full_name, p.birth, c.unit_id, coalesce(u.short_name, u.name),
       c.programme_id, g.name, c.circumstance_id, coalesce(k.name, ''), coalesce(k.urgent, 0), c.state, c.requested_on,
       coalesce((SELECT e.happened_on FROM case_event e WHERE e.case_id = c.id ORDER BY e.id DESC LIMIT 1),
                c.requested_on),
       c.asked_amount, c.approved_amount,
       (SELECT coalesce(sum(l.amount), 0) FROM award a JOIN award_line l ON l.award_id = a.id
        WHERE a.case_id = c.id AND a.handover IN ('received', 'proxy')),
       coalesce(c.decision_number, ''), coalesce(c.recipient_name, ''), {ENDED}
FROM grant_case c JOIN person p ON p.id = c.person_id JOIN unit u ON u.id = c.unit_id
JOIN programme g ON g.id = c.programme_id LEFT JOIN circumstance k ON k.id = c.circumstance_id
WHERE c.id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True)
class CaseRow:
    """A request in the queue; money in đồng. ``since`` is the day it came into its state.

    ``days_waiting`` runs from the request to the payment or refusal, or until today; ``working_days`` likewise.
    ``late`` is past the register's limit, ``missing`` are the papers the file lacks, ``over_norm`` says that the amount
    (approved, or else asked for) leaves the rate.
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
    urgent: bool
    state: str
    requested_on: date
    since: date
    asked_amount: int | None
    approved_amount: int | None
    paid_amount: int
    decision_number: str
    recipient_name: str
    days_waiting: int
    working_days: int
    late: bool
    missing: tuple[str, ...]
    over_norm: bool


_COLUMNS = tuple(one.name for one in fields(CaseRow))[: -len(("working_days", "late", "missing", "over_norm"))]
"""The columns of ``_ROWS``, in its order; the last one is computed from the day that ended the waiting."""


@dataclass(frozen=True)
class _Rates:
    """What a rate is looked up with for many requests: all rates, and the level the unit pays at."""

    norms: list[Norm]
    level: str

    def departs(self, key: tuple[Any, ...]) -> bool:
        """Return whether a request leaves its rate: as decided when it was, else as the rates are now."""
        reason, basis, programme_id, circumstance_id, standing, state, amount, on = key[4:]
        if state in ("approved", "paid", "closed"):
            return bool(basis and reason)
        if not self.norms or not amount:
            return False
        question = Question(
            programme_id, date.fromisoformat(on), circumstance_id, level=self.level, member=standing == "member"
        )
        return is_above(norm_for(self.norms, question), amount)


def list_cases(
    register: Register,
    wanted: CaseFilter = ALL_CASES,
    *,
    order: Order = "requested_on",
    descending: bool = False,
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
    today: date | None = None,
) -> Page[CaseRow]:
    """Return requests; by "urgency" those come first that cannot wait, then the longest waiting, then the settled."""
    day = today or clock.today()
    limit_day = late_since(register, day)
    with register.looking() as connection:
        rates = _Rates(all_norms(connection), usual_level(connection))
        found = _keys(connection, wanted, order, day, limit_day, rates, descending=descending, after=after)
        keys = list(islice(found, limit + 1))
        shown = {key[0]: key for key in keys[:limit]}
        missing = missing_of_cases(connection, list(shown))
        rows = {row[0]: row for row in connection.execute(_ROWS, (json.dumps(list(shown)),))}
    page = tuple(_row(rows[one], day, limit_day, missing.get(one, ()), rates.departs(shown[one])) for one in shown)
    return Page(page, (keys[limit - 1][1], keys[limit - 1][0]) if len(keys) > limit else None)


def count_cases(register: Register) -> dict[str, int]:
    """Return how many requests stand in each state; a state without any is left out."""
    with register.looking() as connection:
        return dict(connection.execute("SELECT state, count(*) FROM grant_case GROUP BY state").fetchall())


def count_flagged(register: Register, flag: Flag, *, today: date | None = None) -> int:
    """Count the requests the list shows with a flag."""
    day = today or clock.today()
    limit_day = late_since(register, day)
    with register.looking() as connection:
        rates = _Rates(all_norms(connection), usual_level(connection))
        return sum(1 for _key in _keys(connection, CaseFilter(flag=flag), "requested_on", day, limit_day, rates))


def last_decision(register: Register) -> tuple[str, str]:
    """Return who decided and who signed last, which is usually so again; "" for what was never told."""
    with register.looking() as connection:
        row = connection.execute(
            "SELECT decision_body, coalesce(decision_signer, '') FROM grant_case"
            " WHERE coalesce(decision_body, '') <> '' ORDER BY updated_at DESC, id DESC LIMIT 1"
        ).fetchone()
    return row or ("", "")


def case_years(register: Register) -> tuple[int, ...]:
    """Return the years requests belong to, the latest first."""
    with register.looking() as connection:
        return tuple(int(year) for (year,) in connection.execute(years_sql()))


def _keys(
    connection: sqlite3.Connection,
    wanted: CaseFilter,
    order: Order,
    today: date,
    limit_day: date,
    rates: _Rates,
    *,
    descending: bool = False,
    after: tuple[Any, ...] | None = None,
) -> Iterator[tuple[Any, ...]]:
    key, case_id = after or (None, None)
    bound = {**wanted.bound(connection, today, limit_day), "after_key": key, "after_id": case_id}
    names = NameFilter.of("" if digits_in(wanted.text) else wanted.text)
    for row in connection.execute(keys_sql(order, descending=descending), bound):
        if names.matches(row[2], row[3]) and (wanted.flag != "norm" or rates.departs(row)):
            yield row


def _row(row: tuple[Any, ...], today: date, limit_day: date, missing: tuple[str, ...], over_norm: bool) -> CaseRow:
    values = dict(zip(_COLUMNS, row, strict=True))
    requested_on = date.fromisoformat(values["requested_on"])
    ended = date.fromisoformat(values["days_waiting"]) if values["days_waiting"] else None
    waits = values["state"] in WAITING
    until = today if waits or ended is None else ended
    return CaseRow(
        **{
            **values,
            "urgent": bool(values["urgent"]),
            "requested_on": requested_on,
            "since": date.fromisoformat(values["since"]),
            "days_waiting": days_waiting(values["state"], requested_on, ended, today),
        },
        working_days=working_days(requested_on, until),
        late=waits and requested_on <= limit_day,
        missing=missing,
        over_norm=over_norm,
    )
