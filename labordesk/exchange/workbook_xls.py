"""Read .xls of Excel 5.0 to 2003: its stream taken out and looked through, then read by calamine."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from labordesk.errors import BadFile
from labordesk.exchange.cells import Range, Sheet, Workbook
from labordesk.exchange.compound_file import CompoundFile, container_of
from labordesk.exchange.workbook_biff import BiffSheet, walked
from labordesk.exchange.workbook_values import from_reader, patched, rows_of
from labordesk.exchange.workbook_zip import BROKEN, LOCKED
from labordesk.i18n import N_

Told = Callable[[int, int], None]

_STREAMS: Final = ("Workbook", "Book", "WORKBOOK", "BOOK")
_WORD: Final = N_("Đây là văn bản Word; hãy chép bảng sang Excel, lưu thành .xlsx rồi chọn lại.")


def read_xls(path: Path, content: bytes, told: Told) -> Workbook:
    """Read every worksheet; ``BadFile`` for a file with a password, a damaged one, or none of Excel's."""
    file = CompoundFile(content)
    names = file.names
    if "EncryptedPackage" in names:
        raise BadFile(LOCKED)
    if "WordDocument" in names:
        raise BadFile(_WORD)
    name = next((one for one in _STREAMS if one in names), None)
    if name is None:
        raise BadFile(BROKEN)
    stream = bytearray(file.stream(name))
    found = walked(stream)
    told(1, 2 + len(found))
    checked = io.BytesIO(container_of(name, bytes(stream)))
    del stream, file
    read = []
    with from_reader(lambda: CalamineWorkbook.from_filelike(checked)) as book:
        for done, (about, sheet) in enumerate(zip(book.sheets_metadata, found, strict=True), start=2):
            if sheet.is_list:
                read.append(_sheet(book, about.name, sheet, is_hidden=about.visible != SheetVisibleEnum.Visible))
            told(done, 2 + len(found))
    return Workbook(path, "xls", None, tuple(read))


def _sheet(book: CalamineWorkbook, name: str, about: BiffSheet, *, is_hidden: bool) -> Sheet:
    sheet = from_reader(partial(book.get_sheet_by_name, name))
    rows = rows_of(sheet)
    if about.marks:
        rows = patched(rows, {(row - 1, column): mark for (row, column), mark in about.marks.items()})
    merged = tuple(
        Range(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Sheet(
        name,
        rows,
        merged=merged,
        hidden=is_hidden,
        hidden_rows=frozenset(about.hidden_rows),
        fonts=about.fonts,
        capital_fonts=frozenset(about.capital_fonts),
    )
