"""Who put rows into the register, read from the history: also through merges, undoing and restoring."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

_INSERTS: Final = """
SELECT c.row_id, c.operation_id, o.id IS NULL, o.officer_id, o.undoes_id FROM row_change c
LEFT JOIN operation o ON o.id = c.operation_id
WHERE c.table_name = ? AND c.kind = 'i' AND c.row_id IN (SELECT value FROM json_each(?))
ORDER BY c.row_id, c.id DESC
"""


def makers_of(
    connection: sqlite3.Connection, table: str, row_ids: Iterable[int], *, officer_now: int | None
) -> dict[int, int | None]:
    """Return for each row the officer whose operation put it in; None where nobody was named then.

    A row that undoing brought back keeps its first maker. A row put in by the unit of work under way is made by
    ``officer_now``. Merging changes whose row it is, not who made it.
    """
    found: dict[int, int | None] = {}
    tried: defaultdict[int, list[int | None]] = defaultdict(list)
    for row_id, _operation, is_open, officer_id, undoes_id in connection.execute(
        _INSERTS, (table, json.dumps(sorted(set(row_ids))))
    ):
        if row_id in found:
            continue
        if is_open or undoes_id is None:
            found[row_id] = officer_now if is_open else officer_id
        else:
            tried[row_id].append(officer_id)
    # A history that begins later than the row: whoever brought it back is the one we know.
    return {**{row_id: officers[-1] for row_id, officers in tried.items()}, **found}
