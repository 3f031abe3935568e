"""Nhập danh sách: look at a file, accept it, take it back; one file is one unit of work."""

from __future__ import annotations

from labordesk.services.import_model import (
    BatchRow,
    Candidate,
    CatalogueQuestion,
    ImportOrder,
    ImportPreview,
    ImportResult,
    ImportTarget,
    PreviewRow,
    UnitCandidate,
    UnitQuestion,
)
from labordesk.services.import_preview import preview_import
from labordesk.services.import_undoing import batches_of, undo_import
from labordesk.services.import_writing import write_import

__all__ = [
    "BatchRow",
    "Candidate",
    "CatalogueQuestion",
    "ImportOrder",
    "ImportPreview",
    "ImportResult",
    "ImportTarget",
    "PreviewRow",
    "UnitCandidate",
    "UnitQuestion",
    "batches_of",
    "preview_import",
    "undo_import",
    "write_import",
]
