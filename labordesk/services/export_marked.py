"""Trả lại danh sách: the officer's own file with what an import made of it: what to correct, what is taken already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from labordesk.exchange.list_fields import PART_OF
from labordesk.exchange.list_model import FUNDER, Column
from labordesk.exchange.marked import Mark, Marked, Told, write_marked
from labordesk.exchange.problems import Problem
from labordesk.fields.kinds import PartialDay
from labordesk.services.import_model import ImportPreview, PreviewRow
from labordesk.vietnamese.numbers import number


def save_marked(preview: ImportPreview, out: Path, told: Told | None = None, *, written: bool = False) -> Marked:
    """Write the officer's file with its marks as .xlsx; ``written``: the good rows have been taken in meanwhile.

    Unavailable, BadFile; the register is not touched. Words in the file are Vietnamese in every language.
    """
    return write_marked(preview.path, out, marks_of(preview, written=written), _summary(preview), told=told)


def marks_of(preview: ImportPreview, *, written: bool = False) -> tuple[Mark, ...]:
    """Return what is to be said of cells and rows; rows the officer left out stay as they are."""
    columns = {sheet.name: sheet.columns for sheet in preview.read.sheets}
    marks = [mark for row in preview.rows for mark in _marks_of_row(row, columns.get(row.read.sheet, ()), written)]
    for sheet in preview.read.sheets:
        marks += [_mark(sheet.name, one.row, one.problem, sheet.columns, "") for one in sheet.problems]
    tabs = {sheet.name: sheet.tab for sheet in preview.read.sheets if sheet.tab}
    return tuple(replace(mark, sheet=tabs[mark.sheet]) if mark.sheet in tabs else mark for mark in marks)


def _marks_of_row(row: PreviewRow, columns: tuple[Column, ...], written: bool) -> Iterator[Mark]:
    sheet, line = row.place
    if row.taken_before or (written and row.will_be_written):
        yield Mark(sheet, line, None, "taken", "")
    elif not row.left_out:
        for problem in row.problems:
            raw = row.read.raw
            part = next((one for one, whole in PART_OF.items() if whole == problem.field and one in raw), problem.field)
            yield _mark(sheet, line, problem, columns, raw.get(part, ""), part)


def _mark(sheet: str, line: int, problem: Problem, columns: tuple[Column, ...], was: str, part: str = "") -> Mark:
    column = _column_of(part or problem.field, columns)
    return Mark(
        sheet,
        line,
        column.index if column is not None else None,
        problem.kind,
        problem.reason,
        column.label if column is not None else "",
        was,
        tuple(map(candidate_text, problem.candidates)),
    )


def _column_of(field: str, columns: tuple[Column, ...]) -> Column | None:
    """Return the column a field was read from; a problem of all funders stands at the first of them."""
    exact = next((column for column in columns if column.field == field), None)
    if exact is None and field.rstrip(":") == FUNDER.rstrip(":"):
        return next((column for column in columns if (column.field or "").startswith(FUNDER)), None)
    return exact


def candidate_text(candidate: Any) -> str:
    """Return a candidate as an officer reads it: 1.147.000, 05/01/2026, "có"."""
    match candidate:
        case bool():
            return "có" if candidate else "không"
        case int():
            return number(candidate)
        case date():
            return f"{candidate:%d/%m/%Y}"
        case str() if candidate[:4].isdecimal() and candidate[4:5] == "-":
            return PartialDay().show(candidate)
        case _:
            return str(candidate)


def _summary(preview: ImportPreview) -> list[tuple[str, str]]:
    taken = sum(row.taken_before for row in preview.rows)
    said = [
        ("Tệp", preview.path.name),
        ("Số dòng trong danh sách", number(preview.people)),
        ("Số dòng ghi được", number(preview.good)),
        ("Số dòng cần sửa", number(preview.rejected)),
    ]
    said += [("Số dòng đã ghi từ trước", number(taken))] * bool(taken)
    said += [("Tổng số tiền đọc được (đồng)", number(preview.total))] * bool(preview.total)
    if preview.file_total is not None:
        said.append(("Dòng tổng cộng trong tệp (đồng)", number(preview.file_total)))
    return [*said, *(("Ghi chú", note) for note in preview.notes)]
