"""Thu chi của một quỹ: what came into a fund and left it, the latest first, each line with the record behind it; light.

Gifts of one campaign on one day are one line: a list of a thousand packages says no more than their sum.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labordesk.i18n import N_, _
from labordesk.services.fund_balances import balances
from labordesk.services.pages import Page
from labordesk.store.register import Register

OPENING = N_("Số dư mang sang")
UNNAMED = N_("Khoản vận động")

_LINES = """
SELECT day, rank, id, kind, name, detail, awards, amount FROM (
  SELECT c.received_on AS day, 0 AS rank, c.id AS id, 'contribution' AS kind, coalesce(c.donor, '') AS name,
         coalesce(c.purpose, p.name, '') AS detail, 1 AS awards, c.cash + c.goods AS amount
  FROM contribution c LEFT JOIN programme p ON p.id = c.programme_id
  WHERE c.fund_id = :fund AND c.received_on BETWEEN :first AND :last AND c.cash + c.goods > 0
  UNION ALL
  SELECT a.paid_on, 1, max(a.id), CASE WHEN a.house_id NOTNULL THEN 'house' WHEN a.case_id NOTNULL THEN 'case'
           WHEN a.campaign_id NOTNULL THEN 'campaign' ELSE 'award' END,
         CASE WHEN a.house_id IS NULL AND a.case_id IS NULL AND a.campaign_id NOTNULL THEN g.name
           ELSE coalesce(o.full_name, '') END,
         CASE WHEN a.house_id IS NULL AND a.case_id IS NULL AND a.campaign_id NOTNULL THEN '' ELSE p.name END,
         count(DISTINCT a.id), sum(l.amount)
  FROM award a CROSS JOIN award_line l ON l.award_id = a.id JOIN programme p ON p.id = a.programme_id
    LEFT JOIN campaign g ON g.id = a.campaign_id LEFT JOIN person o ON o.id = a.person_id
  WHERE l.fund_id = :fund AND a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :first AND :last
  GROUP BY a.paid_on, CASE WHEN a.house_id IS NULL AND a.case_id IS NULL AND a.campaign_id NOTNULL
             THEN -a.campaign_id ELSE a.id END
) WHERE :day IS NULL OR (day, rank, id) < (:day, :rank, :id)
ORDER BY day DESC, rank DESC, id DESC LIMIT :limit
"""
_DAYS = """
SELECT min(day) FROM (
  SELECT paid_on AS day FROM sum_line WHERE fund_id = :fund AND paid_on BETWEEN :first AND :last
  UNION SELECT received_on FROM contribution WHERE fund_id = :fund AND received_on BETWEEN :first AND :last
  ORDER BY day DESC LIMIT :days
)
"""
_FEW_DAYS = 16
"""So many days of movements are looked at first; a page that is not full looks further back."""

_RECORDS = "SELECT house_id, case_id, campaign_id, person_id FROM award WHERE id = ?"


@dataclass(frozen=True)
class Movement:
    """One line of a fund's book in đồng; ``left`` is what the fund held after it.

    ``page`` and ``target`` lead to the record ("houses", {"house": 3}); "" where there is none to open.
    """

    id: str
    on: date
    name: str
    detail: str
    awards: int
    came: int
    went: int
    left: int
    page: str = ""
    target: Mapping[str, Any] = field(default_factory=dict)


def movements(
    register: Register, fund_id: int, on: date, *, after: tuple[Any, ...] | None = None, limit: int = 200
) -> Page[Movement]:
    """Return a fund's movements from its opening to the end of a day, the latest first; empty for one not followed."""
    with register.looking() as connection:
        fund = next((one for one in balances(connection, on) if one.fund_id == fund_id), None)
        if fund is None:
            return Page(())
        day, rank, row_id, left = after or (None, None, None, fund.left)
        place = {"day": day, "rank": rank, "id": row_id, "limit": limit + 1}
        found = _latest(connection, fund_id, fund.opened_on.isoformat(), day or on.isoformat(), place)
        lines: list[Movement] = []
        for row in found[:limit]:
            lines.append(_line(connection, row, left))
            left -= lines[-1].came - lines[-1].went
        if len(found) > limit:
            last = found[limit - 1]
            return Page(tuple(lines), (last[0], last[1], last[2], left))
        opening = Movement("opening", fund.opened_on, _(OPENING), "", 0, fund.opening, 0, fund.opening)
        return Page((*lines, opening))


def _latest(
    connection: sqlite3.Connection, fund_id: int, first: str, last: str, place: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Return the rows of a page, read from the last days backwards so that a long year costs no more than a page."""
    days = _FEW_DAYS
    while True:
        bounds = {"fund": fund_id, "first": first, "last": last}
        [since] = connection.execute(_DAYS, {**bounds, "days": days}).fetchone()
        if since is None:
            return []
        found = connection.execute(_LINES, {**bounds, "first": since, **place}).fetchall()
        [earlier] = connection.execute(_DAYS, {**bounds, "days": days + 1}).fetchone()
        if len(found) == place["limit"] or earlier == since:
            return found
        days *= 4


def _line(connection: sqlite3.Connection, row: tuple[Any, ...], left: int) -> Movement:
    day, _rank, row_id, kind, name, detail, awards, amount = row
    on = date.fromisoformat(day)
    if kind == "contribution":
        target = {"part": "contributions", "record": row_id, "year": on.year}
        return Movement(
            f"c{row_id}",
            on,
            name or detail or _(UNNAMED),
            detail if name else "",
            0,
            amount,
            0,
            left,
            "activities",
            target,
        )
    page, target = _record(connection, kind, row_id)
    return Movement(f"a{row_id}", on, name or detail, detail if name else "", awards, 0, amount, left, page, target)


def _record(connection: sqlite3.Connection, kind: str, award_id: int) -> tuple[str, dict[str, Any]]:
    house_id, case_id, campaign_id, person_id = connection.execute(_RECORDS, (award_id,)).fetchone()
    if kind == "house":
        return "houses", {"house": house_id}
    if kind == "case":
        return "grants", {"case": case_id}
    if kind == "campaign":
        return "gifts", {"campaign": campaign_id}
    return ("people", {"person": person_id}) if person_id is not None else ("", {})
