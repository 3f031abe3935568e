"""Rows an earlier import has taken already: known by what they say, wherever they stand in the sheet."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from labordesk.exchange.list_model import ListKind
from labordesk.store.history_undo import stands
from labordesk.vietnamese.names import folded_name

TABLES: Final[Mapping[ListKind, str]] = {
    "people": "person",
    "gifts": "award",
    "grants": "grant_case",
    "houses": "house",
    "units": "unit",
    "targets": "target",
    "aggregates": "aggregate",
}
"""The table whose row a row of a list becomes; it is taken no longer once that is gone."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, default=str).encode

_TELLING: Final[Mapping[ListKind, tuple[str, ...]]] = {
    "people": (),
    "gifts": ("amount", "cash", "goods"),
    "grants": ("amount", "cash", "goods", "paid"),
    "houses": ("new_build",),
    "units": ("unit", "parent"),
    "targets": ("indicator", "programme", "year", "unit", "target"),
    "aggregates": ("unit", "programme", "starts_on", "ends_on", "level", "cash", "goods", "amount", "quantity"),
}
_TAKEN: Final = """
SELECT r.fingerprint, min(b.created_at) FROM imported_row r JOIN import_batch b ON b.id = r.batch_id
WHERE r.fingerprint IN (SELECT value FROM json_each(:marks))
  AND b.id IN (SELECT value FROM json_each(:batches)) AND EXISTS (SELECT 1 FROM {table} t WHERE t.id = r.row_id)
GROUP BY r.fingerprint
"""


def fingerprints(kind: ListKind, about: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return a mark for each row: of who it is and what is given; ``about`` is what the list is about.

    The second row that says the same gets another mark, so that two equal rows are two.
    """
    seen: Counter[str] = Counter()
    found = []
    for values in rows:
        who = (folded_name(str(values.get("name", ""))), values.get("born"), values.get("cccd"), values.get("old_id"))
        told = [values.get(field) for field in _TELLING[kind]]
        text = _encode([kind, about, *who, *told])
        seen[text] += 1
        found.append(hashlib.sha256(f"{text}#{seen[text]}".encode()).hexdigest()[:32])
    return found


def taken(connection: sqlite3.Connection, kind: ListKind, marks: Iterable[str]) -> Mapping[str, str]:
    """Return the moment (UTC) each row taken already was written, by its mark."""
    standing = [batch_id for batch_id, _operation in standing_batches(connection)]
    if not standing:
        return {}
    bound = {"marks": json.dumps(list(marks)), "batches": json.dumps(standing)}
    return dict(connection.execute(_TAKEN.format(table=TABLES[kind]), bound).fetchall())


def standing_batches(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return the imports that were not taken back, with the operation of each; the history alone knows."""
    rows = connection.execute("SELECT id, operation_id FROM import_batch WHERE operation_id IS NOT NULL").fetchall()
    return [(batch_id, operation_id) for batch_id, operation_id in rows if stands(connection, operation_id)]
