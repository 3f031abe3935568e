"""Hồ sơ hết hạn lưu: whose personal data has outlived its purpose, and who asked to have it taken out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from labordesk.fields import Count, Spec
from labordesk.fields import kinds as clock
from labordesk.i18n import N_
from labordesk.rules.grant_states import WAITING
from labordesk.rules.house_stages import FINISHED
from labordesk.rules.retention import LONGEST, SHORTEST, USUAL_YEARS, last_year_kept
from labordesk.services.register_settings import read_options
from labordesk.services.stored_day import stored_day
from labordesk.store.register import Register

Why = Literal["expired", "withdrawn"]


@dataclass(frozen=True)
class Retention:
    """For how many years a file is kept after the year of the last support."""

    keep_years: Annotated[
        int,
        Spec(
            N_("Lưu hồ sơ (năm, sau lần hỗ trợ cuối)"),
            Count(low=SHORTEST, high=LONGEST),
            hint=N_("Chứng từ chi lưu 10 năm (NĐ 174/2016, Điều 13)"),
        ),
    ] = USUAL_YEARS


@dataclass(frozen=True)
class ExpiredFile:
    """A file that may be made anonymous; ``last_on`` is the last support, or the day of entry without any."""

    id: int
    full_name: str
    birth: str | None
    unit_name: str
    last_on: date
    supports: int
    why: Why


_STANDING: Final = ", ".join(f"'{one}'" for one in WAITING)
_FINISHED: Final = ", ".join(f"'{one}'" for one in FINISHED)
PENDING: Final = f"""(
    EXISTS (SELECT 1 FROM grant_case c WHERE c.person_id = p.id AND c.state IN ({_STANDING}))
    OR EXISTS (SELECT 1 FROM house h WHERE h.person_id = p.id AND h.stage NOT IN ({_FINISHED}))
    OR EXISTS (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.handover IN ('planned', 'absent'))
)"""
"""Something is still on its way to the person ``p``, or to the family of one who died."""

_LAST: Final = """max(
    coalesce((SELECT max(coalesce(a.paid_on, a.decision_date)) FROM award a WHERE a.person_id = p.id), ''),
    coalesce((SELECT max(e.happened_on) FROM case_event e JOIN grant_case c ON c.id = e.case_id
              WHERE c.person_id = p.id), ''),
    coalesce((SELECT max(m.happened_on) FROM house_milestone m JOIN house h ON h.id = m.house_id
              WHERE h.person_id = p.id), '')
)"""
_WITHDRAWN: Final = """(NOT p.consent AND EXISTS (
    SELECT 1 FROM row_change r WHERE r.table_name = 'person' AND r.row_id = p.id AND r.kind = 'u'
    AND json_extract(r.content, '$.consent[0]') = 1 AND json_extract(r.content, '$.consent[1]') = 0))"""
_FILES: Final = f"""
WITH kept AS (
    SELECT p.id, p.full_name, p.birth, p.unit_id, p.sort_key, coalesce(nullif({_LAST}, ''), substr(p.created_at, 1, 10))
           AS last_on, {{withdrawn}} AS withdrawn
    FROM person p WHERE p.erased_on IS NULL AND NOT {PENDING}
)
SELECT k.id, k.full_name, k.birth, coalesce(u.short_name, u.name, ''), k.last_on,
       (SELECT count(*) FROM award a WHERE a.person_id = k.id), iif(k.last_on < :before, 'expired', 'withdrawn')
FROM kept k LEFT JOIN unit u ON u.id = k.unit_id
WHERE k.last_on < :before OR k.withdrawn ORDER BY k.last_on, k.sort_key, k.id LIMIT :limit
"""


def keep_years(register: Register) -> int:
    """Return for how many years files are kept."""
    return read_options(register, Retention).keep_years


def expired_files(
    register: Register, *, withdrawn: bool = False, today: date | None = None, limit: int = 2_000
) -> tuple[ExpiredFile, ...]:
    """Return the files past their time with nothing on its way, the oldest first.

    ``withdrawn`` adds people who took their consent back, whenever that was.
    """
    before = last_year_kept(today or clock.today(), keep_years(register)) + 1
    query = _FILES.format(withdrawn=_WITHDRAWN if withdrawn else "0")
    with register.looking() as connection:
        rows = connection.execute(query, {"before": f"{before:04}-01-01", "limit": limit}).fetchall()
    return tuple(
        ExpiredFile(id_, name, birth, unit, stored_day(last_on) or date.min, supports, why)
        for id_, name, birth, unit, last_on, supports, why in rows
    )


def is_pending(connection: sqlite3.Connection, person_id: int) -> bool:
    """Tell whether something is still on its way to a person."""
    row = connection.execute(f"SELECT {PENDING} FROM person p WHERE p.id = ?", (person_id,)).fetchone()
    return bool(row and row[0])
