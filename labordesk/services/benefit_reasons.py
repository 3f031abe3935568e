"""Second gifts nobody has given a reason for yet: they come of merging two files of one human, and ask for one."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from labordesk.errors import InvalidInput
from labordesk.fields import Text
from labordesk.fields.choices import PAID
from labordesk.i18n import N_
from labordesk.services.award_records import award_of
from labordesk.services.changes import Changes
from labordesk.services.row_edit import touch
from labordesk.services.saved import Saved
from labordesk.services.stored_day import stored_day
from labordesk.store.humans import files_of
from labordesk.store.register import Register

NO_REASON = N_("Hãy ghi lý do người này nhận thêm suất trong đợt.")

_SQL = """
SELECT a.id, a.campaign_id, c.name, coalesce(u.short_name, u.name), a.paid_on, a.handover,
       (SELECT coalesce(sum(amount), 0) FROM award_line WHERE award_id = a.id), coalesce(a.override_reason, '')
FROM award a JOIN campaign c ON c.id = a.campaign_id JOIN unit u ON u.id = a.unit_id
WHERE a.person_id = ? AND a.handover <> 'returned'
"""


@dataclass(frozen=True)
class DoubledGift:
    """A gift beside another one of the same campaign, without a reason; money in đồng."""

    award_id: int
    campaign: str
    unit_name: str
    on: date | None
    given: bool
    amount: int


def doubled_gifts(connection: sqlite3.Connection, person_id: int) -> Iterator[DoubledGift]:
    """Yield the gifts of a human that need a reason: all of a campaign without one, but the first."""
    rows = [row for one in files_of(connection, person_id) for row in connection.execute(_SQL, (one,)).fetchall()]
    by_campaign: defaultdict[int, list[tuple[object, ...]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row[4] is None, row[4] or "", row[0])):
        by_campaign[row[1]].append(row)
    for gifts in by_campaign.values():
        unexplained = [row for row in gifts if not row[7]]
        for row in unexplained[1:]:
            yield DoubledGift(
                award_id=cast(int, row[0]),
                campaign=str(row[2]),
                unit_name=str(row[3]),
                on=stored_day(cast("str | None", row[4])),
                given=row[5] in PAID,
                amount=cast(int, row[6]),
            )


def give_reason(register: Register, award_id: int, reason: str) -> Saved:
    """Write down why somebody has a second gift of a campaign; it is printed in the list of exceptions."""
    text = Text().parse(reason)
    if not text:
        raise InvalidInput(NO_REASON, field="override_reason")
    with register.writing() as session:
        award = award_of(session, award_id)
        award.override_reason = text
        touch(award)
        session.flush()
        return Saved(award_id, award.row_version, Changes(awards=True))
