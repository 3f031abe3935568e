"""A payment recorded under a total that was typed before: told, because reports would add the same money twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from labordesk.fields.choices import PAID
from labordesk.i18n import N_, _
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.services.unit_events import history_in
from labordesk.store.engine import sqlite_of
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

COUNTED_TWICE = N_(
    "“{unit}” đã có số tổng hợp nhập tay {amount} đồng của “{programme}” từ {start} đến {end}; nếu khoản này nằm trong "
    "số ấy thì báo cáo cộng hai lần: hãy bỏ bớt một bên, hoặc ghi lý do ở dòng tổng hợp."
)

_TOTALS = """
SELECT coalesce(u.short_name, u.name), p.name, coalesce(g.cash, 0) + coalesce(g.goods, 0), g.starts_on, g.ends_on
FROM aggregate g JOIN unit u ON u.id = g.unit_id JOIN programme p ON p.id = g.programme_id
WHERE :day BETWEEN g.starts_on AND g.ends_on AND g.override_reason IS NULL
  AND g.unit_id IN (SELECT value FROM json_each(:units)) AND (g.programme_id = :programme OR p.kind = 'all')
  AND EXISTS (SELECT 1 FROM json_each(:lines) l WHERE json_extract(l.value, '$.level') = g.level
              AND (g.fund_id IS NULL OR g.fund_id = json_extract(l.value, '$.fund')))
ORDER BY g.starts_on, g.id
"""


def totals_over(session: Session, fields: AwardFields, lines: Iterable[AwardLineFields]) -> tuple[str, ...]:
    """Return a sentence for each typed total of the unit, or of one above it, that a payment falls into.

    Same programme (or all together), day within the period, same paying level and fund, like the check of the total
    itself; a total whose overlap was explained is not mentioned again.
    """
    if fields.handover not in PAID or fields.paid_on is None:
        return ()
    connection = sqlite_of(session)
    if connection.execute("SELECT 1 FROM aggregate LIMIT 1").fetchone() is None:
        return ()
    units = {fields.unit_id, *history_in(session).ancestors(fields.unit_id, fields.paid_on)}
    bound = {
        "day": fields.paid_on.isoformat(),
        "units": json.dumps(sorted(units)),
        "programme": fields.programme_id,
        "lines": json.dumps([{"level": line.level, "fund": line.fund_id} for line in lines if line.amount]),
    }
    return tuple(
        _(COUNTED_TWICE).format(
            unit=unit,
            programme=programme,
            amount=number(amount),
            start=short(date.fromisoformat(start)),
            end=short(date.fromisoformat(end)),
        )
        for unit, programme, amount, start, end in connection.execute(_TOTALS, bound)
    )
