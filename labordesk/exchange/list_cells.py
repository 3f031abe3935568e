"""How a value of each kind stands in a cell: real dates, whole numbers, identifiers as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from labordesk.fields import Area, Choice, Count, Day, Flag, Kind, LongText, Money, PartialDay, Percent, Ward, Year
from labordesk.vietnamese.dates import PartialDate, show_partial

Cell = str | int | float | date | None
"""What a spreadsheet can hold; None is an empty cell."""
MakeCell = Callable[[object], Cell]

NUMBER: Final = "#,##0"
DAY: Final = "dd/mm/yyyy"
TEXT: Final = "@"
YEAR: Final = "0"
_FIRST_SURE_DAY: Final = date(1900, 3, 1)
"""Spreadsheets count a 29/02/1900 that never was, so that earlier days differ from program to program."""


def number_format(kind: Kind) -> str:
    """Return the number format of a column."""
    match kind:
        case Year():
            return YEAR
        case Percent():
            return '0"%"'
        case Money() | Count():
            return NUMBER
        case Day() | PartialDay():
            return DAY
        case Area() | LongText():  # more than 255 letters in a cell of text show as ####
            return "General"
        case _:
            return TEXT


def cell_maker(kind: Kind) -> MakeCell:
    """Return what turns a value of a kind into its cell; words are Vietnamese in every language, to be read again."""
    match kind:
        case Count() | Money():
            return _number
        case PartialDay():
            return _partial
        case Day():
            return _whole_day
        case Area():
            return _area
        case Flag():
            return _flag
        case Choice(options=options):
            labels = dict(options)
            return lambda code: None if code is None else labels.get(str(code), str(code))
        case Ward():
            return lambda code: None if not code else kind.show(code)
        case _:
            return _text


def cell_text(kind: Kind, cell: Cell) -> str:
    """Return a cell as a file of plain text holds it: days as 05/01/2026, amounts without dots."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d/%m/%Y}"
        case float():
            return f"{cell:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        case int() if isinstance(kind, Percent):
            return f"{cell}%"
        case _:
            return str(cell)


def _number(value: object) -> Cell:
    return value if value is None or isinstance(value, int) else str(value)


def _partial(value: object) -> Cell:
    if not value:
        return None
    known = PartialDate.from_iso(str(value))
    if known.precision == "day":
        return _sure(known.first())
    return known.year if known.precision == "year" else show_partial(known)


def _whole_day(value: object) -> Cell:
    if not value:
        return None
    return _sure(value if isinstance(value, date) else date.fromisoformat(str(value)))


def _sure(day: date) -> Cell:
    return day if day >= _FIRST_SURE_DAY else f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _area(value: object) -> Cell:
    return value / 100 if isinstance(value, int) else _text(value)


def _flag(value: object) -> Cell:
    return None if value is None else "có" if value else "không"


def _text(value: object) -> Cell:
    return None if value is None or value == "" else str(value)
