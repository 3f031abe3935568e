"""Walk the records of an .xls stream (MS-XLS) for what the reader leaves out, and for what it must not meet.

Told are hidden rows, errors, formulas without results and fonts; met must not be a password, cells so far apart that
the block around them fills the memory, nor a record that promises such a block.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, FormulaGap
from labordesk.exchange.workbook_values import MAX_AREA, Place
from labordesk.exchange.workbook_zip import BROKEN, LOCKED, TOO_LARGE
from labordesk.vietnamese.legacy import CAPITAL_FONT, encoding_of_font
from labordesk.vietnamese.legacy_tables import shown_in_cp1252

_HEAD: Final = struct.Struct("<HH")
_CELL: Final = struct.Struct("<HHHHH")
_BOF, _EOF = 0x0809, 0x000A
_FILE_PASS, _BOUND_SHEET, _FONT, _XF = 0x002F, 0x0085, 0x0031, 0x00E0
_DIMENSIONS, _ROW = 0x0200, 0x0208
_LABEL_SST, _LABEL, _RICH_LABEL, _RK, _NUMBER, _BOOL_OR_ERROR, _FORMULA = (
    *(0x00FD, 0x0204, 0x00D6, 0x027E, 0x0203, 0x0205, 0x0006),
)
_MANY_RK: Final = 0x00BD
_VALUES: Final = frozenset({_LABEL_SST, _LABEL, _RICH_LABEL, _RK, _NUMBER, _BOOL_OR_ERROR, _FORMULA})
_TEXTS: Final = frozenset({_LABEL_SST, _LABEL, _RICH_LABEL})
_TOLD: Final = frozenset({_BOOL_OR_ERROR, _FORMULA})
_STRUCTURE: Final = frozenset({_BOF, _EOF, _DIMENSIONS, _ROW})
_IS_ERROR: Final = 2
_IS_BLANK: Final = 3
_ONE_CELL: Final = struct.pack("<IIHHH", 0, 1, 0, 1, 0)
_ERRORS: Final = dict(
    zip(
        (0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A),
        ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"),
        strict=True,
    )
)
_HIDDEN: Final = 0x20
_BIFF8: Final = 0x0600
_TEXT_TOKEN: Final = 0x17
_NEVER_WORKED_OUT: Final = 0x02


@dataclass(slots=True)
class BiffSheet:
    """What the records of one sheet tell beside the values; rows as the officer numbers them, columns from 0."""

    is_list: bool
    marks: dict[Place, FormulaGap | CellError] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    fonts: dict[int, str] = field(default_factory=dict)
    capital_fonts: set[Place] = field(default_factory=set)


def walked(stream: bytearray) -> tuple[BiffSheet, ...]:
    """Return what each sheet tells, in the order of tabs; records that promise too much are changed in ``stream``."""
    fonts: list[str] = []
    styles: list[int] = []
    starts: list[tuple[int, bool]] = []
    version = 0
    at = 0
    while True:
        kind, size = _record(stream, at)
        data = at + 4
        if kind == _FILE_PASS:
            raise BadFile(LOCKED)
        if kind == _BOF and not version and size >= 2:
            version = int.from_bytes(stream[data : data + 2], "little")
        elif kind == _FONT:
            fonts.append(_font_name(bytes(stream[data : data + size]), version))
        elif kind == _XF and size >= 2:
            styles.append(int.from_bytes(stream[data : data + 2], "little"))
        elif kind == _BOUND_SHEET and size >= 6:
            starts.append((int.from_bytes(stream[data : data + 4], "little"), stream[data + 5] == 0))
        elif kind == _EOF:
            break
        at = data + size
    legacy = _legacy_styles(fonts, styles)
    return tuple(_walk_sheet(stream, start, is_list, legacy) for start, is_list in starts)


def _record(stream: bytearray, at: int) -> tuple[int, int]:
    if at + 4 > len(stream):
        raise BadFile(BROKEN)
    kind, size = _HEAD.unpack_from(stream, at)
    if at + 4 + size > len(stream):
        raise BadFile(BROKEN)
    return kind, size


def _walk_sheet(stream: bytearray, start: int, is_list: bool, legacy: dict[int, str]) -> BiffSheet:
    """Walk one sheet to its end; charts inside have beginnings and ends of their own."""
    walk = _SheetWalk(stream, BiffSheet(is_list), legacy)
    last_row = last_column = 0
    at = start
    read = _CELL.unpack_from
    end = len(stream) - _CELL.size
    while not walk.is_over:
        if at <= end:
            kind, size, row, column, style = read(stream, at)
        else:
            kind, size = _record(stream, at)
            row = column = style = 0
        if kind in _VALUES:
            last_row = max(last_row, row)
            last_column = max(last_column, column)
            if style in legacy or kind in _TOLD:
                walk.note_value(kind, size, at + 4, style)
        elif kind == _MANY_RK:
            last_row = max(last_row, row)
            last_column = max(last_column, column + size // 6)
        elif kind in _STRUCTURE:
            walk.note_structure(kind, size, at + 4)
        at += 4 + size
    if (last_row + 1) * (last_column + 1) > MAX_AREA:
        raise BadFile(TOO_LARGE)
    return walk.told()


class _SheetWalk:
    """Collects what the rarer records of one sheet tell."""

    def __init__(self, stream: bytearray, sheet: BiffSheet, legacy: dict[int, str]) -> None:
        self._stream = stream
        self._sheet = sheet
        self._legacy = legacy
        self._depth = 0
        self._fonts: dict[int, Counter[str]] = {}
        self.is_over = False

    def told(self) -> BiffSheet:
        """Return what was collected."""
        self._sheet.fonts.update({column: fonts.most_common(1)[0][0] for column, fonts in self._fonts.items()})
        return self._sheet

    def note_structure(self, kind: int, size: int, at: int) -> None:
        """Follow beginnings and ends, note hidden rows, and take back what the extent promises."""
        if kind == _BOF:
            self._depth += 1
        elif kind == _EOF:
            self._depth -= 1
            self.is_over = self._depth <= 0
        elif kind == _DIMENSIONS:
            self._stream[at : at + size] = _ONE_CELL[:size].ljust(size, b"\x00")
        elif size >= 16 and self._stream[at + 12] & _HIDDEN:
            self._sheet.hidden_rows.add(int.from_bytes(self._stream[at : at + 2], "little") + 1)

    def note_value(self, kind: int, size: int, at: int, style: int) -> None:
        """Note an old font, an error, and a formula never worked out or blank though it speaks of no text."""
        data = bytes(self._stream[at : at + size])
        if len(data) < 6:
            raise BadFile(BROKEN)
        row, column = _HEAD.unpack_from(data)
        place = (row + 1, column)
        if kind in _TEXTS and style in self._legacy:
            font = self._legacy[style]
            self._fonts.setdefault(column, Counter())[font] += 1
            if CAPITAL_FONT.match(font):
                self._sheet.capital_fonts.add(place)
        mark = _mark_of(kind, data)
        if mark is not None:
            self._sheet.marks[place] = mark


def _mark_of(kind: int, data: bytes) -> FormulaGap | CellError | None:
    if kind == _BOOL_OR_ERROR and len(data) >= 8 and data[7]:
        return CellError(_ERRORS.get(data[6], "#N/A"))
    if kind != _FORMULA:
        return None
    if len(data) < 16:
        raise BadFile(BROKEN)
    special = data[6] if data[12:14] == b"\xff\xff" else None
    if special == _IS_ERROR:
        return CellError(_ERRORS.get(data[8], "#N/A"))
    is_open = bool(data[14] & _NEVER_WORKED_OUT)
    if special == _IS_BLANK and (is_open or _TEXT_TOKEN not in data[20:]):
        return FormulaGap()
    return FormulaGap() if is_open and not any(data[6:14]) else None


def _font_name(data: bytes, version: int) -> str:
    if len(data) < 16:
        return ""
    length = data[14]
    if version != _BIFF8:
        return shown_in_cp1252(data[15 : 15 + length])
    if data[15] & 1:
        return data[16 : 16 + 2 * length].decode("utf-16-le", "replace")
    return data[16 : 16 + length].decode("latin-1")


def _legacy_styles(fonts: list[str], styles: list[int]) -> dict[int, str]:
    """Return the styles with an old Vietnamese font; the number 4 is left out in counting fonts."""
    found = {}
    for style, number in enumerate(styles):
        index = number - 1 if number > 4 else number
        if index < len(fonts) and encoding_of_font(fonts[index]):
            found[style] = fonts[index]
    return found
