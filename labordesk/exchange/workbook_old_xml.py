"""Read XML Spreadsheet 2003: what Excel 2003 and programs of offices save as .xml, or call .xls."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, CellValue, FormulaGap, Range, Sheet, Workbook, figure
from labordesk.exchange.csv_reading import MAX_CELLS
from labordesk.exchange.workbook_zip import BROKEN, TOO_LARGE

Told = Callable[[int, int], None]

NAMESPACE: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_NAME: Final = f"{{{NAMESPACE.decode()}}}"
_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_MAX_BYTES: Final = 60_000_000
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


def read_old_xml(path: Path, content: bytes, told: Told) -> Workbook:
    """Read every worksheet; ``BadFile`` for what is damaged or too large."""
    if len(content) > _MAX_BYTES:
        raise BadFile(TOO_LARGE)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadFile(BROKEN)
    sheets: list[Sheet] = []
    try:
        for _event, element in ET.iterparse(io.BytesIO(content)):  # noqa: S314 - no document type reaches it
            if element.tag == f"{_NAME}Worksheet":
                sheets.append(_sheet(element))
                element.clear()
                told(len(sheets), len(sheets) + 1)
    except ET.ParseError as error:
        raise BadFile(BROKEN) from error
    told(1, 1)
    return Workbook(path, "xls", None, tuple(sheets))


def _sheet(element: ET.Element) -> Sheet:
    rows: dict[int, dict[int, CellValue]] = {}
    merged: list[Range] = []
    hidden: set[int] = set()
    number = 0
    for row in element.iterfind(f"{_NAME}Table/{_NAME}Row"):
        number = _placed(row, "Index", number + 1, _LAST_ROW)
        if row.get(f"{_NAME}Hidden") == "1":
            hidden.add(number)
        rows[number] = _cells(row, number, merged)
        number += _placed(row, "Span", 0, _LAST_ROW)
    height = max((at for at, cells in rows.items() if cells), default=0)
    width = max((max(cells, default=-1) + 1 for cells in rows.values()), default=0)
    if height * width > MAX_CELLS:
        raise BadFile(TOO_LARGE)
    empty: tuple[CellValue, ...] = (None,) * width
    full: list[Sequence[CellValue]] = [
        [cells.get(column) for column in range(width)] if (cells := rows.get(at)) else empty
        for at in range(1, height + 1)
    ]
    visible = element.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    return Sheet(
        element.get(f"{_NAME}Name", ""),
        full,
        merged=tuple(merged),
        hidden=bool(visible) and visible != "SheetVisible",
        hidden_rows=frozenset(hidden),
    )


def _cells(row: ET.Element, number: int, merged: list[Range]) -> dict[int, CellValue]:
    found: dict[int, CellValue] = {}
    column = -1
    for cell in row.iterfind(f"{_NAME}Cell"):
        column = _placed(cell, "Index", column + 2, _LAST_COLUMN) - 1
        value = _value(cell)
        if value is not None:
            found[column] = value
        across = _placed(cell, "MergeAcross", 0, _LAST_COLUMN)
        down = _placed(cell, "MergeDown", 0, _LAST_ROW)
        if across or down:
            merged.append(Range(number, column, number + down, column + across))
        column += across
    return found


def _value(cell: ET.Element) -> CellValue:
    """Return what a cell holds; a formula without a result is a gap."""
    data = cell.find(f"{_NAME}Data")
    text = "".join(data.itertext()) if data is not None else ""
    formula = cell.get(f"{_NAME}Formula")
    if data is None or not text.strip():
        return FormulaGap(formula.removeprefix("=")) if formula else None
    match data.get(f"{_NAME}Type"):
        case "Number":
            return figure(float(text))
        case "DateTime":
            return datetime.fromisoformat(text.strip())
        case "Boolean":
            return text.strip() == "1"
        case "Error":
            return CellError(text.strip())
        case _:
            return text


def _placed(element: ET.Element, name: str, default: int, most: int) -> int:
    """Return a number that an element gives, within the bounds of a sheet."""
    said = element.get(f"{_NAME}{name}", "")
    if not said:
        return default
    if not (said.isascii() and said.isdecimal()) or len(said) > 8 or int(said) > most:
        raise BadFile(BROKEN)
    return int(said)
