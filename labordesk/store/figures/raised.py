"""What was raised by the fund it went into: income, never added to spending; labour days are never money."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from labordesk.store.figures.scope import Scope, dated, rows


@dataclass(frozen=True)
class RaisedFigure:
    """Money and goods received into one fund (đồng), and labour days; ``name`` is "" where no fund was told."""

    name: str
    cash: int
    goods: int
    labour_days: int
    fund_id: int | None = None


def raised_by_source(connection: sqlite3.Connection, scope: Scope) -> tuple[RaisedFigure, ...]:
    """Return what was received by fund, in the order of the catalogue; nothing for a Tết scope, which has no label."""
    if scope.tet_year is not None:
        return ()
    found = rows(
        connection,
        "SELECT coalesce(f.name, ''), sum(c.cash), sum(c.goods), sum(c.labour_days), f.id FROM contribution c"
        f" LEFT JOIN fund f ON f.id = c.fund_id WHERE {dated(scope, 'c', 'received_on')}"
        " GROUP BY f.id ORDER BY f.id IS NULL, f.position, f.id",
        scope,
    )
    return tuple(RaisedFigure(*row) for row in found if any(row[1:4]))
