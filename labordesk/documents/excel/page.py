"""One worksheet being written from top to bottom: lines over its whole width, lines side by side, tables."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from xlsxwriter.image import Image
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from labordesk.documents import decree
from labordesk.documents.excel.formulas import Sum, sums_of
from labordesk.documents.excel.looks import Looks
from labordesk.documents.fonts import BOLD, REGULAR
from labordesk.documents.model import Align, Picture, Pictures, Row, RowKind, Table
from labordesk.documents.picture_sizes import NO_PICTURE, Size, drawn_size, room_of
from labordesk.documents.spans import Span, cell_align, head_spans, row_spans
from labordesk.documents.table_widths import PAD_X, fit
from labordesk.documents.wrapping import Setter
from labordesk.vietnamese.numbers import number

_MM_TO_PT, _INCH_MM = 72 / 25.4, 25.4
_CHARACTER = 5.6
"""Points of one unit of Excel's column width with Times New Roman 11."""
_LEADING = 1.25
_PIXELS_PER_POINT = 96 / 72


class Page:
    """A worksheet as wide as an A4 page; widths in points."""

    def __init__(
        self, sheet: Worksheet, looks: Looks, table: Table | None, *, landscape: bool, copy_mark: str = ""
    ) -> None:
        self.sheet = sheet
        self._looks = looks
        self._row = 0
        long_or_short = decree.PAPER_LONG_MM if landscape else decree.PAPER_SHORT_MM
        self.width = (long_or_short - decree.MARGIN_LEFT_MM - decree.MARGIN_RIGHT_MM) * _MM_TO_PT
        edges = fit(table, self.width)[0] if table else tuple(self.width * part / 6 for part in range(7))
        self.edges = edges
        for column, (left, right) in enumerate(pairwise(edges)):
            sheet.set_column(column, column, (right - left) / _CHARACTER)
        self._set_print(landscape, copy_mark)

    def _set_print(self, landscape: bool, copy_mark: str) -> None:
        sheet = self.sheet
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(
            decree.MARGIN_LEFT_MM / _INCH_MM,
            decree.MARGIN_RIGHT_MM / _INCH_MM,
            decree.MARGIN_TOP_MM / _INCH_MM,
            decree.MARGIN_BOTTOM_MM / _INCH_MM,
        )
        mark = f'&R&"Times New Roman,Bold"&{decree.COPY_MARK_SIZE}{copy_mark.replace("&", "&&")}' if copy_mark else ""
        sheet.set_header(f"&C&P / &N{mark}", {"margin": (decree.PAGE_NUMBER_FROM_TOP_MM - 5) / _INCH_MM})
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)

    @property
    def last_column(self) -> int:
        """Return the column at the right edge, counted from 0."""
        return len(self.edges) - 2

    def gap(self) -> None:
        """Leave a row empty."""
        self._row += 1

    def line(
        self, text: str, size: float = 12, align: Align = Align.LEFT, *, bold: bool = False, italic: bool = False
    ) -> None:
        """Write a text over the whole width, as high as its lines need."""
        look = self._looks.text(size, align, bold=bold, italic=italic)
        self._write_over(self._row, 0, self.last_column, text, look)
        lines = len(Setter(BOLD if bold else REGULAR, size).lines(text, self.width - 2 * PAD_X))
        self._set_height(lines, size)
        self._row += 1

    def side_by_side(self, parts: Sequence[tuple[str, float, bool, bool]], split: Sequence[float]) -> None:
        """Write texts (text, size, bold, italic) centred beside each other; ``split`` are their shares of the width."""
        tallest, start, done = 1, 0, 0.0
        for index, (text, size, bold, italic) in enumerate(parts):
            done += split[index]
            stop = self.last_column if index == len(parts) - 1 else self._column_at(self.width * done, start)
            self._write_over(
                self._row, start, stop, text, self._looks.text(size, Align.CENTER, bold=bold, italic=italic)
            )
            room = self.edges[stop + 1] - self.edges[start] - 2 * PAD_X
            tallest = max(tallest, len(Setter(BOLD if bold else REGULAR, size).lines(text, room)))
            start = min(stop + 1, self.last_column)
        self._set_height(tallest, max(part[1] for part in parts))
        self._row += 1

    def pictures(self, row: Pictures) -> None:
        """Lay photos over the sheet one below the other, each in a row as high as it is, over its caption."""
        room = room_of(row, self.width)
        for picture in row.pictures:
            self._picture(picture, room)

    def _picture(self, picture: Picture, room: float) -> None:
        size = drawn_size(picture, room)
        if size is None:
            self.line(f"{picture.caption} {NO_PICTURE}".strip(), align=Align.CENTER, italic=True)
            return
        natural = _natural_size(picture)
        self.sheet.insert_image(
            self._row,
            0,
            "photo.jpg",
            {
                "image_data": BytesIO(picture.content),
                "x_scale": size.width / natural.width,
                "y_scale": size.height / natural.height,
                "x_offset": (self.width - size.width) / 2 * _PIXELS_PER_POINT,
                "object_position": 1,
            },
        )
        self.sheet.set_row(self._row, size.height + 6)
        self._row += 1
        self.line(picture.caption, align=Align.CENTER, italic=True)

    def _column_at(self, x: float, start: int) -> int:
        """Return the last column of a part that begins at ``start`` and ends nearest to ``x`` points."""
        ends = range(start, max(start + 1, self.last_column))
        return min(ends, key=lambda column: abs(self.edges[column + 1] - x))

    def table(self, table: Table) -> None:
        """Write a table with its headings, which repeat on each printed page; sums are formulas."""
        if table.caption:
            self.line(table.caption, 13, Align.CENTER, bold=True)
        if table.unit_note:
            self.line(table.unit_note, table.size, Align.RIGHT, italic=True)
        size = fit(table, self.width)[1]
        first_head = self._row
        self._write_head(table, size)
        self.sheet.repeat_rows(first_head, self._row - 1)
        self.sheet.freeze_panes(self._row, 0)
        if not table.rows:
            self._write_over(self._row, 0, self.last_column, table.when_empty, self._looks.cell(size, Align.CENTER))
            self._row += 1
        sums, top = sums_of(table.rows), self._row
        for place, row in enumerate(table.rows):
            self._write_row(place, row, table, size, top, sums)
        if table.rows:
            self.sheet.ignore_errors({"number_stored_as_text": f"A{top + 1}:XFD{self._row}"})

    def _write_head(self, table: Table, size: float) -> None:
        look = self._looks.cell(size, Align.CENTER, bold=True)
        rows = 2 if any(column.group for column in table.columns) else 1
        setter, tallest = Setter(BOLD, size), [1, 1]
        for span in head_spans(table.columns):
            if span.group:
                self._write_over(self._row, span.first, span.stop - 1, span.group, look)
                for index in range(span.first, span.stop):
                    self.sheet.write_string(self._row + 1, index, table.columns[index].heading, look)
            elif rows == 2:
                heading = table.columns[span.first].heading
                self.sheet.merge_range(self._row, span.first, self._row + 1, span.first, heading, look)
            else:
                self.sheet.write_string(self._row, span.first, table.columns[span.first].heading, look)
        for index, column in enumerate(table.columns):
            room = self.edges[index + 1] - self.edges[index] - 2 * PAD_X
            lines = len(setter.lines(column.heading, room))
            tallest[rows - 1] = max(tallest[rows - 1], lines if column.group or rows == 1 else lines - 1)
        for place in range(rows):
            self._set_height(tallest[place], size)
            self._row += 1

    def _write_row(
        self, place: int, row: Row, table: Table, size: float, top: int, sums: dict[tuple[int, int], Sum]
    ) -> None:
        bold, tallest = row.kind is not RowKind.NORMAL, 1
        setter = Setter(BOLD if bold else REGULAR, size)
        for span in row_spans(row):
            look = self._looks.cell(size, cell_align(row.kind, span, table.columns[span.first]), bold=bold)
            added = sums.get((place, span.first))
            if added is not None and isinstance(span.content, int):
                cells = [xl_rowcol_to_cell(top + one, span.first) for one in added]
                self.sheet.write_formula(
                    self._row, span.first, f"=SUBTOTAL(9,{cells[0]}:{cells[1]})", look, span.content
                )
            else:
                self._write_cell(span, look)
            tallest = max(tallest, self._line_count(span, setter))
        least = table.min_row_mm * _MM_TO_PT if row.kind is RowKind.NORMAL else 0
        self._set_height(tallest, size, least)
        self._row += 1

    def _write_cell(self, span: Span, look: object) -> None:
        if span.stop - span.first > 1:
            self._write_over(self._row, span.first, span.stop - 1, str(span.content or ""), look)
        elif isinstance(span.content, int):
            self.sheet.write_number(self._row, span.first, span.content, look)
        elif span.content:
            self.sheet.write_string(self._row, span.first, span.content, look)
        else:
            self.sheet.write_blank(self._row, span.first, None, look)

    def _line_count(self, span: Span, setter: Setter) -> int:
        text = number(span.content) if isinstance(span.content, int) else span.content or ""
        return len(setter.lines(text, self.edges[span.stop] - self.edges[span.first] - 2 * PAD_X))

    def _write_over(self, row: int, first: int, last: int, text: str, look: object) -> None:
        if first == last:
            self.sheet.write_string(row, first, text, look)
        else:
            self.sheet.merge_range(row, first, row, last, "", look)
            self.sheet.write_string(row, first, text, look)

    def _set_height(self, lines: int, size: float, least: float = 0) -> None:
        self.sheet.set_row(self._row, max(least, lines * size * _LEADING + 3))


def _natural_size(picture: Picture) -> Size:
    """Return the size in points at which a spreadsheet shows a photo that is not scaled: by its own dots per inch."""
    image = Image(BytesIO(picture.content))
    return Size(image.width / image.x_dpi * 72, image.height / image.y_dpi * 72)
