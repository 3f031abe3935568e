"""What was spent of each fund, from the kept sums of award lines; typed totals name a fund but not the day."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FundSpending:
    """What one fund paid on one day, in đồng."""

    fund_id: int
    paid_on: date
    amount: int


def spent_by_fund(connection: sqlite3.Connection, until: date, since: date = date.min) -> dict[int, int]:
    """Return what was handed over from each fund (đồng), both days inclusive; funds that paid nothing are left out."""
    return dict(
        connection.execute(
            "SELECT s.fund_id, sum(s.amount) FROM sum_line s WHERE s.paid_on BETWEEN ? AND ? GROUP BY s.fund_id",
            (since.isoformat(), until.isoformat()),
        ).fetchall()
    )


def fund_movements(
    connection: sqlite3.Connection, fund_id: int, until: date, since: date = date.min
) -> tuple[FundSpending, ...]:
    """Return what a fund paid day by day, both days inclusive, the earliest first."""
    return tuple(
        FundSpending(fund_id, date.fromisoformat(day), amount)
        for day, amount in connection.execute(
            "SELECT s.paid_on, sum(s.amount) FROM sum_line s WHERE s.fund_id = ? AND s.paid_on BETWEEN ? AND ?"
            " GROUP BY s.paid_on ORDER BY s.paid_on",
            (fund_id, since.isoformat(), until.isoformat()),
        )
    )
