"""The imports there were, and taking one back as one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from labordesk.errors import NotFound, RuleBroken
from labordesk.i18n import N_
from labordesk.model import ImportBatch
from labordesk.model.base import now
from labordesk.services.history import undo
from labordesk.services.import_model import BatchRow, ImportResult
from labordesk.services.import_taken import standing_batches
from labordesk.services.import_writing import IMPORT
from labordesk.services.row_edit import touch
from labordesk.store.engine import sqlite_of
from labordesk.store.history_undo import stands
from labordesk.store.origin import origin
from labordesk.store.register import Register

GONE = N_("Không tìm thấy lần nhập này trong sổ; hãy tải lại danh sách.")
UNDONE_ALREADY = N_("Lần nhập “{file}” đã được hoàn tác rồi.")

_LIST: Final = """
SELECT b.id, b.created_at, b.file_name, b.kind, coalesce(c.name, ''), coalesce(p.name, ''), b.written, b.rejected,
       b.total, b.file_total, b.undone_at, b.operation_id,
       coalesce((SELECT max(o.at) FROM operation o WHERE o.undoes_id = b.operation_id), b.updated_at)
FROM import_batch b LEFT JOIN campaign c ON c.id = b.campaign_id LEFT JOIN programme p ON p.id = b.programme_id
ORDER BY b.id DESC
"""


def batches_of(register: Register) -> tuple[BatchRow, ...]:
    """Return all imports, the latest first."""
    with register.looking() as connection:
        standing = {batch_id for batch_id, _operation in standing_batches(connection)}
        return tuple(_row(row, standing) for row in connection.execute(_LIST).fetchall())


def _row(row: tuple[Any, ...], standing: Collection[int]) -> BatchRow:
    return BatchRow(
        id=row[0],
        at=row[1],
        file_name=row[2],
        kind=row[3],
        campaign_name=row[4],
        programme_name=row[5],
        written=row[6],
        rejected=row[7],
        total=row[8],
        file_total=row[9],
        undone_at=None if row[0] in standing else row[10] or row[12],
        operation_id=row[11],
    )


def undo_import(register: Register, batch_id: int) -> ImportResult:
    """Take an import back as one, however long ago; RuleBroken names what was built on it, NotFound when unknown."""
    with register.reading() as session:
        batch = session.get(ImportBatch, batch_id)
        if batch is None or batch.operation_id is None:
            raise NotFound(GONE)
        if not stands(sqlite_of(session), batch.operation_id):
            raise RuleBroken(UNDONE_ALREADY, file=batch.file_name)
        operation_id, written, rejected = batch.operation_id, batch.written, batch.rejected
    with origin(IMPORT):
        undone = undo(register, operation_id)
        with register.writing() as session:
            batch = session.get_one(ImportBatch, batch_id)
            batch.undone_at = now()
            touch(batch)
    return ImportResult(batch_id, written, rejected, undone.changes)
