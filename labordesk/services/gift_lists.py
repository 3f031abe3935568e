"""Danh sách nhận quà of a campaign: pages of recipients, who is listed twice, how far the hand-over is.

Everything is read through the light connection: the table beside which people queue must answer at once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice
from typing import Any

from labordesk.fields.choices import PAID
from labordesk.rules.serial_numbers import serial_key
from labordesk.services.access import seen
from labordesk.services.name_filter import NameFilter, digits_in
from labordesk.services.pages import Page
from labordesk.services.stored_day import stored_day
from labordesk.store.humans import SAME_HUMAN, same_humans
from labordesk.store.register import Register
from labordesk.store.search_terms import LEAST_DIGITS

PAGE = 200
_LONGEST = 9
"""Digits a place in a list can have at most."""


@dataclass(frozen=True)
class Duplicate:
    """Another award of the same person in the same campaign, or in another one of the same Tết."""

    award_id: int
    campaign_id: int
    campaign_name: str
    unit_name: str
    handover: str
    paid_on: date | None
    same_campaign: bool


@dataclass(frozen=True)
class RecipientRow:
    """One line of the list; money in đồng; ``person_id`` is None for people not listed by name.

    ``marked_at`` is the moment of the last mark (UTC, ISO text), "" while nobody marked the row; ``vouchers`` are its
    serials, parted by commas.
    """

    award_id: int
    position: int
    person_id: int | None
    name: str
    birth: str | None
    citizen_id: str
    unit_id: int
    unit_name: str
    quantity: int
    count_unit: str
    cash: int
    goods: int
    handover: str
    paid_on: date | None
    recipient_name: str
    recipient_relation: str
    note: str
    override_reason: str
    marked_at: str
    companions: int = 0
    vouchers: str = ""
    duplicate_of: Duplicate | None = None

    @property
    def total(self) -> int:
        """Return cash and goods together, in đồng."""
        return self.cash + self.goods


@dataclass(frozen=True)
class CampaignProgress:
    """How far the hand-over is, in packages (``quantity``); money in đồng.

    ``given`` is received or taken by proxy, the only part that is spending; ``duplicates`` counts lines of the list
    whose person is listed twice or has another gift of the same Tết, ``doubled_people`` those people.
    """

    lines: int = 0
    recipients: int = 0
    received: int = 0
    proxy: int = 0
    absent: int = 0
    planned: int = 0
    returned: int = 0
    cash: int = 0
    goods: int = 0
    cash_given: int = 0
    goods_given: int = 0
    duplicates: int = 0
    doubled_people: int = 0

    @property
    def given(self) -> int:
        """Return packages handed over, to the person or to a proxy."""
        return self.received + self.proxy

    @property
    def waiting(self) -> int:
        """Return packages still to be handed over: the absent may come later."""
        return self.planned + self.absent


_COLUMNS = tuple(one.name for one in fields(RecipientRow) if one.name != "duplicate_of")
"""The columns of ``_RECIPIENTS``, in its order."""

_TWINS = f"""
FROM award a JOIN campaign own ON own.id = a.campaign_id
JOIN person p ON p.id = a.person_id
JOIN person q ON {SAME_HUMAN}
JOIN award b ON b.person_id = q.id AND b.id <> a.id AND b.handover <> 'returned'
JOIN campaign c ON c.id = b.campaign_id AND (c.id = own.id OR c.tet_year = own.tet_year)
JOIN unit u ON u.id = b.unit_id
WHERE a.handover <> 'returned' AND
"""
"""Awards ``b`` of the same human (in whichever file) in the same campaign or the same Tết."""

_DUPLICATES = f"""
SELECT a.id, b.id, c.id, c.name, coalesce(u.short_name, u.name), b.handover, b.paid_on, c.id = own.id
{_TWINS} a.id IN (SELECT value FROM json_each(?)) ORDER BY c.id = own.id, b.handover IN ('received', 'proxy'), b.id DESC
"""
"""The last row of an award tells most: the same campaign, then what was handed over, then the older one."""

_DOUBLED_LINES = f"SELECT a.id, a.person_id {_TWINS} a.campaign_id = ? GROUP BY a.id"

_DOUBLED = f"a.id IN (SELECT a.id {_TWINS} a.campaign_id = :campaign)"

_OF_SERIAL = """a.id IN (SELECT award_id FROM voucher
         WHERE campaign_id = :campaign AND replace(upper(serial), ' ', '') LIKE :serial)"""

_RECIPIENTS = """
SELECT a.id, a.position, a.person_id, coalesce(p.full_name, ''), p.birth, coalesce(p.citizen_id, p.old_id, ''),
       a.unit_id, coalesce(u.short_name, u.name), a.quantity, a.count_unit,
       (SELECT coalesce(sum(amount), 0) FROM award_line WHERE award_id = a.id AND form = 'cash'),
       (SELECT coalesce(sum(amount), 0) FROM award_line WHERE award_id = a.id AND form <> 'cash'),
       a.handover, a.paid_on, coalesce(a.recipient_name, ''), coalesce(a.recipient_relation, ''),
       coalesce(a.note, ''), coalesce(a.override_reason, ''),
       CASE WHEN a.row_version > 1 AND a.handover <> 'planned' THEN a.updated_at ELSE '' END, coalesce(a.companions, 0),
       (SELECT coalesce(group_concat(serial, ', '), '')
        FROM (SELECT serial FROM voucher WHERE award_id = a.id ORDER BY length(serial), serial)),
       coalesce(p.plain_key, ''), coalesce(p.search_key, '')
