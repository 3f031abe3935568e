"""Rows of the lists that are printed: plain tuples in the order of the paper, read through the light connection."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

_SERIALS = """
(SELECT coalesce(group_concat(serial, char(10)), '') FROM (SELECT serial FROM voucher
 WHERE award_id = a.id AND kind {which} ('bus', 'train', 'flight') ORDER BY length(serial), serial))
"""


@dataclass(frozen=True)
class CampaignHead:
    """What a list says about its campaign; ``basis`` is the plan of the level above."""

    id: int
    name: str
    programme: str
    basis: str
    package_items: str


@dataclass(frozen=True)
class ListedAward:
    """One line of a signing list; money in đồng; ``person`` and ``sort_key`` are empty for people without a name.

    ``vouchers`` and ``tickets`` (bus, train, flight) are their serials in order, one a line.
    """

    unit_id: int
    position: int
    person: str
    birth: str
    citizen_id: str
    department: str
    quantity: int
    cash: int
    goods: int
    handover: str
    recipient: str
    note: str
    sort_key: str
    companions: int = 0
    vouchers: str = ""
    tickets: str = ""
    id: int = 0


def campaign_head(connection: sqlite3.Connection, campaign_id: int) -> CampaignHead | None:
    """Return the campaign's name and basis, None when there is no such campaign."""
    row = connection.execute(
        "SELECT c.id, c.name, p.name, coalesce(c.basis, ''), coalesce(c.package_items, '')"
        " FROM campaign c JOIN programme p ON p.id = c.programme_id WHERE c.id = ?",
        (campaign_id,),
    ).fetchone()
    return CampaignHead(*row) if row else None


def campaigns_between(
    connection: sqlite3.Connection, start: str, end: str, tet_year: int | None
) -> list[tuple[int, str]]:
    """Return (id, name) of the campaigns of a period: of a Tết year, or overlapping the dates (ISO, inclusive)."""
    if tet_year is not None:
        sql = "SELECT id, name FROM campaign WHERE tet_year = ? ORDER BY starts_on, id"
        return connection.execute(sql, (tet_year,)).fetchall()
    sql = "SELECT id, name FROM campaign WHERE starts_on <= ? AND ends_on >= ? ORDER BY starts_on, id"
    return connection.execute(sql, (end, start)).fetchall()


def signing_list(
    connection: sqlite3.Connection, campaign_id: int, unit_ids: frozenset[int] | None
) -> tuple[ListedAward, ...]:
    """Return the awards of a campaign that are not given back, by unit, then in the order of the list."""
    units = None if unit_ids is None else json.dumps(sorted(unit_ids))
    rows = connection.execute(
        "SELECT a.unit_id, a.position, coalesce(p.full_name, ''), coalesce(p.birth, ''),"
        " coalesce(p.citizen_id, p.old_id, ''), coalesce(p.department, ''), a.quantity,"
        " coalesce(sum(CASE WHEN l.form = 'cash' THEN l.amount END), 0),"
        " coalesce(sum(CASE WHEN l.form <> 'cash' THEN l.amount END), 0),"
        " a.handover, coalesce(a.recipient_name, ''), coalesce(a.note, ''), coalesce(p.sort_key, ''),"
        " coalesce(a.companions, 0),"
        f" {_SERIALS.format(which='NOT IN')}, {_SERIALS.format(which='IN')}, a.id"
        " FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN award_line l ON l.award_id = a.id"
        " WHERE a.campaign_id = :campaign AND a.handover <> 'returned'"
        " AND (:units IS NULL OR a.unit_id IN (SELECT value FROM json_each(:units)))"
        " GROUP BY a.id ORDER BY a.unit_id, a.position, p.sort_key, a.id",
        {"campaign": campaign_id, "units": units},
    ).fetchall()
    return tuple(ListedAward(*row) for row in rows)
