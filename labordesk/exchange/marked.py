"""The officer's own file comes back: its layout and looks kept, its doubtful cells marked with the reason."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from labordesk.documents.whole_file import written_beside
from labordesk.exchange.marks import Mark, MarkKind
from labordesk.exchange.own_sheets import MARKS as SUMMARY_SHEET

__all__ = ["SUMMARY_SHEET", "Mark", "MarkKind", "Marked", "Told", "write_marked"]

Told = Callable[[int, int], None]
_MOST_XML: Final = 25_000_000
"""Bytes of sheets that are still opened with all their looks; about 300 MB of memory."""
OTHER_KIND: Final = (
    "Tệp gốc không phải .xlsx nên được ghi lại thành Excel; chữ và số giữ nguyên, kiểu trình bày không giữ."
)
TOO_LARGE: Final = "Tệp gốc rất lớn nên được ghi lại; chữ và số giữ nguyên, kiểu trình bày không giữ."
UNUSUAL: Final = "Tệp gốc có phần không mở lại được nên được ghi lại; chữ và số giữ nguyên, kiểu trình bày không giữ."


@dataclass(frozen=True)
class Marked:
    """What was written; ``rebuilt`` says why the looks of the file could not be kept, empty when they were."""

    path: Path
    marks: int
    rebuilt: str = ""


def write_marked(
    source: Path, out: Path, marks: Sequence[Mark], summary: Sequence[tuple[str, str]] = (), *, told: Told | None = None
) -> Marked:
    """Write a copy of ``source`` as .xlsx with its marks, whole or not at all; Unavailable, BadFile.

    ``summary`` are pairs of words and figures for the head of the sheet of marks ("Số dòng đọc được", "120").
    """
    heard = told or _nobody
    why = _why_not_kept(source)
    with written_beside(out) as beside:
        if not why:
            from labordesk.exchange.marked_kept import NotKept, write_kept

            try:
                write_kept(source, beside, marks, summary, heard)
            except NotKept:
                why = UNUSUAL
        if why:
            from labordesk.exchange.marked_rebuilt import write_rebuilt

            write_rebuilt(source, beside, marks, [("Ghi chú", why), *summary], heard)
    return Marked(out, len(marks), why)


def _why_not_kept(source: Path) -> str:
    """Say why a file has to be written anew; empty for an .xlsx of a size that can be opened whole."""
    try:
        with zipfile.ZipFile(source) as parts:
            infos = {info.filename: info.file_size for info in parts.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError):
        return OTHER_KIND
    if "xl/workbook.xml" not in infos:
        return OTHER_KIND
    size = sum(size for name, size in infos.items() if name.startswith(("xl/worksheets/", "xl/sharedStrings")))
    return TOO_LARGE if size > _MOST_XML else ""


def _nobody(_done: int, _total: int) -> None:
    """Tell nobody."""
