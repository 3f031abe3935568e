"""Which houses are asked for: the filters of the list, of the board and of numbers that open their rows."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from labordesk.rules.house_stages import FINISHED
from labordesk.services.name_filter import digits_in
from labordesk.store.register import Register

_BEFORE_ALL = (-1, 0)
"""The place before every house: the list begins with the late ones."""

_YEAR = """
strftime('%Y', coalesce(
    (SELECT happened_on FROM house_milestone WHERE house_id = h.id AND milestone = 'approved'),
    (SELECT happened_on FROM house_milestone WHERE house_id = h.id AND milestone = 'requested'), h.created_at))
"""
"""Năm of a house: of its approval, before that of its request."""

_RANK = f"""
CASE WHEN h.stage IN ({", ".join(map(repr, FINISHED))}) THEN 2 WHEN h.due_on < :today THEN 0 ELSE 1 END
"""
"""Late ones first, then those on their way, then the finished."""

HOUSES = f"""
SELECT h.id, h.person_id, p.full_name, h.unit_id, coalesce(u.short_name, u.name), h.work, h.stage, h.address, h.area,
       h.due_on, h.progress, h.approved_amount, h.total_value, h.estimate, h.decision_number, h.decision_date,
       p.plain_key, p.search_key
FROM house h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = h.unit_id
WHERE ({_RANK}, -h.id) > (:rank, -:id)
  AND (:stage IS NULL OR h.stage = :stage) AND (:work IS NULL OR h.work = :work)
  AND (:programme IS NULL OR h.programme_id = :programme)
  AND (:units IS NULL OR h.unit_id IN (SELECT value FROM json_each(:units)))
  AND (:year IS NULL OR {_YEAR} = :year)
  AND (:late = 0 OR {_RANK} = 0)
  AND (:milestone IS NULL OR EXISTS (SELECT 1 FROM house_milestone m WHERE m.house_id = h.id
       AND m.milestone = :milestone AND m.happened_on BETWEEN :start AND :end))
  AND (:ending = '' OR p.citizen_id LIKE :ending OR p.old_id LIKE :ending)
ORDER BY {_RANK}, h.id DESC
"""
"""The houses of a filter, the late ones first, the finished last, within each the latest entered first.

The values are those of ``HouseFilter.bound``.
"""


Flag = Literal["", "overdue", "papers"]


@dataclass(frozen=True)
class HouseFilter:
    """Which houses are asked for; ``text`` is the owner's name or the end of the CCCD, ``year`` that of the approval.

    ``flag`` leaves the late ones or those whose files lack something. ``milestone`` leaves the houses that reached it
    from ``start`` to ``end``, both inclusive.
    """

    text: str = ""
    stage: str | None = None
    work: str | None = None
    programme_id: int | None = None
    unit_ids: Collection[int] | None = None
    year: int | None = None
    flag: Flag = ""
    milestone: str | None = None
    start: date = date.min
    end: date = date.max

    def bound(self, today: date, after: tuple[Any, ...] | None) -> dict[str, Any]:
        """Return the values the query is asked with."""
        digits = digits_in(self.text)
        rank, house_id = after or _BEFORE_ALL
        return {
            "rank": rank,
            "id": house_id,
            "stage": self.stage,
            "work": self.work,
            "programme": self.programme_id,
            "units": None if self.unit_ids is None else json.dumps(sorted(self.unit_ids)),
            "year": None if self.year is None else str(self.year),
            "today": today.isoformat(),
            "late": self.flag == "overdue",
            "milestone": self.milestone,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "ending": f"%{digits}" if digits else "",
        }


ALL_HOUSES = HouseFilter()


def house_years(register: Register) -> tuple[int, ...]:
    """Return the years houses belong to, the latest first."""
    with register.looking() as connection:
        return tuple(
            int(year) for (year,) in connection.execute(f"SELECT DISTINCT {_YEAR} FROM house h ORDER BY 1 DESC")
        )


def rank_of(stage: str, overdue_days: int) -> int:
    """Return where a house stands in the list, as the query ranks it."""
    return 2 if stage in FINISHED else 0 if overdue_days else 1
