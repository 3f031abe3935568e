"""What calamine does not tell of an .ods: merged blocks, formulas without results, errors, hidden rows, its extent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, FormulaGap, Range
from labordesk.exchange.workbook_values import MAX_AREA, Place
from labordesk.exchange.workbook_zip import BROKEN, LOCKED, TOO_LARGE

_TOKEN: Final = re.compile(
    rb"<table:table(?=[\s>])([^>]*)>|<table:table-row\b([^>]*?)(/?)>|<table:(covered-)?table-cell\b([^>]*?)(/?)>"
)
_REPEATED_ROWS: Final = re.compile(rb'table:number-rows-repeated="(\d+)"')
_REPEATED_COLUMNS: Final = re.compile(rb'table:number-columns-repeated="(\d+)"')
_SPANNED_ROWS: Final = re.compile(rb'table:number-rows-spanned="(\d+)"')
_SPANNED_COLUMNS: Final = re.compile(rb'table:number-columns-spanned="(\d+)"')
_FORMULA: Final = re.compile(rb'table:formula="(?:of:)?=?([^"]*)"')
_TEXT: Final = re.compile(rb"<text:p[^>]*>([^<]*)</text:p>")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


@dataclass(slots=True)
class OdsMarks:
    """What the XML of one sheet tells beside the values; places are officer's row and column from 0."""

    marks: dict[Place, FormulaGap | CellError] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


def ods_marks(parts: Mapping[str, bytes]) -> tuple[OdsMarks, ...]:
    """Return the marks of each sheet in order; ``BadFile`` when used cells lie too far apart or are repeated."""
    if "encrypted-package" in parts or b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise BadFile(LOCKED)
    content = parts.get("content.xml")
    if content is None or b"<!ENTITY" in content:
        raise BadFile(BROKEN)
    return tuple(_walked(content))


def _walked(content: bytes) -> Iterator[OdsMarks]:
    """Follow rows and cells with their repetitions; one walk of a large sheet takes about as long as reading it."""
    sheet: OdsMarks | None = None
    next_row, row, repeated, column, width = 1, 0, 1, 0, 0
    for found in _TOKEN.finditer(content):
        kind = found.lastindex
        if kind == 1:
            if sheet is not None:
                yield sheet
            sheet, next_row, row, repeated, column, width = OdsMarks(), 1, 0, 1, 0, 0
        elif sheet is None:
            continue
        elif kind == 3:
            row, column = next_row, 0
            repeated = _count(_REPEATED_ROWS, found[2], _LAST_ROW)
            next_row += repeated
            if b"table:visibility=" in found[2]:
                sheet.hidden_rows.update(range(row, min(next_row, _LAST_ROW + 1)))
        else:
            attributes = found[5]
            many = _count(_REPEATED_COLUMNS, attributes, _LAST_COLUMN) if b"repeated=" in attributes else 1
            if b"value-type=" in attributes or b"formula=" in attributes:
                width = max(width, column + many)
                if (next_row - 1) * width > MAX_AREA:
                    raise BadFile(TOO_LARGE)
                if b"formula=" in attributes or b'"error"' in attributes:
                    _mark(sheet, (row, column), attributes, content[found.end() : found.end() + 400])
            if b"spanned=" in attributes:
                _merge(sheet, row, column, attributes)
            column += many
    if sheet is not None:
        yield sheet


def _mark(sheet: OdsMarks, place: Place, attributes: bytes, inside: bytes) -> None:
    if b'value-type="error"' in attributes:
        text = _TEXT.search(inside)
        sheet.marks[place] = CellError(text[1].decode("utf-8", "replace") if text else "#N/A")
    elif b"office:value-type=" not in attributes:
        formula = _FORMULA.search(attributes)
        sheet.marks[place] = FormulaGap(formula[1].decode("utf-8", "replace") if formula else "")


def _merge(sheet: OdsMarks, row: int, column: int, attributes: bytes) -> None:
    rows = _count(_SPANNED_ROWS, attributes, _LAST_ROW)
    columns = _count(_SPANNED_COLUMNS, attributes, _LAST_COLUMN)
    if rows > 1 or columns > 1:
        sheet.merged.append(Range(row, column, row + rows - 1, column + columns - 1))


def _count(pattern: re.Pattern[bytes], attributes: bytes, most: int) -> int:
    """Return how often something is repeated or how far it reaches, never more than a sheet holds."""
    found = pattern.search(attributes)
    return min(max(int(found[1][:9]), 1), most) if found else 1
