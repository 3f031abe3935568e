"""Danh sách nộp chậm: the units whose lists of recipients should have come in already; light, for the first screen."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

_LATE = """
SELECT l.campaign_id, c.name, l.unit_id, coalesce(u.short_name, u.name), l.due_on
FROM unit_list l JOIN campaign c ON c.id = l.campaign_id JOIN unit u ON u.id = l.unit_id
WHERE l.state = 'drafting' AND l.due_on < ? ORDER BY l.due_on, u.sort_key, l.id
"""


@dataclass(frozen=True)
class LateList:
    """A unit's list that is still being drafted after its day."""

    campaign_id: int
    campaign_name: str
    unit_id: int
    unit_name: str
    due_on: date


def late_lists(connection: sqlite3.Connection, on: date) -> tuple[LateList, ...]:
    """Return the lists of all campaigns that should have been handed in before a day and were not, the oldest first."""
    rows = connection.execute(_LATE, (on.isoformat(),)).fetchall()
    return tuple(LateList(row[0], row[1], row[2], row[3], date.fromisoformat(row[4])) for row in rows)
