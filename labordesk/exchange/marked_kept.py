"""An .xlsx marked in place (openpyxl): the officer's styles, widths, merged cells and formulas stay as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from labordesk.exchange.formula_results import keep_results
from labordesk.exchange.marks import (
    AUTHOR,
    FILLS,
    HEADINGS,
    INKS,
    MOST_COMMENTS,
    MOST_LISTED,
    WORDS,
    Mark,
    by_cell,
    doubtful,
    sentence,
    strongest,
    taken_lines,
)
from labordesk.exchange.own_sheets import MARKS

_BOX: Final = (320, 110)
"""Width and height of a comment in pixels."""
_WIDTHS: Final = (18, 7, 8, 12, 20, 24, 60, 34, 10)
_TOLD_EVERY: Final = 200


class NotKept(Exception):
    """The file has something openpyxl cannot read; it has to be written anew."""


def write_kept(source: Path, out: Path, marks: Sequence[Mark], summary: Sequence[tuple[str, str]], told: Any) -> None:
    """Write ``source`` with marks to ``out``; ``NotKept`` when openpyxl cannot open it. ``told`` may raise to stop."""
    with _readable(), source.open("rb") as file:  # openpyxl would judge a path by its ending
        book = load_workbook(file, rich_text=True)
    _Marking(book, marks, told).run(summary)
    book.active = book.sheetnames.index(MARKS) if doubtful(marks) else 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active
    with _readable():
        book.save(out)
    keep_results(source, out)


@contextmanager
def _readable() -> Iterator[None]:
    """Turn whatever a strange file makes openpyxl raise into ``NotKept``; a fault of the disk stays one."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise NotKept from error


