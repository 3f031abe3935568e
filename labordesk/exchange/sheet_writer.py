"""Lists as .xlsx files of any length (XlsxWriter, one row in memory): real dates, identifiers as text, live totals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from labordesk.disk import parts_of
from labordesk.documents.whole_file import written_beside
from labordesk.errors import Unavailable
from labordesk.exchange.list_cells import TEXT, YEAR, Cell, cell_maker, number_format
from labordesk.exchange.list_plan import ListColumn, ListPlan, Told
from labordesk.fields import Area, Count, Day, LongText, Money, PartialDay, PersonName, Text
from labordesk.fields.person_numbers import PersonNumber
from labordesk.i18n import N_

TOO_LONG: Final = N_("Danh sách dài quá {most} dòng, một trang Excel không chứa hết; hãy lọc bớt hoặc lưu thành .csv.")
FONT: Final = "Times New Roman"
HEAD: Final = "#E7F0FA"
QUIET: Final = "#5D6B79"
_MOST_ROWS: Final = 1_048_576
_MEASURED: Final = 200
"""Rows looked at to find the widths of the columns."""
_TOLD_EVERY: Final = 500
_NARROW, _WIDE = 6, 60
_LEGIBLE: Final = 220
"""Characters beside each other that a landscape A4 page shows in letters that can be read."""
_LONGEST_NAME: Final = 31
_WITH_CARE: Final = frozenset("=+-@\t\r\n＝＋－＠<")
"""First letters of what a spreadsheet would run once it is edited, and of XlsxWriter's own mark-up."""
_Made = TypeVar("_Made")
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()


# The methods under their reading of "A1" names, which costs a tenth of the time of a long list.
_write_string = getattr(Worksheet.write_string, "__wrapped__", Worksheet.write_string)
_write_number = getattr(Worksheet.write_number, "__wrapped__", Worksheet.write_number)


@contextmanager
def book_at(path: Path) -> Iterator[Workbook]:
    """Give a workbook that becomes the file at ``path`` when the block ends well; Unavailable when the disk refuses."""
    with written_beside(path) as beside, parts_of(beside) as parts, _told_once(beside) as file:
        book = Workbook(
            file,
            {
                "constant_memory": True,
                "tmpdir": str(parts),
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": 11},
            },
        )
        book.use_zip64()
        try:
            yield book
            book.close()
        except FileCreateError as error:  # wraps the fault of the disk that ``written_beside`` tells
            raise next((one for one in error.args if isinstance(one, OSError)), OSError(*error.args)) from error
        finally:
            _let_go(book)


def write_list(path: Path, plan: ListPlan, rows: Iterable[Sequence[Any]], told: Told, total: int | None = None) -> int:
    """Write one list and return how many rows it has; whole or not at all. Unavailable, and whatever ``told`` raises.

    Rows hold the values of ``plan.columns`` as the fields keep them; they may be read while they are written.
    """
    with book_at(path) as book:
        return ListSheet(book, plan).write(rows, told, total)


