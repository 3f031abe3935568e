"""What left a fund: the lines of awards handed over, of every paying level (a fund is kept once, not once a level)."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import date


def spent_by_fund(connection: sqlite3.Connection, since: Mapping[int, date], until: date) -> dict[int, int]:
    """Return what each fund of ``since`` spent from its own first day to ``until``, in đồng; both days inclusive.

    Typed totals are not in it: they are the books of units that keep no rows here.
    """
    funds_of: dict[date, list[int]] = defaultdict(list)
    for fund_id, first in since.items():
        funds_of[first].append(fund_id)
    spent: dict[int, int] = {}
    for first, funds in funds_of.items():
        found = dict(
            connection.execute(
                "SELECT fund_id, sum(amount) FROM sum_line WHERE fund_id IN (SELECT value FROM json_each(?))"
                " AND paid_on BETWEEN ? AND ? GROUP BY fund_id",
                (json.dumps(funds), first.isoformat(), until.isoformat()),
            ).fetchall()
        )
        spent.update({fund_id: found.get(fund_id, 0) for fund_id in funds})
    return spent
