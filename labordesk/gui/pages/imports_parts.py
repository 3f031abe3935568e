"""The parts of a sheet as the reader saw them, row by row, with the words and the ground each is shown in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from labordesk.i18n import N_, NC_, _

if TYPE_CHECKING:
    from labordesk.exchange.layout import Layout
    from labordesk.exchange.workbook import Sheet

Part = Literal["letterhead", "heading", "numbers", "group", "row", "subtotal", "total", "words", "note", "empty"]

ORDER: Final[tuple[Part, ...]] = (
    "letterhead",
    "heading",
    "numbers",
    "group",
    "row",
    "subtotal",
    "total",
    "words",
    "note",
)
"""The parts as they follow each other down a sheet: the order of the legend."""

_NAMES: Final[Mapping[Part, str]] = {
    "letterhead": N_("Phần đầu văn bản"),
    "heading": N_("Tiêu đề cột"),
    "numbers": N_("Dòng số thứ tự cột"),
    "group": N_("Nhóm (đơn vị)"),
    "row": N_("Dòng được đọc"),
    "subtotal": N_("Cộng nhóm"),
    "total": N_("Tổng cộng"),
    "words": N_("Bằng chữ"),
    "note": N_("Ghi chú, chữ ký"),
}
_SHORT: Final[Mapping[Part, str]] = {
    "letterhead": NC_("part of a sheet", "Phần đầu"),
    "heading": NC_("part of a sheet", "Tiêu đề"),
    "numbers": NC_("part of a sheet", "Số cột"),
    "group": NC_("part of a sheet", "Nhóm"),
    "row": "",
    "subtotal": NC_("part of a sheet", "Cộng"),
    "total": NC_("part of a sheet", "Tổng"),
    "words": NC_("part of a sheet", "Bằng chữ"),
    "note": NC_("part of a sheet", "Bỏ qua"),
    "empty": "",
}
"""What stands beside the number of a row; the rows that are read say nothing, so that the others are seen."""


def part_name(part: Part) -> str:
    """Return the name of a part in the legend."""
    return _(_NAMES[part])


def part_mark(part: Part) -> str:
    """Return the short word beside the number of a row."""
    return _(_SHORT[part]) if _SHORT[part] else ""


@dataclass(frozen=True)
class SheetParts:
    """Which part each row of a sheet belongs to, by the officer's row number."""

    kinds: Mapping[int, Part]
    counts: Mapping[Part, int]
    header_row: int | None

    def of(self, row: int) -> Part:
        """Return the part of a row."""
        return self.kinds.get(row, "empty")

    def legend(self) -> Iterator[tuple[Part, int]]:
        """Yield the parts that occur, from the top of the sheet down, with their rows."""
        for part in ORDER:
            if self.counts.get(part):
                yield part, self.counts[part]


NO_PARTS: Final = SheetParts({}, {}, None)


def parts_of(sheet: Sheet, layout: Layout | None) -> SheetParts:
    """Name the part of every row that holds something; a sheet without a table has none."""
    if layout is None:
        return NO_PARTS
    kinds: dict[int, Part] = {}
    first_below = layout.header_row + layout.header_rows
    for number in range(sheet.first_row, layout.header_row):
        if _holds_something(sheet, number):
            kinds[number] = "letterhead"
    for number in range(layout.header_row, first_below):
        kinds[number] = "heading"
    for body in layout.body:
        kinds[body.row] = body.kind
    first_row = next((body.row for body in layout.body if body.kind in ("row", "group")), first_below)
    for number in range(first_below, first_row):
        if kinds.get(number, "note") == "note" and _holds_something(sheet, number):
            kinds[number] = "numbers"
    last = max(kinds, default=first_below)
    for number in range(last + 1, sheet.first_row + len(sheet.rows)):
        if _holds_something(sheet, number):
            kinds[number] = "note"
    return SheetParts(kinds, Counter(kinds.values()), layout.header_row)


def _holds_something(sheet: Sheet, number: int) -> bool:
    return any(cell not in (None, "") for cell in sheet.row(number))
