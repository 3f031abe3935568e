"""Read .xlsx and .ods: parts checked, values by calamine, and what it leaves out from the XML beside it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, CellValue, FileKind, FormulaGap, Sheet, Workbook
from labordesk.exchange.workbook_ods import OdsMarks, ods_marks
from labordesk.exchange.workbook_strikes import struck_rows, struck_styles
from labordesk.exchange.workbook_values import Place, from_reader, patched, rows_of, spread
from labordesk.exchange.workbook_xlsx import (
    SheetMarks,
    SheetPart,
    legacy_styles,
    marks_of,
    results_are_stale,
    sheet_parts,
)
from labordesk.exchange.workbook_zip import BROKEN, LOCKED, MAX_UNPACKED, copy_of, read_parts
from labordesk.i18n import N_

Told = Callable[[int, int], None]

_UNREAD: Final = ("/drawings/", "/charts/", "/media/", "/pivot", "/externallinks/", "/theme/", "/ctrlprops/")
_READ_OF_ODS: Final = ("content.xml", "mimetype", "META-INF/manifest.xml", "encrypted-package")
_OTHERS: Final = {
    "xl/workbook.bin": N_("Tệp .xlsb chưa đọc được; hãy mở bằng Excel, lưu lại thành .xlsx rồi chọn lại."),
    "word/document.xml": N_("Đây là văn bản Word; hãy chép bảng sang Excel, lưu thành .xlsx rồi chọn lại."),
    "index/document.iwa": N_("Đây là tệp Numbers; hãy xuất thành .xlsx rồi chọn lại."),
}
_NO_TABLE: Final = N_("Tệp này không phải bảng tính; hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.")


def read_zipped(path: Path, file: BinaryIO, told: Told) -> Workbook:
    """Read a zipped workbook; ``BadFile`` for one that is broken, too large, locked or none."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [info.filename for info in archive.infolist()]
            kind = _kind_of(names)
            total = min(sum(info.file_size for info in archive.infolist()), MAX_UNPACKED)
            wanted = _is_read if kind == "xlsx" else _READ_OF_ODS.__contains__
            parts, is_whole = read_parts(archive, file, wanted, lambda done: told(done // 2, total))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise BadFile(BROKEN) from error

    def half_told(done: int, of: int) -> None:
        told((total + total * done // of) // 2 if done < of else total, total)

    if kind == "xlsx":
        return Workbook(path, kind, None, _read_xlsx(path, parts, half_told, is_whole=is_whole))
    return Workbook(path, kind, None, _read_ods(path, parts, half_told))


def _kind_of(names: Sequence[str]) -> FileKind:
    """Tell what a zip is by the parts in it, whatever its name ends with."""
    lowered = {name.replace("\\", "/").lower() for name in names}
    if "xl/workbook.xml" in lowered:
        return "xlsx"
    if "content.xml" in lowered:
        return "ods"
    if "encrypted-package" in lowered:
        raise BadFile(LOCKED)
    raise BadFile(next((sentence for name, sentence in _OTHERS.items() if name in lowered), _NO_TABLE))


def _is_read(name: str) -> bool:
    lowered = "/" + name.replace("\\", "/").lower()
    return lowered.endswith((".xml", ".rels")) and not any(part in lowered for part in _UNREAD)


def _read_xlsx(path: Path, parts: dict[str, bytes], told: Told, *, is_whole: bool) -> tuple[Sheet, ...]:
    """Read the sheets from the file itself when its parts are as they should be, else from a mended copy."""
    sheets = sheet_parts(parts)
    styles = legacy_styles(parts)
    stale = results_are_stale(parts)
    strikes = struck_styles(parts)
    found: list[tuple[SheetPart, SheetMarks, frozenset[int]]] = []
    for sheet in sheets:
        name = next((one for one in parts if one.replace("\\", "/").lower() == sheet.part.lower()), None)
        if name is None:
            raise BadFile(BROKEN)
        struck = struck_rows(parts[name], strikes)
        marks = marks_of(sheet.name, parts[name], styles, stale=stale)
        if marks.xml is not None:
            parts[name] = marks.xml
        found.append((sheet, marks, struck))
    is_same = is_whole and all(marks.xml is None for _sheet, marks, _struck in found)
    content = None if is_same else copy_of(parts)
    parts.clear()
    read = []
    with from_reader(lambda: _opened(path, content)) as book:
        for done, (sheet, marks, struck) in enumerate(found, start=1):
            read.append(replace(_xlsx_sheet(book, sheet, marks), struck_rows=struck))
            told(done, len(found))
    return tuple(read)


def _opened(path: Path, content: BinaryIO | None) -> CalamineWorkbook:
    if content is not None:
        return CalamineWorkbook.from_filelike(content)
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def _xlsx_sheet(book: CalamineWorkbook, sheet: SheetPart, marks: SheetMarks) -> Sheet:
    rows = _rows(book, sheet.name)
    numbers = marks.row_numbers
    if numbers is None:
        rows = _with_marks(rows, {(row - 1, column): mark for (row, column), mark in marks.marks.items()})
    else:
        index = {number: at for at, number in enumerate(numbers)}
        rows = _with_marks(rows, {(index[row], column): mark for (row, column), mark in marks.marks.items()})
        rows = spread(rows, numbers)
    return Sheet(
        sheet.name,
        rows,
        merged=marks.merged,
        hidden=sheet.hidden,
        hidden_rows=marks.hidden_rows,
        fonts=marks.fonts,
        capital_fonts=marks.capital_fonts,
    )


def _read_ods(path: Path, parts: dict[str, bytes], told: Told) -> tuple[Sheet, ...]:
    found = ods_marks(parts)
    parts.clear()
    read = []
    with from_reader(lambda: _opened(path, None)) as book:
        for done, about in enumerate(book.sheets_metadata, start=1):
            marks = found[done - 1] if done <= len(found) else OdsMarks()
            rows = _with_marks(
                _rows(book, about.name), {(row - 1, column): mark for (row, column), mark in marks.marks.items()}
            )
            read.append(
                Sheet(
                    about.name,
                    rows,
                    merged=tuple(marks.merged),
                    hidden=about.visible != SheetVisibleEnum.Visible,
                    hidden_rows=frozenset(marks.hidden_rows),
                )
            )
            told(done, len(book.sheets_metadata))
    return tuple(read)


def _rows(book: CalamineWorkbook, name: str) -> list[Sequence[CellValue]]:
    return rows_of(from_reader(lambda: book.get_sheet_by_name(name)))


def _with_marks(
    rows: list[Sequence[CellValue]], marks: dict[Place, FormulaGap | CellError]
) -> list[Sequence[CellValue]]:
    return patched(rows, marks) if marks else rows
