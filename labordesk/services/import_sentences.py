"""An import as a sentence of the history: "Nhập danh sách “qua tet.xlsx”: 60 suất"."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

_SENTENCES: Final[Mapping[str, str]] = {
    "people": N_("Nhập danh sách “{file}”: {count} người"),
    "gifts": N_("Nhập danh sách “{file}”: {count} suất"),
    "grants": N_("Nhập danh sách “{file}”: {count} trường hợp"),
    "houses": N_("Nhập danh sách “{file}”: {count} nhà"),
    "units": N_("Nhập danh sách “{file}”: {count} đơn vị"),
    "targets": N_("Nhập danh sách “{file}”: {count} chỉ tiêu"),
    "aggregates": N_("Nhập danh sách “{file}”: {count} số liệu tổng hợp"),
}
_PACKAGES: Final = """
SELECT sum(a.quantity) FROM imported_row r JOIN award a ON a.id = r.row_id
WHERE r.batch_id = ? AND r.table_name = 'award'
"""


def import_sentence(connection: sqlite3.Connection, operation_id: int) -> str:
    """Return what an operation took in, "" when it was no import or its record is gone; packages count as such."""
    batch = connection.execute(
        "SELECT id, file_name, kind, written FROM import_batch WHERE operation_id = ?", (operation_id,)
    ).fetchone()
    if batch is None or batch[2] not in _SENTENCES:
        return ""
    batch_id, file_name, kind, written = batch
    packages = connection.execute(_PACKAGES, (batch_id,)).fetchone()[0] if kind == "gifts" else None
    return _(_SENTENCES[kind]).format(file=file_name, count=number(packages or written))
