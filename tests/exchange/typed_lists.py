"""Workbooks put together in a test, as if they had been read from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labordesk.exchange.cells import Sheet, Workbook
from labordesk.exchange.lists import ReadChoices, ReadList, read_list

Rows = Sequence[Sequence[Any]]


def workbook(*sheets: tuple[str, Rows], file: str = "danh sach.xlsx") -> Workbook:
    """Return a workbook with these sheets; short rows are filled up with empty cells."""
    made = []
    for name, rows in sheets:
        width = max(map(len, rows))
        made.append(Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows]))
    return Workbook(Path(file), "xlsx", None, tuple(made))


def read_rows(*rows: Sequence[Any], choices: ReadChoices | None = None, sheet: str = "DS") -> ReadList:
    """Read one sheet."""
    return read_list(workbook((sheet, rows)), choices or ReadChoices())


def fields_of(found: ReadList, sheet: int = 0) -> list[str | None]:
    """Return the fields of the columns in their order."""
    return [column.field for column in found.sheets[sheet].columns]


def problems_of(found: ReadList) -> list[tuple[int, str, str]]:
    """Return (row, field, kind) of all problems of rows."""
    return [(row.row, one.field, one.kind) for row in found.rows for one in row.problems]
