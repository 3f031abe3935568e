"""Phiếu, vé as the screen lists them: page by page with whose each is, and how many are in hand, meant, given, void."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from labordesk.rules.serial_numbers import serial_key
from labordesk.services.pages import Page
from labordesk.services.stored_day import stored_day
from labordesk.store.register import Register

PAGE: Final = 200

_STATE = """
CASE WHEN v.void_reason IS NOT NULL THEN 'void' WHEN v.award_id IS NULL THEN 'held'
     WHEN a.handover IN ('received', 'proxy') THEN 'given' ELSE 'assigned' END
"""
TICKETS: Final = ("bus", "train", "flight")
"""Kinds with a day and a route, of which everybody who travels needs one, the companions too."""

STATES: Final = ("held", "assigned", "given", "void")
"""In hand; meant for somebody who has not come yet; handed over; void."""

_ROWS = f"""
SELECT v.id, v.kind, v.serial, v.value, coalesce(v.issuer, ''), v.travel_on, coalesce(v.route, ''),
       coalesce(v.void_reason, ''), {_STATE}, v.award_id, a.position, coalesce(p.full_name, u.name, ''),
       coalesce(u.short_name, u.name, ''), coalesce(a.companions, 0)
FROM voucher v LEFT JOIN award a ON a.id = v.award_id LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN unit u ON u.id = a.unit_id
WHERE v.campaign_id = :campaign AND (:kind IS NULL OR v.kind = :kind)
  AND (:state IS NULL OR {_STATE} = :state)
  AND (:key = '' OR instr(replace(upper(v.serial), ' ', ''), :key) > 0)
  AND (v.kind, length(v.serial), v.serial, v.id) > (:k1, :k2, :k3, :k4)
ORDER BY v.kind, length(v.serial), v.serial, v.id LIMIT :limit
"""
_COUNTS = f"""
SELECT v.kind, {_STATE} AS state, count(*), sum(v.value)
FROM voucher v LEFT JOIN award a ON a.id = v.award_id WHERE v.campaign_id = ? GROUP BY v.kind, state ORDER BY v.kind
"""
_CARRIED = """
SELECT coalesce(sum(a.quantity + coalesce(a.companions, 0)), 0) FROM award a
WHERE a.campaign_id = :campaign AND a.handover IN ('received', 'proxy')
  AND (a.count_unit = 'fare' OR EXISTS (SELECT 1 FROM voucher v
                                        WHERE v.award_id = a.id AND v.kind IN ('bus', 'train', 'flight')))
"""


@dataclass(frozen=True)
class VoucherRow:
    """One voucher or ticket; ``name`` is whose it is, "" while it is in hand."""

    id: int
    kind: str
    serial: str
    value: int
    issuer: str
    travel_on: date | None
    route: str
    void_reason: str
    state: str
    award_id: int | None
    position: int | None
    name: str
    unit_name: str
    companions: int


_COLUMNS = tuple(one.name for one in fields(VoucherRow))
"""The columns of ``_ROWS``, in its order."""


@dataclass(frozen=True)
class VoucherCount:
    """Vouchers of one kind by state, with their value in đồng: what is in hand and meant is still in the drawer."""

    kind: str
    held: int = 0
    assigned: int = 0
    given: int = 0
    void: int = 0
    value_left: int = 0
    value_given: int = 0

    @property
    def total(self) -> int:
        """Return all of the kind that are or were of use."""
        return self.held + self.assigned + self.given


@dataclass(frozen=True)
class VoucherSummary:
    """The vouchers of a campaign by kind; ``carried`` are the people whom the tickets handed over take home."""

    kinds: tuple[VoucherCount, ...] = ()
    carried: int = 0


def vouchers(
    register: Register,
    campaign_id: int,
    *,
    kind: str | None = None,
    state: str | None = None,
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
) -> Page[VoucherRow]:
    """Return vouchers by kind and serial; ``text`` is any part of a serial."""
    key = after or ("", 0, "", -1)
    bound = {
        "campaign": campaign_id,
        "kind": kind,
        "state": state,
        "key": serial_key(text),
        **{f"k{place + 1}": value for place, value in enumerate(key)},
        "limit": limit + 1,
    }
    with register.looking() as connection:
        found = connection.execute(_ROWS, bound).fetchall()
    rows = tuple(_row(row) for row in found[:limit])
    last = rows[-1] if len(found) > limit else None
    return Page(rows, (last.kind, len(last.serial), last.serial, last.id) if last else None)


def voucher_summary(register: Register, campaign_id: int) -> VoucherSummary:
    """Return how many vouchers of each kind are in which state, and how many people travel."""
    with register.looking() as connection:
        counts = connection.execute(_COUNTS, (campaign_id,)).fetchall()
        [carried] = connection.execute(_CARRIED, {"campaign": campaign_id}).fetchone()
    return VoucherSummary(tuple(_count(kind, counts) for kind in dict.fromkeys(row[0] for row in counts)), carried)


def vouchers_on(connection: sqlite3.Connection, award_ids: Collection[int]) -> tuple[int, ...]:
    """Return the vouchers these lines have."""
    marks = ", ".join("?" * len(award_ids))
    rows = connection.execute(f"SELECT id FROM voucher WHERE award_id IN ({marks}) ORDER BY id", tuple(award_ids))
    return tuple(row[0] for row in rows)


def _count(kind: str, counts: list[tuple[Any, ...]]) -> VoucherCount:
    found = {state: (many, value) for of_kind, state, many, value in counts if of_kind == kind}
    numbers = {state: found.get(state, (0, 0))[0] for state in STATES}
    values = {state: found.get(state, (0, 0))[1] for state in STATES}
    return VoucherCount(kind, **numbers, value_left=values["held"] + values["assigned"], value_given=values["given"])


def _row(row: tuple[Any, ...]) -> VoucherRow:
    values = dict(zip(_COLUMNS, row, strict=True))
    return VoucherRow(**{**values, "travel_on": stored_day(values["travel_on"])})
