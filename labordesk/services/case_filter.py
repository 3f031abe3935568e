"""Which requests are asked for and in which order: the filters of the queue and of numbers that open their rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from labordesk.rules.grant_states import WAITING
from labordesk.services.name_filter import digits_in
from labordesk.services.paper_gaps import lacking_cases

Flag = Literal["", "late", "papers", "norm", "decision"]
Order = Literal["urgency", "requested_on", "days_waiting", "person_name", "asked_amount", "approved_amount"]

_WAITING = ", ".join(f"'{state}'" for state in WAITING)
_DECIDED = "'approved', 'paid', 'closed'"

ENDED = "(SELECT max(e.happened_on) FROM case_event e WHERE e.case_id = c.id AND e.state IN ('paid', 'refused'))"
"""The day of the answer: a refusal that was looked at again and paid has waited until the payment."""

_UNTIL = f"CASE WHEN c.state IN ({_WAITING}) THEN :today ELSE coalesce({ENDED}, :today) END"
_DAYS = f"max(0, CAST(julianday({_UNTIL}) - julianday(c.requested_on) AS INTEGER))"
_PAID_ON = "(SELECT min(e.happened_on) FROM case_event e WHERE e.case_id = c.id AND e.state = 'paid')"
_YEAR = f"substr(coalesce({_PAID_ON}, c.requested_on), 1, 4)"
"""Năm of a request: of its payment, before that of its receipt."""

_URGENCY = (
    f"CASE WHEN c.state NOT IN ({_WAITING}) THEN '2' WHEN coalesce(k.urgent, 0) THEN '0' ELSE '1' END || c.requested_on"
)

_ORDERS: Mapping[Order, str] = {
    "urgency": _URGENCY,
    "requested_on": "c.requested_on",
    "days_waiting": _DAYS,
    "person_name": "p.sort_key",
    "asked_amount": "coalesce(c.asked_amount, 0)",
    "approved_amount": "coalesce(c.approved_amount, 0)",
}
"""What the rows are put in order by; of those alike the one entered first."""

_KEYS = """
SELECT c.id, {order}, p.plain_key, p.search_key, c.norm_reason, c.norm_basis, c.programme_id, c.circumstance_id,
       p.standing, c.state, coalesce(c.approved_amount, c.asked_amount, 0), coalesce(c.decision_date, c.requested_on)
FROM grant_case c JOIN person p ON p.id = c.person_id LEFT JOIN circumstance k ON k.id = c.circumstance_id
WHERE (:after_key IS NULL OR ({order}, c.id) {beyond} (:after_key, :after_id))
  AND (:states IS NULL OR c.state IN (SELECT value FROM json_each(:states)))
  AND (:units IS NULL OR c.unit_id IN (SELECT value FROM json_each(:units)))
  AND (:programme IS NULL OR c.programme_id = :programme)
  AND (:circumstance IS NULL OR c.circumstance_id = :circumstance)
  AND (:year IS NULL OR {year} = :year)
  AND (:late_since IS NULL OR c.state IN ({waiting}) AND c.requested_on <= :late_since)
  AND (:lacking IS NULL OR c.id IN (SELECT value FROM json_each(:lacking)))
  AND (:undecided IS NULL OR c.state IN ({decided}) AND coalesce(c.decision_number, '') = '')
  AND (:ending = '' OR p.citizen_id LIKE :ending OR p.old_id LIKE :ending)
ORDER BY {order} {way}, c.id {way}
"""


@dataclass(frozen=True)
class CaseFilter:
    """Which requests are asked for; ``text`` is the person's name or the end of the CCCD.

    ``waiting`` leaves those who wait for the union. ``flag`` leaves the late ones, those whose files lack papers, those
    beyond their rate, or those decided without the number of a decision. ``year`` is that of the payment, or of the
    receipt before it.
    """

    text: str = ""
    state: str | None = None
    waiting: bool = False
    unit_ids: Collection[int] | None = None
    programme_id: int | None = None
    circumstance_id: int | None = None
    year: int | None = None
    flag: Flag = ""

    @property
    def narrows(self) -> bool:
        """Return whether anything beside the state is asked for."""
        return self != CaseFilter(state=self.state, waiting=self.waiting)

    def bound(self, connection: sqlite3.Connection, today: date, late_since: date) -> dict[str, Any]:
        """Return the values the query is asked with."""
        digits = digits_in(self.text)
        states = [self.state] if self.state else list(WAITING) if self.waiting else None
        return {
            "today": today.isoformat(),
            "states": None if states is None else json.dumps(states),
            "units": None if self.unit_ids is None else json.dumps(sorted(self.unit_ids)),
            "programme": self.programme_id,
            "circumstance": self.circumstance_id,
            "year": None if self.year is None else str(self.year),
            "late_since": late_since.isoformat() if self.flag == "late" else None,
            "lacking": json.dumps(sorted(lacking_cases(connection))) if self.flag == "papers" else None,
            "undecided": 1 if self.flag == "decision" else None,
            "ending": f"%{digits}" if digits else "",
        }


ALL_CASES = CaseFilter()


def keys_sql(order: Order, *, descending: bool) -> str:
    """Return the query of the keys of requests in an order; ``CaseFilter.bound`` and the place to go on are its values.

    Its columns: id, key of the order, the two keys of the name, and what ``case_lists`` needs to judge the rate.
    """
    return _KEYS.format(
        order=_ORDERS[order],
        beyond="<" if descending else ">",
        way="DESC" if descending else "ASC",
        year=_YEAR,
        waiting=_WAITING,
        decided=_DECIDED,
    )


def years_sql() -> str:
    """Return the query of the years requests belong to, the latest first."""
    return f"SELECT DISTINCT {_YEAR} FROM grant_case c ORDER BY 1 DESC"
