"""Spending by source and paying level: which funds bore what, and which union level paid it (domain.md 6.3 e)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from labordesk.store.figures.scope import Scope, awards_of, rows, within

UNTOLD = ""
"""The source of typed totals that name no fund."""


def by_source(connection: sqlite3.Connection, scope: Scope) -> dict[str, dict[str, int]]:
    """Return source -> paying level -> đồng, typed totals included; all of it adds up to ``totals(…).total``."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sources = dict(connection.execute("SELECT id, source FROM fund").fetchall())
    for fund_id, level, amount in rows(
        connection,
        f"SELECT s.fund_id, s.level, sum(s.amount) FROM {awards_of(scope, 'sum_line')} GROUP BY 1, 2",
        scope,
    ):
        found[sources[fund_id]][level] += amount
    for source, level, amount in rows(
        connection,
        f"SELECT coalesce(f.source, '{UNTOLD}'), g.level, sum(g.cash + g.goods) FROM aggregate g"
        f" LEFT JOIN fund f ON f.id = g.fund_id WHERE {within(scope)} GROUP BY 1, 2",
        scope,
    ):
        if amount:
            found[source][level] += amount
    return {source: dict(levels) for source, levels in found.items()}
