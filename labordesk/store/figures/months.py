"""Spending month by month, from the rows alone: a typed total of several months cannot be divided."""

from __future__ import annotations

import sqlite3

from labordesk.store.figures.scope import Scope, awards_of, rows, settled


def by_month(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """Return what was handed over (đồng) by month ("2026-02"), without typed totals; empty months are left out."""
    given = settled(connection, scope)
    return dict(
        rows(
            connection,
            f"SELECT substr(s.paid_on, 1, 7), sum(s.amount) FROM {awards_of(given, 'sum_line')} GROUP BY 1 ORDER BY 1",
            given,
        )
    )
