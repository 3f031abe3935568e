"""Rows as calamine gives them made into rows of ours: None for empty, whole floats as int, gaps and errors named."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from python_calamine import CalamineSheet

from labordesk.errors import BadFile, LabordeskError
from labordesk.exchange.cells import CellError, CellValue, FormulaGap, figure
from labordesk.exchange.workbook_zip import BROKEN, LOCKED

MAX_AREA: Final = 4_000_000
"""Cells of the block around all used ones: the reader takes 32 bytes for each, empty or not."""
_TERMINAL: Final = 2
"""The file of the system to which errors are written."""

Place = tuple[int, int]
"""Row as the officer numbers it, column from 0."""
Result = TypeVar("Result")


def rows_of(sheet: CalamineSheet) -> list[Sequence[CellValue]]:
    """Return all rows from row 1 and column A, with None for empty cells and int for whole numbers.

    Row by row: 50.000 rows at once and again as ours cost a tenth more.
    """
    return from_reader(lambda: _from_column_a(_values_of(sheet.iter_rows()), sheet.start))


def _values_of(rows: Iterable[Sequence[Any]]) -> list[Sequence[CellValue]]:
    return [
        [
            (value or None) if (kind := value.__class__) is str else (figure(value) if kind is float else value)
            for value in row
        ]
        for row in rows
    ]


def _from_column_a(rows: list[Sequence[CellValue]], start: Place | None) -> list[Sequence[CellValue]]:
    """Put the empty columns before the first used one back, which the reader leaves out."""
    if not start or not start[1]:
        return rows
    before = [None] * start[1]
    return [[*before, *row] for row in rows]


def patched(
    rows: list[Sequence[CellValue]], marks: Mapping[Place, FormulaGap | CellError]
) -> list[Sequence[CellValue]]:
    """Put gaps and errors where the reader shows an empty cell; rows grow where one stands outside the used block.

    ``marks`` are placed by index of row, from 0, and column.
    """
    by_row: dict[int, list[tuple[int, FormulaGap | CellError]]] = {}
    for (index, column), mark in marks.items():
        by_row.setdefault(index, []).append((column, mark))
    width = len(rows[0]) if rows else 0
    wide = max([width, *(column + 1 for _index, column in marks)])
    empty: tuple[CellValue, ...] = (None,) * wide
    if wide > width:
        rows = [[*row, *empty[len(row) :]] for row in rows]
    rows += [empty] * (max([len(rows), *(index + 1 for index in by_row)]) - len(rows))
    for index, found in by_row.items():
        cells = list(rows[index])
        for column, mark in found:
            cells[column] = mark
        rows[index] = cells
    return rows


def spread(rows: list[Sequence[CellValue]], numbers: Sequence[int]) -> list[Sequence[CellValue]]:
    """Return rows that were drawn together at the officer's numbers again, with one empty row between them shared."""
    empty: tuple[CellValue, ...] = (None,) * (len(rows[0]) if rows else 0)
    wide: list[Sequence[CellValue]] = [empty] * (numbers[len(rows) - 1] if rows else 0)
    for row, number in zip(rows, numbers, strict=False):
        wide[number - 1] = row
    return wide


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what a panic inside the reader writes of itself off the terminal; the one sentence of ours says enough.

    The reader writes past Python, so the terminal itself is put aside. It belongs to all threads: where there are
    others, in the window, it is left alone.
    """
    if threading.active_count() > 1:
        yield
        return
    try:
        kept, nothing = os.dup(_TERMINAL), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    try:
        os.dup2(nothing, _TERMINAL)
        yield
    finally:
        os.dup2(kept, _TERMINAL)
        os.close(nothing)
        os.close(kept)


def from_reader(call: Callable[[], Result]) -> Result:
    """Return what calamine returns; whatever it raises, even a panic of its own, is a file that cannot be read."""
    try:
        with _quiet():
            return call()
    except (LabordeskError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if type(error).__name__ == "PasswordError":
            raise BadFile(LOCKED) from error
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise BadFile(BROKEN) from error
        raise
