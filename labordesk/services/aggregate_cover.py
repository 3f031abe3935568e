"""Which typed total counts a new row already: the guard of ``aggregates`` the other way round; light."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from labordesk.fields.choices import PAID
from labordesk.i18n import N_, _
from labordesk.services.unit_tree import read_history
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.model.award import AwardFields, AwardLineFields

COVERED = N_(
    "Số liệu tổng hợp “{programme}” kỳ {start} – {end} của {unit}{amount} đã gồm khoản này, nên sẽ bị cộng hai lần; "
    "hãy giảm số tổng hợp ấy, hoặc chỉ ghi ở một nơi."
)
AMOUNT = N_(" ({amount} đồng)")

_TOTALS = """
SELECT g.unit_id, p.name, g.starts_on, g.ends_on, coalesce(g.cash, 0) + coalesce(g.goods, 0)
FROM aggregate g JOIN programme p ON p.id = g.programme_id
WHERE g.starts_on <= :day AND g.ends_on >= :day AND (:level IS NULL OR g.level = :level) AND g.override_reason IS NULL
  AND (g.programme_id = :programme OR (p.kind = 'all' AND :level NOTNULL))
  AND (:unit_of_count IS NULL OR g.count_unit = :unit_of_count)
  AND (g.fund_id IS NULL OR :fund IS NULL OR g.fund_id = :fund)
ORDER BY g.starts_on DESC, g.id
"""
_WAITING = """
SELECT DISTINCT a.unit_id, a.programme_id, l.level, l.fund_id FROM award a JOIN award_line l ON l.award_id = a.id
WHERE a.campaign_id = ? AND a.handover IN ('planned', 'absent') ORDER BY a.unit_id, l.level, l.fund_id
"""


def covered_by(
    connection: sqlite3.Connection,
    unit_id: int,
    programme_id: int,
    level: str | None,
    on: date,
    fund_id: int | None = None,
    *,
    count_unit: str | None = None,
) -> str:
    """Return a sentence when a total typed for the unit, or for one above it, holds what a row of that day adds.

    "" when none does. Another paying level or fund is another part of the same total and not the same thing twice; a
    total kept with a reason was typed knowing of rows beside it and does not warn again. Without a ``level`` the row is
    a head count, which totals over all programmes do not hold; ``count_unit`` is its unit of count.
    """
    found = connection.execute(
        _TOTALS,
        {
            "day": on.isoformat(),
            "level": level,
            "programme": programme_id,
            "fund": fund_id,
            "unit_of_count": count_unit,
        },
    ).fetchall()
    if not found:
        return ""
    history = read_history(connection)
    above = {unit_id, *history.ancestors(unit_id, on)}
    for owner, programme, start, end, amount in found:
        if owner in above:
            first, last = date.fromisoformat(start), date.fromisoformat(end)
            told = _(AMOUNT).format(amount=number(amount)) if amount else ""
            name = history.name_on(owner, last)
            return _(COVERED).format(programme=programme, start=short(first), end=short(last), unit=name, amount=told)
    return ""


def covering_payment(
    connection: sqlite3.Connection, fields: AwardFields, lines: Iterable[AwardLineFields]
) -> tuple[str, ...]:
    """Return a sentence for each typed total a payment falls into; a gift only planned falls into none."""
    if fields.handover not in PAID or fields.paid_on is None:
        return ()
    parts = dict.fromkeys((line.level, line.fund_id) for line in lines if line.amount)
    said = (
        covered_by(connection, fields.unit_id, fields.programme_id, level, fields.paid_on, fund_id)
        for level, fund_id in parts
    )
    return tuple(dict.fromkeys(filter(None, said)))


def covering_campaign(connection: sqlite3.Connection, campaign_id: int, on: date) -> tuple[str, ...]:
    """Return a sentence for each typed total that holds what a campaign hands over on a day."""
    said = (
        covered_by(connection, unit_id, programme_id, level, on, fund_id)
        for unit_id, programme_id, level, fund_id in connection.execute(_WAITING, (campaign_id,)).fetchall()
    )
    return tuple(dict.fromkeys(filter(None, said)))