class _Marking:
    """One workbook being marked."""

    def __init__(self, book: Workbook, marks: Sequence[Mark], told: Any) -> None:
        self._book = book
        self._marks = marks
        self._told = told
        self._comments = 0
        self._done = 0
        self._fills = {kind: PatternFill("solid", fgColor=colour) for kind, colour in FILLS.items()}
        self._before: dict[tuple[str, str], str] = {}
        """Sheet and cell -> the colour it had."""

    def run(self, summary: Sequence[tuple[str, str]]) -> None:
        """Take old marks away, put the new ones on, and list them."""
        self._clean()
        for name in dict.fromkeys(mark.sheet for mark in self._marks):
            sheet = self._book[name] if name in self._book.sheetnames else None
            if isinstance(sheet, Worksheet):
                self._mark_sheet(sheet, [mark for mark in self._marks if mark.sheet == name])
        self._list(summary)

    # what an earlier round left

    def _clean(self) -> None:
        """Give cells marked in an earlier round their old colour back and take our comments off."""
        old = self._book[MARKS] if MARKS in self._book.sheetnames else None
        if not isinstance(old, Worksheet):
            return
        for row in old.iter_rows(values_only=True):
            name, _line, place, *_rest = (*row, *[None] * len(HEADINGS))[: len(HEADINGS)]
            if isinstance(name, str) and isinstance(place, str) and name in self._book.sheetnames:
                self._restore(self._book[name], place, str(row[len(HEADINGS) - 1] or ""))
        self._book.remove(old)
        for sheet in self._book.worksheets:
            self._drop_comments(sheet)

    def _restore(self, sheet: Any, place: str, colour: str) -> None:
        for cell in _cells_at(sheet, place):
            cell.fill = PatternFill("solid", fgColor=colour) if colour else PatternFill()

    def _drop_comments(self, sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                comment = None if isinstance(cell, MergedCell) else cell.comment
                if comment is None or AUTHOR not in (comment.author or ""):
                    continue
                own = comment.text.split(f"\n{AUTHOR}:\n")[0] if f"\n{AUTHOR}:\n" in comment.text else ""
                cell.comment = _comment(own, comment.author.removesuffix(f", {AUTHOR}")) if own else None

    # marks

    def _mark_sheet(self, sheet: Worksheet, marks: Sequence[Mark]) -> None:
        for row in sorted({mark.row for mark in marks if mark.kind == "taken"}):
            self._colour_row(sheet, row)
        for (row, column), said in by_cell(marks).items():
            if strongest(said) != "taken":
                self._mark_cell(sheet, row, column if column is not None else _first_filled(sheet, row), said)
            self._done += 1
            if not self._done % _TOLD_EVERY:
                self._told(self._done, len(self._marks))

    def _mark_cell(self, sheet: Worksheet, row: int, column: int, said: Sequence[Mark]) -> None:
        cell = _upper_left(sheet, row, column + 1)
        kind = strongest(said)
        self._colour(sheet, cell, kind)
        if self._comments >= MOST_COMMENTS:
            return
        self._comments += 1
        words = "\n".join(map(sentence, said))
        own = cell.comment
        if own is not None and own.text:
            cell.comment = _comment(f"{own.text}\n{AUTHOR}:\n{words}", f"{own.author}, {AUTHOR}")
        else:
            cell.comment = _comment(words, AUTHOR)

    def _colour_row(self, sheet: Worksheet, row: int) -> None:
        for cell in sheet[row]:
            if not isinstance(cell, MergedCell):
                self._colour(sheet, cell, "taken")

    def _colour(self, sheet: Worksheet, cell: Any, kind: Any) -> None:
        place = (sheet.title, cell.coordinate)
        if place not in self._before:
            old = cell.fill
            solid = old is not None and old.fill_type == "solid" and old.fgColor.type == "rgb"
            self._before[place] = str(old.fgColor.rgb) if solid else ""
        cell.fill = self._fills[kind]

    # the sheet that lists them

    def _list(self, summary: Sequence[tuple[str, str]]) -> None:
        sheet = self._book.create_sheet(MARKS)
        sheet.append(["Những ô cần xem lại"])
        sheet["A1"].font = Font(bold=True, size=14)
        for words, figure in summary:
            sheet.append([words, None, None, None, figure])
        for name, rows in taken_lines(self._marks):
            sheet.append([f"{WORDS['taken']}, trang {name}", None, None, None, f"dòng {rows}"])
        sheet.append([])
        sheet.append(list(HEADINGS))
        head = sheet.max_row
        for cell in sheet[head]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7F0FA")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        listed = doubtful(self._marks)
        for mark in listed[:MOST_LISTED]:
            self._list_one(sheet, mark)
        if len(listed) > MOST_LISTED:
            sheet.append([f"… và {len(listed) - MOST_LISTED} ô khác, xem màu ô trong danh sách"])
        self._remember_rows(sheet)
        sheet.freeze_panes = sheet.cell(head + 1, 1)
        for number, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.column_dimensions[get_column_letter(len(HEADINGS))].hidden = True
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _list_one(self, sheet: Worksheet, mark: Mark) -> None:
        place = self._place(mark)
        old = self._before.get((mark.sheet, place), "")
        values: tuple[str | int, ...] = (
            mark.sheet,
            mark.row,
            place,
            WORDS[mark.kind],
            mark.field,
            mark.was,
            mark.reason,
        )
        line = sheet.max_row + 1
        for number, value in enumerate((*values, "; ".join(mark.candidates), old), 1):
            cell = sheet.cell(line, number)
            _put(cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=number in (5, 6, 7, 8))
        link = sheet.cell(line, 3)
        target = mark.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{target}'!{place}")
        link.font = Font(color="0B5CAD", underline="single")
        word = sheet.cell(line, 4)
        word.fill, word.font = copy(self._fills[mark.kind]), Font(color=INKS[mark.kind], bold=True)

    def _remember_rows(self, sheet: Worksheet) -> None:
        """Keep, in hidden lines, the colours that rows already taken had before."""
        listed = {(mark.sheet, self._place(mark)) for mark in doubtful(self._marks)[:MOST_LISTED]}
        for (name, place), colour in self._before.items():
            if (name, place) not in listed:
                line = sheet.max_row + 1
                for number, value in ((1, name), (3, place), (len(HEADINGS), colour)):
                    _put(sheet.cell(line, number), value)
                sheet.row_dimensions[line].hidden = True

    def _place(self, mark: Mark) -> str:
        sheet = self._book[mark.sheet] if mark.sheet in self._book.sheetnames else None
        if not isinstance(sheet, Worksheet):
            return f"A{mark.row}"
        column = mark.column if mark.column is not None else _first_filled(sheet, mark.row)
        return str(_upper_left(sheet, mark.row, column + 1).coordinate)


def _upper_left(sheet: Worksheet, row: int, column: int) -> Any:
    """Return the cell that shows what stands at a place, which for merged cells is their first."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for block in sheet.merged_cells.ranges:
            if cell.coordinate in block:
                return sheet.cell(block.min_row, block.min_col)
    return cell


def _first_filled(sheet: Worksheet, row: int) -> int:
    """Return the column (from 0) of the first cell of a row that holds anything."""
    return next((cell.column - 1 for cell in sheet[row] if cell.value is not None), 0)


def _cells_at(sheet: Any, place: str) -> Iterator[Any]:
    if isinstance(sheet, Worksheet):
        try:
            cell = sheet[place]
        except (ValueError, KeyError):
            return
        if not isinstance(cell, tuple | MergedCell):
            yield cell


def _put(cell: Any, value: str | int) -> None:
    """Write a value; a text that begins with = stays a text."""
    cell.value = _clean_text(value) if isinstance(value, str) else value
    if isinstance(value, str) and value:
        cell.data_type = "s"


def _comment(text: str, author: str) -> Comment:
    comment = Comment(_clean_text(text), author)
    comment.width, comment.height = _BOX
    return comment


def _clean_text(text: str) -> str:
    """Leave out what XML cannot hold, and what a cell has no room for."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:32_000]
