"""Find the table in a sheet: the heading under the letterhead, the groups, the totals, and where the list ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labordesk.exchange.cells import CellValue, Sheet
from labordesk.exchange.layout_header import find_header, header_at
from labordesk.exchange.layout_headless import find_headless
from labordesk.exchange.layout_rows import RowJudge
from labordesk.exchange.layout_text import SheetText
from labordesk.exchange.layout_title import money_unit_of, owner_of, title_of
from labordesk.exchange.layout_totals import RowKind

__all__ = ["BodyRow", "Layout", "RowKind", "find_layout"]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row below the heading: ``row`` as the officer numbers it, ``cells`` raw, column A first.

    "row" is somebody or something listed; "group" names the unit of those below; "subtotal" sums a group or a page,
    "total" the whole list; "words" says the amount in words; "note" is the rest (repeated headings, signatures, notes).
    ``group`` is the name of the group row above, decoded, without its number; "" for none.
    """

    row: int
    kind: RowKind
    cells: Sequence[CellValue]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet with a table in it.

    ``header_row`` (officer's number) is the first of ``header_rows`` rows of headings; a list may have none, then it is
    the first row listed. ``labels`` their text per
    column, decoded, upper and lower joined by " / ". ``title`` is what the list calls itself with the line below it,
    ``owner`` the words behind "Đơn vị:" above the table, "" for none.
    ``money_unit`` in đồng holds for columns that state none themselves: 1, 1_000, 1_000_000 or 10**9.
    """

    sheet: str
    header_row: int
    header_rows: int
    labels: tuple[str, ...]
    title: str
    owner: str
    money_unit: int
    body: tuple[BodyRow, ...]


def find_layout(sheet: Sheet, header_row: int | None = None) -> Layout | None:
    """Return the table of a sheet, None when it holds none; ``header_row`` is where the officer says it begins."""
    text = SheetText(sheet)
    if header_row is None:
        header = find_header(text) or find_headless(text)
    elif sheet.first_row <= header_row < sheet.first_row + text.height:
        header = header_at(text, header_row - sheet.first_row, asked=True)
    else:
        header = None
    if header is None:
        return None
    body = tuple(
        BodyRow(sheet.number_of(row.index), row.kind, sheet.rows[row.index], row.group)
        for row in RowJudge(text, header).judge()
    )
    return Layout(
        sheet.name,
        sheet.number_of(header.index),
        header.rows,
        header.labels,
        title_of(text, header),
        owner_of(text, header),
        money_unit_of(text, header),
        body,
    )
