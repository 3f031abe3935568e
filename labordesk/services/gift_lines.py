"""The lines a key is about, read inside a unit of work before they are marked or changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from labordesk.errors import NotFound
from labordesk.i18n import N_
from labordesk.services.changes import Changes
from labordesk.services.stored_day import stored_day
from labordesk.store.engine import sqlite_of

GONE = N_("Có dòng không còn trong danh sách; hãy tải lại danh sách rồi làm lại.")

_LINES = """
SELECT a.id, a.handover, a.paid_on, a.unit_id, coalesce(p.full_name, u.name),
       a.case_id IS NOT NULL OR a.house_id IS NOT NULL, a.campaign_id
FROM award a JOIN unit u ON u.id = a.unit_id LEFT JOIN person p ON p.id = a.person_id
WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.position, a.id
"""


@dataclass(frozen=True)
class Marked:
    """Which lines were marked or changed."""

    award_ids: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True)
class GiftLine:
    """A line about to be marked; ``name`` is the person's, or the unit's for people not listed by name."""

    award_id: int
    handover: str
    paid_on: date | None
    unit_id: int
    name: str
    in_file: bool
    campaign_id: int | None


def lines_of_list(session: Session, award_ids: Iterable[int]) -> list[GiftLine]:
    """Return the lines in the order of the list; NotFound when one is gone, so that nothing is marked by mistake."""
    wanted = list(dict.fromkeys(award_ids))
    rows = sqlite_of(session).execute(_LINES, (json.dumps(wanted),))
    lines = [GiftLine(row[0], row[1], stored_day(row[2]), row[3], row[4], bool(row[5]), row[6]) for row in rows]
    if len(lines) < len(wanted):
        raise NotFound(GONE)
    return lines
