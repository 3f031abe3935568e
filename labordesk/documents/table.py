"""Tables in the flow of pages: repeated headings, carried sums, rows that stay together."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from labordesk.documents.hot_spots import RowNames, Spots, column_names
from labordesk.documents.model import Row, RowKind, Table
from labordesk.documents.table_paint import TablePainter
from labordesk.documents.table_rows import LaidRow, Measure, empty_row, lay_head, lay_row, pieces
from labordesk.documents.table_sums import BROUGHT_FORWARD, PAGE_SUM, RUNNING_SUM, CarriedSums

_FUZZ = 0.01
_MIN_ROWS = 2
"""Rows that stand under a table's first headings, and above what follows its end (a signature)."""


class TableLayout:
    """A table laid out once for one width of page; its pages are slices of ``rows``."""

    def __init__(self, table: Table, width: float, page_height: float, spots: Spots | None = None) -> None:
        self.columns = table.columns
        self.page_height = page_height
        self._is_noted = spots is not None
        self.measure = Measure.of(table, width)
        self.head, self.head_height = lay_head(table.columns, self.measure)
        sources, self.rows = self._lay_rows(table)
        self.sums = CarriedSums(table.columns, sources)
        self.depths = list(accumulate((row.height for row in self.rows), initial=0.0))
        self.sum_height = self._sum_height() if self.sums else 0.0
        self.closing = self._closing_rows()
        noted = None if spots is None else (spots, column_names(table.columns))
        self.painter = TablePainter(self.measure, self.head, self.head_height, noted)

    def _lay_rows(self, table: Table) -> tuple[list[Row], list[LaidRow]]:
        """Return the rows as laid out, and beside each the row whose numbers it counts for."""
        sources: list[Row] = []
        laid: list[LaidRow] = []
        capacity = (self.page_height - self.head_height) * 0.6
        names = RowNames(table.columns) if self._is_noted else None
        for row in table.rows:
            whole = lay_row(row, table.columns, self.measure, table.min_row_mm * mm)
            if names is not None:
                name = names.of(row)
                whole = whole._replace(name=name) if row.counts else whole
            parts = pieces(whole, self.measure, capacity)
            # The numbers of a row in pieces count on the page where it ends.
            sources += [Row(tuple(None for _ in row.cells))] * (len(parts) - 1) + [row]
            laid += parts
        if not laid:
            laid = [empty_row(table.when_empty, self.measure)]
            sources = [Row(tuple(None for _ in table.columns))]
        return sources, laid

    def _sum_height(self) -> float:
        """Return the height of a row of sums: every such row has the height of the one with the largest sums."""
        labels = (PAGE_SUM, RUNNING_SUM, BROUGHT_FORWARD)
        return max(self._sum_row(label, 0, len(self.rows)).height for label in labels)

    def _sum_row(self, label: str, start: int, stop: int) -> LaidRow:
        return lay_row(self.sums.row(label, start, stop), self.columns, self.measure)

    def _closing_rows(self) -> int:
        """Return how many total rows close the table."""
        count = 0
        while count < len(self.rows) and self.rows[-1 - count].kind is RowKind.TOTAL:
            count += 1
        return count

    def _sums_above(self, start: int) -> list[tuple[str, int, int]]:
        """Return (label, first row, row after the last) of the sum that opens the page beginning at row ``start``."""
        return [(BROUGHT_FORWARD, 0, start)] if self.sums and start else []

    def _sums_below(self, start: int, stop: int) -> list[tuple[str, int, int]]:
        """Return the sums that close the page of rows ``start`` to ``stop``; a table on one page has none."""
        ends_here = stop == len(self.rows)
        if not self.sums or (start == 0 and ends_here):
            return []
        running = start > 0 and not (ends_here and self.closing)
        return [(PAGE_SUM, start, stop), (RUNNING_SUM, 0, stop)][: 1 + running]

    def _laid_sums(self, sums: list[tuple[str, int, int]]) -> list[LaidRow]:
        return [self._sum_row(label, first, stop)._replace(height=self.sum_height) for label, first, stop in sums]

    def height(self, start: int, stop: int) -> float:
        """Return the height of a page's part of the table."""
        sums = len(self._sums_above(start)) + len(self._sums_below(start, stop))
        return self.head_height + self.depths[stop] - self.depths[start] + sums * self.sum_height

    def page(self, start: int, stop: int) -> list[LaidRow]:
        """Return all rows of a page's part; the page's sum stands before the totals that close the table."""
        rows = self.rows[start:stop]
        totals = min(self.closing, stop - start) if stop == len(self.rows) else 0
        cut = len(rows) - totals
        above = self._laid_sums(self._sums_above(start))
        below = self._laid_sums(self._sums_below(start, stop))
        return [*above, *rows[:cut], *below, *rows[cut:]]

    def last_row_of_page(self, start: int, height: float) -> int | None:
        """Return where the page that begins at row ``start`` ends, leaving rows for the next; None if none fits well.

        A group heading does not close a page; a sum does not open one. On a whole page what fits is taken.
        """
        room = height - self.height(start, start)
        limit = bisect_right(self.depths, self.depths[start] + room + _FUZZ) - 1
        limit = min(limit, len(self.rows) - 1)
        stop = min(limit, len(self.rows) - self.closing - _MIN_ROWS)
        while stop > start and not self._may_break(stop):
            stop -= 1
        if stop >= start + (_MIN_ROWS if start == 0 else 1):
            return stop
        whole_page = height >= self.page_height - _FUZZ
        return limit if whole_page and limit > start else None

    def _may_break(self, stop: int) -> bool:
        before, behind = self.rows[stop - 1], self.rows[stop]
        return before.kind is not RowKind.GROUP and behind.kind not in (RowKind.SUBTOTAL, RowKind.TOTAL)


class PaperTable(Flowable):
    """The rows of a table from ``start`` to its end, or up to ``stop`` where a page ends."""

    def __init__(self, layout: TableLayout, start: int = 0, stop: int | None = None) -> None:
        super().__init__()
        self.layout = layout
        self.start = start
        self.stop = len(layout.rows) if stop is None else stop
        self.spaceBefore = self.spaceAfter = 6

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = self.layout.measure.edges[-1]
        self.height = self.layout.height(self.start, self.stop)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        return list(self.cut(available_width, available_height) or ())

    def cut(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        end = self.layout.last_row_of_page(self.start, height)
        if end is None:
            return None
        return PaperTable(self.layout, self.start, end), PaperTable(self.layout, end)

    def draw(self) -> None:
        self.layout.painter.paint(self.canv, self.height, self.layout.page(self.start, self.stop))