FROM award a JOIN unit u ON u.id = a.unit_id LEFT JOIN person p ON p.id = a.person_id
WHERE a.campaign_id = :campaign AND (a.position, a.id) > (:position, :id)
  AND (:units IS NULL OR a.unit_id IN (SELECT value FROM json_each(:units)))
  AND (:states IS NULL OR a.handover IN (SELECT value FROM json_each(:states)))
  AND (:awards IS NULL OR a.id IN (SELECT value FROM json_each(:awards)))
  AND (NOT :reasoned OR a.override_reason IS NOT NULL)
  AND {doubled} AND {wanted}
ORDER BY a.position, a.id
"""

_PROGRESS = """
SELECT a.campaign_id, a.handover, count(*), sum(a.quantity),
       coalesce(sum((SELECT sum(amount) FROM award_line WHERE award_id = a.id AND form = 'cash')), 0),
       coalesce(sum((SELECT sum(amount) FROM award_line WHERE award_id = a.id AND form <> 'cash')), 0)
FROM award a WHERE a.campaign_id IN (SELECT value FROM json_each(?)) GROUP BY a.campaign_id, a.handover
"""


def recipients(
    register: Register,
    campaign_id: int,
    *,
    unit_ids: Collection[int] | None = None,
    award_ids: Collection[int] | None = None,
    text: str = "",
    states: Collection[str] | None = None,
    doubled: bool = False,
    reasoned: bool = False,
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE,
) -> Page[RecipientRow]:
    """Return recipients in the order of the list; ``text`` is a name, a place in it, the end of a CCCD or a serial.

    What is None does not narrow the list; ``doubled`` keeps the lines of people who are listed twice, ``reasoned``
    the exceptions: lines written or handed over for a reason that was given.
    """
    wanted, bound = _number(text)
    names = NameFilter.of("" if bound else text)
    position, award_id = after or (-1, -1)
    bound |= {
        "campaign": campaign_id,
        "position": position,
        "id": award_id,
        "units": _json(unit_ids),
        "awards": _json(award_ids),
        "states": _json(states),
        "reasoned": reasoned,
    }
    with register.looking() as connection:
        query = _RECIPIENTS.format(wanted=wanted, doubled=_DOUBLED if doubled else "1")
        cursor = connection.execute(query, bound)
        found = list(islice((row for row in cursor if names.matches(row[-2], row[-1])), limit + 1))
        doubles = _duplicates(connection, [row[0] for row in found[:limit]])
    rows = seen(register, tuple(_row(row[:-2], doubles.get(row[0])) for row in found[:limit]))
    return Page(rows, (rows[-1].position, rows[-1].award_id) if len(found) > limit else None)


def campaign_progress(register: Register, campaign_id: int) -> CampaignProgress:
    """Return how far one campaign's hand-over is, with the number of lines listed twice."""
    with register.looking() as connection:
        progress = progress_of(connection, [campaign_id])[campaign_id]
        lines = connection.execute(_DOUBLED_LINES, (campaign_id,)).fetchall()
        people = set(same_humans(connection, (person_id for _line, person_id in lines)).values()) if lines else ()
    return replace(progress, duplicates=len(lines), doubled_people=len(people))


def progress_of(connection: sqlite3.Connection, campaign_ids: Iterable[int]) -> dict[int, CampaignProgress]:
    """Return the progress of several campaigns, duplicates not counted; an empty campaign has zeros."""
    found = dict.fromkeys(campaign_ids, CampaignProgress())
    for campaign_id, handover, lines, quantity, cash, goods in connection.execute(
        _PROGRESS, (json.dumps(list(found)),)
    ):
        old = found[campaign_id]
        spent = handover in PAID
        found[campaign_id] = replace(
            old,
            **{handover: quantity},
            lines=old.lines + lines,
            recipients=old.recipients + quantity,
            cash=old.cash + cash,
            goods=old.goods + goods,
            cash_given=old.cash_given + (cash if spent else 0),
            goods_given=old.goods_given + (goods if spent else 0),
        )
    return found


def _number(text: str) -> tuple[str, dict[str, Any]]:
    """Return the condition for digits alone: a place in the list, the last digits of an id or of a serial.

    Four digits are usual; letters with digits, as a scanner types them, are a serial, because no name has digits.
    """
    digits = digits_in(text)
    if not digits:
        is_serial = any(sign.isdigit() for sign in text)
        return (_OF_SERIAL, {"serial": f"%{serial_key(text)}"}) if is_serial else ("1", {})
    number = int(digits) if len(digits) < _LONGEST else -1
    ending = f"%{digits}" if len(digits) >= LEAST_DIGITS else ""
    condition = f"(a.position = :number OR p.citizen_id LIKE :serial OR p.old_id LIKE :serial OR {_OF_SERIAL})"
    return condition, {"number": number, "serial": ending}


def _duplicates(connection: sqlite3.Connection, award_ids: list[int]) -> dict[int, Duplicate]:
    return {
        row[0]: Duplicate(row[1], row[2], row[3], row[4], row[5], stored_day(row[6]), bool(row[7]))
        for row in connection.execute(_DUPLICATES, (json.dumps(award_ids),))
    }


def _row(row: tuple[Any, ...], duplicate: Duplicate | None) -> RecipientRow:
    values = dict(zip(_COLUMNS, row, strict=True))
    return RecipientRow(**{**values, "paid_on": stored_day(values["paid_on"])}, duplicate_of=duplicate)


def _json(values: Collection[int] | Collection[str] | None) -> str | None:
    return None if values is None else json.dumps(list(values))
