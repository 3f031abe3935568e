"""A gift campaign as its papers tell it: who is on its lists, unit by unit, what was handed over, which funds paid."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from labordesk.store.file_rows import filled, row_of, rows_of
from labordesk.store.files import UNDECIDED, Decided


@dataclass(frozen=True)
class GiftLine:
    """One line of a list; ``person`` is empty for ``quantity`` people not listed by name. Money in đồng."""

    unit_id: int
    unit: str
    person: str = ""
    birth: str = ""
    citizen_id: str = ""
    department: str = ""
    quantity: int = 1
    handover: str = "planned"
    paid_on: date | None = None
    cash: int = 0
    goods: int = 0

    @property
    def is_given(self) -> bool:
        """Tell whether it was handed over."""
        return self.handover in ("received", "proxy")


@dataclass(frozen=True)
class CampaignFile:
    """A campaign; both dates inclusive, ``decided`` is what most of its lines name, ``funds`` those that pay."""

    name: str = ""
    programme: str = ""
    audience: str = ""
    unit: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    package_cash: int = 0
    package_goods: int = 0
    package_items: str = ""
    worker_cash: int | None = None
    worker_goods: int | None = None
    fund: str = ""
    basis: str = ""
    planned_packages: int | None = None
    decided: Decided = UNDECIDED
    funds: tuple[str, ...] = ()
    lines: tuple[GiftLine, ...] = ()

    @property
    def given(self) -> tuple[GiftLine, ...]:
        """Return the lines handed over."""
        return tuple(line for line in self.lines if line.is_given)

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units on the lists, in their order."""
        return tuple(dict.fromkeys(line.unit for line in self.lines))


def campaign_file(connection: sqlite3.Connection, campaign_id: int) -> CampaignFile | None:
    """Return a campaign with its lines by unit and name, None when there is none; what was given back is left out."""
    row = row_of(
        connection,
        "SELECT c.*, p.name AS programme, p.audience, u.name AS unit, f.name AS fund FROM campaign c"
        " JOIN programme p ON p.id = c.programme_id LEFT JOIN unit u ON u.id = c.unit_id"
        " LEFT JOIN fund f ON f.id = c.fund_id WHERE c.id = ?",
        campaign_id,
    )
    if row is None:
        return None
    lines = rows_of(
        connection,
        "SELECT a.unit_id, u.name AS unit, p.full_name AS person, p.birth, p.citizen_id, p.department, a.quantity,"
        " a.handover, a.paid_on, coalesce(sum(CASE WHEN l.form = 'cash' THEN l.amount END), 0) AS cash,"
        " coalesce(sum(CASE WHEN l.form <> 'cash' THEN l.amount END), 0) AS goods"
        " FROM award a JOIN unit u ON u.id = a.unit_id LEFT JOIN person p ON p.id = a.person_id"
        " LEFT JOIN award_line l ON l.award_id = a.id WHERE a.campaign_id = ? AND a.handover <> 'returned'"
        " GROUP BY a.id ORDER BY u.sort_key, u.id, p.sort_key IS NULL, p.sort_key, a.id",
        campaign_id,
    )
    decided = replace(
        _decided(connection, campaign_id), norm_basis=row["norm_basis"] or "", norm_reason=row["norm_reason"] or ""
    )
    return filled(
        CampaignFile,
        row,
        decided=decided,
        funds=_funds(connection, campaign_id),
        lines=tuple(filled(GiftLine, line) for line in lines),
    )


def _decided(connection: sqlite3.Connection, campaign_id: int) -> Decided:
    row = row_of(
        connection,
        "SELECT decision_number AS number, decision_date AS day FROM award WHERE campaign_id = ?"
        " AND decision_number IS NOT NULL GROUP BY 1, 2 ORDER BY count(*) DESC, 2 DESC LIMIT 1",
        campaign_id,
    )
    return filled(Decided, row) if row else UNDECIDED


def _funds(connection: sqlite3.Connection, campaign_id: int) -> tuple[str, ...]:
    return tuple(
        row["name"]
        for row in rows_of(
            connection,
            "SELECT f.name FROM award a JOIN award_line l ON l.award_id = a.id JOIN fund f ON f.id = l.fund_id"
            " WHERE a.campaign_id = ? AND l.amount > 0 GROUP BY f.id ORDER BY sum(l.amount) DESC, f.id",
            campaign_id,
        )
    )
