"""Sheets with several tables, below each other or side by side, parted so that each is read by its own headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellValue, Sheet
from labordesk.exchange.headings import heading_fields
from labordesk.exchange.layout_header import Header, header_at
from labordesk.exchange.layout_rows import is_carried, is_sum
from labordesk.exchange.layout_text import SheetText, folded, is_figure
from labordesk.exchange.workbook_zip import TOO_LARGE

_NUMBERS: Final = re.compile(r"s?tt\.?|s\.t\.t\.?|số\s+(?:tt|thứ tự)|no\.?", re.IGNORECASE)
"""The heading with which nearly every table begins; without marks it is the same in all old encodings."""
_SEARCHED: Final = 400
_KNOWN: Final = 0.45
_LEAST: Final = 3
_TITLE_ROWS: Final = 4
_MOST_CELLS: Final = 40_000_000
"""Cells of all tables side by side together, each of them as wide as the sheet: 8 bytes for each."""
_NAMES: Final = frozenset({"name", "family_name", "given_name"})


def tables_of(sheet: Sheet) -> tuple[Sheet, ...]:
    """Return the tables of a sheet, most often the sheet itself; the later ones are called "… (bảng 2)".

    Rows keep their numbers and columns their places. A heading repeated on a new page begins no table.
    """
    column = _number_column(sheet.rows[:_SEARCHED])
    if column is None:
        return (sheet,)
    below = list(_below_each_other(sheet, column))
    parts = [part for one in below for part in _side_by_side(one)]
    if len(parts) == 1:
        return (sheet,)
    return tuple(
        replace(part, name=sheet.name if place == 1 else f"{sheet.name} (bảng {place})", tab=sheet.name)
        for place, part in enumerate(parts, start=1)
    )


def _number_column(rows: Sequence[Sequence[CellValue]]) -> int | None:
    found = (at for row in rows for at, cell in enumerate(row) if _is_number_heading(cell))
    return next(found, None)


def _is_number_heading(cell: CellValue) -> bool:
    return isinstance(cell, str) and len(cell) < 12 and _NUMBERS.fullmatch(" ".join(cell.split())) is not None


def _below_each_other(sheet: Sheet, column: int) -> Iterator[Sheet]:
    """Part a sheet before the titles of each table but the first."""
    starts = [at for at, row in enumerate(sheet.rows) if _is_number_heading(row[column])]
    if len(starts) < 2:
        yield sheet
        return
    text = SheetText(sheet)
    headers = [header for at in starts if (header := header_at(text, at)) and _is_known(header)]
    cuts = [0]
    before = headers[0] if headers else None
    for header in headers[1:]:
        assert before is not None
        if header.index < before.end:
            continue
        title = _title_above(text, header.index)
        if not _same(header, before) or _begins_anew(text, title, header.index, column):
            cuts.append(title)
            before = header
    for top, bottom in pairwise([*cuts, len(sheet.rows)]):
        yield replace(sheet, rows=sheet.rows[top:bottom], first_row=sheet.first_row + top)


def _is_known(header: Header) -> bool:
    certain = [max(heading_fields(label).values(), default=0.0) >= _KNOWN for label in header.labels if label]
    return sum(certain) >= min(_LEAST, len(certain)) and sum(certain) * 2 > len(certain)


def _same(one: Header, other: Header) -> bool:
    """Tell whether headings are those of the table above, on a new page."""
    named = [at for at, label in enumerate(other.labels) if label]
    same = sum(folded(one.labels[at]) == folded(other.labels[at]) for at in named)
    return same * 5 >= len(named) * 4


def _title_above(text: SheetText, index: int) -> int:
    """Return the index of the first of the lines of words right above a heading."""
    top = at = index
    while at > 0 and index - at <= _TITLE_ROWS:
        at -= 1
        texts = text.texts(at)
        if len(text.filled(at)) > len(texts) or len(texts) > 2 or (texts and _is_sum(texts)):
            break
        if texts:
            top = at
    return top


def _begins_anew(text: SheetText, title: int, index: int, column: int) -> bool:
    """Tell whether the same headings begin another table: a title stands between them and the sum of the one above."""
    if title == index:
        return False
    for at in range(title - 1, -1, -1):
        texts = text.texts(at)
        if text.filled(at):
            return bool(texts) and _is_sum(texts) and not _is_numbered(text.cells(at)[column])
    return False


def _is_sum(texts: Sequence[tuple[int, str]]) -> bool:
    words = texts[0][1]
    return is_sum(words) and not is_carried(words)


def _is_numbered(cell: CellValue) -> bool:
    return is_figure(cell) or (isinstance(cell, str) and cell.strip().rstrip(".").isdecimal())


def _side_by_side(sheet: Sheet) -> Iterator[Sheet]:
    """Part a sheet between two columns of running numbers, if each begins a table with names; BadFile for too many."""
    at, places = next(
        (
            (at, places)
            for at, row in enumerate(sheet.rows[:_SEARCHED])
            if len(places := [column for column, cell in enumerate(row) if _is_number_heading(cell)]) > 1
        ),
        (0, []),
    )
    header = header_at(SheetText(sheet), at) if places else None
    if header is None:
        yield sheet
        return
    edges = [0, *places[1:], sheet.width]
    blocks = list(pairwise(edges))
    if not all(_lists_somebody(header.labels[left:right]) for left, right in blocks):
        yield sheet
        return
    if len(blocks) * len(sheet.rows) * sheet.width > _MOST_CELLS:
        raise BadFile(TOO_LARGE)
    for left, right in blocks:
        rows = [row if place < at else _only(row, left, right) for place, row in enumerate(sheet.rows)]
        merged = tuple(block for block in sheet.merged if block.left < right and block.right >= left)
        yield replace(sheet, rows=rows, merged=merged)


def _lists_somebody(labels: Sequence[str]) -> bool:
    return any(heading_fields(label).get(field, 0.0) >= _KNOWN for label in labels for field in _NAMES)


def _only(row: Sequence[CellValue], left: int, right: int) -> Sequence[CellValue]:
    return [cell if left <= column < right else None for column, cell in enumerate(row)]
