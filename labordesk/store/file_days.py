"""The day a paper about a file bears: of its decision, of a step, of a payment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date

from labordesk.store.file_rows import row_of, stored_day

DayOf = Callable[[sqlite3.Connection, int], date | None]


def house_decided(connection: sqlite3.Connection, house_id: int) -> date | None:
    """Return the day of the decision about a house."""
    return _day(connection, "SELECT decision_date AS day FROM house WHERE id = ?", house_id)


def case_decided(connection: sqlite3.Connection, case_id: int) -> date | None:
    """Return the day of the decision about a request."""
    return _day(connection, "SELECT decision_date AS day FROM grant_case WHERE id = ?", case_id)


def paid(connection: sqlite3.Connection, award_id: int) -> date | None:
    """Return the day of a payment."""
    return _day(connection, "SELECT paid_on AS day FROM award WHERE id = ?", award_id)


def thanked(connection: sqlite3.Connection, contribution_id: int) -> date | None:
    """Return the day a donor was thanked."""
    return _day(connection, "SELECT thanked_on AS day FROM contribution WHERE id = ?", contribution_id)


def campaign_decided(connection: sqlite3.Connection, campaign_id: int) -> date | None:
    """Return the day of the decision that most lines of a campaign rest on, else the first day of the campaign."""
    sql = (
        "SELECT decision_date AS day FROM award WHERE campaign_id = ? AND decision_date IS NOT NULL"
        " GROUP BY 1 ORDER BY count(*) DESC, 1 DESC LIMIT 1"
    )
    begun = "SELECT starts_on AS day FROM campaign WHERE id = ?"
    return _day(connection, sql, campaign_id) or _day(connection, begun, campaign_id)


def campaign_ended(connection: sqlite3.Connection, campaign_id: int) -> date | None:
    """Return the last day on which a campaign handed something over."""
    sql = "SELECT max(paid_on) AS day FROM award WHERE campaign_id = ? AND handover IN ('received', 'proxy')"
    return _day(connection, sql, campaign_id)


def house_reached(milestone: str) -> DayOf:
    """Return what tells the day a house reached a milestone."""

    def day(connection: sqlite3.Connection, house_id: int) -> date | None:
        sql = "SELECT happened_on AS day FROM house_milestone WHERE house_id = ? AND milestone = ?"
        return _day(connection, sql, house_id, milestone)

    return day


def case_reached(state: str) -> DayOf:
    """Return what tells the first day a request was in a state."""

    def day(connection: sqlite3.Connection, case_id: int) -> date | None:
        sql = "SELECT min(happened_on) AS day FROM case_event WHERE case_id = ? AND state = ?"
        return _day(connection, sql, case_id, state)

    return day


def _day(connection: sqlite3.Connection, sql: str, *keys: object) -> date | None:
    row = row_of(connection, sql, *keys)
    return stored_day(row["day"]) if row else None
