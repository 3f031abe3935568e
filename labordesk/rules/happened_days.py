"""A day on which something is said to have happened cannot lie ahead; one day of grace covers a late night's entry."""

from __future__ import annotations

from datetime import date, timedelta

from labordesk.errors import RuleBroken
from labordesk.i18n import N_
from labordesk.vietnamese.dates import short

GRACE = timedelta(days=1)


def check_happened(day: date, today: date) -> None:
    """Refuse (RuleBroken) a day more than one day ahead of today."""
    if day > today + GRACE:
        raise RuleBroken(
            N_("Ngày {day} còn ở phía trước (hôm nay {today}); hãy ghi ngày việc đã thực sự diễn ra."),
            day=short(day),
            today=short(today),
        )