class ListSheet:
    """One list on one sheet of a workbook."""

    def __init__(self, book: Workbook, plan: ListPlan, *, taken: Iterable[str] = ()) -> None:
        self._book = book
        self._plan = plan
        self.sheet: Worksheet = book.add_worksheet(sheet_name(plan.name, taken))
        self._year = book.add_format({"num_format": YEAR, "align": "center"})
        self._text = book.add_format({"num_format": TEXT, "valign": "top"})
        """Of a text that would be run if somebody pressed Enter in its cell."""
        self._looks = [column_look(book, column) for column in plan.columns]
        self._first = 0
        """Row of the first record, from 0."""

    def write(self, rows: Iterable[Sequence[Any]], told: Told, total: int | None = None) -> int:
        """Write title, heading, rows and totals; return how many rows there were."""
        self._set_columns([0] * len(self._plan.columns))  # rows are written with the looks their columns have then
        self._write_head()
        line, widths, sums = self._write_rows(rows, told, total)
        count = line - self._first
        width = self._set_columns(widths)
        if self._plan.columns:
            last = max(self._first, line - 1)
            self.sheet.autofilter(self._first - 1, 0, last, len(self._plan.columns) - 1)
        if self._plan.total_label and count and any(column.added_up for column in self._plan.columns):
            self._write_totals(line, sums)
        self._behave(line, width)
        return count

    def _write_head(self) -> None:
        line = 0
        for text in filter(None, (self._plan.title, *self._plan.lines)):
            look = {"bold": True, "font_size": 14} if text == self._plan.title else {"italic": True}
            put_text(self.sheet, line, 0, text, self._book.add_format({**look, "font_color": _ink(look)}))
            line += 1
        line += bool(line)
        head = self._book.add_format(
            {"bold": True, "bg_color": HEAD, "border": 1, "border_color": "#C5CEDA", "text_wrap": True}
            | {"align": "center", "valign": "vcenter"}
        )
        for place, column in enumerate(self._plan.columns):
            put_text(self.sheet, line, place, column.heading, head)
        self._first = line + 1

    def _write_rows(
        self, rows: Iterable[Sequence[Any]], told: Told, total: int | None
    ) -> tuple[int, list[int], list[int]]:
        columns = self._plan.columns
        puts = [self._put(place, column) for place, column in enumerate(columns)]
        added = [place for place, column in enumerate(columns) if column.added_up]
        makers = [cell_maker(column.kind) for column in columns]
        widths, sums = [0] * len(columns), [0] * len(columns)
        line, measured = self._first, self._first + _MEASURED
        for row in rows:
            if line >= _MOST_ROWS - 1:
                raise Unavailable(TOO_LONG, most=f"{_MOST_ROWS:,}".replace(",", "."))
            for put, value in zip(puts, row, strict=True):
                if value is not None:
                    put(line, value)
            for place in added:
                value = row[place]
                if isinstance(value, int):
                    sums[place] += value
            if line < measured:
                cells = (make(value) for make, value in zip(makers, row, strict=True))
                widths = [max(width, _length(cell)) for width, cell in zip(widths, cells, strict=True)]
            line += 1
            if not (line - self._first) % _TOLD_EVERY:
                told(line - self._first, total)
        return line, widths, sums

    def _put(self, place: int, column: ListColumn) -> Callable[[int, Any], None]:
        """Return what writes a value of a column; made once, because a list has hundreds of thousands of cells."""
        sheet, make, year = self.sheet, cell_maker(column.kind), self._year
        is_partial = isinstance(column.kind, PartialDay)
        guarded = None if column_is_text(column) else self._text

        def put_text_of(line: int, text: str) -> None:
            if text[:1] in _WITH_CARE:
                _write_string(sheet, line, place, _plain(text), guarded)
            else:
                _write_string(sheet, line, place, text)

        def put(line: int, value: Any) -> None:
            cell = make(value)
            if isinstance(cell, str):
                put_text_of(line, cell)
            elif isinstance(cell, date):
                _write_number(sheet, line, place, cell.toordinal() - _DAY_ZERO)
            elif cell is not None:
                _write_number(sheet, line, place, cell, year if is_partial else None)

        def put_words(line: int, value: Any) -> None:
            if value.__class__ is not str:
                put(line, value)
            elif value:
                put_text_of(line, value)

        return put_words if isinstance(column.kind, Text | PersonName | PersonNumber) else put

    def _write_totals(self, line: int, sums: Sequence[int]) -> None:
        label = self._book.add_format({"bold": True, "top": 1, "bg_color": "#F4F6F9"})
        figure = self._book.add_format({"bold": True, "top": 1, "bg_color": "#F4F6F9", "num_format": "#,##0"})
        words = next((place for place, one in enumerate(self._plan.columns) if not one.added_up), None)
        for place, column in enumerate(self._plan.columns):
            if column.added_up and sums[place]:
                cells = xl_range(self._first, place, line - 1, place)
                self.sheet.write_formula(line, place, f"=SUBTOTAL(9,{cells})", figure, sums[place])
            elif place == words:
                put_text(self.sheet, line, place, self._plan.total_label, label)
            else:
                self.sheet.write_blank(line, place, None, label)

    def _set_columns(self, widths: Sequence[int]) -> int:
        """Set the widths of the columns and return their sum in characters."""
        whole = 0
        for place, (column, found) in enumerate(zip(self._plan.columns, widths, strict=True)):
            longest_word = max(map(len, column.heading.split()), default=0)
            wanted = max(_NARROW, found, longest_word + 2, min(len(column.heading), column.width or 0)) + 2
            self.sheet.set_column(place, place, min(_WIDE, wanted), self._looks[place])
            whole += min(_WIDE, wanted)
        return whole

    def _behave(self, end: int, width: int) -> None:
        self.sheet.freeze_panes(self._first, 0)
        self.sheet.repeat_rows(self._first - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        if width <= _LEGIBLE:
            self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P/&N")
        if end > self._first:
            self.sheet.ignore_errors({"number_stored_as_text": f"A{self._first + 1}:XFD{end}"})


def column_is_text(column: ListColumn) -> bool:
    """Say whether what is typed into a column later has to stay text: numbers that name a person."""
    return column.is_identifier


def column_look(book: Workbook, column: ListColumn) -> Format | None:
    """Return the look a whole column has, None for plain words: a look costs time for every cell."""
    if number_format(column.kind) == TEXT and not column_is_text(column):
        return None
    look: dict[str, Any] = {"num_format": number_format(column.kind), "valign": "top"}
    if isinstance(column.kind, Day | PartialDay):
        look["align"] = "center"
    elif isinstance(column.kind, Money | Count | Area):
        look["align"] = "right"
    elif isinstance(column.kind, LongText):
        look["text_wrap"] = True
    return book.add_format(look)


def put_text(sheet: Worksheet, line: int, place: int, text: str, look: Format | None = None) -> None:
    """Write a text that stays text, whatever it begins with."""
    sheet.write_string(line, place, _plain(text), look)


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """Return a name a sheet may have: at most 31 characters, without the forbidden ones, not yet taken."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted)
    clean = " ".join(clean.split()).strip("' ") or "Danh sách"
    used = {name.casefold() for name in (*taken, "history")}  # Excel keeps that name for itself
    name, count = clean[:_LONGEST_NAME].strip("' "), 1
    while name.casefold() in used:
        count += 1
        ending = f" ({count})"
        name = clean[: _LONGEST_NAME - len(ending)].strip("' ") + ending
    return name


def _plain(text: str) -> str:
    """Keep XlsxWriter from taking a text for its own mark-up of rich text, which it would write unescaped."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _length(cell: Cell) -> int:
    if cell is None:
        return 0
    if isinstance(cell, date):
        return 10
    if isinstance(cell, int):
        return len(f"{cell:,}")
    return max(map(len, str(cell).split("\n")))


def _ink(look: dict[str, Any]) -> str:
    return "#000000" if look.get("bold") else QUIET


class _ToldOnce:
    """A file that tells a fault of the disk once: ZipFile writes to it again when it is thrown away, for nobody."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._given_up = False

    def write(self, data: bytes) -> int:
        """Write, until it was given up."""
        return self._unless_given_up(lambda: self._file.write(data), len(data))

    def seek(self, place: int, whence: int = 0) -> int:
        """Move, as files do."""
        return self._unless_given_up(lambda: self._file.seek(place, whence), 0)

    def tell(self) -> int:
        """Return the place, as files do."""
        return self._unless_given_up(self._file.tell, 0)

    def flush(self) -> None:
        """Hand over what was written; OSError when the disk refuses."""
        self._unless_given_up(self._file.flush, None)

    def give_up(self) -> None:
        """Close the file; what is still written to it is lost in silence."""
        self._given_up = True
        with suppress(OSError):
            self._file.close()

    def _unless_given_up(self, work: Callable[[], _Made], otherwise: _Made) -> _Made:
        if self._given_up:
            return otherwise
        try:
            return work()
        except OSError:
            self._given_up = True
            raise


@contextmanager
def _told_once(path: Path) -> Iterator[_ToldOnce]:
    file = _ToldOnce(path)
    try:
        yield file
        file.flush()
    finally:
        file.give_up()


def _let_go(book: Workbook) -> None:
    """Close the row files of a workbook that was given up; one that was finished has closed them."""
    for sheet in book.worksheets():
        for name in ("row_data_fh", "fh"):
            handle = getattr(sheet, name, None)
            if handle is not None and not handle.closed:
                with suppress(OSError):  # a full disk refuses the last bytes too
                    handle.close()
