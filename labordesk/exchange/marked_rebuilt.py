"""A list that is no .xlsx, or too large to be opened with all its looks, written anew with its marks (XlsxWriter)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from labordesk.exchange.cells import CellValue, Sheet
from labordesk.exchange.marks import (
    AUTHOR,
    FILLS,
    HEADINGS,
    INKS,
    MOST_COMMENTS,
    MOST_LISTED,
    WORDS,
    Mark,
    MarkKind,
    by_cell,
    doubtful,
    sentence,
    strongest,
    taken_lines,
)
from labordesk.exchange.own_sheets import MARKS
from labordesk.exchange.sheet_writer import HEAD, book_at, put_text, sheet_name
from labordesk.exchange.workbook import read_workbook

_WIDTHS: Final = (18, 7, 8, 12, 20, 24, 60, 34)
_TOLD_EVERY: Final = 500
_MEASURED: Final = 200
_WIDE: Final = 60


def write_rebuilt(
    source: Path, out: Path, marks: Sequence[Mark], summary: Sequence[tuple[str, str]], told: Any
) -> None:
    """Write what can be read of ``source`` as .xlsx with its marks; BadFile, Unavailable, and what ``told`` raises."""
    workbook = read_workbook(source, whole=True)
    total = sum(len(sheet.rows) for sheet in workbook.sheets)
    with book_at(out) as book:
        looks = _Looks(book)
        done, comments = 0, 0
        names: dict[str, str] = {}
        for sheet in workbook.sheets:
            if sheet.name == MARKS:
                continue
            names[sheet.name] = sheet_name(sheet.name, names.values())
            target = book.add_worksheet(names[sheet.name])
            if sheet.hidden:
                target.hide()
            own = [mark for mark in marks if mark.sheet == sheet.name]
            comments += _write_sheet(target, sheet, own, looks, comments, lambda rows, d=done: told(d + rows, total))
            done += len(sheet.rows)
        _write_list(book, marks, summary, looks, names)


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def of(self, kind: MarkKind | None, number: str = "General") -> Format:
        """Return the look of a cell with a mark (None: without) that shows numbers so."""
        key = (kind or "", number)
        if key not in self._made:
            look: dict[str, Any] = {"num_format": number}
            if kind is not None:
                look |= {"bg_color": f"#{FILLS[kind]}"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def add(self, look: dict[str, Any]) -> Format:
        """Return a look of its own."""
        return self._book.add_format(look)


def _write_sheet(
    target: Worksheet, sheet: Sheet, marks: Sequence[Mark], looks: _Looks, comments: int, told: Any
) -> int:
    """Write rows and marks of one sheet; return how many comments it got, no more than are still allowed."""
    said = by_cell(marks)
    taken = {mark.row for mark in marks if mark.kind == "taken"}
    widths = [0] * sheet.width
    put = 0
    for place, row in enumerate(sheet.rows):
        number = sheet.number_of(place)
        whole_row = [mark for mark in said.get((number, None), ()) if mark.kind != "taken"]
        first = next((column for column, value in enumerate(row) if value is not None), 0)
        for column, value in enumerate(row):
            here = [mark for mark in said.get((number, column), ()) if mark.kind != "taken"]
            here += whole_row if column == first else []
            kind: MarkKind | None = strongest(here) if here else "taken" if number in taken else None
            _write_cell(target, number - 1, column, value, kind, looks)
            if here and comments + put < MOST_COMMENTS:
                words = "\n".join(map(sentence, here))
                target.write_comment(number - 1, column, words, {"author": AUTHOR, "x_scale": 2.4, "y_scale": 1.4})
                put += 1
            if place < _MEASURED:
                widths[column] = max(widths[column], min(_WIDE, len(str(value or "").split("\n")[0])))
        if not (place + 1) % _TOLD_EVERY:
            told(place + 1)
    _finish(target, sheet, widths)
    return put


def _write_cell(target: Worksheet, line: int, column: int, value: CellValue, kind: Any, looks: _Looks) -> None:
    match value:
        case None:
            if kind is not None:
                target.write_blank(line, column, None, looks.of(kind))
        case bool():
            target.write_boolean(line, column, value, looks.of(kind))
        case int() | float():
            target.write_number(line, column, value, looks.of(kind, "0" if isinstance(value, int) else "General"))
        case datetime():
            plain = value.time() == time()
            target.write_datetime(line, column, value, looks.of(kind, "dd/mm/yyyy" if plain else "dd/mm/yyyy hh:mm"))
        case date() | time() | timedelta():
            number = "dd/mm/yyyy" if isinstance(value, date) else "hh:mm"
            target.write_datetime(line, column, value, looks.of(kind, number))
        case _:
            put_text(target, line, column, str(value), looks.of(kind, "@"))


def _finish(target: Worksheet, sheet: Sheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        target.set_column(column, column, min(_WIDE, max(8, width + 2)))
    for block in sheet.merged:  # ``merge_range`` would write into rows that have left the memory
        if (block.top, block.left) != (block.bottom, block.right):
            target.merge.append([block.top - 1, block.left, block.bottom - 1, block.right])


def _write_list(
    book: Book, marks: Sequence[Mark], summary: Sequence[tuple[str, str]], looks: _Looks, names: dict[str, str]
) -> None:
    sheet = book.add_worksheet(MARKS)
    put_text(sheet, 0, 0, "Những ô cần xem lại", looks.add({"bold": True, "font_size": 14}))
    told = [*summary, *((f"{WORDS['taken']}, trang {name}", f"dòng {rows}") for name, rows in taken_lines(marks))]
    for line, (words, figure) in enumerate(told, 1):
        put_text(sheet, line, 0, words)
        put_text(sheet, line, 4, figure)
    head = len(told) + 2
    look = looks.add({"bold": True, "bg_color": HEAD, "align": "center", "valign": "vcenter", "border": 1})
    for column, heading in enumerate(HEADINGS[: len(_WIDTHS)]):
        put_text(sheet, head, column, heading, look)
        sheet.set_column(column, column, _WIDTHS[column])
    sheet.freeze_panes(head + 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    link = looks.add({"font_color": "#0B5CAD", "underline": 1, "valign": "top"})
    text = looks.add({"text_wrap": True, "valign": "top"})
    words_of = {
        kind: looks.add({"bold": True, "font_color": f"#{INKS[kind]}", "bg_color": f"#{FILLS[kind]}", "valign": "top"})
        for kind in FILLS
    }
    listed = doubtful(marks)
    for line, mark in enumerate(listed[:MOST_LISTED], head + 1):
        place = xl_rowcol_to_cell(mark.row - 1, mark.column or 0)
        put_text(sheet, line, 0, mark.sheet, text)
        sheet.write_number(line, 1, mark.row, text)
        if mark.sheet in names and line < MOST_LISTED:
            target = names[mark.sheet].replace("'", "''")
            sheet.write_url(line, 2, f"internal:'{target}'!{place}", link, place)
        else:
            put_text(sheet, line, 2, place, text)
        put_text(sheet, line, 3, WORDS[mark.kind], words_of[mark.kind])
        for column, words in enumerate((mark.field, mark.was, mark.reason, "; ".join(mark.candidates)), 4):
            put_text(sheet, line, column, words, text)
    if len(listed) > MOST_LISTED:
        put_text(
            sheet, head + 1 + MOST_LISTED, 0, f"… và {len(listed) - MOST_LISTED} ô khác, xem màu ô trong danh sách"
        )
    if listed:
        sheet.activate()
